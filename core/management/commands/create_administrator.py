"""`manage.py create_administrator`: the first administrator of an installation, who then invites the others."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils.timezone import now

from core.accounts.actor import system
from core.operations.actions import create_administrator


class Command(BaseCommand):
    help = "Zaprasza administratora systemu; wypisuje jednorazowy adres, pod którym przyjmuje on swoją rolę."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"„{email}” nie jest adresem e-mail.") from error
        address = create_administrator(email, actor=system("manage.py create_administrator"), at=now())
        self.stdout.write(
            f"Zaproszenie administratora dla {email} (jednorazowe, ważne 14 dni):\n{address}\n"
            "Pod tym adresem zakłada się hasło i drugi składnik logowania. Ten sam adres poszedł w liście."
        )
