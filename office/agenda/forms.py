"""Forms of the calendar: an event, one time of it, the filter of the views, people and rooms, what is prepared, a list, a link."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from secrets import token_hex
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.web.forms import Form, ModelForm
from office.agenda.models import Attendee, Event, Kind, Occurrence, OccurrenceQuerySet, Room, Visibility
from office.agenda.recurrence import composed, how, last_day, real, wall
from office.structure.models import Unit

DAY: dict[str, Any] = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}
DAYS = ["%Y-%m-%d", "%d.%m.%Y"]
HOUR: dict[str, Any] = {"attrs": {"type": "time"}, "format": "%H:%M"}
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
REPEATS = [
    ("", _("nie powtarza się")),
    ("daily", _("codziennie")),
    ("workdays", _("od poniedziałku do piątku")),
    ("weekly", _("co tydzień")),
    ("fortnightly", _("co dwa tygodnie")),
    ("monthly", _("co miesiąc tego samego dnia")),
    ("weekday", _("co miesiąc w ten sam dzień tygodnia")),
    ("yearly", _("co rok")),
]
OWN = ("own", _("tak jak w pliku, z którego pochodzi"))


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(**DAY), input_formats=DAYS, **kwargs)

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Podaj dzień między rokiem 2000 a 2100."))
        return day


def hour(label: Any, help_text: Any = "") -> forms.TimeField:
    """An hour that is needed unless the whole day is taken."""
    field = forms.TimeField(label=label, help_text=help_text, widget=forms.TimeInput(**HOUR), required=False)
    field.needed = True  # type: ignore[attr-defined]
    return field


def override() -> forms.CharField:
    return forms.CharField(
        label=_("Powód zapisu mimo kolizji"),
        help_text=_("Tylko wtedy, gdy osoba albo sala jest w tym czasie zajęta. Powód zostaje w historii."),
        max_length=500,
        required=False,
    )


class Timed(Form):
    """When something happens: a day, hours or the whole day, a last day when it lasts longer."""

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not said.get("all_day"):
            for name, words in (("begins", _("Podaj godzinę początku.")), ("ends", _("Podaj godzinę końca."))):
                if said.get(name) is None and name not in self.errors:
                    self.add_error(name, words)
        first, last = said.get("day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Ostatni dzień jest wcześniejszy niż pierwszy. Popraw jedną z dat."))
        return said

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """When it begins and ends."""
        said = self.cleaned_data
        last = said.get("last_day") or said["day"]
        if said.get("all_day"):
            return real(datetime.combine(said["day"], time.min)), real(
                datetime.combine(last + timedelta(days=1), time.min)
            )
        return real(datetime.combine(said["day"], said["begins"])), real(datetime.combine(last, said["ends"]))


class EventForm(Timed):
    """An event; `token` is new in each form, so that one form makes one event."""

    token = forms.CharField(max_length=32, widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    kind = forms.ChoiceField(label=_("Rodzaj"), choices=Kind.choices)
    title = forms.CharField(
        label=_("Tytuł"), max_length=200, help_text=_("Tytuł wydarzenia publicznego trafia na listę dla mediów.")
    )
    day = DayField(label=_("Dzień"))
    all_day = forms.BooleanField(label=_("Cały dzień"), required=False)
    begins = hour(_("Od godziny"), _("Zostaw puste, gdy wydarzenie trwa cały dzień."))
    ends = hour(_("Do godziny"))
    last_day = DayField(
        label=_("Ostatni dzień"), required=False, help_text=_("Gdy wydarzenie trwa dłużej niż jeden dzień.")
    )
    repeats = forms.ChoiceField(label=_("Powtarza się"), choices=REPEATS, required=False)
    until = DayField(
        label=_("Powtarza się do dnia"),
        required=False,
        help_text=_("Powtarzanie musi mieć koniec, najwyżej trzy lata od pierwszego terminu."),
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Kto bierze udział"),
        queryset=Attendee.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    room = forms.ModelChoiceField(
        label=_("Sala"),
        queryset=Room.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("bez sali urzędu"),
    )
    place = forms.CharField(
        label=_("Miejsce"), max_length=200, required=False, help_text=_("Adres albo nazwa, gdy to nie sala urzędu.")
    )
    organiser = forms.CharField(label=_("Organizator"), max_length=200, required=False)
    unit = forms.ModelChoiceField(
        label=_("Komórka odpowiedzialna"), queryset=Unit.objects.none(), to_field_name="code", empty_label=None
    )
    visibility = forms.ChoiceField(
        label=_("Kto widzi"), choices=Visibility.choices, initial=Visibility.OFFICE, widget=forms.RadioSelect
    )
    press = forms.BooleanField(label=_("Potrzebna obsługa prasowa"), required=False)
    matter = forms.CharField(
        label=_("Sprawa"),
        help_text=_("Zostaje w urzędzie: nie trafia na listę dla mediów."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label=_("Notatka"),
        help_text=_("Zostaje w urzędzie. Bez danych, które nie są potrzebne do spotkania."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    override = override()

    def __init__(
        self, data: Any = None, *, attendees: Any, rooms: Any, units: Any, event: Event | None = None, **kwargs: Any
    ) -> None:
        initial = {**(_of_event(event) if event else {"token": token_hex(16)}), **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)
        self.rule = event.rule if event else ""
        chosen: Mapping[str, Any] = {"people": attendees, "room": rooms, "unit": units}
        for name, rows in chosen.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = str  # type: ignore[attr-defined]
        if initial.get("repeats") == OWN[0]:
            self.fields["repeats"].choices = [*REPEATS, OWN]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        repeats, until, first = said.get("repeats"), said.get("until"), said.get("day")
        if repeats and repeats != OWN[0]:
            if until is None and "until" not in self.errors:
                self.add_error(
                    "until", _("Powtarzanie nie ma końca. Podaj ostatni dzień, najwyżej 3 lata od pierwszego.")
                )
            elif until and first and until < first:
                self.add_error("until", _("Powtarzanie kończy się przed pierwszym terminem. Popraw jedną z dat."))
        return said

    @property
    def values(self) -> dict[str, Any]:
        """The event as its verbs take it."""
        said = self.cleaned_data
        starts_at, ends_at = self.moments
        repeats = said["repeats"]
        rule = self.rule if repeats == OWN[0] else composed(repeats, said["day"], said["until"]) if repeats else ""
        names = (
            "kind",
            "title",
            "matter",
            "all_day",
            "room",
            "place",
            "organiser",
            "unit",
            "visibility",
            "press",
            "note",
        )
        return {
            **{name: said[name] for name in names},
            "people": list(said["people"]),
            "starts_at": starts_at,
            "ends_at": ends_at,
            "rule": rule,
        }


def _hours(starts_at: datetime, ends_at: datetime, *, all_day: bool) -> dict[str, Any]:
    """Moments as fields begin with them."""
    first, last = wall(starts_at), wall(ends_at)
    last_day = (last - timedelta(microseconds=1)).date() if all_day else last.date()
    return {
        "day": first.date(),
        "last_day": last_day if last_day != first.date() else None,
        "begins": None if all_day else first.time(),
        "ends": None if all_day else last.time(),
    }


def _of_event(event: Event) -> dict[str, Any]:
    """An event as its form begins with it."""
    names = ("revision", "kind", "title", "matter", "all_day", "place", "organiser", "visibility", "press", "note")
    first = wall(event.starts_at).date()
    return {
        **{name: getattr(event, name) for name in names},
        **_hours(event.starts_at, event.ends_at, all_day=event.all_day),
        "repeats": how(event.rule, first),
        "until": last_day(event.rule) if event.rule else None,
        "people": [each.public_id for each in event.people.all()],
        "room": event.room.public_id if event.room else None,
        "unit": event.unit.code,
    }


class OccurrenceForm(Timed):
    """A new time of one occurrence."""

    day = DayField(label=_("Dzień"))
    begins = hour(_("Od godziny"))
    ends = hour(_("Do godziny"))
    last_day = DayField(label=_("Ostatni dzień"), required=False)
    room = forms.ModelChoiceField(
        label=_("Sala"),
        queryset=Room.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("bez sali urzędu"),
    )
    override = override()

    def __init__(self, data: Any = None, *, occurrence: Occurrence, rooms: Any, **kwargs: Any) -> None:
        self.all_day = occurrence.event.all_day
        times = _hours(occurrence.starts_at, occurrence.ends_at, all_day=self.all_day)
        room = occurrence.room.public_id if occurrence.room else None
        super().__init__(data, initial={**times, "room": room}, **kwargs)
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]
        if self.all_day:
            del self.fields["begins"], self.fields["ends"]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["all_day"] = self.all_day
        return super().clean()


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


VIEWS = [("tydzien", _("tydzień")), ("dzien", _("dzień")), ("miesiac", _("miesiąc")), ("lista", _("lista"))]


class AgendaFilter(Form):
    """What of the calendar is shown: which view, from which day, whose, of which unit and kind."""

    widok = forms.ChoiceField(label=_("Widok"), choices=VIEWS, required=False)
    dzien = DayField(label=_("Dzień"), required=False)
    czyj = forms.ModelChoiceField(
        label=_("Czyj kalendarz"),
        queryset=Attendee.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("wszystkie"),
    )
    komorka = forms.ModelChoiceField(
        label=_("Komórka"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("wszystkie"),
    )
    rodzaj = forms.ChoiceField(label=_("Rodzaj"), choices=[("", _("wszystkie")), *Kind.choices], required=False)

    def __init__(self, data: Any, *, attendees: Any, units: Any) -> None:
        super().__init__(data)
        self.fields["czyj"].queryset = attendees  # type: ignore[attr-defined]
        self.fields["komorka"].queryset = units  # type: ignore[attr-defined]

    def narrowed(self, rows: OccurrenceQuerySet) -> OccurrenceQuerySet:
        """The times that fit; what is wrong narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        if said.get("czyj"):
            rows = rows.filter(event__people=said["czyj"])
        if said.get("komorka"):
            rows = rows.filter(event__unit=said["komorka"])
        return rows.filter(event__kind=said["rodzaj"]) if said.get("rodzaj") else rows

    @property
    def view(self) -> str:
        return self.cleaned_data.get("widok") or "tydzien"

    def day(self, today: date) -> date:
        return self.cleaned_data.get("dzien") or today


class AttendeeForm(ModelForm):
    class Meta:
        model = Attendee
        fields = ("post", "full_name", "unit", "appointment", "order", "ended_on")
        labels: ClassVar = {"appointment": _("Wpis w książce urzędu")}
        help_texts: ClassVar = {
            "unit": _("Pracownicy tej komórki widzą i zmieniają także poufne wydarzenia tej osoby."),
            "ended_on": _("Zostaw puste, jeżeli osoba nadal pełni funkcję."),
        }
        widgets: ClassVar = {"ended_on": forms.DateInput(**DAY)}

    def __init__(self, *args: Any, units: Any, appointments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["appointment"].queryset = appointments  # type: ignore[attr-defined]


class RoomForm(ModelForm):
    class Meta:
        model = Room
        fields = ("name", "place", "seats", "closed_on")
        help_texts: ClassVar = {"closed_on": _("Od tego dnia sali nie można rezerwować.")}
        widgets: ClassVar = {"closed_on": forms.DateInput(**DAY)}


class PreparationForm(Form):
    """One thing to prepare, by whom and until when."""

    what = forms.CharField(
        label=_("Co przygotować"),
        max_length=200,
        help_text=_("Na przykład: tezy, przemówienie, upominek, catering, tłumaczenie."),
    )
    owner = forms.ModelChoiceField(
        label=_("Kto przygotuje"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("jeszcze nie wiadomo"),
    )
    due_on = DayField(label=_("Termin"))

    def __init__(self, *args: Any, people: "QuerySet[Any]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class WeekForm(Form):
    day = DayField(label=_("Dowolny dzień tygodnia"))


class SeenForm(Form):
    """What the reader of a list saw when they pressed the button."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class FeedForm(Form):
    """Whose calendar a link is of: a person's or a unit's."""

    attendee = forms.ModelChoiceField(
        label=_("Kalendarz osoby"),
        queryset=Attendee.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label="–",
    )
    unit = forms.ModelChoiceField(
        label=_("albo kalendarz komórki"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="–",
    )

    def __init__(self, *args: Any, attendees: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attendee"].queryset = attendees  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if bool(said.get("attendee")) == bool(said.get("unit")) and not self.errors:
            raise forms.ValidationError(_("Wybierz jedno: kalendarz osoby albo kalendarz komórki."))
        return said


class ImportForm(Form):
    """A calendar to take over; first it is only tried."""

    file = forms.FileField(
        label=_("Plik iCalendar (.ics)"), help_text=_("Najwyżej 1 MB i 500 wydarzeń, w kodowaniu UTF-8.")
    )
    how = forms.ChoiceField(
        label=_("Co zrobić"),
        choices=[
            ("try", _("Tylko sprawdź: nic nie zostanie zapisane")),
            ("take", _("Wczytaj, jeżeli wszystkie wydarzenia są poprawne")),
        ],
        initial="try",
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=_("Rodzaj wydarzeń"), choices=Kind.choices)
    people = forms.ModelMultipleChoiceField(
        label=_("Kto bierze udział"),
        queryset=Attendee.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    unit = forms.ModelChoiceField(
        label=_("Komórka odpowiedzialna"), queryset=Unit.objects.none(), to_field_name="code", empty_label=None
    )
    # What comes from another calendar is public only after somebody has looked at it.
    visibility = forms.ChoiceField(
        label=_("Kto widzi"),
        choices=[each for each in Visibility.choices if each[0] != Visibility.PUBLIC],
        initial=Visibility.OFFICE,
        widget=forms.RadioSelect,
    )
    override = override()

    def __init__(self, *args: Any, attendees: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = attendees  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    @property
    def common(self) -> dict[str, Any]:
        """What holds for every event of the file."""
        said = self.cleaned_data
        return {**{name: said[name] for name in ("kind", "unit", "visibility")}, "people": list(said["people"])}
