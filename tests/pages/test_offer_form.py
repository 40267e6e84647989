"""The offer form as a volunteer meets it at night: sums while one types, saving by itself, everything by keyboard."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from competitions.offers.models import Offer
from competitions.offers.presentation import summary
from tests.browser import CHROMIUM_TEST
from tests.factories.content import offer_content
from tests.pages.story import Story


def address(story: Story) -> str:
    return f"/moje/oferty/{story.draft_offer.public_id}/edycja/"


class TestInBrowser:
    pytestmark = CHROMIUM_TEST

    def test_sums_limits_and_saving_while_one_types(self, story: Story, visit: Callable[..., Any]) -> None:
        visitor = visit(story.signatory_actor)
        page = visitor.open(address(story))
        figures = page.locator(".summary")
        expect(figures.locator("[data-sum=costs]")).to_have_text("12\u00a0500,00\u00a0zł")
        page.locator("[name='V.A.I-0-unit_cost']").fill("150")
        expect(page.locator("[data-row] output").first).to_have_text("12\u00a0000,00\u00a0zł")
        expect(figures.locator("[data-sum=costs]")).to_have_text("16\u00a0500,00\u00a0zł")
        expect(figures.get_by_text("Źródła (V.B.2–4) są mniejsze niż koszty.")).to_be_visible()
        page.locator("[name='V.B.2']").fill("41 000")
        expect(figures.get_by_text("Dotacja przekracza limit")).to_be_visible()
        page.locator("[name='V.B.2']").fill("14 000")
        expect(figures.get_by_text("Dotacja przekracza limit")).to_be_hidden()
        expect(figures.get_by_text("Źródła (V.B.2–4)")).to_have_count(2)
        expect(figures.locator("[data-sum=difference]")).to_have_text("0,00\u00a0zł")
        expect(figures.locator("[data-autosave-status]")).to_contain_text("Zapisano o ")
        expect(figures.locator("[data-deadline]")).to_contain_text("20 dni")
        offer = Offer.objects.get(pk=story.draft_offer.pk)
        assert (offer.total_cost, offer.requested) == (Decimal(16500), Decimal(14000))
        # The button saves too, and does not stumble over what saved itself.
        page.locator("[name='III.1']").fill("Święto chleba")
        page.get_by_role("button", name="Zapisz", exact=True).click()
        expect(page.locator("h1")).to_have_text("Święto chleba")
        assert visitor.heard == []

    def test_a_lost_session_says_so_and_keeps_the_text(self, story: Story, visit: Callable[..., Any]) -> None:
        visitor = visit(story.signatory_actor)
        page = visitor.open(address(story))
        visitor.context.clear_cookies()
        page.locator("[name='III.1']").fill("Nie zgub mnie")
        expect(page.locator("[data-autosave-status]")).to_contain_text("Sesja wygasła")
        assert "Nie zgub mnie" in page.evaluate("JSON.stringify(localStorage)")

    def test_a_row_is_written_by_keyboard_alone(self, story: Story, visit: Callable[..., Any]) -> None:
        page = visit(story.signatory_actor).open(address(story))
        table = page.locator("[data-rows='V.A.II']")
        table.get_by_role("button", name="Dodaj wiersz").focus()
        page.keyboard.press("Enter")
        for typed in ("Druk plakatów", "sztuka", "2,50", "100"):
            page.keyboard.type(typed)
            page.keyboard.press("Tab")
        expect(table.locator("output").last).to_have_text("250,00\u00a0zł")
        expect(page.locator(".summary [data-sum=administrative]")).to_have_text("1\u00a0250,00\u00a0zł")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"  # where the keyboard is can be seen
        table.get_by_role("button", name="Usuń wiersz 2").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".summary [data-sum=administrative]")).to_have_text("1\u00a0000,00\u00a0zł")
        assert page.evaluate("document.activeElement.textContent.trim()").startswith("Usuń")

    def test_costs_go_with_their_action(self, story: Story, visit: Callable[..., Any]) -> None:
        visitor = visit(story.signatory_actor)
        page = visitor.open(address(story))
        chosen = page.locator("[name='V.A.I-1-action'] option:checked")
        expect(chosen).to_have_text("2. Przegląd zespołów")
        page.locator("[name='III.4-1-name']").fill("Festyn")
        expect(chosen).to_have_text("2. Festyn")
        page.locator("[data-rows='III.4']").get_by_role("button", name="Usuń wiersz 1").click()
        expect(chosen).to_have_text("1. Festyn")
        expect(page.locator("[name='V.A.I-0-action']")).to_have_value("")
        page.get_by_role("button", name="Zapisz", exact=True).click()
        expect(page.locator("[name='V.A.I-1-action'] option:checked")).to_have_text("1. Festyn")
        saved = Offer.objects.get(pk=story.draft_offer.pk).content
        assert [row["action"] for row in saved["V.A.I"]] == ["", "1"]
        assert visitor.heard == []

    def test_the_summary_stays_in_view_and_covers_nothing_in_focus(
        self, story: Story, visit: Callable[..., Any]
    ) -> None:
        for width, height in ((1280, 900), (360, 740)):
            page = visit(story.signatory_actor, width).open(address(story))
            page.set_viewport_size({"width": width, "height": height})
            for name in ("II.2.phone", "V.A.I-0-units", "V.B.2"):
                page.locator(f"[name='{name}']").focus()
                summary_box = page.locator(".summary").bounding_box()
                assert summary_box is not None
                assert 0 <= summary_box["y"] < height
                hit = page.evaluate(
                    """() => { const box = document.activeElement.getBoundingClientRect();
                    return document.elementFromPoint(box.x + 5, box.y + box.height / 2) === document.activeElement; }"""
                )
                assert hit, f"{name} is covered at {width}"

    def test_the_table_of_contents_goes_along(self, story: Story, visit: Callable[..., Any]) -> None:
        page = visit(story.signatory_actor).open(address(story))
        page.locator(".toc-wide").get_by_role("link", name="V Kalkulacja").click()
        expect(page.locator(".toc-wide [aria-current]")).to_contain_text("Kalkulacja")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "warned"),
    [
        ({}, []),
        ({"V.B.2": "10000.01"}, ["difference least 0.00"]),
        ({"V.B.2": "9999.99"}, ["difference most 0.00"]),
        ({"V.B.2": "40000.01"}, ["difference least 0.00", "grant most 40000.00"]),
        ({"V.B.2": "11250.01", "V.B.3.1": "1249.99", "V.B.3.2": ""}, ["own least 10.00 costs"]),
        (
            {"V.A.II": [{"name": "Biuro", "unit": "m-c", "unit_cost": "2000.01", "units": "1"}], "V.B.3.1": "3000.01"},
            ["administrative most 20.00 grant"],
        ),
    ],
)
def test_the_summary_warns_of_every_limit(story: Story, changes: dict[str, Any], warned: list[str]) -> None:
    found = summary(story.draft_offer, offer_content(**changes))
    assert [row["rule"] for row in found.warnings if row["broken"]] == warned
