"""Django's registration of the app."""

from django.apps import AppConfig

from core.accounts.hats import register
from office.registers.schema import registers
from office.structure.hats import DIRECTOR, HEAD, OFFICER
from office.surveys.schema import services


class OfficeConfig(AppConfig):
    name = "office"
    verbose_name = "Urząd"

    def ready(self) -> None:
        register(OFFICER, HEAD, DIRECTOR)
        # A file that is no register or no survey stops the start, by its name.
        registers()
        services()
