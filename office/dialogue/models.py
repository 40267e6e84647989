"""Tables of the council: seats, sittings with attendance, positions and opinions it adopted."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.files.models import KeptFile
from core.tables.folding import fold
from core.workflow.machine import Machine
from office.dialogue.states import POSITION, SITTING, PositionState, State


class Side(models.TextChoices):
    WORKERS = "workers", _("strona pracowników")
    EMPLOYERS = "employers", _("strona pracodawców")
    GOVERNMENT = "government", _("strona rządowa (wojewoda)")
    SELF_GOVERNMENT = "self_government", _("strona samorządowa (marszałek)")


class Seat(models.Model):
    """A person on the council from a day to a day, for a side and the organisation that named them; nameless once forgotten."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    name = models.CharField(_("imię i nazwisko"), max_length=200, blank=True)
    side = models.CharField(_("strona"), max_length=20, choices=Side.choices)
    represents = models.CharField(_("reprezentuje"), max_length=200)
    presidium = models.BooleanField(_("w prezydium"), default=False)
    valid_from = models.DateField(_("od dnia"))
    valid_to = models.DateField(_("do dnia"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["side", "represents", "pk"]

    def __str__(self) -> str:
        return f"{self.name or _('osoba usunięta')}, {self.represents}"

    @property
    def chain(self) -> str:
        return "council"

    @classmethod
    def on(cls, day: date) -> "models.QuerySet[Seat]":
        """Who sits on the council on a day."""
        return cls.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class CouncilNumber(models.Model):
    """The last number of a year by what is numbered; locked while the next one is given."""

    kind = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "year"], name="council_number_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.last}/{self.year}"


class CouncilSitting(models.Model):
    """A plenary sitting of the council or one of its presidium; `agenda` has a point in each line."""

    MACHINE: ClassVar[Machine] = SITTING

    class Kind(models.TextChoices):
        PLENARY = "plenary", _("plenarne")
        PRESIDIUM = "presidium", _("prezydium")

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("rodzaj"), max_length=10, choices=Kind.choices)
    number = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    starts_at = models.DateTimeField(_("początek"))
    place = models.CharField(_("miejsce"), max_length=300)
    agenda = models.TextField(_("porządek obrad"))
    end_reason = models.CharField(_("powód odwołania"), max_length=500, blank=True)
    present = models.ManyToManyField(Seat, related_name="sittings")
    once = models.CharField(max_length=16, unique=True, null=True)

    class Meta:
        ordering: ClassVar = ["-starts_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "year", "number"], name="council_sitting_once")
        ]

    def __str__(self) -> str:
        return f"Posiedzenie {self.get_kind_display()} {self.sign}"

    @property
    def sign(self) -> str:
        return f"{self.number}/{self.year}"

    @property
    def points(self) -> list[str]:
        """The points of the agenda."""
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]

    @property
    def chain(self) -> str:
        return f"council-sitting:{self.public_id}"


class Position(models.Model):
    """What the council adopted at a sitting: a position or an opinion, to whom it goes and what was answered. It is public."""

    MACHINE: ClassVar[Machine] = POSITION

    class Kind(models.TextChoices):
        POSITION = "position", _("stanowisko")
        OPINION = "opinion", _("opinia")

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("rodzaj"), max_length=10, choices=Kind.choices)
    number = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    sitting = models.ForeignKey(CouncilSitting, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField(_("w sprawie"), max_length=500)
    content = models.TextField(_("treść"))
    adopted_on = models.DateField(_("przyjęto"))
    state = models.CharField(max_length=10, choices=PositionState.choices, default=PositionState.ADOPTED)
    addressee = models.CharField(_("adresat"), max_length=200, blank=True)
    sent_on = models.DateField(_("wysłano"), null=True)
    answer_due = models.DateField(_("odpowiedź do"), null=True)
    answered_on = models.DateField(_("odpowiedziano"), null=True)
    answer = models.TextField(_("odpowiedź"), blank=True)
    search_key = models.CharField(max_length=800)
    once = models.CharField(max_length=16, unique=True, null=True)

    class Meta:
        ordering: ClassVar = ["-adopted_on", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "number"], name="position_number_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} nr {self.sign}"

    @property
    def sign(self) -> str:
        return f"{self.number}/{self.year}"

    @property
    def chain(self) -> str:
        return f"position:{self.public_id}"

    def remember(self) -> None:
        """Set what a search looks into."""
        self.search_key = fold(f"{self.sign} {self.title} {self.addressee}")[:800]


class PositionFile(KeptFile):
    """The signed text of a position, or the answer to it; public with it."""

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(_("co to jest"), max_length=100)

    class Meta(KeptFile.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["position", "sha256"], name="position_file_once")]
