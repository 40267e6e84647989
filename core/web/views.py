"""Pages of the kernel itself: home, the way to one's desk, a desk."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from core.web.page import Request, View, public, signed_in
from core.web.panels import desk_panels, panels


@public
def home(request: Request) -> HttpResponse:
    """The first page: what is open now and where to go."""
    return render(request, "core/web/home.html", {"panels": panels("home", request.actor, None, now())})


@public
def accessibility(request: Request) -> HttpResponse:
    """The accessibility declaration (UDC art. 10)."""
    return render(request, "core/web/accessibility.html")


@public
def privacy(request: Request) -> HttpResponse:
    """The privacy notice (RODO art. 13)."""
    return render(request, "core/web/privacy.html")


@signed_in()
def to_desk(request: Request) -> HttpResponse:
    """After signing in: to the desk of the hat worn, to the second factor it waits for, or to the choice of hats."""
    hat = request.actor.hat
    if request.held_back:
        return redirect("second-factor")
    return redirect(hat.known_kind.desk if hat else "hats")


def desk(*kinds: str) -> View:
    """The desk of some kinds of hats: a list of the panels that config/desks.py names for the hat worn."""

    @signed_in(*kinds)
    def view(request: Request) -> HttpResponse:
        """The desk: what waits for the person in the hat worn."""
        return render(request, "core/web/desk.html", {"panels": desk_panels(request.actor, now())})

    return view
