"""Organisations in the API: what is public about them, nothing of their people, contacts or accounts."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.reading import RemarkedPages
from core.api.resource import Detailed
from core.api.scopes import scope
from ngo.registry import access
from ngo.registry.filters import OrganisationQuery
from ngo.registry.models import Organisation

ORGANISATIONS_READ = scope("organisations:read", _("organizacje: dane publiczne"))


class OrganisationOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    county = serializers.CharField(source="county.code", default=None, allow_null=True, help_text="TERYT powiatu")
    commune = serializers.CharField(source="commune.code", default=None, allow_null=True, help_text="TERYT gminy")
    spheres = serializers.ListField(child=serializers.CharField(), help_text="sfery z art. 4 ust. 1")

    class Meta:
        model = Organisation
        fields = (
            "id",
            "name",
            "legal_form",
            "krs",
            "nip",
            "regon",
            "city",
            "postcode",
            "county",
            "commune",
            "website",
            "spheres",
            "opp_from",
            "opp_to",
            "in_liquidation",
            "in_entrepreneurs",
            "deleted_on",
            "source",
            "verified_at",
        )


class OrganisationResource(Detailed):
    """The register, in the order of the Polish alphabet."""

    about = _(
        "Rejestr organizacji w kolejności polskiego alfabetu. Parametr name przyjmuje to samo co wyszukiwarka na stronie: "
        "słowa, „frazę”, -bez, pole:wartość; remarks mówi, co zrozumiano inaczej, niż wpisano."
    )
    public = True
    scope = ORGANISATIONS_READ
    serializer_class = OrganisationOut
    filterset_class = OrganisationQuery
    pagination_class = RemarkedPages
    orderings = ("sort_key", "krs")

    def get_queryset(self) -> QuerySet[Organisation]:
        return access.visible(self.actor, self.at)
