"""Tables of occasional letters: a set, its addressees, the files made of it; and of press communiqués."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.workflow.machine import Machine
from office.letters.states import NEWS_MACHINE, SET_MACHINE, NewsState, SetState
from office.letters.wording import MAN, MANY, WOMAN
from office.registers.models import Entry
from office.structure.models import Unit


class Kind(models.TextChoices):
    WISHES = "wishes", _("życzenia")
    CONGRATULATIONS = "congratulations", _("gratulacje")
    CONDOLENCES = "condolences", _("kondolencje")
    INVITATION = "invitation", _("zaproszenie")


class Gender(models.TextChoices):
    """How one speaks to an addressee."""

    WOMAN = WOMAN, _("Pani")
    MAN = MAN, _("Pan")
    MANY = MANY, _("Państwo (małżeństwo, zespół, instytucja)")


class LetterSet(models.Model):
    """Letters of one text to a list of people; `revision` grows with every change of what is said or to whom.

    `checked_by` is the person who says that every form of address and declension is right: without that no letter is made.
    """

    MACHINE: ClassVar[Machine] = SET_MACHINE
    PERSONAL_FIELDS: ClassVar = ("text",)

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="letter_sets")
    kind = models.CharField(_("rodzaj"), max_length=20, choices=Kind.choices)
    subject = models.CharField(_("okazja"), max_length=200)
    occasion = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("treść"), blank=True)
    dated_on = models.DateField(_("data na piśmie"))
    signatory = models.CharField(_("kto podpisuje"), max_length=200)
    office = models.CharField(_("funkcja podpisującego"), max_length=200)
    state = models.CharField(max_length=10, choices=SetState.choices, default=SetState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    # What the form carried: a second click finds the first.
    once = models.CharField(max_length=32, unique=True, null=True)
    prepared_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    signed_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    ended_on = models.DateField(
        null=True, help_text="the day on which letters were sent or given up; retention counts from it"
    )

    class Meta:
        ordering: ClassVar = ["-prepared_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["unit", "-prepared_at", "-id"], name="letter_set_of_unit")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def chain(self) -> str:
        return f"letter-set:{self.public_id}"


class Addressee(models.Model):
    """A person or an institution that gets a letter, with the forms that were proposed or typed, and whether somebody checked them."""

    PERSONAL_FIELDS: ClassVar = ("first_name", "last_name", "salutation", "dative")

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    letter_set = models.ForeignKey(LetterSet, on_delete=models.CASCADE, related_name="addressees")
    gender = models.CharField(_("zwrot"), max_length=5, choices=Gender.choices)
    title = models.CharField(_("tytuł"), max_length=60, blank=True)
    first_name = models.CharField(_("imię"), max_length=100, blank=True)
    last_name = models.CharField(_("nazwisko"), max_length=100, blank=True)
    function = models.CharField(_("funkcja"), max_length=200, blank=True)
    institution = models.CharField(_("instytucja"), max_length=200, blank=True)
    street = models.CharField(_("ulica i numer"), max_length=200, blank=True)
    postcode = models.CharField(_("kod pocztowy"), max_length=6, blank=True)
    city = models.CharField(_("miejscowość"), max_length=100, blank=True)
    salutation = models.CharField(_("zwrot na początku pisma"), max_length=200, blank=True)
    dative = models.CharField(_("komu (celownik)"), max_length=250, blank=True)
    checked = models.BooleanField(default=False)
    # The row of the table that the addressee came in; the same table again brings nobody twice.
    once = models.CharField(max_length=64, null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["letter_set", "once"], name="addressee_once")]

    def __str__(self) -> str:
        return self.name or self.institution

    @property
    def chain(self) -> str:
        return self.letter_set.chain

    @property
    def name(self) -> str:
        """The name as it stands on an envelope: "prof. Anna Kowalska"."""
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)

    @property
    def lines(self) -> tuple[str, ...]:
        """The address block, line by line."""
        polite = {WOMAN: "Szanowna Pani", MAN: "Szanowny Pan", MANY: "Szanowni Państwo"}[self.gender]
        place = f"{self.postcode} {self.city}".strip()
        return tuple(line for line in (polite, self.name, self.function, self.institution, self.street, place) if line)


class PrintKind(models.TextChoices):
    LETTER = "letter", _("pismo")
    MERGED = "merged", _("wszystkie pisma w jednym pliku")
    LABELS = "labels", _("etykiety adresowe A4")
    ENVELOPES = "envelopes", _("koperty DL")


class PrintFile(models.Model):
    """A PDF made of a checked set: one letter, all of them, labels or envelopes; gone when the set is changed or forgotten."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    letter_set = models.ForeignKey(LetterSet, on_delete=models.CASCADE, related_name="prints")
    addressee = models.ForeignKey(Addressee, null=True, on_delete=models.CASCADE, related_name="prints")
    kind = models.CharField(max_length=10, choices=PrintKind.choices)
    revision = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    file = models.CharField(max_length=200, help_text="path in the storage")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["addressee"], condition=Q(kind="letter"), name="print_of_addressee_once"),
            models.UniqueConstraint(
                fields=["letter_set", "kind"], condition=~Q(kind="letter"), name="print_of_set_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.letter_set_id}"


class Communique(models.Model):
    """A communiqué of the press office: public once published, numbered without gaps in the year of its publication."""

    MACHINE: ClassVar[Machine] = NEWS_MACHINE

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="communiques")
    title = models.CharField(_("tytuł"), max_length=200)
    lead = models.CharField(_("wstęp"), max_length=500)
    text = models.TextField(_("treść"))
    contact = models.CharField(_("kontakt dla mediów"), max_length=300)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=NewsState.choices, default=NewsState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    once = models.CharField(max_length=32, unique=True, null=True)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-published_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "year", "-number"], name="communique_archive")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "number"], name="communique_number_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def chain(self) -> str:
        return f"communique:{self.public_id}"

    @property
    def sign(self) -> str:
        """ "3/2026", once it is published."""
        return f"{self.number}/{self.year}" if self.number else ""
