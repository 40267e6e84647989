"""Django's registration of the app."""

from django.apps import AppConfig
from django.conf import settings

from core.jobs.handlers import discover


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Jądro"

    def ready(self) -> None:
        discover(settings.OWN_APPS)
