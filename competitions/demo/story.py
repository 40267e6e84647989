"""The story in its order: who, then the programmes, then each competition from its draft to where it stands today."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from competitions.demo.play import Play, Round
from competitions.demo.scenes import (
    agenda,
    agreements,
    annual,
    awards,
    board,
    calls,
    changes,
    contracts,
    controls,
    dialogue,
    evaluation,
    letters,
    nominations,
    offers,
    organisations,
    papers,
    people,
    posts,
    press,
    programme,
    questions,
    registers,
    reports,
    surveys,
    trips,
)

# The scenes of a competition in order, each with the last state in which a competition may be left before it.
SCENES: tuple[tuple[str, str, Callable[[Play, Round], None]], ...] = (
    ("", "przygotowanie", calls.prepare),
    ("draft", "uchwała o ogłoszeniu", calls.approve),
    ("approved", "trzy publikacje", calls.announce),
    ("approved", "pytania i odpowiedzi", questions.ask),
    ("approved", "składanie ofert", offers.collect),
    ("approved", "potwierdzenia ofert", offers.confirm),
    ("open", "zamknięcie naboru", calls.close),
    ("open", "powołanie komisji", evaluation.appoint),
    ("open", "ocena formalna", evaluation.check),
    ("closed", "ocena ekspertów", evaluation.evaluate),
    ("evaluation", "posiedzenie komisji", evaluation.conclude),
    ("evaluation", "rachunki ekspertów", contracts.bill),
    ("concluded", "unieważnienie podzadania", changes.cancel_part),
    ("concluded", "uchwała o wynikach", awards.resolve),
    ("concluded", "umowy i wypłaty", agreements.contract),
    ("concluded", "sprawozdania", reports.report),
)
# Scenes that only some competitions have, by the word of the script that asks for them.
ASKED = {questions.ask: "questions", changes.cancel_part: "void"}
ORDER = ("", "draft", "approved", "open", "closed", "evaluation", "concluded", "resolved", "settled")
# Scenes that lead an open competition aside, by the state in which they leave it.
ASIDE: dict[str, tuple[tuple[str, Callable[[Play, Round], None]], ...]] = {
    "suspended": (("zawieszenie naboru", changes.suspend),),
    "called_off": (("odwołanie konkursu", changes.call_off),),
    "cancelled": (("zamknięcie naboru", calls.close), ("unieważnienie konkursu", changes.cancel)),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One scene with its name for the progress bar."""

    name: str
    play: Callable[[], None]


def steps(play: Play) -> list[Step]:
    """The whole story; nothing is done before a step is played."""
    last, this = play.last_year, play.today.year
    return [
        Step("pracownicy, eksperci, komisja", partial(people.enter, play)),
        Step("osoby na stanowiskach", partial(posts.fill, play)),
        Step("organizacje i ich przedstawiciele", partial(organisations.register, play)),
        Step("umowy z ekspertami", partial(contracts.hire, play)),
        Step("wyjazdy i delegacje", partial(trips.travel, play)),
        Step(f"program współpracy {last}", partial(programme.adopt, play, last)),
        *_competitions(play, "last"),
        Step(f"program współpracy {this}", partial(programme.adopt, play, this)),
        *_competitions(play, "this"),
        Step("nowa umowa z ekspertem", partial(contracts.renew, play)),
        Step("kandydaci organizacji do komisji", partial(nominations.indicate, play)),
        Step("korespondencja ostatniego miesiąca", partial(letters.write, play)),
        Step(f"sprawozdanie roczne za {last}", partial(annual.report, play)),
        Step("kalendarz urzędu", partial(agenda.plan, play)),
        Step("rejestry i ewidencje", partial(registers.keep, play)),
        Step("pisma okolicznościowe i komunikaty", partial(press.write, play)),
        Step("odpowiedzi w ankiecie", partial(surveys.answer, play)),
        Step("posiedzenia Zarządu", partial(board.sit, play)),
        Step("dokumenty do podpisu", partial(papers.sign, play)),
        Step("książka kontroli", partial(controls.control, play)),
        Step("Rada Dialogu Społecznego", partial(dialogue.serve, play)),
    ]


def _competitions(play: Play, year: str) -> Iterator[Step]:
    for key, round_ in play.rounds.items():
        if round_.script["year"] != year:
            continue
        end = round_.script["plays_to"]
        reached = ORDER.index("open" if end in ASIDE else end)
        for after, name, scene in SCENES:
            if ORDER.index(after) < reached and (scene not in ASKED or ASKED[scene] in round_.script):
                yield Step(f"{key}: {name}", partial(scene, play, round_))
        for name, scene in ASIDE.get(end, ()):
            yield Step(f"{key}: {name}", partial(scene, play, round_))
