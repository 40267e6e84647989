"""Links of people: what is kept of a person, also when the office entered it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from competitions.conflicts.models import Link, Statement
from core.accounts.models import User
from core.privacy.shares import Rows, Share


def links(user: User) -> Rows:
    """The person's links with where the office knows them from, then the statement."""
    rows = [
        {
            "powiązanie": each.get_role_display(),
            "organizacja": each.organisation_name,
            "od": each.since,
            "do": each.until,
            "źródło": each.get_source_display(),
            "skąd to wiadomo": each.basis,
            "wpisano": each.entered_at,
            "wycofano": each.retracted_at,
        }
        for each in Link.objects.filter(user=user).order_by("pk")
    ]
    stated = [
        {
            "oświadczenie": each.stated_at,
            "telefon": each.phone,
            "rachunek bankowy": each.bank_account,
            "adres": f"{each.street}, {each.postcode} {each.city}".strip(", "),
        }
        for each in Statement.objects.filter(user=user)
    ]
    return [*rows, *stated]


def forget(user: User, *, at: datetime) -> None:
    """The statement and the links go: nobody is asked any more whether this person may judge."""
    Statement.objects.filter(user=user).delete()
    Link.objects.filter(user=user).delete()


LINKS = Share(
    _("Powiązania z organizacjami"), ("competitions.link.user", "competitions.statement.user"), links, forget=forget
)
