"""Reads of terms: all of a person in one query, who is told of a late one, who wants the digest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator

from core.accounts.actor import Actor
from core.accounts.models import Hat, User
from law.calendar import add_working_days
from office.structure.hats import HEAD, STAFF
from office.structure.models import Appointment
from office.terms.models import DigestChoice, Often
from office.terms.sources import Asked, sources

# So many signs of a title say enough in a list.
WORDS_MAX = 120


@dataclass(frozen=True, slots=True)
class Term:
    """One thing with a term; `user` is the id of the person whose it is, None where it is everybody's of the unit."""

    source: str
    ref: str
    sign: str
    title: str
    due: date
    unit: str
    user: int | None
    person: str

    @property
    def label(self) -> str:
        return str(sources()[self.source].label)

    @property
    def words(self) -> str:
        """The sign with the title, for lists where no read is noted: the title only of what tells of nobody."""
        if sources()[self.source].subject or self.title in ("", self.sign):
            return self.sign
        return Truncator(f"{self.sign}: {self.title}").chars(WORDS_MAX)

    @property
    def url(self) -> str:
        return reverse(sources()[self.source].route, args=[self.ref])


def rows(asked: Asked, *, only: str = "", late_before: date | None = None) -> "QuerySet[Any] | None":
    """The terms that are asked for, of all sources or of one, as one query, the nearest first; None where no source has any."""
    found = []
    for source in sources().values():
        if not only or source.code == only:
            part = source.rows(asked)
            if part is not None:
                found.append(part.filter(t_due__lt=late_before) if late_before else part)
    if not found:
        return None
    # All at once: a union of unions nests, and SQLite's parser ends at a depth of a hundred.
    whole = found[0].union(*found[1:], all=True)
    return whole.order_by("t_due", "t_source", "t_ref")


def terms(found: Iterable[Any]) -> list[Term]:
    """Rows as terms."""
    return [Term(*row) for row in found]


def first(asked: Asked, count: int, *, until: date | None = None) -> list[Term]:
    """The nearest terms, those that end by a day where one is given."""
    found = rows(asked)
    near = terms(found[:count]) if found is not None else []
    return [term for term in near if until is None or term.due <= until]


def late_by(due: date, days: int, on: date) -> bool:
    """Whether so many working days have passed since a term."""
    return add_working_days(due, days) <= on


def deputy_of(user: User, on: date) -> User | None:
    """Who stands in for a person by the staffing of the unit; appointments and accounts are the same person by their e-mail."""
    held = Appointment.objects.filter(email__iexact=user.email).exclude(deputy=None).exclude(deputy__email="").valid(on)
    appointment = held.select_related("deputy").first()
    if appointment is None or appointment.deputy is None:
        return None
    return User.objects.filter(email__iexact=appointment.deputy.email, is_active=True).first()


def heads_of(unit: str) -> list[User]:
    """The heads of a unit."""
    worn = Hat.objects.worn().filter(kind=HEAD.code, key=unit)
    return list(User.objects.filter(pk__in=worn.values("user"), is_active=True).order_by("pk"))


def staff_actors(user: User) -> Iterator[Actor]:
    """A person in each of their hats of the office."""
    for hat in Hat.objects.worn().filter(user=user, kind__in=STAFF).order_by("pk"):
        yield Actor(user=user, hat=hat)


def digest_due(on: date, first_of_week: bool) -> "QuerySet[DigestChoice]":
    """Those who want the digest on a day and have not got it."""
    wanted = [Often.DAILY, *([Often.WEEKLY] if first_of_week else [])]
    rows = DigestChoice.objects.filter(often__in=wanted, user__is_active=True).exclude(sent_on=on)
    return rows.select_related("user").order_by("pk")


def choice_of(user: User) -> str:
    """How often a person wants the digest."""
    row = DigestChoice.objects.filter(user=user).first()
    return row.often if row else Often.NONE.value
