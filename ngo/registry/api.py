"""Organisations in the API: what is public about them, nothing of their people, contacts or accounts."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.resource import Detailed
from core.api.scopes import scope
from ngo.registry import access
from ngo.registry.models import Organisation, Source

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
    name = django_filters.CharFilter(lookup_expr="icontains", label=_("fragment nazwy"))
    krs = django_filters.CharFilter()
    nip = django_filters.CharFilter()
    regon = django_filters.CharFilter()
    county = django_filters.CharFilter(field_name="county__code")
    source = django_filters.ChoiceFilter(choices=Source.choices)
    in_liquidation = django_filters.BooleanFilter()

    class Meta:
        model = Organisation
        fields: list[str] = []


class OrganisationResource(Detailed):
    """Rejestr organizacji w kolejności polskiego alfabetu."""

    public = True
    scope = ORGANISATIONS_READ
    serializer_class = OrganisationOut
    filterset_class = OrganisationFilter
    orderings = ("sort_key", "krs")

    def get_queryset(self) -> QuerySet[Organisation]:
        return access.visible(self.actor, self.at)
