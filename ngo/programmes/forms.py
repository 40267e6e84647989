"""Forms of a programme: its text, the rows of aims and of priority tasks, the resolution of a decision."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form, ModelForm
from law.spheres import spheres
from ngo.programmes.models import Programme
from office.board.models import Body, Resolution
from office.structure.models import Unit


class NewProgrammeForm(Form):
    year = forms.IntegerField(label=_("Rok programu"), min_value=2004, max_value=2100)


class ProgrammeForm(ModelForm):
    class Meta:
        model = Programme
        fields = (
            "title",
            "main_aim",
            "principles",
            "subject_scope",
            "forms",
            "period",
            "manner",
            "planned_funds",
            "assessment",
            "creation",
            "panel_rules",
        )


class AimForm(Form):
    text = forms.CharField(label=_("Cel szczegółowy"), max_length=1000)
    indicator = forms.CharField(label=_("Wskaźnik"), max_length=300)
    target = forms.CharField(label=_("Wartość docelowa"), max_length=100)
    source = forms.CharField(label=_("Źródło danych"), max_length=300)


class TaskForm(Form):
    sphere = forms.ChoiceField(label=_("Sfera (art. 4 ust. 1)"))
    title = forms.CharField(label=_("Zadanie"), max_length=300)
    unit = forms.ModelChoiceField(label=_("Komórka"), queryset=Unit.objects.none())
    planned_funds = forms.DecimalField(label=_("Planowane środki [zł]"), max_digits=12, decimal_places=2, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.on, units = kwargs.pop("on"), kwargs.pop("units")
        super().__init__(*args, **kwargs)
        choices = [(each.code, f"{each.code}. {each.name}") for each in spheres(self.on)]
        self.fields["sphere"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        # One read for the lists of all rows: `units` keeps what it has read, a field of its own would read anew.
        self.fields["unit"].choices = [("", "—"), *((each.pk, str(each)) for each in units)]  # type: ignore[attr-defined]


AimFormSet = formset_factory(AimForm, extra=0, max_num=50, can_delete=True, min_num=1)
TaskFormSet = formset_factory(TaskForm, extra=0, max_num=100, can_delete=True, min_num=1)


class ResolutionChoice(Form):
    """Which recorded resolution a decision rests on; `body` narrows the list."""

    resolution = forms.ModelChoiceField(label=_("Uchwała"), queryset=Resolution.objects.none())

    def __init__(self, *args: Any, body: str = Body.BOARD, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolution"].queryset = Resolution.objects.standing().filter(body=body)  # type: ignore[attr-defined]
