"""Organisations in the API: what is public about them, nothing of their people, contacts or accounts."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.resource import Detailed
from core.api.scopes import scope
from ngo.registry import access
from ngo.registry.models import Organisation, Source
from ngo.registry.queries import found

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
            "source",
            "verified_at",
        )


class OrganisationFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(method="of_name", label=_("fragment nazwy, miejscowości lub numer"))
    krs = django_filters.CharFilter()
    nip = django_filters.CharFilter()
    regon = django_filters.CharFilter()
    county = django_filters.CharFilter(field_name="county__code")
    source = django_filters.ChoiceFilter(choices=Source.choices)
    in_liquidation = django_filters.BooleanFilter()

    class Meta:
        model = Organisation
        fields: list[str] = []

    def of_name(self, rows: QuerySet[Organisation], field: str, value: str) -> QuerySet[Organisation]:
        """The same search as on the page."""
        return found(rows, value)


class OrganisationResource(Detailed):
    """The register, in the order of the Polish alphabet."""

    about = _("Rejestr organizacji w kolejności polskiego alfabetu.")
    public = True
    scope = ORGANISATIONS_READ
    serializer_class = OrganisationOut
    filterset_class = OrganisationFilter
    orderings = ("sort_key", "krs")

    def get_queryset(self) -> QuerySet[Organisation]:
        return access.visible(self.actor, self.at)
