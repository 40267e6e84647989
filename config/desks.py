"""Who sees which links and which panels, in order; the one place that knows all stages."""

from core.web.navigation import Link

HOME = Link("Start", "home")

NAVIGATION: dict[str, tuple[Link, ...]] = {
    "": (HOME,),
}

# place → dotted paths of panel makers (see core/web/panels.py)
PANELS: dict[str, tuple[str, ...]] = {}

# kind of a document's subject → the gate that says who may open its documents
DOCUMENT_GATES: dict[str, str] = {
    "ngo.programme": "ngo.programmes.access.visible",
    "competitions.competition": "competitions.calls.access.visible",
    "competitions.offer": "competitions.offers.access.visible",
    "competitions.panel": "competitions.evaluation.access.panels",
    "competitions.agreement": "competitions.agreements.access.visible",
    "competitions.report": "competitions.reports.access.visible",
    "competitions.annualreport": "competitions.annual.access.visible",
}
