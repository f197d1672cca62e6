"""The timeline's lanes as one picture, to be saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from dashboard.facts.model import Activity, Category, Phase, Precision
from dashboard.figures import theme
from dashboard.figures.lanes import GAP, WIDTH, Lane, Mark, Span, beats, ticks, wrapped

HEAD = 4  # rows above a lane for its name
ENTRY = 4.5  # rows of an activity without a date
PICTURE_WIDTH = 1240
TRAY = 104.0  # where the undated stand, in percent of the time drawn
TRAY_LETTERS = 34  # of a line there
PICTURE_LETTER = 7.0  # pixels: so wide is a letter there
AXIS = 34  # pixels of the axis, above the legend
PICTURE_MARGINS = 190  # pixels above and below the lanes: numbers, axis, legend


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A lane with the name and colour of its place."""

    lane: Lane
    name: str
    colour: str

    @property
    def rows(self) -> int:
        """How many rows it takes in the picture, its name included."""
        return HEAD + max(self.lane.rows, ceil(ENTRY * len(self.lane.undated)), 2)


def picture_rows(lanes: Sequence[Labelled]) -> int:
    """Return how many rows of 10 pixels the lanes take in the picture."""
    return sum(one.rows for one in lanes) + 1


def timeline_picture(
    lanes: Sequence[Labelled],
    drawn: Span,
    categories: Mapping[str, Category],
    *,
    project: tuple[str, str],
    workshops: Sequence[Activity],
) -> theme.Figure:
    """Return the lanes as one picture of fixed size; its labels have the room they need."""
    drawn_lanes: list[_Parts] = []
    symbols: list[_Symbol] = []
    top = 0
    for one in lanes:
        symbols += (shown := _symbols_of(one, top + HEAD))
        drawn_lanes.append(_lane_parts(one, top + HEAD, shown, categories))
        top += one.rows
    undated = any(one.lane.undated for one in lanes)
    first, last = -1.2, 134 if undated else 101
    letter = (last - first) * PICTURE_LETTER / (PICTURE_WIDTH - 16)
    covered = [one.covered(letter) for one in symbols]
    around = _background(drawn, project, workshops, covered, top + 1)
    tray = _note(TRAY, 0, "Datum nicht bekannt", xanchor="left", yshift=2)
    parts = [around, *drawn_lanes, _Parts(notes=[tray] if undated else [])]
    marked = ticks(drawn)
    rows = picture_rows(lanes)
    return theme.figure(
        [*(trace for one in parts for trace in one.traces), *_legend(lanes, categories)],
        shapes=[shape for one in parts for shape in one.shapes],
        notes=[note for one in parts for note in one.notes],
        width=PICTURE_WIDTH,
        height=rows * 10 + PICTURE_MARGINS,
        margin={"l": 8, "r": 8, "t": 40, "b": PICTURE_MARGINS - 40},
        showlegend=True,
        legend={
            "orientation": "h", "x": 0, "y": -AXIS / (rows * 10), "yanchor": "top",
            "font": {"size": 13},
        },
        xaxis={
            "range": [first, last],
            "tickvals": [at for at, _text in marked],
            "ticktext": [text for _at, text in marked],
        },
        yaxis={"range": [rows, 0], "showgrid": False, "showticklabels": False},
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What one piece of the picture is made of."""

    traces: Sequence[theme.Part] = ()
    shapes: Sequence[theme.Part] = ()
    notes: Sequence[theme.Part] = ()


def _note(x: float, y: float, text: str, **more: Any) -> theme.Part:
    return theme.note(x, y, text, **{"yanchor": "bottom", **more})


def _background(
    drawn: Span,
    project: tuple[str, str],
    workshops: Sequence[Activity],
    covered: Sequence[tuple[float, float, float, float]],
    rows: float,
) -> _Parts:
    """Return the time of the project and the workshops, whose lines stop where a label stands."""
    start, end = drawn.share(project[0]), drawn.share(project[1], after=True)
    time = {"type": "rect", "fillcolor": theme.PERIOD, "line": {"width": 0}, "layer": "below"}
    dots = {"color": theme.MUTED, "width": 1, "dash": "dot"}
    dated = [beat for beat in beats(workshops, drawn) if beat.is_known]
    shapes: list[theme.Part] = []
    if start < end:
        shapes.append({"x0": start, "x1": end, "yref": "paper", "y0": 0, "y1": 1, **time})
    for beat in dated:
        over = [(y0, y1) for x0, x1, y0, y1 in covered if x0 <= beat.start <= x1]
        free = "".join(f"M{beat.start:g},{y0:g}V{y1:g}" for y0, y1 in _free_stretches(over, rows))
        if free:
            shapes.append({"type": "path", "path": free, "line": dots, "layer": "below"})
    return _Parts(
        shapes=shapes,
        notes=[
            _note(beat.start, 0, f"{beat.number}.", xanchor="center", yshift=2) for beat in dated
        ],
    )


def _free_stretches(
    covered: Sequence[tuple[float, float]], rows: float
) -> Iterator[tuple[float, float]]:
    """Yield what is left of all rows, from top to bottom, where nothing covers them."""
    free = 0.0
    for y0, y1 in sorted(covered):
        if y0 > free:
            yield free, y0
        free = max(free, y1)
    if free < rows:
        yield free, rows


def _symbols_of(one: Labelled, top: int) -> list[_Symbol]:
    marks = [
        _Symbol(
            activity=mark.activity,
            x=_label_at(mark),
            y=top + mark.row + max(len(mark.lines), 1),
            lines=mark.lines,
            turned=mark.turned,
        )
        for mark in one.lane.marks
    ]
    undated = [
        _Symbol(
            activity=activity,
            x=TRAY + 1,
            y=top - 1 + ENTRY * number,
            lines=tuple(wrapped(activity.title, TRAY_LETTERS)),
        )
        for number, activity in enumerate(one.lane.undated)
    ]
    return marks + undated


def _lane_parts(
    one: Labelled, top: int, symbols: Sequence[_Symbol], categories: Mapping[str, Category]
) -> _Parts:
    y = top - HEAD + 0.8
    line = {"color": theme.MUTED, "width": 1}
    across = {"xref": "paper", "x0": 0, "x1": 1, "layer": "below"}
    by_side = [[one for one in symbols if one.turned is turned] for turned in (False, True)]
    return _Parts(
        traces=[_symbols(chosen, categories) for chosen in by_side if chosen],
        shapes=[
            {"type": "line", "y0": y, "y1": y, "line": line, **across},
            *(
                _bar(mark, top, categories[mark.activity.category])
                for mark in one.lane.marks
                if not mark.is_point
            ),
        ],
        notes=[
            _note(0, top - 0.6, f"<b>{one.name}</b>", size=15, colour=one.colour, xanchor="left")
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Symbol:
    activity: Activity
    x: float
    y: float
    lines: tuple[str, ...]
    turned: bool = False

    @property
    def text(self) -> str:
        """The label, kept off its symbol; italics for what is not part of the project."""
        around = (f"{line}{GAP}" if self.turned else f"{GAP}{line}" for line in self.lines)
        text = "<br>".join(around)
        return text if self.activity.phase is Phase.PROJECT else f"<i>{text}</i>"

    def covered(self, letter: float) -> tuple[float, float, float, float]:
        """Return left, right, top and bottom of the label, a letter being so wide."""
        width = letter * (max(map(len, self.lines), default=0) + 2)
        left = self.x - width if self.turned else self.x
        return left, left + width, self.y - len(self.lines), self.y + len(self.lines)


def _symbols(chosen: Sequence[_Symbol], categories: Mapping[str, Category]) -> theme.Part:
    """Return symbols whose labels all stand on the same side."""
    kinds = [categories[one.activity.category] for one in chosen]
    return {
        "type": "scatter",
        "x": [one.x for one in chosen],
        "y": [one.y for one in chosen],
        "mode": "markers+text",
        "text": [one.text for one in chosen],
        "textposition": "middle left" if chosen[0].turned else "middle right",
        "textfont": {"size": 13},
        "marker": {
            "symbol": [kind.symbol for kind in kinds],
            "color": [kind.colour for kind in kinds],
            "size": 11,
        },
        "customdata": [
            f"{kind.label}: {one.activity.title}<br>{one.activity.date_text}"
            for kind, one in zip(kinds, chosen, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
        "showlegend": False,
    }


def _label_at(mark: Mark) -> float:
    if mark.is_point:
        return mark.start
    return mark.end - 1 if mark.turned else min(mark.start, 100 - 100 * mark.width / WIDTH)


def _bar(mark: Mark, top: int, category: Category) -> theme.Part:
    known = mark.activity.precision is Precision.DAY
    y = top + mark.row + 2 * max(len(mark.lines), 1) + 0.2
    return {
        "type": "line",
        "x0": mark.start,
        "x1": max(mark.end, mark.start + 0.4),
        "y0": y,
        "y1": y,
        "line": {"color": category.colour, "width": 5, "dash": "solid" if known else "3px,3px"},
    }


def _legend(lanes: Sequence[Labelled], categories: Mapping[str, Category]) -> list[theme.Part]:
    """Return an empty trace for each kind that is drawn: its shape, colour and word."""
    drawn = {mark.activity.category for one in lanes for mark in one.lane.marks}
    drawn |= {activity.category for one in lanes for activity in one.lane.undated}
    return [
        {
            "type": "scatter",
            "x": [None],
            "y": [None],
            "mode": "markers",
            "name": category.label,
            "marker": {"symbol": category.symbol, "color": category.colour, "size": 11},
            "showlegend": True,
        }
        for category in categories.values()
        if category.id in drawn
    ]
