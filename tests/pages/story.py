"""One office in full work on 2 March 2027: something in every state, seen by everyone who has a part in it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from competitions.conflicts import actions as conflicts
from competitions.contracts import actions as contracts
from competitions.corrections import actions as corrections
from competitions.evaluation.actions import formal as formal_verbs
from competitions.evaluation.actions import plans as plan_verbs
from competitions.experts.models import Expert
from competitions.meetings import actions as meetings
from competitions.messages import actions as messages
from competitions.nominations import actions as nominations
from competitions.offers import actions as offers
from competitions.questions import actions as questions
from core.accounts.actor import Actor
from core.accounts.models import Hat
from core.jobs.models import Job
from core.jobs.runner import run
from ngo.contacts import actions as contacts
from ngo.contacts.queries import audience
from ngo.duplicates.actions import find_candidates, merge
from ngo.mailings import actions as mailings
from ngo.papers import actions as papers
from ngo.registry.actions.record import register
from ngo.registry.models import County
from office.agenda.actions import events as agenda
from office.agenda.actions import preparations, weeks
from office.agenda.presentation import digest, items
from office.agenda.queries import of_week
from office.board.actions import items as board_items
from office.cases import actions as cases
from office.cases.models import FileClass
from office.correspondence import actions as correspondence
from office.feedback import actions as feedback
from office.feedback.models import Kind
from office.letters import actions as greetings
from office.papers import actions as papers_to_sign
from office.registers import actions as registers
from office.registers.schema import registers as known
from office.structure import actions as structure
from office.structure.models import Unit
from office.surveys import actions as surveys
from office.surveys.models import Comment
from office.surveys.schema import services
from office.trips import actions as trips
from office.trips.models import Trip
from tests.factories import agenda as calendar
from tests.factories.board import Board
from tests.factories.controls import Book
from tests.factories.council import Council
from tests.factories.cycle import CHECKED, Cycle, moment, retyped
from tests.factories.files import pdf
from tests.factories.mail import eml
from tests.factories.papers import checked, submitted
from tests.factories.recruitment import Office

NOW: datetime = moment(2027, 3, 2)
# An open competition of that day: what Cycle's parameters say otherwise.
OPEN = {
    "offers_due": moment(2027, 3, 22, 23, 59, 59),
    "confirmation_due": moment(2027, 3, 29, 16),
    "selection_by": date(2027, 4, 30),
    "task_from": date(2027, 5, 15),
    "task_to": date(2027, 11, 30),
    "contact": "Wydział Społeczeństwa Obywatelskiego, tel. 42 663 30 26",
    "legal_basis": "art. 11 i 13 ustawy o działalności pożytku publicznego i o wolontariacie",
}
DATES = {"III.2.from": "2027-05-15", "III.2.to": "2027-10-31"}


class Story(Cycle):
    """Everything that the walk opens, by name."""

    def __init__(self, people: Any) -> None:
        super().__init__(people)
        self.programme_2027 = self.programme(spheres=("16", "17", "1"))
        self.programme_2028 = self.programme(year=2028, to="draft")
        self._finished()
        self._in_evaluation()
        self._concluded()
        self._open()
        self._recruiting()
        self.prepared = self.competition(to="draft", title="Wolontariat w małych miejscowościach", **OPEN)
        self.approved = self.competition(to="approved", title="Dostępna kultura", **OPEN)
        self.remark = feedback.send(
            "Na telefonie nie mogę odczytać tabeli z terminami.",
            kind=Kind.ACCESSIBILITY,
            page="/konkursy/",
            email="czytelniczka@example.org",
            actor=Actor(),
            at=moment(2027, 2, 26),
        )
        self._cases()
        self._contacts()
        self._duplicates()
        self.auditor: Actor = people("auditor", name="Adam Audytor")
        self.press: Actor = people("officer", key="KMI", name="Pola Prasowa")
        inquiry = {"received": date(2027, 2, 10), "medium": "Gazeta Próbna", "question": "Kiedy otwarcie mostu?"}
        self.entry = registers.enter(known()["zapytania-prasowe"], inquiry, actor=self.press, at=moment(2027, 2, 10))
        self._letters()
        self._trips()
        self._survey()
        self._agenda()
        self._boards_work()
        self._greetings()
        self.administrator: Actor = people("administrator", name="Alina Administratorka")

    def _letters(self) -> None:
        """A letter on its way, one that is over, an e-mail read in."""
        self.secretary: Actor = self.people("officer", key="KMII", name="Sabina Sekretarka")
        who: dict[str, Any] = {"actor": self.secretary, "at": moment(2027, 2, 12)}
        came = {"received_on": date(2027, 2, 11), "channel": "paper", "addressee": "marszalek", "kind": "complaint"}
        values = {**came, "sender": "Żaneta Próbna", "matter": "Skarga na stan przystanku w Łęczycy"}
        self.letter, self.letter_over = (correspondence.register(values, **who) for _ in range(2))
        unit = Unit.objects.get(code="KMI")
        correspondence.decree(self.letter, unit=unit, person=self.press.user, instruction="Proszę odpisać.", **who)
        correspondence.hand_over(self.letter, **who)
        correspondence.close(self.letter_over, reason="druga taka sama", **who)
        self.mail = correspondence.read_mail(eml(pdf("Wniosek.pdf")), **who)

    def _agenda(self) -> None:
        """A public event with people, a room and preparations, one that is repeated, and the list of its week for the media."""
        who: dict[str, Any] = {"actor": self.press, "at": moment(2027, 2, 26)}
        self.attendee, self.room = calendar.attendee(full_name="Żaneta Łęcka"), calendar.room()
        day = {"starts_at": moment(2027, 3, 4, 10), "ends_at": moment(2027, 3, 4, 11)}
        public = {"title": "Otwarcie mostu", "visibility": "public", "people": [self.attendee], "room": self.room}
        self.event = agenda.enter(calendar.planned(**day, **public), **who)
        self.repeated = agenda.enter(calendar.planned(title="Odprawa", rule="FREQ=WEEKLY;COUNT=4", **day), **who)
        due = {"owner": self.press.user, "due_on": date(2027, 3, 1)}
        self.preparation = preparations.add(self.event, what="Przemówienie", **due, **who)
        self.week = weeks.draft(date(2027, 3, 4), **who)
        weeks.approve(self.week, seen=digest(items(of_week(self.week.monday))), **who)
        weeks.issue(self.week, **who)

    def _boards_work(self) -> None:
        """Sittings of the Board in every state, items that wait, come back and are decided; controls on their way."""
        self.board = board = Board(self.people, at=moment(2027, 3, 1), officer=self.officer)
        self.sitting_recorded = board.recorded()
        board.at = NOW
        self.sitting_planned = board.sitting()
        self.item_submitted = board.item(self.sitting_planned, accepted=False)
        self.item_accepted = board.item(self.sitting_planned, title="nagród dla sportowców")
        self.item_returned = board.item(self.sitting_planned, title="wykonania budżetu", accepted=False)
        board_items.return_item(self.item_returned, "Brak opinii radcy.", actor=board.clerk, at=NOW)
        self.sitting_open = board.sitting(starts_at=board.day)
        self.item_to_decide = board.item(self.sitting_open)
        board.opened(self.sitting_open)
        self.book = Book(self.people, at=NOW, officer=self.officer)
        self.control = self.book.control("followed")
        self.paper_to_check = submitted(board, NOW)
        self.paper_to_sign = checked(board, NOW, title="Umowa z muzeum")
        self.paper_returned = submitted(board, NOW, title="Upoważnienie")
        papers_to_sign.return_paper(self.paper_returned, "Brak opinii.", actor=board.clerk, at=NOW)
        council = Council(self.people, at=NOW)
        self.council, self.position = council, council.position()
        self.council_planned = council.planned()
        self.recommendation = self.book.recommendation(self.control)

    def _cases(self) -> None:
        """A group of cases with one within, a closed case, the head who keeps the file plan."""
        who: dict[str, Any] = {"unit": self.unit, "symbol": "614", "actor": self.officer, "at": moment(2027, 2, 26)}
        self.head: Actor = self.people("head", key="KMIII", name="Helena Kierowniczka")
        self.case_group = cases.register("Zapytania organizacji o lokale", is_group=True, **who)
        self.case_open = cases.register("Lokal dla koła w Łęczycy", group=self.case_group, **who)
        post = {"name": "Żaneta Łęcka", "title": "inspektor", "room": "112", "valid_from": date(2026, 1, 1)}
        self.appointment = structure.appoint(post, unit=self.unit, actor=self.head, at=moment(2027, 2, 26))
        self.file_class = FileClass.objects.get(symbol="614")
        self.case_closed = cases.register("Udział w targach organizacji", **who)
        cases.close(self.case_closed, actor=self.officer, at=moment(2027, 3, 1))

    def _trips(self) -> None:
        """A trip that is planned, one that took place and has its costs and a file."""
        self.assistant: Actor = self.people("officer", key="KMV", name="Asia Asystentka")
        self.assistant_head: Actor = self.people("head", key="KMV", name="Henryk Kierownik")
        unit, kept = Unit.objects.get(code="KMV"), {"actor": self.assistant}

        def planned(place: str, day: date) -> Trip:
            values = {"kind": "foreign", "purpose": "Rozmowy o wymianie", "country": "Czechy", "place": place}
            costs = [{"kind": "lodging", "amount": Decimal(120), "currency": "EUR", "rate": Decimal("4.2513")}]
            said = trips.Plan(
                {**values, "starts_on": day, "ends_on": day},
                [{"name": "Jan Przykład", "role": "tłumacz"}],
                [{"day": day, "text": "Spotkanie z radą kraju"}],
                [{**costs[0], "rate_on": date(2027, 1, 29)}],
            )
            return trips.plan(said, unit=unit, actor=self.assistant, at=moment(2027, 2, 1))

        self.trip_planned = planned("Brno", date(2027, 3, 9))
        self.trip_held = planned("Ołomuniec", date(2027, 2, 9))
        trips.approve(self.trip_held, actor=self.assistant_head, at=moment(2027, 2, 2))
        trips.hold_trip(self.trip_held, **kept, at=moment(2027, 2, 10))
        self.trip_file = trips.attach(
            self.trip_held, kind="material", title="Prezentacja rady", file=pdf(), **kept, at=moment(2027, 2, 10)
        )

    def _survey(self) -> None:
        """Answers of the last quarter with a comment, enough of them to be told."""
        asked = services()["kontakty-z-mediami"]
        for number in range(12):
            scores = {code: 5 if number < 8 else 2 for code, _text in asked.questions}
            comment = "Szybka odpowiedź." if number == 0 else ""
            surveys.reply(asked, scores, comment=comment, token=f"t{number}", at=moment(2026, 12, 1))
        self.comment = Comment.objects.get()

    def _greetings(self) -> None:
        """Letters to one person, and a communiqué."""
        who: dict[str, Any] = {"actor": self.press, "at": moment(2027, 2, 10)}
        said = {"kind": "wishes", "subject": "Dzień Kobiet", "occasion": None, "text": "Składam życzenia {komu}."}
        signed = {"dated_on": date(2027, 3, 8), "signatory": "Bogumił Świętosławski", "office": "Marszałek"}
        unit = Unit.objects.get(code="KMI")
        self.letter_set = greetings.write_letters({**said, **signed}, unit=unit, **who)
        person = {"gender": "woman", "first_name": "Anna", "last_name": "Próbna", "city": "Łódź"}
        greetings.add_addressees(self.letter_set, [("", person)], **who)
        self.addressee = self.letter_set.addressees.get()
        news = {"title": "Otwarto most", "lead": "Jest most.", "text": "Trwało to dwa lata.", "contact": "tel. 42 000"}
        self.communique = greetings.write_communique(news, unit=unit, **who)
        greetings.publish_communique(self.communique, **who)
        self.communique_draft = greetings.write_communique({**news, "title": "Most w Źródłach"}, unit=unit, **who)

    def _contacts(self) -> None:
        """An institution that serves organisations, a list with an address on it."""
        self.institution = contacts.enter(
            {
                "kind": "volunteering",
                "name": "Centrum Wolontariatu „Źdźbło”",
                "street": "ul. Długa 1",
                "postcode": "95-100",
                "city": "Zgierz",
                "county": County.objects.get(code="1020"),
                "area": list(County.objects.all()[:3]),
                "email": "kontakt@example.org",
                "person": "Jan Przykład",
                "function": "kierownik",
                "source": "strona instytucji",
            },
            actor=self.officer,
            at=moment(2027, 2, 26),
        )
        who = {"actor": self.officer, "at": moment(2027, 2, 26)}
        values = {"name": "Kultura w regionie", "purpose": "konkursy z zakresu kultury", "organisations": True}
        self.contact_list = contacts.open_list({**values, "institutions": "all"}, **who)
        address = {"name": "Jan Przykład", "email": "jan@example.org", "basis": "consent"}
        given = {"given_on": date(2027, 2, 1), "basis_note": "formularz na spotkaniu"}
        contacts.add_contact(self.contact_list, {**address, **given}, **who)
        words = {"subject": "Zaproszenie: {nazwa}", "text": "Dzień dobry,\n\nzapraszamy na spotkanie o konkursach."}
        self.mailing_draft = mailings.write(self.contact_list, **words, **who)
        self.mailing_sent = mailings.write(self.contact_list, **words, **who)
        seen = mailings.fingerprint(audience(self.contact_list, who["at"]).recipients)
        mailings.send(self.mailing_sent, seen=seen, **who)
        run(Job.objects.get(name="mailings.hand_over").pk, loud=True)

    def _duplicates(self) -> None:
        """An organisation entered twice and merged, and two that look like one."""
        who = {"actor": self.officer, "at": moment(2027, 2, 26)}
        one = register({"name": "Koło Gospodyń Wiejskich w Woli Zaradzyńskiej", "nip": "6891178090"}, **who)
        other = register({"name": "KGW Wola Zaradzyńska", "krs": "37904", "phone": "42 111 22 33"}, **who)
        self.merge = merge(one, other, take=["phone"], reason="ten sam statut", **who)
        register({"name": "Fundacja Ćma", "nip": "5170359458", "email": "cma@example.org"}, **who)
        register({"name": "Fundacja „Ćma” w Zgierzu", "krs": "151051", "email": "cma@example.org"}, **who)
        find_candidates()

    def _finished(self) -> None:
        """A competition that is resolved: its agreements in every state, one report that waits for the office."""
        self.resolved_competition = self.competition(title="Żywe tradycje regionu łódzkiego")
        names = (
            "Fundacja Źródło Przykładu",
            "Stowarzyszenie Łęczyckie Łany",
            "Fundacja Echo Bzury",
            "Klub Nad Nerem",
            "Koło Żywych Tradycji",
        )
        self.holders = [self.organisation(name) for name in names]
        offers = [self.offer(self.resolved_competition, holder) for holder in self.holders]
        weak = self.offer(self.resolved_competition, **{"III.1": "Kiermasz bez planu"})
        points = {weak.number: (5, 5, 5, 1, 1, 1)} if weak.number else {}
        self.assessed(self.resolved_competition, points)
        panel = self.resolved_competition.panel
        chair, at = self.chair(panel), moment(2027, 1, 25)
        who: dict[str, Any] = {"actor": chair, "at": at}
        meeting = meetings.plan(panel, starts_at=at, place="sala 12", actor=chair, at=CHECKED)
        meetings.begin(meeting, present=list(panel.members.all()), **who)
        for item in meeting.items.select_related("meeting__panel__competition", "offer"):
            meetings.settle(item, "", **who)
        self.closed_meeting = meetings.close(meeting, **who)
        self.resolved_competition.refresh_from_db()
        self.resolved(self.resolved_competition)
        self.awarded_offer = offers[0]
        self.paid_agreement = self.agreement(offers[0])
        self.signed_agreement = self.agreement(offers[1], to="signed")
        self.report_to_review = self.report(self.paid_agreement)
        self.concluded_panel = panel
        self.offer_to_contract = offers[3]
        self.writer_actor = self.signatory(self.holders[4])
        self.report_draft = self.report(self.agreement(offers[4]), to="draft")
        self.annual_report = self.annual(self.programme_2027, to="prepared")

    def _recruiting(self) -> None:
        """A recruitment of experts that is prepared, one that takes candidacies, one whose list is approved."""
        office = Office(self)
        self.recruitment_draft = office.recruitment(to="draft")
        self.recruitment_resolved = office.recruitment(title="Eksperci na 2026 rok")
        self.candidate = self.people(name="Kinga Kandydatka")
        self.candidacy_listed = office.candidacy(self.recruitment_resolved, self.candidate, scores=(20, 10))
        office.resolve(self.recruitment_resolved)
        later = {"due": moment(2027, 3, 22, 23, 59, 59), "results_by": date(2027, 4, 30)}
        self.recruitment_open = office.recruitment(title="Eksperci do spraw sportu", **later)
        self.candidacy_draft = office.candidacy(self.recruitment_open, self.candidate, to="draft")
        self.contract = contracts.prepare(
            Expert.objects.get(public_id=self.expert_actor.key),
            number="KMIII.E.1.2027",
            valid_from=date(2027, 1, 1),
            valid_to=date(2027, 12, 31),
            rate=Decimal("150.00"),
            max_cards=40,
            actor=self.officer,
            at=NOW,
        )
        self.nominee = self.people(name="Nina Społeczna")
        holder = self.signatory_actor
        self.nomination = nominations.nominate(
            self.organisation_now,
            name="Nina Społeczna",
            email=self.nominee.person.email,
            recommendation="Prowadzi świetlicę i zna konkursy.",
            actor=holder,
            at=NOW,
        )
        other = self.people(name="Karol Kandydat")
        self.candidacy_to_check = office.candidacy(self.recruitment_open, other)

    def _in_evaluation(self) -> None:
        """A competition whose experts and panel are at work."""
        self.evaluated = self.competition(title="Aktywni seniorzy")
        waiting = [self.offer(self.evaluated, to="confirmed") for _ in range(3)]
        self.close(self.evaluated)
        for offer in waiting[:2]:
            self.check(offer)
        self.unchecked_offer = waiting[2]
        self.check(waiting[2])
        formal_verbs.start_evaluation(self.evaluated, actor=self.officer, at=moment(2026, 12, 28))
        self.panel_at_work = self.panel(self.evaluated, declared=False)
        expert = self.expert("Ewa Ekspertka Sztuki")
        other = self.expert("Edmund Ekspert Ludowy")
        self.expert_actor = expert[1]
        elsewhere = {"role": "volunteer", "organisation": None, "organisation_name": "Klub Sportowy „Wrzos”"}
        self.link = conflicts.link(expert[1].person, **elsewhere, actor=expert[1], at=CHECKED)
        self.card_to_declare = self.card(waiting[0], expert, to="assigned")
        self.card_to_score = self.card(waiting[1], expert, to="declared")
        self.card(waiting[1], other)
        self.chair_actor = self.chair(self.panel_at_work)
        asked = {"due": date(2027, 1, 15), "most": 3, "least": 0, "no_repeat": False, "seed": 7}
        doubt = {"in_doubt": True, "reason": "Eksperci potwierdzili brak powiązań."}
        self.plan = plan_verbs.ask_plan(self.evaluated, {**asked, **doubt}, actor=self.officer, at=CHECKED)
        run(Job.objects.get(name="evaluation.plan").pk, clock=lambda: CHECKED)
        self.plan.refresh_from_db()
        self.planned_offer = self.plan.data["problem"]["offers"][2]["offer"]
        self.planned_meeting = meetings.plan(
            self.panel_at_work, starts_at=moment(2027, 3, 9), place="sala 12", actor=self.chair_actor, at=CHECKED
        )
        member = self.panel_at_work.members.get(role="member").user
        self.member_actor = Actor(user=member, hat=Hat.objects.get(user=member))

    def _concluded(self) -> None:
        """A competition on which the Board has to decide, and one whose offers wait for their formal check."""
        self.to_resolve = self.competition(title="Sport dla wszystkich")
        for _ in range(2):
            self.offer(self.to_resolve)
        self.concluded(self.to_resolve)
        statute = {"name": "Statut", "note": "", "required": False, "kinds": ["pdf"], "max_mb": 5}
        self.closed = self.competition(title="Ekologia na co dzień", attachments=[statute])
        self.offer_to_check = self.offer(self.closed, to="confirmed")
        lacking = {"proposal": "correct", "fields": ["III.3"], "accessibility": {"answer": "no", "note": "brak opisu"}}
        self.called_offer, self.corrected_offer = (self.offer(self.closed, to="confirmed") for _ in range(2))
        for called in (self.called_offer, self.corrected_offer):
            self.check(called, **lacking, files=["Statut"] if called is self.called_offer else [])
        correction = self.corrected_offer.correction
        actor = self.signatory(self.corrected_offer.organisation)
        better = {"III.3": "Warsztaty w Łęczycy. Sala jest na parterze, z pętlą indukcyjną."}
        corrections.save(correction, retyped(correction, better), actor=actor, at=CHECKED)
        corrections.correct(correction, actor=actor, clock=lambda: CHECKED)
        self.close(self.closed)
        parts = [{"title": "Śpiew", "pool": Decimal(60000)}, {"title": "Rękodzieło", "pool": Decimal(40000)}]
        self.divided = self.competition(title="Żywe tradycje w podzadaniach", subtasks=parts)
        self.close(self.divided)

    def _open(self) -> None:
        """A competition that takes offers: a draft, one submitted."""
        self.open = self.competition(title="Kultura blisko domu – wsparcie działań artystycznych w gminach", **OPEN)
        self.organisation_now = self.organisation("Towarzystwo Przyjaciół Źródeł w Łęczycy")
        self.question = questions.ask(
            self.open,
            "Czy wolontariusz może być wkładem?",
            email="pytam@example.org",
            actor=Actor(),
            at=moment(2027, 3, 1),
        )
        public = "Czy zadanie może zacząć się przed podpisaniem umowy?"
        answered = questions.ask(self.open, public, email="pytam@example.org", actor=Actor(), at=moment(2027, 2, 26))
        questions.answer(answered, "Nie.", public_text=public, publish=True, actor=self.officer, at=moment(2027, 3, 1))
        who = {"organisation": self.organisation_now, "at": moment(2027, 3, 1, 22, 40)}
        self.draft_offer = self.offer(self.open, to="draft", **who, **DATES)
        self.signatory_actor = self.signatory(self.organisation_now)
        self.colleague = self.editor(self.organisation_now)
        self._papers()
        leading = self.offer(self.open, self.holders[1], to="draft", at=who["at"], **DATES)
        self.invitation = offers.invite_partner(
            leading, self.organisation_now, actor=self.signatory(self.holders[1]), at=who["at"]
        )
        self.submitted_offer = self.offer(self.open, self.holders[0], at=moment(2027, 3, 1, 20), **DATES)
        self.holder_actor = self.signatory(self.holders[0])
        messages.write(
            self.submitted_offer, "Czy podpis może być kwalifikowany?", actor=self.holder_actor, at=moment(2027, 3, 1)
        )
        messages.write(self.submitted_offer, "Tak.", actor=self.officer, at=moment(2027, 3, 1, 12))
        messages.write(self.submitted_offer, "Dziękujemy!", actor=self.holder_actor, at=moment(2027, 3, 1, 22, 50))
        agreement = self.agreement(self.resolved_offer(2), to="prepared")
        self.prepared_agreement = agreement

    def _papers(self) -> None:
        """An organisation's papers: who signs, a further account, a statute in two versions, a proposal that waits."""
        who: dict[str, Any] = {"actor": self.signatory_actor, "at": moment(2027, 2, 20)}
        holder = self.organisation_now
        self.signatory_now = papers.declare_signatory(
            holder, name="Żaneta Łęcka", function="prezeska zarządu", valid_from=date(2026, 5, 1), **who
        )
        self.account_now = papers.add_account(
            holder, iban="PL27114020040000300201355387", purpose="rachunek bieżący", valid_from=None, **who
        )
        for name in ("Statut.pdf", "Statut po zmianach z 2026 r.pdf"):
            self.document_now = papers.add_document(
                holder, file=pdf(name), kind="statute", title="", proves_spheres=True, **who
            )
        (self.proposal_now,) = papers.propose(
            holder,
            {"name": "Towarzystwo Przyjaciół Źródeł i Łąk w Łęczycy"},
            reason="Uchwała walnego zebrania i wpis do KRS",
            document=self.document_now,
            **who,
        )

    def resolved_offer(self, index: int) -> Any:
        return self.resolved_competition.offers.get(organisation=self.holders[index])
