"""The API of every stage under /api/v1/, its schema and its page."""

from django.urls import URLPattern, URLResolver, path, re_path
from rest_framework.routers import SimpleRouter

from competitions.agreements.api import AgreementResource
from competitions.annual.api import AnnualReportResource
from competitions.awards.api import DecidedChangeResource, ResultsResource
from competitions.calls.api import CompetitionResource
from competitions.confirmations.api import ConfirmationResource
from competitions.corrections.api import CorrectionResource
from competitions.evaluation.api import CardResource, FormalCheckResource
from competitions.meetings.api import ItemResource, MeetingResource
from competitions.messages.api import MessageResource
from competitions.offers.api.attachments import AttachmentResource
from competitions.offers.api.offers import OfferResource
from competitions.offers.api.partners import PartnerResource
from competitions.recruitment.api.candidacies import CandidacyResource
from competitions.recruitment.api.proofs import ProofResource
from competitions.recruitment.api.recruitments import RecruitmentResource
from competitions.reports.api import ReportResource
from core.api.resource import Unknown
from core.api.views import Schema, docs, to_docs
from core.documents.api import DocumentResource
from ngo.programmes.api import ProgrammeResource
from ngo.registry.api import OrganisationResource
from office.agenda.api import EventResource
from office.board.api import BoardItemResource, ResolutionResource, SittingResource
from office.controls.api import ControlResource
from office.correspondence.api import LetterResource
from office.dialogue.api import CouncilSittingResource, PositionResource
from office.letters.api import CommuniqueResource, LetterSetResource
from office.papers.api import PaperResource
from office.registers.api import EntryFileResource, EntryResource
from office.structure.api import UnitResource
from office.trips.api import TripResource

router = SimpleRouter()
router.register("units", UnitResource, basename="api-unit")
router.register("resolutions", ResolutionResource, basename="api-resolution")
router.register("organisations", OrganisationResource, basename="api-organisation")
router.register("programmes", ProgrammeResource, basename="api-programme")
router.register("competitions", CompetitionResource, basename="api-competition")
router.register("changes", DecidedChangeResource, basename="api-change")
router.register("results", ResultsResource, basename="api-results")
router.register("offers", OfferResource, basename="api-offer")
router.register("attachments", AttachmentResource, basename="api-attachment")
router.register("partners", PartnerResource, basename="api-partner")
router.register("confirmations", ConfirmationResource, basename="api-confirmation")
router.register("formal-checks", FormalCheckResource, basename="api-formal-check")
router.register("corrections", CorrectionResource, basename="api-correction")
router.register("messages", MessageResource, basename="api-message")
router.register("cards", CardResource, basename="api-card")
router.register("meetings", MeetingResource, basename="api-meeting")
router.register("agenda", ItemResource, basename="api-agenda")
router.register("recruitments", RecruitmentResource, basename="api-recruitment")
router.register("candidacies", CandidacyResource, basename="api-candidacy")
router.register("proofs", ProofResource, basename="api-proof")
router.register("agreements", AgreementResource, basename="api-agreement")
router.register("reports", ReportResource, basename="api-report")
router.register("documents", DocumentResource, basename="api-document")
router.register("annual-reports", AnnualReportResource, basename="api-annual-report")
router.register("events", EventResource, basename="api-event")
router.register("sittings", SittingResource, basename="api-sitting")
router.register("board-items", BoardItemResource, basename="api-board-item")
router.register("controls", ControlResource, basename="api-control")
router.register("papers-to-sign", PaperResource, basename="api-paper")
router.register("positions", PositionResource, basename="api-position")
router.register("council-sittings", CouncilSittingResource, basename="api-council-sitting")
router.register("entries", EntryResource, basename="api-entry")
router.register("letters", LetterResource, basename="api-letter")
router.register("entry-files", EntryFileResource, basename="api-entry-file")
router.register("trips", TripResource, basename="api-trip")
router.register("occasional-letters", LetterSetResource, basename="api-letter-set")
router.register("communiques", CommuniqueResource, basename="api-communique")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", to_docs, name="api"),
    path("schemat/", Schema.as_view(), name="api-schema"),
    path("dokumentacja/", docs, name="api-docs"),
    *router.urls,
    re_path("^", Unknown.as_view(), name="api-unknown"),
]
