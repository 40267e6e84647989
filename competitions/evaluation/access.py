"""Who sees cards, panels and formal checks. An expert sees own cards only, and an offer only after the declaration."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from competitions.calls.access import visible as visible_competitions
from competitions.calls.models import Competition
from competitions.evaluation.hats import CHAIR, PANEL
from competitions.evaluation.models import FormalCheck, Panel, PanelMember, Plan, Recusal, Role, ScoreCard
from competitions.evaluation.states import GONE, CardState
from competitions.experts.hats import EXPERT
from competitions.offers.access import visible as visible_offers
from competitions.offers.models import Offer
from competitions.offers.queries import with_partners
from competitions.offers.states import State as OfferState
from core.accounts.actor import Actor
from core.accounts.models import User
from core.jobs.access import visible as jobs
from core.jobs.models import Job
from office.structure.access import is_staff

# The states of a card in which its expert may read the offer.
AFTER_DECLARATION = (CardState.DECLARED, CardState.SUBMITTED)

OPINED_ON = (
    OfferState.ACCEPTED,
    OfferState.OPINIONED,
    OfferState.AWARDED,
    OfferState.REFUSED,
    OfferState.VOIDED,
    OfferState.CONTRACTED,
)


def closed_to(user: User) -> QuerySet[Offer]:
    """The offers from which a person is excluded, as an expert or as a member of the panel: neither hat opens them."""
    own = ScoreCard.objects.filter(expert__user=user, state=CardState.EXCLUDED).order_by().values("offer")
    stepped_aside = Recusal.objects.filter(member__user=user).order_by().values("offer")
    return Offer.objects.filter(Q(pk__in=own) | Q(pk__in=stepped_aside)).order_by()


def shut(actor: Actor) -> QuerySet[Offer] | None:
    """The offers closed to a member of a panel, for what ranks a whole competition; nothing is closed to the office."""
    return closed_to(actor.person) if actor.wears(*PANEL) else None


def cards(actor: Actor, at: datetime) -> QuerySet[ScoreCard]:
    """Experts see their own cards, staff and auditors all, a panel submitted ones once it declared; excluded or taken back, a card is gone."""
    rows = ScoreCard.objects.select_related("offer__competition", "offer__organisation", "expert__user")
    rows = with_partners(rows, "offer")
    if is_staff(actor) or actor.wears("auditor"):
        return rows
    if actor.wears(EXPERT.code):
        rows = rows.filter(expert__public_id=actor.key).exclude(state__in=GONE)
        return rows.exclude(offer__in=closed_to(actor.person).values("pk"))
    if actor.wears(*PANEL) and actor.user:
        declared = PanelMember.objects.filter(user=actor.user, declared_at__isnull=False)
        return rows.filter(
            offer__competition__public_id=actor.key,
            offer__competition__panel__members__in=declared,
            state=CardState.SUBMITTED,
        ).exclude(offer__in=closed_to(actor.person).values("pk"))
    return rows.none()


def cards_of_office(actor: Actor, at: datetime) -> QuerySet[ScoreCard]:
    """All cards, for staff and auditors alone."""
    rows = cards(actor, at).select_related("expert__user__statement", "assigned_by")
    return rows if is_staff(actor) or actor.wears("auditor") else rows.none()


def plans(actor: Actor, at: datetime) -> QuerySet[Plan]:
    """Proposals of who evaluates what, for staff and auditors."""
    rows = Plan.objects.select_related("competition", "asked_by")
    return rows if is_staff(actor) or actor.wears("auditor") else rows.none()


def offers(actor: Actor, at: datetime) -> QuerySet[Offer]:
    """The offers that one sees, each with all who make it."""
    return with_partners(visible_offers(actor, at))


def may_plan(actor: Actor, plan: Plan, at: datetime) -> tuple[bool, str]:
    """Staff decide about a proposal."""
    return is_staff(actor), _("O przydziale decydują pracownicy urzędu.")


def may_decide_links(actor: Actor, card: ScoreCard, at: datetime) -> tuple[bool, str]:
    """Staff decide whether a card stays with a tied expert."""
    return is_staff(actor), _("O karcie decydują pracownicy urzędu.")


def scored_cards(actor: Actor, at: datetime) -> QuerySet[ScoreCard]:
    """The cards whose offer the expert may read: own, with the declaration made."""
    own = cards(actor, at) if actor.wears(EXPERT.code) else ScoreCard.objects.none()
    return own.filter(state__in=AFTER_DECLARATION)


def own_cards(actor: Actor, at: datetime) -> QuerySet[ScoreCard]:
    """An expert's own cards, in any state but excluded and taken back."""
    return cards(actor, at) if actor.wears(EXPERT.code) else ScoreCard.objects.none()


def panels(actor: Actor, at: datetime) -> QuerySet[Panel]:
    """Staff and auditors see all panels, members their own; the public sees none."""
    rows = Panel.objects.select_related("competition__case", "appointment")
    if is_staff(actor) or actor.wears("auditor"):
        return rows
    if not actor.wears(*PANEL) or actor.user is None:
        return rows.none()
    return rows.filter(competition__public_id=actor.key, members__user=actor.user)


def panel_offers(actor: Actor, at: datetime) -> QuerySet[Offer]:
    """Offers that a panel gives opinions on: those formally accepted, for members who made their declaration and are not excluded."""
    rows = Offer.objects.select_related("competition", "organisation", "subtask").filter(state__in=OPINED_ON)
    rows = with_partners(rows)
    if is_staff(actor):
        return rows
    if not actor.wears(*PANEL) or actor.user is None:
        return rows.none()
    declared = PanelMember.objects.filter(user=actor.user, declared_at__isnull=False)
    rows = rows.filter(competition__public_id=actor.key, competition__panel__members__in=declared)
    return rows.exclude(pk__in=closed_to(actor.person).values("pk"))


def may_check(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """Staff check formally."""
    return is_staff(actor), _("Oceny formalnej dokonują pracownicy urzędu.")


def scored(actor: Actor, at: datetime) -> QuerySet[Competition]:
    """Competitions whose ranking and statistics one sees: staff and auditors all, the chair who declared their own."""
    rows = visible_competitions(actor, at).select_related("resampling")
    if is_staff(actor) or actor.wears("auditor"):
        return rows
    if not actor.wears(CHAIR.code) or actor.user is None:
        return rows.none()
    declared = PanelMember.objects.filter(user=actor.user, role=Role.CHAIR, declared_at__isnull=False)
    return rows.filter(public_id=actor.key, panel__members__in=declared)


def may_resample(actor: Actor, competition: Competition, at: datetime) -> tuple[bool, str]:
    """Staff and the chair ask how firm the ranking is; an auditor changes nothing."""
    return is_staff(actor) or actor.wears(CHAIR.code), _(
        "Obliczenie zlecają pracownicy urzędu i przewodniczący komisji."
    )


def resampling_job(actor: Actor, competition: Competition, at: datetime) -> Job | None:
    """The last job that computes how firm the ranking is, for whoever may watch it."""
    rows = jobs(actor, at).filter(name="evaluation.fragility", key=competition.public_id)
    return rows.order_by("-pk").first()


def checks(actor: Actor, at: datetime) -> QuerySet[FormalCheck]:
    """Staff and auditors see formal cards; the organisation learns their outcome, not their drafts."""
    rows = FormalCheck.objects.select_related(
        "offer__competition", "offer__organisation", "version", "filled_by", "approved_by"
    )
    return rows if is_staff(actor) or actor.wears("auditor") else rows.none()


def may_approve(actor: Actor, check: FormalCheck, at: datetime) -> tuple[bool, str]:
    """Staff approve; whether a second person is needed the action judges."""
    return is_staff(actor), _("Ocenę formalną zatwierdzają pracownicy urzędu.")


def may_run(actor: Actor, competition: Competition, at: datetime) -> tuple[bool, str]:
    """Staff run the evaluation: appoint panels, assign experts."""
    return is_staff(actor), _("Ocenę organizują pracownicy urzędu.")


def may_score(actor: Actor, card: ScoreCard, at: datetime) -> tuple[bool, str]:
    """The expert scores; a card that is closed refuses in words, with what was typed still on the page."""
    return actor.wears(EXPERT.code), _("Kartę oceny wypełnia ekspert.")


def may_return(actor: Actor, card: ScoreCard, at: datetime) -> tuple[bool, str]:
    """Staff return a submitted card."""
    return is_staff(actor), _("Karty zwracają pracownicy urzędu.")


def may_declare(actor: Actor, card: ScoreCard, at: datetime) -> tuple[bool, str]:
    """The expert declares; a second declaration is refused by the card's life cycle."""
    return actor.wears(EXPERT.code), _("Deklarację składa ekspert.")


def may_declare_member(actor: Actor, panel: Panel, at: datetime) -> tuple[bool, str]:
    """A member declares; a second, other declaration is refused by the action, so that a second click is not an error."""
    return panel.members.filter(user=actor.user).exists(), _("Deklarację składa członek komisji.")


def may_conclude(actor: Actor, panel: Panel, at: datetime) -> tuple[bool, str]:
    """The chair closes the minutes."""
    return actor.wears(CHAIR.code), _("Protokół zamyka przewodniczący komisji.")
