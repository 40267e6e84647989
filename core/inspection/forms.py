"""What narrows the auditor's lists."""

from django import forms
from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables.collation import sort_key
from core.workflow.words import machine_of, verbs


def verb_choices() -> list[tuple[str, str]]:
    """Every verb that the ledger may hold, in Polish order; a verb of several life cycles with all its labels."""
    words = {verb: [label] for verb, label in verbs().items()}
    for model in apps.get_models():
        machine = machine_of(model._meta.label_lower)
        for move in machine.moves if machine else ():
            labels = words.setdefault(move.verb, [])
            labels += [move.label] if move.label not in labels else []
    rows = sorted(((verb, " / ".join(labels)) for verb, labels in words.items()), key=lambda row: sort_key(row[1]))
    return [("", gettext("każda")), *rows]


class DaysForm(forms.Form):
    """Who, and from which day to which."""

    who = forms.CharField(label=_("Kto"), required=False)
    since = forms.DateField(label=_("Od dnia"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Do dnia"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class EntryFilter(DaysForm):
    chain = forms.CharField(label=_("Łańcuch"), required=False)
    verb = forms.ChoiceField(label=_("Czynność"), required=False, choices=verb_choices)
    field_order = ("chain", "verb", "who", "since", "until")


class ReadFilter(DaysForm):
    subject = forms.CharField(label=_("Identyfikator sprawy"), required=False)
    field_order = ("subject", "who", "since", "until")
