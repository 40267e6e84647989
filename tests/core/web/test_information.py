"""What people are told of their data: at every form that asks for a person's data, and in full on the page of privacy."""

import re
from importlib import import_module

import pytest
from django import forms
from django.conf import settings
from django.test import Client

from core.accounts.models import User
from core.web.information import groups, period
from tests.architecture.source import ROOT, files

# Every form that asks for a person's name, address or contact → the template that must say what becomes of them; or why none does.
CLAUSES = {
    "core.signin.forms.SignupForm": "account/signup.html",
    "core.signin.forms.NewAccountForm": "core/signin/invitation.html",
    "core.signin.forms.InviteForm": "core/signin/invite.html",
    "ngo.registry.forms.OrganisationForm": "ngo/registry/register.html",
    "ngo.papers.forms.ProposalForm": "ngo/papers/propose.html",
    "ngo.registry.forms.InviteForm": "ngo/registry/invite.html",
    "ngo.papers.forms.SignatoryForm": "ngo/papers/form.html",
    "competitions.nominations.forms.NominationForm": "competitions/nominations/nominate.html",
    "competitions.recruitment.forms.CandidacyForm": "competitions/recruitment/edit.html",
    "competitions.evaluation.forms.MemberForm": "competitions/evaluation/appoint.html",
    "ngo.contacts.forms.InstitutionForm": "ngo/contacts/institution_form.html",
    "ngo.contacts.forms.ContactForm": "ngo/contacts/contact_form.html",
    "ngo.contacts.forms.ConsentForm": "ngo/contacts/letters.html",
    "competitions.questions.forms.VisitorQuestionForm": "competitions/questions/questions.html",
    "office.feedback.forms.FeedbackForm": "office/feedback/feedback.html",
    "office.correspondence.forms.LetterForm": "office/correspondence/letter_form.html",
    "office.structure.forms.AppointmentForm": "office/structure/appointment.html",
    "office.letters.forms.AddresseeForm": "office/letters/addressee.html",
    "office.trips.forms.TripForm": "office/trips/trip_form.html",
    "office.agenda.forms.AttendeeForm": "office/agenda/attendee.html",
    "office.board.forms.MemberForm": "parts/ask.html",
    "office.dialogue.forms.SeatForm": "parts/ask.html",
    "competitions.conflicts.forms.StatementForm": "competitions/conflicts/own_links.html",
    "competitions.agreements.forms.PrepareForm": "competitions/agreements/prepare.html",
}
TOLD_BEFORE = {
    "office.letters.forms.CommuniqueForm": "the office's own contact, which is public",
    "core.signin.forms.NameForm": "the person has an account and was told when it was made",
    "core.signin.forms.AddEmailForm": "the person has an account and was told when it was made",
    "ngo.mailings.forms.StopForm": "an address that the office has is told to be forgotten by lists",
    "office.terms.forms.AbsenceForm": "the people of a unit have accounts and were told when those were made",
    "office.agenda.forms.PreparationForm": "who prepares has an account and was told when it was made",
    "office.cases.forms.OfficerForm": "an officer has an account and was told when it was made",
    "core.signin.forms.LoginForm": "nothing new is given",
    "core.signin.forms.ResetPasswordForm": "nothing new is given",
    "competitions.agreements.forms.SignForm": "who signed was told when the agreement was prepared",
    "competitions.confirmations.forms.ReceiveForm": "who signs for the organisation was told when the organisation named them",
    "competitions.changes.forms.CorrectionForm": "the office's own contact, which is public",
    "competitions.recruitment.forms.RecruitmentForm": "the office's own contact, which is public",
    "competitions.calls.forms.CompetitionForm": "the office's own contact, which is public",
}
# Pages whose form is not made of a class with such fields: official forms, declarations.
OTHERS = (
    "competitions/offers/edit.html",
    "competitions/reports/edit.html",
    "competitions/evaluation/declare.html",
    "competitions/evaluation/declare_member.html",
    "ngo/registry/edit.html",
)
PERSONAL = re.compile(r"(^|_)(email|phone|signatories|person|contact)$")


def _is_person(field: forms.Field) -> bool:
    chosen = isinstance(field, forms.ModelChoiceField) and field.queryset.model is User
    return chosen or str(field.label) in ("Imię i nazwisko", "Osoba")


def asking() -> set[str]:
    """Every form of ours with a field for a person's data."""
    found = set()
    for file in files("*/forms.py"):
        for name, each in vars(import_module(file.module)).items():
            if not isinstance(each, type) or not issubclass(each, forms.BaseForm) or each.__module__ != file.module:
                continue
            for field_name, field in getattr(each, "base_fields", {}).items():
                auto = field.widget.attrs.get("autocomplete") in ("name", "email", "tel")
                if auto or isinstance(field, forms.EmailField) or PERSONAL.search(field_name) or _is_person(field):
                    found.add(f"{file.module}.{name}")
    return found


def test_every_form_that_asks_for_a_persons_data_says_what_becomes_of_them() -> None:
    assert asking() - CLAUSES.keys() - TOLD_BEFORE.keys() == set()
    for template in (*CLAUSES.values(), *OTHERS):
        text = (ROOT / "templates" / template).read_text()
        assert "parts/information.html" in text, template


def test_every_clause_names_a_group_and_every_group_is_whole() -> None:
    named = {
        code
        for path in (ROOT / "templates").rglob("*.html")
        for code in re.findall(r"about=information\.(\w+)", path.read_text())
    }
    assert named - groups().keys() == set()
    for group in groups().values():
        assert all((group.purpose, group.data, group.basis, group.kept, group.required)), group.code
        assert "{" not in group.kept


def test_periods_in_words() -> None:
    assert [period(months).replace("\u00a0", " ") for months in (1, 3, 6, 12, 24, 60)] == [
        "1 miesiąc",
        "3 miesiące",
        "6 miesięcy",
        "1 rok",
        "2 lata",
        "5 lat",
    ]


@pytest.mark.django_db
def test_the_short_clause_leads_to_its_row_of_the_full_page() -> None:
    form = Client().get("/konto/rejestracja/").content.decode()
    assert settings.OFFICE["organ"] in form
    assert settings.OFFICE["privacy"]["officer_email"] in form
    assert "2\u00a0lata od jego zamknięcia" in form
    assert 'href="/prywatnosc/#account"' in form
    page = Client().get("/prywatnosc/").content.decode()
    assert all(f'<tr id="{code}">' in page for code in groups())
    assert "art. 14" in page
