"""Addresses of nominations to panels."""

from django.urls import path

from competitions.nominations import views

urlpatterns = [
    path("organizacje/<str:public_id>/kandydaci-do-komisji/", views.nominate, name="nominations-own"),
    path("moje/wskazania/<str:public_id>/wycofaj/", views.withdraw, name="nomination-withdraw"),
    path("wskazania/<str:public_id>/", views.answer, name="nomination"),
    path("urzad/kandydaci-do-komisji/", views.nominations, name="nominations"),
    path("urzad/kandydaci-do-komisji/<str:public_id>/", views.nomination, name="nomination-verify"),
    path("urzad/kandydaci-do-komisji/<str:public_id>/bez-wpisu/", views.refuse, name="nomination-refuse"),
]
