"""Gathers the addresses of the stages."""

from ngo.programmes.urls import urlpatterns as programmes
from ngo.registry.urls import urlpatterns as registry

urlpatterns = [*registry, *programmes]
