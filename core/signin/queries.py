"""Reads of signing in: factors, browsers, accounts."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from core.accounts.hats import KINDS
from core.accounts.models import Hat, User
from core.audit.models import Entry

BY_SURNAME = ("sort_key", "email")
# How the list of accounts is ordered, by what the filter says; Polish order by surname when it says nothing.
ORDERS = {"": BY_SURNAME, "newest": ("-pk",)}
# What a browser says of itself, most telling first: the mark in its User-Agent and the name people know.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser(user_agent: str) -> str:
    """A browser in two words: "Firefox, Windows"; what it says itself when it is none we know."""
    names = [next((name for mark, name in table if mark in user_agent), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, names)) or user_agent[:60]


def is_verified(user: User) -> bool:
    """Whether the account's address is known to be its person's."""
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


def factors(user: User) -> dict[str, Any]:
    """What second factors an account has: `codes` (since when), `keys` (how many), `spare` (unused spare codes)."""
    rows = list(Authenticator.objects.filter(user=user))
    spare = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "codes": next((row.created_at for row in rows if row.type == Authenticator.Type.TOTP), None),
        "keys": sum(row.type == Authenticator.Type.WEBAUTHN for row in rows),
        "spare": len(spare.wrap().get_unused_codes()) if spare else None,
    }


def newest_factor(user: Any) -> Authenticator:
    """The factor an account got last; spare codes are none."""
    rows = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return rows.latest("pk")


def narrowed(
    rows: "QuerySet[User]", *, q: str = "", kind: str = "", state: str = "", order: str = ""
) -> "QuerySet[User]":
    """Accounts with the words in their name or address, with a kind of hat, open or closed, in order; their hats come along."""
    for word in q.split():
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if kind:
        rows = rows.filter(Exists(Hat.objects.worn().filter(user=OuterRef("pk"), kind=kind)))
    if state:
        rows = rows.filter(is_active=state == "open")
    second = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    worn = Prefetch("hats", queryset=Hat.objects.worn().order_by("pk"), to_attr="worn")
    return rows.annotate(second_factor=Exists(second)).prefetch_related(worn).order_by(*ORDERS[order])


def worn(user: User) -> list[Hat]:
    """The hats an account has now, with who gave them."""
    return list(Hat.objects.worn().filter(user=user).select_related("user", "granted_by").order_by("pk"))


def successors(user: User) -> "QuerySet[User]":
    """Who may take over from a person: others with an open account and a hat that administrators give."""
    given = [code for code, kind in KINDS.items() if kind.given_for]
    hats = Hat.objects.worn().filter(user=OuterRef("pk"), kind__in=given)
    return User.objects.filter(Exists(hats), is_active=True).exclude(pk=user.pk).order_by(*BY_SURNAME)


def account_history(user: User, limit: int) -> list[Entry]:
    """What happened to an account, newest first."""
    return list(Entry.objects.filter(chain=user.chain).select_related("user").order_by("-seq")[:limit])
