"""Forms of evaluation: formal card, panel, assignment, declaration, score card, minutes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import Criterion
from competitions.corrections.presentation import mark
from competitions.evaluation import formal, queries
from competitions.evaluation.candidates import Candidate
from competitions.evaluation.models import FormalCheck, PanelMember, Plan, Proposal, Role, ScoreCard, Side
from competitions.evaluation.scoring import Placed
from competitions.experts.models import Expert
from competitions.offers.models import CostLine, Offer
from competitions.offers.queries import names_together
from competitions.offers.states import State as OfferState
from core.accounts.models import User
from core.web.forms import Form, ModelForm
from core.web.templatetags.polish import liczba, odmiana, zloty
from law.exclusion import Ground
from law.forms import Form as OfficialForm
from office.board.models import Resolution


class FormalCheckForm(Form):
    """The formal card: for every question what the system found, an answer and a note; then what follows, and what is unlocked."""

    def __init__(
        self,
        *args: Any,
        findings: Mapping[str, formal.Finding],
        official: OfficialForm,
        titles: Sequence[str],
        check: FormalCheck | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.findings = findings
        for question in formal.QUESTIONS:
            given = check.answers[question.code] if check else {}
            self.fields[question.code] = forms.ChoiceField(
                label=question.text,
                choices=list(formal.ANSWERS.items()),
                widget=forms.RadioSelect,
                initial=given.get("answer", findings[question.code].answer),
            )
            note = forms.CharField(
                label=_("Uwaga, konieczna przy odpowiedzi „nie” albo innej, niż wynika z danych"),
                required=False,
                max_length=1000,
                initial=given.get("note", ""),
            )
            # The label says itself when it is needed.
            note.needed = True  # type: ignore[attr-defined]
            self.fields[f"{question.code}_note"] = note
        self.fields["proposal"] = forms.ChoiceField(
            label=_("Co proponujesz"),
            choices=[(value, str(label).capitalize()) for value, label in Proposal.choices],
            widget=forms.RadioSelect,
            initial=check.proposal if check else None,
        )
        self.fields["unlocked"] = forms.MultipleChoiceField(
            label=_("Pola, które organizacja będzie mogła poprawić"),
            choices=[
                (
                    f"{section.code}. {section.title}",
                    [(each.code, f"{mark(section.code, each.number)} {each.label}") for each in typed],
                )
                for section in official.sections
                if (typed := [each for each in section.fields if each.type != "auto"])
            ],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=check.fields if check else [],
        )
        self.fields["files"] = forms.MultipleChoiceField(
            label=_("Załączniki, które organizacja będzie mogła dodać albo zastąpić"),
            choices=[(title, title) for title in titles],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=check.files if check else [],
        )
        if not titles:
            del self.fields["files"]

    def rows(self) -> list[dict[str, Any]]:
        """Every question for the template: the question, what the system found, answer and note."""
        return [
            {
                "question": question,
                "finding": self.findings[question.code],
                "found": formal.ANSWERS.get(self.findings[question.code].answer, ""),
                "answer": self[question.code],
                "note": self[f"{question.code}_note"],
            }
            for question in formal.QUESTIONS
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for question in formal.QUESTIONS:
            note, answer = data.get(f"{question.code}_note", "").strip(), data.get(question.code)
            found = self.findings[question.code].answer
            if answer == "no" and not note:
                self.add_error(f"{question.code}_note", _("Podaj powód: zobaczy go organizacja."))
            elif answer and found and answer != found and not note:
                self.add_error(f"{question.code}_note", _("Odpowiedź jest inna, niż wynika z danych: napisz dlaczego."))
        named = [*data.get("unlocked", []), *data.get("files", [])]
        if data.get("proposal") == formal.CORRECT and not named and data.get("signed") != "no":
            self.add_error("unlocked", _("Zaznacz pola albo załączniki, które organizacja ma poprawić."))
        return data

    def answers(self) -> dict[str, dict[str, str]]:
        """As `actions.formal.fill_check` takes them."""
        return {
            question.code: {
                "answer": self.cleaned_data[question.code],
                "note": self.cleaned_data[f"{question.code}_note"],
            }
            for question in formal.QUESTIONS
        }


class FormalFilterForm(Form):
    """What the officer asks of the formal cards of a competition."""

    czeka = forms.ChoiceField(label=_("Oferta czeka"), required=False, choices=[("", _("wszystkie")), *queries.WAITS])
    stan = forms.ChoiceField(label=_("Stan"), required=False, choices=[("", _("wszystkie")), *OfferState.choices[1:]])
    propozycja = forms.ChoiceField(
        label=_("Propozycja"), required=False, choices=[("", _("wszystkie")), *Proposal.choices]
    )
    wypelnila = forms.ChoiceField(
        label=_("Kartę wypełniła"),
        required=False,
        choices=[("", _("każda osoba")), ("ja", _("ja")), ("inni", _("ktoś inny, więc mogę zatwierdzić"))],
    )

    def narrowed(self, rows: "QuerySet[Any]", user: User) -> "QuerySet[Any]":
        """The offers that fit; what is no value narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        for name, field in (("czeka", "waits"), ("stan", "state"), ("propozycja", "proposal")):
            if asked.get(name):
                rows = rows.filter(**{field: asked[name]})
        if asked.get("wypelnila"):
            rows = rows.exclude(filler=None)
            rows = rows.filter(filler=user.pk) if asked["wypelnila"] == "ja" else rows.exclude(filler=user.pk)
        return rows


class AlikeForm(Form):
    """What is the same of all chosen offers in the questions that the system leaves to a person; nothing unless it is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, answers in formal.JUDGED.items():
            self.fields[code] = forms.ChoiceField(
                label=formal.BY_CODE[code].text,
                choices=[("", _("bez wspólnej odpowiedzi")), *((each, formal.ANSWERS[each]) for each in answers)],
                required=False,
            )

    def given(self) -> dict[str, str]:
        """The answers that were chosen, as `actions.formal.fill_many` takes them."""
        return {code: answer for code, answer in self.cleaned_data.items() if answer}


class RemarkForm(Form):
    remark = forms.CharField(
        label=_("Co trzeba sprawdzić jeszcze raz"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class MemberForm(Form):
    user = forms.ModelChoiceField(label=_("Osoba"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("Funkcja"), choices=Role.choices)
    side = forms.ChoiceField(label=_("Strona"), choices=Side.choices)
    indicated_by = forms.CharField(label=_("Organizacja wskazująca"), max_length=300, required=False)

    def __init__(
        self, *args: Any, people: "QuerySet[User]", indicated: Mapping[int, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicated = indicated or {}
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        # One read for the lists of all rows: `people` keeps what it has read, a field of its own would read anew.
        self.fields["user"].choices = [("", "—"), *((each.pk, self._told(each)) for each in people)]  # type: ignore[attr-defined]

    def _told(self, user: User) -> str:
        """A person, with the organisations that indicated them where they are on the list of candidates."""
        names = self.indicated.get(user.pk)
        return f"{user} ({names})" if names else str(user)

    def clean(self) -> dict[str, Any]:
        """Who is on the list of candidates and sits for organisations was indicated by those that put them there."""
        values = super().clean() or {}
        user = values.get("user")
        if user and values.get("side") == Side.NGO and not values.get("indicated_by"):
            values["indicated_by"] = self.indicated.get(user.pk, "")
        return values


MemberFormSet = formset_factory(MemberForm, extra=0, min_num=3, max_num=20, can_delete=True)


def possible_members() -> "QuerySet[User]":
    """Who may sit in a panel: anybody with an account but experts, who give opinions and are no members."""
    return User.objects.filter(is_active=True).exclude(hats__kind="expert").order_by("sort_key", "email")


class PanelForm(Form):
    resolution = forms.ModelChoiceField(label=_("Uchwała o powołaniu"), queryset=Resolution.objects.none())
    no_ngo_reason = forms.ChoiceField(
        label=_("Dlaczego bez osób wskazanych przez organizacje"),
        required=False,
        choices=[
            ("", _("w komisji są osoby wskazane przez organizacje")),
            ("1", _("żadna organizacja nie wskazała osoby (art. 15 ust. 2da pkt 1)")),
            ("2", _("wskazane osoby nie wzięły udziału (art. 15 ust. 2da pkt 2)")),
            ("3", _("wszystkie powołane osoby podlegają wyłączeniu (art. 15 ust. 2da pkt 3)")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolution"].queryset = Resolution.objects.standing().filter(body="board")  # type: ignore[attr-defined]


class AssignmentForm(Form):
    expert = forms.ModelChoiceField(label=_("Ekspert"), queryset=Expert.objects.none())
    due = forms.DateField(label=_("Termin oceny"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(
        label=_("Dlaczego ta osoba, mimo że powiązanie jest możliwe albo brakuje danych"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Potrzebne tylko wtedy. Powód zostaje w księdze zdarzeń."),
    )

    def __init__(self, *args: Any, experts: "QuerySet[Expert]", candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["expert"]
        # Wider than what is offered: a second click for the same person gets the card there is.
        chosen.queryset = experts  # type: ignore[attr-defined]
        chosen.choices = [("", "—"), *((each.expert.pk, self._label(each)) for each in candidates if each.free)]  # type: ignore[attr-defined]

    @staticmethod
    def _label(each: Candidate) -> str:
        return _("%(expert)s: dopasowanie %(fit)s z 5, %(load)s, %(found)s") % {
            "expert": each.expert,
            "fit": each.fit,
            "load": odmiana(each.load, "karta,karty,kart"),
            "found": each.found.word,
        }


class PlanForm(ModelForm):
    """How the offers are to be given out; how many experts each needs the competition says."""

    class Meta:
        model = Plan
        fields = ("due", "most", "least", "no_repeat", "in_doubt", "reason", "seed")
        widgets: ClassVar = {"due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts: ClassVar = {
            "most": _("Puste: tyle, ile wynosi własny limit eksperta."),
            "in_doubt": _("Gdy powiązanie jest tylko możliwe albo brakuje danych, żeby je wykluczyć."),
            "reason": _("Potrzebne tylko wtedy; powód zostaje w księdze zdarzeń."),
            "seed": _("Rozstrzyga między równie dobrymi przydziałami: to samo ziarno daje ten sam przydział."),
        }


class ChangeForm(Form):
    out = forms.ChoiceField(label=_("Kto nie oceni"), widget=forms.RadioSelect)
    put = forms.ChoiceField(label=_("Kto oceni zamiast"))
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self, *args: Any, out: Sequence[tuple[str, str]], put: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["out"].choices = out  # type: ignore[attr-defined]
        self.fields["put"].choices = put  # type: ignore[attr-defined]


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class DeclarationForm(Form):
    """The grounds of KPA art. 24: a "yes" to any excludes."""

    def __init__(self, *args: Any, grounds: Sequence[Ground], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ground in grounds:
            self.fields[ground.code] = forms.TypedChoiceField(
                label=ground.question,
                help_text=ground.basis,
                choices=[("no", _("nie")), ("yes", _("tak"))],
                coerce=lambda value: value == "yes",
                widget=forms.RadioSelect,
            )


def _points(typed: Any) -> Decimal:
    """Points as they stand in a field, 0 for what is no number."""
    try:
        return Decimal(str(typed).replace(",", "."))
    except InvalidOperation:
        return Decimal(0)


class CardForm(ModelForm):
    """The card's own fields and, for each criterion, points and justification."""

    class Meta:
        model = ScoreCard
        fields = ("strengths", "weaknesses", "recommended_amount")

    def __init__(
        self, *args: Any, criteria: Sequence[Criterion], costs: Sequence[CostLine] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, self.costs = criteria, costs
        questioned = {row["cost"]: row for row in self.instance.questioned}
        for cost in costs:
            kept = questioned.get(cost.code, {})
            self.fields[f"cost_{cost.pk}"] = forms.DecimalField(
                label=_("Kwestionowana kwota [zł]"),
                min_value=Decimal(0),
                max_value=cost.value,
                decimal_places=2,
                required=False,
                initial=kept.get("amount"),
                widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
            )
            self.fields[f"cost_why_{cost.pk}"] = forms.CharField(
                label=_("Dlaczego"), max_length=1000, required=False, initial=kept.get("reason", "")
            )
            for name in (f"cost_{cost.pk}", f"cost_why_{cost.pk}"):
                # The part of the page says that only questioned costs are written.
                self.fields[name].needed = True  # type: ignore[attr-defined]
        for each in criteria:
            self.fields[f"points_{each.pk}"] = forms.DecimalField(
                label=_("Punkty (%(scale)s)") % {"scale": each.scale()},
                help_text=each.condition(),
                min_value=Decimal(0),
                max_value=each.max_points,
                step_size=each.step,
                decimal_places=2,
                required=False,
                widget=forms.NumberInput(
                    attrs={"data-amount": "points", "data-weight": f"{each.weight:.2f}", "inputmode": "decimal"}
                ),
            )
            self.fields[f"why_{each.pk}"] = forms.CharField(
                label=_("Uzasadnienie"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5000
            )

            for name in (f"points_{each.pk}", f"why_{each.pk}"):
                # A card asks for them when it is submitted; while it is written they may be empty.
                self.fields[name].needed = True  # type: ignore[attr-defined]

    def rows(self) -> list[tuple[Criterion, forms.BoundField, forms.BoundField]]:
        """Criterion, points, justification, for the template."""
        return [(each, self[f"points_{each.pk}"], self[f"why_{each.pk}"]) for each in self.criteria]

    @property
    def total(self) -> Decimal:
        """The sum of the points as they stand in the form, each with its weight."""
        given = [_points(self[f"points_{each.pk}"].value()) * each.weight for each in self.criteria]
        return sum(given, Decimal(0))

    def scores(self) -> dict[int, tuple[Decimal | None, str]]:
        """As `actions.cards.save_card` takes them."""
        return {
            each.pk: (self.cleaned_data[f"points_{each.pk}"], self.cleaned_data[f"why_{each.pk}"])
            for each in self.criteria
        }

    def values(self) -> dict[str, Any]:
        return {**{name: self.cleaned_data[name] for name in self.Meta.fields}, "questioned": self.questioned()}

    def cost_rows(self) -> list[tuple[CostLine, forms.BoundField, forms.BoundField]]:
        """Cost of the offer, amount, reason, for the template."""
        return [(each, self[f"cost_{each.pk}"], self[f"cost_why_{each.pk}"]) for each in self.costs]

    def questioned(self) -> list[dict[str, str]]:
        """The costs that the expert questions, as the card keeps them."""
        return [
            {
                "cost": each.code,
                "name": each.name,
                "amount": f"{self.cleaned_data[f'cost_{each.pk}']:.2f}",
                "reason": self.cleaned_data[f"cost_why_{each.pk}"],
            }
            for each in self.costs
            if self.cleaned_data[f"cost_{each.pk}"]
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for each in self.costs:
            if data.get(f"cost_{each.pk}") and not data.get(f"cost_why_{each.pk}", "").strip():
                self.add_error(f"cost_why_{each.pk}", _("Napisz, dlaczego kwestionujesz ten koszt."))
        return data


class ReturnForm(Form):
    reason = forms.CharField(
        label=_("Powód zwrotu: co ekspert ma poprawić"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class MinutesForm(Form):
    met_on = forms.DateField(
        label=_("Data posiedzenia"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    present = forms.ModelMultipleChoiceField(
        label=_("Obecni"), queryset=PanelMember.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        members: "QuerySet[PanelMember]",
        ranking: Sequence[tuple[Placed, Offer]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = members  # type: ignore[attr-defined]
        self.ranking = ranking
        for placed, offer in ranking:
            label = _("%(place)s. %(organisation)s: %(task)s (%(points)s pkt, proponowana dotacja %(amount)s)") % {
                "place": placed.place,
                "organisation": names_together(offer, getattr(offer, "joint_with", None)),
                "task": f"{offer.title}, {_('podzadanie')} {offer.subtask.number}" if offer.subtask else offer.title,
                "points": liczba(placed.points, 2),
                "amount": zloty(placed.proposed),
            }
            self.fields[f"opinion_{placed.offer}"] = forms.CharField(
                label=label, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
            )

    def opinions(self) -> list[forms.BoundField]:
        """The fields of the opinions, for the template."""
        return [self[f"opinion_{placed.offer}"] for placed, _offer in self.ranking]

    def texts(self) -> dict[str, str]:
        """As `actions.panel.conclude` takes them."""
        return {placed.offer: self.cleaned_data[f"opinion_{placed.offer}"] for placed, _offer in self.ranking}
