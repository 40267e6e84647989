"""Addresses of competitions."""

from django.urls import path

from competitions.calls.views import feeds, officer, public

urlpatterns = [
    path("konkursy/", public.competitions, name="competitions"),
    path("konkursy/atom.xml", feeds.atom, name="competitions-feed"),
    path("konkursy/terminy.ics", feeds.calendar, name="competitions-calendar"),
    path("konkursy/<str:public_id>/", public.competition_page, name="competition-page"),
    path("urzad/konkursy/nowy/", officer.start, name="competition-start"),
    path("urzad/konkursy/<str:public_id>/", officer.prepare, name="competition-prepare"),
    path("urzad/konkursy/<str:public_id>/zmien/", officer.edit, name="competition-edit"),
    path("urzad/konkursy/<str:public_id>/podpowiedzi/", officer.field_help, name="competition-help"),
    path("urzad/konkursy/<str:public_id>/powiel/", officer.clone, name="competition-clone"),
    path(
        "urzad/konkursy/<str:public_id>/zadania-tego-samego-rodzaju/", officer.same_kind, name="competition-same-kind"
    ),
    path("urzad/konkursy/<str:public_id>/terminy/", officer.timetable, name="competition-timetable"),
    path("urzad/konkursy/<str:public_id>/zatwierdz/", officer.approve, name="competition-approve"),
    path("urzad/konkursy/<str:public_id>/cofnij/", officer.send_back, name="competition-send-back"),
    path("urzad/konkursy/<str:public_id>/publikacja/", officer.publication, name="competition-publication"),
    path("urzad/konkursy/<str:public_id>/termin/", officer.deadline, name="competition-deadline"),
]
