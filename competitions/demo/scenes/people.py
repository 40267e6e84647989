"""The people of the story take their accounts and hats: staff by invitation, experts by the list, panels when appointed."""

from collections.abc import Mapping
from datetime import date, datetime

from competitions.demo.play import Play
from competitions.demo.script import script
from competitions.experts.actions import enlist
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
        user = account(play, row["key"], row, on=at.date())
        expert = enlist(user, spheres=row["spheres"], actor=officer, at=at)
        play.actors[row["key"]] = Actor(user=user, hat=Hat.objects.worn().get(user=user, key=expert.public_id))
    for row in cast["panel"]:
        play.actors[row["key"]] = Actor(user=account(play, row["key"], row, on=at.date()))


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
