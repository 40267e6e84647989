"""Django's registration of the app."""

from django.apps import AppConfig

from core.accounts.hats import register
from ngo.registry.hats import EDITOR, SIGNATORY, VIEWER


class NgoConfig(AppConfig):
    name = "ngo"
    verbose_name = "Organizacje"

    def ready(self) -> None:
        register(VIEWER, EDITOR, SIGNATORY)
