"""Places by two indicators: a point each with its name, and the medians as crossing lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from dashboard.figures import theme
from dashboard.figures.dots import LETTER, MARKER, TITLE_WIDTH, Dot, marker, name_of
from dashboard.figures.theme import wrapped

UPRIGHT_WIDTH = 40  # letters of a line of an upright axis title
LONG_NUMBER = 100_000  # from here on ticks are few
# pixels between the axes of a scatter plot on phones, at 1920 and at 1440 pixels
SCREENS = ((205, 440), (227, 429), (616, 369), (820, 515))
# the same on a window of 320 pixels: no name is cut there, but some may meet
NARROWEST = (158, 440)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """One place in a scatter plot."""

    dot: Dot
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle in pixels, from its middle."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: _Box) -> bool:
        across = abs(self.x - other.x) * 2 < self.width + other.width
        return across and abs(self.y - other.y) * 2 < self.height + other.height


def crossings(
    points: Sequence[Crossing],
    *,
    x_title: str,
    y_title: str,
    decimals: tuple[int, int],
    medians: tuple[float | None, float | None] = (None, None),
    median_text: str = "Median",
) -> theme.Figure:
    """Return places by two indicators, each with its name; the medians as crossing lines."""
    x_range = _span([point.x for point in points], medians[0])
    y_range = _span([point.y for point in points], medians[1])
    lines = {"line": {"width": 1.5, "color": theme.MUTED, "dash": "dot"}, "layer": "below"}
    words = partial(theme.note, text=median_text, size=13, colour=theme.MUTED)
    shapes, notes = [], []
    if medians[0] is not None:
        shapes.append(theme.through("x", medians[0], **lines))
        notes.append(words(medians[0], 1, yref="paper", yanchor="bottom"))
    if medians[1] is not None:
        shapes.append(theme.through("y", medians[1], **lines))
        beside = words(1, medians[1], xref="paper", xanchor="left", xshift=3, textangle=90)
        notes.append(beside)
    places = _label_places(points, x_range, y_range)
    return theme.figure(
        [_crossing_dot(point) for point in points],
        shapes=shapes,
        notes=[
            *notes,
            *(_name_at(point, *place) for point, place in zip(points, places, strict=True)),
        ],
        margin={"l": 8, "r": 24, "t": 24, "b": 8},
        xaxis={
            "range": list(x_range), "tickangle": 0, "tickformat": f",.{decimals[0]}~f",
            "nticks": 3 if x_range[1] >= LONG_NUMBER else 4,
            "title": {"text": wrapped(x_title, TITLE_WIDTH, at_hyphens=True), "standoff": 10},
        },
        yaxis={
            "range": list(y_range), "nticks": 5, "tickformat": f",.{decimals[1]}~f",
            "title": {"text": wrapped(y_title, UPRIGHT_WIDTH, at_hyphens=True), "standoff": 10},
        },
    )  # fmt: skip


def _crossing_dot(point: Crossing) -> theme.Part:
    return {
        "type": "scatter",
        "x": [point.x],
        "y": [point.y],
        "mode": "markers",
        "marker": marker(point.dot),
        "name": point.dot.label,
        "meta": point.dot.key,
        "cliponaxis": False,
        "hovertemplate": f"{point.dot.hover}<extra></extra>",
    }


def _name_at(point: Crossing, right: float, down: float) -> theme.Part:
    """Return a place's name, joined with its point by a line where it stands far away."""
    far = _is_far(point, right, down)
    words = theme.note(
        point.x, point.y, name_of(point.dot), size=14, colour=point.dot.colour,
        ax=right, ay=down, name=point.dot.key, showarrow=True,
        arrowhead=0, arrowwidth=1, standoff=9,
        arrowcolor=theme.MUTED if far else "rgba(0,0,0,0)",
    )  # fmt: skip
    return theme.on_plate(words)


def _span(values: Sequence[float], median: float | None) -> tuple[float, float]:
    every = [*values, *([median] if median is not None else [])]
    low, high = min(every, default=0.0), max(every, default=1.0)
    room = (high - low or abs(high) or 1.0) * 0.16
    return low - room, high + room


def _label_places(
    points: Sequence[Crossing], x_range: tuple[float, float], y_range: tuple[float, float]
) -> list[tuple[float, float]]:
    """Return how far right and down of its point each name stands, in pixels.

    A place must be free on the smallest and on a large screen; in between it is, too.
    """
    shares = [
        (
            (point.x - x_range[0]) / (x_range[1] - x_range[0]),
            1 - (point.y - y_range[0]) / (y_range[1] - y_range[0]),
        )
        for point in points
    ]
    taken = [[_Box(x * w, y * h, MARKER, MARKER) for x, y in shares] for w, h in SCREENS]
    found = []
    for point, (x, y) in zip(points, shares, strict=True):
        lines = name_of(point.dot).replace("<b>", "").replace("</b>", "").split("<br>")
        sizes = (max(map(len, lines)) * LETTER + 4, len(lines) * 19 + 2)
        tried = []
        for wish in _around(_Box(0, 0, *sizes)):
            right, down = _kept_within(wish, (x, y), sizes)
            boxes = [_Box(x * w + right, y * h + down, *sizes) for w, h in SCREENS]
            # names may meet where there is no room for all; a point is hidden last
            met = sum(
                10 if number < len(points) else 1
                for box, others in zip(boxes, taken, strict=True)
                for number, other in enumerate(others)
                if box.meets(other)
            )
            tried.append((met, (right, down), boxes))
            if not met:
                break
        _met, place, boxes = min(tried, key=lambda one: one[0])
        for box, others in zip(boxes, taken, strict=True):
            others.append(box)
        found.append(place)
    return found


def _kept_within(
    wish: tuple[float, float], share: tuple[float, float], sizes: tuple[float, float]
) -> tuple[float, float]:
    """Return the place nearest to a wished one at which a name is cut on no screen."""
    screens = (NARROWEST, *SCREENS)
    right, down = (
        max(
            *(size / 2 - at * screen[axis] for screen in screens),
            min(wish[axis], *((1 - at) * screen[axis] - size / 2 for screen in screens)),
        )
        for axis, (at, size) in enumerate(zip(share, sizes, strict=True))
    )
    return right, down


def _is_far(point: Crossing, right: float, down: float) -> bool:
    """Return whether a name stands so far from its point that a line must join them."""
    width = max(map(len, name_of(point.dot).split("<br>"))) * LETTER
    return abs(down) > 45 or (abs(down) > 12 and abs(right) > width / 2 + 20)


def _around(box: _Box) -> Iterator[tuple[float, float]]:
    """Yield places for a name: beside, above and below its point, then ever farther away."""
    for far in (0, 22, 44, 66, 88, 110, 140, 170, 200, 240, 280, 330):
        side = box.width / 2 + 12 + far / 4
        above = box.height / 2 + 10 + far
        yield from ((side, 0), (-side, 0)) if not far else ((side, far), (-side, far))
        yield from ((0, -above), (0, above), (side, -above), (-side, -above))
        yield from ((side, above), (-side, above))
