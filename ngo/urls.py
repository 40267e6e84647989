"""Gathers the addresses of the stages."""

from ngo.contacts.urls import urlpatterns as contacts
from ngo.duplicates.urls import urlpatterns as duplicates
from ngo.mailings.urls import urlpatterns as mailings
from ngo.papers.urls import urlpatterns as papers
from ngo.programmes.urls import urlpatterns as programmes
from ngo.registry.urls import urlpatterns as registry

urlpatterns = [*registry, *papers, *duplicates, *mailings, *contacts, *programmes]
