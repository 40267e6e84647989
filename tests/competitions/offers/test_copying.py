"""A new offer from an old one: the text goes along, declarations, files and foreign dates do not, and the page says what."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from competitions.offers import actions
from competitions.offers.copying import Copied, copied
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.workflow.refusal import Refused
from law.forms import Form, form
from tests.factories.content import offer_content
from tests.factories.cycle import DEADLINE, WRITTEN, Cycle
from tests.factories.files import pdf
from tests.factories.pages import words

FORM = form("offer-2018")


def changed(**sections: Any) -> Form:
    """The form of another day: some sections have other fields."""
    return replace(
        FORM,
        sections=tuple(replace(each, fields=sections.get(each.code, each.fields)) for each in FORM.sections),
    )


def into(target: Form = FORM, **content: Any) -> Copied:
    return copied(offer_content(**content), FORM, target, task_from=date(2027, 3, 1), task_to=date(2027, 11, 30))


def codes(found: Copied) -> set[str]:
    return {field.code for field in found.left_out}


def test_everything_but_the_declarations() -> None:
    found = into()
    filled = {code for code, value in offer_content().items() if value}
    assert codes(found) == {code for code in filled if code.startswith("VII.")}
    assert set(found.content) == filled - codes(found)
    assert found.content["III.4"] == offer_content()["III.4"]


@pytest.mark.parametrize("day", ["2026-05-01", "2027-12-01", "jutro"])
def test_dates_outside_of_the_task_stay_behind(day: str) -> None:
    found = into(**{"III.2.from": day})
    assert "III.2.from" in codes(found)
    assert "III.2.from" not in found.content
    assert found.content["III.2.to"] == "2027-10-31"


def test_what_the_form_of_today_has_no_place_for_is_named() -> None:
    third = next(section for section in FORM.sections if section.code == "III")
    fields = []
    for field in third.fields:
        if field.code == "III.4":
            fields.append(replace(field, columns=tuple(each for each in field.columns if each.code != "group")))
        elif field.code == "III.5":
            fields.append(replace(field, type="table"))
        elif field.code != "III.3":
            fields.append(field)
    found = into(changed(III=tuple(fields)))
    assert {"III.3", "III.4", "III.5"} <= codes(found)
    assert not {"III.3", "III.5"} & set(found.content)
    assert [row["name"] for row in found.content["III.4"]] == ["Warsztaty śpiewu", "Przegląd zespołów"]
    assert all("group" not in row for row in found.content["III.4"])


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def other(self, cycle: Cycle) -> Any:
        return cycle.competition(title="Drugi konkurs", task_from=date(2027, 6, 1))

    def test_begun_from_an_earlier_offer(
        self, visit: Callable[..., Client], submitted: Offer, alice: Actor, other: Any
    ) -> None:
        client = visit(alice, WRITTEN)
        address = f"/moje/konkursy/{other.public_id}/nowa-oferta/"
        assert "Święto żniw w powiecie łęczyckim – Żywe tradycje" in words(client.get(address))
        answer = client.post(address, {"source": submitted.public_id}, follow=True)
        offer = Offer.objects.get(competition=other)
        assert (offer.state, offer.number, offer.receipt) == ("draft", None, "")
        assert offer.content["III.3"] == submitted.content["III.3"]
        assert offer.requested == submitted.requested
        assert "VII.1" not in offer.content or not offer.content["VII.1"]
        assert "Nie przeniesiono: 2. Termin realizacji" in words(answer)
        assert Offer.objects.get(pk=submitted.pk).content == submitted.content

    def test_only_from_ones_own(
        self, visit: Callable[..., Client], cycle: Cycle, submitted: Offer, bob: Actor, other: Any
    ) -> None:
        client = visit(bob, WRITTEN)
        address = f"/moje/konkursy/{other.public_id}/nowa-oferta/"
        assert submitted.title not in words(client.get(address))
        assert client.post(address, {"source": submitted.public_id}).status_code == 400
        assert not Offer.objects.filter(competition=other).exists()

    def test_files_stay_with_the_old_one(self, draft: Offer, alice: Actor, other: Any) -> None:
        actions.attach(draft, file=pdf(), title="Statut", actor=alice, at=WRITTEN)
        offer, _left_out = actions.start_from(other, draft, actor=alice, at=WRITTEN)
        assert not offer.attachments.exists()

    def test_not_after_the_deadline(self, draft: Offer, alice: Actor, other: Any) -> None:
        with pytest.raises(Refused):
            actions.start_from(other, draft, actor=alice, at=DEADLINE.replace(year=2027))
        assert Offer.objects.count() == 1
