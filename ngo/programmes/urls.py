"""Addresses of programmes."""

from django.urls import path, re_path

from ngo.programmes import views

urlpatterns = [
    path("programy/", views.programmes, name="programmes"),
    path("programy/<str:public_id>/", views.programme_page, name="programme-page"),
    path("urzad/programy/nowy/", views.start, name="programme-start"),
    path("urzad/programy/<str:public_id>/zmien/", views.edit, name="programme-edit"),
    re_path(
        r"^urzad/programy/(?P<public_id>[\w-]+)/(?P<verb>propose|adopt|send_back|publish)/$",
        views.advance,
        name="programme-advance",
    ),
]
