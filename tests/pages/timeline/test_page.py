"""The timeline page: counter, map, lanes, list and downloads always tell the same number."""

from __future__ import annotations

import cProfile
import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from dash import html
from dash.development.base_component import Component
from hypothesis import given, settings

from dashboard.components.figure_card import FigureCard
from dashboard.components.markup import to_html
from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import NETWORK, Activity, Precision
from dashboard.findings.activities import Choices, counted, project_choices, visible
from dashboard.pages.choices import query_of
from dashboard.pages.contract import Address, View
from dashboard.pages.timeline import page as page
from dashboard.pages.timeline.choices import url_state
from tests.findings.test_activities import choices
from tests.made.shipped import shipped_data
from tests.made.tree import by_id, links, nodes, prop, text

DATA = shipped_data()
STATE = url_state(DATA)


def opened(query: dict[str, str]) -> View:
    return page.view(DATA, Address(path="/zeitleiste", query=query))


def picture(query: dict[str, str]) -> FigureCard:
    return page.cards(DATA, Address(path="/zeitleiste", query=query))["zeitleiste-bild"]()


def drawn(data: Dataset, asked: Choices) -> list[Component]:
    return page._result(data, url_state(data), asked, ())


def numbers(root: object) -> dict[str, Counter[str]]:
    """Return what each view tells, by place; `held` are the parts folded under umbrellas."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for node in nodes(root):
        if prop(node, "className") == "counter":
            found["counter"][""] = int(prop(node, "data-count"))
        if prop(node, "data-lane"):
            found["lanes"][prop(node, "data-lane")] = int(prop(node, "data-count"))
        if prop(node, "data-activity") and not prop(node, "data-part"):
            found["marks"][""] += 1
        if prop(node, "data-network"):
            found["map"][NETWORK] = int(prop(node, "data-network"))
        if str(prop(node, "id")).startswith("pin-"):
            number = next(one for one in nodes(node) if prop(one, "className") == "pin__aside")
            found["map"][str(node.id).removeprefix("pin-")] = int(text(number).split()[0])
    unfolded = nodes(by_id(root, "liste"), into=lambda node: not isinstance(node, html.Details))
    found["list"][""] = sum(bool(prop(node, "data-listed")) for node in unfolded)
    return found


@settings(max_examples=40, deadline=None)
@given(choices())
def test_counter_map_lanes_and_list_agree_for_any_filter(asked: Choices) -> None:
    told = numbers(drawn(DATA, asked))
    total = told["counter"][""]
    assert told["marks"][""] == told["list"][""] == total
    assert sum(told["map"].values()) == sum(told["lanes"].values()) == total
    for place, number in told["lanes"].items():
        assert told["map"][place] == number


def test_the_example_of_the_order_counts_the_same_everywhere() -> None:
    query = {"kategorie": "coworking", "von": "2021-10", "bis": "2022-05"}
    number = len(counted(visible(DATA, STATE.read(query)[0])))
    assert number >= 2
    told = numbers(opened(query).content)
    assert told["counter"][""] == told["marks"][""] == told["list"][""] == number
    assert sum(told["map"].values()) == sum(told["lanes"].values()) == number
    card = picture(query)
    assert dict(card.query) == query
    assert len(card.table.rows) == number


@pytest.mark.parametrize("one", DATA.activities, ids=lambda one: one.id)
def test_every_activity_has_an_address_that_shows_it_with_its_sources(one: Activity) -> None:
    filters = {"staedte": "dippoldiswalde", "kategorie": "auftakt"}
    shown = opened({"aktivitaet": one.id, **filters})
    card = next(node for node in nodes(shown.content) if prop(node, "data-card") == one.id)
    assert one.date_text in text(card)
    leads = links(card)
    for id_ in one.sources:
        assert DATA.sources[id_].url in leads
    for lesson in DATA.lessons.values():
        assert (f"/erkenntnisse#{lesson.id}" in leads) == (one.id in lesson.supported_by)
    assert shown.title.startswith(one.title)


def test_downloads_hold_the_chosen_rows_and_no_invented_date() -> None:
    table = picture({"staedte": "diessen"}).table
    rows = list(csv.DictReader(io.StringIO(csv_bytes(table, Form.MACHINE).decode())))
    shown = visible(DATA, STATE.read({"staedte": "diessen"})[0])
    assert {row["id"] for row in rows} == {one.id for one in shown}
    undated = {
        row["id"]: (row["start"], row["end"])
        for row in rows
        if "nicht bekannt;" in row["precision"]
    }
    unknown = [one.id for one in shown if one.precision is Precision.PROJECT]
    assert undated == dict.fromkeys(unknown, ("", "")) != {}
    assert all(row["sources"].startswith("http") for row in rows)


def test_the_default_address_is_bare_and_any_choice_survives_a_round_trip() -> None:
    assert STATE.query(project_choices(DATA)) == ()


@settings(deadline=None)
@given(choices())
def test_choices_survive_the_address(asked: Choices) -> None:
    first, last = "2013-01", "2025-12"
    within = replace(
        asked, start=max(first, min(asked.start, last)), end=max(first, min(asked.end, last))
    )
    ordered = replace(
        within,
        towns=tuple(p for p in (NETWORK, *DATA.towns) if p in within.towns),
        categories=tuple(c for c in DATA.categories if c in within.categories),
    )
    assert STATE.read(dict(STATE.query(ordered))) == (ordered, ())


def test_a_misspelt_address_shows_the_nearest_view_and_says_so() -> None:
    asked, sentences = STATE.read({"staedte": "Moelln", "von": "gestern", "aktivitaet": "ow-popup"})
    assert asked.towns == ("moelln",)
    assert asked.start == "2021-05"
    assert asked.chosen == "ow-popup-2022"
    assert len(sentences) == 3


def test_a_month_outside_what_is_known_is_brought_inside() -> None:
    asked, sentences = STATE.read({"von": "1999-01"})
    assert asked.start == "2013-01"
    assert "2013 bis 2025" in sentences[0]


def test_matrix_cells_lead_to_as_many_activities_as_they_say() -> None:
    cells = [
        node
        for node in nodes(opened({}).content)
        if prop(node, "className") == "share-matrix__number"
    ]
    assert len(cells) > 60
    for cell in cells[::5]:
        asked, sentences = STATE.read(query_of(urlsplit(cell.href).query))
        assert sentences == ()
        assert numbers(drawn(DATA, asked))["counter"][""] == int(text(cell).split()[0])


# ----------------------------------------------------------------------------------- many of them


class Watched(tuple[Activity, ...]):
    """Activities that count how often someone goes through them."""

    passes = 0

    def __iter__(self) -> Iterator[Activity]:
        self.passes += 1
        return super().__iter__()


def passes(activities: Iterable[Activity]) -> int:
    watched = Watched(activities)
    page.view(replace(DATA, activities=watched), Address(path="/zeitleiste"))
    return watched.passes


def test_more_to_count_takes_no_more_passes() -> None:
    crowded = [
        replace(one, actors=(*one.actors, f"Verein {number}", f"Verein {number + 1}"))
        for number, one in enumerate(DATA.activities)
    ]
    assert passes(crowded) == passes(DATA.activities) < 100


def many(number: int) -> Dataset:
    """Return invented activities of the real places' ids; only for measuring."""
    base = [one for one in DATA.activities if not one.part_of]
    invented = tuple(
        replace(
            base[i % len(base)],
            id=f"erfunden-{i}",
            title=f"Erfunden {i}",
            start=f"{2021 + i % 2}-{i % 12 + 1:02}-{i % 27 + 1:02}",
            end=f"{2021 + i % 2}-{i % 12 + 1:02}-{i % 27 + 1:02}",
            precision=Precision.DAY,
        )
        for i in range(number)
    )
    # the project's workshops are looked up by id
    kept = tuple(one for one in DATA.activities if one.id in DATA.project.workshops)
    return replace(DATA, activities=(*kept, *invented))


def cost(data: Dataset) -> tuple[int, int]:
    """Return how many calls the timeline takes to draw, the same on every machine, and its size."""
    state, asked = url_state(data), project_choices(data)
    with cProfile.Profile() as counting:
        drawing = to_html(page._result(data, state, asked, ()))
    return sum(entry.callcount for entry in counting.getstats()), len(drawing)


def test_500_activities_still_draw_in_proportion() -> None:
    calls, size = cost(DATA)
    more_calls, more_size = cost(many(495))
    longer, larger = more_calls / calls, more_size / size
    print(f"500 activities: {longer:.1f} times as many calls, {larger:.1f} times as large")
    assert longer < 12
    assert larger < 10
