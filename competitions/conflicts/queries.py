"""Reads of conflicts: the records of people and organisations as plain values, in a constant number of queries; the graph."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, CharField, DateField, F, Q, Value
from django.db.models.functions import Cast, TruncDate
from django.utils.timezone import localdate

from competitions.conflicts import traces
from competitions.conflicts.graph import Finding, Graph, Node, Rules, Verdict, years_before
from competitions.conflicts.models import Link, Role, Statement
from competitions.experts.models import Expert
from competitions.offers.models import Offer, Partner
from competitions.offers.states import State as OfferState
from core.accounts.models import Hat, User
from law import identity
from ngo.papers.models import BankAccount, Signatory
from ngo.registry import naming
from ngo.registry.hats import ORGANISATION
from ngo.registry.models import Organisation

# Who may invite an expert whose links to the organisation could not be ruled out: anybody of the staff, or heads alone.
HEAD_ALONE = "head"


@dataclass(frozen=True, slots=True)
class Practice:
    """What the office settled for itself (config/office.toml, [conflicts])."""

    years: int
    statement_months: int
    two_steps: str
    unknown_invited_by: str


def practice() -> Practice:
    return Practice(**settings.OFFICE["conflicts"])


def statement_of(person: User) -> Statement | None:
    """What a person stated of all their links, if they did."""
    return Statement.objects.filter(user=person).first()


def expert_of(link: Link) -> Expert:
    """The expert whose link it is."""
    return Expert.objects.get(user=link.user_id)


@dataclass(frozen=True, slots=True)
class Found:
    """The graph of some people and offers, with the names of its nodes, and who takes part in each offer."""

    graph: Graph
    names: Mapping[Node, str]
    takers: Mapping[int, Sequence[int]]

    def judge(self, expert: Expert, offer: Offer) -> Finding:
        """What is known of an expert and those who take part in one offer: who leads it, and every partner, invited or agreed."""
        targets = [traces.organisation(str(pk)) for pk in self.takers[offer.pk]]
        return self.graph.judge(traces.person(str(expert.user_id)), targets)


def find_organisation(text: str) -> Organisation | None:
    """The one organisation of the register with this KRS, NIP, REGON or name; nothing when there is none or more."""
    numbers = [code for code in (identity.krs, identity.nip, identity.regon) if _reads(code, text)]
    rows = Organisation.objects.filter(merged_into=None)
    asked = Q(pk=None)
    for code in numbers:
        asked |= Q(**{code.__name__: code(text)})
    if key := naming.parse(text).key:
        asked |= Q(name_key=key)
    found = list(rows.filter(asked)[:2])
    return found[0] if len(found) == 1 else None


def _reads(code: Any, text: str) -> bool:
    try:
        return bool(code(text))
    except ValueError:
        return False


def found(experts: Sequence[Expert], offers: Sequence[Offer], at: datetime) -> Found:
    """The graph of experts (with `user` and its `statement` read) and of those who take part in offers.

    Three queries, however many there are.
    """
    on, rules = localdate(at), practice()
    roles = _roles([each.user_id for each in experts])
    acting = {row["public"] for row in roles if row["public"]}
    near = {row["organisation"] for row in roles if row["organisation"]} | {each.organisation_id for each in offers}
    takers: dict[int, list[int]] = {each.pk: [each.organisation_id] for each in offers}
    joints = _joints(takers, near, acting, years_before(on, rules.years))
    near |= {pk for who in (*joints, *takers.values()) for pk in who}
    bodies, by_public = _bodies(near, acting)
    records = traces.Records(
        [_person(each, roles, by_public, at, rules) for each in experts],
        bodies,
        [traces.Joint(tuple(map(str, sorted(who))), day, contracted) for who, (day, contracted) in joints.items()],
    )
    names = {traces.person(str(each.user_id)): str(each.user) for each in experts}
    names |= {traces.organisation(body.key): body.names[0] for body in bodies}
    graph = Graph(
        traces.edges(records),
        on=on,
        rules=Rules(rules.years, Verdict(rules.two_steps)),
        missing=traces.missing(records),
    )
    return Found(graph, names, takers)


def _roles(people: Sequence[int]) -> list[dict[str, Any]]:
    """Links that stand, and hats of organisations (also withdrawn ones): what a person declared, and whom they act for here."""
    blank = Value("", output_field=CharField())
    columns = ("user_id", "kind", "source_code", "begun", "ended", "organisation_pk", "name", "public")
    links = (
        Link.objects.standing()
        .filter(user__in=people)
        .order_by()
        .annotate(
            kind=F("role"), source_code=F("source"), begun=Cast("since", CharField()), ended=Cast("until", CharField()),
            organisation_pk=F("organisation_id"), name=F("organisation_name"), public=blank,
        )
        .values_list(*columns)
    )  # fmt: skip
    none = Value(None, output_field=BigIntegerField())
    hats = (
        Hat.objects.filter(user__in=people, kind__in=ORGANISATION)
        .order_by()
        .annotate(
            role=Value(Role.AGENT.value, output_field=CharField()),
            source_code=Value("account", output_field=CharField()),
            begun=Cast(TruncDate("granted_at"), CharField()),
            ended=Cast(TruncDate("withdrawn_at"), CharField()),
            organisation_pk=none, name=blank, public=F("key"),
        )
        .values_list("user_id", "role", *columns[2:])
    )  # fmt: skip
    names = ("user_id", "role", "source", "since", "until", "organisation", "name", "public")
    rows = [dict(zip(names, row, strict=True)) for row in links.union(hats, all=True)]
    for row in rows:
        for end in ("since", "until"):
            row[end] = date.fromisoformat(row[end]) if row[end] else None
    return rows


def _joints(
    takers: dict[int, list[int]], near: set[int], acting: set[str], earliest: date
) -> dict[frozenset[int], tuple[date, bool]]:
    """Joint offers of organisations since a day: who took part → the last day of it, and whether an agreement came of it.

    The partners of the offers asked about are put into `takers` on the way.
    """
    asked = Partner.objects.filter(offer__in=takers).order_by().values("organisation")
    joined = Q(agreed_at__isnull=False, offer__submitted_at__date__gte=earliest)
    joined &= ~Q(offer__state__in=(OfferState.DRAFT, OfferState.WITHDRAWN))
    offers = Partner.objects.filter(joined).order_by()
    about = Q(organisation__in=near) | Q(offer__organisation__in=near) | Q(organisation__in=asked)
    about |= Q(organisation__public_id__in=acting) | Q(offer__organisation__public_id__in=acting)
    about |= Q(offer__organisation__in=asked)
    # All partners of the offers in which one of them took part, and of those asked about.
    rows = Partner.objects.filter(
        Q(offer__in=takers) | (joined & Q(offer__in=offers.filter(about).values("offer")))
    ).order_by()
    sides: dict[int, set[int]] = defaultdict(set)
    told: dict[int, tuple[date, bool]] = {}
    values = ("offer", "organisation", "agreed_at", "offer__organisation", "offer__submitted_at", "offer__state")
    for offer, partner, agreed, leader, submitted, state in rows.values_list(*values):
        if offer in takers:
            takers[offer].append(partner)
        if agreed and submitted and state not in (OfferState.DRAFT, OfferState.WITHDRAWN):
            sides[offer] |= {partner, leader}
            told[offer] = (localdate(submitted), state == OfferState.CONTRACTED)
    found: dict[frozenset[int], tuple[date, bool]] = {}
    for offer, who in sides.items():
        key = frozenset(who)
        found[key] = max(found.get(key, (date.min, False)), told[offer], key=lambda each: (each[1], each[0]))
    return found


def _bodies(near: set[int], acting: set[str]) -> tuple[list[traces.Body], dict[str, int]]:
    """Organisations as the graph takes them, with who sits in their bodies and all accounts, and public id → primary key.

    One query: a row of each organisation, of each person of its bodies, of each further account.
    """
    own = ("name", "public_id", "email", "website", "phone", "bank_account", "street", "postcode", "city")
    columns = ("what", "of", *own, "begun", "ended")
    blank = Value("", output_field=CharField())
    never = Value(None, output_field=DateField())

    def rows(model: Any, what: str, to: str, **given: Any) -> Any:
        path = f"{to}__" if to else ""
        asked = Q(**{f"{path}pk__in": near}) | Q(**{f"{path}public_id__in": acting})
        # The names of `own` are fields of the tables, so what is asked for goes by other names.
        values = {f"said_{name}": given.get(name, blank) for name in own}
        values |= {"what": Value(what, output_field=CharField()), "of": F(f"{path}pk")}
        values |= {"begun": given.get("begun", never), "ended": given.get("ended", never)}
        named = ["what", "of", *(f"said_{name}" for name in own), "begun", "ended"]
        return model._base_manager.filter(asked).order_by().annotate(**values).values_list(*named)

    text = CharField()
    organisations = rows(Organisation, "self", "", **{name: Cast(name, text) for name in own})
    signing = rows(
        Signatory, "body", "organisation", name=Cast("name", text), email=Cast("function", text),
        begun=F("valid_from"), ended=F("valid_to"),
    )  # fmt: skip
    accounts = rows(BankAccount, "account", "organisation", bank_account=Cast("iban", text))
    selves: dict[int, dict[str, Any]] = {}
    officers: dict[int, list[traces.Officer]] = defaultdict(list)
    ibans: dict[int, list[str]] = defaultdict(list)
    for row in organisations.union(signing, accounts, all=True):
        told = dict(zip(columns, row, strict=True))
        if told["what"] == "self":
            selves[told["of"]] = told
        elif told["what"] == "body":
            officers[told["of"]].append(
                traces.Officer(told["name"], told["email"], "papers", told["begun"], told["ended"])
            )
        else:
            ibans[told["of"]].append(told["bank_account"])
    bodies = [
        traces.Body(
            key=str(pk),
            names=(each["name"],),
            emails=tuple(filter(None, (each["email"], each["website"]))),
            phone=each["phone"],
            accounts=tuple(filter(None, (each["bank_account"], *sorted(ibans[pk])))),
            address=traces.address(each["street"], each["postcode"], each["city"]),
            officers=tuple(sorted(officers[pk], key=lambda one: (one.name, one.function))),
        )
        for pk, each in sorted(selves.items())
    ]
    return bodies, {each["public_id"]: pk for pk, each in selves.items()}


def _person(
    expert: Expert, roles: Sequence[Mapping[str, Any]], by_public: Mapping[str, int], at: datetime, rules: Practice
) -> traces.Person:
    statement = getattr(expert.user, "statement", None)
    own = [row for row in roles if row["user_id"] == expert.user_id]
    given: dict[str, str] = {}
    if statement:
        given = {"phone": statement.phone, "account": statement.bank_account}
        given["address"] = traces.address(statement.street, statement.postcode, statement.city)
    return traces.Person(
        key=str(expert.user_id),
        name=expert.user.name,
        email=expert.user.email,
        **given,
        roles=tuple(_role(row, by_public) for row in own if row["name"] or row["public"] in by_public),
        stated=bool(statement and statement.stated_at >= at - timedelta(days=30 * rules.statement_months)),
    )


def _role(row: Mapping[str, Any], by_public: Mapping[str, int]) -> traces.Role:
    key = row["organisation"] or by_public.get(row["public"])
    where = str(key) if key else row["name"]
    return traces.Role(row["role"], where, row["source"], row["since"], row["until"], found=bool(key))
