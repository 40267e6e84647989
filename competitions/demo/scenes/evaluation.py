"""Formal check, panel, experts' declarations and cards, the meeting with its minutes."""

from datetime import datetime, timedelta
from decimal import Decimal

from competitions.calls.models import Criterion
from competitions.confirmations import actions as confirmations
from competitions.corrections import actions as corrections
from competitions.corrections.models import Correction
from competitions.demo.play import Play, Round, Thread, stopped
from competitions.demo.script import script
from competitions.demo.timeline import working_days_before
from competitions.evaluation.actions import cards as card_verbs
from competitions.evaluation.actions import formal as formal_verbs
from competitions.evaluation.actions import panel as panel_verbs
from competitions.evaluation.models import Panel, PanelMember, ScoreCard
from competitions.evaluation.prefill import findings
from competitions.experts.models import Expert
from competitions.meetings import actions as meetings
from competitions.offers.merge import Change
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.accounts.models import Hat
from law.exclusion import grounds

NO_GROUND = {ground.code: False for ground in grounds(member=True)}
GOOD, FAIR = 78, 60
# Most organisations have not entered their bodies yet, so the system cannot rule links out.
NOT_RULED_OUT = "Ekspert potwierdził telefonicznie, że nie ma powiązań z oferentem; złoży deklarację bezstronności."


def appoint(play: Play, round_: Round) -> None:
    """The Board appoints the panel of the competition."""
    on = round_.course.appointed
    resolution = play.resolution(f"w sprawie powołania komisji konkursowej „{round_.competition.title}”", on=on)
    members = [
        {
            "user": play.actors[row["key"]].person,
            "role": row["role"],
            "side": row["side"],
            "indicated_by": row.get("indicated_by", ""),
        }
        for row in script("cast")["panel"]
    ]
    at = play.at(on, 15, 10)
    panel_verbs.appoint(round_.competition, resolution=resolution, members=members, actor=play.actors["officer"], at=at)


def check(play: Play, round_: Round) -> None:
    """One officer fills the formal cards, another approves them; what was not confirmed is left unexamined."""
    day = min(round_.course.checked, working_days_before(play.today, 1))
    for index, thread in enumerate(round_.threads):
        at = play.at(day, 9 + index // 2, 30 * (index % 2) + 5)
        if thread.fate == "unexamined":
            confirmations.leave_unexamined(
                thread.offer, reason=thread.script["reason"], actor=play.actors["officer"], at=at
            )
        elif thread.fate not in ("draft", "submitted", "confirmed", "withdrawn"):
            _judge(play, thread, at=at)
            if "correct" in thread.script:
                _correct(play, thread, at=at)


def _judge(play: Play, thread: Thread, *, at: datetime) -> None:
    """A formal card: everything as the system found it, but for what the script objects to."""
    offer = thread.offer
    found = findings(offer, offer.versions.latest("number"))
    answers = {code: {"answer": each.answer or "yes", "note": ""} for code, each in found.items()}
    calls_back = "correct" in thread.script and not Correction.objects.filter(offer=offer).exists()
    if thread.fate in ("rejected", "returned") or calls_back:
        answers[thread.script["question"]] = {"answer": "no", "note": thread.script["objection"]}
    proposal = (
        "reject" if thread.fate == "rejected" else "correct" if thread.fate == "returned" or calls_back else "accept"
    )
    fields = thread.script.get("unlock", ()) if proposal == "correct" else ()
    check = formal_verbs.fill_check(
        offer, answers, proposal=proposal, fields=fields, actor=play.actors["officer"], at=at
    )
    formal_verbs.approve_check(check, actor=play.actors["head"], at=at + timedelta(minutes=20))


def _correct(play: Play, thread: Thread, *, at: datetime) -> None:
    """The organisation corrects within hours, and the office judges the new version unless the story leaves it waiting."""
    correction = Correction.objects.select_related("base", "offer__competition").get(offer=thread.offer)
    old = correction.base.content
    changes = {code: Change(old[code] + text, old[code]) for code, text in thread.script["correct"].items()}
    later = at + timedelta(hours=2)
    corrections.save(correction, changes, actor=thread.signatory, at=later)
    corrections.correct(correction, actor=thread.signatory, clock=stopped(later))
    play.jobs(later)
    if thread.fate != "answered":
        _judge(play, thread, at=later + timedelta(hours=1))


def evaluate(play: Play, round_: Round) -> None:
    """Two experts for every offer; who declares a ground of exclusion is replaced by the third."""
    officer, course = play.actors["officer"], round_.course
    formal_verbs.start_evaluation(round_.competition, actor=officer, at=play.at(course.evaluated, 9))
    first, second, *third = (play.actors[key] for key in round_.script["experts"])
    number = 0
    for thread in round_.threads:
        if "quality" not in thread.script:
            continue
        experts = [first, second]
        if thread.script.get("excluded"):
            _exclude(play, round_, thread, first)
            experts[0] = third[0]
        if "taken_back" in thread.script:
            card = _assign(play, round_, thread, third[0])
            at = play.at(course.declared, 8, 50)
            card_verbs.take_back(card, reason=thread.script["taken_back"], actor=officer, at=at)
        if "refused" in thread.script:
            card = _assign(play, round_, thread, third[0])
            at = play.at(course.declared, 8, 55)
            card_verbs.refuse_card(card, reason=thread.script["refused"], actor=third[0], at=at)
        states = thread.script.get("cards", ["submitted", "submitted"])
        for expert, quality, state in zip(experts, thread.script["quality"], states, strict=True):
            number += 1
            _score(play, round_, thread, expert, quality, state=state, number=number)


def _exclude(play: Play, round_: Round, thread: Thread, expert: Actor) -> None:
    """The expert trained the organisation's people last spring, and says so."""
    card = _assign(play, round_, thread, expert)
    card_verbs.declare(card, {**NO_GROUND, "A1": True}, actor=expert, at=play.at(round_.course.declared, 8, 30))


def _assign(play: Play, round_: Round, thread: Thread, expert: Actor) -> ScoreCard:
    listed = Expert.objects.get(user=expert.person)
    at = play.at(round_.course.evaluated, 11)
    offer = Offer.objects.select_related("competition").get(pk=thread.offer.pk)
    return card_verbs.assign(
        offer, listed, due=round_.course.scored, reason=NOT_RULED_OUT, actor=play.actors["officer"], at=at
    )


def _score(play: Play, round_: Round, thread: Thread, expert: Actor, quality: int, *, state: str, number: int) -> None:
    card = _assign(play, round_, thread, expert)
    if state == "assigned":
        return
    card = card_verbs.declare(card, NO_GROUND, actor=expert, at=play.at(round_.course.declared, 9, number))
    at = play.at(round_.course.scored, 8, 20) + timedelta(minutes=25 * number)
    level = "good" if quality >= GOOD else "fair" if quality >= FAIR else "poor"
    words, notes = script("judgements")[level], script("judgements")["notes"][level]
    scores = {
        criterion.pk: (_points(criterion, quality, number), words[str(criterion.group)][number % 2])
        for criterion in round_.competition.criteria.all()
    }
    if state == "declared":
        # Half of the card is written, the rest waits for a free evening.
        scores = dict(list(scores.items())[:3])
    values = {
        "strengths": notes["strengths"][number % 2],
        "weaknesses": notes["weaknesses"][number % 2],
        "recommended_amount": thread.offer.requested if quality >= FAIR else Decimal(0),
    }
    card = card_verbs.save_card(card, scores=scores, values=values, actor=expert, at=at)
    if state == "submitted":
        card_verbs.submit_card(card, actor=expert, at=at + timedelta(minutes=12))


def _points(criterion: Criterion, quality: int, number: int) -> Decimal:
    """The share of the maximum in halves of a point; the two experts differ a little from criterion to criterion."""
    shift = ((criterion.number + number) % 3 - 1) * 4
    share = min(max(quality + shift, 0), 100)
    return (Decimal(criterion.max_points * share * 2) / 100).quantize(Decimal(1)) / 2


def conclude(play: Play, round_: Round) -> None:
    """Each member declares; the panel meets, speaks of offer after offer, and the chair closes the meeting and its minutes."""
    panel = Panel.objects.get(competition=round_.competition)
    on = round_.course.met
    for minute, member in enumerate(panel.members.select_related("user")):
        panel_verbs.declare_member(member, NO_GROUND, actor=_in_panel(round_, member), at=play.at(on, 9, minute))
    members = list(panel.members.select_related("user"))
    chair = _in_panel(round_, next(member for member in members if member.role == "chair"))
    opens = play.at(on, 10)
    panel = Panel.objects.select_related("competition").get(pk=panel.pk)
    meeting = meetings.plan(panel, starts_at=opens, place="sala 312", actor=chair, at=play.at(on, 9, 30))
    meetings.begin(meeting, present=members, actor=chair, at=opens)
    for minute, item in enumerate(meeting.items.select_related("meeting__panel__competition", "offer"), 5):
        meetings.settle(item, "", actor=chair, at=opens + timedelta(minutes=minute))
    at = play.at(on, 12, 45)
    meetings.close(meeting, actor=chair, at=at)
    play.jobs(at)


def _in_panel(round_: Round, member: PanelMember) -> Actor:
    """The member in the hat of this panel."""
    hats = Hat.objects.worn().filter(kind__startswith="panel_", key=round_.competition.public_id)
    return Actor(user=member.user, hat=hats.get(user=member.user))
