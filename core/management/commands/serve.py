"""`manage.py serve`: the whole installation on one machine, every process supervised."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from core.jobs.supervisor import Child, Supervisor


class Command(BaseCommand):
    help = "Uruchamia serwer stron, wykonawcę zadań, zegar i zamiatacza; podnosi ten, który padnie. Kończy Ctrl+C."
    # Checks load every page and would slow the start; `manage.py check` is for them.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        children = [
            Child(name, command.format(host=host, port=port), settings.BASE_DIR)
            for name, command in settings.PROCESSES.items()
        ]
        name = "localhost" if host == "127.0.0.1" else host
        self.stdout.write(f"Pożytek działa pod adresem http://{name}:{port}/ (Ctrl+C kończy).")
        if settings.EMAIL_BACKEND == "core.notices.eml.EmailBackend":
            self.stdout.write(f"Listy zapisują się jako pliki .eml w {settings.EMAIL_FILE_PATH}.")
        Supervisor(children, self.stdout.write).run()
