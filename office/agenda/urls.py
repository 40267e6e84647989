"""Addresses of the calendar."""

from django.urls import path

from office.agenda.views import calendar, events, feeds, imports, media, places, preparations

urlpatterns = [
    path("kalendarz/", media.media_weeks, name="media-weeks"),
    path("kalendarz/tydzien/<str:public_id>/", media.media_week, name="media-week"),
    path("kalendarz/kalendarz.ics", feeds.public_feed, name="public-feed"),
    path("kalendarz/kanal/<str:secret>.ics", feeds.feed, name="feed"),
    path("urzad/kalendarz/", calendar.agenda, name="agenda"),
    path("urzad/kalendarz/wydarzenia/nowe/", events.enter, name="event-enter"),
    path("urzad/kalendarz/wydarzenia/<str:public_id>/", calendar.event_page, name="event"),
    path("urzad/kalendarz/wydarzenia/<str:public_id>/zmien/", events.revise, name="event-revise"),
    path("urzad/kalendarz/wydarzenia/<str:public_id>/potwierdz/", events.confirm, name="event-confirm"),
    path("urzad/kalendarz/wydarzenia/<str:public_id>/odwolaj/", events.cancel, name="event-cancel"),
    path("urzad/kalendarz/terminy/<str:public_id>/odwolaj/", events.cancel_occurrence, name="occurrence-cancel"),
    path("urzad/kalendarz/terminy/<str:public_id>/przenies/", events.move_occurrence, name="occurrence-move"),
    path("urzad/kalendarz/miejsca/", places.places, name="agenda-places"),
    path("urzad/kalendarz/osoby/nowa/", places.add_attendee, name="attendee-add"),
    path("urzad/kalendarz/osoby/<str:public_id>/", places.revise_attendee, name="attendee-revise"),
    path("urzad/kalendarz/sale/nowa/", places.add_room, name="room-add"),
    path("urzad/kalendarz/sale/<str:public_id>/", places.revise_room, name="room-revise"),
    path("urzad/kalendarz/media/", media.office_weeks, name="office-weeks"),
    path("urzad/kalendarz/media/<str:public_id>/", media.office_week, name="office-week"),
    path("urzad/kalendarz/media/<str:public_id>/<slug:verb>/", media.move_week, name="office-week-move"),
    path("urzad/kalendarz/kanaly/", feeds.feeds, name="feeds"),
    path("urzad/kalendarz/kanaly/<str:public_id>/uniewaznij/", feeds.revoke, name="feed-revoke"),
    path("urzad/kalendarz/wczytaj/", imports.take_over, name="agenda-import"),
    path("urzad/kalendarz/przygotowania/", preparations.preparations, name="preparations"),
    path("urzad/kalendarz/wydarzenia/<str:public_id>/przygotowania/", preparations.add, name="preparation-add"),
    path(
        "urzad/kalendarz/wydarzenia/<str:public_id>/przygotowania/zwykle/",
        preparations.add_usual,
        name="preparation-usual",
    ),
    path("urzad/kalendarz/przygotowania/<str:public_id>/", preparations.revise, name="preparation-revise"),
    path("urzad/kalendarz/przygotowania/<str:public_id>/gotowe/", preparations.do, name="preparation-do"),
    path("urzad/kalendarz/przygotowania/<str:public_id>/niegotowe/", preparations.undo, name="preparation-undo"),
]
