"""Each rule of the tables has a file that breaks it and names file, line and value."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.facts.dataset import load
from dashboard.facts.model import Level, Phase, Precision
from dashboard.facts.survey_model import Exactness
from tests.made.faults import Broken, assert_fault, faults_of, replaced

VACANCY = "musterau,vacancy_rate,2022-05-15,3.2,,Gemeinde,statistik,high,,"
LAST = "probenheim,population,2022-12-31,12345,,Gemeinde,statistik,high,,"
TIER = "musterau,rent_tier,2025-01-01,3,III,Gemeinde,statistik,high,,"
CLASS = "probenheim,kreis_price_class,2022,,200 bis unter 300,Kreis,statistik,high,Kreis 09999,"


def observation(old: str, new: str, value: str, message: str, row: str = VACANCY) -> Broken:
    """A broken cell in a row of observations.csv."""
    changed = row.replace(old, new, 1)
    assert changed != row
    return Broken("observations.csv", row, changed, changed, value, message)


BROKEN = {
    "unknown town": observation("musterau", "musterdorf", "musterdorf", "nicht bekannt"),
    "unknown indicator": observation("rent_tier", "stufe", "stufe", "nicht bekannt", TIER),
    "unknown source": observation("statistik", "amtsblatt", "amtsblatt", "nicht bekannt"),
    "missing source": observation("statistik", "", "", "Quelle fehlt"),
    "share above 100": observation("3.2", "120", "120", "Grenzen seiner Einheit"),
    "share below 0": observation("3.2", "-3.2", "-3.2", "Grenzen seiner Einheit"),
    "day that does not exist": observation(
        "2022-05-15", "2023-02-30", "2023-02-30", "gibt es nicht"
    ),
    "month that does not exist": observation("2022-05-15", "2022-00", "2022-00", "gibt es nicht"),
    "day that may be a month": observation(
        "2022-05-15", "01.05.2022", "01.05.2022", "nicht zu erkennen"
    ),
    "date as the Americans write it": observation(
        "2022-05-15", "05/15/2022", "05/15/2022", "nicht zu erkennen"
    ),
    "month as spreadsheets show it": observation(
        "2022-05-15", "Mai 22", "Mai 22", "nicht zu erkennen"
    ),
    "missing date": observation("2022-05-15", "", "", "leer"),
    "Kreis value for an indicator of the Gemeinde": observation(
        "Gemeinde", "Kreis", "Kreis", "Ebene passt nicht"
    ),
    "Gemeinde value for an indicator of the Kreis": observation(
        "Kreis,", "Gemeinde,", "Gemeinde", "Ebene passt nicht", CLASS
    ),
    "level that a benchmark does not have": observation(
        "Bund",
        "Kreis",
        "Kreis",
        "Ebene passt nicht",
        "deutschland,vacancy_rate,2022-05-15,4.5,,Bund,statistik,high,",
    ),
    "missing value": observation("3.2", "", "", "Wert fehlt"),
    "missing class": observation("200 bis unter 300", "", "", "Wert fehlt", CLASS),
    "words for a number": observation("3.2,", ",wenig", "", "Wert fehlt"),
    "decimal comma": observation("3.2", '"3,2"', "3,2", "Komma"),
    "German thousands and comma": observation("12345", '"12.345,0"', "12.345,0", "Komma", LAST),
    "thousands point": observation("12345", "12.345", "12.345", "Nachkommastellen", LAST),
    "unit in the cell": observation("3.2", "3.2 %", "3.2 %", "keine Zahl"),
    "more decimals shown than any value has": Broken(
        "observations.csv",
        VACANCY,
        VACANCY,
        VACANCY,
        "3.2",
        "so viele Nachkommastellen",
        also=(("indicators.toml", "decimals = 1", "decimals = 2"),),
    ),
    "unknown confidence": observation("high", "sicher", "sicher", "nicht erlaubt"),
    "too few cells": observation(
        ",statistik", "", VACANCY.replace(",statistik", ""), "9 Felder statt 10"
    ),
    "too many cells": observation(
        "3.2", "3,2", VACANCY.replace("3.2", "3,2"), "11 Felder statt 10"
    ),
    "value finer than it is rounded": observation("high,,", "high,,10", "10", "kein Vielfaches"),
    "double row": Broken(
        "observations.csv",
        LAST,
        f"{LAST}\n{LAST.replace('12345', '12346')}",
        LAST.replace("12345", "12346"),
        "2022-12-31",
        "gibt es schon",
    ),
    "double column": Broken(
        "activities.csv", "id,town", "id,id,town", "id,id,town", "id", "doppelt in der Kopfzeile"
    ),
    "unknown category": Broken(
        "activities.csv", ",workshop,", ",werkstatt,", "werkstatt,musterau", "werkstatt", "bekannt"
    ),
    "unknown town of an activity": Broken(
        "activities.csv", "abend,musterau", "abend,bund", "abend,bund", "bund", "nicht bekannt"
    ),
    "unknown phase": Broken(
        "activities.csv", "workshop,projekt", "workshop,jetzt", "werkstatt,mus", "jetzt", "erlaubt"
    ),
    "unknown precision": Broken(
        "activities.csv", ",project,", ",ungefähr,", "werkstatt,mus", "ungefähr", "nicht erlaubt"
    ),
    "end before start": Broken(
        "activities.csv",
        "2021-10-04,2021-10-05",
        "2021-10-04,2021-10-03",
        "treffen-1",
        "2021-10-03",
        "Ende liegt vor dem Anfang",
    ),
    "month where a day is needed": Broken(
        "activities.csv", "2021-10-04", "2021-10", "treffen-1", "2021-10", "Tag gibt es nicht"
    ),
    "words of another month": Broken(
        "activities.csv",
        "werkstatt,musterau,Werkstatt,workshop,projekt,2021-05-01,2023-03-31,project,"
        '"im Projekt, Datum nicht bekannt"',
        "werkstatt,musterau,Werkstatt,workshop,projekt,2022-05-01,2022-05-31,month,Juni 2022",
        "werkstatt,mus",
        "Juni 2022",
        "passt nicht zu start",
    ),
    "day of a spreadsheet for a month": Broken(
        "activities.csv",
        "werkstatt,musterau,Werkstatt,workshop,projekt,2021-05-01,2023-03-31,project,"
        '"im Projekt, Datum nicht bekannt"',
        "werkstatt,musterau,Werkstatt,workshop,projekt,2022-05-01,2022-05-31,month,01.05.2022",
        "werkstatt,mus",
        "01.05.2022",
        "passt nicht zu start",
    ),
    "words of another year": Broken(
        "activities.csv",
        "24. Oktober 2022",
        "24. Oktober 2021",
        "abend",
        "24. Oktober 2021",
        "passt nicht zu start",
    ),
    "words without a year": Broken(
        "activities.csv",
        "24. Oktober 2022",
        "im Herbst",
        "abend",
        "im Herbst",
        "passt nicht zu start",
    ),
    "a day in words where none is known": Broken(
        "activities.csv",
        '"im Projekt, Datum nicht bekannt"',
        "1. Mai 2021",
        "werkstatt,mus",
        "1. Mai 2021",
        "passt nicht zu start",
    ),
    "phase that does not fit the start": Broken(
        "activities.csv",
        "workshop,projekt,2022-10-24",
        "workshop,danach,2022-10-24",
        "abend",
        "danach",
        "Phase passt nicht",
    ),
    "start before the phase": Broken(
        "activities.csv",
        "projekt,2021-10-04,2021-10-05,day,4.–5. Oktober 2021",
        "projekt,2021-04-30,2021-10-05,day,",
        "treffen-1",
        "projekt",
        "Phase passt nicht",
    ),
    "umbrella that is a part itself": Broken(
        "activities.csv",
        "bericht,high,\n",
        "bericht,high,abend\n",
        "treffen-1",
        "abend",
        "gehört selbst zu einer anderen",
    ),
    "unknown umbrella": Broken(
        "activities.csv", "high,werkstatt", "high,woche", "abend", "woche", "nicht bekannt"
    ),
    "activity without a source": Broken(
        "activities.csv", "bericht,medium", ",medium", "werkstatt,mus", "", "Quelle fehlt"
    ),
    "unknown source among several": Broken(
        "actors.csv",
        "bericht;statistik",
        "bericht;blatt",
        "amt,funder",
        "bericht;blatt",
        "nicht bekannt",
    ),
    "activity id twice": Broken(
        "activities.csv",
        "abend,musterau",
        "werkstatt,musterau",
        "werkstatt,musterau,Abend",
        "werkstatt",
        "gibt es schon",
    ),
    "unknown kind of actor": Broken(
        "actors.csv", "partner", "freund", "stadt", "freund", "nicht erlaubt"
    ),
    "actor who ends before the start": Broken(
        "actors.csv", "2019,2023", "2019,2018", "amt,", "2018", "Ende liegt vor dem Anfang"
    ),
    "unknown survey": Broken(
        "survey_facts.csv", "F1,BEF-MUS", "F1,BEF-X", "F1,", "BEF-X", "nicht bekannt"
    ),
    "published share above 100": Broken(
        "survey_facts.csv", "33,percent", "133,percent", "F2,", "133", "zwischen 0 und 100"
    ),
    "words of the source missing": Broken(
        "survey_facts.csv", "zwei von drei", "", "F3,", "", "Worte der Quelle fehlen"
    ),
    "a number that does not say of what": Broken(
        "survey_facts.csv", "Teilnehmende,100,", "aus dem Ort,100,", "F1,", "", "sagt nicht, was"
    ),
    "words of a count that tell of another": Broken(
        "survey_facts.csv",
        "Teilnehmende,100,count,exact,",
        "aus dem Ort,100,count,exact,10 Personen",
        "F1,",
        "10 Personen",
        "sagt nicht, was",
    ),
    "value for something not found": Broken(
        "survey_facts.csv", ",,none", ",12,none", "F4,", "12", "passen nicht zusammen"
    ),
    "exact without a value": Broken(
        "survey_facts.csv", ",33,percent", ",,percent", "F2,", "", "passen nicht zusammen"
    ),
    "half a person": Broken(
        "survey_facts.csv",
        "zwei von drei,100",
        "zwei von drei,100.5",
        "F3,",
        "100.5",
        "keine ganze Zahl",
    ),
    "wording neither known nor unknown": Broken(
        "survey_facts.csv", "false,frei", "nein,frei", "F2,", "nein", "nicht erlaubt"
    ),
    "address that is none": Broken(
        "survey_facts.csv",
        "https://amt.example/befragung",
        "siehe Amt",
        "F5,",
        "siehe Amt",
        "Web-Adresse",
    ),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_row_is_named_with_its_line(tiny_data: Path, broken: Broken) -> None:
    assert_fault(tiny_data, broken)


def test_a_renamed_column_is_named_twice_as_unknown_and_as_missing(tiny_data: Path) -> None:
    replaced(tiny_data / "actors.csv", "until", "bis")
    faults = faults_of(tiny_data)
    assert [(fault.file, fault.line, fault.value) for fault in faults] == [
        ("actors.csv", 1, "bis"),
        ("actors.csv", 1, "until"),
    ]


def test_a_missing_table_is_named(tiny_data: Path) -> None:
    (tiny_data / "actors.csv").unlink()
    (fault,) = faults_of(tiny_data)
    assert (fault.file, fault.line, fault.message) == ("actors.csv", None, "Die Datei fehlt.")


def test_blank_lines_are_skipped_and_lines_still_counted(tiny_data: Path) -> None:
    replaced(tiny_data / "observations.csv", LAST, f"\n{LAST.replace('12345', 'viele')}")
    (fault,) = faults_of(tiny_data)
    lines = (tiny_data / "observations.csv").read_text(encoding="utf-8").splitlines()
    assert fault.line is not None
    assert "viele" in lines[fault.line - 1]


def test_all_faults_of_a_table_are_collected_in_order(tiny_data: Path) -> None:
    path = tiny_data / "observations.csv"
    replaced(path, LAST, LAST.replace("12345", "viele"))
    replaced(path, VACANCY, VACANCY.replace("high", "sicher").replace("3.2", "101"))
    faults = faults_of(tiny_data)
    assert [fault.value for fault in faults] == ["viele", "101", "sicher"]


def test_a_map_outside_germany_is_named_with_its_point(tiny_data: Path) -> None:
    replaced(tiny_data / "geo" / "towns.geojson", "[9.9,53.9]", "[53.9,9.9]")
    (fault,) = faults_of(tiny_data)
    assert (fault.file, fault.value) == ("geo/towns.geojson", "53.9, 9.9")
    assert "Musterau" in fault.message


def test_a_map_in_metres_is_not_measured_in_degrees(tiny_data: Path) -> None:
    text = (tiny_data / "geo" / "towns.geojson").read_text(encoding="utf-8")
    text = text.replace("[9.9,53.9]", "[9900,5390]").replace(
        '"attribution"', '"crs_note":"Meter","attribution"'
    )
    (tiny_data / "geo" / "local.geojson").write_text(text, encoding="utf-8")
    assert load(tiny_data).geometry["local"]["crs_note"] == "Meter"


def test_a_town_without_a_boundary_is_named(tiny_data: Path) -> None:
    replaced(tiny_data / "geo" / "towns.geojson", '"slug":"musterau"', '"slug":"musterdorf"')
    (fault,) = faults_of(tiny_data)
    assert (fault.file, fault.value) == ("geo/towns.geojson", "musterau")


def test_a_missing_folder_of_maps_is_a_fault_for_every_town(tiny_data: Path) -> None:
    (tiny_data / "geo" / "towns.geojson").unlink()
    (tiny_data / "geo").rmdir()
    assert [fault.value for fault in faults_of(tiny_data)] == ["musterau", "probenheim"]


def test_a_map_that_is_no_json_is_named_with_its_line(tiny_data: Path) -> None:
    replaced(tiny_data / "geo" / "towns.geojson", '"features":[', '"features":')
    fault = faults_of(tiny_data)[0]
    assert fault.file == "geo/towns.geojson"
    assert fault.line is not None
    assert "JSON" in fault.message


def test_rows_become_entries_with_their_types(tiny_data: Path) -> None:
    data = load(tiny_data)
    tier, price = data.observations[-2:]
    assert (tier.value, tier.value_text, tier.line) == (3.0, "III", 13)
    assert (price.value, price.value_text, price.level) == (None, "200 bis unter 300", Level.KREIS)
    assert price.note == data.towns["probenheim"].kreis_label, "the table has its key"
    meeting = data.activities[0]
    assert meeting.actors == ("Stadt Musterau", "Markt Probenheim")
    assert (meeting.phase, meeting.precision) == (Phase.PROJECT, Precision.DAY)
    assert data.actors[1].sources == ("bericht", "statistik")
    words = data.survey_facts[2]
    assert (words.exactness, words.value, words.n) == (Exactness.WORDS, 66.7, 100)
    assert not words.wording_known
    assert data.survey_facts[1].n is None
