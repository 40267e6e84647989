"""The kernel speaks no domain: no word of competitions, offers or organisations in its names, its texts or its pages.

Docstrings and comments may name a domain thing as an example of use; the style page is made of such examples.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOT, File, docstrings, files, names, nothing

# `grant`, `panel` and `report` are not here: hats are granted, pages have panels, and both are the kernel's own words.
# "offered" is what anybody does; the noun is the domain's.
ENGLISH = (
    "offer(?!ed)",
    "competition",
    "organisation",
    "organization",
    "programme",
    "agreement",
    "expert",
    "applicant",
    "council",
)
POLISH = (
    "konkurs",
    "ofert",
    "oferent",
    "organizacj",
    "dotacj",
    "umow",
    "umów",
    "sprawozd",
    "pozarząd",
    "program współpracy",
    "ekspert",
    "komisj",
    "uchwał",
)
DOMAIN = re.compile("|".join((*ENGLISH, *POLISH)), re.IGNORECASE)
SAMPLES = (
    # The page of samples, for developers: its tables and pictures show what the pages of later apps look like.
    "core/style_guide.py",
    "templates/core/web/style_guide.html",
    # The institution's own texts: what this site is for, what it knows of people, how it can be used. The kernel only shows them.
    "templates/core/web/home.html",
    "templates/core/web/privacy.html",
    "templates/core/web/accessibility.html",
)


def faults(file: File) -> Iterator[str]:
    tree = file.tree
    said = docstrings(tree)
    for node, name in names(tree):
        if DOMAIN.search(name):
            yield file.at(node, name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said:
            match = DOMAIN.search(node.value)
            if match:
                yield file.at(node, match[0])


def test_the_kernel_speaks_no_domain() -> None:
    nothing([fault for file in files("core/*") if file.path not in SAMPLES for fault in faults(file)])


def test_the_kernels_pages_speak_no_domain() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for folder in ("core", "parts", "errors")
        for path in sorted((ROOT / "templates" / folder).rglob("*.html"))
        if path.relative_to(ROOT).as_posix() not in SAMPLES
        for match in [
            DOMAIN.search(re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL))
        ]
        if match
    ]
    assert found == []


@pytest.mark.parametrize(
    "text", ["def offers_of(actor): pass", "label = _('Nowa oferta')", "from ngo import Organisation"]
)
def test_a_domain_word_is_found(text: str) -> None:
    assert list(faults(File("core/web/views.py", text)))
