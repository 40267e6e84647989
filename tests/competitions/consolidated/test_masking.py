"""Names are taken out in every case form, and nothing else is."""

import pytest

from competitions.consolidated.masking import MASK, masked


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Zgadzam się z Ewą Nowak.", f"Zgadzam się z {MASK}."),
        ("Jak napisał Nowakowi kolega.", f"Jak napisał {MASK} kolega."),
        ("Nowa sala i nowy plan.", "Nowa sala i nowy plan."),
        ("Ekspertką była tu Kowalska-Bąk.", f"Ekspertką była tu {MASK}-{MASK}."),
        ("Gorsza niż  stowarzyszenie\nPróba.", f"Gorsza niż  {MASK}."),
        ("Pisać na ewa@example.org proszę", f"Pisać na {MASK} proszę"),
        ("Ośrodek Żak ma salę.", f"Ośrodek {MASK} ma salę."),
    ],
)
def test_masked(text: str, clean: str) -> None:
    people = ["Ewa Nowak", "Anna Kowalska-Bąk", "Jan Żak"]
    assert masked(text, people=people, organisations=["Stowarzyszenie Próba"]) == clean


def test_nothing_to_mask() -> None:
    assert masked("Dobry plan, 3.5 pkt.", people=["", "  "], organisations=[""]) == "Dobry plan, 3.5 pkt."
