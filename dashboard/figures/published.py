"""Single published values: each on an axis of its own, or as bars from high to low with gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.figures import theme
from dashboard.figures.theme import ACCENT, absence, from_top, wrapped

TICKS = (0, 25, 50, 75, 100)  # percent
BAR = 0.62  # of a row
LETTERS = 33  # of a line above a dot: they fit 270 px, a chart on the narrowest screen
AXIS = 0.27  # of a dot's height; above it there is room for four lines
NAME = 18  # letters of a line beside a bar
LETTER = 7.5  # pixels of a letter after a bar


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedValue:
    """One published value: `title` and `detail` say who was asked what."""

    title: str
    detail: str
    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One bar of a ranking, or a named gap where `value` is None."""

    label: str
    value: float | None
    text: str
    strong: bool = False


def separate_dots(dots: Sequence[PublishedValue]) -> theme.Figure:
    """Return each value on an axis of its own: the same span, but nothing shared to compare on."""
    height = 1 / len(dots)
    names = ["", *(str(number) for number in range(2, len(dots) + 1))]
    tops = [1 - number * height for number in range(len(dots))]
    axes: dict[str, Any] = {}
    for name, top in zip(names, tops, strict=True):
        axes[f"xaxis{name}"] = _own_scale(name, last=name == names[-1])
        axes[f"yaxis{name}"] = {
            "range": [-1, 1],
            "anchor": f"x{name}",
            "domain": [top - height * 0.98, top - height * (0.98 - AXIS)],
            "visible": False,
            "fixedrange": True,
        }
    figure = theme.figure(
        [_own_dot(dot, name) for dot, name in zip(dots, names, strict=True)],
        shapes=[
            {
                "type": "line", "x0": 0, "x1": 100, "y0": 0, "y1": 0, "xref": f"x{name}",
                "yref": f"y{name}", "line": {"color": theme.BAND, "width": 10}, "layer": "below",
            }
            for name in names
        ],
        notes=[
            theme.note(
                0, top - height * (0.98 - AXIS),
                f"<b>{wrapped(dot.title, LETTERS)}</b><br><span style='color:{theme.MUTED}'>"
                f"{wrapped(dot.detail, LETTERS)}</span>",
                size=15, xref="paper", yref="paper", xanchor="left", yanchor="bottom", align="left",
                borderpad=0,
            )
            for dot, top in zip(dots, tops, strict=True)
        ]
        + [_own_value(dot, name) for dot, name in zip(dots, names, strict=True)],
        margin={"l": 16, "r": 28, "t": 8, "b": 28},
    )  # fmt: skip
    return {**figure, "layout": {**figure["layout"], **axes}}


def _own_scale(name: str, *, last: bool) -> dict[str, Any]:
    return {
        "range": [0, 100],
        "anchor": f"y{name}",
        "domain": [0, 1],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "showticklabels": last,
        "tickvals": list(TICKS),
        "ticktext": [f"{tick}\u00a0%" for tick in TICKS],
        "tickfont": {"size": 14, "color": theme.MUTED},
        "ticks": "",
    }


def _own_dot(dot: PublishedValue, name: str) -> theme.Part:
    return {
        "type": "scatter",
        "x": [dot.value],
        "y": [0],
        "mode": "markers",
        "marker": {"size": 18, "color": ACCENT, "line": {"width": 2, "color": theme.PAPER}},
        "xaxis": f"x{name}",
        "yaxis": f"y{name}",
        "hovertemplate": f"<b>{dot.text}</b><br>{dot.title}<br>{dot.detail}<extra></extra>",
        "cliponaxis": False,
    }


def _own_value(dot: PublishedValue, name: str) -> theme.Part:
    """Return a value beside its dot, on the side where there is room."""
    side = 1 if dot.value < 80 else -1
    words = theme.note(
        dot.value, 0, f"<b>{dot.text}</b>", size=20, xref=f"x{name}", yref=f"y{name}",
        xanchor="left" if side > 0 else "right", xshift=side * 15,
    )  # fmt: skip
    return theme.on_plate(words)


def ranked_bars(rows: Sequence[Ranked], *, unit: str) -> theme.Figure:
    """Return bars from high to low and, below them, the named gaps."""
    ordered = sorted(rows, key=lambda one: (one.value is None, -(one.value or 0), one.label))
    places = from_top(len(ordered))
    highest = max(one.value or 0 for one in ordered)
    longest = max(len(one.text) for one in ordered if one.value is not None)
    gaps = [(place, one) for place, one in zip(places, ordered, strict=True) if one.value is None]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [one.value for one in ordered],
        "y": places,
        "width": BAR,
        "marker": {"color": [ACCENT if one.strong else theme.BAND_EDGE for one in ordered]},
        "text": [one.text if one.value is not None else "" for one in ordered],
        "textposition": "outside",
        "textfont": {"size": 15, "color": theme.INK},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return theme.figure(
        [bars],
        shapes=[
            {
                "type": "rect", "x0": 0, "x1": highest, "y0": place - BAR / 2,
                "y1": place + BAR / 2, "layer": "below",
                "line": {"color": theme.BAND_EDGE, "width": 1.5, "dash": "dash"},
            }
            for place, _one in gaps
        ],
        notes=[absence(place, one.text) for place, one in gaps],
        margin={"l": 8, "r": 8 + longest * LETTER, "t": 8, "b": 8},
        xaxis={
            "range": [0, highest], "visible": False, "title": {"text": unit, "standoff": 8},
        },
        yaxis={
            "tickvals": places,
            "ticktext": [_name(one) for one in ordered],
            "tickfont": {"size": 15, "color": theme.INK},
            "showgrid": False,
            "range": [0.4, len(ordered) + 0.6],
        },
    )  # fmt: skip


def _name(one: Ranked) -> str:
    name = wrapped(one.label, NAME, at_hyphens=True)
    return f"<b>{name}</b>" if one.strong else name
