"""`manage.py write_docs`: the generated pages of docs/; with --check only says which of them are not current."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "Zapisuje strony dokumentacji, które wynikają z kodu (docs/law.md, states.md, access.md, mandate.md)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="niczego nie zapisuje; błąd, gdy strona jest nieaktualna"
        )

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        stale: list[str] = []
        for name, maker in settings.GENERATED_DOCS.items():
            path = settings.BASE_DIR / "docs" / name
            content = import_string(maker)()
            if path.exists() and path.read_text() == content:
                continue
            stale.append(name)
            if not check:
                path.write_text(content)
                self.stdout.write(f"zapisano docs/{name}")
        if check and stale:
            raise CommandError(f"nieaktualne: {', '.join(stale)}; uruchom python manage.py write_docs")
