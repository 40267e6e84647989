"""Who may apply (art. 3 ust. 2–4): every legal form one way or the other, liquidation, an unknown form."""

from datetime import date

import pytest

from law.organisation import eligibility_breaches, legal_forms

ON = date(2026, 11, 23)


@pytest.mark.parametrize("code", sorted(legal_forms()))
def test_each_form_is_in_or_out_by_its_article(code: str) -> None:
    form = legal_forms()[code]
    found = eligibility_breaches(code, in_liquidation=False, on=ON)
    if form.eligible:
        assert found == []
        assert form.basis.startswith(("art. 3 ust. 2", "art. 3 ust. 3"))
    else:
        assert [(breach.code, breach.basis) for breach in found] == [("organisation.not_eligible", form.basis)]
        assert form.basis.startswith("art. 3 ust. 4")


def test_those_kept_out_are_those_of_art_3_ust_4() -> None:
    out = {code for code, form in legal_forms().items() if not form.eligible}
    assert out == {"party", "trade_union", "professional_body", "party_foundation", "european_foundation"}


def test_liquidation_and_an_unknown_form() -> None:
    assert [b.code for b in eligibility_breaches("foundation", in_liquidation=True, on=ON)] == [
        "organisation.in_liquidation"
    ]
    assert [b.code for b in eligibility_breaches("", in_liquidation=True, on=ON)] == ["organisation.form_unknown"]
