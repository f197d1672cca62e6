"""The overview's chart: one of three, drawn by the server, chosen by a switch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import control_form, control_id, grouped_choice
from dashboard.components.figure_card import FigureCard
from dashboard.components.sources import linked_sources
from dashboard.downloads.forms import Form
from dashboard.facts.dataset import Dataset
from dashboard.findings.comparison import can_be_drawn, offered
from dashboard.pages.start.choices import SEVERAL_SURVEYS, Chosen, Shown, questions
from dashboard.pages.start.drawing import Drawing
from dashboard.pages.start.form import kept
from dashboard.pages.start.indicator import indicator_drawing
from dashboard.pages.start.kinds import kinds_drawing
from dashboard.pages.start.surveys import surveys_drawing
from dashboard.wording import links
from dashboard.wording.links import Key
from dashboard.wording.survey_words import TOPICS

CHART = "uebersicht"  # id of the figure
DRAWN: Mapping[Shown, tuple[str, Callable[[Chosen], Drawing]]] = {
    Shown.KINDS: ("Arten", kinds_drawing),
    Shown.INDICATOR: ("Kennzahl", indicator_drawing),
    Shown.SURVEYS: ("Befragungen", surveys_drawing),
}
TITLES = {Shown.INDICATOR: "Zur Lage", Shown.KINDS: "Was", Shown.SURVEYS: "Gefragt"}
FIELDS = {Shown.INDICATOR: "indicator", Shown.SURVEYS: "question"}  # what is chosen beside it


def draw_chart(chosen: Chosen) -> Component:
    """Draw the chart of the view in force.

    In: the towns chosen, which it marks; for kinds the months as well. Out: `diagramm`; a click on
    a town or a kind chooses it, or no longer does; the switch and the field below it choose what
    is drawn.
    """
    view = Shown(chosen.choices.view)
    drawing = DRAWN[view][1](chosen)
    return html.Section(
        [
            html.Div(
                [html.H2(TITLES[view], className="overview__title"), _switch(chosen, view)],
                className="overview__heading",
            ),
            _field(chosen, view),
            html.Figure(
                [
                    html.Figcaption(
                        [
                            html.H3(drawing.title, id="diagramm-titel"),
                            html.P(drawing.finding, className="finding"),
                        ]
                    ),
                    drawing.body,
                    html.P(drawing.note, className="small") if drawing.note else None,
                    _sources(chosen, drawing),
                ],
                className="drawn",
                **{"data-figure": CHART},
            ),
        ],
        id="diagramm",
        className="overview__chart",
    )


def _sources(chosen: Chosen, drawing: Drawing) -> Component:
    """Return who published what is drawn; the table and the frame name the licences as well."""
    query = chosen.state.query(chosen.choices)
    csv = links.figure_table(links.START, CHART, query, Form.OFFICE)
    words = [f"{', '.join(drawing.credits)}. "] if drawing.credits else []
    named = ["Quellen: ", *linked_sources(drawing.sources), ". "] if drawing.sources else []
    table = html.A("Als Tabelle (CSV)", href=csv, download="", className="no-print")
    return html.P([*named, *words, table], className="source")


def chart_card(chosen: Chosen) -> FigureCard:
    """Return the chart as a figure that others may frame, its rows as a table."""
    drawing = DRAWN[Shown(chosen.choices.view)][1](chosen)
    return FigureCard(
        id=CHART,
        title=drawing.title,
        finding=drawing.finding,
        chart=drawing.body,
        table=drawing.table(),
        sources=drawing.sources,
        stand=chosen.data.stand,
        path=links.START,
        query=chosen.state.query(chosen.choices),
        note=drawing.note,
        credits=drawing.credits,
    )


def _switch(chosen: Chosen, view: Shown) -> Component:
    items = [
        html.Li(
            html.A(
                label,
                href=chosen.link(view=one),
                id=f"ansicht-{one}",
                **{"data-view": "true", "aria-current": "true" if one is view else None},
            )
        )
        for one, (label, _draw) in DRAWN.items()
    ]
    return html.Nav(
        html.Ul(items), className="switch no-print", **{"aria-label": "Diagramm wählen"}
    )


def _field(chosen: Chosen, view: Shown) -> Component | None:
    """Return the form that chooses the indicator or the question; it keeps all other choices."""
    if view not in FIELDS or not getattr(chosen.choices, FIELDS[view]):
        return None
    field = _options_of(chosen.data, view, getattr(chosen.choices, FIELDS[view]))
    return control_form(links.START, [field, *kept(chosen, "grafik", FIELDS[view])])


@lru_cache(maxsize=200)
def _options_of(data: Dataset, view: Shown, value: str) -> Component:
    """Return the field with its many options; making them anew takes as long as a whole view."""
    if view is Shown.INDICATOR:
        id_ = control_id("start", Key.INDICATOR)
        return grouped_choice(id_, "Kennzahl", _indicators(data), value)
    return grouped_choice(control_id("start", Key.QUESTION), "Frage", _questions(data), value)


@lru_cache(maxsize=2)
def _indicators(data: Dataset) -> Mapping[str, Mapping[str, str]]:
    groups: dict[str, dict[str, str]] = {}
    for one in offered(data):
        if can_be_drawn(one):
            groups.setdefault(data.themes[one.theme].label, {})[one.id] = one.label
    return groups


@lru_cache(maxsize=2)
def _questions(data: Dataset) -> Mapping[str, Mapping[str, str]]:
    groups: dict[str, dict[str, str]] = {}
    for id_ in questions(data):
        if id_ == SEVERAL_SURVEYS:
            groups["Mehrere Befragungen"] = {id_: "Wie viele im Homeoffice arbeiten"}
        else:
            block = data.comparability[id_]
            groups.setdefault(TOPICS[block.topic], {})[id_] = block.label
    return groups
