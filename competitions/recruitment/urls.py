"""Addresses of recruitment."""

from django.urls import path

from competitions.recruitment.views import candidate, officer, public

urlpatterns = [
    path("eksperci/nabory/", public.recruitments, name="recruitments"),
    path("eksperci/nabory/<str:public_id>/", public.recruitment_page, name="recruitment"),
    path("eksperci/nabory/<str:public_id>/zgloszenie/", candidate.begin, name="candidacy-begin"),
    path("eksperci/zgloszenia/<str:public_id>/", candidate.candidacy_page, name="candidacy"),
    path("eksperci/zgloszenia/<str:public_id>/edycja/", candidate.edit, name="candidacy-edit"),
    path("eksperci/zgloszenia/<str:public_id>/pliki/", candidate.proofs, name="candidacy-proofs"),
    path("eksperci/zgloszenia/<str:public_id>/zloz/", candidate.apply, name="candidacy-apply"),
    path("eksperci/zgloszenia/<str:public_id>/wycofaj/", candidate.withdraw, name="candidacy-withdraw"),
    path("eksperci/zgloszenia/<str:public_id>/otworz/", candidate.reopen, name="candidacy-reopen"),
    path("eksperci/zgloszenia/<str:public_id>/uzupelnienie/", candidate.supplement, name="candidacy-supplement"),
    path("eksperci/pliki/<str:public_id>/", candidate.proof_file, name="candidacy-proof"),
    path("eksperci/pliki/<str:public_id>/usun/", candidate.remove_proof, name="candidacy-proof-remove"),
    path("urzad/nabory/", officer.recruitments, name="recruitments-office"),
    path("urzad/nabory/nowy/", officer.start, name="recruitment-start"),
    path("urzad/nabory/<str:public_id>/", officer.recruitment_page, name="recruitment-office"),
    path("urzad/nabory/<str:public_id>/zmien/", officer.edit, name="recruitment-edit"),
    path("urzad/nabory/<str:public_id>/oglos/", officer.announce, name="recruitment-announce"),
    path("urzad/nabory/<str:public_id>/publikacja/", officer.bip, name="recruitment-bip"),
    path("urzad/nabory/<str:public_id>/przedluz/", officer.extend, name="recruitment-extend"),
    path("urzad/nabory/<str:public_id>/odwolaj/", officer.call_off, name="recruitment-call-off"),
    path("urzad/nabory/<str:public_id>/lista/", officer.draw_up, name="recruitment-draw-up"),
    path("urzad/nabory/<str:public_id>/cofnij/", officer.send_back, name="recruitment-send-back"),
    path("urzad/nabory/<str:public_id>/zatwierdz/", officer.approve, name="recruitment-approve"),
    path("urzad/zgloszenia/<str:public_id>/", officer.check, name="candidacy-check"),
    path("urzad/zgloszenia/<str:public_id>/wezwanie/", officer.ask, name="candidacy-ask"),
    path("urzad/zgloszenia/<str:public_id>/uznanie/", officer.accept, name="candidacy-accept"),
    path("urzad/zgloszenia/<str:public_id>/odrzucenie/", officer.reject, name="candidacy-reject"),
    path("urzad/zgloszenia/<str:public_id>/ponownie/", officer.again, name="candidacy-again"),
    path("urzad/zgloszenia/<str:public_id>/wejscie/", officer.promote, name="candidacy-promote"),
]
