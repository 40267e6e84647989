"""The form of a recorded resolution."""

from django import forms

from office.board.models import Resolution


class ResolutionForm(forms.ModelForm):
    class Meta:
        model = Resolution
        fields = ("body", "number", "adopted_on", "title", "unit")
        widgets = {"adopted_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
