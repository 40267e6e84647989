"""Django's registration of the app."""

from django.apps import AppConfig


class NgoConfig(AppConfig):
    name = "ngo"
    verbose_name = "Organizacje"
