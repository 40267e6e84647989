"""Who sees which links and which panels, in order; the one place that knows all stages."""

from core.web.navigation import Link

HOME = Link("Start", "home")
COMPETITIONS = Link("Konkursy", "competitions")
PROGRAMMES = Link("Programy współpracy", "programmes")
ANNUAL_REPORTS = Link("Sprawozdania roczne", "annual-reports")
RESOLUTIONS = Link("Uchwały", "resolutions")
REMARKS = Link("Uwagi", "remarks")

ORGANISATION = (
    COMPETITIONS,
    Link("Moje oferty", "my-offers"),
    Link("Moje umowy", "my-agreements"),
    PROGRAMMES,
)
STAFF = (
    Link("Pulpit", "officer-desk"),
    COMPETITIONS,
    Link("Umowy", "agreements"),
    PROGRAMMES,
    ANNUAL_REPORTS,
    RESOLUTIONS,
)
PANEL = (Link("Pulpit", "panel-desk"), COMPETITIONS)

# kind of hat → the links of the main navigation; "" for visitors and for people who have not chosen a hat
NAVIGATION: dict[str, tuple[Link, ...]] = {
    "": (HOME, COMPETITIONS, PROGRAMMES, ANNUAL_REPORTS, Link("Urząd", "office-page")),
    "organisation_editor": ORGANISATION,
    "organisation_signatory": ORGANISATION,
    "officer": STAFF,
    "head": STAFF,
    "expert": (Link("Pulpit", "expert-desk"), COMPETITIONS),
    "panel_chair": PANEL,
    "panel_secretary": PANEL,
    "panel_member": PANEL,
    "auditor": (COMPETITIONS, PROGRAMMES, ANNUAL_REPORTS, RESOLUTIONS, REMARKS),
    "administrator": (HOME, REMARKS),
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
