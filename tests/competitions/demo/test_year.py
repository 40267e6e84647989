"""The demo year as it stands after it was played: every state, true figures, a whole ledger, documents with their hashes."""

import hashlib
import io
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from competitions.agreements.models import Agreement
from competitions.agreements.states import State as AgreementState
from competitions.annual.models import AnnualReport
from competitions.annual.snapshot import thaw
from competitions.calls.models import Competition
from competitions.calls.queries import announcement_breaches
from competitions.calls.states import State as CompetitionState
from competitions.confirmations.models import Receipt
from competitions.contracts.models import Bill, BillLine, Contract
from competitions.corrections.models import Correction
from competitions.demo import signins
from competitions.demo.script import script
from competitions.evaluation.models import Panel, PanelMember, ScoreCard
from competitions.evaluation.states import CardState, PanelState
from competitions.nominations.access import about_me
from competitions.nominations.models import Nomination
from competitions.offers import access
from competitions.offers.models import Attachment, Offer, Partner
from competitions.offers.states import State as OfferState
from competitions.questions.models import Question
from competitions.replay.queries import replayed
from competitions.reports.models import Report
from competitions.reports.states import State as ReportState
from core.accounts.actor import Actor
from core.accounts.models import User
from core.audit.ledger import faults
from core.audit.models import Entry, Head
from core.documents.models import Document
from core.jobs.models import Job
from core.notices.models import Notice
from ngo.programmes.models import Programme
from ngo.registry.models import Organisation

SOURCES = Path(__file__).parents[3] / "competitions" / "demo"


def states(model: Any) -> set[str]:
    return set(model.objects.order_by().values_list("state", flat=True))


def test_every_decided_competition_is_replayed_from_the_ledger(year: date) -> None:
    decided = list(Competition.objects.filter(offers__award__isnull=False).distinct())
    assert len(decided) >= 3
    for competition in decided:
        outcome = replayed(competition)
        assert (competition.title, outcome.faults, outcome.missing) == (competition.title, [], [])
        assert sum(document.replayed for document in outcome.documents) == 2, "the minutes and the results"


@pytest.mark.parametrize(
    ("model", "machine"),
    [
        (Competition, CompetitionState),
        (Offer, OfferState),
        (ScoreCard, CardState),
        (Panel, PanelState),
        (Agreement, AgreementState),
        (Report, ReportState),
    ],
)
def test_every_state_is_there_to_be_seen(year: date, model: Any, machine: Any) -> None:
    assert states(model) == {str(state) for state in machine}


def test_each_competition_stands_where_the_script_leaves_it(year: date) -> None:
    for row in script("competitions")["competition"]:
        title = row["title"].format(year=year.year - 1 if row["year"] == "last" else year.year)
        assert Competition.objects.get(title=title).state == row["plays_to"], title


def test_offers_have_met_their_fates(year: date) -> None:
    fates = {
        "settled": "contracted",
        "corrected": "contracted",
        "answered": "corrected",
        "signed": "contracted",
        "prepared": "awarded",
    }
    told = Counter()
    for row in script("competitions")["competition"]:
        for offer in row["offers"]:
            fate = offer["fate"].replace("sketch", "draft")
            fate = "contracted" if fate.startswith("report-") else fates.get(fate, fate)
            if fate == "evaluated":
                fate = {"concluded": "opinioned", "evaluation": "accepted"}.get(row["plays_to"], "refused")
            told[fate] += 1
    assert told == Counter(Offer.objects.order_by().values_list("state", flat=True))


def test_an_offer_is_made_by_two_with_its_costs_divided(year: date) -> None:
    partner = Partner.objects.select_related("offer__competition", "offer__organisation", "organisation").get()
    assert partner.agreed_at is not None
    version = partner.offer.versions.get()
    assert [each["name"] for each in version.partners] == [partner.organisation.name]
    split = version.content["V.C"]
    assert [row["offerer"] for row in split] == [partner.offer.organisation.public_id, partner.organisation.public_id]
    assert sum(Decimal(row["value"]) for row in split) == partner.offer.total_cost
    assert version.content["VI.2"]
    assert OfferState(partner.offer.state) == OfferState.CONFIRMED


def test_files_go_with_offers_and_open(year: date) -> None:
    files = list(Attachment.objects.select_related("offer"))
    assert {each.title for each in files} == {"Pełnomocnictwo", "Wyciąg z rejestru"}
    for each in files:
        with default_storage.open(each.file) as file:
            assert hashlib.sha256(file.read()).hexdigest() == each.sha256
        assert each.sha256 in {row["sha256"] for row in each.offer.versions.latest("number").attachments}


def test_an_offer_was_withdrawn_and_submitted_once_more_under_its_number(year: date) -> None:
    verbs = Entry.objects.filter(verb="reopen").values_list("chain", flat=True)
    offer = next(each for each in Offer.objects.all() if each.chain in verbs)
    first, second = offer.versions.order_by("number")
    assert (offer.state, first.checksum != second.checksum) == ("submitted", True)
    assert second.content["III.3"].startswith(first.content["III.3"])


def test_corrections_have_versions_that_differ_in_what_was_unlocked(year: date) -> None:
    corrected = list(Correction.objects.exclude(version=None).select_related("base", "version"))
    assert corrected
    for each in corrected:
        assert each.version is not None
        before, after = each.base.content, each.version.content
        assert {code for code in after if before.get(code) != after[code]} == set(each.fields)


def test_experts_signed_contracts_and_their_cards_are_billed(year: date) -> None:
    assert Counter(Contract.objects.values_list("state", flat=True)) == {"signed": 3, "prepared": 1}
    assert set(Bill.objects.filter(state="issued").values_list("competition__state", flat=True)) == {"concluded"}
    assert set(Bill.objects.filter(state="paid").values_list("competition__state", flat=True)) == {
        "resolved",
        "settled",
    }
    # Every submitted card of a competition whose panel has met is billed once; those of one under evaluation wait.
    over = ("concluded", "resolved", "settled")
    submitted = ScoreCard.objects.filter(state=CardState.SUBMITTED)
    billed = set(BillLine.objects.values_list("card", flat=True))
    assert billed == set(submitted.filter(offer__competition__state__in=over).values_list("pk", flat=True))
    assert submitted.exclude(pk__in=billed).exists()
    assert sum(bill.amount for bill in Bill.objects.all()) == Decimal(150) * len(billed)
    (next_one,) = Contract.objects.filter(state="prepared")
    assert next_one.valid_from > year


def test_candidates_for_panels_were_indicated_and_one_is_on_the_list(year: date) -> None:
    assert Counter(Nomination.objects.values_list("state", flat=True)) == {"listed": 1, "consented": 1, "nominated": 1}
    listed = Nomination.objects.pool(year).get()
    member = PanelMember.objects.filter(user=listed.user).first()
    assert member is not None
    assert member.indicated_by == listed.organisation.name
    waits = Nomination.objects.get(state="nominated")
    asked = User.objects.get(email=waits.email)
    assert about_me(Actor(user=asked), now()).get() == waits
    assert Notice.objects.filter(template="nominated", email=waits.email).exists()


def test_sealed_offers_are_seen_by_nobody_in_the_office_until_the_call_ends(year: date) -> None:
    officer = User.objects.get(email=signins.read()["officer"].email)
    actor = Actor(user=officer, hat=officer.hats.get(kind="officer"))
    waiting = Competition.objects.get(sealed=True, state=CompetitionState.SUSPENDED)
    over = Competition.objects.get(sealed=True, state=CompetitionState.CLOSED)
    seen = access.visible(actor, now())
    assert waiting.offers.filter(state=OfferState.SUBMITTED).exists()
    assert not seen.filter(competition=waiting).exists()
    assert seen.filter(competition=over).exists()


def test_questions_were_answered_for_everyone_and_one_waits(year: date) -> None:
    assert Counter(Question.objects.values_list("state", flat=True)) == {"published": 2, "asked": 1}
    told = Question.objects.filter(state="published").values_list("public_text", "answer")
    assert all(question and answer for question, answer in told)


def test_one_competition_is_open_today_with_a_deadline_ahead(year: date) -> None:
    competition = Competition.objects.get(state=CompetitionState.OPEN)
    assert 5 <= (localdate(competition.offers_due) - year).days <= 13
    assert localdate(competition.announced_at) < year


def test_draft_shows_what_must_still_be_mended(year: date) -> None:
    draft = Competition.objects.get(state=CompetitionState.DRAFT)
    assert {breach.code for breach in announcement_breaches(draft, year)} == {
        "competition.content_missing",
        "competition.criterion_missing",
        "competition.max_over_pool",
        "competition.window_short",
    }


def test_ledger_is_whole_and_tells_nothing_of_the_future(year: date) -> None:
    assert list(faults()) == []
    assert localdate(Entry.objects.latest("at").at) < year


def test_documents_carry_the_dates_of_the_story_and_the_hashes_of_their_files(year: date) -> None:
    documents = list(Document.objects.all())
    assert {document.kind for document in documents} == {
        "agenda.week",
        "board.minutes",
        "letters.communique",
        "trips.sheet",
        "programmes.programme",
        "calls.announcement",
        "changes.change",
        "offers.confirmation",
        "confirmations.receipt",
        "confirmations.unexamined",
        "corrections.call",
        "evaluation.rejection",
        "evaluation.minutes",
        "awards.results",
        "agreements.agreement",
        "reports.report",
        "annual.report",
        "consolidated.card",
        "contracts.bill",
        "contracts.contract",
        "recruitment.announcement",
        "recruitment.receipt",
        "recruitment.results",
    }
    for document in documents:
        with default_storage.open(document.file) as file:
            assert hashlib.sha256(file.read()).hexdigest() == document.sha256
        assert localdate(document.issued_at) < year
    confirmed = Offer.objects.filter(state=OfferState.CONTRACTED).earliest("submitted_at")
    document = next(
        each for each in documents if (each.kind, each.subject_id) == ("offers.confirmation", confirmed.public_id)
    )
    assert document.issued_at == confirmed.submitted_at
    receipts = [each for each in documents if each.kind == "confirmations.receipt"]
    assert {(each.subject_id, each.issued_at) for each in receipts} == {
        (each.offer.public_id, each.recorded_at)
        for each in Receipt.objects.filter(channel="paper").select_related("offer")
    }


def test_no_work_is_left_over(year: date) -> None:
    assert not Job.objects.exclude(state="done").exists()


def test_letters_wait_for_the_worker(year: date) -> None:
    templates = set(Notice.objects.values_list("template", flat=True))
    assert {
        "offer-submitted",
        "card-assigned",
        "offer-awarded",
        "offer-refused",
        "grant-paid",
        "report-returned",
    } <= templates


def sql(query: str, *values: Any) -> Decimal:
    """One number, asked of the tables and not of our own code."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return Decimal(str(cursor.fetchone()[0] or 0)).quantize(Decimal("0.01"))


def test_figures_of_the_annual_report_are_the_sums_of_the_tables(year: date) -> None:
    report = AnnualReport.objects.select_related("programme").get()
    assert (report.state, report.programme.year, report.programme.state) == ("submitted", year.year - 1, "reported")
    tables = {table.code: table for table in thaw(report.figures)}
    of_year = """
        join competitions_competition c on c.id = o.competition_id
        join ngo_prioritytask t on t.id = c.task_id
        join ngo_programme p on p.id = t.programme_id and p.year = %s
    """
    agreed = f"from competitions_agreement a join competitions_offer o on o.id = a.offer_id {of_year}"
    offers = f"from competitions_offer o {of_year} where o.submitted_at is not null"
    last = year.year - 1
    amount = sql(f"select sum(a.amount) {agreed} where a.state <> 'prepared'", last)
    assert amount > 0
    assert tables["T5"].total("contracted") == tables["T6"].total("amount") == tables["A1"].total("amount") == amount
    assert tables["T5"].total("requested") == sql(f"select sum(o.requested) {offers}", last)
    paid = f"select sum(m.amount) from competitions_payment m join competitions_agreement a on a.id = m.agreement_id join competitions_offer o on o.id = a.offer_id {of_year}"
    assert tables["T5"].total("paid") == sql(paid, last)
    assert tables["T5"].total("settled") == tables["T5"].total("paid")
    assert tables["T4"].total("submitted") == sql(f"select count(*) {offers}", last)
    assert tables["T4"].total("rejected") == sql(f"select count(*) {offers} and o.state = 'rejected'", last)
    assert tables["T4"].total("withdrawn") == sql(f"select count(*) {offers} and o.state = 'withdrawn'", last)
    assert len(tables["A1"].rows) == sql(f"select count(*) {agreed} where a.state <> 'prepared'", last)


def test_only_invented_organisations_take_part(year: date) -> None:
    invented = {row["name"] for row in script("cast")["organisation"]}
    assert set(Offer.objects.values_list("organisation__name", flat=True)) < invented
    assert set(Organisation.objects.values_list("name", flat=True)) == invented
    assert not Organisation.objects.filter(verified_at=None).exists()


def test_scenes_write_nothing_themselves() -> None:
    """Every change of the story is made by a verb of some stage."""
    for path in SOURCES.rglob("*.py"):
        text = path.read_text()
        for word in (".create(", "bulk_", ".save()", ".update(", ".delete(", "get_or_create", "cursor("):
            assert word not in text, f"{path.name}: {word}"


def test_second_run_changes_nothing_and_prints_every_sign_in(year: date) -> None:
    def heads() -> list[tuple[str, int]]:
        return list(Head.objects.order_by("chain").values_list("chain", "seq"))

    before, documents, began, out = heads(), Document.objects.count(), time.process_time(), io.StringIO()
    call_command("demo_year", stdout=out)
    assert time.process_time() - began < 3
    assert (heads(), Document.objects.count()) == (before, documents)
    for row in signins.read().values():
        assert row.email in out.getvalue()
        assert row.password in out.getvalue()


def test_first_run_is_refused_to_a_working_installation(year: date, settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(Exception, match="nie należy do pracującej instalacji"):
        call_command("demo_year")


def test_sign_ins_are_kept_for_the_owner_alone(year: date) -> None:
    assert signins.path().stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("key", ["officer", "expert1", "chair", "auditor", "administrator"])
def test_staff_sign_in_with_password_and_printed_code(year: date, client: Client, key: str) -> None:
    row = signins.read()[key]
    page = client.post(reverse("account_login"), {"login": row.email, "password": row.password})
    assert page.status_code == 302
    page = client.post(reverse("mfa_authenticate"), {"code": row.code(time.time())})
    assert page.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email=row.email).pk)


def test_organisation_signs_in_with_its_password(year: date, client: Client) -> None:
    row = signins.read()["piec"]
    page = client.post(reverse("account_login"), {"login": row.email, "password": row.password})
    assert page.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email=row.email).pk)


def test_public_pages_of_the_year_open(year: date, client: Client) -> None:
    pages = ["/", "/konkursy/", "/sprawozdania-roczne/", "/programy/", *_addresses()]
    for address in pages:
        assert client.get(address).status_code == 200, address


def _addresses() -> list[str]:
    return [f"/konkursy/{row.public_id}/" for row in Competition.objects.announced()] + [
        f"/programy/{row.public_id}/" for row in Programme.objects.all()
    ]


def test_codes_are_printed(year: date) -> None:
    out = io.StringIO()
    call_command("demo_year", codes=True, stdout=out)
    assert signins.read()["officer"].code(time.time()) in out.getvalue()
