"""The panel that gives an opinion on offers: composition and sitting (UDPP art. 15 ust. 2a–2f)."""

from dataclasses import dataclass

from law.verdict import Breach

# The statutory cases in which a panel works without persons indicated by organisations (art. 15 ust. 2da pkt 1–3).
NO_NGO_REASONS = ("1", "2", "3")


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """Numbers of members by side, of those indicated by applicants, of chairs, of persons named more than once; the case

    of art. 15 ust. 2da or "".
    """

    executive: int
    ngo: int
    ngo_indicated_by_applicants: int
    chairs: int
    twice: int
    no_ngo_reason: str


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A sitting: numbers of members, of those present, of those present without a declaration or indicated by applicants."""

    members: int
    present: int
    undeclared: int
    chair_present: bool
    ngo_present: int
    ngo_indicated_by_applicants: int
    no_ngo_reason: str


def breaches(facts: PanelFacts) -> list[Breach]:
    """What is wrong with a panel's composition."""
    found = []
    if facts.executive == 0:
        found.append(Breach("panel.no_executive", "art. 15 ust. 2b"))
    if facts.ngo == 0 and facts.no_ngo_reason not in NO_NGO_REASONS:
        found.append(Breach("panel.no_ngo", "art. 15 ust. 2d i 2da"))
    if facts.ngo_indicated_by_applicants:
        found.append(
            Breach("panel.indicated_by_applicant", "art. 15 ust. 2d", {"count": facts.ngo_indicated_by_applicants})
        )
    if facts.twice:
        found.append(Breach("panel.member_twice", "zasady działania komisji", {"count": facts.twice}))
    if facts.chairs != 1:
        found.append(Breach("panel.one_chair", "zasady działania komisji", {"count": facts.chairs}))
    return found


def meeting_breaches(facts: MeetingFacts) -> list[Breach]:
    """What keeps a sitting from giving opinions; the half that makes a quorum is the office's rule, not the act's."""
    found = []
    if not quorum(facts.present, facts.members):
        values = {"present": facts.present, "members": facts.members}
        found.append(Breach("panel.no_quorum", "zasady działania komisji", values))
    if not facts.chair_present:
        found.append(Breach("panel.chair_absent", "zasady działania komisji"))
    if facts.undeclared:
        found.append(Breach("panel.undeclared", "art. 15 ust. 2f; KPA art. 24", {"count": facts.undeclared}))
    if facts.ngo_indicated_by_applicants:
        found.append(
            Breach("panel.indicated_by_applicant", "art. 15 ust. 2d", {"count": facts.ngo_indicated_by_applicants})
        )
    if facts.ngo_present == 0 and facts.no_ngo_reason not in NO_NGO_REASONS:
        found.append(Breach("panel.ngo_absent", "art. 15 ust. 2da"))
    return found


def carried(votes_for: int, against: int, *, chair_for: bool, chair_decides: bool) -> bool:
    """Whether a vote is carried: more for than against; an even one by the chair's vote where the office's rules say so.

    The act sets no majority; it is the rules of the panel's work that do.
    """
    if votes_for != against:
        return votes_for > against
    return chair_decides and chair_for and votes_for > 0


def quorum(present: int, members: int) -> bool:
    """Whether enough members are in the room: at least half of those who may take part (the office's rule, not the act's)."""
    return present > 0 and 2 * present >= members
