"""Addresses of registers."""

from django.urls import path

from office.registers import views

urlpatterns = [
    path("rejestry/", views.all_registers, name="office-registers"),
    path("rejestry/<slug:code>/", views.register_page, name="register"),
    path("rejestry/<slug:code>/tabela.<str:ending>", views.register_table, name="register-table"),
    path("rejestry/wpisy/<str:public_id>/", views.entry_page, name="entry"),
    path("urzad/rejestry/terminy/", views.terms, name="register-terms"),
    path("urzad/rejestry/<slug:code>/nowy-wpis/", views.enter, name="entry-enter"),
    path("urzad/rejestry/<slug:code>/wczytaj/", views.take_over, name="register-take-over"),
    path("urzad/wpisy/<str:public_id>/zmien/", views.revise, name="entry-revise"),
    path("urzad/wpisy/<str:public_id>/uniewaznij/", views.cancel, name="entry-cancel"),
    path("urzad/wpisy/<str:public_id>/plik/", views.attach, name="entry-attach"),
    path("urzad/wpisy/pliki/<str:public_id>/", views.entry_file, name="entry-file"),
    path("urzad/wpisy/pliki/<str:public_id>/usun/", views.remove_file, name="entry-file-remove"),
]
