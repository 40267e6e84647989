"""Forms of an offer, made from the versioned official form; a draft keeps whatever is typed, so nothing is required here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import AttachmentRule, Competition, SubTask
from competitions.offers.merge import KEY, Change
from competitions.offers.models import Offer
from competitions.offers.refusals import StaleDraft
from core.files.kinds import TEXTS
from core.web.forms import Form as PageForm
from core.web.templatetags.polish import zloty
from law.forms import ROWS_LIMIT, Column, Field, Form, Section
from law.offer import value_of
from ngo.registry.territory import county_names

_OPTIONAL = _("Tabela nieobowiązkowa.")
# What may be chosen in the cells of a type of column: value and words.
Choices = Mapping[str, Sequence[tuple[str, str]]]


# Sums that a page reckons while one types (static/js/budget.js): field, or table and column → the sums it counts in.
# The server reckons everything again from the content.
SUMS = {
    "V.A.I:value": "actions costs difference unsplit",
    "V.A.II:value": "administrative costs difference unsplit",
    "V.B.2": "grant -difference",
    "V.B.3.1": "own money -difference",
    "V.B.3.2": "own -difference",
    "V.B.4": "own money -difference",
    "V.C:value": "-unsplit",
    "II.1:spent": "spent difference",
    "II.2.grant": "grant paid_from -difference",
    "II.2.grant_interest": "income paid_from -difference",
    "II.2.grant_income": "income paid_from -difference",
    "II.2.own": "others paid_from -difference",
    "II.2.recipients": "others paid_from -difference",
    "II.2.public": "others paid_from -difference",
    "II.2.rest": "others paid_from -difference",
    "II.2.in_kind": "in_kind paid_from -difference",
}


def _amount_widget(code: str) -> forms.TextInput:
    attrs = {"inputmode": "decimal", "autocomplete": "off"}
    return forms.TextInput(attrs=attrs | ({"data-amount": SUMS[code]} if code in SUMS else {}))


class Known(forms.Select):
    """A choice among what is known; what stands there and is not known any more stays to be seen."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        groups: list[Any] = super().optgroups(name, value, attrs)
        known = {str(each) for each, _label in self.choices}
        for each in value:
            if each and each not in known:
                label = _("%(value)s – nie ma takiej pozycji") % {"value": each}
                option = self.create_option(name, each, label, True, len(groups), attrs=attrs)
                groups.append((None, [option], len(groups)))
        return groups


class Row(forms.Form):
    """A row of a table: what is typed, and the value that follows from it (unit cost times units), when it has one."""

    field_code = ""
    computed: Column | None = None

    @property
    def value(self) -> Decimal | None:
        """The computed value of the row as it stands, in PLN."""
        return value_of({name: self[name].value() for name in self.fields})

    @property
    def sums(self) -> str:
        """The sums in which the value counts."""
        return SUMS.get(f"{self.field_code}:{self.computed.code}", "") if self.computed else ""


def control(field: Field) -> forms.Field:
    """The control of a field: one line, several, a date, an amount, one of several, a tick."""
    label = f"{field.number}. {field.label}"
    common: dict[str, Any] = {"label": label, "help_text": field.help, "required": False}
    if field.type == "rich":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 7}), max_length=field.max_length, **common)
    if field.type == "date":
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), max_length=20, **common)
    if field.type == "money":
        return forms.CharField(widget=_amount_widget(field.code), max_length=30, **common)
    if field.type == "choice":
        return forms.ChoiceField(choices=field.choices, widget=forms.RadioSelect, **common)
    if field.type == "flag":
        return forms.BooleanField(**common)
    return forms.CharField(max_length=field.max_length, **common)


def cell(column: Column, table: str, choices: Choices) -> forms.Field:
    """The control of a cell of a table; `choices` by the type of the column."""
    common: dict[str, Any] = {"label": column.label, "required": False}
    if column.type in choices:
        widget = Known(choices=[("", "–"), *choices[column.type]], attrs={f"data-{column.type}": ""})
        return forms.CharField(widget=widget, max_length=30, **common)
    if column.type == "rich":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=20000, **common)
    if column.type in ("money", "number"):
        return forms.CharField(widget=_amount_widget(f"{table}:{column.code}"), max_length=30, **common)
    return forms.CharField(max_length=1000, **common)


def table_formset(field: Field, choices: Choices, *, keyed: bool = False) -> type[BaseFormSet]:
    """Rows of a table of the form; with `keyed` each takes its key along, by which it is known when others move or add rows."""
    parts: dict[str, Any] = {
        column.code: cell(column, field.code, choices) for column in field.columns if column.type != "auto"
    }
    for column in field.columns:
        if column.type != "auto":
            parts[column.code].needed = column.required
    if keyed:
        parts[KEY] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    computed = next((column for column in field.columns if column.type == "auto"), None)
    row: type[Row] = type("TableRow", (Row,), {**parts, "field_code": field.code, "computed": computed})
    return formset_factory(
        row, extra=0, can_delete=True, max_num=200, absolute_max=200, min_num=1 if field.required else 0
    )


def _narrowed(form: Form, years: int, *, joint: bool) -> Form:
    """The form without the columns of years that the task cannot reach, and, for one organisation, without what is joint."""

    def fields(section: Section) -> tuple[Field, ...]:
        kept = [field for field in section.fields if joint or not field.joint]
        return tuple(replace(field, columns=tuple(c for c in field.columns if c.years <= years)) for field in kept)

    return replace(form, sections=tuple(replace(section, fields=fields(section)) for section in form.sections))


def _actions(content: Mapping[str, Any], data: QueryDict | None) -> list[tuple[str, str]]:
    """The actions of the schedule as they stand on the page: number, and number with name."""
    if data is None or "III.4-TOTAL_FORMS" not in data:
        names = [str(row.get("name", "")) for row in content.get("III.4") or []]
    else:
        total = data.get("III.4-TOTAL_FORMS", "")
        count = min(int(total), ROWS_LIMIT) if total.isdecimal() and len(total) < 9 else 0
        names = [data.get(f"III.4-{place}-name", "") for place in range(count)]
    return [(str(number), f"{number}. {name}"[:80]) for number, name in enumerate(names, start=1)]


def _typed(row: forms.Form) -> bool:
    return any(value for name, value in row.cleaned_data.items() if name not in ("DELETE", KEY))


class ContentForm:
    """The whole editor of one versioned form: plain fields and tables, section by section.

    With `keyed` the rows of tables in the content carry their keys (competitions/offers/merge.py), and so do those posted.
    `years` is how many calendar years the task may last; `offerers` are public id and name of each organisation of the offer.
    What only a longer task or a joint offer has is left out of the others.
    """

    def __init__(
        self,
        form: Form,
        content: Mapping[str, Any],
        data: QueryDict | None = None,
        *,
        keyed: bool = False,
        years: int = 1,
        offerers: Sequence[tuple[str, str]] = (),
    ) -> None:
        form = self.form = _narrowed(form, years, joint=len(offerers) > 1)
        initial = {field.code: content.get(field.code, "") for field in form.fields()}
        controls = {field.code: control(field) for field in form.fields() if field.type not in ("table", "auto")}
        for field in form.fields():
            if field.code in controls:
                # The official form asks for it, though a draft may lack it: the label does not call it optional.
                controls[field.code].needed = field.required or field.type == "flag"  # type: ignore[attr-defined]
        self.plain = type("PlainForm", (forms.Form,), controls)(data, initial=initial)
        # What is posted is the whole table: beside it, Django would take a row equal to a saved one for an empty one.
        split = content.get("V.C") or [{"offerer": key} for key, _name in offerers]
        saved = {} if data else {**content, "V.C": split}
        # What the competition allows, shown beside the fields; the page puts it here (presentation.limits).
        self.limits: Mapping[str, Mapping[str, Any]] = {}
        self.choices = {"action": _actions(content, data), "offerer": offerers}
        self.data = data
        self.tables = {
            field.code: table_formset(field, self.choices, keyed=keyed)(
                data, prefix=field.code, initial=saved.get(field.code) or []
            )
            for field in form.fields()
            if field.type == "table"
        }

    def is_valid(self) -> bool:
        """Whether the shape is right: too long texts and forged choices are shown at their fields."""
        return all([self.plain.is_valid(), *(table.is_valid() for table in self.tables.values())])

    def content(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        flags = {field.code for field in self.form.fields() if field.type == "flag"}
        kept: dict[str, Any] = {
            code: ("yes" if value else "") if code in flags else value
            for code, value in self.plain.cleaned_data.items()
        }
        for code, table in self.tables.items():
            kept[code] = [
                {name: value for name, value in row.cleaned_data.items() if name != "DELETE"}
                for row in table
                if row.cleaned_data and not row.cleaned_data.get("DELETE")
            ]
        if self.data is not None and "numbered" not in self.data:
            self._renumber(kept)
        return kept

    def _renumber(self, kept: Mapping[str, Any]) -> None:
        """Costs go with their action when one before it was removed; static/js/schedule.js has done it already, where it runs."""
        if "III.4" not in self.tables or "V.A.I" not in kept:
            return
        stay = [
            bool(row.cleaned_data) and not row.cleaned_data["DELETE"] and _typed(row) for row in self.tables["III.4"]
        ]
        moved = {str(place): str(sum(stay[:place])) if stay[place - 1] else "" for place in range(1, len(stay) + 1)}
        for row in kept["V.A.I"]:
            row["action"] = moved.get(row["action"], row["action"])

    def sections(self) -> list[tuple[Section, list[dict[str, Any]]]]:
        """Sections with their parts for the template: {"field": bound} or {"table": formset, "legend": …}."""
        rows: list[tuple[Section, list[dict[str, Any]]]] = []
        for section in self.form.sections:
            parts: list[dict[str, Any]] = []
            for field in section.fields:
                if field.type == "table":
                    legend = f"{field.number}. {field.label}"
                    hint = field.help if field.required else f"{_OPTIONAL} {field.help}".strip()
                    parts.append({"code": field.code, "table": self.tables[field.code], "legend": legend, "hint": hint})
                elif field.type != "auto":
                    parts.append({"code": field.code, "field": self.plain[field.code]})
            for part in parts:
                part["limit"] = self.limits.get(part["code"])
            if parts:
                rows.append((section, parts))
        return rows


def revision_of(request: HttpRequest, current: int) -> int:
    """The revision the writer began from: the one the page posted, so that a page shown again never forgets it."""
    if request.method != "POST":
        return current
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


def base_of(request: HttpRequest, stored: dict[str, Any], *, revision: int) -> dict[str, Any]:
    """The content from which the writer began, each row of a table with its key: what the page took along.

    A post without it says by its revision that it began from what is `stored`. Raises StaleDraft when it did not.
    """
    taken_along = _mapping(request.POST.get("base", ""))
    if taken_along is not None:
        return taken_along
    if revision_of(request, revision) != revision:
        raise StaleDraft()
    return stored


def typed_by_script(request: HttpRequest) -> dict[str, Change] | None:
    """The fields that changed on the page, as static/js/autosave-fields.js posts them; None for what is none of its posts.

    `fields` is {code: {"value": …, "base": …, "tried": …}}; a table is a list of rows with their keys.
    """
    posted = _mapping(request.POST.get("fields", ""))
    if posted is None:
        return None
    return {
        code: Change(each["value"], each["base"], each.get("tried"))
        for code, each in posted.items()
        if isinstance(each, dict) and each.keys() >= {"value", "base"}
    }


def _mapping(text: str) -> dict[str, Any] | None:
    """An object of JSON; None for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


class ScopeForm(PageForm):
    """What an offer is for: the sub-task of a divided competition, the counties of a limited one; else nothing is asked."""

    subtask = forms.ModelChoiceField(
        label=_("Podzadanie, którego dotyczy oferta"),
        queryset=SubTask.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    counties = forms.MultipleChoiceField(
        label=_("Powiaty, w których zadanie będzie realizowane"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, competition: Competition, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = competition.subtasks.filter(cancelled_at=None)
        self.fields["subtask"].queryset = standing  # type: ignore[attr-defined]
        self.fields["subtask"].label_from_instance = _with_pool  # type: ignore[attr-defined]
        names = county_names()
        self.fields["counties"].choices = [(code, names.get(code, code)) for code in competition.counties]  # type: ignore[attr-defined]
        for name, asked in (("subtask", competition.divided), ("counties", bool(competition.counties))):
            self.fields[name].required = not optional
            if not asked:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        return {"subtask": None, "counties": [], **(super().clean() or {})}


class SourceForm(PageForm):
    """From which earlier offer a new one takes its text; from none unless one is chosen."""

    source = forms.ChoiceField(label=_("Zacznij od"), required=False)

    def __init__(self, *args: Any, sources: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = {each.public_id: each for each in sources}
        earlier = [(each.public_id, f"{each} – {each.competition.title}") for each in sources]
        self.fields["source"].choices = [("", _("pustej oferty")), *earlier]  # type: ignore[attr-defined]

    def chosen(self) -> Offer | None:
        return self.sources.get(self.cleaned_data["source"])


def _with_pool(subtask: SubTask) -> str:
    return _("%(subtask)s – pula %(pool)s") % {"subtask": subtask, "pool": zloty(subtask.pool)}


def file_field() -> forms.FileField:
    """A file that goes with an offer."""
    return forms.FileField(
        label=_("Plik"),
        allow_empty_file=True,
        help_text=_("%(kinds)s, najwyżej %(size)s MB. Bez makr, skryptów i haseł.")
        % {"kinds": ", ".join(kind.label for kind in TEXTS), "size": settings.UPLOAD_MAX_MB},
        widget=forms.FileInput(attrs={"accept": ",".join(kind.suffix for kind in TEXTS)}),
    )


class AttachmentForm(PageForm):
    """A file that goes with the offer: one that the announcement names, or another with a title of its own."""

    rule = forms.ChoiceField(label=_("Co to za dokument"), widget=forms.RadioSelect, required=False)
    title = forms.CharField(label=_("Jaki to dokument"), max_length=200, required=False)
    file = file_field()

    def __init__(self, *args: Any, rules: Sequence[AttachmentRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(rule.name, f"{rule.name} ({rule.files})") for rule in rules]
        self.fields["rule"].choices = [*named, ("", _("inny dokument"))]  # type: ignore[attr-defined]
        if named:
            self.fields["title"].help_text = _("Tylko dla innego dokumentu.")
        else:
            del self.fields["rule"]
            self.fields["title"].help_text = _("Na przykład: pełnomocnictwo, umowa z partnerem.")

    def clean(self) -> dict[str, Any]:
        """The title is the name from the announcement, where one was chosen."""
        values: dict[str, Any] = super().clean() or {}
        title = values.pop("rule", "") or values.get("title", "").strip()
        if not title:
            self.add_error("title", _("Napisz, co to za dokument."))
        return {**values, "title": title}


class PartnerForm(PageForm):
    """The number by which another organisation is found in the register."""

    number = forms.CharField(
        label=_("Numer organizacji: KRS, NIP albo REGON"),
        max_length=20,
        help_text=_(
            "Organizacja musi być w rejestrze Pożytku. Jeżeli jej nie ma, jej przedstawiciel najpierw ją zgłasza."
        ),
    )


class JoinForm(PageForm):
    """What a person who signs agrees to in the name of the invited organisation."""

    liable = forms.BooleanField(
        label=_(
            "W imieniu organizacji zgadzam się złożyć tę ofertę wspólnie. Wiem, że oferenci odpowiadają solidarnie za "
            "zobowiązania z umowy (art. 14 ust. 5), a do umowy załączymy umowę między nami (art. 14 ust. 4)."
        )
    )


class ReasonForm(PageForm):
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
