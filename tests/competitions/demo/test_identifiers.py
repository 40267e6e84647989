"""Identifiers of invented organisations: accepted by the law's own checks, and nobody's."""

from competitions.demo import identifiers
from competitions.demo.script import script
from law import identity

NUMBERS = range(1, 60)


def test_valid_and_each_its_own() -> None:
    for make, check in (
        (identifiers.krs, identity.krs),
        (identifiers.nip, identity.nip),
        (identifiers.regon, identity.regon),
        (identifiers.iban, identity.iban),
    ):
        made = [make(number) for number in NUMBERS]
        assert [check(value) for value in made] == made
        assert len(set(made)) == len(made)


def test_out_of_the_ranges_that_registers_have_given() -> None:
    assert identifiers.krs(1).startswith("99")
    assert identifiers.nip(1).startswith("999")
    assert identifiers.regon(1).startswith("99")
    assert identifiers.iban(1)[4:12] == "00000000"


def test_nobody_in_the_cast_has_a_real_address() -> None:
    cast = script("cast")
    people = [*cast["staff"], *cast["expert"], *cast["panel"], *cast["candidate"]]
    assert all(person["email"].endswith(".example") for person in people)
    keys = [each["key"] for each in [*people, *cast["organisation"]]]
    assert len(keys) == len(set(keys))
