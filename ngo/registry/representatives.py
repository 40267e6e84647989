"""The people of an organisation as its pages tell of them: who is not confirmed yet, who is the last to sign, whether all left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from core.accounts.models import Hat, User
from ngo.registry.access import signing
from ngo.registry.hats import ORGANISATION
from ngo.registry.models import Organisation, Representation


@dataclass(frozen=True, slots=True)
class Person:
    """One role that a person wears for an organisation; `unverified` is the request by which staff have yet to confirm it."""

    hat: Hat
    unverified: Representation | None
    may_change: bool


def told_people(
    hats: Sequence[Hat], waiting: Sequence[Representation], may_change: Callable[[Hat], bool]
) -> list[Person]:
    """The people of an organisation as its page tells of them, with the requests of theirs that wait."""
    declared = {request.user_id: request for request in waiting if request.declared}
    return [Person(hat, declared.get(hat.user_id), may_change(hat)) for hat in hats]


def unverified(organisation: Organisation) -> QuerySet[Representation]:
    """Requests of those who declared the organisation and act for it, while nobody has confirmed that they may."""
    rows = Representation.objects.filter(organisation=organisation, declared=True, decided_at=None)
    return rows.select_related("user")


def only_signs(organisation: Organisation, user: User) -> bool:
    """Whether a person is the only one who can sign for an organisation."""
    return set(signing(organisation).values_list("user", flat=True)) == {user.pk}


def is_left(organisation: Organisation) -> bool:
    """Whether people acted for an organisation and nobody can sign for it now."""
    acted = Hat.objects.filter(key=organisation.public_id, kind__in=ORGANISATION)
    return acted.exists() and not signing(organisation).exists()
