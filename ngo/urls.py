"""Gathers the addresses of the stages."""

from ngo.contacts.urls import urlpatterns as contacts
from ngo.duplicates.urls import urlpatterns as duplicates
from ngo.programmes.urls import urlpatterns as programmes
from ngo.registry.urls import urlpatterns as registry

urlpatterns = [*registry, *duplicates, *contacts, *programmes]
