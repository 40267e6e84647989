"""Links of up to two steps are all found, as brute force finds them; more data never hide a conflict; spelling changes nothing."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.conflicts import traces
from competitions.conflicts.graph import ORGANISATION, PERSON, Edge, Graph, Node, Rules, Verdict, years_before
from competitions.conflicts.traces import Body, Joint, Officer, Person, Records, Role

ON = date(2026, 11, 20)
PEOPLE = [Node(PERSON, str(number)) for number in range(3)]
BODIES = [Node(ORGANISATION, str(number)) for number in range(5)]
DAYS = st.sampled_from(
    [None, date(2019, 5, 1), date(2023, 11, 19), date(2023, 11, 20), date(2025, 1, 1), date(2027, 1, 1)]
)
EDGES = st.lists(
    st.builds(
        lambda ends, until, sure: Edge(*ends, "member", until=until, sure=sure),
        st.sampled_from(
            [pair for pair in permutations([*PEOPLE, *BODIES], 2) if ORGANISATION in (pair[0].kind, pair[1].kind)]
        ),
        DAYS,
        st.booleans(),
    ),
    max_size=14,
)


def brute(edges: list[Edge], person: Node, target: Node, rules: Rules) -> set[tuple[int, bool]]:
    """Every way of one or two edges from a person to an organisation: its length, and whether it is sure."""
    counting = {edge for edge in edges if edge.until is None or edge.until >= date(2026 - rules.years, 11, 20)}
    found = {(1, edge.sure) for edge in counting if {edge.one, edge.other} == {person, target}}
    for middle in {*PEOPLE, *BODIES} - {person, target}:
        for first in counting:
            for second in counting:
                if {first.one, first.other} == {person, middle} and {second.one, second.other} == {middle, target}:
                    found.add((2, first.sure and second.sure))
    return found


def expected(ways: set[tuple[int, bool]], two_steps: Verdict) -> Verdict:
    if (1, True) in ways or ((2, True) in ways and two_steps == Verdict.CONFLICT):
        return Verdict.CONFLICT
    return Verdict.POSSIBLE if ways else Verdict.NONE


@given(EDGES, st.integers(1, 5), st.sampled_from([Verdict.CONFLICT, Verdict.POSSIBLE]))
def test_every_planted_link_of_two_steps_is_found(edges: list[Edge], years: int, two_steps: Verdict) -> None:
    rules = Rules(years, two_steps)
    graph = Graph(edges, on=ON, rules=rules)
    for person in PEOPLE:
        for target in BODIES:
            ways = brute(edges, person, target, rules)
            finding = graph.judge(person, [target])
            assert finding.verdict == expected(ways, two_steps)
            assert {(len(path.edges), path.sure) for path in finding.paths} == ways
            assert all(path.nodes[0] == person and path.nodes[-1] == target for path in finding.paths)


@given(EDGES, EDGES)
def test_another_link_never_makes_a_finding_milder(edges: list[Edge], more: list[Edge]) -> None:
    gravity = list(Verdict)
    for person in PEOPLE:
        for target in BODIES:
            before = Graph(edges, on=ON, rules=Rules()).judge(person, [target]).verdict
            after = Graph([*edges, *more], on=ON, rules=Rules()).judge(person, [target]).verdict
            assert gravity.index(after) <= gravity.index(before)


@given(EDGES)
def test_what_is_not_known_is_never_no_conflict(edges: list[Edge]) -> None:
    graph = Graph(edges, on=ON, rules=Rules(), missing={BODIES[0]: ["bodies"]})
    for person in PEOPLE:
        assert graph.judge(person, [BODIES[0], BODIES[1]]).verdict != Verdict.NONE


def test_the_look_back_ends_with_its_day() -> None:
    person, body = PEOPLE[0], BODIES[0]
    for until, verdict in ((date(2023, 11, 20), Verdict.CONFLICT), (date(2023, 11, 19), Verdict.NONE)):
        graph = Graph([Edge(person, body, "board", until=until)], on=ON, rules=Rules(years=3))
        assert graph.judge(person, [body]).verdict == verdict
    assert years_before(date(2028, 2, 29), 3) == date(2025, 2, 28)


FULL: dict[str, Any] = {
    "email": "jan.lecki@poczta.pl",
    "phone": "601 202 303",
    "account": "PL11",
    "address": traces.address("ul. Długa 5", "90-001", "Łódź"),
    "stated": True,
}


def body(key: str, **values: Any) -> Body:
    known: dict[str, Any] = {
        "names": (f"Fundacja {key}",),
        "emails": (f"biuro@{key}.example.org",),
        "phone": f"42 100 200 {int(key):03}",
        "accounts": (f"PL99 {key}",),
        "address": traces.address(f"ul. Krótka {key}", "90-002", "Łódź"),
        "officers": (Officer(f"Zofia Nieznana{key}"),),
    }
    return Body(key, **{**known, **values})


def judge(person: Person, *bodies: Body, joints: tuple[Joint, ...] = (), target: str = "1") -> Any:
    records = Records([person], bodies, joints)
    graph = Graph(traces.edges(records), on=ON, rules=Rules(), missing=traces.missing(records))
    return graph.judge(traces.person(person.key), [traces.organisation(target)])


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"emails": ("Biuro@Wspolna.example.org", "https://www.x.pl/a")}, "mail"),
        ({"emails": ("https://www.wspolna.example.org/kontakt",)}, "mail"),
        ({"phone": "+48 601-202-303"}, "phone"),
        ({"accounts": ("PL 11",)}, "account"),
        ({"address": traces.address("DŁUGA 5", "90 001", "łódź")}, "address"),
        ({"officers": (Officer("Anna Łęcka-Nowak"),)}, "surname"),
        ({"officers": (Officer("ANNA  ŁĘCKA"),)}, "surname"),
        ({"officers": (Officer("jan  łęcki"),)}, "namesake"),
    ],
)
def test_what_two_records_have_in_common_is_possible_however_it_is_spelt(values: dict[str, Any], kind: str) -> None:
    person = Person("7", "Jan Łęcki", **{**FULL, "email": "jan@wspolna.example.org"})
    finding = judge(person, body("1", **values))
    assert finding.verdict == Verdict.POSSIBLE
    assert [edge.kind for path in finding.paths for edge in path.edges] == [kind]


def test_nothing_in_common_and_everything_known_is_none_found() -> None:
    assert judge(Person("7", "Jan Łęcki", **FULL), body("1")).verdict == Verdict.NONE


def test_a_provider_of_mail_for_everybody_ties_nobody() -> None:
    person = Person("7", "Jan Łęcki", **{**FULL, "email": "jan@gmail.com"})
    assert judge(person, body("1", emails=("kontakt@gmail.com",))).verdict == Verdict.NONE


@pytest.mark.parametrize("lost", ["email", "phone", "account", "address", "stated"])
def test_each_missing_datum_of_a_person_means_unknown(lost: str) -> None:
    person = Person("7", "Jan Łęcki", **{**FULL, lost: False if lost == "stated" else ""})
    assert judge(person, body("1")).verdict == Verdict.UNKNOWN


@pytest.mark.parametrize("lost", ["emails", "phone", "accounts", "address", "officers"])
def test_each_missing_datum_of_an_organisation_means_unknown(lost: str) -> None:
    empty = "" if lost in ("phone", "address") else ()
    assert judge(Person("7", "Jan Łęcki", **FULL), body("1", **{lost: empty})).verdict == Verdict.UNKNOWN


def test_a_partner_of_ones_own_organisation_is_two_sure_steps() -> None:
    person = Person("7", "Jan Łęcki", **FULL, roles=(Role("board", "2", "declared"),))
    joint = Joint(("1", "2"), date(2025, 3, 1))
    finding = judge(person, body("1"), body("2"), joints=(joint,))
    assert finding.verdict == Verdict.CONFLICT
    assert [edge.kind for edge in finding.paths[0].edges] == ["board", "joint"]
    old = Joint(("1", "2"), date(2022, 3, 1))
    assert judge(person, body("1"), body("2"), joints=(old,)).verdict == Verdict.NONE


def test_one_person_in_two_bodies_ties_them() -> None:
    person = Person("7", "Jan Łęcki", **FULL, roles=(Role("member", "2", "declared"),))
    both = (Officer("Ewa Wspólna"),)
    finding = judge(person, body("1", officers=both), body("2", officers=both))
    assert finding.verdict == Verdict.POSSIBLE
    assert [edge.kind for edge in finding.paths[0].edges] == ["member", "colleague"]


def test_an_organisation_outside_the_register_is_matched_by_name_and_leaves_a_doubt() -> None:
    role = Role("employee", "Fundacja  1", "declared", found=False)
    finding = judge(Person("7", "Jan Łęcki", **FULL, roles=(role,)), body("1"))
    assert (finding.verdict, finding.paths[0].edges[0].kind) == (Verdict.POSSIBLE, "same_name")
    other = Role("employee", "Inna", "declared", found=False)
    assert judge(Person("7", "Jan Łęcki", **FULL, roles=(other,)), body("1")).verdict == Verdict.UNKNOWN
