"""Addresses of duplicates."""

from django.urls import path

from ngo.duplicates import views

urlpatterns = [
    path("urzad/organizacje/duplikaty/", views.duplicates, name="duplicates"),
    path("urzad/organizacje/duplikaty/uloz/", views.search, name="duplicates-search"),
    path("urzad/organizacje/rozpoznawanie/", views.recognition, name="recognition"),
    path("urzad/organizacje/duplikaty/<str:public_id>/<str:other>/", views.duplicate, name="duplicate"),
    path("urzad/organizacje/duplikaty/<str:public_id>/<str:other>/rozne/", views.dismiss, name="duplicate-dismiss"),
    path("urzad/organizacje/scalenia/<str:public_id>/", views.merge_page, name="merge"),
    path("urzad/organizacje/scalenia/<str:public_id>/cofnij/", views.undo, name="merge-undo"),
]
