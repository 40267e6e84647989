"""Who asks: everyone, until the day; who reads what was asked: staff and auditors; who reads answers: everyone, once published."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.calls.states import State as CompetitionState
from competitions.questions.models import Question, QuestionTerm
from competitions.questions.states import State
from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from core.web.templatetags.polish import data
from office.structure.access import is_staff
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)
# Days before the deadline on which questions end unless staff set another day: an answer must still be of use.
DAYS_BEFORE = 5


def visible(actor: Actor, at: datetime) -> QuerySet[Question]:
    """Questions with who asked them: for staff and auditors."""
    rows = Question.objects.select_related("competition", "user")
    return rows if is_staff(actor) or actor.wears(AUDITOR.code) else rows.none()


def published(actor: Actor, at: datetime) -> QuerySet[Question]:
    """Published questions for everyone, without who asked and in which words."""
    return Question.objects.filter(state=State.PUBLISHED).only(
        "public_text", "answer", "published_at", "competition_id"
    )


def last_day(competition: Competition) -> date:
    """The last day on which questions are taken: what staff set, else five days before the deadline."""
    term = QuestionTerm.objects.filter(competition=competition).first()
    return term.last_day if term else localdate(competition.offers_due) - timedelta(days=DAYS_BEFORE)


def may_ask(actor: Actor, competition: Competition, at: datetime) -> tuple[bool, str]:
    """Everyone, while the call is open and until the day."""
    day = last_day(competition)
    taken = competition.state == CompetitionState.OPEN and localdate(at) <= day
    return taken, _("Pytania do tego konkursu przyjmowaliśmy do %(day)s, dopóki trwał nabór.") % {"day": data(day)}


def may_answer(actor: Actor, question: Question, at: datetime) -> tuple[bool, str]:
    """Staff answer."""
    return is_staff(actor), _("Na pytania odpowiadają pracownicy urzędu.")


def may_set_day(actor: Actor, competition: Competition, at: datetime) -> tuple[bool, str]:
    """Staff say until when questions are taken."""
    return is_staff(actor), _("Dzień ustalają pracownicy urzędu.")
