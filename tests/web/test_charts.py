"""What holds for every chart of every page (A11Y-03, A11Y-04, A11Y-07)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import pytest
from plotly import graph_objects as go

from dashboard.components.figure_card import FigureCard, figure_card
from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.pages.compare import page as compare
from dashboard.pages.contract import Address
from tests.made.figures import figures_of

NUMBER = re.compile(r"(?<![\w,.])\d[\d.]*(?:,\d+)?")
TAG = re.compile(r"<[^>]+>")
AREAS = ("choropleth", "choroplethmap", "scattergeo", "scattermap", "densitymap", "heatmap")


def cards(data: Dataset, figures: Mapping[str, Sequence[FigureCard]]) -> Iterator[FigureCard]:
    """Every figure as first seen, and the comparison in each of its views."""
    yield from chain.from_iterable(figures.values())
    for shown in ("stand", "verlauf", "profil", "karte", "zusammenhang", "tabelle", "luecken"):
        address = Address(path=compare.PAGE.path, query={"ansicht": shown})
        yield from figures_of(compare, data, address)


@pytest.fixture(scope="module")
def charts(
    shipped: Dataset, figures: Mapping[str, Sequence[FigureCard]]
) -> list[tuple[FigureCard, go.Figure]]:
    found = [
        (card, card.chart) for card in cards(shipped, figures) if isinstance(card.chart, go.Figure)
    ]
    assert len(found) > 20
    return found


def numbers(text: str) -> set[str]:
    """The numbers of a text; 24 and 24,0 are the same."""
    return {re.sub(r",0+$", "", found) for found in NUMBER.findall(TAG.sub(" ", text))}


def said_on_hover(chart: go.Figure) -> Iterator[str]:
    """What a trace tells only those with a mouse."""
    for trace in chart.data:
        if trace.hoverinfo == "skip":
            continue
        template = trace.hovertemplate or ""
        yield from ([template] if isinstance(template, str) else template)
        for values in (trace.hovertext, trace.text, trace.customdata):
            if values is not None:
                yield from ([values] if isinstance(values, str) else map(str, values))


def test_a11y_03_and_04_nothing_is_said_on_hover_alone(
    charts: list[tuple[FigureCard, go.Figure]],
) -> None:
    for card, chart in charts:
        hover = numbers(" ".join(said_on_hover(chart)))
        assert hover <= numbers(to_html(figure_card(card))), card.id


def test_a11y_03_every_chart_has_a_finding_and_a_table(
    charts: list[tuple[FigureCard, go.Figure]],
) -> None:
    for card, _chart in charts:
        assert card.finding.endswith((".", "!", "?", "“")), card.id
        assert card.table.rows, card.id


def test_a11y_04_charts_carry_labels_and_no_legend(
    charts: list[tuple[FigureCard, go.Figure]],
) -> None:
    with_legend = {card.id for card, chart in charts if chart.layout.showlegend}
    assert with_legend <= {"zeitleiste-bild"}  # a legend of symbols, for its download


def test_a11y_07_no_value_is_told_by_the_colour_of_an_area(
    charts: list[tuple[FigureCard, go.Figure]],
) -> None:
    for card, chart in charts:
        assert not [trace.type for trace in chart.data if trace.type in AREAS], card.id
        assert not chart.layout.coloraxis.colorscale, card.id


def test_a11y_07_each_town_on_the_map_has_its_value_as_text(shipped: Dataset) -> None:
    address = Address(path=compare.PAGE.path, query={"ansicht": "karte"})
    (card,) = figures_of(compare, shipped, address)
    pins = re.findall(r'class="pin__value">([^<]+)<', to_html(figure_card(card)))
    assert len(pins) == len(shipped.towns)
    assert all(re.search(r"\d|keine Angabe", pin) for pin in pins)
