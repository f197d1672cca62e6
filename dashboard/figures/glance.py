"""The time of the project at a glance: one row a place, a symbol an activity, no words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.facts.model import Activity, Category
from dashboard.figures import theme
from dashboard.figures.lanes import Span, beats, ticks

SYMBOL, MARKED_SYMBOL = 11, 15  # pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place: its dated activities, and whether it stands out."""

    name: str
    activities: tuple[Activity, ...]
    marked: bool


def glance(
    rows: Sequence[Row],
    drawn: Span,
    categories: Mapping[str, Category],
    workshops: Sequence[Activity],
) -> go.Figure:
    """Return one row a place, with a bar where an activity lasted; workshops cross all rows."""
    figure = theme.blank_figure()
    for beat in beats(workshops, drawn):
        if beat.is_known:
            line = {"color": theme.MUTED, "width": 1, "dash": "dot"}
            figure.add_vline(x=beat.start, line=line, layer="below")
            figure.add_annotation(
                x=beat.start, y=1, yref="paper", yanchor="bottom", showarrow=False,
                text=f"{beat.number}.", font={"size": 13, "color": theme.INK},
            )  # fmt: skip
    for number, row in enumerate(rows):
        if row.marked:
            figure.add_hrect(
                y0=number - 0.5, y1=number + 0.5, fillcolor=theme.BAND, line_width=0, layer="below"
            )
        figure.add_traces([_mark(one, number, row, drawn, categories) for one in row.activities])
    marked = ticks(drawn)
    figure.update_xaxes(
        range=[-2, 102],
        tickvals=[at for at, _text in marked],
        ticktext=[text for _at, text in marked],
        tickangle=0,
    )
    figure.update_yaxes(
        range=[len(rows) - 0.4, -0.6],
        tickvals=list(range(len(rows))),
        ticktext=[f"<b>{row.name}</b>" if row.marked else row.name for row in rows],
        tickfont={"size": 14, "color": theme.INK},
    )
    return figure


def _mark(
    one: Activity, number: int, row: Row, drawn: Span, categories: Mapping[str, Category]
) -> go.Scatter:
    category = categories[one.category]
    return go.Scatter(
        x=[drawn.share(one.start), drawn.share(one.end, after=True)],
        y=[number, number],
        mode="lines+markers",
        line={"color": category.colour, "width": 4},
        marker={
            "symbol": category.symbol,
            "color": category.colour,
            "size": [MARKED_SYMBOL if row.marked else SYMBOL, 0],
            "opacity": 1,
            "line": {"width": 1, "color": theme.PAPER},
        },
        name=one.title,
        meta=one.id,
        cliponaxis=False,
        hovertemplate=f"{one.title}<br>{one.date_text}<extra></extra>",
    )
