"""What holds for every chart of every page (A11Y-03, A11Y-04, A11Y-07)."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import pytest
from plotly import graph_objects as go

from dashboard import ROOT
from dashboard.components.comparison.scene import Shown
from dashboard.components.figure_card import FigureCard, figure_card
from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.figures import theme
from dashboard.pages.compare import page as compare
from dashboard.pages.compare.controls import BASES
from dashboard.pages.contract import Address, PageModule, View, charts_in
from dashboard.pages.surveys import demo
from dashboard.pages.surveys import page as surveys
from dashboard.pages.timeline import page as timeline
from tests.made.figures import checked, figures_of
from tests.made.shipped import some_paths

NUMBER = re.compile(r"(?<![\w,.])\d[\d.]*(?:,\d+)?")
TAG = re.compile(r"<[^>]+>")
AREAS = ("choropleth", "choroplethmap", "scattergeo", "scattermap", "densitymap", "heatmap")


def cards(data: Dataset, figures: Mapping[str, Sequence[FigureCard]]) -> Iterator[FigureCard]:
    """Every figure as first seen, and the comparison in each of its views."""
    yield from chain.from_iterable(figures.values())
    for shown in ("stand", "verlauf", "profil", "karte", "zusammenhang", "tabelle", "luecken"):
        address = Address(path=compare.PAGE.path, query={"ansicht": shown})
        yield from figures_of(compare, data, address)


def choices(data: Dataset) -> list[tuple[PageModule, dict[str, str]]]:
    """The comparison's charts for each theme, and every other choice that draws them anew."""
    invented = demo.page(ROOT / "data" / "demo")
    themes = {one.theme: one.id for one in data.indicators.values()}
    arrangements = tuple(surveys.ARRANGEMENTS)
    return [
        *(
            (compare, {"ansicht": shown, "thema": theme_, "indikator": one})
            for shown in (Shown.LEVEL, Shown.COURSE, Shown.PROFILE, Shown.CROSSING)
            for theme_, one in themes.items()
        ),
        (compare, {"ansicht": Shown.MAP}),
        *((compare, {"ansicht": Shown.COURSE, "bezug": basis}) for basis in BASES),
        *((timeline, {"staedte": slug, "von": "2013-01"}) for slug in data.towns),
        *((surveys, {"ansicht": one}) for one in arrangements),
        *(
            (invented, {"ort": result.survey.id, "ansicht": one})
            for result in invented.results
            for one in arrangements
        ),
    ]


@pytest.fixture(scope="module")
def charts(
    shipped: Dataset, figures: Mapping[str, Sequence[FigureCard]]
) -> list[tuple[FigureCard, go.Figure]]:
    drawn = cards(shipped, figures)
    found = [(one, checked(one.chart)) for one in drawn if isinstance(one.chart, dict)]
    assert len(found) > 20
    return found


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.hurts)])
def test_our_plotly_knows_every_property_of_every_figure(
    shipped: Dataset, views: Mapping[str, View], whole: bool
) -> None:
    kinds = set()
    first = views.values() if whole else [views[path] for path in some_paths()]
    later = choices(shipped)
    for module, query in later if whole else random.Random(17).sample(later, 30):
        first = [*first, module.view(shipped, Address(path=module.PAGE.path, query=query))]
    for view in first:
        for figure, *_config in charts_in(view.content).values():
            drawn = checked(figure)
            kinds |= {trace.type for trace in drawn.data}
            assert roomless(drawn) == set(), figure
    assert kinds == {"scatter", "bar"}


def roomless(chart: go.Figure) -> set[str]:
    """Axes without a range that have labels: our plotly makes no room for these on them."""
    axes = {
        label[f"{letter}ref"] or letter for label in chart.layout.annotations for letter in "xy"
    }
    ours = {axis for axis in axes - {"paper"} if not axis.endswith("domain")}
    return {axis for axis in ours if not chart.layout[f"{axis[0]}axis{axis[1:]}"].range}


def test_an_axis_that_labels_would_have_to_widen_is_noticed() -> None:
    figure = theme.figure([{"type": "scatter", "x": [1], "y": [1]}])
    figure["layout"]["annotations"] = [{"x": 1, "y": 2, "text": "so hoch"}]
    assert roomless(checked(figure)) == {"x", "y"}
    figure["layout"] |= {"xaxis": {"range": [0, 2]}, "yaxis": {"range": [0, 2]}}
    assert roomless(checked(figure)) == set()


def test_an_unknown_property_is_noticed() -> None:
    for wrong in ({"colour": "red"}, {"x": "red"}, {"marker": {"size": "large"}}):
        with pytest.raises(ValueError, match="Invalid"):
            checked(theme.figure([{"type": "scatter", **wrong}]))


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


def test_a11y_04_charts_carry_labels_or_a_key_of_their_signs(
    charts: list[tuple[FigureCard, go.Figure]],
) -> None:
    with_legend = {card.id for card, chart in charts if chart.layout.showlegend}
    # where signs stand without names, a key says whose or what they are
    assert with_legend <= {"zeitleiste-bild", "vergleich-profil"}


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
