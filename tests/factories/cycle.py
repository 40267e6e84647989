"""The cycle of a competition, played through the actions to any point that a test needs.

The story: the programme of 2027 is published on 20 November 2026, the competition is announced on Monday 23 November,
takes offers until 14 December 23:59:59, is concluded and resolved in January and February 2027; tasks last from March to
November 2027. Each verb has its own moment, so that nothing depends on the day on which the tests run.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.utils.timezone import localdate
from stdnum.pl import nip, regon

from competitions.agreements import actions as agreements
from competitions.agreements.models import Agreement
from competitions.annual import actions as annual
from competitions.annual.models import AnnualReport
from competitions.awards import actions as awards
from competitions.calls import actions as calls
from competitions.calls.models import Competition, SubTask
from competitions.confirmations import actions as confirmations
from competitions.corrections.models import Correction
from competitions.corrections.queries import with_row_keys
from competitions.evaluation import formal
from competitions.evaluation.actions import cards as card_verbs
from competitions.evaluation.actions import formal as formal_verbs
from competitions.evaluation.actions import panel as panel_verbs
from competitions.evaluation.models import FormalCheck, Panel, Role, ScoreCard, Side
from competitions.evaluation.prefill import findings
from competitions.experts import actions as experts
from competitions.experts.hats import EXPERT
from competitions.experts.models import Expert
from competitions.offers import actions as offers
from competitions.offers.merge import Change
from competitions.offers.models import Offer
from competitions.reports import actions as reports
from competitions.reports.models import Report
from core.accounts.actor import Actor
from core.accounts.models import Hat
from core.jobs.models import Job
from core.jobs.runner import run
from core.publications.models import Place
from law.exclusion import grounds
from ngo.programmes import actions as programmes
from ngo.programmes.models import Programme
from ngo.registry.actions import record
from ngo.registry.hats import EDITOR, SIGNATORY
from ngo.registry.models import County, Organisation
from office.board.actions import resolutions as board
from office.board.models import Body, Resolution
from office.structure.hats import OFFICER
from office.structure.models import Unit
from tests.factories.content import offer_content, report_content

WARSAW = ZoneInfo("Europe/Warsaw")
NO_GROUND = {ground.code: False for ground in grounds(member=True)}
# Experts and organisations of tests say little of themselves, so links cannot be ruled out.
UNKNOWN_LINKS = "Ekspert potwierdził brak powiązań w rozmowie."
PASSED = {question.code: {"answer": "yes", "note": ""} for question in formal.QUESTIONS}
CRITERIA = [
    {"group": 1, "name": "Możliwość realizacji zadania", "max_points": 30, "step": Decimal("0.5")},
    {"group": 2, "name": "Kalkulacja kosztów", "max_points": 20, "step": Decimal("0.5")},
    {"group": 3, "name": "Jakość i kwalifikacje", "max_points": 20, "step": Decimal("0.5")},
    {"group": 4, "name": "Wkład finansowy", "max_points": 10, "step": Decimal("0.5")},
    {"group": 5, "name": "Wkład osobowy i rzeczowy", "max_points": 10, "step": Decimal("0.5")},
    {"group": 6, "name": "Dotychczasowa współpraca", "max_points": 10, "step": Decimal("0.5")},
]
PROGRAMME = {
    "main_aim": "Rozwój współpracy z organizacjami.",
    "principles": "Pomocniczość, partnerstwo, jawność.",
    "subject_scope": "Zadania z zakresu kultury.",
    "forms": "Zlecanie zadań w otwartych konkursach ofert.",
    "period": "Rok budżetowy.",
    "manner": "Otwarte konkursy ofert.",
    "assessment": "Wskaźniki celów szczegółowych.",
    "creation": "Projekt konsultowano przez 21 dni.",
    "panel_rules": "Komisję powołuje Zarząd.",
}
# How far an offer is taken, in order.
OFFER_STEPS = ("draft", "submitted", "confirmed", "accepted")


def moment(year: int, month: int, day: int, hour: int = 10, minute: int = 0, second: int = 0) -> datetime:
    """A moment by the clock in Łódź."""
    return datetime(year, month, day, hour, minute, second, tzinfo=WARSAW)


PUBLISHED = moment(2026, 11, 20)
ANNOUNCED = moment(2026, 11, 23)
WRITTEN = moment(2026, 12, 1)
DEADLINE = moment(2026, 12, 14, 23, 59, 59)
CONFIRMED = moment(2026, 12, 18)
CONFIRMATION_DUE = moment(2026, 12, 21, 16)
CLOSED = moment(2026, 12, 15, 0, 5)
CHECKED = moment(2026, 12, 28)
SCORED = moment(2027, 1, 11)
CONCLUDED = moment(2027, 1, 25)
RESOLVED = moment(2027, 2, 9)
SIGNED = moment(2027, 2, 22)
PAID = moment(2027, 3, 1)
REPORTED = moment(2027, 11, 15)
ACCEPTED = moment(2027, 12, 6)
FROZEN = moment(2028, 3, 20)


class Cycle:
    """Makes objects of the cycle; `officer` is who acts for the office, `unit` its unit (KM III)."""

    def __init__(self, people: Any) -> None:
        call_command("load_reference", verbosity=0)
        self.people = people
        self.unit = Unit.objects.get(code="KMIII")
        self.officer: Actor = people(OFFICER.code, key=self.unit.code, name="Olga Urzędnicza")
        self.second: Actor = people(OFFICER.code, key=self.unit.code, name="Daria Drugooka")
        self.numbers = count(1)
        self.signatories: dict[int, Actor] = {}

    # the office

    def resolution(self, *, body: str = Body.BOARD, on: date = date(2026, 11, 3)) -> Resolution:
        """A resolution with the next number."""
        number = f"{next(self.numbers)}/{on:%y}"
        return board.record(
            number,
            title="w sprawie współpracy",
            adopted_on=on,
            unit=self.unit,
            body=body,
            actor=self.officer,
            at=PUBLISHED,
        )

    # the programme

    def programme(self, *, year: int = 2027, to: str = "published", spheres: Sequence[str] = ("16",)) -> Programme:
        """The programme of a year with a task in each sphere, taken to "draft", "proposed", "adopted" or "published"."""
        who = {"actor": self.officer, "at": PUBLISHED}
        programme = programmes.draft(year, title=f"Program współpracy na {year} rok", **who)
        aim = {"text": "Więcej zadań wspólnych", "indicator": "umowy", "target": "25", "source": "rejestr umów"}
        tasks = [
            {"sphere": code, "title": f"Zadanie ze sfery {code}", "unit": self.unit, "planned_funds": Decimal(500000)}
            for code in spheres
        ]
        values = {**PROGRAMME, "planned_funds": Decimal(500000) * len(tasks)}
        programmes.revise(programme, values=values, aims=[aim], tasks=tasks, **who)
        if to != "draft":
            programmes.propose(programme, resolution=self.resolution(), **who)
        if to in ("adopted", "published"):
            programmes.adopt(programme, resolution=self.resolution(body=Body.ASSEMBLY), **who)
        if to == "published":
            programmes.publish(programme, **who)
        return programme

    # the competition

    def competition(self, *, to: str = "open", programme: Programme | None = None, **values: Any) -> Competition:
        """A competition taken to "draft", "approved" or "open"; `values` change its parameters."""
        programme = programme or Programme.objects.filter(year=2027).first() or self.programme()
        task = values.pop("task", None) or programme.tasks.first()
        criteria = values.pop("criteria", CRITERIA)
        subtasks = values.pop("subtasks", ())
        competition = calls.draft(
            {**self.parameters(), "task": task, "sphere": task.sphere, "unit": task.unit, **values},
            criteria=criteria,
            subtasks=subtasks,
            actor=self.officer,
            at=ANNOUNCED,
        )
        if to != "draft":
            calls.approve(competition, resolution=self.resolution(), actor=self.officer, at=ANNOUNCED)
        if to == "open":
            for place in Place.values:
                calls.record_publication(
                    competition, place=place, published_at=ANNOUNCED, note="", actor=self.officer, at=ANNOUNCED
                )
        return competition

    def parameters(self) -> dict[str, Any]:
        """What a competition needs beside its task."""
        return {
            "title": "Żywe tradycje regionu łódzkiego",
            "form": "supporting",
            "pool": Decimal(100000),
            "rules": "Dotację przyznaje Zarząd w formie uchwały.",
            "conditions": "Zadanie jest realizowane na terenie województwa.",
            "task_from": date(2027, 3, 1),
            "task_to": date(2027, 11, 30),
            "offers_due": DEADLINE,
            "confirmation_due": CONFIRMATION_DUE,
            "selection_by": date(2027, 2, 15),
            "selection_mode": "Oferty opiniuje komisja konkursowa.",
            "planned_bip": ANNOUNCED.date(),
            "planned_board": ANNOUNCED.date(),
            "planned_website": ANNOUNCED.date(),
            "max_grant": Decimal(40000),
            "own_share_min": Decimal(10),
            "legal_basis": "art. 11 ust. 2 i art. 13 ustawy",
            "admin_cap": Decimal(20),
            "form_version": "offer-2018",
        }

    # the organisations

    def organisation(self, name: str = "", *, to: str = "confirmed", **values: Any) -> Organisation:
        """An invented foundation with valid identifiers, "declared" by a person of its own or "confirmed" by the office."""
        number = next(self.numbers)
        nips, regons = range(7250000000 + number * 100, 7300000000), range(360000000 + number * 20, 370000000)
        return record.register(
            {
                "name": name or f"Fundacja Źródło {number}",
                "legal_form": "foundation",
                "krs": f"{900000 + number:010}",
                "nip": next(filter(nip.is_valid, map(str, nips))),
                "regon": next(filter(regon.is_valid, map(str, regons))),
                "street": f"ul. Wzorcowa {number}",
                "postcode": "99-100",
                "city": "Łęczyca",
                "county": County.objects.get(code="1004"),
                "bank_account": "PL61109010140000071219812874",
                "spheres": ["16"],
                **values,
            },
            actor=self.people() if to == "declared" else self.officer,
            at=PUBLISHED,
        )

    def signatory(self, organisation: Organisation) -> Actor:
        """The one person who signs for an organisation."""
        if organisation.pk not in self.signatories:
            self.signatories[organisation.pk] = self.people(
                SIGNATORY.code, key=organisation.public_id, title=organisation.name
            )
        return self.signatories[organisation.pk]

    def editor(self, organisation: Organisation) -> Actor:
        """A person who writes for an organisation."""
        actor: Actor = self.people(EDITOR.code, key=organisation.public_id, title=organisation.name)
        return actor

    # the offers

    def offer(
        self,
        competition: Competition,
        organisation: Organisation | None = None,
        *,
        to: str = "submitted",
        at: datetime = WRITTEN,
        subtask: SubTask | None = None,
        **content: Any,
    ) -> Offer:
        """An offer taken to "draft", "submitted", "confirmed" or "accepted"; `content` changes fields of the form.

        An accepted offer needs a competition whose call is over: `close` does it, `evaluated` does everything.
        """
        steps = OFFER_STEPS.index(to)
        actor = self.signatory(organisation or self.organisation())
        holder = organisation or Organisation.objects.get(public_id=actor.key)
        offer = offers.start(competition, holder, subtask=subtask, actor=actor, at=at)
        offer = offers.save(offer, offer_content(**content), revision=0, actor=actor, at=at)
        if steps >= 1:
            offers.submit(offer, actor=actor, clock=lambda: at)
        if steps >= 2:
            self.confirm(offer)
        if steps >= 3:
            self.check(offer)
        return self.fresh(offer)

    def confirm(self, offer: Offer) -> None:
        """The signed confirmation came in time."""
        offer.refresh_from_db()
        confirmations.receive(
            offer,
            channel="paper",
            received_at=CONFIRMED,
            typed_checksum=offer.checksum,
            others="Żaneta Łęcka, prezes",
            actor=self.officer,
            at=CONFIRMED,
        )
        offer.refresh_from_db()

    def fill(
        self, offer: Offer, *, proposal: str = "", fields: Sequence[str] = (), files: Sequence[str] = (), **answers: Any
    ) -> FormalCheck:
        """The formal card, filled by the officer: everything as the system found or "yes", but for `answers`.

        The proposal follows: accepted without a "no", else rejected.
        """
        offer = self.fresh(offer)
        found = findings(offer, offer.versions.latest("number"))
        known = {code: {"answer": each.answer, "note": ""} for code, each in found.items() if each.answer}
        given = {**PASSED, **known, **answers}
        failed = any(row["answer"] == "no" for row in given.values())
        return formal_verbs.fill_check(
            offer,
            given,
            proposal=proposal or ("reject" if failed else "accept"),
            fields=fields,
            files=files,
            actor=self.officer,
            at=CHECKED,
        )

    def check(self, offer: Offer, **card: Any) -> FormalCheck:
        """The formal card, filled by one officer and approved by another."""
        check = self.fill(offer, **card)
        approved = formal_verbs.approve_check(check, actor=self.second, at=CHECKED)
        offer.refresh_from_db()
        return approved

    @staticmethod
    def fresh(offer: Offer) -> Offer:
        """The offer as a page would read it."""
        return Offer.objects.select_related("competition__case", "organisation").get(pk=offer.pk)

    # the evaluation

    def close(self, competition: Competition) -> Competition:
        """The call is over."""
        competition.refresh_from_db()
        return calls.close(
            competition, actor=self.officer, at=max(CLOSED, competition.offers_due + timedelta(seconds=1))
        )

    def expert(self, name: str = "") -> tuple[Expert, Actor]:
        """A person on the list of experts."""
        person = self.people(name=name)
        expert = experts.enlist(person.user, spheres=["16"], actor=self.officer, at=PUBLISHED)
        return expert, Actor(user=person.user, hat=Hat.objects.get(user=person.user, kind=EXPERT.code))

    def panel(self, competition: Competition, *, declared: bool = True) -> Panel:
        """A panel of three: the chair and the secretary of the office, a member indicated by an organisation."""
        rows = [
            {"user": self.people(name=name).user, "role": role, "side": side, "indicated_by": indicated_by}
            for name, role, side, indicated_by in (
                ("Celina Przewodnicząca", Role.CHAIR, Side.EXECUTIVE, ""),
                ("Sławomir Sekretarz", Role.SECRETARY, Side.EXECUTIVE, ""),
                ("Nina Społeczna", Role.MEMBER, Side.NGO, "Stowarzyszenie Spoza Konkursu"),
            )
        ]
        panel = panel_verbs.appoint(
            competition, resolution=self.resolution(), members=rows, actor=self.officer, at=CHECKED
        )
        for member in panel.members.all() if declared else ():
            panel_verbs.declare_member(member, NO_GROUND, actor=Actor(user=member.user), at=CHECKED)
        return panel

    def chair(self, panel: Panel) -> Actor:
        """The chair of a panel, in that hat."""
        user = panel.members.get(role=Role.CHAIR).user
        return Actor(user=user, hat=Hat.objects.get(user=user, key=panel.competition.public_id))

    def card(
        self, offer: Offer, expert: tuple[Expert, Actor], *, to: str = "submitted", points: Sequence[Any] = ()
    ) -> ScoreCard:
        """A card taken to "assigned", "declared" or "submitted"; `points` in the order of the criteria (else the highest)."""
        person, actor = expert
        card = card_verbs.assign(
            offer, person, due=date(2027, 1, 15), reason=UNKNOWN_LINKS, actor=self.officer, at=CHECKED
        )
        if to != "assigned":
            card_verbs.declare(card, NO_GROUND, actor=actor, at=CHECKED)
        if to == "submitted":
            criteria = list(offer.competition.criteria.all())
            given = points or [criterion.max_points for criterion in criteria]
            scores = {
                criterion.pk: (Decimal(str(value)), "Uzasadnienie oceny.")
                for criterion, value in zip(criteria, given, strict=True)
            }
            card_verbs.save_card(card, scores=scores, values={"strengths": "Doświadczenie."}, actor=actor, at=SCORED)
            card_verbs.submit_card(card, actor=actor, at=SCORED)
        return card

    def assessed(self, competition: Competition, points: Mapping[int, Sequence[Any]] | None = None) -> Panel:
        """Everything up to the panel's sitting: confirmations, formal checks, two cards for every offer.

        `points`: an offer's number → the points both experts give it, criterion by criterion.
        """
        self.close(competition)
        for offer in competition.offers.filter(state="submitted"):
            self.confirm(offer)
        for offer in competition.offers.filter(state="confirmed"):
            self.check(offer)
        formal_verbs.start_evaluation(competition, actor=self.officer, at=CHECKED)
        panel = self.panel(competition)
        pair = (self.expert("Ewa Ekspertka"), self.expert("Edward Ekspert"))
        for offer in competition.offers.filter(state="accepted").select_related("competition").order_by("number"):
            for expert in pair:
                self.card(offer, expert, points=(points or {}).get(offer.number or 0, ()))
        return panel

    def concluded(self, competition: Competition, points: Mapping[int, Sequence[Any]] | None = None) -> Panel:
        """The panel gave its opinion on every offer."""
        panel = self.assessed(competition, points)
        panel_verbs.conclude(
            panel,
            met_on=CONCLUDED.date(),
            present=list(panel.members.all()),
            texts={},
            actor=self.chair(panel),
            at=CONCLUDED,
        )
        competition.refresh_from_db()
        return panel

    # the money

    def resolved(
        self, competition: Competition, decisions: Mapping[str, tuple[Decimal, str]] | None = None
    ) -> Competition:
        """The Board decided as the panel proposed, or as `decisions` say (offer's public id → amount and reason)."""
        if competition.state == "open":
            self.concluded(competition)
        proposed = {
            offer.public_id: (
                offer.opinion.proposed_amount,
                "" if offer.opinion.proposed_amount else offer.opinion.text,
            )
            for offer in competition.offers.filter(state="opinioned").select_related("opinion")
        }
        awards.resolve(
            competition,
            resolution=self.resolution(on=RESOLVED.date()),
            decisions={**proposed, **(decisions or {})},
            actor=self.officer,
            at=RESOLVED,
        )
        competition.refresh_from_db()
        return competition

    def agreement(self, offer: Offer, *, to: str = "paid") -> Agreement:
        """The agreement of an awarded offer, taken to "prepared", "signed" or "paid"."""
        agreement = agreements.prepare(
            self.fresh(offer),
            account="PL61109010140000071219812874",
            organisation_signatories="Żaneta Łęcka, prezes",
            actor=self.officer,
            at=SIGNED,
        )
        if to != "prepared":
            agreements.sign(
                agreement,
                signed_on=SIGNED.date(),
                organisation_signatories="Żaneta Łęcka, prezes",
                office_signatories="Marszałek, członek zarządu",
                treasurer="Skarbnik",
                actor=self.officer,
                at=SIGNED,
            )
        if to == "paid":
            agreements.pay(
                agreement,
                amount=agreement.amount,
                paid_on=PAID.date(),
                reference="WB 41",
                actor=self.officer,
                at=PAID,
            )
        return agreement

    def paid(self, competition: Competition | None = None) -> Agreement:
        """A paid agreement and everything before it."""
        competition = competition or self.competition()
        offer = self.offer(competition)
        self.resolved(competition)
        return self.agreement(offer)

    def report(self, agreement: Agreement, *, to: str = "submitted", **content: Any) -> Report:
        """The report on an agreement, taken to "draft", "submitted" or "accepted"."""
        actor = self.signatory(agreement.offer.organisation)
        report = reports.start(agreement, actor=actor, at=REPORTED)
        reports.save(report, report_content(**content), revision=report.revision, actor=actor, at=REPORTED)
        if to != "draft":
            report = reports.submit(report, actor=actor, clock=lambda: REPORTED)
        if to == "accepted":
            reports.accept(report, actor=self.officer, at=ACCEPTED)
        return Report.objects.select_related("agreement__offer__organisation", "agreement__version").get(pk=report.pk)

    def annual(self, programme: Programme, *, to: str = "frozen") -> AnnualReport:
        """The annual report on a programme, taken to "prepared", "frozen" or "submitted"."""
        report = annual.begin(programme, actor=self.officer, at=FROZEN)
        if to != "prepared":
            annual.freeze(report, actor=self.officer, at=FROZEN)
        if to == "submitted":
            run(Job.objects.get(name="annual.report", key__startswith=report.public_id).pk, loud=True)
            annual.submit(
                report,
                resolution=self.resolution(on=localdate(FROZEN)),
                submitted_on=localdate(FROZEN),
                actor=self.officer,
                at=FROZEN,
            )
        return report


def retyped(correction: Correction, content: Mapping[str, Any]) -> dict[str, Change]:
    """What one writer makes of fields of a correction that show what is stored; rows of tables keep their places."""
    base = with_row_keys(correction)

    def keyed(code: str, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        keys = [row["key"] for row in base.get(code, [])]
        return [{**row, "key": key} for row, key in zip(value, [*keys, *[""] * len(value)], strict=False)]

    return {code: Change(keyed(code, value), base.get(code, "")) for code, value in content.items()}
