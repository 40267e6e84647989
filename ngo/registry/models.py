"""Tables of the register: counties and communes, organisations, their earlier names, imports with rejected rows."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from law.organisation import legal_forms


class County(models.Model):
    """A county (powiat or city with its rights) by its TERYT code."""

    code = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=60)
    is_city = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune (gmina) by its TERYT code of seven digits."""

    code = models.CharField(max_length=7, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="communes")

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class Source(models.TextChoices):
    """Where a record comes from."""

    OPP_LIST = "opp_list", _("wykaz organizacji pożytku publicznego")
    KRS = "krs", _("Krajowy Rejestr Sądowy")
    REGON = "regon", _("rejestr REGON")
    LIST = "list", _("wykaz wczytany przez urząd")
    DECLARED = "declared", _("zgłoszenie organizacji")
    STAFF = "staff", _("wpis urzędu")


FROM_REGISTER = (Source.OPP_LIST, Source.KRS, Source.REGON)


class Organisation(models.Model):
    """An organisation. Identifiers are kept in the one form of law.identity; empty text means unknown."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    name = models.CharField(_("nazwa"), max_length=400)
    sort_key = models.CharField(max_length=200)
    search_text = models.TextField(blank=True)
    name_key = models.CharField(max_length=400, blank=True, db_index=True, help_text="see ngo.registry.naming")
    name_core = models.CharField(max_length=400, blank=True, db_index=True, help_text="see ngo.registry.naming")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed", editable=False
    )
    legal_form = models.CharField(_("forma prawna"), max_length=30, blank=True)
    krs = models.CharField(_("numer KRS"), max_length=10, unique=True, null=True, blank=True)
    nip = models.CharField("NIP", max_length=10, blank=True, db_index=True)
    regon = models.CharField("REGON", max_length=14, blank=True, db_index=True)
    other_register = models.CharField(_("inna ewidencja"), max_length=200, blank=True)
    other_number = models.CharField(_("numer w ewidencji"), max_length=60, blank=True)
    street = models.CharField(_("ulica i numer"), max_length=200, blank=True)
    postcode = models.CharField(_("kod pocztowy"), max_length=6, blank=True)
    city = models.CharField(_("miejscowość"), max_length=100, blank=True)
    commune = models.ForeignKey(
        Commune, verbose_name=_("gmina"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    county = models.ForeignKey(
        County,
        verbose_name=_("powiat"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    ade_address = models.CharField(_("adres do e-Doręczeń"), max_length=30, blank=True)
    correspondence_address = models.CharField(_("adres do korespondencji"), max_length=300, blank=True)
    website = models.URLField(_("strona internetowa"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    bank_account = models.CharField(_("rachunek bankowy (IBAN)"), max_length=34, blank=True)
    representation = models.TextField(_("sposób reprezentacji"), blank=True)
    spheres = models.JSONField(_("sfery działalności statutowej"), default=list)
    opp_from = models.DateField(_("status OPP od"), null=True, blank=True)
    opp_to = models.DateField(_("status OPP do"), null=True, blank=True)
    in_entrepreneurs = models.BooleanField(_("w rejestrze przedsiębiorców KRS"), default=False)
    deleted_on = models.DateField(_("wykreślona z rejestru"), null=True, blank=True)
    in_liquidation = models.BooleanField(_("w likwidacji"), default=False)
    is_opp = models.BooleanField(_("organizacja pożytku publicznego"), default=False)
    source = models.CharField(_("źródło"), max_length=20, choices=Source.choices)
    source_on = models.DateField(_("stan danych na dzień"), null=True, blank=True)
    origins = models.JSONField(default=dict, help_text="field → its source and days (see ngo.registry.provenance)")
    verified_at = models.DateTimeField(_("zweryfikowano"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    refreshed_at = models.DateTimeField(
        null=True, blank=True, db_index=True, help_text="when a register was last asked"
    )
    refresh_note = models.CharField(max_length=500, blank=True, help_text="why its answer was not taken")

    PERSONAL_FIELDS: ClassVar = ("email", "phone", "bank_account", "representation", "correspondence_address")

    class Meta:
        ordering: ClassVar = ["sort_key", "pk"]
        # What the directory's lists and numbers read, so that they are answered from an index alone.
        indexes: ClassVar = [
            models.Index(
                fields=[
                    "sort_key",
                    "id",
                    "source",
                    "verified_at",
                    "merged_into",
                    "county",
                    "legal_form",
                    "is_opp",
                    "in_liquidation",
                ],
                name="organisation_order",
            ),
            models.Index(
                fields=[
                    "county",
                    "legal_form",
                    "is_opp",
                    "in_liquidation",
                    "source",
                    "verified_at",
                    "merged_into",
                    "spheres",
                ],
                name="organisation_tally",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        return f"organisation:{self.public_id}"

    @property
    def is_from_register(self) -> bool:
        """Whether an official register or list says who it is, so that its name and numbers are not typed here."""
        return self.source in FROM_REGISTER

    @property
    def is_entrepreneur(self) -> bool:
        """Whether it stands in the register of entrepreneurs: it says so, or every organisation of its form does."""
        form = legal_forms().get(self.legal_form)
        return self.in_entrepreneurs or bool(form and "przedsiębiorcy" in form.register)

    @property
    def form_name(self) -> str:
        """The legal form in words, or nothing."""
        form = legal_forms().get(self.legal_form)
        return form.name if form else ""

    @property
    def register_line(self) -> str:
        """ "KRS 0000123456", or the other register with the number there."""
        return f"KRS {self.krs}" if self.krs else f"{self.other_register} {self.other_number}".strip()

    @property
    def seat(self) -> str:
        """The address of the seat in one line."""
        return f"{self.street}, {self.postcode} {self.city}".strip(", ")


class OrganisationName(models.Model):
    """An earlier name, until the day it was replaced."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=400)
    name_key = models.CharField(max_length=400, blank=True, db_index=True, help_text="see ngo.registry.naming")
    until = models.DateTimeField()
    source = models.CharField(max_length=20, choices=Source.choices)

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One import of one file, or one asking of a register about some organisations: what it did."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    upload = models.FileField(upload_to="imports", blank=True, help_text="the file, when it came through the page")
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()
    layout = models.JSONField(default=dict, help_text="how the file is taken: ngo.registry.readers.rows.Layout")
    first = models.JSONField(default=list, help_text="the first rows as they stand, while the file is only looked at")
    headings_key = models.CharField(max_length=64, blank=True, db_index=True, help_text="the same for the same header")
    trial = models.JSONField(default=dict, help_text="what the dry run told: ngo.registry.importing.Trial.told()")
    ordered_at = models.DateTimeField(null=True, blank=True, help_text="empty while the file is only looked at")
    finished_at = models.DateTimeField(null=True, blank=True)
    undo_asked_at = models.DateTimeField(null=True, blank=True)
    undo_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undo_reason = models.CharField(max_length=500, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_counts = models.JSONField(default=dict, help_text="ImportChange.Outcome → number of organisations")
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    renamed = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    refusal = models.TextField(blank=True, help_text="why the whole file was refused; then nothing was changed")
    register = models.CharField(
        max_length=20, choices=Source.choices, blank=True, help_text="the register that was asked"
    )
    stopped = models.TextField(
        blank=True, help_text="why only a part was taken: of a file, or of what a register was to be asked about"
    )

    class Meta:
        ordering: ClassVar = ["-started_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def chain(self) -> str:
        return f"import:{self.public_id}"

    @property
    def all_changed(self) -> int:
        """Organisations changed in any way: their name or other data."""
        return self.renamed + self.changed

    @property
    def is_waiting(self) -> bool:
        """Whether it is only looked at: nobody has asked yet for it to go in."""
        return self.ordered_at is None and self.finished_at is None and not self.register

    @property
    def is_under_way(self) -> bool:
        """Whether it was begun and not ended: it is going on, or was cut off with the rows in that `read` counts."""
        return self.finished_at is None and not self.is_waiting

    @property
    def is_done(self) -> bool:
        """Whether its rows went in, all or some (`stopped`)."""
        return self.finished_at is not None and not self.refusal

    @property
    def can_be_undone(self) -> bool:
        """Whether it may be ordered to be taken back: one of a file also while it is under way."""
        return self.is_done or (self.is_under_way and not self.register)


class ImportRejection(models.Model):
    """A row that could not be read, with its number and the reason."""

    source_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejections")
    row = models.PositiveIntegerField()
    reason = models.CharField(max_length=1000)
    raw = models.CharField(max_length=500, blank=True)
    cells = models.JSONField(default=list, help_text="the row's cells, for a table to correct and import again")

    class Meta:
        ordering: ClassVar = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"


class ImportChange(models.Model):
    """What an import did to one organisation: the values before and after, by which it is shown and taken back.

    The ledger holds no personal values, so it could not give them back; pages mask them.
    """

    class Kind(models.TextChoices):
        CREATED = "created", _("nowa organizacja")
        RENAMED = "renamed", _("zmiana nazwy")
        CHANGED = "changed", _("zmiana danych")

    class Outcome(models.TextChoices):
        RESTORED = "restored", _("przywrócono")
        PARTLY = "partly", _("przywrócono częściowo")
        REMOVED = "removed", _("usunięto")
        KEPT = "kept", _("pozostawiono")

    source_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    row = models.PositiveIntegerField()
    name = models.CharField(max_length=400)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    origins = models.JSONField(
        default=dict, help_text="field → its origin before (see ngo.registry.provenance), or null"
    )
    outcome = models.CharField(
        max_length=10, choices=Outcome.choices, blank=True, help_text="of the undo of the import"
    )
    note = models.CharField(max_length=1000, blank=True, help_text="what could not be taken back and why")

    class Meta:
        ordering: ClassVar = ["row", "pk"]
        indexes: ClassVar = [models.Index(fields=["source_import", "row", "id"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"


class Representation(models.Model):
    """A person's request to act for an organisation; staff decide it, or a register that knows the person's address.

    `declared`: the person entered the organisation and acts for it already; `takeover`: nobody could sign for it any more.
    """

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    granted = models.BooleanField(default=False)
    declared = models.BooleanField(default=False)
    takeover = models.BooleanField(default=False)
    basis = models.CharField(_("dokument, z którego wynika prawo do działania"), max_length=500, blank=True)

    PERSONAL_FIELDS: ClassVar = ("basis",)

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=models.Q(decided_at=None), name="request_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.organisation}"

    @property
    def chain(self) -> str:
        return self.organisation.chain
