"""Who sees an organisation: staff all, its own people theirs, the public those from a public register or verified."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.models import Hat
from core.signin.models import Invitation
from law.organisation import NATURAL_PERSON
from ngo.registry.hats import ORGANISATION, SIGNATORY, WRITERS
from ngo.registry.models import FROM_REGISTER, Import, Organisation, Representation, Source
from office.structure.access import is_staff

IDENTITY = ("name", "legal_form", "krs", "nip", "regon", "other_register", "other_number")
FLAGS = ("in_entrepreneurs", "in_liquidation", "deleted_on", "is_opp", "opp_from", "opp_to")
SEAT = ("street", "postcode", "city")
# Never a natural person, whoever entered one; of what a list or a declaration said, only what staff confirmed.
PUBLIC = (Q(verified_at__isnull=False) | Q(source__in=FROM_REGISTER)) & ~Q(legal_form=NATURAL_PERSON)


def visible(actor: Actor, at: datetime) -> QuerySet[Organisation]:
    rows = _live()
    if sees_people(actor):
        return rows
    if actor.wears(*ORGANISATION):
        return rows.filter(PUBLIC | Q(public_id=actor.key))
    return rows.filter(PUBLIC)


def _live() -> QuerySet[Organisation]:
    """Without records that were absorbed by another."""
    return Organisation.objects.filter(merged_into=None).select_related("county", "commune")


def sees_people(actor: Actor) -> bool:
    """Whether the actor sees of every organisation who acts and signs for it: staff and auditors do."""
    return is_staff(actor) or actor.wears("auditor")


def is_inside(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor sees what is not public about an organisation: its own people, staff and auditors do."""
    its_own = actor.wears(*ORGANISATION) and actor.key == organisation.public_id
    return its_own or sees_people(actor)


def inside(actor: Actor, at: datetime) -> QuerySet[Organisation]:
    """Organisations of which the actor sees what is not public."""
    if sees_people(actor):
        return visible(actor, at)
    return own(actor, at)


def moved(actor: Actor, public_id: str, at: datetime) -> str:
    """Where a record that another absorbed is found now; nothing when the actor does not see that one."""
    gone = Organisation.objects.filter(public_id=public_id).exclude(merged_into=None)
    found = visible(actor, at).filter(pk__in=gone.values("merged_into"))
    return found.values_list("public_id", flat=True).first() or ""


def own(actor: Actor, at: datetime) -> QuerySet[Organisation]:
    """The organisation the actor acts for."""
    rows = _live()
    return rows.filter(public_id=actor.key) if actor.wears(*ORGANISATION) else rows.none()


def organisation_of(actor: Actor) -> Organisation:
    """The organisation the actor acts for. Raises PermissionDenied in another hat."""
    if not actor.wears(*ORGANISATION):
        raise PermissionDenied(_("To czynność osoby działającej w imieniu organizacji."))
    return Organisation.objects.get(public_id=actor.key)


def imports(actor: Actor, at: datetime) -> QuerySet[Import]:
    """Staff see imports."""
    rows = Import.objects.select_related("imported_by", "undo_asked_by")
    return rows if sees_people(actor) else rows.none()


def may_edit(actor: Actor, organisation: Organisation, at: datetime) -> tuple[bool, str]:
    """Its own people who write for it, and staff, change an organisation's data."""
    own_people = actor.wears(*WRITERS) and actor.key == organisation.public_id
    return own_people or is_staff(actor), _(
        "Dane organizacji zmieniają jej redaktorzy i osoby podpisujące oraz pracownicy urzędu."
    )


def may_confirm(actor: Actor, organisation: Organisation, at: datetime) -> tuple[bool, str]:
    """Staff confirm organisations and their representatives."""
    return is_staff(actor), _("Organizacje potwierdzają pracownicy urzędu.")


def may_invite(actor: Actor, organisation: Organisation, at: datetime) -> tuple[bool, str]:
    """Who signs for the organisation invites others, and staff do."""
    signs = actor.wears(SIGNATORY.code) and actor.key == organisation.public_id
    return signs or is_staff(actor), _("Osoby zaprasza osoba podpisująca w imieniu organizacji.")


def may_revoke(actor: Actor, invitation: Invitation, at: datetime) -> tuple[bool, str]:
    """Whoever invites takes an invitation back."""
    signs = actor.wears(SIGNATORY.code) and actor.key == invitation.key
    return signs or is_staff(actor), _("Zaproszenia wycofuje osoba podpisująca w imieniu organizacji.")


def may_change(actor: Actor, hat: Hat, at: datetime) -> tuple[bool, str]:
    """Who signs for the organisation changes and withdraws the roles of others, and staff do; one's own one only leaves."""
    if actor.user == hat.user:
        return False, _("Własnej roli nie zmienisz. Możesz przestać działać w imieniu organizacji na stronie jej osób.")
    signs = actor.wears(SIGNATORY.code) and actor.key == hat.key
    return signs or is_staff(actor), _("Role zmienia i odbiera osoba podpisująca w imieniu organizacji albo urząd.")


def may_leave(actor: Actor, organisation: Organisation, at: datetime) -> tuple[bool, str]:
    """Whoever acts for an organisation may stop."""
    acts = actor.wears(*ORGANISATION) and actor.key == organisation.public_id
    return acts, _("Nie działasz teraz w imieniu tej organizacji.")


def may_ask(actor: Actor, organisation: Organisation, at: datetime) -> tuple[bool, str]:
    """A person who does not act for the organisation yet asks to; where nobody signs any more, its editor or viewer too."""
    if actor.user is None:
        return False, _("Zaloguj się, aby poprosić o dostęp.")
    if is_staff(actor):
        return False, _("Pracownik urzędu nie działa w imieniu organizacji.")
    worn = Hat.objects.worn().filter(key=organisation.public_id, kind__in=ORGANISATION).select_related("user")
    acts = list(worn)
    if not any(hat.user_id == actor.user.pk for hat in acts):
        return True, ""
    signed_for = any(hat.kind == SIGNATORY.code and hat.user.is_active for hat in acts)
    return not signed_for, _("Już działasz w imieniu tej organizacji. Zmień rolę u góry strony.")


def may_import(actor: Actor, made: Import, at: datetime) -> tuple[bool, str]:
    """Staff import files."""
    return is_staff(actor), _("Pliki wczytują pracownicy urzędu.")


def may_undo(actor: Actor, made: Import, at: datetime) -> tuple[bool, str]:
    """Staff take back what an import did, once."""
    if not is_staff(actor):
        return False, _("Wczytanie pliku cofają pracownicy urzędu.")
    return made.can_be_undone, _("Ten plik nie został wczytany, więc nie ma czego cofać.")


def may_decide(actor: Actor, request: Representation, at: datetime) -> tuple[bool, str]:
    """Staff decide who acts for an organisation."""
    return is_staff(actor), _("O dostępie decydują pracownicy urzędu.")


def requests(actor: Actor, at: datetime) -> QuerySet[Representation]:
    """Requests to act for organisations that wait: staff see them."""
    rows = Representation.objects.filter(decided_at=None, organisation__merged_into=None).select_related(
        "organisation", "user"
    )
    return rows if sees_people(actor) else rows.none()


def requests_for(actor: Actor, organisation: Organisation, at: datetime) -> QuerySet[Representation]:
    """Requests to act for one organisation that wait, with those of people who act already: its people and staff see them."""
    rows = Representation.objects.filter(organisation=organisation, decided_at=None)
    return rows.select_related("user") if is_inside(actor, organisation) else rows.none()


def own_requests(actor: Actor, organisation: Organisation) -> QuerySet[Representation]:
    """The actor's own requests for an organisation that wait."""
    return Representation.objects.filter(organisation=organisation, user=actor.user, decided_at=None)


def declared(actor: Actor, at: datetime) -> QuerySet[Organisation]:
    """Organisations that declared themselves and wait for confirmation: staff see them."""
    rows = visible(actor, at).filter(source=Source.DECLARED, verified_at=None)
    return rows if sees_people(actor) else rows.none()


def waiting(actor: Actor, at: datetime) -> int:
    """How many requests and declared organisations wait for staff, in one statement."""
    keys = requests(actor, at).order_by().values("pk"), declared(actor, at).order_by().values("pk")
    return keys[0].union(keys[1], all=True).count()


def hats(actor: Actor, at: datetime) -> QuerySet[Hat]:
    """Roles worn for organisations whose people the actor sees."""
    rows = Hat.objects.worn().filter(kind__in=ORGANISATION).select_related("user", "granted_by")
    if sees_people(actor):
        return rows
    return rows.filter(key=actor.key) if actor.wears(*ORGANISATION) else rows.none()


def people(actor: Actor, organisation: Organisation, at: datetime) -> QuerySet[Hat]:
    """The people who act for an organisation: itself and staff see them."""
    return hats(actor, at).filter(key=organisation.public_id).order_by("user__sort_key", "user__email", "pk")


def former(actor: Actor, organisation: Organisation, at: datetime) -> QuerySet[Hat]:
    """Roles that ended; whoever sees the people sees them."""
    rows = Hat.objects.filter(key=organisation.public_id, kind__in=ORGANISATION, withdrawn_at__isnull=False)
    return (
        rows.select_related("user").order_by("-withdrawn_at", "-pk") if is_inside(actor, organisation) else rows.none()
    )


def invitations(actor: Actor, at: datetime) -> QuerySet[Invitation]:
    """Invitations to act for organisations that wait: those who invite see them, since they hold private addresses."""
    rows = (
        Invitation.objects.pending().filter(kind__in=ORGANISATION).select_related("invited_by").order_by("-created_at")
    )
    if sees_people(actor):
        return rows
    return rows.filter(key=actor.key) if actor.wears(SIGNATORY.code) else rows.none()


def signing(organisation: Organisation) -> QuerySet[Hat]:
    """The roles of those who can sign for an organisation today: worn, and their account is open."""
    rows = Hat.objects.worn().filter(kind=SIGNATORY.code, key=organisation.public_id)
    return rows.filter(user__is_active=True)


def without_signatory(actor: Actor, at: datetime) -> QuerySet[Organisation]:
    """Organisations for which somebody acted and nobody can sign now: staff see them, since only staff can help."""
    rows = visible(actor, at)
    if not sees_people(actor):
        return rows.none()
    acted = Hat.objects.filter(kind__in=ORGANISATION)
    sign = Hat.objects.worn().filter(kind=SIGNATORY.code, user__is_active=True)
    return rows.filter(public_id__in=acted.values("key")).exclude(public_id__in=sign.values("key"))


def locked(actor: Actor, organisation: Organisation) -> tuple[str, ...]:
    """Fields that this actor does not change: for its own people, what a register or staff vouch for; gaps they fill."""
    if is_staff(actor):
        return ()
    vouched: tuple[str, ...] = ()
    if organisation.source == Source.KRS:
        vouched = IDENTITY + SEAT
    elif organisation.is_from_register or organisation.verified_at:
        vouched = IDENTITY
    return (*FLAGS, *(field for field in vouched if getattr(organisation, field)))
