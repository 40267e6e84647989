"""Two worlds that differ only in what a role must not see are the same to it: every page, file, API answer, search and count.

One world is the story; the other is the same rows with the secrets of a role changed in place, and one offer more. Ids, clock
and sessions are shared, so the answers have to be equal byte for byte. A new page or route joins by itself.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.db import models, transaction
from django.db.models import Q
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils.timezone import now
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from competitions.agreements.models import Agreement
from competitions.awards.access import RESOLVED
from competitions.calls.models import Competition
from competitions.conflicts.models import Link, Statement
from competitions.contracts.models import Contract
from competitions.evaluation.models import CardVersion, FormalCheck, Opinion, PanelMember, Plan, Role, Score, ScoreCard
from competitions.experts.models import Expert
from competitions.messages.models import Message
from competitions.nominations.models import Nomination
from competitions.offers.models import CostLine, Indicator, Offer, OfferVersion
from competitions.questions.models import Question
from competitions.recruitment.models import Candidacy
from competitions.reports.models import Report
from core.accounts.actor import VISITOR, Actor
from core.accounts.models import Hat, User
from core.api.scopes import scopes_for
from core.jobs.actions import enqueue
from core.jobs.runner import run
from core.notices.models import Notice
from ngo.registry.models import Organisation
from office.feedback.models import Feedback
from tests.factories.cycle import moment
from tests.pages.story import DATES, NOW, OPEN, Story
from tests.pages.test_walk import POSTED, places

pytestmark = pytest.mark.django_db

WORD = "TAJEMNICA"
AMOUNT = re.compile(r"^\d+\.\d\d$")
# What is random in every answer, whatever it is about.
NOISE = (
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(rb'nonce="[^"]*"'),
    # A form that is sent once carries a token of its own.
    re.compile(rb'name="(?:form_token|token|once)" value="[^"]*"'),
    re.compile(rb"(?m)^pozytek_disk_.*$"),
    re.compile('value="[0-9]+" aria-label="Zajęta część dysku">[^<]*</progress>\\s*<p>[^<]*'.encode()),
)
# Some days before the open competition's deadline, when its writers are reminded.
NEAR = moment(2027, 3, 20, 8)
# A role that is refused a route twice is refused it.
ENOUGH = 2
HEADERS = ("Content-Type", "Content-Disposition", "Location", "Cache-Control", "Vary", "ETag", "Last-Modified", "Link")


class Told(Story):
    """The story, and a competition that keeps its offers sealed."""

    def __init__(self, people: Any) -> None:
        super().__init__(people)
        self.sealed = self.competition(title="Wolontariat zapieczętowany", sealed=True, **OPEN)
        self.offer(self.sealed, self.holders[2], at=moment(2027, 3, 1), **DATES)


# The second world.


def altered(value: Any) -> Any:
    """A value that differs: a text, an amount, every text and amount of a JSON value."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Decimal):
        return value + Decimal("0.50") if value < 20 else value - Decimal("0.50")
    if isinstance(value, str):
        if AMOUNT.match(value):
            return str(Decimal(value) + 1)
        return f"{WORD} {value}" if " " in value or not value else value
    if isinstance(value, dict):
        return {key: altered(each) for key, each in value.items()}
    if isinstance(value, list):
        return [altered(each) for each in value]
    return value


def alter(rows: "models.QuerySet[Any]", *fields: str) -> None:
    """Change these fields of these rows."""
    model = rows.model
    for row in rows:
        values = {}
        for name in fields:
            most = getattr(model._meta.get_field(name), "max_length", None)
            value = altered(getattr(row, name))
            values[name] = value[:most] if isinstance(value, str) and most else value
        model.objects.filter(pk=row.pk).update(**values)


def rename(people: "models.QuerySet[User]") -> None:
    """Other people: names and addresses."""
    for user in people:
        User.objects.filter(pk=user.pk).update(
            name=f"{WORD} {user.pk}", sort_key=f"{WORD.lower()} {user.pk}", email=f"tajne{user.pk}@example.org"
        )


def one_more_offer(competition: Competition) -> None:
    """Another organisation filed an offer, too: nobody outside the office counts them before the deadline."""
    offer = Offer.objects.filter(competition=competition, state="submitted").first()
    assert offer
    version = offer.versions.latest("number")
    number = Competition.objects.values_list("last_number", flat=True).get(pk=competition.pk) + 1
    offer.pk, offer.public_id, offer.number, offer.receipt = (
        None,
        f"{WORD}{competition.pk}"[:16],
        number,
        f"0-{competition.pk}",
    )
    offer.organisation = Organisation.objects.exclude(offers__competition=competition).order_by("-pk")[0]
    offer.save()
    version.pk, version.offer = None, offer
    version.save()
    Competition.objects.filter(pk=competition.pk).update(last_number=number)


def offers_of_others(own: Sequence[Offer]) -> None:
    """What other organisations wrote; of resolved competitions the lists are public, the content is not."""
    others = Offer.objects.exclude(pk__in=[offer.pk for offer in own])
    alter(others.exclude(competition__state__in=RESOLVED), "title", "requested", "total_cost")
    alter(others, "content")
    alter(OfferVersion.objects.filter(offer__in=others), "content", "checksum")
    alter(CostLine.objects.filter(version__offer__in=others), "name", "value")
    alter(Indicator.objects.filter(version__offer__in=others), "name", "target")
    alter(Message.objects.exclude(thread__offer__in=own), "text")
    alter(Report.objects.exclude(agreement__offer__in=own), "content")
    alter(Agreement.objects.exclude(offer__in=own), "account", "organisation_signatories", "office_signatories")


def evaluation(own: Sequence[Offer] = (), cards: "models.QuerySet[ScoreCard] | None" = None) -> None:
    """Cards, points and opinions before they are published; `own` offers and `cards` are known."""
    known = cards if cards is not None else ScoreCard.objects.none()
    rows = ScoreCard.objects.exclude(pk__in=list(known.values_list("pk", flat=True))).exclude(
        offer__in=[offer.pk for offer in own if offer.competition.state in RESOLVED]
    )
    alter(rows, "strengths", "weaknesses", "recommended_amount", "declaration")
    alter(Score.objects.filter(card__in=rows), "points", "justification")
    alter(CardVersion.objects.filter(card__in=rows), "content")
    open_ = Q(offer__competition__state__in=RESOLVED)
    alter(Opinion.objects.exclude(open_), "points", "proposed_amount", "text")
    alter(FormalCheck.objects.exclude(open_).exclude(offer__in=own), "answers", "findings", "remark")
    alter(Plan.objects.all(), "data", "reason")


def experts(*but: User) -> None:
    """Who evaluates; people on a published list of a recruitment are known."""
    listed = Candidacy.objects.values("user")
    rename(
        User.objects.filter(pk__in=Expert.objects.values("user"))
        .exclude(pk__in=listed)
        .exclude(pk__in=[u.pk for u in but])
    )
    alter(Contract.objects.exclude(expert__user__in=but), "rate", "number")
    alter(Link.objects.exclude(user__in=but), "organisation_name", "basis")
    alter(Statement.objects.exclude(user__in=but), "street", "city", "phone")
    alter(Candidacy.objects.exclude(user__in=but), "phone", "town", "education", "career", "ties")


def panels(*but: Competition) -> None:
    """Who sits in panels; the chair closes the minutes by name, so the history of an offer says who that was."""
    members = PanelMember.objects.exclude(panel__competition__in=but).exclude(role=Role.CHAIR)
    rename(User.objects.filter(pk__in=members.values("user")))


def people(*but: Organisation, me: User | None) -> None:
    """Who acts for organisations, and what they keep for themselves."""
    keys = [organisation.public_id for organisation in but]
    rename(
        User.objects.filter(
            pk__in=Hat.objects.filter(kind__startswith="organisation").exclude(key__in=keys).values("user")
        )
    )
    alter(Question.objects.filter(published_at=None), "text", "email")
    alter(Feedback.objects.all(), "text", "email")
    others = Nomination.objects.exclude(organisation__in=but)
    alter(others.exclude(email=me.email) if me else others, "name", "recommendation")


def hide_from(story: Told, actor: Actor) -> None:
    """Make the second world of a role: whatever it must not see is otherwise."""
    if actor is story.officer or actor is story.auditor:
        sealed = Offer.objects.filter(competition=story.sealed)
        alter(sealed, "title", "requested", "total_cost", "content")
        alter(OfferVersion.objects.filter(offer__in=sealed), "content", "checksum")
        offers = Offer.objects.filter(state="draft")
        alter(offers, "title", "requested", "total_cost", "content")
        return
    if actor is story.administrator:
        # Who keeps the accounts and reads remarks knows people, not offers and points.
        offers_of_others([])
        evaluation()
        one_more_offer(story.open)
        return
    own = own_offers(actor)
    known = ScoreCard.objects.none()
    if actor is story.expert_actor:
        known = ScoreCard.objects.filter(expert__user=actor.user)
        own = [card.offer for card in known.filter(state__in=("declared", "submitted")).select_related("offer")]
    offers_of_others(own)
    evaluation(own, known)
    me = [actor.user] if actor.user else []
    experts(*me)
    panels(*Competition.objects.filter(panel__members__user__in=me))
    people(*Organisation.objects.filter(public_id=actor.key), me=actor.user)
    one_more_offer(story.open)
    one_more_offer(story.sealed)


def own_offers(actor: Actor) -> list[Offer]:
    """The offers of the organisation that the actor acts for, joint ones and invitations to them too."""
    mine = Q(organisation__public_id=actor.key) | Q(partners__organisation__public_id=actor.key)
    return list(Offer.objects.filter(mine).select_related("competition").distinct()) if actor.key else []


# What is asked in both.


def pages(story: Told) -> list[str]:
    """Every address of the walk, and every page with an id, each with the first rows of what it shows."""
    found = [path for _actor, paths in places(story) for path in paths]
    for route, view in patterns(get_resolver()):
        if any(f"/{word}/" in f"/{route}" for word in POSTED):
            continue
        if (gate := getattr(view, "gate", None)) and re.findall(r"<[^>]*>", route) == ["<str:public_id>"]:
            model = gate(story.officer, now()).model
            if not hasattr(model, "public_id"):
                continue
            rows = model.objects.order_by("pk")
            ids = rows.values_list("public_id", flat=True)[:1]
            found += [f"/{route.replace('<str:public_id>', public_id)}" for public_id in ids]
        elif "<" not in route and not route.startswith(("api/", "^", "konto/")):
            found += [f"/{route}"]
    return list(dict.fromkeys(found))


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of the site map with its view."""
    for each in resolver.url_patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield address, each.callback
        else:
            yield from patterns(each, address)


def searches() -> list[str]:
    """Lists asked for what only the second world says."""
    lists = ("/konkursy/", "/organizacje/", "/urzad/umowy/", "/urzad/eksperci/", "/instytucje/", "/uchwaly/")
    return [f"{path}?{name}={WORD}" for path in lists for name in ("q", "fraza")]


def resources(schema: Any, everywhere: APIClient) -> list[str]:
    """Every reading route of the API: a list with each of its filters and orders, a row by ids that the office finds."""
    found: list[str] = []
    for path, operations in schema["paths"].items():
        if "get" not in operations:
            continue
        if "{" not in path:
            found.append(path)
            for each in operations["get"].get("parameters", ()):
                found += [f"{path}?{each['name']}={value}" for value in _values(each) if each["in"] == "query"]
        elif path.count("{") == 1:
            head = path.split("{")[0]
            answer = everywhere.get(head)
            rows = answer.json().get("results", []) if answer.status_code == 200 else []
            ids = [str(row["id"]) for row in [*rows[:2], *rows[-1:]] if "id" in row]
            found += [re.sub(r"{[^}]*}", each, path) for each in dict.fromkeys(ids)]
    return found


def _values(parameter: Any) -> list[Any]:
    shape = parameter["schema"]
    shape = shape.get("items", shape)
    if "enum" in shape:
        return list(shape["enum"][:2])
    return {"boolean": ["true"], "integer": [1, 7], "number": ["12001.5"]}.get(shape.get("type"), [WORD])


def answer(client: Any, path: str) -> tuple[Any, ...]:
    """An answer without what is random in it."""
    response = client.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    for noise in NOISE:
        body = noise.sub(b"", body)
    return (response.status_code, {name: response.get(name) for name in HEADERS}, body)


class Undone(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """What is done in here, reading included, is undone at its end."""
    with suppress(Undone), transaction.atomic():
        yield
        raise Undone


def crawled(client: Any, paths: Sequence[str], change: Callable[[], None] | None = None) -> dict[str, Any]:
    """The answers to these addresses, in the first world or the other."""
    refused: Counter[str] = Counter()
    found = {}
    with undone():
        if change:
            change()
        for path in paths:
            route = str(resolve(path.split("?")[0]).route)
            if refused[route] < ENOUGH:
                found[path] = answer(client, path)
                refused[route] += found[path][0] >= 300
    return found


def letters(actor: Actor, change: Callable[[], None] | None = None) -> dict[str, Any]:
    """The letters of a person, with those that the clock writes some days before the deadline."""
    with undone():
        if change:
            change()
        for name in ("reminders.give", "reminders.alert"):
            run(enqueue(name).pk, clock=lambda: NEAR, loud=True)
        mine = Notice.objects.filter(user=actor.user) if actor.user else Notice.objects.none()
        rows = mine.order_by("pk").values_list("template", "subject", "body", "link")
        return {f"letter {number}": (0, {}, repr(row).encode()) for number, row in enumerate(rows)}


def parted(first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    """Each address whose answers differ, with the place where they part."""
    nothing: tuple[Any, ...] = (None, {}, b"")
    found = []
    for path in dict.fromkeys([*first, *second]):
        one, other = first.get(path, nothing), second.get(path, nothing)
        if one != other:
            pairs = enumerate(zip(one[2], other[2], strict=False))
            place = next((n for n, (a, b) in pairs if a != b), min(len(one[2]), len(other[2])))
            start = max(place - 80, 0)
            found.append(f"{path}: {one[0]}, {other[0]}: {one[2][start:][:160]!r} <> {other[2][start:][:160]!r}")
    return found


@pytest.fixture
def told(people: Any) -> Iterator[Told]:
    """The story with the clock stopped."""
    story = Told(people)
    with time_machine.travel(NOW, tick=False):
        yield story


def roles(told: Told) -> dict[str, Actor]:
    """Everybody who has a part in the story, and who has none."""
    return {
        "visitor": VISITOR,
        "organisation": told.signatory_actor,
        "another organisation": told.holder_actor,
        "expert": told.expert_actor,
        "member of a panel": told.member_actor,
        "chair of a panel": told.chair_actor,
        "candidate": told.candidate,
        "person nominated": told.nominee,
        "administrator": told.administrator,
        "auditor": told.auditor,
        "officer": told.officer,
    }


def test_no_role_tells_the_two_worlds_apart(
    told: Told, enter: Callable[..., Client], key: Callable[..., APIClient]
) -> None:
    paths = [*pages(told), *searches()]
    routes = resources(SchemaGenerator().get_schema(public=True), key(told.officer))
    leaks: list[str] = []
    for role, actor in roles(told).items():
        ways: list[tuple[Any, list[str]]] = [(enter(actor), paths)]
        if actor is VISITOR:
            ways.append((APIClient(), routes))
        elif actor.hat and scopes_for(actor.kind):
            ways.append((key(actor), routes))
        change = partial(hide_from, told, actor)
        for client, asked in ways:
            leaks += [f"{role}: {leak}" for leak in parted(crawled(client, asked), crawled(client, asked, change))]
        leaks += [f"{role}: {leak}" for leak in parted(letters(actor), letters(actor, change))]
    assert not leaks, "\n" + "\n".join(leaks)


def test_a_leak_that_is_planted_is_found(told: Told, enter: Callable[..., Client]) -> None:
    """A page that counts offers, and one that names who evaluates."""
    page, visitor = f"/programy/{told.programme_2027.public_id}/", enter(VISITOR)
    change = partial(hide_from, told, VISITOR)
    told_by: tuple[Callable[[Any], str], ...] = (
        lambda _at: str(Offer.objects.count()),
        lambda _at: str(Expert.objects.select_related("user").order_by("pk")[0]),
        lambda _at: str(Score.objects.order_by("pk")[0].points),
    )
    for leak in told_by:
        with patch("competitions.calls.panels.data_godzina", leak):
            (found,) = parted(crawled(visitor, [page]), crawled(visitor, [page], change))
            assert found.startswith(f"{page}: 200")
