"""Addresses of letters and communiqués."""

from django.urls import path

from office.letters import views

urlpatterns = [
    path("komunikaty/", views.communiques, name="communiques"),
    path("komunikaty/<str:public_id>/", views.communique_page, name="communique"),
    path("urzad/komunikaty/nowy/", views.write_communique, name="communique-write"),
    path("urzad/komunikaty/<str:public_id>/zmien/", views.revise_communique, name="communique-revise"),
    path("urzad/komunikaty/<str:public_id>/oglos/", views.publish_communique, name="communique-publish"),
    path("urzad/komunikaty/<str:public_id>/wycofanie/", views.withdraw_communique, name="communique-withdraw"),
    path("urzad/pisma/", views.letter_sets, name="letter-sets"),
    path("urzad/pisma/nowe/", views.write_letters, name="letters-write"),
    path("urzad/pisma/pliki/<str:public_id>/", views.letter_print, name="letter-print"),
    path("urzad/pisma/adresaci/<str:public_id>/", views.revise_addressee, name="addressee"),
    path("urzad/pisma/adresaci/<str:public_id>/usun/", views.remove_addressee, name="addressee-remove"),
    path("urzad/pisma/adresaci/<str:public_id>/pismo.pdf", views.letter_draft, name="letter-draft"),
    path("urzad/pisma/<str:public_id>/", views.letter_set_page, name="letter-set"),
    path("urzad/pisma/<str:public_id>/zmien/", views.revise_letters, name="letters-revise"),
    path("urzad/pisma/<str:public_id>/adresat/", views.add_addressee, name="addressee-add"),
    path("urzad/pisma/<str:public_id>/tabela/", views.take_addressees, name="addressees-take"),
    path("urzad/pisma/<str:public_id>/formy/", views.check_forms, name="letters-forms"),
    path("urzad/pisma/<str:public_id>/sprawdzenie/", views.check_letters, name="letters-check"),
    path("urzad/pisma/<str:public_id>/do-zmiany/", views.reopen_letters, name="letters-reopen"),
    path("urzad/pisma/<str:public_id>/podpis/", views.sign_letters, name="letters-sign"),
    path("urzad/pisma/<str:public_id>/wysylka/", views.send_letters, name="letters-send"),
    path("urzad/pisma/<str:public_id>/zaniechanie/", views.drop_letters, name="letters-drop"),
]
