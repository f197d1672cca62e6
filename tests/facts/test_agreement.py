"""Each rule that holds across files has a folder that breaks it and names file, line and value."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.facts import published
from dashboard.facts.dataset import load
from tests.bench.growth import towns
from tests.made.faults import Broken, assert_fault, faults_of, replaced

TIER = "musterau,rent_tier,2025-01-01,3,III,Gemeinde,statistik,high,,\n"
VACANCY = "musterau,vacancy_rate,2022-05-15,3.2,,Gemeinde,statistik,high,,\n"
SHARED = "musterau,population,2022-12-31,9900,,Gemeinde,statistik,high,neue Zählung,"
BROKEN = {
    "other source without a break": Broken(
        "observations.csv", "musterau,population,2023-12-31,9950,,Gemeinde,statistik,",
        "musterau,population,2023-12-31,9950,,Gemeinde,bericht,",
        "musterau,population,2023-12-31", "bericht", "stammt die Reihe aus [statistik]",
    ),
    "break that joins as well": Broken(
        "breaks.toml",
        'label = "Neue Zählung"',
        'joins = ["statistik"]\nlabel = "Neue Zählung"',
        "joins",
        "statistik",
        "entweder Daten oder unter joins Quellen",
    ),
    "break of all places that tells of one": Broken(
        "breaks.toml", "Ab 2022 beruhen", "In Musterau beruhen", "explanation", "Musterau",
        "steht aber bei allen Orten",
    ),
    "rounded by its words only": Broken(
        "observations.csv", SHARED, SHARED.replace("neue Zählung", "auf 10 gerundet"),
        "musterau,population,2022-12-31", "auf 10 gerundet", "laut Bemerkung gerundet",
    ),
    "trait that no table of small towns has": Broken(
        "similarity.toml",
        "# Zu den erfundenen Städten",
        '[lage]\nlabel = "Lage"\ndescription = ""\nleft_out = ""\nvery_near = 0.1\nnear = 0.2\n'
        "stays = 0.5\n"
        'traits = [{ column = "population@2023", label = "a", weight = 1, reason = "b" }]\n#',
        "traits",
        "population@2023",
        "Die Spalte population@2023 gibt es nicht",
    ),
    "everyday word that is two": Broken(
        "synonyms.toml", '"Einwohner"', '"viele Leute"', "words", "viele Leute", "einzelnes"
    ),
    "everyday word for what is written nowhere": Broken(
        "synonyms.toml", '"Bevölkerung"', '"Xyzzy"', "terms", "Xyzzy", "steht in keiner Kennzahl"
    ),
    "unknown activity of a lesson": Broken(
        "lessons.toml", '["treffen-1"]', '["treffen-9"]', "supported_by", "treffen-9", "Aktivität"
    ),
    "unknown workshop": Broken(
        "project.toml", '["treffen-1"]', '["treffen-9"]', "workshops", "treffen-9", "Aktivität"
    ),
    "highlight without a value": Broken(
        "towns.toml",
        'highlight_indicator = "population"',
        'highlight_indicator = "vacancy_rate"',
        'highlight_indicator = "vacancy_rate"\nhighlight_text = "Hier',
        "vacancy_rate",
        "keinen Wert",
    ),
    "break at a date without a value": Broken(
        "breaks.toml", "2022-12-31", "2022-12", "before", "2022-12", "in keiner Reihe"
    ),
    "unknown value of a comparison": Broken(
        "comparability.toml", '["F5"]', '["F5", "F9"]', 'facts = ["F5"', "F9", "unbekannten",
    ),
    "local survey without a town": Broken(
        "surveys.toml", 'town = "musterau"', "", "[BEF-MUS]", "", "Stadt der Befragung fehlt",
    ),
    "block without its reason": Broken(
        "comparability.toml", 'reason = "Je eine eigene Frage."', "", "[vor-ort]", "",
        "fehlt „reason“",
    ),
    "block that does not say who was asked": Broken(
        "comparability.toml", 'asked = "Beschäftigte"', "", "[anderswo]", "", "fehlt „asked“",
    ),
    "register of others": Broken(
        "comparability.toml", 'topic = "homeoffice"\nlabel = "Anderswo"',
        'topic = "register"\nlabel = "Anderswo"', 'topic = "register"', "register",
        "nur Befragungen des Projekts",
    ),
    "contradiction of two surveys": Broken(
        "comparability.toml", 'topic = "homeoffice"\nlabel = "Vor Ort"',
        'topic = "widerspruch"\nlabel = "Vor Ort"', 'topic = "widerspruch"', "widerspruch",
        "hier sind es mehrere",
        also=(
            ("survey_facts.csv", "F4,BEF-MUS", "F4,BEF-DE"),
            ("surveys.toml", 'role = "project"', 'role = "benchmark"'),
        ),
    ),
    "contrast of a value in words": Broken(
        "comparability.toml", '"F3", "F4"]', '"F3", "F4"]\ncontrast = ["F2", "F3"]', "contrast",
        "F3", "genaue Werte",
    ),
    "contrast of another year": Broken(
        "comparability.toml", '["F5"]', '["F5"]\ncontrast = ["F5"]', 'contrast = ["F5"]', "F5",
        "aus 2021",
        also=(
            ("comparability.toml", '"F3", "F4"]', '"F3", "F4"]\ncontrast = ["F2"]'),
            ("survey_facts.csv", "33,percent,exact,,,2022-05", "33,percent,exact,,,2021-05"),
        ),
    ),
    "value in two comparisons": Broken(
        "comparability.toml", '["F5"]', '["F5", "F1"]', 'facts = ["F5"', "F1", "schon in [vor-ort]",
    ),
    "comparison of the project with others": Broken(
        "comparability.toml", '"F4"]', '"F4", "F5"]', "facts", "F5", "mischt",
        also=(("comparability.toml", 'facts = ["F5"]', "facts = []"),),
    ),
    "value that no page would show": Broken(
        "survey_facts.csv", "F4,", "F4,", "F4,", "F4", "in keinem Block",
        also=(("comparability.toml", ', "F4"]', "]"),),
    ),
    "kind without an activity": Broken(
        "categories.toml",
        "[workshop]",
        '[esport]\nlabel = "x"\ndescription = "x"\ncolour = "#a3123b"\nsymbol = "x"\n\n[workshop]',
        "[esport]",
        "esport",
        "keine Aktivität",
    ),
    "conclusion that rests on nothing": Broken(
        "lessons.toml", '["treffen-1"]', "[]", "supported_by", "", "Belege fehlen",
        also=(
            ("lessons.toml", '["bericht"]', "[]"),
            ("lessons.toml", "niemand, das ist erfunden", "diese Website"),
        ),
    ),
    "lesson that nobody said": Broken(
        "lessons.toml", "niemand, das ist erfunden", "", "said_by", "", "Wer das sagt"
    ),
    "lesson said by somebody nowhere": Broken(
        "lessons.toml", '["bericht"]', "[]", "said_in", "niemand, das ist erfunden", "passen nicht"
    ),
    "conclusion of the site laid in a source's mouth": Broken(
        "lessons.toml", "niemand, das ist erfunden", "diese Website", "said_in", "diese Website",
        "passen nicht",
    ),
    "what stayed in a town, from nowhere": Broken(
        "towns.toml", "Dazu wurde nichts gefunden.", "Es blieb viel.", "stayed", "Es blieb viel.",
        "keine Quelle",
    ),
    "advice that breaks off": Broken(
        "lessons.toml",
        "Fragen Sie zuerst.",
        "Fragen Sie",
        "advice",
        "Fragen Sie",
        "kein ganzer Satz",
    ),
    "statistics without a licence": Broken(
        "sources.toml",
        'licence = "Datenlizenz Deutschland – Namensnennung – Version 2.0"',
        'licence = ""',
        "licence",
        "",
        "Lizenz fehlt",
    ),
    "open data without a link to its licence": Broken(
        "sources.toml",
        "https://www.govdata.de/dl-de/by-2-0",
        "https://amt.example/lizenz",
        "licence_url",
        "https://amt.example/lizenz",
        "nicht verlinkt",
    ),
    "colour of another town": Broken(
        "towns.toml", "#b4530a", "#23418c", 'colour = "#23418c"\nsymbol = "square"', "#23418c",
        "hat schon [musterau]",
    ),
    "symbol of another town": Broken(
        "towns.toml", '"square"', '"circle"', 'symbol = "circle"\ndash = "dash"', "circle",
        "hat schon [musterau]",
    ),
    "stroke of another town": Broken(
        "towns.toml", 'dash = "dash"', 'dash = "solid" # x', 'dash = "solid" # x', "solid",
        "hat schon [musterau]",
    ),
    "symbol of the visitor's town": Broken(
        "towns.toml", '"square"', '"star"', 'symbol = "star"\ndash = "dash"', "star",
        "hat schon [Meine Stadt]",
    ),
    "symbol of another kind": Broken(
        "categories.toml", '"triangle-down"', '"hexagon" # x', 'symbol = "hexagon" # x', "hexagon",
        "hat schon [transferwerkstatt]",
    ),
    "year of another value": Broken(
        "towns.toml", "Hier leben {value}.", "2021 lebten hier {value}.", 'highlight_text = "2021',
        "2021", "nicht von 2021, sondern von 2022-12-31",
    ),
    "gap that is closed": Broken(
        "gaps.toml", 'indicators = ["population"]', 'missing = ["rent_tier@2025"]', "missing",
        "rent_tier@2025", "gibt es jetzt Werte",
    ),
    "gap with the name of an indicator": Broken(
        "gaps.toml", 'label = "Pendelnde"', 'label = "Wohnungsleerstand"', "[pendelnde]",
        "vacancy_rate", "gibt es jetzt Werte",
    ),
    "gap whose table is there": Broken(
        "gaps.toml", '"Tabelle besorgen."', '"Tabelle 13111-02-02-5."', "[pendelnde]",
        "kreis_price_class, population, rent_tier, vacancy_rate", "gibt es jetzt Werte",
        also=(("sources.toml", "Erfundene Statistik", "Tabelle 13111-02-02-5"),),
    ),
    "Kreis that is not named": Broken(
        "indicators.toml", 'label = "Preisklasse (Kreis)"', 'label = "Preisklasse"',
        'label = "Preisklasse"', "Preisklasse", "für den Kreis gilt",
    ),
    "Kreis on a town's own value": Broken(
        "indicators.toml", 'short_label = "Leerstand"', 'short_label = "Leerstand (Kreis)"',
        'short_label = "Leerstand (Kreis)"', "Leerstand (Kreis)", "für den Kreis gilt",
    ),
    "Kreis among other themes": Broken(
        "indicators.toml", 'theme = "kreis"', 'theme = "wohnen" # x', 'theme = "wohnen" # x',
        "wohnen", "passen nicht zusammen",
    ),
    "indicator without a value": Broken(
        "indicators.toml", "[rent_tier]", "[rent_tier]", "[rent_tier]", "rent_tier", "fehlen Werte",
        also=(("observations.csv", TIER, ""),),
    ),
    "comparison that rests on hearsay": Broken(
        "indicators.toml", 'kind = "tier"', "kind = 'tier'\ncomparable = true", "comparable",
        "true", "sind unsicher", also=(("observations.csv", TIER, TIER.replace("high", "low")),),
    ),
    "estimate with decimals": Broken(
        "indicators.toml", "Anteil leerer Wohnungen.\"",
        "Anteil leerer Wohnungen.\"\nestimate = true\nnote = \"Modellschätzung\"", "note",
        "Modellschätzung", "keine Nachkommastellen",
    ),
    "estimate that is not named one": Broken(
        "indicators.toml", "Stufe nach Verordnung.\"",
        "Stufe nach Verordnung.\"\nnote = \"Modellschätzung\"", "note", "Modellschätzung",
        "heißt Schätzung",
    ),
    "estimate without a word": Broken(
        "indicators.toml", 'kind = "tier"', 'kind = "tier"\nestimate = true', "estimate", "true",
        "nicht erklärt",
    ),
    "value of a neighbouring Kreis": Broken(
        "observations.csv", "Kreis 09999", "Kreis 09998", "probenheim,kreis_price", "Kreis 09998",
        "liegt im Kreis 09999",
    ),
    "value of another territory in one line with today's": Broken(
        "observations.csv", "12345,,Gemeinde,statistik,high,",
        "12345,,Gemeinde,statistik,high,nicht mit heutigem Gebiet vergleichbar", "probenheim,pop",
        "2022-12-31", "kein Bruch",
    ),
    "value of unclear basis in one line with others": Broken(
        "observations.csv", "musterau,population,2019-12-31,10000,,Gemeinde,statistik,high,",
        "musterau,population,2019-12-31,10000,,Gemeinde,statistik,low,Grundlage unklar",
        "musterau,population,2019", "2019-12-31", "eine Linie führt",
    ),
}  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_what_contradicts_itself_is_named_with_its_line(tiny_data: Path, broken: Broken) -> None:
    assert_fault(tiny_data, broken)


def test_a_key_that_two_towns_share_is_named(tiny_data: Path) -> None:
    text = (tiny_data / "towns.toml").read_text(encoding="utf-8")
    first = text[: text.index("[probenheim]")]
    third = first.replace("[musterau]", "[drittstadt]").replace("#23418c", "#23418d")
    third = third.replace('"circle"', '"cross"').replace('"solid"', '"dot"')
    (tiny_data / "towns.toml").write_text(f"{text}\n{third}", encoding="utf-8")
    path = tiny_data / "geo" / "towns.geojson"
    outlines = json.loads(path.read_text(encoding="utf-8"))
    twin = {**outlines["features"][0], "properties": {"ags": "01999001", "slug": "drittstadt"}}
    path.write_text(json.dumps({**outlines, "features": [*outlines["features"], twin]}), "utf-8")
    replaced(tiny_data / "observations.csv", VACANCY, f"{VACANCY}drittstadt{VACANCY[8:]}")
    (fault,) = faults_of(tiny_data)
    assert (fault.file, fault.value) == ("towns.toml", "01999001")
    assert "hat schon [musterau]" in fault.message


def test_more_towns_than_the_eye_tells_apart_may_share_symbols(tmp_path: Path) -> None:
    towns(tmp_path / "data", 8)
    assert len(load(tmp_path / "data").towns) == 8


def test_the_boundary_of_a_neighbour_is_named(tiny_data: Path) -> None:
    replaced(tiny_data / "geo" / "towns.geojson", '"ags":"01999001"', '"ags":"01999002"')
    (fault,) = faults_of(tiny_data)
    assert (fault.file, fault.value) == ("geo/towns.geojson", "01999002")
    assert "gehört nicht zum AGS 01999001" in fault.message


def test_data_without_the_population_are_refused_in_words(tiny_data: Path) -> None:
    for name in ("indicators.toml", "observations.csv", "breaks.toml", "gaps.toml", "towns.toml"):
        path = tiny_data / name
        text = path.read_text(encoding="utf-8")
        text = text.replace("[population]", "[people]").replace(",population,", ",people,")
        path.write_text(text.replace('"population"', '"people"'), encoding="utf-8")
    (fault,) = [one for one in faults_of(tiny_data) if one.value == "population"]
    assert (fault.file, "[population]" in fault.remedy) == ("indicators.toml", True)


@pytest.mark.parametrize("recorded", [True, False])
def test_a_month_that_became_a_day_is_a_fault(tiny_data: Path, *, recorded: bool) -> None:
    path = tiny_data / "observations.csv"
    replaced(path, VACANCY, VACANCY.replace("2022-05-15", "2022-05"))
    if recorded:
        said = published.entries(tiny_data)
        (tiny_data / published.FILE).write_bytes(published.written("2026-11-22", (), said))
    else:
        another = VACANCY.replace("2022-05-15", "2021-05")
        replaced(path, VACANCY.replace("2022-05-15", "2022-05"), f"{another}{VACANCY}")
    replaced(
        path,
        "2022-05-15" if not recorded else "vacancy_rate,2022-05,",
        "2022-05-01" if not recorded else "vacancy_rate,2022-05-01,",
    )
    assert "2022-05-01" in [one.value for one in faults_of(tiny_data)]
