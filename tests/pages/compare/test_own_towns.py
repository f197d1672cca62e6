"""Own towns and groups: every view shows the source's values, of one date, group and number."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator
from functools import lru_cache

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import ROOT
from dashboard.components.comparison.scene import Shown
from dashboard.components.figure_card import FigureCard
from dashboard.components.markup import to_html
from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form
from dashboard.downloads.table import Missing, Number
from dashboard.downloads.xlsx import xlsx_bytes
from dashboard.facts.model import Flag
from dashboard.findings.comparison import common_date, offered
from dashboard.findings.distribution import ALL, distribution, groups, refusal
from dashboard.pages.compare import page as compare
from dashboard.pages.contract import Address, is_personal
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import FLAG_SHORT
from tests.made.figures import figures_of
from tests.made.shipped import shipped_data

DATA = shipped_data()
TOWNS = [one for one in DATA.gemeinden.towns if one.ags not in {t.ags for t in DATA.towns.values()}]
INDICATORS = [one.id for one in offered(DATA)]
THEMES = sorted({one.theme for one in offered(DATA)})
SEEDED = random.Random(16).sample(TOWNS, 50)
SHOWN_GROUPS = [one.id for one in groups(DATA)]
VIEWS = (Shown.LEVEL, Shown.PROFILE, Shown.TABLE)


def figures(**query: str) -> list[FigureCard]:
    return figures_of(compare, DATA, Address(path="/vergleich", query=query))


@lru_cache(maxsize=1)
def published() -> tuple[dict[tuple[str, str, str], float], dict[tuple[str, str, str], Flag]]:
    """Return values and flags by AGS, indicator and date, as the tables have them."""
    folder = ROOT / "data" / "gemeinden"
    values, flags = {}, {}
    for name in ("arbeit", "bevoelkerung", "digital", "erreichbarkeit", "wohnen_finanzen"):
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                for head, cell in row.items():
                    if head != "ags" and cell:
                        values[row["ags"], *head.split("@")] = float(cell)
    with (folder / "kennzeichen.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for date in row["dates"].split(";"):
                flags[row["ags"], row["indicator"], date] = Flag(row["flag"])
    return values, flags


def check_against_source(ags: str, theme: str) -> None:
    """Compare the rows of a town in the table of a theme, and in its file, with the tables."""
    values, flags = published()
    card, *_more = figures(ansicht="tabelle", thema=theme, eigene=ags)
    rows = [row for row, key in zip(card.table.rows, card.table.keys, strict=True) if key == ags]
    by_label = {one.label: one for one in DATA.indicators.values()}
    written = list(csv.reader(io.StringIO(csv_bytes(card.table, Form.MACHINE).decode())))
    assert rows
    for _name, _first, label, date, value, _unit, level, *_about, note, _source in rows:
        indicator = by_label[str(label)].id
        key = (ags, indicator, str(date))
        if isinstance(value, Missing):
            then = (ags, indicator, common_date(DATA, (*DATA.towns, ags), indicator))
            assert then not in values or flags.get(then) is Flag.IMPOSSIBLE
            continue
        assert isinstance(value, Number)
        assert value.value == values[key]
        assert flags.get(key) is not Flag.IMPOSSIBLE
        if flags.get(key) is Flag.VERBAND:
            assert level == "Gemeindeverband"
            assert "Gemeindeverband" in str(note)
            assert FLAG_SHORT[Flag.VERBAND] in to_html(card.chart)
        assert any(label in line and str(date) in line for line in written)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ags", [town.ags for town in SEEDED[:3]])
def test_no_value_of_an_own_town_differs_from_its_source(ags: str, theme: str) -> None:
    check_against_source(ags, theme)


@pytest.mark.hurts
@pytest.mark.parametrize("ags", [town.ags for town in SEEDED[3:]])
def test_no_value_of_fifty_own_towns_differs_from_its_source(ags: str) -> None:
    for theme in THEMES:
        check_against_source(ags, theme)


def flagged(flag: Flag) -> Iterator[tuple[str, str, str]]:
    return (key for key, one in published()[1].items() if one is flag and key[1] in INDICATORS)


def test_what_the_source_cannot_mean_never_appears() -> None:
    impossible = list(flagged(Flag.IMPOSSIBLE))
    assert impossible
    for ags, indicator, date in impossible:
        for card in figures(eigene=ags, indikator=indicator, jahr=date):
            value = f"{published()[0][ags, indicator, date]:.1f}".replace(".", ",")
            shown = [row for row, key in zip(card.table.rows, card.table.keys, strict=False)
                     if key == ags]  # fmt: skip
            assert all(isinstance(row[4], Missing) for row in shown)
            assert value not in card.finding


def test_a_value_of_a_verband_is_marked_in_the_chart_and_in_words() -> None:
    ags, indicator, date = next(flagged(Flag.VERBAND))
    card, *_spread = figures(eigene=ags, indikator=indicator, jahr=date)
    assert isinstance(card.chart, dict)
    names = " ".join(card.chart["layout"]["yaxis"]["ticktext"])
    assert FLAG_SHORT[Flag.VERBAND] in names.replace("<br>", " ")
    assert "Wert für den ganzen Gemeindeverband" in card.note


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    indicator=st.sampled_from(INDICATORS),
    view=st.sampled_from(VIEWS),
    group=st.sampled_from(SHOWN_GROUPS),
    own=st.lists(st.sampled_from(TOWNS), max_size=3, unique=True),
)
def test_title_words_chart_and_files_are_of_one_date_group_and_number(
    indicator: str, view: Shown, group: str, own: list[object]
) -> None:
    keys = [town.ags for town in own]
    query = {"indikator": indicator, "ansicht": view.value, "gruppe": group}
    card, *more = figures(**query, eigene=",".join(keys))
    assert set(keys) <= set(card.table.keys)
    assert dict(card.query).get("eigene", "") == ",".join(keys)
    date = common_date(DATA, (*DATA.towns, *keys), indicator)
    found = distribution(DATA, indicator, date, group)
    if view is Shown.PROFILE and found:
        at = [one.id for one in card.table.columns].index("counted")
        label = DATA.indicators[indicator].label
        counted = [row[at] for row in card.table.rows if row[2] == label]
        assert {one.words for one in counted} <= {found.whom}
    if view is not Shown.LEVEL:
        return
    assert date_text(date) in card.title
    dated = {str(row[3]) for row in card.table.rows if not isinstance(row[4], Missing)}
    assert dated <= {date}
    in_force = dict(card.query).get("gruppe", ALL)
    if found:
        assert in_force == group
    shown = distribution(DATA, indicator, date, in_force)
    if shown is None:
        assert refusal(DATA, indicator, date, in_force) in card.note
        assert more == []
        return
    (spread,) = more
    assert shown.whom in card.note
    assert shown.whom in spread.finding
    assert shown.of in spread.title
    assert date_text(date) in spread.title
    if group != ALL and in_force == group:
        assert not any("Größenklasse" in text for text in (card.finding, spread.finding))
    assert sum(row[2] for row in spread.table.rows) == len(shown.values)
    medians = [row for row in card.table.rows if str(row[0]).startswith("Median")]
    assert [row[4].value for row in medians] == [shown.quartiles[1]]
    assert all(shown.of in str(row[0]) for row in medians)


def test_too_small_a_group_is_refused_in_words_and_left() -> None:
    query = {"indikator": "mid_share_bike", "gruppe": "5-10"}
    view = compare.view(DATA, Address(path="/vergleich", query=query))
    html = to_html(view.content)
    assert "unter 20 zeigen wir keine Verteilung" in html
    assert "gruppe=" not in view.address


def test_the_key_of_a_pilot_town_chooses_and_marks_it() -> None:
    query = {"eigene": DATA.towns["diessen"].ags, "staedte": "moelln"}
    view = compare.view(DATA, Address(path="/vergleich", query=query))
    assert "eigene=" not in view.address
    assert "erste=diessen" in view.address
    assert "staedte=moelln,diessen" in view.address


def test_an_own_value_is_marked_and_the_official_ones_stay() -> None:
    own = f"{SEEDED[0].ags}~vacancy_rate~9,5"
    card, *_more = figures(eigene=own, indikator="vacancy_rate")
    (row,) = [r for r, key in zip(card.table.rows, card.table.keys, strict=True)
              if key == SEEDED[0].ags]  # fmt: skip
    assert row[-1] == "eigene Angabe, nicht geprüft"
    names = " ".join(card.chart["layout"]["yaxis"]["ticktext"])
    assert "eigene Angabe" in names.replace("<br>", " ")
    assert "nicht geprüft" in card.note
    other, *_more = figures(eigene=own, indikator="foreign_share")
    assert "nicht geprüft" not in other.note


@pytest.mark.parametrize(
    ("query", "personal"),
    [
        ({"eigene": "01051011,05566060"}, False),
        ({"eigene": "01051011~population~9"}, True),
        ({"eigene": "Musterdorf"}, True),
        ({"eigene": "01051011", "wert-population": "12345678"}, True),
        ({"gruppe": "land-01"}, False),
    ],
)
def test_only_what_was_typed_is_personal(query: dict[str, str], personal: bool) -> None:
    assert is_personal(query, compare.PAGE.personal) == personal


def test_a_row_of_a_town_leads_to_all_towns_as_dots() -> None:
    for place in ("moelln", "01051013"):
        address = links.standing("vacancy_rate", place)
        assert address.endswith(f"#{links.SPREAD}")
        query = dict(pair.split("=") for pair in address.split("?")[1].split("#")[0].split("&"))
        html = to_html(compare.view(DATA, Address(path="/vergleich", query=query)).content)
        assert f'id="{links.SPREAD}"' in html


def test_no_line_joins_values_of_another_territory() -> None:
    flags = published()[1]
    ags = next(key[0] for key, one in flags.items() if one is Flag.TERRITORY)
    card, *_more = figures(eigene=ags, staedte="", indikator="population", ansicht="verlauf")
    assert isinstance(card.chart, dict)
    lines = [trace["x"] for trace in card.chart["data"] if trace.get("meta") == ags]
    alone = {date for key, indicator, date in flags if (key, indicator) == (ags, "population")}
    assert alone
    assert all(len(line) == 1 for line in lines if alone & set(line))


def test_a_value_without_a_date_stands_in_the_workbook_as_well() -> None:
    card, *_more = figures(eigene="Musterstadt~broadband_1000~43,5")
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(card.table, card.sources, [("a", "b")])))
    dates = [cell.value for row in book["Werte"].iter_rows() for cell in row]
    assert "ohne Datum" in dates


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1x", "-1+cmd", " @SUM(1)", "=-=x"])
def test_no_link_makes_a_file_that_a_spreadsheet_would_run(name: str) -> None:
    card, *_more = figures(ansicht="stand", eigene=f"{name}~population~9000")
    written = csv.reader(io.StringIO(csv_bytes(card.table, Form.MACHINE).decode()))
    cells = [cell for row in written for cell in row]
    assert any("eigene Angabe" in cell for cell in cells)
    assert not [cell for cell in cells if re.match(r"[=+@\t]|-\D", cell)]


@pytest.mark.parametrize("indicator", ["rent_level_tier_property_tax", "population_female_share"])
def test_the_file_of_a_distribution_counts_each_value_in_the_step_that_it_says(
    indicator: str,
) -> None:
    _card, spread = figures(indikator=indicator)
    date = spread.table.rows[0][-1]
    found = distribution(DATA, indicator, str(date), ALL)
    assert found
    rows = [(low, high, count) for low, high, count, *_ in spread.table.rows]
    starts = {low for low, *_ in rows}
    for low, high, count in rows:
        assert count == sum(
            low <= one < high or (one == high and (low == high or high not in starts))
            for one in found.values
        )
