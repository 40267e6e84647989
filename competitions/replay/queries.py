"""Reads of the replay: entries, documents and rows of a competition; the outcome of comparing them."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils.translation import gettext as _

from competitions.awards.documents import ResultsSheet
from competitions.awards.models import Award
from competitions.calls.models import Competition
from competitions.evaluation.documents import MinutesSheet
from competitions.evaluation.models import CardVersion, Motion, Opinion, Panel, Recusal, ScoreCard
from competitions.offers.models import Offer
from competitions.replay import history as played
from competitions.replay import rebuilding
from competitions.replay.differences import differences
from competitions.replay.models import Replay
from competitions.replay.presentation import DONE_BEFORE, TABLES, table_row
from core.audit import ledger
from core.audit.models import Entry
from core.documents.models import Document
from core.publications.models import Publication
from office.board.models import Resolution

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where what is stored parts from what follows: `where` (a document, a table's row), its path, both values."""

    where: str
    path: str
    published: str
    recomputed: str

    def __str__(self) -> str:
        place = f"{self.where}, {self.path}" if self.path else self.where
        return _("%(place)s: jest „%(published)s”, z księgi wynika „%(recomputed)s”") % {
            "place": place,
            "published": self.published,
            "recomputed": self.recomputed,
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """An issued document: the hash of its data as it was recorded, the hash of what follows, and the first difference."""

    public_id: str
    title: str
    kind: str
    replayed: bool
    recorded: str
    found: str
    fault: str = ""


@dataclass(slots=True)
class Outcome:
    """What the replay of a competition came to. `missing`: why it cannot be recomputed, for entries from before it."""

    entries: int = 0
    missing: list[str] = field(default_factory=list)
    documents: list[Checked] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        return not self.faults and not self.missing


def chains_of(competition: Competition) -> list[str]:
    """The chains of the case: of the competition and of each of its offers."""
    ids = competition.offers.order_by("pk").values_list("public_id", flat=True)
    return [competition.chain, *(f"offer:{public_id}" for public_id in ids)]


def replayed(competition: Competition, progress: Progress | None = None) -> Outcome:
    """Play the ledger of a competition again and compare what follows with the documents and rows that there are.

    Where its chain is broken nothing follows from it, and nothing else is compared.
    """
    tell = progress or (lambda _done, _total: None)
    chains = chains_of(competition)
    outcome = Outcome()
    documents = list(Document.objects.filter(chain__in=chains).order_by("issued_at", "pk"))
    total = len(documents) + 3
    outcome.faults += [_("Księga: %(fault)s") % {"fault": fault} for fault in ledger.faults(set(chains))]
    if outcome.faults:
        return outcome
    tell(1, total)
    try:
        _compare(competition, chains, documents, outcome, lambda done: tell(done, total))
    except (LookupError, ValueError, ArithmeticError, TypeError) as error:
        # Entries whose hashes are right and whose content no verb of ours wrote.
        outcome.faults.append(_("Księga: z jej wpisów nie da się policzyć wyników (%(error)s)") % {"error": error})
    return outcome


def _compare(
    competition: Competition,
    chains: list[str],
    documents: list[Document],
    outcome: Outcome,
    tell: Callable[[int], None],
) -> None:
    entries = Entry.objects.filter(chain__in=chains).order_by("pk")
    history = played.play(competition.public_id, entries.iterator(chunk_size=2000))
    outcome.entries = history.entries
    outcome.missing = [str(DONE_BEFORE[verb]) for verb in history.missing]
    tell(2)
    aside = _aside(competition, history)
    for done, document in enumerate(documents, 3):
        checked = _document(document, history, aside, replay=not outcome.missing)
        outcome.documents.append(checked)
        if checked.fault:
            outcome.faults.append(f"{checked.title} ({checked.public_id}): {checked.fault}")
        tell(done)
    outcome.faults += _lost(documents, history)
    outcome.faults += map(str, _publications(chains, history))
    if not outcome.missing:
        outcome.faults += map(str, _rows(competition, history))


def _aside(competition: Competition, history: played.History) -> rebuilding.Aside:
    """What the ledger names by id. The resolution is told by its own entry, which cannot be changed."""
    panel = Panel.objects.filter(competition=competition).first()
    members = panel.members.select_related("user") if panel else ()
    decision = history.resolved.get("decision", "")
    adopted = Entry.objects.filter(chain=f"resolution:{decision}", verb="record").first()
    resolution = None
    if adopted:
        said = adopted.after
        resolution = Resolution(
            body=said["body"], number=said["number"], adopted_on=date.fromisoformat(said["adopted_on"])
        )
    names = {member.user.public_id: str(member.user) for member in members}
    return rebuilding.Aside(names, panel.sittings if panel else (), resolution)


def _document(document: Document, history: played.History, aside: rebuilding.Aside, *, replay: bool) -> Checked:
    """An issued document against the ledger's entry of its issue, its own file, and what follows from the history."""
    own = hashlib.sha256(ledger.canonical({"kind": document.kind, **document.data})).hexdigest()
    key = (document.subject_kind, document.subject_id, document.kind, document.version)
    issued = history.documents.get(key, {})
    recorded = str(issued.get("data_sha256", ""))
    sheet = _sheet(document, history, aside) if replay and issued else None
    found = sheet.data_sha256 if sheet else own
    fault = ""
    if not issued:
        fault = _("księga nie wie, że go wydano")
    elif sheet and (first := next(differences(document.data, ledger.plain(sheet.data)), None)):
        fault = str(Difference(_("dane dokumentu"), *first))
    elif own != recorded or document.data_sha256 != recorded:
        fault = _("skrót danych jest inny niż zapisany w księdze i wydrukowany w dokumencie")
    elif found != recorded:
        fault = _("skrót wydrukowany w dokumencie jest inny niż skrót tego, co wynika z księgi")
    else:
        fault = _file_fault(document, str(issued["sha256"]), recorded)
    return Checked(document.public_id, document.title, document.kind, sheet is not None, recorded, found, fault)


def _sheet(document: Document, history: played.History, aside: rebuilding.Aside) -> MinutesSheet | ResultsSheet | None:
    """The document made again, for the kinds that follow from the ledger."""
    if document.kind == MinutesSheet.KIND:
        return rebuilding.minutes(history, document.data, aside)
    if document.kind == ResultsSheet.KIND:
        return rebuilding.results(history, document.issued_at, aside)
    return None


def _file_fault(document: Document, issued: str, printed: str) -> str:
    """What is wrong with the file: it is gone, it is another one, or its own identifier is not that of the data."""
    try:
        with default_storage.open(document.file) as file:
            content = file.read()
    except OSError:
        return _("pliku nie ma albo nie daje się odczytać")
    if not hashlib.sha256(content).hexdigest() == issued == document.sha256:
        return _("plik jest inny niż wydany (SHA-256 się nie zgadza)")
    if printed[:32].encode() not in content and printed[:32].encode().hex().encode() not in content:
        return _("plik nosi inny skrót danych")
    return ""


def _lost(documents: list[Document], history: played.History) -> Iterator[str]:
    """Documents that the ledger knows and nobody has any more."""
    there = {(row.subject_kind, row.subject_id, row.kind, row.version) for row in documents}
    for key in history.documents:
        if key not in there:
            yield _("Dokument %(kind)s, wersja %(version)s: jest w księdze, a nie ma go wśród dokumentów") % {
                "kind": key[2],
                "version": key[3],
            }


def _publications(chains: list[str], history: played.History) -> Iterator[Difference]:
    """Where and when something was published, as its entry says."""
    rows = Publication.objects.filter(chain__in=chains).order_by("pk")
    stored = [
        {
            "subject": [row.subject_kind, row.subject_id],
            "place": row.place,
            "published_at": _in_utc(row.published_at),
            "sha256": row.sha256,
            "note": row.note,
        }
        for row in rows
    ]
    told = [{**row, "published_at": _in_utc(datetime.fromisoformat(row["published_at"]))} for row in history.published]
    for path, one, other in differences(ledger.plain(stored), ledger.plain(told)):
        yield Difference(_("publikacje"), path, one, other)


def _in_utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _rows(competition: Competition, history: played.History) -> Iterator[Difference]:
    """The stored rows against the same rows as the ledger tells them."""
    told, found = ledger.plain(rebuilding.rows(history)), ledger.plain(stored(competition))
    if not history.rules:
        # They may still change: the ledger keeps them from the announcement on.
        found["rules"] = {"state": found["rules"]["state"]}
    for table in TABLES:
        for path, one, other in differences(found[table], told[table]):
            yield Difference(*table_row(table, path), one, other)


def stored(competition: Competition) -> dict[str, Any]:
    """The rows that the ranking, the minutes and the lists follow from, as they stand now."""
    offers = Offer.objects.filter(competition=competition).exclude(number=None)
    mine = Q(offer__competition=competition)
    cards = ScoreCard.objects.filter(mine).select_related("offer", "expert").defer("offer__content").order_by("pk")
    versions: dict[int, dict[str, str]] = {}
    for row in CardVersion.objects.filter(card__offer__competition=competition).order_by("pk"):
        versions.setdefault(row.card_id, {})[str(row.number)] = _hash(row.content)
    votes: dict[str, list[dict[str, Any]]] = {}
    for vote in Motion.objects.filter(mine).select_related("offer", "criterion").defer("offer__content").order_by("pk"):
        votes.setdefault(vote.offer.public_id, []).append(
            {
                "criterion": vote.criterion.number if vote.criterion else None,
                **{name: getattr(vote, name) for name in ("before", "after", "reason", "votes", "carried", "annulled")},
            }
        )
    recusals: dict[str, list[str]] = {}
    for offer, member in Recusal.objects.filter(mine).values_list("offer__public_id", "member__user__public_id"):
        recusals[offer] = sorted([*recusals.get(offer, []), member])
    opinions = Opinion.objects.filter(mine).values_list(
        "offer__public_id", "points", "place", "positive", "proposed_amount", "text"
    )
    decisions = Award.objects.filter(mine).values_list("offer__public_id", "granted", "amount", "reason")
    panel = Panel.objects.filter(competition=competition).first()
    members = panel.members.select_related("user").order_by("pk") if panel else ()
    return {
        "offers": {
            public_id: {"number": number, "state": state, "requested": requested, "subtask": subtask}
            for public_id, number, state, requested, subtask in offers.values_list(
                "public_id", "number", "state", "requested", "subtask__number"
            )
        },
        "cards": {
            card.public_id: _card(card, versions.get(card.pk, {}))
            for card in cards.prefetch_related("scores__criterion")
        },
        "votes": votes,
        "recusals": recusals,
        "opinions": {
            key: {"points": points, "place": place, "positive": positive, "proposed": proposed, "text": text}
            for key, points, place, positive, proposed, text in opinions
        },
        "decisions": {
            key: {"granted": granted, "amount": amount, "reason": reason} for key, granted, amount, reason in decisions
        },
        "members": {
            row.user.public_id: {"role": row.role, "side": row.side, "present": row.present} for row in members
        },
        "panel": {"state": panel.state, "met_on": panel.met_on} if panel else {},
        "rules": _rules(competition),
    }


def _hash(content: Any) -> str:
    return hashlib.sha256(ledger.canonical(content)).hexdigest()


def _card(card: ScoreCard, versions: dict[str, str]) -> dict[str, Any]:
    """A card as it stands; a submitted one with its points, and its own words hashed as its last version is."""
    scores = list(card.scores.all())
    submitted = card.state == "submitted"
    return {
        "offer": card.offer.public_id,
        "expert": card.expert.public_id,
        "state": card.state,
        "points": {row.criterion.number: row.points for row in scores} if submitted else None,
        "words": _hash(card.content(scores)) if submitted and versions else None,
        "versions": versions,
    }


def _rules(competition: Competition) -> dict[str, Any]:
    named = ("state", "title", "experts_per_offer", "scoring_method", "combining", "pool", "threshold", "divergence")
    of_criteria = ("name", "knock_out", "max_points", "step", "weight", "min_points")
    return {
        **Competition.objects.values(*named).get(pk=competition.pk),
        "criteria": {
            str(row.number): {name: getattr(row, name) for name in of_criteria} for row in competition.criteria.all()
        },
        "subtasks": {
            str(row.number): {"title": row.title, "pool": row.pool, "cancelled": row.cancelled_at is not None}
            for row in competition.subtasks.all()
        },
    }


def kept(competition: Competition) -> Replay | None:
    """The last replay that was made."""
    return Replay.objects.filter(competition=competition).first()
