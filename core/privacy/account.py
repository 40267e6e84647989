"""The kernel's shares in what is kept of a person: the account, how it is signed in to, roles, letters, keys, acts, reads."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.hats import KINDS
from core.accounts.models import Hat, User
from core.api.models import ApiToken
from core.audit.models import Entry, PersonalRead
from core.jobs.models import Job
from core.notices.models import Notice
from core.privacy.models import ErasureRequest, OwnDataCopy
from core.privacy.shares import Rows, Share
from core.signin.actions import end_sessions
from core.signin.models import Invitation
from core.workflow.words import subject, word


def account(user: User) -> Rows:
    """The account itself and its addresses; the password is left out."""
    row = {"imię i nazwisko": user.name, "e-mail": user.email, "utworzone": user.created_at}
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    return [
        {**row, "ostatnie logowanie": user.last_login, "czynne": user.is_active},
        *({"e-mail": each.email, "potwierdzony": each.verified} for each in addresses),
    ]


def own_account(user: User) -> "Mapping[str, QuerySet[Any]]":
    """The account as the read log knows it."""
    return {"core.user": User.objects.filter(pk=user.pk).values("public_id")}


def forget_account(user: User, *, at: datetime) -> None:
    """The row of the account stays, as nobody: acts in case files and in the ledger point to it."""
    user.name, user.sort_key = str(_("osoba usunięta")), ""
    user.email = f"{secrets.token_hex(8)}@usunieto.invalid"
    user.set_unusable_password()
    user.last_login, user.is_active, user.anonymised_at = None, False, at
    user.save()
    EmailAddress.objects.filter(user=user).delete()


def sign_ins(user: User) -> Rows:
    """Second factors (without their secrets) and places of signing in."""
    factors = [
        {"zabezpieczenie": each.get_type_display(), "od": each.created_at, "użyte": each.last_used_at}
        for each in Authenticator.objects.filter(user=user).order_by("pk")
    ]
    sessions = [
        {"sesja od": each.created_at, "adres IP": each.ip, "przeglądarka": each.user_agent}
        for each in UserSession.objects.filter(user=user).order_by("pk")
    ]
    return [*factors, *sessions]


def forget_sign_ins(user: User, *, at: datetime) -> None:
    """Factors and sessions go."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


def roles(user: User) -> Rows:
    """Every role ever worn."""
    return [
        {"rola": hat.label, "od": hat.granted_at, "do": hat.withdrawn_at}
        for hat in Hat.objects.filter(user=user).order_by("pk")
    ]


def invitations(user: User) -> Rows:
    """Invitations to the person's address, accepted or not; who invited is left out."""
    found = Invitation.objects.filter(Q(accepted_by=user) | Q(email=user.email)).order_by("pk")
    return [{"rola": each.label, "wysłane": each.created_at, "przyjęte": each.accepted_at} for each in found]


def own_invitations(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Invitations to the person, as the read log knows them."""
    found = Invitation.objects.filter(Q(accepted_by=user) | Q(email=user.email))
    return {"core.invitation": found.values("public_id")}


def forget_invitations(user: User, *, at: datetime) -> None:
    """Invitations stay without the address."""
    Invitation.objects.filter(accepted_by=user).update(email="")


def letters(user: User) -> Rows:
    """Letters to the person."""
    found = Notice.objects.filter(user=user).order_by("pk")
    return [{"kiedy": each.created_at, "temat": each.subject, "treść": each.body} for each in found]


def forget_letters(user: User, *, at: datetime) -> None:
    """Letters go; what they told of stands in the ledger."""
    Notice.objects.filter(user=user).delete()


def keys(user: User) -> Rows:
    """Keys of the API, without their secrets."""
    return [
        {"nazwa": each.name, "zakresy": each.scopes, "od": each.created_at, "użyty": each.last_used_at}
        for each in ApiToken.objects.filter(user=user).order_by("pk")
    ]


def forget_keys(user: User, *, at: datetime) -> None:
    """Names of keys are the person's own words."""
    ApiToken.objects.filter(user=user).update(name="")
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=at)


def acts(user: User) -> Rows:
    """What the person did, as the ledger has it; reasons they gave are in their own words."""
    found = Entry.objects.filter(user=user).order_by("pk")
    return [
        {
            "kiedy": each.at,
            "czynność": word(each),
            "sprawa": f"{subject(each.subject_kind)} {each.subject_id}",
            "uzasadnienie": each.reason,
        }
        for each in found.iterator()
    ]


def reads(user: User) -> Rows:
    """Records with personal data that the person opened."""
    found = PersonalRead.objects.filter(user=user).order_by("pk")
    return [
        {
            "kiedy": each.at,
            "w roli": KINDS[each.hat_kind].label if each.hat_kind in KINDS else "",
            "sprawa": f"{subject(each.subject_kind)} {each.subject_id}",
        }
        for each in found.iterator()
    ]


def jobs(user: User) -> Rows:
    """Slow work the person asked for."""
    found = Job.objects.filter(asked_by=user).order_by("pk")
    return [{"kiedy": each.created_at, "zadanie": each.label, "stan": each.get_state_display()} for each in found]


def requests(user: User) -> Rows:
    """Requests for erasure and copies asked for."""
    asked = [
        {"wniosek o usunięcie": each.asked_at, "treść": each.text, "odpowiedź": each.answer}
        for each in ErasureRequest.objects.filter(user=user).order_by("pk")
    ]
    return [*asked, *({"kopia danych": each.asked_at} for each in OwnDataCopy.objects.filter(user=user).order_by("pk"))]


def own_requests(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Requests for erasure, as the read log knows them."""
    return {"core.erasurerequest": ErasureRequest.objects.filter(user=user).values("public_id")}


def forget_requests(user: User, *, at: datetime) -> None:
    """What was written goes, the fact of the request stays; copies go with their files."""
    ErasureRequest.objects.filter(user=user).update(text="")
    for copy in OwnDataCopy.objects.filter(user=user):
        copy.file.delete(save=False)
        copy.delete()


ACCOUNT = Share(_("Konto"), ("account.emailaddress.user",), account, own_account, forget=forget_account)
SIGN_INS = Share(
    _("Logowanie i zabezpieczenia"),
    ("mfa.authenticator.user", "usersessions.usersession.user"),
    sign_ins,
    forget=forget_sign_ins,
)
ROLES = Share(_("Role"), ("core.hat.user",), roles)
INVITATIONS = Share(
    _("Zaproszenia"), ("core.invitation.accepted_by",), invitations, own_invitations, forget=forget_invitations
)
LETTERS = Share(_("Powiadomienia"), ("core.notice.user",), letters, forget=forget_letters)
KEYS = Share(_("Klucze API"), ("core.apitoken.user",), keys, forget=forget_keys)
ACTS = Share(_("Czynności"), ("core.entry.user",), acts)
READS = Share(_("Dane osobowe, które przeglądałeś(-aś)"), ("core.personalread.user",), reads)
JOBS = Share(_("Zlecone zadania"), ("core.job.asked_by",), jobs)
REQUESTS = Share(
    _("Wnioski o dane"),
    ("core.erasurerequest.user", "core.owndatacopy.user"),
    requests,
    own_requests,
    forget=forget_requests,
)
