"""Tables of correspondence: letters with their decrees and files, and e-mails read in but not registered yet."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.tables.folding import fold
from core.workflow.machine import Machine
from law.correspondence import KINDS
from office.cases.models import Case
from office.correspondence.states import MACHINE, OPEN, State
from office.structure.models import Unit

KIND_CHOICES = [(code, kind.label) for code, kind in KINDS.items()]


class Channel(models.TextChoices):
    PAPER = "paper", _("papier")
    DELIVERY = "e-delivery", _("e-Doręczenia")
    EPUAP = "epuap", _("ePUAP")
    EMAIL = "email", _("e-mail")
    PERSON = "person", _("osobiście")


class Purpose(models.TextChoices):
    LETTER = "letter", _("pismo i załączniki")
    ANSWER = "answer", _("odpowiedź")


def search_key(*parts: str) -> str:
    """What a search looks into: the number with its strokes and the folded words."""
    sign, *words = parts
    return f"{sign.lower()} {fold(' '.join(words))}"[:900]


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> "LetterQuerySet":
        """Letters that nobody has answered or closed."""
        return self.filter(state__in=OPEN)

    def overdue(self, on: date) -> "LetterQuerySet":
        """Letters that wait although their term has passed."""
        return self.waiting().filter(due_on__lt=on)

    def judged(self, on: date) -> "LetterQuerySet":
        """With `late`: whether the term passed while the letter waited."""
        late = models.Q(state__in=OPEN, due_on__lt=on)
        return self.annotate(late=models.ExpressionWrapper(late, output_field=models.BooleanField()))

    def matching(self, text: str) -> "LetterQuerySet":
        """Letters whose number, sender or matter holds every word; what has strokes is a part of a number."""
        words = [part for word in text.split() for part in ([word.lower()] if "/" in word else fold(word).split())]
        rows = self
        for word in words[:12]:
            rows = rows.filter(search_key__contains=word)
        return rows


class Letter(models.Model):
    """One letter under its number of the year, with what is true of it now; earlier decrees stand beside it.

    `unit` keeps it; `unit_to` and `person_to` are whom it is decreed to now. A cancelled one keeps its number.
    """

    MACHINE: ClassVar[Machine] = MACHINE
    PERSONAL_FIELDS: ClassVar = ("sender", "sender_contact", "matter", "text", "search_key")

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    sign = models.CharField(_("numer"), max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField(_("wpłynęło"))
    channel = models.CharField(_("droga"), max_length=12, choices=Channel.choices)
    sender = models.CharField(_("nadawca"), max_length=300)
    sender_contact = models.CharField(_("adres do odpowiedzi"), max_length=300, blank=True)
    matter = models.CharField(_("sprawa"), max_length=300)
    text = models.TextField(_("treść e-maila"), blank=True)
    addressee = models.CharField(_("adresat"), max_length=30)
    kind = models.CharField(_("rodzaj"), max_length=20, choices=KIND_CHOICES)
    due_on = models.DateField(_("termin"))
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="letters")
    search_key = models.CharField(max_length=900, blank=True)
    revision = models.PositiveIntegerField(default=1)
    once = models.CharField(max_length=32, unique=True, null=True, help_text="of its form: sent twice it is one letter")
    mail_sha256 = models.CharField(max_length=64, unique=True, null=True, help_text="of the e-mail it was read from")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.REGISTERED)
    unit_to = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    person_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(_("odpowiedziano"), null=True)
    answer_channel = models.CharField(_("droga odpowiedzi"), max_length=12, choices=Channel.choices, blank=True)
    over_at = models.DateTimeField(
        null=True, help_text="when it was answered, closed or cancelled; retention counts from it"
    )
    personal = models.BooleanField(default=True, help_text="whether anything personal is still kept")

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-year", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "number"], name="letter_number_once")]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on"], name="letter_due"),
            models.Index(fields=["unit_to", "state", "due_on"], name="letter_of_unit"),
            models.Index(fields=["received_on"], name="letter_received"),
        ]

    def __str__(self) -> str:
        return self.sign

    @property
    def chain(self) -> str:
        return f"letter:{self.public_id}"

    @property
    def addressee_name(self) -> str:
        """The post it is written to; one that the office has no more shows its code."""
        return str(settings.OFFICE["correspondence"]["addressees"].get(self.addressee, self.addressee))


class Decree(models.Model):
    """To whom a letter was given, with the instruction; the newest one is in force."""

    PERSONAL_FIELDS: ClassVar = ("instruction",)

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="decrees")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    instruction = models.TextField(_("polecenie"), blank=True)
    decreed_by = models.CharField(_("dekretował"), max_length=30, blank=True, help_text="the post that decided")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.letter_id} → {self.unit_id}"

    @property
    def decided_by(self) -> str:
        """The post that decided, in words; the head of the unit where no post is named."""
        return str(settings.OFFICE["correspondence"]["addressees"].get(self.decreed_by, self.decreed_by))


class Intake(models.Model):
    """An e-mail that was read in and waits for its form: what its headers claim, its text, the files it carried."""

    PERSONAL_FIELDS: ClassVar = ("sender", "sender_contact", "matter", "text")

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    sender = models.CharField(max_length=300, blank=True)
    sender_contact = models.CharField(max_length=300, blank=True)
    matter = models.CharField(max_length=300, blank=True)
    sent_on = models.DateField(null=True)
    text = models.TextField(blank=True)
    left_out = models.JSONField(default=list, help_text="files that were not kept: name and reason")
    letter = models.OneToOneField(Letter, null=True, on_delete=models.CASCADE, related_name="intake")

    def __str__(self) -> str:
        return self.public_id

    @property
    def chain(self) -> str:
        return f"mail:{self.public_id}"


class LetterFile(models.Model):
    """A file of a letter, or of an e-mail that waits; a removed one keeps its hash, its bytes are gone."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.CASCADE, related_name="files")
    intake = models.ForeignKey(Intake, null=True, on_delete=models.CASCADE, related_name="files")
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.LETTER)
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200, help_text="path in the storage")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name
