"""The other databases as people read them: rows of lists, facts, tables to download."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.tables.spreadsheet import csv_lines, xlsx_lines
from core.web.templatetags.polish import data
from law.organisation import legal_forms
from law.spheres import sphere
from ngo.contacts.models import Contact, ContactList, Institution

Table = Sequence[Sequence[str]]


def row(institution: Institution, *, inside: bool, closed: bool) -> dict[str, Any]:
    """A row of the list of institutions."""
    cells: list[dict[str, Any]] = [
        {"text": institution.name},
        {"text": institution.get_kind_display(), "label": _("Rodzaj")},
        {"text": institution.city, "label": _("Miejscowość")},
        {"text": str(institution.county), "label": _("Powiat")},
    ]
    if inside:
        state = (_("zamknięta"), "bad") if closed else (_("działa"), "good")
        cells.append({"text": state[0], "tone": state[1], "label": _("Stan")})
    return {"url": reverse("institution-page", args=[institution.public_id]), "cells": cells}


def columns(*, inside: bool) -> list[dict[str, str]]:
    """The heads of that list."""
    heads = [_("Nazwa"), _("Rodzaj"), _("Miejscowość"), _("Powiat siedziby"), *([_("Stan")] if inside else [])]
    return [{"label": head} for head in heads]


def facts(institution: Institution) -> list[tuple[str, str]]:
    """What everyone may know: labels and values, without the empty ones."""
    rows = [
        (_("Rodzaj"), institution.get_kind_display()),
        (_("Siedziba"), institution.seat),
        (_("Powiat"), str(institution.county)),
        (_("Gmina"), str(institution.commune or "")),
        (_("Działa także w powiatach"), ", ".join(str(county) for county in institution.area.all())),
        (_("Telefon"), institution.phone),
        (_("Koniec kadencji"), data(institution.term_to)),
        (_("Działa od"), data(institution.active_from)),
        (_("Źródło danych"), institution.source),
        (_("Dane sprawdzono"), data(institution.verified_on)),
    ]
    return [(name, value) for name, value in rows if value]


def table(institutions: Iterable[Institution], *, inside: bool) -> list[list[str]]:
    """The institutions with all that the reader may know, the heads first."""
    heads = [_("nazwa"), _("rodzaj"), _("ulica i numer"), _("kod pocztowy"), _("miejscowość"), _("powiat"), _("gmina")]
    heads += [_("działa także w powiatach"), _("strona"), _("e-mail"), _("telefon"), _("koniec kadencji")]
    heads += [_("źródło"), _("sprawdzono"), _("działa od"), _("nie działa od")]
    if inside:
        heads += [_("osoba"), _("funkcja"), _("notatka")]
    rows = [heads]
    for each in institutions:
        area = ", ".join(str(county) for county in each.area.all())
        cells = [each.name, each.get_kind_display(), each.street, each.postcode, each.city, each.county, each.commune]
        cells += [area, each.website, each.email, each.phone, each.term_to]
        cells += [each.source, each.verified_on, each.active_from, each.closed_on]
        if inside:
            cells += [each.person, each.function, each.note]
        rows.append([str(cell or "") for cell in cells])
    return rows


def wording() -> str:
    """The sentence with which an organisation agrees to letters."""
    return _(
        "Zgadzamy się, aby %(office)s wysyłał na ten adres listy o konkursach, konsultacjach, szkoleniach i innych "
        "sprawach współpracy z organizacjami."
    ) % {"office": settings.OFFICE["name"]}


def list_facts(contact_list: ContactList) -> list[tuple[str, str]]:
    """What a list is for and whom it finds."""
    narrowed = []
    if contact_list.organisations:
        form = legal_forms().get(contact_list.legal_form)
        narrowed = [_("forma: %(form)s") % {"form": form.name}] if form else []
        if contact_list.sphere:
            narrowed.append(_("sfera: %(sphere)s") % {"sphere": sphere(contact_list.sphere).name})
        narrowed += [_("organizacje pożytku publicznego")] if contact_list.opp_only else []
    organisations = "; ".join([_("te, które zgodziły się na listy"), *narrowed]) if contact_list.organisations else ""
    rows = [
        (_("Cel"), contact_list.purpose),
        (_("Organizacje z rejestru"), organisations or _("nie")),
        (_("Instytucje z bazy"), contact_list.get_institutions_display() or _("nie")),
        (_("Powiat"), str(contact_list.county or _("wszystkie"))),
    ]
    return [*rows, (_("Zamknięta"), data(contact_list.closed_at))] if contact_list.closed_at else rows


def contact_row(contact: Contact) -> dict[str, Any]:
    """An address on a list, with its basis and how it ended."""
    return {
        "contact": contact,
        "basis": _("zgoda z dnia %(day)s") % {"day": data(contact.given_on)}
        if contact.given_on
        else _("zadanie publiczne"),
    }


def contact_table(contacts: Iterable[Contact]) -> list[list[str]]:
    """The addresses of a list with their bases, the heads first."""
    heads = [_("osoba lub organizacja"), _("e-mail"), _("podstawa"), _("dzień zgody"), _("skąd"), _("wpisano")]
    rows = [[*heads, _("wycofano"), _("jak wycofano")]]
    for each in contacts:
        cells = [each.name, each.email, each.get_basis_display(), each.given_on, each.basis_note]
        cells += [localdate(each.added_at), localdate(each.withdrawn_at) if each.withdrawn_at else ""]
        rows.append([str(cell or "") for cell in (*cells, each.get_withdrawn_by_way_display())])
    return rows


def as_csv(rows: Table) -> bytes:
    """A CSV that Polish spreadsheets open with a double click: UTF-8 with its mark, semicolons, no formulas."""
    return b"".join(csv_lines(rows[0], rows[1:]))


def as_xlsx(rows: Table) -> bytes:
    """A workbook of one sheet. Every cell is a text as it was typed, so none is a formula."""
    return b"".join(xlsx_lines(_("dane"), rows[0], rows[1:]))


# Ending of a file → how a table is written and what kind of file it is.
FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
