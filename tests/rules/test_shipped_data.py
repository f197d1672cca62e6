"""What the shipped data promises: its counts, its agreement with the facts, its honesty."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from dashboard import ROOT
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Confidence, Level, Phase, Precision, Reading, SourceKind
from dashboard.facts.survey_model import Exactness, PublicationStatus, SamplingType, SurveyRole

FACTS = ROOT.parent / "shared" / "facts"
DATA = ROOT / "data"
needs_facts = pytest.mark.skipif(
    not FACTS.is_dir(), reason="Die Faktensammlung liegt nicht neben dem Projekt."
)

# unit of the facts -> units of the dictionary that stand for it
UNITS = {
    "Personen": {"persons"},
    "Anzahl": {"count"},
    "Mio.": {"million"},
    "%": {"percent", "tax_rate", "percent_change"},
    "% p. a.": {"percent_per_year"},
    "% der Haushalte": {"percent_households"},
    "% der Standorte": {"percent_sites"},
    "% der Fläche": {"percent_area"},
    "je 100 EW 15–64": {"per_100_working_age"},
    "je 100 Frauen 15–64": {"per_100_women"},
    "je 100 Männer 15–64": {"per_100_men"},
    "je 1.000 EW": {"per_1000"},
    "je 10.000 EW": {"per_10000"},
    "je 100.000 EW": {"per_100000"},
    "Einw./km²": {"persons_per_km2"},
    "km²": {"km2"},
    "m²": {"m2"},
    "km": {"km"},
    "km Luftlinie": {"km_line"},
    "min": {"minutes"},
    "Tage": {"days"},
    "Jahre": {"years"},
    "€/m²": {"eur_per_m2"},
    "€/m², Klasse": {"eur_per_m2_class"},
    "€ je EW": {"eur_per_head"},
    "1.000 €": {"thousand_eur"},
    "1.000 € je EW": {"thousand_eur_per_head"},
    "Mio. €": {"million_eur"},
    "MW je 1.000 EW": {"mw_per_1000"},
    "Stufe I–VII": {"tier_roman"},
    "Stufe 1–7": {"tier"},
}


def facts(name: str) -> list[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts_of(data: Dataset) -> Iterator[str]:
    """Every German text of the data, without addresses."""

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            if not value.startswith("http"):
                yield value
        elif isinstance(value, tuple):
            for one in value:
                yield from walk(one)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                yield from walk(getattr(value, name))

    for name in ("project", "activities", "actors", "survey_facts", "observations"):
        yield from walk(getattr(data, name))
    for name in ("towns", "themes", "units", "indicators", "breaks", "gaps", "sources", "lessons"):
        yield from walk(tuple(getattr(data, name).values()))
    for name in ("benchmarks", "categories", "lesson_themes", "surveys"):
        yield from walk(tuple(getattr(data, name).values()))


def test_every_row_of_the_facts_has_arrived(shipped: Dataset) -> None:
    kinds = [source.kind for source in shipped.sources.values()]
    assert {
        "towns": len(shipped.towns),
        "observations": len(shipped.observations),
        "indicators": len(shipped.indicators),
        "statistics": kinds.count(SourceKind.STATISTIK),
        "documents": kinds.count(SourceKind.DOKUMENT),
        "activities": len(shipped.activities),
        "actors": len(shipped.actors),
        "lessons": len(shipped.lessons),
        "surveys": len(shipped.surveys),
        "survey facts": len(shipped.survey_facts),
    } == {
        "towns": 5,
        "observations": 1471,
        "indicators": 108,
        "statistics": 44,
        "documents": 106,
        "activities": 73,
        "actors": 36,
        "lessons": 23,
        "surveys": 33,
        "survey facts": 150,
    }


@needs_facts
def test_observations_equal_the_facts_row_by_row(shipped: Dataset) -> None:
    expected = [
        (
            row["town"],
            row["indicator_id"],
            row["reference_date"],
            float(row["value"]) if row["value"] else None,
            row["value_text"],
            row["level"],
            row["source_id"],
            row["confidence"],
        )
        for row in facts("indicators.csv")
    ]
    assert [
        (o.town, o.indicator, o.date, o.value, o.value_text, o.level, o.source, o.confidence)
        for o in shipped.observations
    ] == expected


@needs_facts
def test_units_and_themes_of_the_dictionary_are_those_of_the_facts(shipped: Dataset) -> None:
    for row in (*facts("indicator_dictionary.csv"), *facts("indicators.csv")):
        indicator = shipped.indicators[row["indicator_id"]]
        assert indicator.unit in UNITS[row["unit"]], indicator.id
    for row in facts("indicator_dictionary.csv"):
        indicator = shipped.indicators[row["indicator_id"]]
        assert (indicator.theme, indicator.level) == (row["theme"], row["level"])


@needs_facts
def test_towns_equal_the_facts(shipped: Dataset) -> None:
    for row in facts("towns.csv"):
        town = shipped.towns[row["town"]]
        assert (town.ags, town.ars, town.nuts3) == (row["ags"], row["ars"], row["nuts3"])
        assert (town.latitude, town.longitude) == (float(row["lat"]), float(row["lon"]))
        assert (town.area_km2, town.metropolis_km) == (
            float(row["area_km2"]),
            int(row["distance_km"]),
        )
        assert (town.name, town.kreis, town.land) == (row["name"], row["kreis"], row["bundesland"])
        assert (town.status, town.gemeindetyp) == (row["status_de"], row["bbsr_type"])
        assert (town.metropolis, town.website) == (row["nearest_metropolis"], row["website"])
        assert list(town.sources) == row["source_ids"].split("|")


@needs_facts
def test_activities_equal_the_facts_in_all_but_wording(shipped: Dataset) -> None:
    for row, one in zip(facts("activities.csv"), shipped.activities, strict=True):
        assert (one.id, one.town, one.category) == (
            row["activity_id"],
            row["town"],
            row["category"],
        )
        assert (one.start, one.end) == (row["start"], row["end"])
        assert (one.precision, one.confidence) == (row["date_precision"], row["confidence"])
        assert (one.place, list(one.sources)) == (row["place"], row["source_ids"].split(";"))
        assert len(one.actors) == len(row["actors"].split(";"))


@needs_facts
def test_actors_equal_the_facts(shipped: Dataset) -> None:
    for row, one in zip(facts("people_partners.csv"), shipped.actors, strict=True):
        assert (one.id, one.kind, one.name) == (row["id"], row["kind"], row["name"])
        assert (one.since, one.until) == (row["from"], row["to"])
        assert (one.place, list(one.sources)) == (row["town_or_org"], row["source_ids"].split(";"))
        assert one.role.casefold() == row["role_de"].casefold()


@needs_facts
def test_sources_keep_their_addresses_and_dates(shipped: Dataset) -> None:
    for row in (*facts("stat_sources.csv"), *facts("sources.csv")):
        source = shipped.sources[row["source_id"]]
        assert (source.title, source.url, source.accessed) == (
            row["title"],
            row["url"],
            row["accessed"],
        )
        assert source.published in (row["published"], row["published"].partition("–")[2])


@needs_facts
def test_lessons_keep_their_places_and_sources(shipped: Dataset) -> None:
    for row in facts("lessons.csv"):
        lesson = shipped.lessons[row["lesson_id"]]
        assert lesson.title == row["title_de"]
        assert list(lesson.about) == row["about"].split(";")
        assert list(lesson.sources) == row["source_ids"].split(";")


@needs_facts
def test_survey_facts_equal_the_facts_and_words_stay_words(shipped: Dataset) -> None:
    exactness = {
        "percent": ("percent", Exactness.EXACT),
        "count": ("count", Exactness.EXACT),
        "percent_approx": ("percent", Exactness.WORDS),
        "count_approx": ("count", Exactness.WORDS),
        "percent_min": ("percent", Exactness.LOWER_BOUND),
        "count_min": ("count", Exactness.LOWER_BOUND),
        "text": ("text", Exactness.TEXT),
        "not_found": ("none", Exactness.NOT_FOUND),
    }
    for row, one in zip(facts("survey_facts.csv"), shipped.survey_facts, strict=True):
        assert (one.id, one.survey, one.place) == (row["fact_id"], row["survey_id"], row["town"])
        assert one.value == (float(row["value"]) if row["value"] else None), one.id
        assert one.n == (int(row["n"]) if row["n"] else None), one.id
        assert (one.unit, one.exactness) == exactness[row["unit"]], one.id
        assert (one.answer, one.source_url) == (row["answer_de"], row["source_url"])
        assert (one.field_start, one.field_end) == (row["field_start"], row["field_end"])
        assert (one.source_published, one.confidence) == (
            row["source_published"],
            row["confidence"],
        )
        paraphrased = "[sinngemäß" in row["question_de"] or row["unit"] == "not_found"
        assert one.wording_known is not paraphrased


@needs_facts
def test_surveys_keep_dates_and_addresses(shipped: Dataset) -> None:
    for row in facts("surveys.csv"):
        survey = shipped.surveys[row["survey_id"]]
        assert (survey.place, survey.source_url) == (row["town"], row["source_url"])
        assert (survey.field_start, survey.field_end) == (row["field_start"], row["field_end"])
        assert re.sub(r"\D", "", survey.invited) == row["invited"]
        for figure in re.findall(r"\d{2,}", row["n"].partition(" (20")[0]):
            assert figure in survey.n.replace(".", "")


def test_keys_are_those_of_the_towns_and_not_of_their_neighbours(shipped: Dataset) -> None:
    assert {town.slug: town.ags for town in shipped.towns.values()} == {
        "moelln": "01053090",
        "wittenberge": "12070424",
        "dippoldiswalde": "14628060",
        "diessen": "09181114",
        "oestrich-winkel": "06439012",
    }


def test_kreis_rows_name_the_kreis_their_town_lies_in(shipped: Dataset) -> None:
    checked = 0
    for one in shipped.observations:
        found = re.search(r"Kreis (\d{5})", one.note)
        if found and one.town in shipped.towns:
            assert found[1] == shipped.towns[one.town].ags[:5], one
            checked += 1
    assert checked > 400


@pytest.mark.parametrize(
    "town", ["moelln", "wittenberge", "dippoldiswalde", "diessen", "oestrich-winkel"]
)
def test_every_town_has_sixty_indicators_of_its_own(shipped: Dataset, town: str) -> None:
    own = {
        one.indicator
        for one in shipped.observations
        if one.town == town and one.level in (Level.GEMEINDE, Level.GEMEINDEVERBAND)
    }
    assert len(own) >= 60


def test_kreis_values_say_so_and_town_values_do_not(shipped: Dataset) -> None:
    for indicator in shipped.indicators.values():
        kreis = indicator.level is Level.KREIS
        assert indicator.label.endswith("(Kreis)") is kreis, indicator.id
        assert indicator.short_label.endswith("(Kreis)") is kreis, indicator.id
        assert indicator.id.startswith("kreis_") is kreis
        assert (indicator.theme == "kreis") is kreis


def test_short_labels_fit(shipped: Dataset) -> None:
    assert [i.id for i in shipped.indicators.values() if len(i.short_label) > 28] == []


def test_every_indicator_has_values_and_shows_no_more_decimals_than_its_source(
    shipped: Dataset,
) -> None:
    for indicator in shipped.indicators.values():
        values = [one for one in shipped.observations if one.indicator == indicator.id]
        assert values, indicator.id
        cells = [f"{one.value:.10g}" for one in values if one.value is not None]
        most = max((len(cell.partition(".")[2]) for cell in cells), default=0)
        assert indicator.decimals == most, indicator.id


def test_model_estimates_are_whole_numbers_and_named_as_such(shipped: Dataset) -> None:
    for indicator in shipped.indicators.values():
        if indicator.theme == "mobilitaet":
            assert indicator.estimate
            assert indicator.decimals == 0
            assert "MiD 2023" in indicator.note
            assert "Modellschätzung" in indicator.note


def test_low_confidence_never_feeds_a_comparison_alone(shipped: Dataset) -> None:
    for indicator in shipped.indicators.values():
        trusted = [
            one
            for one in shipped.observations
            if one.indicator == indicator.id and one.confidence is not Confidence.LOW
        ]
        assert trusted or not indicator.comparable, indicator.id


def test_nobody_ranks_towns_by_rent_or_tax(shipped: Dataset) -> None:
    for id_ in ("rent_net_cold", "tax_rate_property_b", "rent_tier", "population"):
        assert shipped.indicators[id_].reading is Reading.NEUTRAL


def test_the_zensus_break_cuts_the_population_of_every_town(shipped: Dataset) -> None:
    for town in shipped.towns:
        assert "zensus-2022" in [cut.id for cut in shipped.breaks_in(town, "population")]
        last = shipped.segments(town, "population")[-1]
        assert [one.date for one in last] == ["2024-12-31"]


def test_rows_that_speak_of_another_territory_lie_before_a_break(shipped: Dataset) -> None:
    for one in shipped.observations:
        if "nicht mit heutigem Gebiet vergleichbar" in one.note:
            breaks = shipped.breaks_in(one.town, one.indicator)
            assert any("ebiet" in cut.explanation and one.date <= cut.after for cut in breaks), one


def test_the_value_of_unclear_basis_stands_alone(shipped: Dataset) -> None:
    parts = shipped.segments("diessen", "population")
    assert ["2012-12-31"] in [[one.date for one in part] for part in parts]


def test_highlights_say_a_year_only_if_the_value_is_of_that_year(shipped: Dataset) -> None:
    for town in shipped.towns.values():
        latest = shipped.latest(town.slug, town.highlight_indicator)
        assert latest is not None
        for year in re.findall(r"\b20\d\d\b", town.highlight_text):
            assert latest.date.startswith(year), town.slug
    assert len({town.highlight_indicator for town in shipped.towns.values()}) == 5


def test_towns_are_told_apart_by_colour_symbol_and_dash(shipped: Dataset) -> None:
    for one, other in combinations(shipped.towns.values(), 2):
        assert one.colour != other.colour
        assert one.symbol != other.symbol
        assert one.dash != other.dash


def test_categories_are_told_apart_by_symbol(shipped: Dataset) -> None:
    symbols = [category.symbol for category in shipped.categories.values()]
    assert len(set(symbols)) == len(symbols)
    used = {one.category for one in shipped.activities}
    assert used == set(shipped.categories)


def test_eight_activities_have_no_date_and_say_so(shipped: Dataset) -> None:
    undated = [one for one in shipped.activities if one.precision is Precision.PROJECT]
    assert len(undated) == 8
    assert all(not re.match(r"\d", one.date_text) for one in undated)


def test_phases_follow_the_dates(shipped: Dataset) -> None:
    start, end = shipped.project.start, shipped.project.end
    for one in shipped.activities:
        if one.phase is Phase.PROJECT:
            assert start <= one.start <= end, one.id
        if one.phase is Phase.AFTER:
            assert one.start > end, one.id
        if one.category == "vorlaeufer":
            assert one.phase is Phase.BEFORE, one.id
        if one.category == "verstetigung":
            assert one.phase in (Phase.AFTER, Phase.CONTEXT), one.id


def test_the_five_workshops_stand_in_their_order(shipped: Dataset) -> None:
    towns = [shipped.activity(id_).town for id_ in shipped.project.workshops]
    assert towns == ["wittenberge", "diessen", "oestrich-winkel", "dippoldiswalde", "moelln"]


def test_parts_belong_to_an_activity_of_their_kind_of_place(shipped: Dataset) -> None:
    parts = {one.id: one.part_of for one in shipped.activities if one.part_of}
    assert list(parts.values()).count("mo-themenwoche-2022") == 6
    assert list(parts.values()).count("ow-popup-2022") == 5
    assert all(not shipped.activity(umbrella).part_of for umbrella in parts.values())


def test_every_lesson_names_evidence_and_who_drew_it(shipped: Dataset) -> None:
    for lesson in shipped.lessons.values():
        assert lesson.evidence, lesson.id
        assert lesson.drawn_by, lesson.id
        assert lesson.meaning.endswith("."), lesson.id


def test_the_projects_surveys_are_as_uneven_as_they_were(shipped: Dataset) -> None:
    project = {
        one.town: one.status for one in shipped.surveys.values() if one.role is SurveyRole.PROJECT
    }
    assert project == {
        "diessen": PublicationStatus.TOPLINE,
        "dippoldiswalde": PublicationStatus.EXISTENCE_ONLY,
        "wittenberge": PublicationStatus.EXISTENCE_ONLY,
        "moelln": PublicationStatus.NOT_HELD,
        "oestrich-winkel": PublicationStatus.NOT_HELD,
    }


def test_no_local_survey_may_show_an_interval(shipped: Dataset) -> None:
    for survey in shipped.surveys.values():
        if survey.town:
            allowed = (SamplingType.PROBABILITY, SamplingType.CENSUS)
            assert survey.sampling not in allowed, survey.id


def test_the_one_percentage_of_the_project_has_no_base(shipped: Dataset) -> None:
    shares = [
        one
        for one in shipped.survey_facts
        if one.survey.startswith("KSA-") and one.unit == "percent"
    ]
    assert [(one.value, one.n) for one in shares] == [(33.0, None)]


def test_both_names_of_the_popup_are_told(shipped: Dataset) -> None:
    popup = shipped.activity("ow-popup-2022")
    assert "Rheingaustraße 70" in popup.place
    assert "Scharfes Eck" in popup.place
    assert "nicht belegt" in popup.description


@pytest.mark.parametrize(
    "remark",
    ["town-statistics", "Dossier", "WIDERSPRUCH", "KEINEN", "EINZIGER", "NICHT ", "GERDA",
     "sinngemäß,", "percent_approx", "surveys.csv", "Stand der Ablage"],
)  # fmt: skip
def test_no_remark_among_colleagues_is_left_in_a_text(shipped: Dataset, remark: str) -> None:
    assert [text for text in texts_of(shipped) if remark in text] == []


def test_i18n_7_texts_avoid_gender_signs(shipped: Dataset) -> None:
    assert [text for text in texts_of(shipped) if re.search(r"\w[*:_]innen|[a-zß]Innen", text)] == [
        text for text in texts_of(shipped) if "KleinstadtakademikerInnen" in text
    ]


def test_data_1_every_source_of_open_data_links_its_licence(shipped: Dataset) -> None:
    for source in shipped.sources.values():
        if "Datenlizenz Deutschland" in source.licence:
            assert source.licence_url == "https://www.govdata.de/dl-de/by-2-0", source.id
        if source.kind is SourceKind.STATISTIK:
            assert source.licence, source.id


def test_files_are_plain_utf8_with_unix_line_ends() -> None:
    for path in [*DATA.glob("*.csv"), *DATA.glob("*.toml")]:
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in content, path.name
        assert content.endswith(b"\n"), path.name
        content.decode("utf-8")


def test_the_readme_of_the_data_names_every_file_and_column() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for path in [*DATA.glob("*.csv"), *DATA.glob("*.toml")]:
        assert f"`{path.name}`" in readme, path.name
    for path in DATA.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for column in next(csv.reader(file)):
                assert f"`{column}`" in readme, (path.name, column)
