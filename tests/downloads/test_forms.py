"""How files are called."""

import pytest

from dashboard.downloads.forms import LONGEST_NAME, file_name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("zeitleiste", "Bürgerbefragung in Dießen"), "zeitleiste_Buergerbefragung-in-Diessen"),
        (("karte", "Mo\u0308lln, Öl"), "karte_Moelln-Oel"),
        (("suche", "Café / Straße: „alles“?"), "suche_Cafe-Strasse-alles"),
        (("ifo", "homeoffice", "ifo", "", "🙂"), "ifo_homeoffice"),
        (("stand", "moelln,diessen", "2022-12"), "stand_moelln-diessen_2022-12"),
    ],
)
def test_a_name_is_readable_and_taken_everywhere(parts: tuple[str, ...], name: str) -> None:
    assert file_name(*parts) == name


def test_a_name_is_no_longer_than_archives_take() -> None:
    name = file_name("zeitleiste", "ß" * 500)
    assert name.isascii()
    assert len(name) == LONGEST_NAME
