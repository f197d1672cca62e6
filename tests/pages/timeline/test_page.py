"""The timeline page: counter, map, lanes, list and downloads always tell the same number."""

from __future__ import annotations

import cProfile
import csv
import io
import re
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
from dashboard.findings import activities as findings
from dashboard.findings.activities import all_years, counted, in_time, parts, visible
from dashboard.pages.choices import query_of
from dashboard.pages.contract import Address, View
from dashboard.pages.timeline import page as page
from dashboard.pages.timeline.choices import Choices, Shown, default_choices, url_state
from dashboard.pages.timeline.entries import SIZE
from tests.findings.test_activities import choices
from tests.made.shipped import shipped_data
from tests.made.tree import by_id, links, nodes, prop, text

DATA = shipped_data()
STATE = url_state(DATA)
ALL_YEARS = dict(zip(("von", "bis"), all_years(DATA), strict=True))


def opened(query: dict[str, str]) -> View:
    return page.view(DATA, Address(path="/zeitleiste", query=query))


def picture(query: dict[str, str]) -> FigureCard:
    return page.cards(DATA, Address(path="/zeitleiste", query=query))[0]["zeitleiste-bild"]()


def shown_of(asked: findings.Choices, **shown: object) -> Choices:
    return Choices(**{**vars_of(asked), **shown})  # type: ignore[arg-type]


def vars_of(asked: findings.Choices) -> dict[str, object]:
    return {name: getattr(asked, name) for name in findings.Choices.__dataclass_fields__}


def drawn(data: Dataset, asked: Choices) -> list[Component]:
    return list(page._parts(data, url_state(data), asked, visible(data, asked), ()))


def listed(asked: Choices) -> list[str]:
    """Return the entries of all pieces of the list, what is folded under them left out."""
    number = len(counted(visible(DATA, asked)))
    pieces = [drawn(DATA, replace(asked, after=at)) for at in range(0, max(number, 1), SIZE)]
    unfolded = [
        node
        for piece in pieces
        for node in nodes(by_id(piece, "liste"), into=lambda one: not isinstance(one, html.Details))
    ]
    return [prop(node, "data-listed") for node in unfolded if prop(node, "data-listed")]


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
        if prop(node, "id") == "liste":
            found["list"][""] = int(prop(node, "data-count"))
        if prop(node, "className") == "share-matrix__number":
            place = query_of(urlsplit(node.href).query)["staedte"]
            found["matrix"][place] += int(text(node).split()[0])
    return found


def counted_in(chosen: Choices) -> list[Activity]:
    """Return the activities that count for the choices."""
    return list(counted(visible(DATA, chosen)))


@settings(max_examples=40, deadline=None)
@given(choices())
def test_counter_map_lanes_and_list_agree_for_any_filter(found: findings.Choices) -> None:
    asked = shown_of(found, chosen="")
    told = numbers(drawn(DATA, asked))
    total = told["counter"][""]
    assert told["marks"][""] == told["list"][""] == total
    assert sum(told["lanes"].values()) == total
    for place, number in told["map"].items():
        alone = replace(asked, towns=(place,))
        expected = told["lanes"][place] if place in told["lanes"] else len(counted_in(alone))
        assert number == expected
    assert listed(asked) == [one.id for one in in_time(counted(visible(DATA, asked)))]


@settings(max_examples=25, deadline=None)
@given(choices())
def test_matrices_count_what_the_list_shows_for_any_filter(found: findings.Choices) -> None:
    for view in (Shown.ALIKE, Shown.NETWORK):
        cells = [
            node
            for node in nodes(drawn(DATA, shown_of(found, chosen="", view=view)))
            if prop(node, "className") == "share-matrix__number"
        ]
        for cell in cells[::7]:
            asked, sentences = STATE.read(query_of(urlsplit(cell.href).query))
            assert not [one for one in sentences if "Bekannt sind nur" not in one]
            assert len(counted(visible(DATA, asked))) == int(text(cell).split()[0])


def test_kinds_of_activities_add_up_to_more_only_by_parts_told_apart() -> None:
    asked = default_choices(DATA)
    cells = numbers(drawn(DATA, replace(asked, view=Shown.ALIKE)))["matrix"]
    alone = sum(
        len(counted(visible(DATA, replace(asked, categories=(id_,))))) for id_ in DATA.categories
    )
    assert sum(cells.values()) == alone > len(counted(visible(DATA, asked)))
    assert "darum ergeben die Zahlen zusammen mehr" in text(drawn(DATA, asked))


def test_the_example_of_the_order_counts_the_same_everywhere() -> None:
    query = {"kategorie": "coworking", "von": "2021-10", "bis": "2022-05"}
    number = len(counted(visible(DATA, STATE.read(query)[0])))
    assert number >= 2
    told = numbers(opened(query).content)
    assert told["counter"][""] == told["marks"][""] == told["list"][""] == number
    assert sum(told["map"].values()) == sum(told["lanes"].values()) == number
    card = picture(query)
    assert dict(card.query) == {**query, "ansicht": "bild"}
    assert len(card.table.rows) == number


@pytest.mark.parametrize("one", DATA.activities, ids=lambda one: one.id)
def test_every_activity_has_an_address_that_shows_it_with_its_sources(one: Activity) -> None:
    filters = {"staedte": "dippoldiswalde", "kategorie": "auftakt"}
    shown = opened({"aktivitaet": one.id, **filters})
    # right below the head of the page, before whatever else depends on choices
    live = shown.content[1]
    first = next(
        node for node in nodes(live) if prop(node, "data-card") or isinstance(node, html.H2)
    )
    assert prop(first, "data-card") == one.id
    assert one.date_text in text(first)
    leads = links(first)
    for id_ in one.sources:
        assert DATA.sources[id_].url in leads
    for lesson in DATA.lessons.values():
        address = f"/erkenntnisse?thema={lesson.theme}#{lesson.id}"
        assert (address in leads) == (one.id in lesson.supported_by)
    assert shown.title.startswith(one.title)


def test_what_is_chosen_is_told_on_paper_as_well() -> None:
    shown = drawn(DATA, STATE.read({"staedte": "moelln", "q": "coworking", "von": "10/2021"})[0])
    said = next(node for node in nodes(shown) if prop(node, "className") == "timeline-summary")
    assert "Gezeigt: Mölln; „coworking“; Oktober 2021 bis März 2023." in text(said)


def ids_of(query: dict[str, str]) -> set[str]:
    found = {str(node.id) for node in nodes(opened(query).content) if prop(node, "id")}
    return {id_ for id_ in found if not id_.startswith("zeitleiste-fest")}  # never seen


LONG = {"umfang": "alles"}
FORMERLY = {
    *(f"{what}-{one.id}" for what in ("aktivitaet", "zeichen") for one in DATA.activities),
    *(f"teile-{id_}" for id_ in parts(DATA.activities)),
    *("bahnen", "bahnen-titel", "liste", "liste-titel", "gleiches", "gleiches-titel", "netz"),
    *("netz-titel", "zeitleiste-gleiches-titel", "zeitleiste-partner-befund", "mitnehmen"),
    *("zeitleiste-bild-titel", "zeitleiste-bild-einbetten", "zeitleiste-partner-einbetten"),
}


@pytest.mark.parametrize("asked", [{}, {"staedte": "diessen"}, {"aktivitaet": "tw5-moelln"}])
def test_every_anchor_of_former_pages_and_other_views_is_found(asked: dict[str, str]) -> None:
    there = ids_of(asked)
    pages: dict[str, set[str]] = {}
    shown = {one for view in Shown for one in ids_of({**asked, "ansicht": view})}
    for anchor in sorted((FORMERLY | ids_of({**asked, **LONG}) | shown) - there):
        found = page.query_of(DATA, Address(path="/zeitleiste", query=asked), anchor)
        assert found is not None, anchor
        key = repr(sorted(found.items()))
        pages[key] = pages.get(key) or ids_of(dict(found))
        assert anchor in pages[key], anchor


def test_a_figure_framed_without_months_is_still_of_all_years() -> None:
    for id_ in ("zeitleiste-gleiches", "zeitleiste-partner"):
        framed = page.cards(DATA, Address(path="/zeitleiste", query={}))[0][id_]()
        assert dict(framed.query).items() >= ALL_YEARS.items()
        again = page.cards(DATA, Address(path="/zeitleiste", query=dict(framed.query)))[0][id_]()
        assert again.table == framed.table


def test_every_figure_is_shown_in_one_of_the_views() -> None:
    shown = {
        view: [prop(one, "data-figure") for one in nodes(opened({"ansicht": view}).content)]
        for view in Shown
    }
    found = [one for figures in shown.values() for one in figures if one]
    assert sorted(found) == sorted(page.cards(DATA, Address(path="/zeitleiste", query={}))[0])


STATES = (
    {},
    ALL_YEARS,
    {"umfang": "", "von": "2023-04", "bis": "2025-12", "ab": "10"},
    *({"ansicht": view, **ALL_YEARS} for view in ("aehnlich", "netz", "bild")),
    *({"aktivitaet": one.id, **ALL_YEARS} for one in DATA.activities[::9]),
    *({"staedte": slug} for slug in DATA.towns),
)


@pytest.mark.parametrize("query", STATES, ids=str)
def test_every_state_stays_short(query: dict[str, str]) -> None:
    drawn_html = to_html(opened(query).content)
    assert len(drawn_html.encode()) < 120_000  # around it: head, header, footer, scripts
    assert drawn_html.count("<a ") <= 115
    assert len(re.findall(r"<[a-z]", drawn_html)) <= 2_200


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
    assert STATE.query(default_choices(DATA)) == ()


@settings(deadline=None)
@given(choices())
def test_choices_survive_the_address(found: findings.Choices) -> None:
    first, last = "2013-01", "2025-12"
    asked = shown_of(found, view=Shown.NETWORK, after=20, scope="alles")
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
    asked = replace(default_choices(data), scope="alles")
    with cProfile.Profile() as counting:
        drawing = to_html(drawn(data, asked))
    return sum(entry.callcount for entry in counting.getstats()), len(drawing)


def test_500_activities_still_draw_in_proportion() -> None:
    calls, size = cost(DATA)
    more_calls, more_size = cost(many(495))
    longer, larger = more_calls / calls, more_size / size
    print(f"500 activities: {longer:.1f} times as many calls, {larger:.1f} times as large")
    assert longer < 12
    assert larger < 10


def test_a_calendar_is_offered_where_it_would_have_entries() -> None:
    none = opened({"staedte": "diessen,wittenberge", "q": "coworking", "bis": "2022-12"})
    assert not any(".ics" in one for one in links(none.content))
    assert "Kein Kalender" in text(none.content)
    assert any(".ics" in one for one in links(opened({"q": "coworking"}).content))
