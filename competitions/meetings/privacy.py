"""What meetings keep of a person: when they were in the room, from which offers they were excluded."""

from django.utils.translation import gettext_lazy as _

from competitions.evaluation.models import Recusal
from competitions.meetings.models import Presence
from core.accounts.models import User
from core.privacy.shares import Rows, Share
from law.exclusion import grounds


def meetings(user: User) -> Rows:
    """When the person was in the room, and which offers they stepped aside from and why; of an offer its number alone."""
    questions = {ground.code: ground.question for ground in grounds(member=True)}
    there = Presence.objects.filter(member__user=user).select_related("meeting__panel__competition")
    aside = Recusal.objects.filter(member__user=user).select_related("member__panel__competition", "offer")
    return [
        *(
            {
                "konkurs": row.meeting.panel.competition.title,
                "posiedzenie": row.meeting.number,
                "od": row.came_at,
                "do": row.left_at,
            }
            for row in there
        ),
        *(
            {
                "konkurs": row.member.panel.competition.title,
                "wyłączenie od oferty nr": row.offer.number,
                "podstawa": questions[row.ground],
                "kiedy": row.stated_at,
            }
            for row in aside.defer("offer__content")
        ),
    ]


# A seat binds the person (evaluation.privacy.SEATS); what was recorded of it ends with the files of the competition.
MEETINGS = Share(_("Posiedzenia komisji"), (), meetings)
