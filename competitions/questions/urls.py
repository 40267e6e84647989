"""Addresses of questions."""

from django.urls import path

from competitions.questions import views

urlpatterns = [
    path("konkursy/<str:public_id>/pytania/", views.questions, name="competition-questions"),
    path("urzad/konkursy/<str:public_id>/pytania/", views.to_answer, name="questions-to-answer"),
    path("urzad/pytania/<str:public_id>/", views.question, name="question"),
    path("urzad/pytania/<str:public_id>/bez-odpowiedzi/", views.decline, name="question-decline"),
    path("urzad/pytania/<str:public_id>/publikacja/", views.publish, name="question-publish"),
]
