"""The press office writes letters for occasions and communiqués: one set sent, one to be signed, one being checked, one given up."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from competitions.demo.play import Play
from competitions.demo.script import script
from competitions.demo.timeline import ago
from law.calendar import add_working_days
from office.letters import actions
from office.letters.models import LetterSet
from office.letters.queries import OCCASIONS
from office.registers.models import Entry
from office.structure.models import Unit

SIGNED = {"signatory": "Bogumił Świętosławski", "office": "Marszałek Województwa Łódzkiego (postać zmyślona)"}


def write(play: Play) -> None:
    """The letters and the communiqués of the script."""
    unit = Unit.objects.get(code=play.actors["press"].key)
    for row in script("press")["set"]:
        letters(play, row, unit)
    for row in script("press")["communique"]:
        day = ago(play.today, row["ago"])
        said = {name: row[name].strip() for name in ("title", "lead", "text")}
        values = {**said, "contact": settings.OFFICE["email"]}
        news = actions.write_communique(values, unit=unit, actor=play.actors["press"], at=play.at(day, 9))
        if row["fate"] == "published":
            actions.publish_communique(news, actor=play.actors["press"], at=play.at(day, 11))


def letters(play: Play, row: Mapping[str, Any], unit: Unit) -> None:
    """Written in the morning, checked at noon, their files made; signed and sent the working day after."""
    press, day = play.actors["press"], ago(play.today, row["ago"])
    values = {
        **SIGNED,
        "kind": row["kind"],
        "subject": row["subject"],
        "text": row["text"].strip(),
        "occasion": Entry.objects.filter(register=OCCASIONS, title=row.get("occasion", "")).first(),
        "dated_on": day,
    }
    made = actions.write_letters(values, unit=unit, actor=press, at=play.at(day, 9))
    actions.add_addressees(made, [("", each) for each in row["addressees"]], actor=press, at=play.at(day, 10))
    if row["fate"] == "cancelled":
        actions.drop_letters(made, reason=row["reason"], actor=press, at=play.at(day, 15))
    elif row["fate"] != "draft":
        _check(play, made, row)


def _check(play: Play, made: LetterSet, row: Mapping[str, Any]) -> None:
    press, day = play.actors["press"], ago(play.today, row["ago"])
    forms = [
        (each, {"salutation": each.salutation, "dative": each.dative, "checked": True})
        for each in made.addressees.all()
    ]
    actions.check_forms(made, forms, actor=press, at=play.at(day, 12))
    actions.check_letters(made, actor=press, at=play.at(day, 12, 30))
    play.jobs(play.at(day, 13))
    if row["fate"] == "sent":
        after = add_working_days(day, 1)
        actions.sign_letters(made, after, actor=press, at=play.at(after, 10))
        actions.send_letters(made, after, actor=press, at=play.at(after, 14))
