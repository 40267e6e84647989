"""Pages of the staff who keep contact lists: all lists, one list with its addresses, opening, changing, closing."""

from copy import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.audit.ledger import history
from core.web.page import Request, page, signed_in
from core.web.panels import panels
from core.web.refused import refusal_on, status_of
from ngo.contacts import access, actions
from ngo.contacts.forms import ContactForm, ListForm
from ngo.contacts.models import Contact, ContactList
from ngo.contacts.presentation import FILES, contact_row, contact_table, list_facts
from office.structure.access import is_staff
from office.structure.hats import STAFF

PAGE = 50


@signed_in(*access.READERS)
@require_safe
def lists(request: Request) -> HttpResponse:
    """Contact lists in Polish order, open ones first."""
    rows = access.lists(request.actor, now()).order_by("closed_at", "sort_key", "pk")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("strona")),
        "staff": is_staff(request.actor),
    }
    return render(request, "ngo/contacts/lists.html", context)


@signed_in(*STAFF)
def open_list(request: Request) -> HttpResponse:
    """Open a contact list."""
    at = now()
    form = ListForm(request.POST or None, on=localdate(at))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            made = actions.open_list(form.cleaned_data, actor=request.actor, at=at)
            return redirect("contact-list", made.public_id)
    return render(request, "ngo/contacts/list_form.html", {"form": form}, status=status_of(request, form))


@page(access.lists, kinds=access.READERS, personal=True)
@require_safe
def list_page(request: Request, contact_list: ContactList) -> HttpResponse:
    """One list: what it is for, whom it finds, the addresses put on it, what was sent to it."""
    at, actor = now(), request.actor
    rows = contact_list.contacts.order_by("sort_key", "pk")
    shown = Paginator(rows, PAGE).get_page(request.GET.get("strona"))
    context = {
        "list": contact_list,
        "facts": list_facts(contact_list),
        "page": shown,
        "contacts": [contact_row(each) for each in shown],
        "may_keep": access.may_keep_list(actor, contact_list, at)[0] and not contact_list.closed_at,
        "panels": panels("contact-list", actor, contact_list, at),
        "entries": list(history(contact_list).order_by("-at", "-pk")[:20]),
    }
    return render(request, "ngo/contacts/list_page.html", context)


@page(access.lists, kinds=access.READERS, personal=True)
@require_safe
def export(request: Request, contact_list: ContactList, ending: str) -> HttpResponse:
    """The addresses put on a list, with their bases, as CSV or XLSX."""
    write, kind = FILES.get(ending, (None, ""))
    if write is None:
        raise Http404
    rows = contact_table(contact_list.contacts.order_by("sort_key", "pk"))
    response = HttpResponse(write(rows), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="lista-{contact_list.public_id}.{ending}"'
    return response


@page(access.lists, may=access.may_keep_list, kinds=STAFF)
def revise_list(request: Request, contact_list: ContactList) -> HttpResponse:
    """Change what a list is for and whom it finds."""
    at = now()
    form = ListForm(request.POST or None, instance=copy(contact_list), on=localdate(at))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, contact_list):
            actions.revise_list(contact_list, form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Zapisano listę."))
            return redirect("contact-list", contact_list.public_id)
    context = {"form": form, "list": contact_list}
    return render(request, "ngo/contacts/list_form.html", context, status=status_of(request, form))


@page(access.lists, may=access.may_keep_list, kinds=STAFF)
@require_POST
def close_list(request: Request, contact_list: ContactList) -> HttpResponse:
    """Close a list for good."""
    actions.close_list(contact_list, actor=request.actor, at=now())
    messages.success(request, _("Zamknięto listę. Adresy zostają jako dowód podstaw, ale nic na nie nie wyślemy."))
    return redirect("contact-list", contact_list.public_id)


@page(access.lists, may=access.may_keep_list, kinds=STAFF)
def add_contact(request: Request, contact_list: ContactList) -> HttpResponse:
    """Put an address on a list."""
    at = now()
    form = ContactForm(request.POST or None, on=localdate(at))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, contact_list):
            actions.add_contact(contact_list, form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Wpisano adres na listę."))
            return redirect("contact-list", contact_list.public_id)
    context = {"form": form, "list": contact_list}
    return render(request, "ngo/contacts/contact_form.html", context, status=status_of(request, form))


@page(access.contacts, may=access.may_keep_contact, kinds=STAFF)
@require_POST
def withdraw_contact(request: Request, contact: Contact) -> HttpResponse:
    """Take an address off a list at its owner's request."""
    actions.withdraw_contact(contact, actor=request.actor, at=now())
    messages.success(request, _("Wycofano adres z listy."))
    return redirect("contact-list", contact.contact_list.public_id)
