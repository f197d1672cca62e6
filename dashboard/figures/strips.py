"""The overview's lanes: one short strip a place, its marks labelled where there is room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.facts.model import Activity, Precision
from dashboard.figures.lanes import Span

# all lengths are rem (16 px): at this width nothing overlaps, on more room it still does not
WIDTH = 30.0
SYMBOL = 1.5  # of a mark with what keeps it from the next
LETTER = 0.46  # at most this wide is a letter of a label, on average
GAP = 0.25  # after a label


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One activity: percent from left, row from top; its label stands after it, or before it.

    Without a label there was no room for one.
    """

    activity: Activity
    start: float
    end: float
    row: int
    label: str = ""
    turned: bool = False

    @property
    def is_point(self) -> bool:
        """A single known day is a point, everything else a bar that begins at its symbol."""
        known = self.activity.precision is Precision.DAY
        return known and self.activity.start == self.activity.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One place: its marks, how many rows they take, and what has no date at all."""

    place: str
    marks: tuple[Mark, ...]
    rows: int
    undated: tuple[Activity, ...]


def strip(
    place: str, activities: Sequence[Activity], drawn: Span, labels: Mapping[str, str]
) -> Strip:
    """Return the strip of a place.

    Args:
        place: town or network.
        activities: what is drawn, undated ones included.
        drawn: the days drawn.
        labels: what stands beside a mark, by kind of activity.
    """
    dated = [one for one in activities if one.precision is not Precision.PROJECT]
    marks: list[Mark] = []
    for one in sorted(dated, key=lambda one: (one.start, one.end)):
        mark = Mark(
            activity=one,
            start=drawn.share(one.start),
            end=drawn.share(one.end, after=True),
            row=0,
        )
        row = next(row for row in range(len(marks) + 1) if _is_free(mark, row, marks))
        marks.append(replace(mark, row=row))
    return Strip(
        place=place,
        marks=tuple(_labelled(marks, labels)),
        rows=max((one.row for one in marks), default=0) + 1,
        undated=tuple(one for one in activities if one.precision is Precision.PROJECT),
    )


def _is_free(mark: Mark, row: int, others: Sequence[Mark]) -> bool:
    """Return whether neither the symbol nor the bar would cover another one of its kind."""
    for other in others:
        if other.row != row:
            continue
        if abs(_at(mark) - _at(other)) < SYMBOL:
            return False
        if not (mark.is_point or other.is_point) and mark.start < other.end:
            return False
    return True


def _at(mark: Mark) -> float:
    """Return where the middle of the symbol stands, in rem, so that none of it is cut off."""
    return min(max(mark.start * WIDTH / 100, SYMBOL / 2), WIDTH - SYMBOL / 2)


def _labelled(marks: Sequence[Mark], labels: Mapping[str, str]) -> list[Mark]:
    """Return the marks with labels after, or else before their symbols, where nothing stands."""
    taken = [(one.row, _at(one) - SYMBOL / 2, _at(one) + SYMBOL / 2) for one in marks]
    found = []
    for mark in marks:
        label = labels[mark.activity.category]
        width, edge = LETTER * len(label) + GAP, SYMBOL / 2
        after = (mark.row, _at(mark) + edge, _at(mark) + edge + width)
        before = (mark.row, _at(mark) - edge - width, _at(mark) - edge)
        place = next((one for one in (after, before) if _has_room(one, taken)), None)
        if place:
            taken.append(place)
        found.append(replace(mark, label=label if place else "", turned=place is before))
    return found


def _has_room(place: tuple[int, float, float], taken: Sequence[tuple[int, float, float]]) -> bool:
    row, left, right = place
    if left < 0 or right > WIDTH:
        return False
    return all(row != other or right <= start or end <= left for other, start, end in taken)
