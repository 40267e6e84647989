"""Addresses of the survey."""

from django.urls import path

from office.surveys import views

urlpatterns = [
    path("ankieta/", views.survey, name="survey"),
    path("ankieta/dziekujemy/", views.thanks, name="survey-thanks"),
    path("ankieta/wyniki/", views.survey_results, name="survey-results"),
    path("ankieta/wyniki/tabela.csv", views.results_table, name="survey-results-table"),
    path("ankieta/usluga/<slug:code>/", views.answer, name="survey-answer"),
    path("urzad/ankieta/uwagi/", views.comments, name="survey-comments"),
    path("urzad/ankieta/uwagi/<str:public_id>/usun-tresc/", views.remove_comment, name="survey-comment-remove"),
]
