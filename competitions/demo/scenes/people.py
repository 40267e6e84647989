"""The people of the story take their accounts and hats: staff by invitation, experts by the list, panels when appointed."""

from datetime import date

from competitions.demo.play import Play
from competitions.demo.script import script
from competitions.experts.actions import enlist
from core.accounts.actor import Actor, system
from core.accounts.models import Hat, User
from core.signin.actions import accept_as_new, enrol_totp, invite, open_account
from office.structure.models import Unit


def enter(play: Play) -> None:
    """The administrator comes first and invites the rest."""
    cast, at = script("cast"), play.at(date(play.last_year - 1, 3, 2))
    for row in cast["staff"]:
        unit = Unit.objects.get(code=row["unit"]) if "unit" in row else None
        by = play.actors.get("administrator", system("rok pokazowy"))
        key, title = (unit.code, unit.symbol) if unit else ("", "")
        play.actors[row["key"]] = invited(
            play, row["key"], row, hat=row["hat"], key=key, title=title, by=by, on=at.date()
        )
    officer = play.actors["officer"]
    for row in cast["expert"]:
        user = account(play, row["key"], row, on=at.date())
        expert = enlist(user, spheres=row["spheres"], actor=officer, at=at)
        play.actors[row["key"]] = Actor(user=user, hat=Hat.objects.worn().get(user=user, key=expert.public_id))
    for row in cast["panel"]:
        play.actors[row["key"]] = Actor(user=account(play, row["key"], row, on=at.date()))


def invited(
    play: Play, key_of_person: str, person: dict[str, str], *, hat: str, key: str, title: str, by: Actor, on: date
) -> Actor:
    """A person invited to a hat, who accepts the same day."""
    invitation, _path = invite(person["email"], hat, key=key, title=title, actor=by, at=play.at(on, 9))
    user = accept_as_new(
        invitation, name=person["name"], password=_password(play, key_of_person), at=play.at(on, 9, 40)
    )
    _second_factor(play, key_of_person, user, on)
    return Actor(user=user, hat=Hat.objects.worn().get(user=user, kind=hat, key=key))


def account(play: Play, key_of_person: str, person: dict[str, str], *, on: date) -> User:
    """A person with an account and no hat yet."""
    at = play.at(on, 9, 10)
    user = open_account(person["email"], name=person["name"], password=_password(play, key_of_person), at=at)
    _second_factor(play, key_of_person, user, on)
    return user


def _password(play: Play, key: str) -> str | None:
    """Only those who may be signed in as have one."""
    known = play.signins.get(key)
    return known.password if known else None


def _second_factor(play: Play, key: str, user: User, on: date) -> None:
    known = play.signins.get(key)
    if known and known.secret:
        enrol_totp(user, known.secret, actor=Actor(user=user), at=play.at(on, 9, 45))
