"""Who sees papers to sign: the secretariat and the auditor all, a unit its own; who checks them: the secretariat."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.papers.models import Paper, PaperFile, PaperQuerySet
from office.structure.access import is_staff
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)


def checks(actor: Actor) -> bool:
    """Whether the actor's unit is the secretariat that checks papers."""
    return bool(actor.system) or (actor.wears(*STAFF) and actor.key == settings.OFFICE["keepers"]["papers"])


def visible(actor: Actor, at: datetime) -> PaperQuerySet:
    """Papers, as above."""
    rows = Paper.objects.select_related("unit", "signatory")
    if checks(actor) or actor.wears(AUDITOR.code):
        return rows
    return rows.filter(unit__code=actor.key) if actor.wears(*STAFF) else rows.none()


def files(actor: Actor, at: datetime) -> QuerySet[PaperFile]:
    """Versions of the papers that the actor sees."""
    return PaperFile.objects.filter(paper__in=visible(actor, at).order_by().values("pk"))


def may_submit(actor: Actor, paper: None, at: datetime) -> tuple[bool, str]:
    """Every unit puts papers before those who sign."""
    return is_staff(actor), _("Dokumenty do podpisu przekazują pracownicy komórek urzędu.")


def may_check(actor: Actor, paper: Paper, at: datetime) -> tuple[bool, str]:
    """The secretariat checks, returns, and notes the signature."""
    return checks(actor), _("Dokumenty do podpisu sprawdza sekretariat.")


def may_mend(actor: Actor, paper: Paper, at: datetime) -> tuple[bool, str]:
    """The unit that sent a paper mends and withdraws it."""
    own = actor.wears(*STAFF) and actor.key == paper.unit.code
    return bool(actor.system) or own, _("Dokument poprawia i wycofuje komórka, która go przekazała.")
