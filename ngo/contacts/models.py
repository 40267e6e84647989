"""Tables of the other databases: institutions that serve organisations, contact lists, consents, opting out."""

import hashlib
from datetime import date, datetime, time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from ngo.registry.models import Commune, County, Organisation


class Kind(models.TextChoices):
    """Which database an institution stands in."""

    VOLUNTEERING = "volunteering", _("centrum wolontariatu")
    INCUBATOR = "incubator", _("inkubator organizacji")
    SUPPORT = "support", _("centrum organizacji pozarządowych (COP)")
    COUNTY_COUNCIL = "county_council", _("powiatowa rada działalności pożytku publicznego")
    COMMUNE_COUNCIL = "commune_council", _("gminna rada działalności pożytku publicznego")


COUNCILS = (Kind.COUNTY_COUNCIL, Kind.COMMUNE_COUNCIL)


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def active(self, on: date) -> "InstitutionQuerySet":
        """Those that work on a day, as far as the office knows."""
        begun = models.Q(active_from=None) | models.Q(active_from__lte=on)
        return self.filter(begun, models.Q(closed_on=None) | models.Q(closed_on__gt=on))

    def serving(self, county: County) -> "InstitutionQuerySet":
        """Those with a seat in a county, or that also work there."""
        return self.filter(
            models.Q(county=county)
            | models.Exists(self.model.area.through.objects.filter(institution=models.OuterRef("pk"), county=county))
        )


class Institution(models.Model):
    """An institution that serves organisations: its public address, and the person whom the office talks to."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("rodzaj"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("nazwa"), max_length=300)
    sort_key = models.CharField(max_length=200, db_index=True)
    search_text = models.TextField(blank=True)
    street = models.CharField(_("ulica i numer"), max_length=200, blank=True)
    postcode = models.CharField(_("kod pocztowy"), max_length=6, blank=True)
    city = models.CharField(_("miejscowość"), max_length=100)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+", verbose_name=_("powiat siedziby"))
    commune = models.ForeignKey(
        Commune, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("gmina siedziby")
    )
    area = models.ManyToManyField(County, blank=True, related_name="+", verbose_name=_("działa także w powiatach"))
    website = models.URLField(_("strona internetowa"), blank=True)
    email = models.EmailField(_("e-mail instytucji"), blank=True)
    phone = models.CharField(_("telefon instytucji"), max_length=40, blank=True)
    person = models.CharField(_("osoba do kontaktu"), max_length=200, blank=True)
    function = models.CharField(_("funkcja tej osoby"), max_length=200, blank=True)
    term_to = models.DateField(_("koniec kadencji rady"), null=True, blank=True)
    note = models.TextField(_("notatka urzędu"), blank=True)
    source = models.CharField(_("źródło danych"), max_length=200)
    verified_on = models.DateField(_("sprawdzono"), null=True, blank=True)
    active_from = models.DateField(_("działa od"), null=True, blank=True)
    closed_on = models.DateField(_("nie działa od"), null=True, blank=True)

    # What the ledger keeps sealed: a person, and addresses that may be a person's.
    PERSONAL_FIELDS: ClassVar = ("email", "phone", "person", "function", "note")

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sort_key", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closed_on=None)
                | models.Q(active_from=None)
                | models.Q(closed_on__gte=models.F("active_from")),
                name="institution_closes_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        return f"institution:{self.public_id}"

    @property
    def seat(self) -> str:
        """The address in one line."""
        return f"{self.street}, {self.postcode} {self.city}".strip(", ")

    def works(self, on: date) -> bool:
        """Whether it works on a day, as far as the office knows."""
        begun = self.active_from is None or self.active_from <= on
        return begun and (self.closed_on is None or self.closed_on > on)

    @property
    def is_council(self) -> bool:
        return self.kind in COUNCILS


def address_key(email: str) -> str:
    """The one form of an address by which two spellings are the same addressee."""
    return email.strip().casefold()


def address_digest(key: str) -> str:
    """What is kept of an address when all that has to be known is that it is the same one."""
    return hashlib.sha256(f"address:{key}".encode()).hexdigest()


class Basis(models.TextChoices):
    """Why the office may write to an address (RODO art. 6 ust. 1)."""

    CONSENT = "consent", _("zgoda osoby lub organizacji (art. 6 ust. 1 lit. a RODO)")
    PUBLIC_TASK = "public_task", _("zadanie publiczne, adres instytucji (art. 6 ust. 1 lit. e RODO)")


class Way(models.TextChoices):
    """How somebody opted out."""

    LINK = "link", _("odsyłaczem z listu")
    ORGANISATION = "organisation", _("przez organizację w serwisie")
    OFFICE = "office", _("przez urząd, na prośbę")


# Institutions on a list: none, of every kind, or of one.
ALL_KINDS = "all"


class ContactList(models.Model):
    """A list to write to: addresses put on it, and whom a filter of the register and of institutions finds when it is used."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    name = models.CharField(_("nazwa listy"), max_length=200)
    sort_key = models.CharField(max_length=200, db_index=True)
    purpose = models.CharField(_("cel listy"), max_length=300)
    organisations = models.BooleanField(_("także organizacje, które zgodziły się na listy"), default=False)
    institutions = models.CharField(
        _("instytucje z bazy"),
        max_length=20,
        blank=True,
        choices=[(ALL_KINDS, _("wszystkie rodzaje")), *Kind.choices],
    )
    county = models.ForeignKey(
        County, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("tylko z powiatu")
    )
    sphere = models.CharField(_("tylko organizacje ze sferą"), max_length=10, blank=True)
    legal_form = models.CharField(_("tylko organizacje o formie prawnej"), max_length=30, blank=True)
    opp_only = models.BooleanField(_("tylko organizacje pożytku publicznego"), default=False)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["sort_key", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], condition=models.Q(closed_at=None), name="contact_list_named_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        return f"contact-list:{self.public_id}"


class ContactQuerySet(models.QuerySet["Contact"]):
    def live(self) -> "ContactQuerySet":
        """Those not withdrawn."""
        return self.filter(withdrawn_at=None)


class Contact(models.Model):
    """An address on a list, with the basis on which it is there; a withdrawn one stays as the proof of it."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    contact_list = models.ForeignKey(ContactList, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("osoba lub organizacja"), max_length=200)
    sort_key = models.CharField(max_length=200)
    email = models.EmailField(_("e-mail"))
    key = models.CharField(max_length=254)
    basis = models.CharField(_("podstawa"), max_length=20, choices=Basis.choices)
    given_on = models.DateField(_("dzień zgody"), null=True, blank=True)
    basis_note = models.CharField(_("jak i komu wyrażono zgodę albo skąd jest adres"), max_length=500)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_way = models.CharField(max_length=20, blank=True, choices=Way.choices)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sort_key", "pk"]
        indexes: ClassVar = [models.Index(fields=["key"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contact_list", "key"], condition=models.Q(withdrawn_at=None), name="contact_on_list_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(basis=Basis.CONSENT) | models.Q(given_on__isnull=False),
                name="contact_consent_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        return self.contact_list.chain

    @property
    def given_at(self) -> datetime | None:
        """From which moment a consent counts: the beginning of its day; nothing for an address without one."""
        if self.given_on is None:
            return None
        return datetime.combine(self.given_on, time(), tzinfo=get_default_timezone())


class ContactConsent(models.Model):
    """An organisation's consent to letters, given on its own page; `wording` is the sentence it agreed to."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contact_consents")
    email = models.EmailField()
    key = models.CharField(max_length=254)
    wording = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_way = models.CharField(max_length=20, blank=True, choices=Way.choices)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(withdrawn_at=None), name="contact_consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.email}"


class OptOut(models.Model):
    """Somebody does not want letters at an address; only a consent given later overrules it.

    It holds for good, so it does not name the address: `key` is the digest of its one form.
    """

    key = models.CharField(max_length=254, db_index=True)
    at = models.DateTimeField()
    way = models.CharField(max_length=20, choices=Way.choices)

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {self.at:%Y-%m-%d}"

    @property
    def chain(self) -> str:
        return f"opt-out:{self.pk}"
