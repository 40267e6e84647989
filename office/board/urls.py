"""Addresses of resolutions, and of the Board's sittings."""

from django.urls import path

from office.board import views

SITTING = "urzad/zarzad/posiedzenia/<str:public_id>/"
ITEM = "urzad/zarzad/punkty/<str:public_id>/"

urlpatterns = [
    path("uchwaly/", views.resolutions, name="resolutions"),
    path("urzad/uchwaly/nowa/", views.record, name="resolution-record"),
    path("urzad/zarzad/", views.sittings, name="sittings"),
    path("urzad/zarzad/nowe-posiedzenie/", views.plan, name="sitting-plan"),
    path("urzad/zarzad/sklad/", views.members, name="board-members"),
    path("urzad/zarzad/sklad/nowa-osoba/", views.appoint, name="board-member-appoint"),
    path("urzad/zarzad/sklad/<str:public_id>/koniec/", views.end_member, name="board-member-end"),
    path("urzad/zarzad/punkty/", views.items, name="board-items"),
    path(SITTING, views.sitting, name="sitting"),
    path(f"{SITTING}termin/", views.reschedule, name="sitting-reschedule"),
    path(f"{SITTING}zglos/", views.submit_item, name="board-item-submit"),
    path(f"{SITTING}zamknij-porzadek/", views.close_agenda, name="sitting-close-agenda"),
    path(f"{SITTING}otworz-porzadek/", views.reopen_agenda, name="sitting-reopen-agenda"),
    path(f"{SITTING}otworz/", views.open_sitting, name="sitting-open"),
    path(f"{SITTING}obecnosc/", views.presence, name="sitting-presence"),
    path(f"{SITTING}zakoncz/", views.end, name="sitting-end"),
    path(f"{SITTING}protokol/", views.close_minutes, name="sitting-close-minutes"),
    path(f"{SITTING}odwolaj/", views.cancel, name="sitting-cancel"),
    path(ITEM, views.item, name="board-item"),
    path(f"{ITEM}przyjmij/", views.accept_item, name="board-item-accept"),
    path(f"{ITEM}zwroc/", views.return_item, name="board-item-return"),
    path(f"{ITEM}ponow/", views.resubmit_item, name="board-item-resubmit"),
    path(f"{ITEM}wycofaj/", views.withdraw_item, name="board-item-withdraw"),
    path(f"{ITEM}przenies/", views.move_item, name="board-item-move"),
    path(f"{ITEM}rozstrzygniecie/", views.decide, name="board-item-decide"),
    path(f"{ITEM}popraw-zapis/", views.take_back_decision, name="board-item-take-back"),
    path("urzad/zarzad/projekty/<str:public_id>/", views.draft_file, name="board-file"),
    path(f"{ITEM}kolejnosc/<str:where>/", views.order_item, name="board-item-order"),
]
