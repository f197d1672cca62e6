"""Each rule of the catalog has a file that breaks it and names file, line and value."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.facts import catalog
from dashboard.facts.model import ShownIn
from tests.made.faults import Broken, assert_fault, faults_of, replaced

UNKNOWN = "unbekannte Kennung"

BROKEN = {
    "unknown key": Broken(
        "towns.toml", "lead = true", 'lead = true\ncolor = "x"', "color =", "color", "Unbekannte"
    ),
    "missing key": Broken(
        "towns.toml",
        'tried = "Ein erfundener Versuch."\n',
        "",
        "[musterau]",
        "tried",
        "fehlt die Angabe „tried“",
    ),
    "missing key of the project": Broken(
        "project.toml",
        'claim = "Zum Testen"',
        'note = "x"\nclaim = "Zum Testen"',
        "note =",
        "note",
        "Unbekannte",
    ),
    "wrong type": Broken(
        "towns.toml", "latitude = 54.0", 'latitude = "54,0"', "latitude", "54,0", "ungültigen Wert"
    ),
    "wrong type of a list": Broken(
        "breaks.toml",
        'indicators = ["population"]',
        'indicators = ["population", 7]',
        "indicators",
        "['population', 7]",
        "ungültigen Wert",
    ),
    "number for a text": Broken(
        "units.toml", 'suffix = "%"', "suffix = 5", "suffix = 5", "5", "ungültigen Wert"
    ),
    "wrong choice": Broken(
        "indicators.toml", 'kind = "tier"', 'kind = "stufe"', "kind", "stufe", "ungültigen Wert"
    ),
    "place where nothing is shown": Broken(
        "indicators.toml",
        'kind = "tier"',
        'kind = "tier"\nshown_in = ["folien", "folie"]',
        "shown_in",
        "['folien', 'folie']",
        "ungültigen Wert",
    ),
    "place that is no list": Broken(
        "indicators.toml",
        'kind = "tier"',
        'kind = "tier"\nshown_in = "folien"',
        "shown_in",
        "folien",
        "ungültigen Wert",
    ),
    "place that is taken": Broken(
        "indicators.toml",
        'kind = "class"',
        'kind = "class"\nshown_in = ["folien", "vergleich"]',
        'shown_in = ["folien"',
        "vergleich",
        "steht schon [rent_tier]",
        also=(("indicators.toml", 'kind = "tier"', 'kind = "tier"\nshown_in = ["vergleich"]'),),
    ),
    "key outside a block": Broken(
        "themes.toml", "[bevoelkerung]", 'x = "y"\n[bevoelkerung]', "x =", "x", "außerhalb"
    ),
    "double block": Broken(
        "themes.toml",
        "[kreis]",
        "[wohnen]",
        '[wohnen]\nlabel = "Umland',
        "[wohnen]",
        "steht doppelt",
    ),
    "unknown unit": Broken(
        "indicators.toml", 'unit = "persons"', 'unit = "person"', "unit", "person", UNKNOWN
    ),
    "unknown theme": Broken(
        "indicators.toml", 'theme = "kreis"', 'theme = "land"', 'theme = "land"', "land", UNKNOWN
    ),
    "unknown indicator of a town": Broken(
        "towns.toml", '"vacancy_rate"', '"vacancy"', "highlight_indicator", "vacancy", UNKNOWN
    ),
    "unknown source of a town": Broken(
        "towns.toml", '["statistik"]', '["statistik", "amt"]', '"statistik", "amt"', "amt", UNKNOWN
    ),
    "unknown place of a break": Broken(
        "breaks.toml", "towns = []", 'towns = ["musterdorf"]', "towns", "musterdorf", UNKNOWN
    ),
    "unknown indicator of a break": Broken(
        "breaks.toml",
        '["population"]',
        '["population", "people"]',
        "indicators",
        "people",
        UNKNOWN,
    ),
    "unknown indicator of a gap": Broken(
        "gaps.toml", '["population"]', '["people"]', "indicators", "people", UNKNOWN
    ),
    "unknown town of a lesson": Broken(
        "lessons.toml", '"verbund"]', '"bund"]', "about", "bund", UNKNOWN
    ),
    "unknown theme of a lesson": Broken(
        "lessons.toml", '"menschen"', '"tiere"', "theme", "tiere", UNKNOWN
    ),
    "unknown town of a survey": Broken(
        "surveys.toml", 'town = "musterau"', 'town = "mus"', "town", "mus", UNKNOWN
    ),
    "unknown source of the project": Broken(
        "project.toml", '["bericht"]', '["berichte"]', "sources", "berichte", UNKNOWN
    ),
    "address without scheme": Broken(
        "sources.toml",
        '"https://amt.example/statistik"',
        '"amt.example/statistik"',
        "url",
        "amt.example/statistik",
        "Web-Adresse",
    ),
    "address of another kind": Broken(
        "towns.toml",
        '"https://musterau.example"',
        '"ftp://musterau.example"',
        "website",
        "ftp://musterau.example",
        "Web-Adresse",
    ),
    "day that does not exist": Broken(
        "sources.toml", "2026-11-22", "2026-02-30", "accessed", "2026-02-30", "Datum gibt es nicht"
    ),
    "month that does not exist": Broken(
        "surveys.toml", '"2022-05"', '"2022-13"', "field_start", "2022-13", "Datum gibt es nicht"
    ),
    "month where a day is needed": Broken(
        "project.toml", '"2026-11-22"', '"2026-11"', "stand", "2026-11", "Tag gibt es nicht"
    ),
    "colour by name": Broken(
        "categories.toml", '"#a3123a"', '"rot"', "colour", "rot", "keine Farbe"
    ),
    "colour too light to read": Broken(
        "categories.toml", '"#a3123a"', '"#ffcc00"', "colour", "#ffcc00", "zu hell"
    ),
    "unknown symbol": Broken(
        "towns.toml", '"square"', '"stern"', 'symbol = "stern"', "stern", "Zeichen gibt es nicht"
    ),
    "unknown stroke": Broken(
        "towns.toml",
        'dash = "dash"',
        'dash = "kurz"',
        'dash = "kurz"',
        "kurz",
        "Strich gibt es nicht",
    ),
    "short label that is long": Broken(
        "indicators.toml",
        'short_label = "Leerstand"',
        'short_label = "Anteil leerer Wohnungen im Ort"',
        'short_label = "Anteil',
        "Anteil leerer Wohnungen im Ort",
        "zu lang",
    ),
    "too many decimals": Broken(
        "indicators.toml", "decimals = 1", "decimals = 9", "decimals = 9", "9", "Nachkommastellen"
    ),
    "sentence without its value": Broken(
        "towns.toml",
        "Hier leben {value}.",
        "Hier leben viele.",
        'highlight_text = "Hier',
        "Hier leben viele.",
        "Stelle für den Wert",
    ),
    "AGS of seven digits": Broken(
        "towns.toml", '"01999001"', '"1999001"', "ags", "1999001", "nicht acht Ziffern"
    ),
    "ARS of eleven digits": Broken(
        "towns.toml", '"019990001001"', '"01999000101"', "ars", "01999000101", "nicht zwölf"
    ),
    "AGS of a neighbour": Broken(
        "towns.toml", '"01999001"', '"01999002"', "ags", "01999002", "gehören nicht zusammen"
    ),
    "AGS of another Land": Broken(
        "towns.toml",
        'land = "Bayern"',
        'land = "Hessen"',
        'land = "Hessen"',
        "Hessen",
        "gehören zu Bayern",
    ),
    "NUTS of another Land": Broken(
        "towns.toml", '"DE299"', '"DEF98"', 'nuts3 = "DEF98"', "DEF98", "passt nicht zu Bayern"
    ),
    "Kreis that contradicts the AGS": Broken(
        "towns.toml",
        'ags = "09999002"\nars = "099990002002"\nnuts3 = "DE299"',
        'ags = "01999002"\nars = "019990002002"\nnuts3 = "DEF99"',
        'kreis = "Probenkreis"',
        "Probenkreis",
        "widersprechen",
        also=(("towns.toml", '"Bayern"', '"Schleswig-Holstein"'),),
    ),
    "latitude and longitude swapped": Broken(
        "towns.toml",
        "latitude = 54.0\nlongitude = 10.0",
        "latitude = 10.0\nlongitude = 54.0",
        "latitude",
        "10.0, 54.0",
        "nicht in Deutschland",
    ),
    "town that is a benchmark": Broken(
        "towns.toml",
        "lead = true",
        "lead = false",
        "[musterau]",
        "musterau",
        "gehört einem Vergleichswert",
        also=(
            (
                "benchmarks.toml",
                "[deutschland]",
                '[musterau]\nlabel = "x"\nshort_label = "x"\ndescription = "x"\n'
                'level = "Gemeinde"\n\n[deutschland]',
            ),
        ),
    ),
    "bounds of a unit swapped": Broken(
        "units.toml",
        "minimum = 0\nmaximum = 100",
        "minimum = 300\nmaximum = -1",
        "minimum = 300",
        "300.0",
        "größer als maximum",
        also=(("indicators.toml", 'unit = "percent"', 'unit = "persons"'),),
    ),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_declaration_is_named_with_its_line(tiny_data: Path, broken: Broken) -> None:
    assert_fault(tiny_data, broken)


def test_a_missing_file_is_named(tiny_data: Path) -> None:
    (tiny_data / "gaps.toml").unlink()
    (fault,) = faults_of(tiny_data)
    assert (fault.file, fault.line, fault.message) == ("gaps.toml", None, "Die Datei fehlt.")


def test_a_file_in_another_encoding_is_named_with_line_and_byte(tiny_data: Path) -> None:
    path = tiny_data / "lesson_themes.toml"
    path.write_bytes('[menschen]\nlabel = "Menschen für uns"\n'.encode("latin-1"))
    (fault,) = faults_of(tiny_data)
    assert (fault.file, fault.line, fault.value) == ("lesson_themes.toml", 2, r"b'\xfc'")
    assert "UTF-8" in fault.remedy


def test_a_line_that_is_no_toml_is_named(tiny_data: Path) -> None:
    replaced(tiny_data / "themes.toml", 'label = "Wohnen"', 'label = "Wohnen')
    (fault,) = faults_of(tiny_data)
    assert (fault.file, fault.line, fault.value) == ("themes.toml", 6, 'label = "Wohnen')


def test_an_unknown_place_is_answered_with_all_there_are(tiny_data: Path) -> None:
    replaced(tiny_data / "indicators.toml", 'kind = "tier"', 'kind = "tier"\nshown_in = ["folie"]')
    (fault,) = faults_of(tiny_data)
    assert fault.remedy == f"Erlaubt sind: {', '.join(ShownIn)}."


def test_a_misspelt_key_is_answered_with_the_right_one(tiny_data: Path) -> None:
    replaced(tiny_data / "towns.toml", "lead = true", "leed = true")
    remedies = [fault.remedy for fault in catalog.read(tiny_data).faults]
    assert "Meinten Sie „lead“?" in remedies


def test_all_faults_of_all_files_are_collected(tiny_data: Path) -> None:
    replaced(tiny_data / "towns.toml", '"#b4530a"', '"braun"')
    replaced(tiny_data / "indicators.toml", 'unit = "percent"', 'unit = "prozent"')
    replaced(tiny_data / "observations.csv", "12345", "zwölf")
    assert {fault.file for fault in faults_of(tiny_data)} == {
        "towns.toml",
        "indicators.toml",
        "observations.csv",
    }


def test_entries_keep_the_order_of_the_file(tiny_data: Path) -> None:
    read = catalog.read(tiny_data).catalog
    assert read is not None
    assert list(read.towns) == ["musterau", "probenheim"]
    assert list(read.units) == ["persons", "percent", "tier_roman", "price_class"]


def test_whole_numbers_may_stand_for_decimals_and_defaults_are_filled(tiny_data: Path) -> None:
    read = catalog.read(tiny_data).catalog
    assert read is not None
    assert read.towns["probenheim"].area_km2 == 20.0
    assert isinstance(read.towns["probenheim"].area_km2, float)
    assert read.towns["musterau"].note == ""


VERSION = """
["{0}"]
date = "{0}"
title = "T"
summary = "S"
changes = [{1}]
"""


def test_the_newest_version_stands_first(tiny_data: Path) -> None:
    blocks = VERSION.format("2026-01-01", "") + VERSION.format("2026-02-01", "")
    (tiny_data / "versions.toml").write_text(blocks)
    (fault,) = catalog.read(tiny_data).faults
    assert (fault.file, fault.value) == ("versions.toml", "2026-02-01")
    assert "nicht älter" in fault.message
