"""The timeline's drawing: lanes whose marks never overlap, with labels and without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from textwrap import wrap

from babel.dates import format_date

from dashboard.facts.model import Activity, Precision
from dashboard.wording.numbers import LOCALE

# all lengths are rem (16 px): at these widths nothing overlaps, on more room it still does not
WIDTH = 58.0  # of a lane with labels
SMALL = 15.0  # of a lane of symbols alone: it fits a phone
LETTER = 0.5  # at most this wide is a letter of a label
SYMBOL = 1.75  # the symbol and the gap after it
SHORT = 4.0  # a bar no longer than this may have its label before it
HALF = 0.75  # so far a point's symbol reaches to either side of its day
LINE_LETTERS = 48
LABELLED = 120  # more marks than this are drawn without their labels
LABEL_ROWS = 110  # so many rows of labels are taken in together; more are drawn as symbols alone
NARROW = 3.0  # a span of a workshop must be wider to be numbered
ENDLESS = 9999
GAP = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days drawn, from the first to the last."""

    first: date
    last: date

    def share(self, day: str, *, after: bool = False) -> float:
        """Return where a day begins (or ends) in percent of the span, kept within it."""
        at = date.fromisoformat(day) + timedelta(days=after)
        length = (self.last - self.first).days + 1
        return round(100 * min(max((at - self.first).days / length, 0), 1), 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One activity in its lane: percent from left, row from top, its label in lines.

    `small` is its row where symbols stand without labels. `turned` labels stand before a point, or
    a short bar, that lies too far right. `part` marks a part of an opened umbrella; `parts` is how
    many an umbrella holds.
    """

    activity: Activity
    start: float
    end: float
    row: int
    lines: tuple[str, ...]
    width: float
    small: int = 0
    turned: bool = False
    part: bool = False
    parts: int = 0

    @property
    def is_point(self) -> bool:
        """A single known day is a point, everything else a bar."""
        return self.activity.precision is Precision.DAY and (
            self.activity.start == self.activity.end
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One place: its marks, how many rows they take, and what has no date at all."""

    place: str
    marks: tuple[Mark, ...]
    rows: int
    small_rows: int
    undated: tuple[Activity, ...]


def span(first: str, last: str) -> Span:
    """Return the days from one ISO day to another."""
    return Span(first=date.fromisoformat(first), last=date.fromisoformat(last))


def lane(
    place: str,
    activities: Sequence[Activity],
    drawn: Span,
    *,
    parts: Mapping[str, Sequence[Activity]],
    opened: str = "",
    labelled: bool = True,
    width: float = WIDTH,
) -> Lane:
    """Return the lane of a place.

    Args:
        place: town or network.
        activities: the activities that count, undated ones included.
        drawn: the days drawn.
        parts: what each umbrella holds.
        opened: the umbrella whose parts are drawn too.
        labelled: whether marks carry their titles.
        width: of the lane in rem; narrower than it will be shown is safe, wider is not.
    """
    dated = [one for one in activities if one.precision is not Precision.PROJECT]
    inside = parts.get(opened, ())  # in their order: the same page for everyone
    marks = [
        _mark(one, drawn, len(parts.get(one.id, ())), labelled, part=one in inside)
        for one in (*dated, *(inside if any(one.id == opened for one in dated) else ()))
    ]
    small, small_rows = _packed([_small_box(one) for one in marks])
    by_id = {one.activity.id: at for one, at in small}
    packed, rows = _packed([_box(one, width) for one in marks])
    undated = tuple(one for one in activities if one.precision is Precision.PROJECT)
    placed = tuple(replace(one, row=at, small=by_id[one.activity.id]) for one, at in packed)
    return Lane(place=place, marks=placed, rows=rows, small_rows=small_rows, undated=undated)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    mark: Mark
    left: float
    right: float
    rows: int


def _mark(one: Activity, drawn: Span, parts: int, labelled: bool, *, part: bool) -> Mark:
    title = f"{one.title} ({parts}{GAP}Teile)" if parts else one.title
    lines = tuple(wrapped(title)) if labelled else ()
    return Mark(
        activity=one,
        start=drawn.share(one.start),
        end=drawn.share(one.end, after=True),
        row=0,
        lines=lines,
        width=SYMBOL + LETTER * max(map(len, lines), default=0),
        part=part,
        parts=parts,
    )


def _box(mark: Mark, width: float) -> _Box:
    at, until = mark.start * width / 100, mark.end * width / 100
    turned = until - at < SHORT and at + mark.width > width
    if turned:
        right = at + HALF if mark.is_point else until
        left = right - mark.width
    elif mark.is_point:
        left, right = at - HALF, at - HALF + mark.width
    else:
        left = min(at, width - mark.width)
        right = max(left + mark.width, until)
    rows = 2 * max(len(mark.lines), 1) + 1  # one for the bar and the gap
    return _Box(mark=replace(mark, turned=turned), left=left, right=right, rows=rows)


def _small_box(mark: Mark) -> _Box:
    """Return the symbol alone, never turned; a point's may reach over the edge."""
    at, until = mark.start * SMALL / 100, mark.end * SMALL / 100
    left = at - HALF if mark.is_point else min(at, SMALL - SYMBOL)
    right = left + SYMBOL if mark.is_point else max(left + SYMBOL, until)
    return _Box(mark=mark, left=left, right=right, rows=3)


def wrapped(title: str, letters: int = LINE_LETTERS) -> list[str]:
    """Return a title in lines of so many letters."""
    return wrap(title, letters, break_on_hyphens=False)


def _packed(boxes: Sequence[_Box]) -> tuple[list[tuple[Mark, int]], int]:
    """Return the marks by date, each with the highest row with room, and the number of rows."""
    taken: list[list[_Box]] = []  # by row
    marks = []
    for box in sorted(boxes, key=lambda one: (one.mark.activity.start, one.left)):
        row = next(_free(taken, box))
        taken += [[] for _ in range(row + box.rows - len(taken))]
        for each in taken[row : row + box.rows]:
            each.append(box)
        marks.append((box.mark, row))
    return marks, len(taken)


def _free(taken: Sequence[Sequence[_Box]], box: _Box) -> Iterator[int]:
    for row in range(len(taken) + 1):
        near = (one for each in taken[row : row + box.rows] for one in each)
        if all(one.right <= box.left or box.right <= one.left for one in near):
            yield row


def ticks(drawn: Span) -> tuple[tuple[float, str], ...]:
    """Return where the axis is marked and what stands there: months, quarters or years."""
    months = (drawn.last - drawn.first).days / 30.4
    step = next(step for step, most in ((1, 9), (3, 36), (12, ENDLESS)) if months <= most)
    every = (
        date(number // 12, number % 12 + 1, 1)
        for number in range(drawn.first.year * 12, drawn.last.year * 12 + 12, step)
    )
    shown = [day for day in every if drawn.first <= day <= drawn.last]
    return tuple(
        (drawn.share(day.isoformat()), _tick_text(day, step, day is shown[0])) for day in shown
    )


def spaced(places: Sequence[float], room: float, last: float = 100) -> tuple[bool, ...]:
    """Return which of the places, in order, keep so much room between them; all in percent."""
    kept, free = [], 0.0
    for at in places:
        kept.append(free <= at <= last)
        free = at + room if kept[-1] else free
    return tuple(kept)


def _tick_text(day: date, step: int, first: bool) -> str:
    if step == 12 or day.month == 1:
        return str(day.year)
    month = format_date(day, "LLL", locale=LOCALE)
    return f"{month} {day.year}" if first else month


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A workshop: a line through all lanes, or the span it lay in where its date is not known."""

    number: int
    activity: Activity
    start: float
    end: float

    @property
    def is_known(self) -> bool:
        """Whether the date was found."""
        return self.activity.precision is not Precision.PROJECT


def beats(workshops: Sequence[Activity], drawn: Span) -> tuple[Beat, ...]:
    """Return the workshops, in their order, that lie at least partly in the days drawn.

    A span too narrow to hold its number is left out; the lane of its town names it.
    """
    found = []
    for number, one in enumerate(workshops, start=1):
        first, last = one.start, one.end
        if one.precision is Precision.PROJECT:
            # by its number it lies between its neighbours
            first, last = workshops[number - 2].end, workshops[number].start
        start, end = drawn.share(first), drawn.share(last, after=True)
        wide = one.precision is not Precision.PROJECT or (end - start) * WIDTH / 100 > NARROW
        if start < end and wide:
            found.append(Beat(number=number, activity=one, start=start, end=end))
    return tuple(found)
