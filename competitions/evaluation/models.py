"""Tables of evaluation: formal checks, score cards with their points, panels with members and opinions."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import Competition, Criterion
from competitions.conflicts.graph import Verdict
from competitions.evaluation.states import CARD, FORMAL, PANEL, CardState, FormalState, PanelState, PlanState
from competitions.evaluation.states import PLAN as PLAN_MACHINE
from competitions.experts.models import Expert
from competitions.offers.models import Offer, OfferVersion
from core.accounts.models import public_id
from core.workflow.machine import Machine
from office.board.models import Resolution

VERDICTS = [(verdict.value, verdict.value) for verdict in Verdict]


class Proposal(models.TextChoices):
    """What the officer who fills the formal card proposes."""

    ACCEPT = "accept", _("uznać za poprawną")
    CORRECT = "correct", _("wezwać do uzupełnienia")
    REJECT = "reject", _("odrzucić")


class FormalCheck(models.Model):
    """A formal card of an offer: an answer yes/no/n.a. to each question, what follows, who filled and who approved it.

    Round 1 judges the offer as it was confirmed, round 2 what became of its correction.
    """

    MACHINE: ClassVar[Machine] = FORMAL

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="formal_checks")
    round = models.PositiveSmallIntegerField(default=1)
    version = models.ForeignKey(OfferVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=FormalState.choices, default=FormalState.FILLED)
    answers = models.JSONField(help_text='question code → {"answer": "yes"|"no"|"na", "note": text}')
    findings = models.JSONField(
        default=dict, help_text='question code → {"answer": …, "why": text}: what the system found when it was filled'
    )
    proposal = models.CharField(max_length=10, choices=Proposal.choices)
    fields = models.JSONField(default=list, help_text="codes of the form's fields to be unlocked for a correction")
    files = models.JSONField(default=list, help_text="titles of the attachments to be unlocked for a correction")
    filled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filled_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(_("uwaga zwracającego"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["offer", "round"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["offer", "round"], name="formal_check_once")]

    def __str__(self) -> str:
        return f"{self.offer_id}.{self.round}: {self.proposal}"

    @property
    def chain(self) -> str:
        return self.offer.chain


class ScoreCard(models.Model):
    """One expert's card for one offer. The declaration comes before any content; points are frozen at submission."""

    MACHINE: ClassVar[Machine] = CARD

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="cards")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="cards")
    state = models.CharField(max_length=20, choices=CardState.choices, default=CardState.ASSIGNED)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due = models.DateField(_("termin oceny"))
    links_found = models.CharField(
        max_length=10,
        choices=VERDICTS,
        default=Verdict.UNKNOWN,
        help_text="what was last found of expert and applicants",
    )
    links_accepted = models.CharField(
        max_length=10, choices=VERDICTS, default=Verdict.UNKNOWN, help_text="what the office gave the offer out with"
    )
    declaration = models.JSONField(default=dict, help_text="answers to the grounds of KPA art. 24, as given")
    declared_at = models.DateTimeField(null=True, blank=True)
    strengths = models.TextField(_("mocne strony"), blank=True)
    weaknesses = models.TextField(_("słabe strony"), blank=True)
    recommended_amount = models.DecimalField(
        _("proponowana dotacja [zł]"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    questioned = models.JSONField(
        default=list,
        blank=True,
        help_text="rows of {cost, name, amount, reason}: costs of the offer that the expert questions",
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.CharField(_("powód zwrotu"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["offer", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["offer", "expert"], name="card_once")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def chain(self) -> str:
        return self.offer.chain

    def content(self, scores: "Iterable[Score]") -> dict[str, Any]:
        """What the card says with these scores, as a version keeps it."""
        return {
            "scores": {str(row.criterion.number): [str(row.points), row.justification] for row in scores},
            "strengths": self.strengths,
            "weaknesses": self.weaknesses,
            "recommended": None if self.recommended_amount is None else str(self.recommended_amount),
            "questioned": self.questioned,
        }


class CardVersion(models.Model):
    """A card as it was submitted: kept for good, so that a change shows what it was before. `reason`: why it was changed."""

    card = models.ForeignKey(ScoreCard, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(
        help_text="scores: criterion number → [points, justification]; strengths, weaknesses, recommended, questioned"
    )
    reason = models.CharField(max_length=500, blank=True)
    submitted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["card", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["card", "number"], name="card_version_once")]

    def __str__(self) -> str:
        return f"{self.card_id}.{self.number}"


class Score(models.Model):
    """Points and justification for one criterion on one card."""

    card = models.ForeignKey(ScoreCard, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    justification = models.TextField(_("uzasadnienie"), blank=True)

    class Meta:
        ordering: ClassVar = ["criterion__number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["card", "criterion"], name="score_once")]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"


class Resampling(models.Model):
    """How firm the ranking of a competition is, as last computed: `competitions.evaluation.reliability.fragility`.

    `inputs` is the hash of the cards and rules it was computed from, so that a page can say when they have changed since.
    """

    competition = models.OneToOneField(Competition, on_delete=models.PROTECT, related_name="resampling")
    seed = models.BigIntegerField()
    resamples = models.PositiveIntegerField()
    inputs = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
    swaps = models.PositiveIntegerField()
    offers = models.JSONField(help_text="offer public id → {funded, share, best, worst, swaps, flips}")

    def __str__(self) -> str:
        return f"{self.competition_id}: {self.seed}"


class Panel(models.Model):
    """The competition's panel (komisja konkursowa); it gives opinions, the Board chooses."""

    MACHINE: ClassVar[Machine] = PANEL

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    competition = models.OneToOneField(Competition, on_delete=models.PROTECT, related_name="panel")
    state = models.CharField(max_length=20, choices=PanelState.choices, default=PanelState.APPOINTED)
    appointment = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="+")
    no_ngo_reason = models.CharField(
        _("dlaczego bez osób wskazanych przez organizacje (art. 15 ust. 2da)"), max_length=4, blank=True
    )
    met_on = models.DateField(_("data posiedzenia"), null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    sittings = models.JSONField(default=list, help_text="what the minutes say of each meeting: sentences in order")

    def __str__(self) -> str:
        return str(_("Komisja: ")) + self.competition.title

    @property
    def chain(self) -> str:
        return self.competition.chain


class Role(models.TextChoices):
    CHAIR = "chair", _("przewodniczący")
    SECRETARY = "secretary", _("sekretarz")
    MEMBER = "member", _("członek")


class Side(models.TextChoices):
    EXECUTIVE = "executive", _("przedstawiciel organu wykonawczego")
    NGO = "ngo", _("osoba wskazana przez organizacje")


class PanelMember(models.Model):
    """A member of a panel; experts are not members."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)
    side = models.CharField(max_length=10, choices=Side.choices)
    indicated_by = models.CharField(_("organizacja wskazująca"), max_length=300, blank=True)
    declaration = models.JSONField(default=dict)
    declared_at = models.DateTimeField(null=True, blank=True)
    present = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["panel", "user"], name="member_once")]

    def __str__(self) -> str:
        return str(self.user)


class Opinion(models.Model):
    """The panel's opinion on an offer: mean of the cards, place in the ranking, proposed amount in PLN."""

    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="opinion")
    points = models.DecimalField(max_digits=7, decimal_places=2)
    place = models.PositiveSmallIntegerField()
    positive = models.BooleanField()
    proposed_amount = models.DecimalField(max_digits=12, decimal_places=2)
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        return f"{self.place}. {self.offer_id}"


class Plan(models.Model):
    """A proposal of who evaluates what in a competition, with its certificate; `data` is what its hash stands in the ledger for."""

    MACHINE: ClassVar[Machine] = PLAN_MACHINE

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=PlanState.choices, default=PlanState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due = models.DateField(_("termin oceny"))
    most = models.PositiveSmallIntegerField(_("najwięcej ofert na eksperta"), null=True, blank=True)
    least = models.PositiveSmallIntegerField(_("najmniej ofert na eksperta"), default=0)
    no_repeat = models.BooleanField(_("dwie osoby spotykają się tylko przy jednej ofercie"), default=False)
    in_doubt = models.BooleanField(_("także mimo wątpliwości co do powiązań"), default=False)
    reason = models.CharField(_("dlaczego mimo wątpliwości"), max_length=500, blank=True)
    seed = models.PositiveIntegerField(_("ziarno losowania"))
    data = models.JSONField(default=dict, help_text="problem and answer, see planning")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the canonical data")
    changes = models.JSONField(default=list, help_text="hand changes in order: offer, out, put, reason, by, at")

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["competition", "number"], name="plan_number_once"),
        ]

    def __str__(self) -> str:
        return str(_("propozycja przydziału nr")) + f" {self.number}"

    @property
    def chain(self) -> str:
        return self.competition.chain


class Recusal(models.Model):
    """A member's exclusion from one offer (KPA art. 24): that offer is closed to them, and they leave the room for it."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="recusals")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="recusals")
    ground = models.CharField(max_length=40, help_text="code of a ground of law.exclusion")
    stated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["stated_at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "offer"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.offer_id}"


class Choice(models.TextChoices):
    FOR = "for", _("za")
    AGAINST = "against", _("przeciw")
    ABSTAIN = "abstain", _("wstrzymuję się")


class Motion(models.Model):
    """A vote of the panel to set other points for a criterion than the mean of the cards, or another amount than the request.

    Without a criterion it is about the amount in PLN. `annulled`: it was taken in a meeting, or by a person, that does not count.
    """

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="motions")
    criterion = models.ForeignKey(Criterion, null=True, on_delete=models.PROTECT, related_name="+")
    before = models.DecimalField(max_digits=12, decimal_places=2)
    after = models.DecimalField(max_digits=12, decimal_places=2)
    reason = models.TextField(_("uzasadnienie"))
    votes = models.JSONField(help_text="public id of a user → Choice")
    carried = models.BooleanField()
    annulled = models.BooleanField(default=False)
    voted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["voted_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="motion_has_reason"),
            models.CheckConstraint(condition=models.Q(after__gte=0), name="motion_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.before} → {self.after}"
