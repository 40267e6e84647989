"""Several people and tabs write one offer: merged by field and cell, a conflict is shown, nothing is overwritten in silence."""

import html
import json
import re
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from competitions.offers import actions
from competitions.offers.merge import KEY, Change, Merged, merged, resolved, with_keys
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from law.forms import ROWS_LIMIT, form
from tests.factories.content import offer_content
from tests.factories.cycle import WRITTEN, Cycle
from tests.factories.pages import rows, words

FORM = form("offer-2018")
TABLE = "V.A.II"


def line(name: str, cost: str = "1.00", **more: str) -> dict[str, str]:
    return {"name": name, "unit": "szt.", "unit_cost": cost, "units": "1", **more}


def fresh() -> Any:
    return (f"new{number}" for number in count())


def merge(stored: dict[str, Any], **changes: Change) -> Merged:
    """Merge into a content whose tables have keys "0", "1", …: as they are when nobody gave them others."""
    return merged(FORM, stored, {}, {code.replace("_", "."): each for code, each in changes.items()}, fresh=fresh())


def table(stored: list[dict[str, str]], base: list[dict[str, str]], typed: list[dict[str, str]]) -> Merged:
    keys = {TABLE: [row[KEY] for row in stored]}
    plain = [{code: text for code, text in row.items() if code != KEY} for row in stored]
    return merged(FORM, {TABLE: plain}, keys, {TABLE: Change(typed, base)}, fresh=fresh())


class TestTexts:
    @pytest.mark.parametrize(
        ("base", "stored", "typed", "kept", "clash"),
        [
            ("a", "a", "b", "b", False),
            ("a", "b", "a", "b", False),
            ("a", "b", "b", "b", False),
            ("a", "b", "c", "b", True),
            ("", "b", "c", "b", True),
            ("a", "", "c", "", True),
            ("a", "b", "", "b", True),
            ("  a\r\n", "a", "b ", "b", False),
        ],
    )
    def test_three_texts(self, base: str, stored: str, typed: str, kept: str, clash: bool) -> None:
        result = merge({"III.5": stored}, III_5=Change(typed, base))
        assert result.content["III.5"] == kept
        assert [(each.code, each.stored, each.typed) for each in result.conflicts] == (
            [("III.5", stored, typed)] if clash else []
        )

    def test_amounts_are_compared_as_amounts(self) -> None:
        assert merge({"V.B.2": "9999.50"}, V_B_2=Change("10 000", "9 999,5")).content["V.B.2"] == "10000.00"

    def test_what_was_sent_without_an_answer_is_no_strangers(self) -> None:
        assert not merge({"III.5": "b"}, III_5=Change("c", "a", tried="b")).conflicts

    def test_unknown_fields_change_nothing(self) -> None:
        result = merged(FORM, {"III.5": "a"}, {}, {"XX": Change("b", ""), "V.B.1": Change("1", "")}, fresh=fresh())
        assert (result.content, result.changed) == ({"III.5": "a"}, False)


class TestRows:
    BASE = [line("druk", key="p"), line("sala", key="q")]

    def test_two_cells_of_one_row(self) -> None:
        result = table(
            [line("druk", "2.00", key="p"), self.BASE[1]], self.BASE, [line("ulotki", key="p"), self.BASE[1]]
        )
        assert result.content[TABLE] == [line("ulotki", "2.00"), line("sala")]
        assert not result.conflicts

    def test_rows_that_both_add(self) -> None:
        result = table([*self.BASE, line("hers", key="r")], self.BASE, [*self.BASE, line("mine", key="s")])
        assert {row["name"] for row in result.content[TABLE]} == {"druk", "sala", "hers", "mine"}
        assert len(set(result.keys[TABLE])) == 4

    def test_a_row_moved_here_and_changed_there(self) -> None:
        result = table([line("druk", "7.00", key="p"), self.BASE[1]], self.BASE, self.BASE[::-1])
        assert result.content[TABLE] == [line("sala"), line("druk", "7.00")]
        assert result.keys[TABLE] == ["q", "p"]

    def test_a_row_moved_there_and_changed_here(self) -> None:
        """Rows are told by their keys: by their place, "sala" would get the cost of "druk"."""
        result = table(self.BASE[::-1], self.BASE, [line("druk", "7.00", key="p"), self.BASE[1]])
        assert result.content[TABLE] == [line("sala"), line("druk", "7.00")]

    def test_a_row_deleted_by_one(self) -> None:
        assert table(self.BASE, self.BASE, self.BASE[1:]).content[TABLE] == [line("sala")]
        assert table(self.BASE[1:], self.BASE, self.BASE).content[TABLE] == [line("sala")]

    def test_deleted_here_and_changed_there(self) -> None:
        result = table([line("druk", "7.00", key="p"), self.BASE[1]], self.BASE, self.BASE[1:])
        assert len(result.content[TABLE]) == 2
        assert [(each.row, each.typed) for each in result.conflicts] == [("p", None)]

    def test_changed_here_and_deleted_there(self) -> None:
        typed = [line("druk", "7.00", key="p"), self.BASE[1]]
        result = table(self.BASE[1:], self.BASE, typed)
        assert result.content[TABLE] == [line("sala")]
        assert [(each.row, each.stored) for each in result.conflicts] == [("p", None)]
        shown = resolved(FORM, result, {TABLE: Change(typed, self.BASE)})[TABLE]
        assert [row["unit_cost"] for row in shown] == ["1.00", "7.00"]

    def test_one_cell_twice(self) -> None:
        result = table([line("hers", key="p"), self.BASE[1]], self.BASE, [line("mine", key="p"), self.BASE[1]])
        assert [(each.row, each.column, each.stored, each.typed) for each in result.conflicts] == [
            ("p", "name", "hers", "mine")
        ]
        assert result.content[TABLE][0]["name"] == "hers"

    def test_a_full_table_says_so(self) -> None:
        full = [line(str(number), key=f"k{number}") for number in range(ROWS_LIMIT)]
        result = table(full, [], [line("mine", key="m")])
        assert len(result.content[TABLE]) == ROWS_LIMIT
        assert [each.typed for each in result.conflicts] == ["mine · szt. · 1.00 · 1"]

    @pytest.mark.parametrize("raw", [None, "x", 7, [None], [[]], [{}], [{"key": ["x"], "name": "a"}], {"name": "a"}])
    def test_rows_that_are_none(self, raw: Any) -> None:
        result = table(self.BASE, self.BASE, raw)
        assert all(isinstance(row, dict) for row in result.content[TABLE])
        result = merged(FORM, {}, {}, {TABLE: Change(raw, raw, raw)}, fresh=fresh())
        assert len(result.keys[TABLE]) == len(result.content[TABLE])

    def test_forged_keys(self) -> None:
        typed = [line("a", key="p"), line("b", key="p"), line("c", key="x" * 99), line("d", key="<b>")]
        result = table(self.BASE, [], typed)
        assert len(set(result.keys[TABLE])) == len(result.keys[TABLE]) == len(result.content[TABLE])


ROWS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["x", "y", "z"]), max_size=5)


@given(base=ROWS, stored=ROWS, typed=ROWS)
def test_every_text_is_kept_or_shown(base: dict[str, str], stored: dict[str, str], typed: dict[str, str]) -> None:
    """Whatever one side changed is stored, or stands in a conflict; whatever the other side changed is never gone."""
    before, there, here = ([line(name, key=key) for key, name in each.items()] for each in (base, stored, typed))
    result = table(there, before, here)
    names = dict(zip(result.keys[TABLE], (row["name"] for row in result.content[TABLE]), strict=True))
    clashes = {each.row for each in result.conflicts}
    for key in {*base, *stored, *typed}:
        was, theirs, mine = base.get(key), stored.get(key), typed.get(key)
        if theirs != was:
            assert names.get(key) == theirs
        if mine not in (was, theirs):
            assert names.get(key) == mine or key in clashes
        assert (key in clashes) == (theirs != was and mine != was and mine != theirs and bool(theirs or was))


def base_on(page: Any) -> str:
    """The base that a page takes along."""
    found = re.search(r'name="base" value="([^"]*)"', page.content.decode())
    assert found
    return html.unescape(found[1])


def posted(base: str, **changes: Any) -> dict[str, str]:
    """What a browser without scripts sends: the whole form, rows with their keys, and the base it took along."""
    values = {**json.loads(base), **changes}
    found = {"revision": "0", "base": base}
    for code, value in values.items():
        if isinstance(value, list):
            found |= rows(code, value)
        elif value:
            found[code] = value
    return found


@pytest.mark.django_db
class TestPage:
    def test_two_people_without_scripts(
        self, visit: Callable[..., Client], cycle: Cycle, draft: Offer, alice: Actor
    ) -> None:
        address = f"/moje/oferty/{draft.public_id}/edycja/"
        hers, his = visit(alice, WRITTEN), visit(cycle.editor(draft.organisation), WRITTEN)
        base = base_on(hers.get(address))
        assert base == base_on(his.get(address))
        first, second = json.loads(base)["III.4"]
        typed = posted(base, **{"III.5": "hers", "III.4": [{**first, "group": "Dzieci"}, second]})
        assert hers.post(address, typed).status_code == 302
        typed = posted(base, **{"IV.1": "his", "III.4": [first, {**second, "group": "Seniorzy"}]})
        assert his.post(address, typed).status_code == 302
        content = Offer.objects.get().content
        assert (content["III.5"], content["IV.1"]) == ("hers", "his")
        assert [row["group"] for row in content["III.4"]] == ["Dzieci", "Seniorzy"]

    def test_a_conflict_is_shown_with_both_texts(
        self, visit: Callable[..., Client], draft: Offer, alice: Actor
    ) -> None:
        client = visit(alice, WRITTEN)
        address = f"/moje/oferty/{draft.public_id}/edycja/"
        base = base_on(client.get(address))
        first = json.loads(base)["III.4"]
        client.post(address, posted(base, **{"III.5": "pierwsza karta", "III.4": first[:1]}))
        changed = [first[0], {**first[1], "group": "Seniorzy"}]
        answer = client.post(address, posted(base, **{"III.5": "druga karta", "III.4": changed, "IV.1": "obok"}))
        assert answer.status_code == 409
        assert "Ktoś zmienił te same miejsca" in words(answer)
        assert "Zapisany tekst pierwsza karta Twój tekst druga karta" in words(answer)
        assert "wiersz usunięty" in words(answer)
        kept = Offer.objects.get().content
        assert (kept["III.5"], kept["IV.1"], len(kept["III.4"])) == ("pierwsza karta", "obok", 1)
        # The field holds the writer's text; saved again, now knowingly, it stands.
        again = base_on(answer)
        assert json.loads(again)["III.5"] == "pierwsza karta"
        assert "druga karta</textarea>" in answer.content.decode()
        assert client.post(address, posted(again, **{"III.5": "druga karta", "III.4": changed})).status_code == 302
        assert Offer.objects.get().content["III.5"] == "druga karta"
        assert Offer.objects.get().content["III.4"][1]["group"] == "Seniorzy"

    def test_an_added_row_keeps_the_base(self, visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
        client = visit(alice, WRITTEN)
        address = f"/moje/oferty/{draft.public_id}/edycja/"
        base = base_on(client.get(address))
        client.post(address, posted(base, **{"III.5": "pierwsza karta"}))
        row = client.post(address, {**posted(base, **{"III.5": "druga karta"}), "add_row": "III.4"})
        assert base_on(row) == base
        assert client.post(address, posted(base_on(row), **{"III.5": "druga karta"})).status_code == 409

    def test_the_same_post_twice_is_saved_once(self, visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
        client = visit(alice, WRITTEN)
        address = f"/moje/oferty/{draft.public_id}/edycja/"
        typed = posted(base_on(client.get(address)), **{"III.5": "raz"})
        assert [client.post(address, typed).status_code for _ in range(2)] == [302, 302]
        assert Offer.objects.get().revision == draft.revision + 1


@pytest.mark.django_db
class TestScript:
    """What static/js/autosave-fields.js sends and is answered."""

    def send(self, client: Client, offer: Offer, revision: int, **fields: dict[str, Any]) -> Any:
        body = {
            "revision": revision,
            "fields": json.dumps({code.replace("_", "."): each for code, each in fields.items()}),
        }
        address = f"/moje/oferty/{offer.public_id}/edycja/"
        return client.post(address, body, headers={"Accept": "application/json"})

    def test_only_what_changed_goes_out_and_comes_back(
        self, visit: Callable[..., Client], draft: Offer, alice: Actor
    ) -> None:
        client = visit(alice, WRITTEN)
        answer = self.send(client, draft, draft.revision, V_B_2={"value": "9 999,5", "base": "10000.00"}).json()
        assert answer == {
            "version": draft.revision + 1,
            "fields": {"V.B.2": "9999.50"},
            "note": "",
            "conflicts": [],
        }
        # Somebody saved meanwhile: everything comes, so that both see it; so does a question without a change.
        for fields in ({"III_5": {"value": "moje", "base": draft.content["III.5"]}}, {}):
            answer = self.send(client, draft, draft.revision, **fields).json()
            assert answer["fields"]["V.B.2"] == "9999.50"
            assert answer["fields"]["III.5"] == "moje"
        assert (answer["version"], Offer.objects.get().revision) == (draft.revision + 2, draft.revision + 2)

    def test_a_conflict_keeps_the_rest(self, visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
        client = visit(alice, WRITTEN)
        first = {"value": "jedna", "base": draft.content["III.5"]}
        self.send(client, draft, draft.revision, III_5=first)
        answer = self.send(
            client,
            draft,
            draft.revision,
            III_5={**first, "value": "druga"},
            IV_1={"value": "obok", "base": draft.content["IV.1"]},
        ).json()
        assert answer["conflicts"] == [
            {
                "code": "III.5",
                "row": "",
                "column": "",
                "place": answer["conflicts"][0]["place"],
                "stored": "jedna",
                "typed": "druga",
            }
        ]
        assert answer["conflicts"][0]["place"].startswith("5. ")
        assert Offer.objects.get().content["IV.1"] == "obok"

    def test_a_row_added_twice_is_one(self, visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
        """The answer was lost, so the page sends the row again, with more in it."""
        client = visit(alice, WRITTEN)
        base = with_keys(draft.content, draft.row_keys, FORM)[TABLE]
        tried = [*base, line("druk", key="abc123")]
        self.send(client, draft, draft.revision, V_A_II={"value": tried, "base": base})
        more = [*base, line("druk plakatów", key="abc123")]
        answer = self.send(client, draft, draft.revision, V_A_II={"value": more, "base": base, "tried": tried}).json()
        assert answer["conflicts"] == []
        assert [row["name"] for row in Offer.objects.get().content[TABLE]] == ["Księgowość", "druk plakatów"]

    @pytest.mark.parametrize("fields", ["", "[]", "x", "{", "[" * 100_000, "null", "7"])
    def test_what_is_no_post_of_ours(
        self, visit: Callable[..., Client], draft: Offer, alice: Actor, fields: str
    ) -> None:
        address = f"/moje/oferty/{draft.public_id}/edycja/"
        posted = {"revision": 1, "fields": fields}
        answer = visit(alice, WRITTEN).post(address, posted, headers={"Accept": "application/json"})
        assert (answer.status_code, Offer.objects.get().revision) == (400, draft.revision)

    def test_forged_fields_change_nothing(self, visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
        client = visit(alice, WRITTEN)
        odd: dict[str, Any] = {"state": {"value": "awarded", "base": "draft"}, "V_B_1": {"value": "1", "base": ""}}
        odd |= {"III_5": 7, "IV_1": {"value": "bez początku"}}
        assert self.send(client, draft, draft.revision, **odd).status_code == 200
        saved = Offer.objects.get()
        assert (saved.content, saved.revision, saved.state) == (draft.content, draft.revision, "draft")

    def test_submitted_meanwhile(self, visit: Callable[..., Client], submitted: Offer, alice: Actor) -> None:
        answer = self.send(visit(alice, WRITTEN), submitted, 1, III_5={"value": "x", "base": ""})
        assert answer.status_code == 409
        assert answer.json()["detail"]


@pytest.mark.django_db
def test_replacing_the_whole_content_keeps_the_keys_of_rows_that_stay(draft: Offer, alice: Actor) -> None:
    """The API puts a whole content; a page that is open beside it still knows its rows."""
    first, second = offer_content()["III.4"]
    before = actions.save(draft, draft.content, revision=draft.revision, actor=alice, at=WRITTEN)
    after = actions.save(
        before,
        offer_content(**{"III.4": [second, {**first, "name": "Nowe"}]}),
        revision=before.revision,
        actor=alice,
        at=WRITTEN,
    )
    kept, new = after.row_keys["III.4"]
    assert kept == before.row_keys["III.4"][1]
    assert new not in before.row_keys["III.4"]
