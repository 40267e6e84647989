"""Forms of address and declension: right where they are proposed, silent where the rules are not sure."""

import pytest

from office.letters.declension import first_name_dative, first_name_vocative, surname_dative
from office.letters.wording import Forms, merged, proposed, unknown_places

WOMEN = {
    "Anna": ("Annie", "Anno"), "Maria": ("Marii", "Mario"), "Zofia": ("Zofii", "Zofio"), "Alicja": ("Alicji", "Alicjo"),
    "Monika": ("Monice", "Moniko"), "Jadwiga": ("Jadwidze", "Jadwigo"), "Barbara": ("Barbarze", "Barbaro"),
    "Małgorzata": ("Małgorzacie", "Małgorzato"), "Kamila": ("Kamili", "Kamilo"), "Ola": ("Oli", "Olu"), "Kasia": ("Kasi", "Kasiu"),
    "Róża": ("Róży", "Różo"), "Aleksandra": ("Aleksandrze", "Aleksandro"), "Beatrycze": ("", ""), "Antonia": ("", ""),
}  # fmt: skip
MEN = {
    "Jan": ("Janowi", "Janie"), "Marek": ("Markowi", "Marku"), "Paweł": ("Pawłowi", "Pawle"), "Jerzy": ("Jerzemu", "Jerzy"),
    "Aleksander": ("Aleksandrowi", "Aleksandrze"), "Piotr": ("Piotrowi", "Piotrze"), "Ernest": ("Ernestowi", "Erneście"),
    "Wojciech": ("Wojciechowi", "Wojciechu"), "Stanisław": ("Stanisławowi", "Stanisławie"), "Kuba": ("", ""), "Kacper": ("", ""),
    "Bruno": ("", ""),
}  # fmt: skip
SURNAMES_OF_MEN = {
    "Kowalski": "Kowalskiemu", "Nowak": "Nowakowi", "Zaręba": "Zarębie", "Dudek": "Dudkowi", "Kupiec": "Kupcowi", "Cichy": "Cichemu",
    "Kuroń": "Kuroniowi", "Nowak-Górecki": "Nowakowi-Góreckiemu", "Mucha": "Musze", "Kozioł": "", "Gołąb": "", "Wróbel": "",
    "Matejko": "", "Kennedy": "", "Rossi": "", "Marzec": "", "Sosna": "", "O2": "",
}  # fmt: skip
SURNAMES_OF_WOMEN = {
    "Kowalska": "Kowalskiej", "Nowak": "Nowak", "Lis": "Lis", "Nowakowa": "Nowakowej", "Zaręba": "Zarębie", "Matejko": "Matejko",
    "Górecka-Wąs": "Góreckiej-Wąs", "Cicha": "", "Biała": "",
}  # fmt: skip


@pytest.mark.parametrize(("names", "woman"), [(WOMEN, True), (MEN, False)])
def test_first_names(names: dict[str, tuple[str, str]], woman: bool) -> None:
    found = {name: (first_name_dative(name, woman=woman), first_name_vocative(name, woman=woman)) for name in names}
    assert found == names


@pytest.mark.parametrize(("names", "woman"), [(SURNAMES_OF_WOMEN, True), (SURNAMES_OF_MEN, False)])
def test_surnames(names: dict[str, str], woman: bool) -> None:
    assert {name: surname_dative(name, woman=woman) for name in names} == names


@pytest.mark.parametrize(
    ("gender", "title", "first", "last", "function", "forms"),
    [
        ("woman", "", "Anna", "Kowalska", "Wójt Gminy Źródła", Forms("Szanowna Pani Wójt", "Pani Annie Kowalskiej")),
        ("man", "", "Jan", "Nowak", "Starosta Zgierski", Forms("Szanowny Panie Starosto", "Panu Janowi Nowakowi")),
        ("man", "prof. dr hab.", "Jan", "Kozioł", "", Forms("Szanowny Panie Profesorze", "")),
        ("woman", "", "Anna", "Nowak", "zbieraczka bajek", Forms("Szanowna Pani", "Pani Annie Nowak")),
        ("many", "", "", "", "", Forms("Szanowni Państwo", "Państwu")),
    ],
)
def test_what_is_proposed(gender: str, title: str, first: str, last: str, function: str, forms: Forms) -> None:
    said = {"gender": gender, "title": title, "first_name": first, "last_name": last, "function": function}
    assert proposed(**said) == forms


def test_places_of_a_text() -> None:
    assert unknown_places("Gratulujemy {komu}, {kom}!") == ["kom"]
    assert merged("Dla {komu} i {kto}", {"komu": "{kto}", "kto": "Anna"}) == "Dla {kto} i Anna"
