"""What the minutes say of each meeting, in sentences."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from competitions.meetings.models import Meeting, Presence
from competitions.meetings.states import State
from core.web.templatetags.polish import data, data_godzina


def sitting(meeting: Meeting, presences: Sequence[Presence]) -> str:
    """When and where it was, who was in the room from when to when, how it ended."""
    if meeting.state == State.CANCELLED:
        words = _("Posiedzenie nr %(number)s, zwołane na %(at)s, odwołano: %(reason)s")
        return words % {
            "number": meeting.number,
            "at": data_godzina(meeting.starts_at),
            "reason": meeting.end_reason,
        }
    words = _("Posiedzenie nr %(number)s: %(day)s, od %(from)s do %(to)s, %(place)s. Byli obecni: %(who)s.") % {
        "number": meeting.number,
        "day": data(meeting.opened_at),
        "from": clock(meeting.opened_at),
        "to": clock(meeting.ended_at),
        "place": meeting.place,
        "who": ", ".join(
            f"{row.member.user} ({clock(row.came_at)}–{clock(row.left_at or meeting.ended_at)})" for row in presences
        ),
    }
    if meeting.state == State.ADJOURNED:
        words += " " + _("Posiedzenie przerwano: %(reason)s") % {"reason": meeting.end_reason}
    if meeting.state == State.ANNULLED:
        words += " " + _("Posiedzenie unieważniono i powtórzono, jego głosowania się nie liczą: %(reason)s") % {
            "reason": meeting.end_reason
        }
    return words


def clock(at: datetime | None) -> str:
    """A time of the day as Poles write it: 9.05."""
    if at is None:
        return "…"
    local = localtime(at)
    return f"{local.hour}.{local:%M}"
