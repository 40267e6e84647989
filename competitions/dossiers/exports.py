"""What stands in a dossier, file by file; everything is read through the gates, for the hat that asked."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from competitions.awards.access import visible as visible_awards
from competitions.calls.models import Competition
from competitions.dossiers import proof
from competitions.dossiers.models import Dossier
from competitions.evaluation.access import cards as visible_cards
from competitions.evaluation.access import checks as visible_checks
from competitions.evaluation.models import ScoreCard
from competitions.evaluation.queries import opinions
from competitions.messages.access import messages as visible_messages
from competitions.offers.access import attachments as visible_attachments
from competitions.offers.access import visible as visible_offers
from competitions.offers.models import Offer, OfferVersion
from competitions.offers.queries import offerers
from core.accounts.actor import Actor
from core.accounts.hats import KINDS
from core.audit.ledger import Subject, canonical, plain, said
from core.audit.models import Entry
from core.documents.access import opened
from core.documents.queries import documents_of_case
from core.files.packing import Piece, stored, written
from core.tables.spreadsheet import csv_lines
from core.workflow import words

AT_ONCE = 500


def readable(value: Any) -> bytes:
    """Values as JSON that people read too: amounts as text, dates in ISO 8601."""
    return (json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n").encode()


def values(row: Model) -> dict[str, Any]:
    """The row's own values by name, without its key and its relations."""
    kept = (each for each in row._meta.concrete_fields if not each.remote_field and not each.primary_key)
    return {each.name: getattr(row, each.name) for each in kept}


def of_offer(offer: Offer, actor: Actor, at: datetime, folder: str = "") -> Iterator[Piece]:
    """The case of an offer: what was submitted, issued documents, cards and opinion, decision, the ledger."""
    facts = {
        "competition": offer.competition.title,
        "case_sign": offer.competition.case.sign if offer.competition.case else "",
        "organisation": ", ".join(name for _key, name in offerers(offer)),
        **{name: value for name, value in values(offer).items() if name != "content"},
        "state_label": offer.get_state_display(),
    }
    yield written(f"{folder}oferta/oferta.json", readable(facts))
    for version in offer.versions.order_by("number"):
        yield from _version(version, f"{folder}oferta/wersja-{version.number}")
    yield from _documents(offer, actor, at, folder)
    yield from _attachments(offer, actor, at, f"{folder}zalaczniki/")
    yield from _messages(offer, actor, at, folder)
    yield from _assessment(offer, actor, at, f"{folder}ocena/")
    yield from _ledger(offer, folder)


def _version(version: OfferVersion, path: str) -> Iterator[Piece]:
    """The bytes whose SHA-256 is the checksum on the confirmation, and the organisation's data of that day."""
    yield Piece(f"{path}.json", lambda: [version.canonical()], version.checksum)
    yield written(f"{path}-oferent.json", readable(version.organisation))


def _documents(case: Subject, actor: Actor, at: datetime, folder: str) -> Iterator[Piece]:
    for number, document in enumerate(documents_of_case(case), start=1):
        if opened(document.public_id, actor, at):
            name = f"{number:02}-{slugify(document.kind.replace('.', '-'))}-{document.version}.pdf"
            yield stored(f"{folder}dokumenty/{name}", document.file, document.sha256)


def _attachments(offer: Offer, actor: Actor, at: datetime, folder: str) -> Iterator[Piece]:
    """The files of the offer; one in quarantine is named in the list and is not among them."""
    files = list(visible_attachments(actor, at).filter(offer=offer).order_by("pk"))
    if files:
        kept = ("title", "name", "mime", "size", "sha256", "added_at", "quarantined", "threat")
        rows = [{name: getattr(file, name) for name in kept} for file in files]
        yield written(f"{folder}wykaz.json", readable(rows))
    for number, file in enumerate(files, start=1):
        if not file.quarantined and not file.threat:
            ending = Path(file.name).suffix.lower()
            yield stored(f"{folder}{number:02}-{slugify(Path(file.name).stem)[:60]}{ending}", file.file, file.sha256)


def _messages(offer: Offer, actor: Actor, at: datetime, folder: str) -> Iterator[Piece]:
    """What the organisation and the office wrote to each other."""
    rows = visible_messages(actor, at).filter(thread__offer=offer).order_by("sent_at", "pk")
    found = [
        {
            "side": row.get_side_display(),
            "author": str(row.author),
            "sent_at": row.sent_at,
            "read_at": row.read_at,
            "text": row.text,
        }
        for row in rows
    ]
    if found:
        yield written(f"{folder}wiadomosci.json", readable(found))


def _assessment(offer: Offer, actor: Actor, at: datetime, folder: str) -> Iterator[Piece]:
    for check in visible_checks(actor, at).filter(offer=offer).order_by("round"):
        people = {"filled_by": str(check.filled_by), "approved_by": str(check.approved_by or "")}
        yield written(f"{folder}ocena-formalna-{check.round}.json", readable({**values(check), **people}))
    cards = visible_cards(actor, at).filter(offer=offer).prefetch_related("scores__criterion").order_by("pk")
    if found := [_card(card) for card in cards]:
        yield written(f"{folder}karty-ekspertow.json", readable(found))
    mine = visible_offers(actor, at).filter(pk=offer.pk)
    for opinion in opinions(mine):
        yield written(f"{folder}opinia-komisji.json", readable(values(opinion)))
    for award in visible_awards(actor, at).filter(offer=offer):
        yield written(f"{folder}decyzja-zarzadu.json", readable(values(award)))


def _card(card: ScoreCard) -> dict[str, Any]:
    scores = [{"criterion": score.criterion.name, **values(score)} for score in card.scores.all()]
    return {"expert": str(card.expert), **values(card), "scores": scores}


def _ledger(case: Subject, folder: str) -> Iterator[Piece]:
    """The chain of the case twice: as it is hashed, for the check, and as a table, for people."""
    entries = Entry.objects.filter(chain=case.chain).select_related("user").order_by("seq")
    yield Piece(f"{folder}ksiega/ksiega.jsonl", lambda: _lines(entries.iterator(AT_ONCE)))
    heads = ("Lp.", "Kiedy", "Kto", "Rola", "Czynność", "Czego dotyczy", "Przed", "Po", "Powód", "Skrót wpisu")
    yield Piece(f"{folder}ksiega/ksiega.csv", lambda: csv_lines(heads, map(_row, entries.iterator(AT_ONCE))))


def _lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    for entry in entries:
        yield canonical({"entry": said(entry), "hash": entry.hash}) + b"\n"


def _row(entry: Entry) -> list[str]:
    kind = KINDS.get(entry.hat_kind)
    return [
        str(entry.seq),
        f"{localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        entry.system or str(entry.user or ""),
        str(kind.label) if kind else "",
        words.word(entry),
        words.subject(entry.subject_kind),
        _told(entry.before),
        _told(entry.after),
        entry.reason,
        entry.hash,
    ]


def _told(change: Mapping[str, Any]) -> str:
    return canonical(change).decode() if change else ""


def of_competition(competition: Competition, actor: Actor, at: datetime) -> Iterator[Piece]:
    """What belongs to the competition itself: its parameters and score card, issued documents, the ledger."""
    facts = {
        "case_sign": competition.case.sign if competition.case else "",
        "unit": competition.unit.code,
        **values(competition),
        "state_label": competition.get_state_display(),
        "criteria": [values(each) for each in competition.criteria.all()],
    }
    yield written("konkurs/konkurs.json", readable(facts))
    yield from _documents(competition, actor, at, "konkurs/")
    yield from _ledger(competition, "konkurs/")


def offers_of(dossier: Dossier, actor: Actor, at: datetime) -> list[int]:
    """Keys of the offers in a dossier, in the order of their numbers."""
    rows = visible_offers(actor, at)
    rows = rows.filter(pk=dossier.offer_id) if dossier.offer_id else rows.filter(competition=dossier.competition_id)
    return list(rows.order_by("number", "pk").values_list("pk", flat=True))


def folder_of(offer: Offer) -> str:
    """Where an offer stands in the dossier of its competition."""
    return f"oferty/{offer.number or 0:03}-{slugify(offer.organisation.name)[:60]}-{slugify(offer.public_id)}/"


def notes(dossier: Dossier, changed: list[str], offers: int, at: datetime) -> Iterator[Piece]:
    """What is in the dossier and how to check it, and the program that checks it."""
    context = {"dossier": dossier, "case": dossier.case, "changed": changed, "offers": offers, "at": at}
    yield written("CZYTAJ.txt", render_to_string("competitions/dossiers/read_me.txt", context).encode())
    yield written("sprawdz.py", Path(proof.__file__).read_bytes())


def name_of(dossier: Dossier) -> str:
    """How the file is called when it is saved."""
    if dossier.offer:
        return _("teczka-oferty-%(number)s.zip") % {"number": dossier.offer.number or dossier.offer.public_id}
    sign = dossier.competition.case.sign if dossier.competition.case else dossier.competition.public_id
    return _("teczka-konkursu-%(sign)s.zip") % {"sign": slugify(sign.replace(".", "-"))}
