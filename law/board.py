"""The Board of the voivodeship at its sitting: who makes a quorum, what a vote decides (USW art. 31)."""

from dataclasses import dataclass
from datetime import date

from law import figures
from law.verdict import Breach

FOR, AGAINST, ABSTAINED = "for", "against", "abstained"
QUORUM = "ustawa o samorządzie województwa, art. 31 ust. 4"
MAJORITY = "ustawa o samorządzie województwa, art. 31 ust. 4–5"


@dataclass(frozen=True, slots=True)
class Ballot:
    """An open vote: how many were for, against and abstained; `chair` is the marshal's own vote, "" when there was none."""

    votes_for: int
    against: int
    abstained: int
    chair: str = ""

    @property
    def cast(self) -> int:
        """How many took part; who abstains takes part."""
        return self.votes_for + self.against + self.abstained

    @property
    def tied(self) -> bool:
        """Whether the marshal's vote decides."""
        return self.votes_for == self.against and self.votes_for > 0


def size(on: date) -> int:
    """How many members the Board has by the act (art. 31 ust. 2)."""
    return int(figures.value("board.members", on=on))


def quorum_breaches(present: int, *, on: date) -> list[Breach]:
    """At least half of the statutory number must be there (art. 31 ust. 4)."""
    members = size(on)
    if 2 * present >= members:
        return []
    return [Breach("board.no_quorum", QUORUM, {"present": present, "members": members, "least": (members + 1) // 2})]


def carried(ballot: Ballot) -> bool:
    """Whether a draft is adopted: more for than against; of an even vote the marshal's vote decides (art. 31 ust. 4–5)."""
    return ballot.chair == FOR if ballot.tied else ballot.votes_for > ballot.against


def ballot_breaches(ballot: Ballot, *, adopted: bool, on: date) -> list[Breach]:
    """What is wrong with a decision that is to be recorded: no quorum at the vote, or votes that say the opposite."""
    found = quorum_breaches(ballot.cast, on=on)
    if not found and adopted != carried(ballot):
        votes = {"votes_for": ballot.votes_for, "against": ballot.against}
        if adopted:
            found.append(Breach("board.not_carried", MAJORITY, votes, "outcome"))
        else:
            found.append(Breach("board.carried", MAJORITY, votes, "outcome"))
    return found


def composition_breaches(*, marshals: int, members: int, on: date) -> list[Breach]:
    """The Board has a fixed number of members, one of whom is the marshal (art. 31 ust. 2)."""
    basis, found = "ustawa o samorządzie województwa, art. 31 ust. 2", []
    if members > size(on):
        found.append(Breach("board.too_many", basis, {"members": size(on)}))
    if marshals > 1:
        found.append(Breach("board.one_marshal", basis, {}, "function"))
    return found
