"""Passwords and one-time-code secrets of the demo's people: made at random once, kept in var/, never in the database."""

import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from allauth.mfa.totp.internal import auth as totp
from django.conf import settings

from competitions.demo.script import script

# Whose account tells that the story was played.
ADMINISTRATOR = "administrator@urzad.example"


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to sign in as one person of the story; `secret` is the key of the one-time codes, empty where none are asked."""

    role: str
    name: str
    email: str
    password: str
    secret: str

    def code(self, at: float) -> str:
        """The one-time code at a Unix time, as an authenticator would show it."""
        return str(totp.format_hotp_value(totp.hotp_value(self.secret, int(at) // 30)))


def path() -> Path:
    return Path(settings.VAR_DIR) / "demo-signins.json"


def read() -> dict[str, SignIn]:
    """The sign-ins that were made for this installation, by the person's key in the cast."""
    if not path().exists():
        return {}
    return {key: SignIn(**row) for key, row in json.loads(path().read_text()).items()}


def make() -> dict[str, SignIn]:
    """New sign-ins for everybody in the cast who may be signed in as."""
    cast = script("cast")
    made: dict[str, SignIn] = {}
    for row in cast["staff"]:
        made[row["key"]] = _sign_in(row["role"], row, strong=True)
    for row in cast["expert"]:
        made[row["key"]] = _sign_in("ekspert", row, strong=True)
    for row, role in zip(
        cast["panel"], ("przewodniczący komisji", "sekretarz komisji", "członek komisji"), strict=True
    ):
        made[row["key"]] = _sign_in(role, row, strong=True)
    for row in cast["candidate"]:
        made[row["key"]] = _sign_in("osoba wskazana do komisji", row, strong=False)
    for row in cast["organisation"]:
        if row.get("signin"):
            key = row["key"]
            person = {"name": row["person"], "email": f"podpis@{key}.example"}
            made[key] = _sign_in(f"osoba podpisująca – {row['name']}", person, strong=False)
            person = {"name": row["editor"], "email": f"redakcja@{key}.example"}
            made[f"{key}-editor"] = _sign_in(f"redaktor – {row['name']}", person, strong=False)
    return made


def _sign_in(role: str, person: Mapping[str, str], *, strong: bool) -> SignIn:
    secret = totp.generate_totp_secret() if strong else ""
    return SignIn(role, person["name"], person["email"], secrets.token_urlsafe(12), secret)


def keep(made: Mapping[str, SignIn]) -> None:
    """Write them where only the owner of the installation reads; whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path().parent, prefix=".demo-signins")
    os.fchmod(handle, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump({key: asdict(row) for key, row in made.items()}, file, ensure_ascii=False, indent=1)
    Path(name).replace(path())


def seconds_left(at: float) -> int:
    """How long the codes of a Unix time are good for."""
    return 30 - int(at) % 30
