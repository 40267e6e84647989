"""Tables of conflicts of interest: roles of people in organisations, and what a person states to be compared."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from ngo.registry.models import Organisation


class Role(models.TextChoices):
    """What ties a person to an organisation (KPA art. 24 § 1 pkt 1 i 2)."""

    BOARD = "board", _("władze organizacji (zarząd, rada, komisja rewizyjna)")
    EMPLOYEE = "employee", _("zatrudnienie na umowę o pracę")
    CONTRACTOR = "contractor", _("umowa zlecenia, o dzieło albo o współpracy")
    MEMBER = "member", _("członkostwo")
    VOLUNTEER = "volunteer", _("wolontariat")
    DONOR = "donor", _("darczyńca, fundatorka albo fundator")
    AGENT = "agent", _("pełnomocnictwo albo działanie w imieniu organizacji")
    KIN = "kin", _("osoba bliska we władzach albo zatrudniona")
    OTHER = "other", _("inne powiązanie")


class Source(models.TextChoices):
    DECLARED = "declared", _("oświadczenie tej osoby")
    STAFF = "staff", _("wpis urzędu")


class LinkQuerySet(models.QuerySet["Link"]):
    def standing(self) -> "LinkQuerySet":
        """Those not taken back as a mistake."""
        return self.filter(retracted_at=None)


class Link(models.Model):
    """A role of a person in an organisation; without `organisation`, in one that the register does not have.

    A role that ended stays, since it counts for some years; only an entry made by mistake is taken back.
    """

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="links")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people_linked"
    )
    organisation_name = models.CharField(_("organizacja"), max_length=400)
    role = models.CharField(_("powiązanie"), max_length=12, choices=Role.choices)
    since = models.DateField(_("od kiedy"), null=True, blank=True)
    until = models.DateField(_("do kiedy"), null=True, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    basis = models.CharField(_("skąd to wiadomo"), max_length=300, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True, blank=True)
    retraction = models.CharField(_("dlaczego wpis był pomyłką"), max_length=300, blank=True)

    PERSONAL_FIELDS: ClassVar = ("organisation_name", "basis", "retraction")

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-entered_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="link_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.organisation_name}"

    @property
    def chain(self) -> str:
        return self.user.chain

    def lasts(self, on: date) -> bool:
        """Whether the role has not ended before a day."""
        return self.until is None or self.until >= on


class Statement(models.Model):
    """A person states that all their links are declared, and gives what is compared with the data of organisations."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="statement")
    stated_at = models.DateTimeField(help_text="counts for so many months as the office says")
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    bank_account = models.CharField(_("rachunek bankowy"), max_length=40, blank=True)
    street = models.CharField(_("ulica i numer"), max_length=200, blank=True)
    postcode = models.CharField(_("kod pocztowy"), max_length=6, blank=True)
    city = models.CharField(_("miejscowość"), max_length=100, blank=True)

    PERSONAL_FIELDS: ClassVar = ("phone", "bank_account", "street", "postcode", "city")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.stated_at}"

    @property
    def chain(self) -> str:
        return self.user.chain
