"""The people of the story take their accounts and hats: staff by invitation, experts by the list, panels when appointed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from competitions.demo.play import Play
from competitions.demo.script import script
from competitions.experts.hats import EXPERT
from competitions.recruitment.actions import calls, candidacies, checks, lists
from competitions.recruitment.models import Kind
from competitions.recruitment.presentation import BASIS, SCOPE, STATEMENTS
from core.accounts.actor import Actor, system
from core.accounts.models import Hat, User
from core.signin.actions import accept_as_new, enrol_totp, invite, open_account, verify_email
from core.signin.models import Invitation
from office.structure.models import Unit


def enter(play: Play) -> None:
    """The administrator comes first and invites the rest."""
    cast, at = script("cast"), play.at(date(play.last_year - 1, 3, 2))
    for row in cast["staff"]:
        unit = Unit.objects.get(code=row["unit"]) if "unit" in row else None
        by = play.actors.get("administrator", system("rok pokazowy"))
        key, title = (unit.code, unit.symbol) if unit else ("", "")
        invitation, _path = invite(row["email"], row["hat"], key=key, title=title, actor=by, at=at)
        play.actors[row["key"]] = joined(play, row["key"], row, invitation, on=at.date())
    officer = play.actors["officer"]
    for row in cast["expert"]:
        play.actors[row["key"]] = Actor(user=account(play, row["key"], row, on=at.date()))
    _recruit(play, cast["expert"], unit=Unit.objects.get(code=officer.key))
    for row in cast["panel"]:
        play.actors[row["key"]] = Actor(user=account(play, row["key"], row, on=at.date()))


def _recruit(play: Play, people: Sequence[Mapping[str, Any]], *, unit: Unit) -> None:
    """The experts come through one recruitment: they apply, are checked by one person, the list is approved by another."""
    year = play.last_year
    officer, head = play.actors["officer"], play.actors["head"]
    begun, closed = play.at(date(year - 1, 3, 3)), play.at(date(year - 1, 3, 23))
    recruitment = calls.prepare(
        {
            "title": f"Eksperci do oceny ofert w latach {year}–{year + 1}",
            "unit": unit,
            "scope": str(SCOPE),
            "due": play.at(date(year - 1, 3, 22), 23, 59, 59),
            "results_by": date(year - 1, 4, 10),
            "listed_from": date(year - 1, 4, 10),
            "listed_to": date(year + 2, 12, 31),
            "rate": Decimal("150.00"),
            "legal_basis": str(BASIS),
            "contact": settings.OFFICE["email"],
            "statements": [str(each) for each in STATEMENTS],
        },
        fields=[
            {"sphere": code, "places": 10} for code in dict.fromkeys(code for row in people for code in row["spheres"])
        ],
        conditions=[
            {"text": "Wykształcenie wyższe", "kind": Kind.REQUIRED, "proof": False, "levels": []},
            {
                "text": "Liczba ocenionych wniosków lub ofert",
                "kind": Kind.SCORED,
                "proof": False,
                "levels": [[1, 5], [20, 10], [100, 20]],
            },
        ],
        actor=officer,
        at=begun,
    )
    calls.announce(recruitment, actor=officer, at=begun)
    received = []
    for number, row in enumerate(people):
        actor, at = play.actors[row["key"]], play.at(date(year - 1, 3, 10), 11, number)
        candidacy = candidacies.begin(recruitment, actor=actor, at=at)
        written = {
            "town": "Łódź",
            "education": "Studia magisterskie.",
            "career": "Praca w instytucjach kultury i w organizacjach.",
            "spheres": row["spheres"],
            "answers": {"1": {"value": None, "note": "Dyplom magistra."}, "2": {"value": 15 + 10 * number, "note": ""}},
            "statements": list(range(len(STATEMENTS))),
        }
        candidacies.write(candidacy, written, actor=actor, at=at)
        received.append(candidacies.apply(candidacy, actor=actor, at=at))
    calls.close(recruitment, actor=officer, at=closed)
    for candidacy in received:
        found = {key: {"verdict": "yes", "value": each["value"], "note": ""} for key, each in candidacy.answers.items()}
        checks.check(candidacy, found, actor=officer, at=closed)
        checks.find_eligible(candidacy, actor=officer, at=closed)
    lists.draw_up(recruitment, actor=officer, at=closed)
    approved = play.at(date(year - 1, 3, 30))
    lists.approve_list(recruitment, approval="decyzja dyrektora departamentu", actor=head, at=approved)
    for row in people:
        user = play.actors[row["key"]].person
        play.actors[row["key"]] = Actor(user=user, hat=Hat.objects.worn().get(user=user, kind=EXPERT.code))
    play.jobs(approved)


def joined(play: Play, key: str, person: Mapping[str, str], invitation: Invitation, *, on: date) -> Actor:
    """An invited person accepts the same afternoon, and wears the hat."""
    at = play.at(on, 15, 40)
    user = accept_as_new(invitation, name=person["name"], password=_password(play, key), at=at)
    _second_factor(play, key, user, at)
    return Actor(user=user, hat=Hat.objects.worn().get(user=user, kind=invitation.kind, key=invitation.key))


def account(play: Play, key: str, person: Mapping[str, str], *, on: date) -> User:
    """A person with an account and no hat yet."""
    at = play.at(on, 9, 10)
    user = open_account(person["email"], name=person["name"], password=_password(play, key), at=at)
    verify_email(user, actor=Actor(user=user), at=at)
    _second_factor(play, key, user, at)
    return user


def _password(play: Play, key: str) -> str | None:
    """Only those who may be signed in as have one."""
    known = play.signins.get(key)
    return known.password if known else None


def _second_factor(play: Play, key: str, user: User, at: datetime) -> None:
    known = play.signins.get(key)
    if known and known.secret:
        enrol_totp(user, known.secret, actor=Actor(user=user), at=at)
