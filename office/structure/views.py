"""The public page of the office."""

from django.http import HttpResponse
from django.shortcuts import render

from core.web.page import Request, public
from office.structure import queries


@public
def office_page(request: Request) -> HttpResponse:
    """Contact, posts, units and every task with what carries it."""
    source = queries.source_page()
    bip = source and {
        "produced_by": source.published_by,
        "published_by": source.published_by,
        "published_at": source.published_at,
        "changed_by": source.changed_by,
        "changed_at": source.changed_at,
    }
    context = {"units": queries.mandate(), "posts": queries.posts(), "bip": bip}
    return render(request, "office/structure/office_page.html", context)
