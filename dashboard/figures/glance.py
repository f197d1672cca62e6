"""The time of the project at a glance: one row a place, a symbol an activity, no words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.facts.model import Activity, Category
from dashboard.figures import theme
from dashboard.figures.lanes import Span, beats, ticks

SYMBOL, MARKED_SYMBOL = 11, 15  # pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class GlanceRow:
    """One place: its dated activities, and whether it stands out."""

    name: str
    activities: tuple[Activity, ...]
    marked: bool


def glance(
    rows: Sequence[GlanceRow],
    drawn: Span,
    categories: Mapping[str, Category],
    workshops: Sequence[Activity],
) -> theme.Figure:
    """Return one row a place, with a bar where an activity lasted; workshops cross all rows."""
    dated = [beat for beat in beats(workshops, drawn) if beat.is_known]
    line = {"color": theme.MUTED, "width": 1, "dash": "dot"}
    ground = {"fillcolor": theme.BAND, "line": {"width": 0}, "layer": "below"}
    marked = ticks(drawn)
    return theme.figure(
        [
            _mark(one, number, row, drawn, categories)
            for number, row in enumerate(rows)
            for one in row.activities
        ],
        shapes=[
            *(theme.through("x", beat.start, line=line, layer="below") for beat in dated),
            *(
                theme.through("y", number - 0.5, number + 0.5, **ground)
                for number, row in enumerate(rows)
                if row.marked
            ),
        ],
        notes=[
            theme.note(beat.start, 1, f"{beat.number}.", yref="paper", yanchor="bottom")
            for beat in dated
        ],
        xaxis={
            "range": [-2, 102],
            "tickvals": [at for at, _text in marked],
            "ticktext": [text.replace(" ", "<br>") for _at, text in marked],
        },
        yaxis={
            "range": [len(rows) - 0.4, -0.6],
            "tickvals": list(range(len(rows))),
            "ticktext": [f"<b>{row.name}</b>" if row.marked else row.name for row in rows],
            "tickfont": {"size": 14, "color": theme.INK},
        },
    )


def _mark(
    one: Activity, number: int, row: GlanceRow, drawn: Span, categories: Mapping[str, Category]
) -> theme.Part:
    category = categories[one.category]
    return {
        "type": "scatter",
        "x": [drawn.share(one.start), drawn.share(one.end, after=True)],
        "y": [number, number],
        "mode": "lines+markers",
        "line": {"color": category.colour, "width": 4},
        "marker": {
            "symbol": category.symbol,
            "color": category.colour,
            "size": [MARKED_SYMBOL if row.marked else SYMBOL, 0],
            "opacity": 1,
            "line": {"width": 1, "color": theme.PAPER},
        },
        "name": one.title,
        "meta": one.id,
        "cliponaxis": False,
        "hovertemplate": f"{one.title}<br>{one.date_text}<extra></extra>",
    }
