"""Tables of the other databases: institutions that serve organisations."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from ngo.registry.models import Commune, County


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
