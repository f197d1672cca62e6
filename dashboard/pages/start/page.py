"""The overview: map, lanes, chart and list that are one selection; the address holds it.

`VIEWS` is what a page of Dash would have as its callbacks: a function for each part, its choices in
and the part out. One request answers them all (`web/live`); why, says docs/architecture.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.germany_map import germany_outline
from dashboard.components.live_part import live_part, notices
from dashboard.facts.dataset import Dataset
from dashboard.pages.contract import Address, AskedCards, Live, Page, View
from dashboard.pages.start.chart import CHART, chart_card, draw_chart
from dashboard.pages.start.choices import Chosen, url_state
from dashboard.pages.start.form import draw_form
from dashboard.pages.start.found import draw_found
from dashboard.pages.start.head import draw_head, towns_in_brief
from dashboard.pages.start.lanes import draw_lanes
from dashboard.pages.start.map import draw_map
from dashboard.pages.start.said import draw_said, title
from dashboard.pages.start.surveys import draw_known
from dashboard.wording import links

PAGE = Page(id="start", path=links.START, name="Start")

# id of a part of the page → what draws it from the choices
VIEWS: Mapping[str, Callable[[Chosen], Component]] = {
    "gezeigt": draw_said,
    "karte": draw_map,
    "bahnen": draw_lanes,
    "diagramm": draw_chart,
    "treffer": draw_found,
    "befragt": draw_known,
}
# where there is room they stand side by side, else one below the other
COLUMNS = (("karte", "befragt"), ("bahnen",), ("diagramm", "treffer"))


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path of the page."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return the overview for the choices in the address."""
    chosen, sentences = _read(data, address)
    return View(
        title=title(chosen),
        description=data.project.summary,
        content=(
            germany_outline(data.geometry),
            _part(chosen, sentences),
            towns_in_brief(data),
        ),
        address=chosen.link(),
        charts=False,
    )


def live(data: Dataset, address: Address) -> Live:
    """Return every view for the choices in the address; the title says what they show."""
    chosen, sentences = _read(data, address)
    return Live(title=title(chosen), address=chosen.link(), part=_part(chosen, sentences))


def cards(data: Dataset, address: Address) -> AskedCards:
    """Return the chart for the choices in the address."""
    chosen, sentences = _read(data, address)
    return {CHART: partial(chart_card, chosen)}, sentences


def _read(data: Dataset, address: Address) -> tuple[Chosen, Sequence[str]]:
    state = url_state(data)
    choices, sentences = state.read(address.query)
    return Chosen(data=data, choices=choices, state=state), sentences


def _part(chosen: Chosen, sentences: Sequence[str]) -> Component:
    drawn = {id_: draw(chosen) for id_, draw in VIEWS.items()}
    columns = [
        html.Div([drawn[id_] for id_ in column], className="overview__column") for column in COLUMNS
    ]
    return live_part(
        [
            draw_head(chosen),
            draw_form(chosen),
            notices(sentences),
            drawn["gezeigt"],
            html.Div(columns, className="overview__views"),
        ],
        css_class="overview linked",
    )
