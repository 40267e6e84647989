"""Who sees which register: its units and the auditor all of it, others what its file opens to them; who keeps it: its units."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.registers.models import Entry, EntryFile, EntryQuerySet
from office.registers.schema import Register, registers
from office.structure.access import is_staff, may_in_unit
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)


def reach(actor: Actor, register: Register) -> str:
    """How far the actor sees: "unit" everything, "office" or "public" the fields open to those; "" nothing."""
    if actor.system or actor.wears(AUDITOR.code):
        return "unit"
    if is_staff(actor):
        if actor.key in register.units:
            return "unit"
        return "" if register.visibility == "unit" else "office"
    return "public" if register.visibility == "public" else ""


def seen(actor: Actor) -> list[Register]:
    """The registers of which the actor sees something, by title."""
    return [each for each in registers().values() if reach(actor, each)]


def kept_by(actor: Actor) -> list[Register]:
    """The registers that the actor's unit keeps."""
    return [each for each in registers().values() if keeps(actor, each)]


def visible(actor: Actor, at: datetime) -> EntryQuerySet:
    """The gate of entries; of public registers everyone sees those whose day of publication has come."""
    inside = [each.code for each in seen(actor) if reach(actor, each) != "public"]
    outside = [each.code for each in seen(actor) if each.code not in inside]
    shown = Q(register__in=inside)
    if outside:
        shown |= Q(register__in=outside, public_from__lte=localdate(at), cancelled_at=None)
    return Entry.objects.filter(shown)


def visible_in(actor: Actor, register: Register, at: datetime) -> EntryQuerySet:
    """The same gate for one register: its entries are found by their index, which a choice of many registers would not let be used."""
    rows = Entry.objects.filter(register=register.code)
    match reach(actor, register):
        case "":
            return rows.none()
        case "public":
            return rows.filter(public_from__lte=localdate(at), cancelled_at=None)
    return rows


def files(actor: Actor, at: datetime) -> QuerySet[EntryFile]:
    """The gate of files: for those who see all of the register."""
    whole = [each.code for each in seen(actor) if reach(actor, each) == "unit"]
    return EntryFile.objects.filter(entry__register__in=whole, removed_at=None).select_related("entry")


def keeps(actor: Actor, register: Register) -> bool:
    """Whether the actor is of a unit that keeps the register."""
    return is_staff(actor) and actor.key in register.units


def keeping(register: Register) -> str:
    """What the head of a unit may leave to some: writing in this register."""
    return f"register:{register.code}"


def may_enter(actor: Actor, register: Register) -> tuple[bool, str]:
    """Staff of the register's units write in it; where their head left that to some, those alone."""
    if not keeps(actor, register):
        return False, _("Ten rejestr prowadzi inna komórka urzędu.")
    return may_in_unit(actor, keeping(register))


def may_keep(actor: Actor, entry: Entry, at: datetime) -> tuple[bool, str]:
    """Staff of the register's units change its entries."""
    return may_enter(actor, registers()[entry.register])


def may_keep_file(actor: Actor, file: EntryFile, at: datetime) -> tuple[bool, str]:
    """Staff of the register's units remove files of entries."""
    return may_keep(actor, file.entry, at)
