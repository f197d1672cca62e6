"""What `make listen` calls wrong, and that something is expected of every page; nobody reads."""

from __future__ import annotations

import pytest

from tests.listening.expected import (
    Choice,
    Expected,
    expectations,
    faults,
    pieces_to_finding,
)
from tests.listening.reading import Transcript
from tests.made.shipped import one_of_each

LIST = ("Beschreibungsliste mit 2 Einträgen", "Rolle", "Beschreibungsbegriff")
LEVEL, LINK = "Überschrift Ebene 1", "Verknüpfung"
GOOD = (
    "Zum Inhalt",
    LINK,
    "Städte",
    LEVEL,
    "Es sind fünf, Stand: 29.",
    "November 2026.",
    "Mehr",
    LINK,
)
NAMES = (("link", "Zum Inhalt"), ("heading", "Städte"), ("link", "Mehr"))
EXPECTED = Expected(address="/", finding="^Es sind fünf")


def found(*read: str, names: tuple[tuple[str, str], ...] = (), **more: object) -> list[str]:
    transcript = Transcript(address="/", read=read, names=names, **more)  # type: ignore[arg-type]
    return list(faults(transcript, EXPECTED))


def test_something_is_expected_of_every_kind_of_page() -> None:
    assert {one.address for one in expectations()} > set(one_of_each())


def test_nothing_is_wrong_with_a_page_said_well() -> None:
    assert found(*GOOD, names=NAMES) == []


@pytest.mark.parametrize(
    ("heard", "told"),
    [
        (("",), "Leer, nach „Verknüpfung“."),
        (("Statusleiste",), "Sagt nichts: „Statusleiste“, nach „Verknüpfung“."),
        (("Liste wird verlassen.", "Bild"), "Sagt nichts: „Bild“, nach „Liste wird verlassen.“."),
        (("Karte", "Abbildung", "Karte", LEVEL), "Doppelt gesagt: „Karte“."),
        (("Sachsen Mittelpunkt Mai",), "Zeichen vorgelesen: „Sachsen Mittelpunkt Mai“."),
        ((".",), "Zeichen vorgelesen: „.“."),
        (("1 / 9",), "Zeichen vorgelesen: „1 / 9“."),
        ((*LIST, *LIST), f"Liste von Neuem angesagt: „{LIST[0]}“."),
    ],
)
def test_what_is_empty_or_doubled_is_told(heard: tuple[str, ...], told: str) -> None:
    assert found(*GOOD, *heard) == [told]


def test_a_field_set_and_cells_may_say_the_same_twice() -> None:
    assert found(*GOOD, "Städte", "Panel", "Städte") == []
    cells = ("Tabelle mit 1 Zeile 2 Spalten", "12", "12", "Tabelle wird verlassen.")
    assert found(*GOOD, *cells) == []


def test_a_name_is_whole_but_for_a_break_after_a_full_stop() -> None:
    assert found(*GOOD, "am 29.", "November", LINK, names=(("link", "am 29. November"),)) == []
    assert found(*GOOD, "Mölln", LINK, "5", LINK, names=(("link", "Mölln 5"),)) == [
        "Nicht im Ganzen gesagt: „Mölln 5“ (link)."
    ]


def test_the_finding_is_near_for_one_who_jumps_by_headings() -> None:
    menu = [f"Eintrag {number}" for number in range(60)]
    assert found(*menu, *GOOD) == ["Bis zum Befund sind es 64 Stücke, mehr als 40."]
    jumps = [["h", f"Städte {LEVEL}."]]
    assert found(*menu, *GOOD, jumps=jumps) == []
    transcript = Transcript(address="/", read=[*menu, *GOOD], names=(), jumps=list(jumps))
    assert pieces_to_finding(transcript, EXPECTED) == 3
    assert found("Städte", LEVEL) == ["Der Befund „^Es sind fünf“ ist nicht zu hören."]


def test_a_new_view_is_announced_exactly_once() -> None:
    choice = Choice(role="link", name="Mehr", said="^Mölln: ")
    expected = Expected(address="/", finding="^Es sind fünf", choices=(choice,))
    for heard, count in ((["Mölln: 5"], 1), ([], 0), (["Mölln: 5", "Enter", "Mölln: 5"], 2)):
        transcript = Transcript(address="/", read=GOOD, names=NAMES, choices={"Mehr": heard})
        told = [one for one in faults(transcript, expected) if f"war {count}-mal" in one]
        assert len(told) == (count != 1)
