"""Refusals of reports, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Refusal


class StaleReport(Refusal):
    """Somebody else saved the report while this text was being typed."""

    code = "stale-report"

    @property
    def sentences(self) -> list[str]:
        return [
            _(
                "Ktoś z Twojej organizacji zapisał to sprawozdanie w międzyczasie (na przykład w innej karcie "
                "przeglądarki). Twój tekst nie został zapisany, żeby nie nadpisać cudzego. Otwórz sprawozdanie jeszcze "
                "raz i przenieś zmiany."
            )
        ]
