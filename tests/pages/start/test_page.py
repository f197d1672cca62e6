"""The overview: one selection, told alike by every view, whatever is chosen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from dash import html
from dash.development.base_component import Component
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.components.markup import to_html
from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import NETWORK
from dashboard.findings.activities import count_of, counts_by_town, option_counts
from dashboard.pages.choices import query_of
from dashboard.pages.contract import Address
from dashboard.pages.start import page
from dashboard.pages.start.chart import CHART
from dashboard.pages.start.choices import Choices, Chosen, Shown, months, questions, url_state
from dashboard.pages.start.said import clauses, sentence
from dashboard.pages.timeline import page as timeline
from dashboard.wording import links
from dashboard.wording.links import Key
from tests.made.shipped import shipped_data
from tests.made.tree import by_id, nodes, prop, text

DATA = shipped_data()
STATE = url_state(DATA)
MONTHS = months(DATA)
KINDS = tuple(DATA.categories)
PLACES = (NETWORK, *DATA.towns)


@st.composite
def choices(draw: st.DrawFn) -> Choices:
    """Return any choices that an address of the overview can hold."""
    some_places = draw(st.sets(st.sampled_from(PLACES), max_size=3))
    some_kinds = draw(st.sets(st.sampled_from(KINDS), max_size=2))
    start, end = sorted(draw(st.tuples(st.sampled_from(MONTHS), st.sampled_from(MONTHS))))
    if draw(st.booleans()):
        start, end = MONTHS[0], MONTHS[-1]
    return Choices(
        towns=tuple(one for one in PLACES if one in some_places),
        categories=tuple(one for one in KINDS if one in some_kinds),
        start=start,
        end=end,
        own=draw(st.sampled_from(("", "01051011"))),
        view=draw(st.sampled_from(list(Shown))),
        indicator=draw(st.sampled_from(("broadband_1000", "population"))),
        question=draw(st.sampled_from(questions(DATA))),
    )


def chosen(asked: Choices, data: Dataset = DATA) -> Chosen:
    return Chosen(data=data, choices=asked, state=url_state(data))


def opened(query: str = "", data: Dataset = DATA) -> Component:
    return page.live(data, Address(path="/", query=query_of(query))).part


def drawn(one: Chosen) -> Component:
    return page._part(one, ())


def choosing(root: Component) -> Iterator[html.A]:
    """Yield every link that changes what is shown, but those that show another chart."""
    for node in nodes(root):
        shows = isinstance(node, html.A) and prop(node, "data-view")
        if shows and not str(prop(node, "id")).startswith("ansicht-"):
            yield node


def numbers(root: Component, part: str) -> dict[str, int]:
    """Return what a view tells of each place."""
    found: dict[str, int] = {}
    for node in nodes(by_id(root, part) if part else root):
        if prop(node, "data-lane"):
            found[prop(node, "data-lane")] = int(prop(node, "data-number"))
        if str(prop(node, "id")).startswith("pin-"):
            aside = [one for one in nodes(node) if prop(one, "className") == "pin__aside"]
            if aside:
                found[str(node.id).removeprefix("pin-")] = int(text(aside[0]))
    return found


def undimmed(root: Component, part: str) -> set[str]:
    """Return the activities that a view shows as fitting."""
    return {
        prop(node, "data-activity")
        for node in nodes(by_id(root, part))
        if prop(node, "data-activity") and "dimmed" not in str(prop(node, "className"))
    }


def check(asked: Choices) -> None:
    one = chosen(asked)
    root = drawn(one)
    total = count_of(one.activities()).number
    # the same count everywhere
    for part in ("gezeigt", "bahnen", "treffer"):
        assert int(prop(by_id(root, part), "data-count")) == total, part
    assert len(undimmed(root, "bahnen")) == total
    assert f"{total} Aktivität" in sentence(one) or not total
    # each place the same number on map, in lanes, at its tick; those chosen make up all
    places = numbers(root, "bahnen")
    assert {**places, **numbers(root, "karte")} == places
    ticks = {place: text(label) for place, label in _ticks(root).items()}
    assert all(ticks[place].endswith(str(number)) for place, number in places.items())
    assert sum(places[place] for place in asked.towns or PLACES) == total
    # a view ignores its own clause
    free = chosen(replace(asked, towns=()))
    assert places == {
        place: count.number for place, count in counts_by_town(DATA, free.activities()).items()
    }
    if asked.view == Shown.KINDS:
        kinds = {
            prop(node, "data-kind"): int(prop(node, "data-number"))
            for node in nodes(by_id(root, "diagramm"))
            if prop(node, "data-kind")
        }
        without = replace(asked, categories=())
        expected = option_counts(DATA, chosen(without).filters(), "categories", KINDS)
        assert kinds == {kind: expected[kind] for kind in kinds}


def _ticks(root: Component) -> dict[str, Component]:
    labels = (node for node in nodes(root) if isinstance(node, html.Label))
    return {
        node.htmlFor.removeprefix("start-staedte-"): node
        for node in labels
        if str(prop(node, "className")) == "form-check-label"
    }


@settings(max_examples=10, deadline=None, derandomize=True)
@given(choices())
def test_all_views_tell_the_same_counts_whatever_is_chosen(asked: Choices) -> None:
    check(asked)


@pytest.mark.hurts
@settings(max_examples=1500, deadline=None)
@given(choices())
def test_all_views_tell_the_same_counts_in_thousands_of_choices(asked: Choices) -> None:
    check(asked)


@settings(max_examples=3, deadline=None, derandomize=True)
@given(choices())
def test_every_link_that_chooses_takes_back_when_it_is_followed_again(asked: Choices) -> None:
    here = chosen(asked).link()
    for link in choosing(drawn(chosen(asked))):
        if prop(link, "data-view") == "alles" or prop(link, "data-clause"):
            continue  # these only take back
        assert link.href != here
        again = opened(urlsplit(link.href).query)
        name = prop(link, "id") or text(link)
        same = [
            one
            for one in choosing(again)
            if (prop(one, "id") or _name(one)) == (prop(link, "id") or _name(link))
            and not prop(one, "data-clause")
        ]
        if not same and str(prop(link, "id")).startswith("art-"):
            continue  # a kind that is rare stands in the chart while it is chosen
        assert same, name
        assert same[0].href == here, name


def _name(link: html.A) -> str:
    """Return what a link is called, whether it chooses or takes back, and how many there are."""
    return next((text(one) for one in nodes(link) if isinstance(one, html.Span) and text(one)), "")


@settings(max_examples=10, deadline=None, derandomize=True)
@given(choices())
def test_the_address_holds_every_choice(asked: Choices) -> None:
    query = query_of(urlsplit(chosen(asked).link()).query)
    assert STATE.read(query) == (asked, ())


@settings(max_examples=10, deadline=None, derandomize=True)
@given(choices())
def test_each_chip_takes_one_clause_away_and_the_last_link_all(asked: Choices) -> None:
    one = chosen(asked)
    listed = clauses(one)
    for id_, _words, href in listed:
        rest = chosen(STATE.read(query_of(urlsplit(href).query))[0])
        assert [other for other, *_more in clauses(rest)] == [
            other for other, *_more in listed if other != id_
        ]
    everything = [link for link in choosing(drawn(one)) if prop(link, "data-view") == "alles"]
    assert len(everything) == bool(listed)
    for link in everything:
        assert not clauses(chosen(STATE.read(query_of(urlsplit(link.href).query))[0]))


@settings(max_examples=10, deadline=None, derandomize=True)
@given(choices())
def test_the_timeline_counts_the_same_for_the_same_choices(asked: Choices) -> None:
    one = chosen(asked)
    found = [node for node in nodes(by_id(drawn(one), "treffer")) if isinstance(node, html.A)]
    every = next(node for node in found if text(node).endswith("Zeitleiste"))
    shown = timeline.live(DATA, Address(path="/", query=query_of(urlsplit(every.href).query)))
    counter = next(node for node in nodes(shown.part) if prop(node, "className") == "counter")
    assert int(prop(counter, "data-count")) == count_of(one.activities()).number


def test_the_comparison_is_given_what_it_knows_of_the_choices() -> None:
    here = opened(f"staedte={NETWORK},moelln&indikator=population&eigene=01051011&von=2022-01")
    compare = next(n for n in nodes(here) if isinstance(n, html.A) and text(n) == "Vergleichen")
    assert query_of(urlsplit(compare.href).query) == {
        Key.TOWNS: "moelln",
        Key.INDICATOR: "population",
        Key.OWN: "01051011",
    }


def test_months_beyond_the_project_are_told_and_those_turned_round_put_right() -> None:
    asked, told = STATE.read({"von": "2013-01", "bis": "2021-08"})
    assert (asked.start, asked.end) == (MONTHS[0], "2021-08")
    assert "Zeitleiste" in told[0]
    asked, told = STATE.read({"von": "2022-08", "bis": "2021-08"})
    assert (asked.start, asked.end, told) == ("2021-08", "2022-08", ())


def test_the_key_of_a_pilot_town_chooses_it_and_of_another_shows_it_on_the_map() -> None:
    town = DATA.towns["moelln"]
    asked, _told = STATE.read({"eigene": town.ags})
    assert (asked.own, asked.towns) == ("", (town.slug,))
    root = opened("eigene=01051011")
    pin = by_id(root, f"pin-{DATA.gemeinde('01051011').id}")
    assert pin.href == links.town(DATA.gemeinde("01051011").slug)
    _asked, told = STATE.read({"eigene": "Musterstadt~population~9000"})
    assert "gibt es hier nicht" in told[0]
    asked, told = STATE.read({"eigene": "01051011,05566060"})
    assert asked.own == "01051011"
    assert "Vergleich" in told[0]


def test_one_town_chosen_is_presented_and_nobody_else_for_everyone() -> None:
    def meetings(query: str) -> list[str]:
        nav = by_id(opened(query), "wege")
        return [n.href for n in nodes(nav) if isinstance(n, html.A) and "sitzung" in n.href]

    assert meetings("staedte=diessen") == [links.meeting("diessen")]
    own = DATA.gemeinde("01051011")
    assert meetings("eigene=01051011") == [links.meeting(own.slug)]
    assert meetings("") == meetings("staedte=diessen,moelln") == [links.MEETINGS]


def test_a_workshop_leads_to_its_card() -> None:
    hrefs = {n.href for n in nodes(by_id(opened(), "bahnen")) if isinstance(n, html.A)}
    for id_ in DATA.project.workshops:
        assert links.activity(id_) in hrefs
        assert links.activity(id_).endswith(f"#{links.CARD}")


@pytest.mark.parametrize("view", list(Shown))
def test_each_chart_can_be_framed_and_taken_as_a_table(view: Shown) -> None:
    query = {"ansicht": view.value, "staedte": "diessen"}
    card = page.cards(DATA, Address(path="/", query=query))[0][CHART]()
    assert card.title
    assert card.path == links.START
    assert dict(card.query)["staedte"] == "diessen"
    rows = list(csv.reader(io.StringIO(csv_bytes(card.table, Form.MACHINE).decode("utf-8-sig"))))
    assert len(rows) > len(card.table.rows) > 2
    assert to_html(card.chart) in to_html(
        by_id(opened(f"ansicht={view}&staedte=diessen"), "diagramm")
    )


@pytest.mark.parametrize("id_", questions(DATA))
def test_every_question_says_how_far_its_values_compare(id_: str) -> None:
    root = by_id(opened(f"ansicht=befragungen&frage={id_}"), "diagramm")
    assert "Vergleichbar: " in text(root)
    bars = [n for n in nodes(root) if prop(n, "className") == "rows asked asked--apart"]
    is_apart = id_ not in DATA.comparability or DATA.comparability[id_].grade == "C"
    assert bool(bars) is is_apart


def test_a_sixth_town_stands_in_every_view() -> None:
    first = DATA.towns["moelln"]
    sixth = replace(first, slug="sechsstadt", name="Sechsstadt", short_name="Sechsstadt")
    data = replace(DATA, towns={**DATA.towns, "sechsstadt": sixth})
    root = opened("staedte=sechsstadt", data)
    assert numbers(root, "karte")["sechsstadt"] == numbers(root, "bahnen")["sechsstadt"] == 0
    assert "sechsstadt" in _ticks(root)
    assert by_id(root, "gezeigt").to_plotly_json()["props"]["data-count"] == "0"
    assert "Das heißt nicht, dass es keine gab" in text(by_id(root, "treffer"))


def test_old_anchors_of_the_page_are_still_there() -> None:
    view = page.view(DATA, Address(path="/"))
    ids = {prop(node, "id") for node in nodes(list(view.content))}
    assert {"projekt", "wege", "staedte"} <= ids


def test_what_is_written_twice_is_drawn_once() -> None:
    root = drawn(chosen(STATE.read({})[0]))
    ids = [prop(node, "id") for node in nodes(root) if prop(node, "id")]
    assert len(ids) == len(set(ids))
