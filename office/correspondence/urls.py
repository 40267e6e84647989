"""Addresses of correspondence."""

from django.urls import path

from office.correspondence import views

urlpatterns = [
    path("urzad/korespondencja/", views.correspondence, name="letters"),
    path("urzad/korespondencja/tabela.<str:ending>", views.correspondence_table, name="letters-table"),
    path("urzad/korespondencja/nowe/", views.register, name="letter-register"),
    path("urzad/korespondencja/e-mail/", views.read_mail, name="letter-mail"),
    path("urzad/korespondencja/e-mail/<str:public_id>/", views.register_mail, name="letter-mail-register"),
    path("urzad/korespondencja/pliki/<str:public_id>/", views.letter_file, name="letter-file"),
    path("urzad/korespondencja/pliki/<str:public_id>/usun/", views.remove_file, name="letter-file-remove"),
    path("urzad/korespondencja/<str:public_id>/", views.letter_page, name="letter"),
    path("urzad/korespondencja/<str:public_id>/zmien/", views.revise, name="letter-revise"),
    path("urzad/korespondencja/<str:public_id>/dekretacja/", views.decree, name="letter-decree"),
    path("urzad/korespondencja/<str:public_id>/przekaz/", views.hand_over, name="letter-hand-over"),
    path("urzad/korespondencja/<str:public_id>/odbior/", views.take, name="letter-take"),
    path("urzad/korespondencja/<str:public_id>/odpowiedz/", views.answer, name="letter-answer"),
    path("urzad/korespondencja/<str:public_id>/zakoncz/", views.close, name="letter-close"),
    path("urzad/korespondencja/<str:public_id>/wznow/", views.reopen, name="letter-reopen"),
    path("urzad/korespondencja/<str:public_id>/uniewaznij/", views.cancel, name="letter-cancel"),
    path("urzad/korespondencja/<str:public_id>/plik/", views.attach, name="letter-attach"),
]
