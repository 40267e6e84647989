"""Addresses of the register."""

from django.urls import path

from ngo.registry.views import directory, organisation, people, public, registers, staff

urlpatterns = [
    path("organizacje/", directory.organisations, name="organisations"),
    path("organizacje/wykaz.csv", directory.as_csv, name="organisations-csv"),
    path("organizacje/wykaz.xlsx", directory.as_xlsx, name="organisations-xlsx"),
    path("organizacje/wykaz.json", directory.as_json, name="organisations-json"),
    path("organizacje/nowa/", organisation.register, name="organisation-register"),
    path("organizacje/<str:public_id>/", public.organisation_page, name="organisation-page"),
    path("organizacje/<str:public_id>/dostep/", people.ask, name="organisation-ask"),
    path("organizacje/<str:public_id>/dane/", organisation.edit, name="organisation-edit"),
    path("organizacje/<str:public_id>/historia/", public.organisation_history, name="organisation-history"),
    path("organizacje/<str:public_id>/zaproszenie/", people.invite, name="organisation-invite"),
    path("organizacje/<str:public_id>/osoby/", people.people, name="organisation-people"),
    path("organizacje/<str:public_id>/odejscie/", people.leave, name="organisation-leave"),
    path("organizacje/osoby/<str:public_id>/rola/", people.change_role, name="organisation-role"),
    path("organizacje/osoby/<str:public_id>/odbierz/", people.withdraw_role, name="organisation-role-withdraw"),
    path(
        "organizacje/zaproszenia/<str:public_id>/wycofaj/", people.withdraw_invitation, name="organisation-invitation"
    ),
    path("moje/", organisation.organisation_desk, name="organisation-desk"),
    path("urzad/organizacje/rejestry/", registers.registers, name="registers"),
    path("urzad/organizacje/rejestry/<str:source>/<str:day>/", registers.asked_on, name="asked-on"),
    path("urzad/organizacje/importy/", staff.imports, name="imports"),
    path("urzad/organizacje/importy/<str:public_id>/", staff.import_page, name="import-page"),
    path("urzad/organizacje/importy/<str:public_id>/podglad/", staff.import_preview, name="import-preview"),
    path("urzad/organizacje/importy/<str:public_id>/cofnij/", staff.import_undo, name="import-undo"),
    path("urzad/organizacje/importy/<str:public_id>/odrzucone.csv", staff.rejections, name="import-rejections"),
    path("urzad/organizacje/do-potwierdzenia/", staff.to_confirm, name="organisations-to-confirm"),
    path("urzad/organizacje/prosby/<str:public_id>/", staff.decide, name="representation-decide"),
    path("urzad/organizacje/<str:public_id>/pobierz/", registers.refresh, name="organisation-refresh"),
    path("urzad/organizacje/<str:public_id>/potwierdz/", staff.confirm, name="organisation-confirm"),
]
