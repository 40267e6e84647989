"""Tables of an organisation's papers: signatories, further bank accounts, documents in versions, proposals of changes."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from ngo.registry.models import Organisation


def _person(**options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class Paper(models.Model):
    """What hangs on one organisation; its entries stand in the organisation's chain."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def chain(self) -> str:
        return self.organisation.chain


class Signatory(Paper):
    """A person who may sign for an organisation, as it declared; staff confirm it by a register or a document."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signatories")
    name = models.CharField(_("imię i nazwisko"), max_length=200)
    function = models.CharField(_("funkcja"), max_length=120)
    valid_from = models.DateField(_("od"), null=True, blank=True)
    valid_to = models.DateField(_("do"), null=True, blank=True)
    declared_at = models.DateTimeField()
    declared_by = _person()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = _person(null=True, blank=True)
    basis = models.CharField(max_length=300, blank=True, help_text="by what staff confirmed it")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name

    def signs(self, on: date) -> bool:
        """Whether the person's time in office covers a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class BankAccount(Paper):
    """A further account of an organisation; the one for grants stands in the organisation's own record."""

    iban = models.CharField(_("rachunek bankowy (IBAN)"), max_length=34)
    purpose = models.CharField(_("do czego służy"), max_length=120, blank=True)
    valid_from = models.DateField(_("od"), null=True, blank=True)
    valid_to = models.DateField(_("do"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "iban"], condition=models.Q(valid_to=None), name="account_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class DocumentKind(models.TextChoices):
    """What a document of an organisation is."""

    STATUTE = "statute", _("statut")
    REGISTER = "register", _("odpis z rejestru")
    ELECTION = "election", _("uchwała o wyborze władz")
    OTHER = "other", _("inny dokument")


class OrganisationDocument(Paper):
    """A document that an organisation brought. Every version stays, also after it was withdrawn: offers relied on it."""

    kind = models.CharField(_("rodzaj"), max_length=20, choices=DocumentKind.choices)
    title = models.CharField(_("tytuł"), max_length=200, blank=True)
    version = models.PositiveSmallIntegerField()
    proves_spheres = models.BooleanField(_("wynikają z niego sfery działalności"), default=False)
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200, help_text="path in the storage")
    uploaded_at = models.DateTimeField()
    uploaded_by = _person()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "title", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "title", "version"], name="organisation_document_version"
            )
        ]

    def __str__(self) -> str:
        return self.title or str(DocumentKind(self.kind).label).capitalize()


class Proposal(Paper):
    """A new value of one field that the organisation does not change itself; staff accept or refuse it."""

    field = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    reason = models.CharField(max_length=500)
    document = models.ForeignKey(
        OrganisationDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    proposed_by = _person()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = _person(null=True, blank=True)
    accepted = models.BooleanField(default=False)
    decision = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["proposed_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "field"], condition=models.Q(decided_at=None), name="proposal_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"
