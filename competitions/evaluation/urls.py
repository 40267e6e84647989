"""Addresses of evaluation."""

from django.urls import path

from competitions.evaluation.hats import PANEL
from competitions.evaluation.views import assigning, expert, links, officer, panel, plans, results, submitted
from competitions.experts.hats import EXPERT
from core.web.views import desk

urlpatterns = [
    path("urzad/oferty/<str:public_id>/ocena-formalna/", officer.formal_check, name="formal-check"),
    path("urzad/oceny-formalne/<str:public_id>/zatwierdz/", officer.approve, name="formal-approve"),
    path("urzad/oceny-formalne/<str:public_id>/zwroc/", officer.send_back, name="formal-send-back"),
    path("urzad/oferty/<str:public_id>/przydzial/", assigning.assign, name="card-assign"),
    path("urzad/konkursy/<str:public_id>/ocena-formalna/", officer.formal_cards, name="formal-cards"),
    path("urzad/konkursy/<str:public_id>/ocena/", officer.progress, name="evaluation-progress"),
    path("urzad/konkursy/<str:public_id>/ocena/rozpocznij/", officer.start, name="evaluation-start"),
    path("urzad/konkursy/<str:public_id>/komisja/", officer.appoint, name="panel-appoint"),
    path("urzad/konkursy/<str:public_id>/ranking/", results.ranking, name="competition-ranking"),
    path("urzad/konkursy/<str:public_id>/ranking/przelicz/", results.resample, name="ranking-resample"),
    path("urzad/konkursy/<str:public_id>/zgodnosc-ocen/", results.agreement_of_experts, name="scoring-agreement"),
    path("urzad/karty/<str:public_id>/zwroc/", submitted.return_card, name="card-return"),
    path("komisja/oferty/<str:public_id>/karty/", submitted.cards_of_offer, name="cards-of-offer"),
    path("ekspert/", desk(EXPERT.code), name="expert-desk"),
    path("urzad/konkursy/<str:public_id>/przydzial/", plans.plan_new, name="plan-new"),
    path("urzad/przydzialy/<str:public_id>/", plans.plan_page, name="plan-page"),
    path("urzad/przydzialy/<str:public_id>/dane.json", plans.plan_data, name="plan-data"),
    path("urzad/przydzialy/<str:public_id>/decyzja/", plans.plan_decide, name="plan-decide"),
    path("urzad/przydzialy/<str:public_id>/zmien/", plans.plan_change, name="plan-change"),
    path("urzad/karty/<str:public_id>/powiazania/", links.card_links, name="card-links"),
    path("ekspert/karty/<str:public_id>/odmowa/", links.refuse, name="card-refuse"),
    path("ekspert/karty/<str:public_id>/deklaracja/", expert.declare, name="card-declare"),
    path("ekspert/karty/<str:public_id>/", expert.score, name="score-card"),
    path("komisja/", desk(*PANEL), name="panel-desk"),
    path("komisja/<str:public_id>/", panel.panel_page, name="panel-page"),
    path("komisja/<str:public_id>/deklaracja/", panel.declare_member, name="panel-declare"),
    path("komisja/<str:public_id>/protokol/", panel.conclude, name="panel-conclude"),
]
