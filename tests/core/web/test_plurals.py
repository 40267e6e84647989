"""Every counted message of the code has its three Polish forms in the catalogue."""

import ast
import gettext
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import ngettext, override

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "pl" / "LC_MESSAGES"
COUNTED = re.compile(r"{%\s*block(?:translate|trans)\s+[^%]*\bcount\b[^%]*%}(.*?){%\s*plural\s*%}", re.DOTALL)


def catalogue() -> gettext.GNUTranslations:
    with (CATALOGUE / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def counted_in_code() -> set[str]:
    """The first argument of every ngettext call in the code."""
    found = set()
    for app in ("core", "office", "ngo", "competitions", "config"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("ngettext", "ngettext_lazy"):
                    found.add(str(node.args[0].value))  # type: ignore[attr-defined]
    return found


def counted_in_templates() -> set[str]:
    """The singular of every counted blocktranslate, as Django looks it up."""
    found = set()
    for path in (ROOT / "templates").rglob("*.html"):
        for text in COUNTED.findall(path.read_text()):
            found.add(re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", " ".join(text.split())))
    return found


def test_every_counted_message_has_three_forms() -> None:
    known = catalogue()._catalog  # type: ignore[attr-defined]
    missing = [text for text in counted_in_code() | counted_in_templates() if (text, 2) not in known]
    assert missing == [], "add them to locale/pl/LC_MESSAGES/django.po and compile it"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 ofert"),
        (1, "1 oferta"),
        (2, "2 oferty"),
        (5, "5 ofert"),
        (12, "12 ofert"),
        (22, "22 oferty"),
        (112, "112 ofert"),
    ],
)
def test_offers_are_counted_in_polish(count: int, text: str) -> None:
    with override("pl"):
        assert ngettext("%(count)d oferta", "%(count)d oferty", count) % {"count": count} == text


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
def test_compiled_catalogue_is_current(tmp_path: Path) -> None:
    fresh = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "-o", str(fresh), str(CATALOGUE / "django.po")], check=True)
    assert fresh.read_bytes() == (CATALOGUE / "django.mo").read_bytes()
