"""Who sees resolutions (everyone: they are public information) and the Board's work (staff and the auditor); who keeps it.

The unit that serves sittings keeps the agenda; a unit sends items and sees the files of its own.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.board.models import (
    BoardFile,
    BoardItem,
    BoardItemQuerySet,
    BoardMember,
    Resolution,
    ResolutionQuerySet,
    Sitting,
)
from office.board.states import ItemState
from office.structure.access import is_staff
from office.structure.hats import HEAD, STAFF

READERS = (*STAFF, AUDITOR.code)
# What other units than its own see of an item: what stands, or stood, on an agenda.
ON_AGENDA = (
    ItemState.ACCEPTED,
    ItemState.ADOPTED,
    ItemState.REJECTED,
    ItemState.DEFERRED,
    ItemState.NOTED,
)


def serves(actor: Actor) -> bool:
    """Whether the actor's unit serves the Board's sittings."""
    return bool(actor.system) or (actor.wears(*STAFF) and actor.key == settings.OFFICE["keepers"]["board"])


def sees_all(actor: Actor) -> bool:
    """Who sees every item with its files: the unit that serves sittings, the auditor, system actors."""
    return serves(actor) or actor.wears(AUDITOR.code)


def visible(actor: Actor, at: datetime) -> ResolutionQuerySet:
    """Adopted resolutions are public, and so is that a number was annulled."""
    return Resolution.objects.select_related("unit")


def members(actor: Actor, at: datetime) -> QuerySet[BoardMember]:
    """Who sits on the Board, and sat."""
    rows = BoardMember.objects.all()
    return rows if actor.system or actor.wears(*READERS) else rows.none()


def sittings(actor: Actor, at: datetime) -> QuerySet[Sitting]:
    """Sittings, for staff and the auditor."""
    rows = Sitting.objects.all()
    return rows if actor.system or actor.wears(*READERS) else rows.none()


def items(actor: Actor, at: datetime) -> BoardItemQuerySet:
    """Items of agendas: one's unit's own, of other units those that were accepted."""
    rows = BoardItem.objects.select_related("sitting", "unit", "resolution", "follows__sitting")
    if sees_all(actor):
        return rows
    if actor.wears(*STAFF):
        return rows.filter(Q(unit__code=actor.key) | Q(state__in=ON_AGENDA))
    return rows.none()


def files(actor: Actor, at: datetime) -> QuerySet[BoardFile]:
    """Drafts: for the unit that wrote them and for those who serve the sitting."""
    rows = BoardFile.objects.select_related("item")
    if sees_all(actor):
        return rows
    return rows.filter(item__unit__code=actor.key) if actor.wears(*STAFF) else rows.none()


def may_record(actor: Actor, obj: None, at: datetime) -> tuple[bool, str]:
    """Staff record resolutions."""
    return is_staff(actor), _("Uchwały odnotowują pracownicy urzędu.")


def may_plan(actor: Actor, obj: object, at: datetime) -> tuple[bool, str]:
    """The unit that serves sittings plans them and keeps the list of members."""
    return serves(actor), _("Posiedzenia Zarządu i jego skład prowadzi komórka, która obsługuje posiedzenia.")


def may_keep(actor: Actor, sitting: Sitting, at: datetime) -> tuple[bool, str]:
    """As `may_plan`, for one sitting."""
    return may_plan(actor, sitting, at)


def may_close_minutes(actor: Actor, sitting: Sitting, at: datetime) -> tuple[bool, str]:
    """The head of the unit that serves sittings closes the minutes."""
    return serves(actor) and (bool(actor.system) or actor.wears(HEAD.code)), _(
        "Protokół zamyka kierownik komórki, która obsługuje posiedzenia."
    )


def may_submit(actor: Actor, sitting: Sitting, at: datetime) -> tuple[bool, str]:
    """Every unit sends items."""
    return is_staff(actor), _("Punkty zgłaszają pracownicy komórek urzędu.")


def may_judge(actor: Actor, item: BoardItem, at: datetime) -> tuple[bool, str]:
    """As `may_plan`, for one item."""
    return may_plan(actor, item, at)


def may_mend(actor: Actor, item: BoardItem, at: datetime) -> tuple[bool, str]:
    """The unit that sent an item mends and withdraws it."""
    own = actor.wears(*STAFF) and actor.key == item.unit.code
    return bool(actor.system) or own, _("Punkt poprawia i wycofuje komórka, która go zgłosiła.")
