"""Addresses of remarks."""

from django.urls import path

from office.feedback import views

urlpatterns = [
    path("uwagi/", views.feedback, name="feedback"),
    path("uwagi/dziekujemy/", views.sent, name="feedback-sent"),
    path("urzad/uwagi/", views.remarks, name="remarks"),
    path("urzad/uwagi/<str:public_id>/", views.remark, name="remark"),
]
