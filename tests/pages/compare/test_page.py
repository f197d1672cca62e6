"""The comparison page: any address is answered, sentences are true, files match the pictures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import openpyxl
import pandas as pd
import pytest
from dash.development.base_component import Component
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import ROOT
from dashboard.components.comparison.level import level_finding
from dashboard.components.comparison.scene import VALUE_COLUMNS, Shown
from dashboard.components.figure_card import FigureCard, figure_card
from dashboard.components.markup import to_html
from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form
from dashboard.downloads.table import Missing, Number
from dashboard.downloads.xlsx import xlsx_bytes
from dashboard.facts.model import ShownIn
from dashboard.findings.comparison import (
    Basis,
    common_date,
    dates,
    offered,
    reference,
    rows_at,
    sound,
)
from dashboard.pages.choices import query_of
from dashboard.pages.compare import page as compare
from dashboard.pages.contract import Address, View
from dashboard.wording.dates import date_text
from dashboard.wording.links import OWN_VALUE, written
from dashboard.wording.numbers import count_text, with_unit
from tests.made.figures import checked, figures_of
from tests.made.shipped import shipped_data
from tests.made.showing import showing
from tests.made.tree import nodes, prop

DATA = shipped_data()
STATE = compare.url_state(DATA)
INDICATORS = [indicator.id for indicator in offered(DATA)]
OWN = "Musterstadt~population~9000~broadband_1000~40"


def shown(**query: str) -> View:
    return compare.view(DATA, Address(path="/vergleich", query=query))


def figures(**query: str) -> list[FigureCard]:
    return figures_of(compare, DATA, Address(path="/vergleich", query=query))


def test_comparison_begins_with_the_indicators_that_say_so() -> None:
    data = showing(DATA, dwellings=ShownIn.COMPARISON, commute_distance=ShownIn.CROSSING)
    choices, _sentences = compare.url_state(data).read({})
    assert (choices.indicator, choices.other) == ("dwellings", "commute_distance")
    choices, _sentences = compare.url_state(showing(DATA)).read({})
    assert choices.indicator == choices.other == INDICATORS[0]


def test_own_town_is_asked_for_the_indicators_that_say_so() -> None:
    data = showing(DATA, dwellings=ShownIn.OWN_TOWN)
    view = compare.view(data, Address(path="/vergleich", query={"indikator": "population"}))
    asked = [prop(node, "name") or "" for node in nodes(view.content)]
    assert [name for name in asked if name.startswith(OWN_VALUE)] == [
        f"{OWN_VALUE}{id_}" for id_ in ("population", "dwellings")
    ]


def page(**query: str) -> str:
    return to_html(shown(**query).content)


def rows_of(**query: str) -> tuple[tuple[object, ...], ...]:
    return figures(**query)[0].table.rows


@pytest.mark.parametrize("view", list(Shown))
def test_every_view_names_all_five_towns(view: Shown) -> None:
    cards = to_html([figure_card(card) for card in figures(ansicht=view.value)])
    for town in DATA.towns.values():
        assert town.short_name in cards


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_indicator_has_a_title_a_finding_and_a_row_a_town(indicator: str) -> None:
    card, *_spread = figures(indikator=indicator)
    assert DATA.indicators[indicator].label in card.title
    assert card.finding.endswith(".")
    assert len({row[0] for row in card.table.rows if "Median" not in str(row[0])}) >= 5


def test_choices_survive_the_address() -> None:
    query = {
        "staedte": "moelln,wittenberge",
        "indikator": "population",
        "ansicht": "verlauf",
        "bezug": "index",
        "jahr": "2017-12-31",
        "erste": "wittenberge",
        "eigene": OWN,
    }
    choices, notices = STATE.read(query)
    assert notices == ()
    again, _notices = STATE.read(query_of(written(STATE.query(choices))))
    assert again == choices


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from([field.key for field in STATE.fields.values()]), st.text(max_size=40)
    )
)
def test_any_query_gives_a_page_and_a_settled_address(query: dict[str, str]) -> None:
    query = query_of(written(query.items()))  # as it comes to a page
    choices, _notices = STATE.read(query)
    assert STATE.read(query_of(written(STATE.query(choices))))[0] == choices
    compare.view(DATA, Address(path="/vergleich", query=query))


def test_nonsense_gives_the_nearest_view_and_a_notice() -> None:
    html = page(ansicht="verlauv", jahr="1712", erste="moelln", staedte="diessen")
    assert "„verlauv“ gibt es nicht" in html
    assert "Zum Stichtag „1712“" in html
    assert "gehört nicht zur Auswahl" in html


def test_no_town_is_a_choice_and_says_so() -> None:
    assert "Es ist keine Stadt gewählt" in page(staedte="")
    assert figures(staedte="") == []


def test_a_search_lists_what_fits_and_an_exact_label_is_taken() -> None:
    html = page(suche="leerstand")
    assert "Wohnungsleerstand, Gemeinde, 2022" in html
    assert "2 Kennzahlen passen" in html
    choices, _notices = STATE.read({"suche": "Wohnungsleerstand, Gemeinde, 2022"})
    assert (choices.indicator, choices.search) == ("vacancy_rate", "")


def test_districts_are_named_as_such_everywhere() -> None:
    card, *_spread = figures(indikator="kreis_unemployment_rate")
    assert "Kreis" in card.title
    chart = checked(card.chart)
    assert all("reis" in text for text in chart.layout.yaxis.ticktext)
    assert all("reis" in said for trace in chart.data for said in trace.hovertemplate)
    assert all("reis" in str(row[0]) for row in card.table.rows)


def test_what_holds_for_some_of_a_theme_names_these() -> None:
    card, *_spread = figures(ansicht="tabelle", thema="bevoelkerung")
    derived = [one for one in offered(DATA) if one.theme == "bevoelkerung" and one.derived]
    assert [f"{one.short_label}: Die Werte sind" in card.note for one in derived] == [True]
    for view in (Shown.TABLE, Shown.PROFILE):
        card, *_spread = figures(ansicht=view.value, thema="kreis")
        assert re.search(r"(^|\. )Die Werte gelten für ganze Kreise", card.note)


def test_estimates_are_named() -> None:
    card, *_spread = figures(indikator="mid_share_bike")
    assert "Modellschätzung" in card.title
    assert "keine Zählungen" in card.note


def test_the_highlighted_town_is_first_bold_and_marked_in_the_table() -> None:
    card, *_spread = figures(erste="diessen")
    assert checked(card.chart).layout.yaxis.ticktext[0] == "<b>Dießen</b>"
    assert card.table.rows[0][:2] == ("Dießen", "ja")
    assert [row[1] for row in card.table.rows[1:]] == [""] * (len(card.table.rows) - 1)


@pytest.mark.parametrize("view", [Shown.LEVEL, Shown.COURSE, Shown.PROFILE, Shown.TABLE])
def test_an_own_town_appears_in_every_view_and_is_marked(view: Shown) -> None:
    card, *_spread = figures(ansicht=view.value, eigene=OWN)
    assert any(row[0] == "Musterstadt (eigene Angabe)" for row in card.table.rows)
    assert "nicht geprüft" in card.note


def test_a_missing_value_keeps_its_row_and_reason() -> None:
    towns = "moelln,wittenberge,dippoldiswalde,diessen,oestrich-winkel"
    card, *_spread = figures(indikator="tax_rate_property_a", jahr="2025-06-30", staedte=towns)
    missing = [row for row in card.table.rows if row[0] in ("Dießen", "Dippoldiswalde")]
    assert len(missing) == 2
    notes = checked(card.chart).layout.annotations
    assert sum("keine Angabe" in str(note.text) for note in notes) == 2
    assert "Keine Angabe zu diesem Stichtag: Dippoldiswalde und Dießen." in card.finding
    assert all("2022: 3" in str(row[4].reason) for row in missing)  # type: ignore[attr-defined]


@pytest.mark.parametrize("indicator", INDICATORS)
def test_the_spread_in_the_finding_is_true(indicator: str) -> None:
    entry = DATA.indicators[indicator]
    choices, _notices = STATE.read({"indikator": indicator})
    scene = compare._scene(DATA, STATE, choices)
    rows = rows_at(DATA, scene.places, entry)
    sentence = level_finding(scene, rows, reference(DATA, indicator, scene.shown_date))
    values = [row.observation.value for row in rows if row.observation]
    numbers = [value for value in values if value is not None]
    if numbers and entry.kind == "number":
        unit = DATA.units[entry.unit]
        assert with_unit(min(numbers), entry, unit) in sentence
        assert with_unit(max(numbers), entry, unit) in sentence


@pytest.mark.parametrize("view", [Shown.LEVEL, Shown.COURSE])
@pytest.mark.parametrize("indicator", ["broadband_1000", "population", "kreis_cars_per_1000"])
def test_files_have_a_row_for_each_point_shown(view: Shown, indicator: str) -> None:
    card, *_spread = figures(ansicht=view.value, indikator=indicator)
    figure = checked(card.chart)
    points = sum(len(trace.x) for trace in figure.data)
    if view is Shown.LEVEL:  # the band's edges and the median are marks of the layout
        newest = DATA.latest("moelln", indicator)
        assert newest is not None
        against = reference(DATA, indicator, newest.date)
        points += sum(one is not None for one in (against.low, against.median, against.high))
        points += against.germany is not None and "passt nicht" in card.note
    # who has no value is listed and not drawn
    points += sum(isinstance(row[HOW_MUCH], Missing) for row in card.table.rows)
    frame = pd.read_csv(io.BytesIO(csv_bytes(card.table, Form.MACHINE)))
    office = io.BytesIO(csv_bytes(card.table, Form.OFFICE))
    german = pd.read_csv(office, sep=";", decimal=",", encoding="utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(card.table, card.sources, [("a", "b")])))
    assert len(frame) == len(german) == book["Werte"].max_row - 1 == points
    assert book.sheetnames == ["Werte", "Quellen", "Hinweise"]
    assert book["Quellen"].max_row == len(card.sources) + 1


def test_single_dates_have_no_course_and_say_so() -> None:
    card, *_spread = figures(ansicht="verlauf", indikator="vacancy_rate")
    assert isinstance(card.chart, Component)
    assert "nur für einen Stichtag" in card.finding


def test_lines_are_cut_at_breaks() -> None:
    card, *_spread = figures(ansicht="verlauf", indikator="population", staedte="moelln")
    parts = [trace for trace in checked(card.chart).data if trace.meta == "moelln"]
    assert len(parts) >= 3
    assert all(None not in trace.y for trace in parts)


def test_classes_are_words_not_points() -> None:
    card, *_spread = figures(indikator="kreis_land_price_class")
    assert isinstance(card.chart, Component)
    assert "500 und mehr" in to_html(card.chart)


def test_an_index_is_100_at_its_base() -> None:
    card, *_spread = figures(ansicht="verlauf", bezug=Basis.INDEX.value, jahr="2018-12")
    base = [row for row in card.table.rows if row[3] == "2018-12"]
    assert {row[-1].value for row in base if isinstance(row[-1], Number)} == {100.0}


def test_the_table_sorts_and_says_so() -> None:
    html = page(ansicht="tabelle", sortierung="-broadband_1000")
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    order = list(_slugs(body))
    values = {t: DATA.latest(t, "broadband_1000") for t in DATA.towns}
    truth = sorted(DATA.towns, key=lambda t: -(values[t].value or 0))  # type: ignore[union-attr]
    assert order == truth
    assert html.count('aria-sort="descending"') == 1


def _slugs(body: str) -> Iterator[str]:
    for row in body.split("<tr")[1:]:
        yield row.split('data-town="')[1].split('"')[0]


def test_every_value_leads_back_to_its_source() -> None:
    card, *_spread = figures(ansicht="stand")
    html = page(ansicht="stand")
    assert "Woher kommt diese Zahl?" in html
    places = {(file, line) for entry in card.provenance for *_rest, file, line in entry.values}
    assert places
    for file, line in places:
        with (ROOT / "data" / file).open(encoding="utf-8") as rows:
            assert "broadband_1000" in list(rows)[line - 1]


def test_downloads_lead_back_to_the_same_rows() -> None:
    card, *_spread = figures(ansicht="verlauf", staedte="moelln,wittenberge", erste="moelln")
    query = query_of(urlencode(card.query))
    (again,) = figures(**query)
    assert again.table == card.table


def test_mentioned_towns_only() -> None:
    names = {str(row[0]) for row in rows_of(staedte="moelln")}
    assert "Wittenberge" not in names


ONE_DATE_VIEWS = [Shown.LEVEL, Shown.MAP, Shown.PROFILE, Shown.CROSSING, Shown.TABLE]
WHEN, WHAT, HOW_MUCH = (
    [column.id for column in VALUE_COLUMNS].index(id_)
    for id_ in ("reference_date", "indicator", "value")
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(INDICATORS),
    st.sampled_from(ONE_DATE_VIEWS),
    st.lists(st.sampled_from(list(DATA.towns)), min_size=1, unique=True),
    st.data(),
)
def test_a_view_compares_at_one_date_and_never_across_a_break(
    indicator: str, view: Shown, towns: list[str], drawn: st.DataObject
) -> None:
    date = drawn.draw(st.sampled_from(["", *dates(DATA, towns, indicator)]))
    query = {"indikator": indicator, "ansicht": view.value, "staedte": ",".join(towns)}
    card, *_spread = figures(**query, **({"jahr": date} if date else {}))
    seen: dict[str, set[str]] = {}
    for row in card.table.rows:
        if not isinstance(row[HOW_MUCH], Missing):
            seen.setdefault(str(row[WHAT]), set()).add(str(row[WHEN]))
        elif "Stichtag;" in row[HOW_MUCH].reason:  # another date is told, and never as the value
            assert date_text(str(row[WHEN])) not in row[HOW_MUCH].reason
    assert all(len(found) == 1 for found in seen.values())
    if view in (Shown.LEVEL, Shown.MAP):
        label = DATA.indicators[indicator].label
        if label not in seen:
            assert not any(sound(DATA, one, indicator) for one in towns)
            return
        (asked,) = seen[label]
        assert asked == (date or common_date(DATA, towns, indicator))
        assert card.title.endswith(date_text(asked))
        told = f"{card.finding} {card.note}"
        assert set(re.findall(r"\b(?:19|20)\d\d\b", told)) <= {asked[:4]}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(INDICATORS), st.lists(st.sampled_from(list(DATA.towns)), min_size=1))
def test_no_sentence_on_a_course_spans_a_break(indicator: str, towns: list[str]) -> None:
    card, *_spread = figures(
        indikator=indicator, ansicht="verlauf", staedte=",".join(sorted(set(towns)))
    )
    for first, last in re.findall(r"\b(\d{4})–(\d{4})\b", card.finding):
        for town in towns:
            dated = [o for o in sound(DATA, town, indicator) if o.date[:4] in (first, last)]
            if len(dated) == 2 and len(re.findall(r"\d{4}–\d{4}", card.finding)) == 1:
                cut = DATA.break_between(town, indicator, dated[0].date, dated[1].date)
                assert cut is None


def test_a_district_and_a_town_indicator_say_which_is_which() -> None:
    card, *_spread = figures(ansicht="zusammenhang", indikator="kreis_unemployment_rate")
    (other,) = DATA.shown_in(ShownIn.CROSSING)
    districts = count_text(len({town.kreis for town in DATA.towns.values()}))
    assert card.title == (
        f"{DATA.indicators['kreis_unemployment_rate'].label} in {districts} Kreisen und "
        f"{DATA.indicators[other].label} in {count_text(len(DATA.towns))} Städten"
    )


@pytest.mark.parametrize("indicator", [one.id for one in offered(DATA) if one.estimate])
def test_estimates_put_no_town_before_another(indicator: str) -> None:
    card, *_spread = figures(indikator=indicator)
    assert "zu grob" in card.finding
    said, _, _without = card.finding.partition("Keine Angabe")
    assert not any(town.short_name in said for town in DATA.towns.values())
