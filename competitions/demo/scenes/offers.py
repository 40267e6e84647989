"""Organisations write offers, alone or together, submit, confirm, withdraw, submit once more; some stay drafts."""

from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from competitions.confirmations import actions as confirmations
from competitions.demo.offer_text import divided, offer_content, sketch, unfinished
from competitions.demo.play import Play, Round, Thread, stopped
from competitions.demo.script import DATA, script
from competitions.demo.timeline import ago
from competitions.offers import actions
from law.calendar import add_working_days

# How many days before the deadline (or before yesterday, while it is ahead) an offer is begun and submitted, in turn.
BEGUN = (12, 9, 8, 10, 6, 7, 5, 4)
SUBMITTED = ((5, 10, 12), (4, 17, 48), (3, 9, 31), (2, 13, 5), (1, 20, 22), (1, 21, 7), (0, 16, 40), (0, 22, 53))
CHANNELS = ("paper", "e-delivery", "signed_pdf", "paper")
SUBMITTED_AT_ALL = {"draft", "sketch"}


def collect(play: Play, round_: Round) -> None:
    """All offers of a competition, in the order of the script."""
    play.invite(round_)
    last = min(round_.course.due, play.today - timedelta(days=1))
    for index, thread in enumerate(round_.threads):
        _write(play, round_, thread, begun=last - timedelta(days=BEGUN[index % len(BEGUN)]))
        if thread.fate in SUBMITTED_AT_ALL:
            continue
        days, hour, minute = SUBMITTED[index % len(SUBMITTED)]
        at = play.at(last - timedelta(days=days), hour, minute, 7 * index % 60)
        actions.submit(thread.offer, actor=thread.signatory, clock=stopped(at))
        thread.submitted_at = at
        play.jobs(at)
        if "again" in thread.script:
            _once_more(play, thread, at + timedelta(minutes=35))
        if thread.fate == "withdrawn":
            later = at + timedelta(minutes=50)
            actions.withdraw(thread.offer, reason=thread.script["reason"], actor=thread.signatory, at=later)


def _once_more(play: Play, thread: Thread, at: datetime) -> None:
    """Something was forgotten: withdrawn, opened again, put right and submitted as the next version, before the deadline."""
    actor, changed = thread.signatory, dict(thread.script["again"])
    actions.withdraw(thread.offer, reason=changed.pop("reason"), actor=actor, at=at)
    offer = actions.reopen(thread.offer, actor=actor, at=at + timedelta(minutes=4))
    content = {**offer.content, **{code: offer.content[code] + text for code, text in changed.items()}}
    actions.save(offer, content, revision=offer.revision, actor=actor, at=at + timedelta(minutes=20))
    thread.submitted_at = at + timedelta(minutes=25)
    actions.submit(thread.offer, actor=actor, clock=stopped(thread.submitted_at))
    play.jobs(thread.submitted_at)


def confirm(play: Play, round_: Round) -> None:
    """The office receives the signed confirmations, those that came before this morning."""
    for index, thread in enumerate(round_.threads):
        if thread.fate in SUBMITTED_AT_ALL or thread.fate in ("submitted", "withdrawn", "unexamined"):
            continue
        if thread.submitted_at is None:
            raise LookupError(f"{thread.script} was not submitted")
        day = add_working_days(thread.submitted_at.date(), 1)
        day = min(day, round_.course.confirmation_due, ago(play.today, 1))
        received = max(play.at(day, 9 + index % 5, 20), thread.submitted_at + timedelta(minutes=30))
        at = received + timedelta(minutes=15)
        offer = thread.offer
        confirmations.receive(
            offer,
            channel=CHANNELS[index % len(CHANNELS)],
            received_at=received,
            typed_checksum=offer.checksum,
            others=f"{thread.signatory.person.name}, członek zarządu",
            actor=play.actors["officer"],
            at=at,
        )
        play.jobs(at)


def _write(play: Play, round_: Round, thread: Thread, *, begun: date) -> None:
    at = play.at(begun, 18, 10)
    parts = {row.number: row for row in round_.competition.parts}
    part = parts.get(thread.script.get("part", 0))
    thread.row = actions.start(round_.competition, thread.organisation, subtask=part, actor=thread.signatory, at=at)
    content = _content(play, round_, thread)
    if "with" in thread.script:
        content |= _together(play, thread, content, at=at + timedelta(minutes=5))
    for title, name in thread.script.get("attach", {}).items():
        file = SimpleUploadedFile(name, (DATA / name).read_bytes())
        actions.attach(thread.offer, file=file, title=title, actor=thread.signatory, at=at + timedelta(minutes=10))
    if thread.fate == "sketch":
        content = sketch(content)
    elif thread.fate == "draft":
        content = unfinished(content)
    saved = at + timedelta(minutes=55)
    # Written in two sittings, as people do.
    half = actions.save(
        thread.offer, sketch(content), revision=0, actor=thread.signatory, at=at + timedelta(minutes=20)
    )
    actions.save(half, content, revision=half.revision, actor=thread.signatory, at=saved)


def _together(play: Play, thread: Thread, content: dict[str, object], *, at: datetime) -> dict[str, object]:
    """Another organisation is invited and agrees; what only a joint offer says."""
    key = thread.script["with"]
    partner = actions.invite_partner(thread.offer, play.organisations[key], actor=thread.signatory, at=at)
    actions.join(partner, actor=play.actors[key], at=at + timedelta(minutes=3))
    makers = (thread.organisation.public_id, play.organisations[key].public_id)
    return {"V.C": divided(content, *makers, percent=thread.script["their_share"]), "VI.2": thread.script["division"]}


def _content(play: Play, round_: Round, thread: Thread) -> dict[str, object]:
    cast = next(row for row in script("cast")["organisation"] if row["key"] == thread.script["by"])
    begins, ends = play.offer_days(round_, thread)
    person = thread.signatory.person
    contact = {"name": person.name, "phone": thread.organisation.phone, "email": person.email}
    edition = play.today.year if play.is_repeated(round_, thread) else 0
    return offer_content(thread.project, cast, contact=contact, begins=begins, ends=ends, edition=edition)
