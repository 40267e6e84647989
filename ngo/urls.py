"""Gathers the addresses of the stages."""

from ngo.programmes.urls import urlpatterns as programmes

urlpatterns = [*programmes]
