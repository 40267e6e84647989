"""Who may apply (art. 3 ust. 2–4): every legal form one way or the other, liquidation, an unknown form."""

from datetime import date, timedelta

import pytest

from law.organisation import NATURAL_PERSON, eligibility_breaches, legal_forms

ON = date(2026, 11, 23)


@pytest.mark.parametrize("code", sorted(legal_forms()))
def test_each_form_is_in_or_out_by_its_article(code: str) -> None:
    form = legal_forms()[code]
    found = eligibility_breaches(code, in_liquidation=False, deleted_on=None, on=ON)
    if form.eligible:
        assert found == []
        assert form.basis.startswith(("art. 3 ust. 2", "art. 3 ust. 3"))
    else:
        assert [(breach.code, breach.basis) for breach in found] == [("organisation.not_eligible", form.basis)]
        # A person is no organisation by its very definition.
        assert form.basis.startswith("art. 3 ust. 2" if code == NATURAL_PERSON else "art. 3 ust. 4")


def test_those_kept_out_are_those_of_art_3_ust_4() -> None:
    out = {code for code, form in legal_forms().items() if not form.eligible}
    assert out - {NATURAL_PERSON} == {
        "party",
        "european_party",
        "trade_union",
        "professional_body",
        "party_foundation",
        "european_foundation",
    }


def test_liquidation_and_an_unknown_form() -> None:
    assert [b.code for b in eligibility_breaches("foundation", in_liquidation=True, deleted_on=None, on=ON)] == [
        "organisation.in_liquidation"
    ]
    assert [b.code for b in eligibility_breaches("", in_liquidation=True, deleted_on=None, on=ON)] == [
        "organisation.form_unknown"
    ]


def test_who_is_deleted_from_the_register_may_not_apply_from_that_day() -> None:
    def codes(deleted_on: date) -> list[str]:
        found = eligibility_breaches("foundation", in_liquidation=True, deleted_on=deleted_on, on=ON)
        return [breach.code for breach in found]

    assert codes(ON) == ["organisation.deleted"]
    assert codes(ON + timedelta(days=1)) == ["organisation.in_liquidation"]


def test_a_form_is_eligible_from_the_day_on_which_the_law_made_it() -> None:
    def breaches(on: date) -> list[str]:
        found = eligibility_breaches("rural_housewives", in_liquidation=False, deleted_on=None, on=on)
        return [breach.code for breach in found]

    assert breaches(date(2018, 11, 28)) == ["organisation.not_eligible"]
    assert breaches(date(2018, 11, 29)) == []
