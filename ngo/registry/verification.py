"""Whether a register knows the person who asks to act for an organisation: what matched, what did not, what nobody could check."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.accounts.models import Hat
from core.signin.queries import is_verified
from core.web.templatetags.polish import data
from ngo.registry.hats import ORGANISATION
from ngo.registry.models import FROM_REGISTER, Organisation, Representation
from ngo.registry.provenance import origins


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: how it is, in words, and whether it speaks for the person."""

    words: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """All that was looked at. `certain` lets the person in without staff; `reason` is then the basis of the decision."""

    checks: list[Check]
    reason: str

    @property
    def certain(self) -> bool:
        return all(check.passed for check in self.checks)


def register_says(request: Representation) -> Finding:
    """Compare the person's account with what a register says of the organisation.

    Only the very same address counts: one domain is shared by strangers (free mail, an accountant's office). The address
    must come from a register, not from a form, and be of this organisation alone; and the person must be the first, since
    who comes later is known better by those who act already.
    """
    organisation = request.organisation
    origin = origins(organisation).get("email")
    told = origin is not None and origin.source in FROM_REGISTER and organisation.is_from_register
    checks = [_address(request, told=bool(organisation.email) and told), _account(request), *_alone(request)]
    reason = ""
    if told and origin:
        reason = _(
            "Potwierdzony adres e-mail konta jest tym samym adresem, który podaje %(source)s, stan na %(day)s."
        ) % {
            "source": origin.source.label,
            "day": data(origin.on),
        }
    return Finding(checks, reason)


def _address(request: Representation, *, told: bool) -> Check:
    known, own = request.organisation.email.casefold(), request.user.email.casefold()
    if not known:
        return Check(
            _("Rejestr nie podaje adresu e-mail organizacji, więc nie ma z czym porównać adresu konta."), False
        )
    if not told:
        return Check(_("Adres e-mail w bazie nie pochodzi z rejestru publicznego, więc niczego nie dowodzi."), False)
    if known == own:
        return Check(_("Adres konta jest tym samym adresem, który podaje rejestr."), True)
    if known.rpartition("@")[2] == own.rpartition("@")[2]:
        return Check(
            _("Adres konta jest inny niż w rejestrze; zgadza się tylko domena, a ta może być wspólna wielu osobom."),
            False,
        )
    return Check(_("Adres konta jest inny niż adres, który podaje rejestr."), False)


def _account(request: Representation) -> Check:
    if is_verified(request.user):
        return Check(_("Osoba potwierdziła, że adres konta jest jej."), True)
    return Check(_("Osoba nie potwierdziła jeszcze adresu swojego konta."), False)


def _alone(request: Representation) -> Iterator[Check]:
    """What would make a match ambiguous."""
    organisation = request.organisation
    shared = Organisation.objects.filter(email__iexact=organisation.email).exclude(pk=organisation.pk)
    if organisation.email and shared.exists():
        yield Check(_("Ten sam adres e-mail ma w bazie także inna organizacja."), False)
    if Hat.objects.filter(key=organisation.public_id, kind__in=ORGANISATION).exclude(user=request.user).exists():
        yield Check(_("W imieniu organizacji ktoś już działa albo działał."), False)
    others = Representation.objects.filter(organisation=organisation).exclude(pk=request.pk)
    if others.filter(decided_at=None).exists():
        yield Check(_("O dostęp prosi też ktoś inny."), False)
    if others.filter(user=request.user, decided_at__isnull=False, granted=False).exists():
        yield Check(_("Urząd już raz odmówił tej osobie."), False)
    if organisation.in_liquidation:
        yield Check(_("Organizacja jest w likwidacji: reprezentuje ją likwidator."), False)
