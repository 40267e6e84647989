"""Who sees which links and which panels, in order; the one place that knows all stages."""

from core.web.navigation import Link

HOME = Link("Start", "home")

NAVIGATION: dict[str, tuple[Link, ...]] = {
    "": (HOME,),
}

# place → dotted paths of panel makers (see core/web/panels.py)
PANELS: dict[str, tuple[str, ...]] = {}
