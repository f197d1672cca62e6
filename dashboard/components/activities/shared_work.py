"""Two drawings of what towns share: kinds of activities, and partners, by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.list import category_symbol
from dashboard.components.data_table import scroll_box
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import NETWORK_LABEL
from dashboard.facts.model import Category, Town


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One row: for each place that took part, how often, and where that is shown."""

    label: str
    places: Mapping[str, tuple[int, str]]
    category: Category | None = None


def kinds_by_place(
    shares: Sequence[Share], places: Sequence[str], towns: Mapping[str, Town]
) -> Component:
    """Return kinds of activities by place; larger numbers stand on darker ground."""
    return _matrix(shares, places, towns, "Art", "Arten von Aktivitäten nach Städten", "")


def partners_by_place(
    shares: Sequence[Share], places: Sequence[str], towns: Mapping[str, Town]
) -> Component:
    """Return partners by place; a line joins the places that a partner joins."""
    name = "Beteiligte nach Städten"
    return _matrix(shares, places, towns, "Beteiligte", name, "share-matrix--joined")


def _matrix(
    shares: Sequence[Share],
    places: Sequence[str],
    towns: Mapping[str, Town],
    corner: str,
    name: str,
    kind: str,
) -> Component:
    head = html.Tr(
        [
            html.Th(corner, scope="col"),
            *(html.Th(_place(towns.get(place)), scope="col") for place in places),
        ]
    )
    rows = [
        html.Tr([html.Th(_label(one), scope="row"), *_cells(one, places, towns)]) for one in shares
    ]
    caption = html.Caption(name, className="visually-hidden")
    parts = [caption, html.Thead(head), html.Tbody(rows)]
    return scroll_box(html.Table(parts, className=f"share-matrix {kind}".strip()), name)


def _place(town: Town | None) -> Component:
    if town is None:
        return html.Span(NETWORK_LABEL)
    return html.Span([town_symbol(town), html.Br(), town.short_name])


def _label(share: Share) -> Component:
    symbol = category_symbol(share.category) if share.category else None
    return html.Span([symbol, share.label], className="share-matrix__label")


def _cells(share: Share, places: Sequence[str], towns: Mapping[str, Town]) -> list[Component]:
    positions = [position for position, place in enumerate(places) if place in share.places]
    cells = []
    for position, place in enumerate(places):
        joined = positions and positions[0] <= position <= positions[-1]
        ends = {positions[0]: "start", positions[-1]: "end"} if len(positions) > 1 else {}
        line = ends.get(position, "through") if joined and len(positions) > 1 else None
        if place not in share.places:
            empty = html.Span("nichts bekannt", className="visually-hidden")
            cells.append(html.Td(empty, **{"data-line": line}))
            continue
        number, href = share.places[place]
        where = towns[place].short_name if place in towns else NETWORK_LABEL
        link = html.A(
            [
                str(number),
                html.Span(f" {share.label}, {where}", className="visually-hidden"),
            ],
            href=href,
            className="share-matrix__number",
            **{"data-share": str(min(number, 4)), "data-town": place if place in towns else None},
        )
        cells.append(html.Td(link, **{"data-line": line}))
    return cells
