"""Django's registration of the app."""

from django.apps import AppConfig

from core.accounts.hats import register
from office.registers.schema import registers
from office.structure.hats import DIRECTOR, HEAD, OFFICER


class OfficeConfig(AppConfig):
    name = "office"
    verbose_name = "Urząd"

    def ready(self) -> None:
        register(OFFICER, HEAD, DIRECTOR)
        # A file that is no register stops the start, with its line.
        registers()
