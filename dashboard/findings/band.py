"""Where a value stands among the Gemeinden of its size class: quarters, not ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dashboard.wording.numbers import listed

SIZE = "5.000 bis unter 20.000 Einwohnerinnen und Einwohnern"  # of the class
REACH = 2.25  # the strip shows this many interquartile ranges to either side of the median


class Quarter(StrEnum):
    """The part of the size class a value falls into; the words are shown."""

    LOWER = "unteres Viertel"
    MIDDLE = "mittlere Hälfte"
    UPPER = "oberes Viertel"


WITHIN = {
    Quarter.MIDDLE: "in der mittleren Hälfte",
    Quarter.LOWER: "im unteren Viertel",
    Quarter.UPPER: "im oberen Viertel",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Positions on the strip in percent of its width; `clipped` where the value lies beyond it."""

    low: float
    median: float
    high: float
    value: float
    quarter: Quarter
    clipped: bool


def quarter(value: float, low: float, high: float) -> Quarter:
    """Return the part of the class: a value on a quartile belongs to the middle half."""
    if value < low:
        return Quarter.LOWER
    return Quarter.UPPER if value > high else Quarter.MIDDLE


def placement(value: float, low: float, median: float, high: float) -> Placement:
    """Return where value and quartiles lie on a strip centred on the median.

    All in the unit of the indicator. Without any spread in the class every difference is large.
    """
    spread = high - low
    positions = [_position(x, median, spread) for x in (low, high, value)]
    return Placement(
        low=positions[0],
        median=50.0,
        high=positions[1],
        value=positions[2],
        quarter=quarter(value, low, high),
        clipped=value != median and abs(value - median) > REACH * spread,
    )


def _position(value: float, median: float, spread: float) -> float:
    if value == median:
        return 50.0
    distance = (value - median) / spread if spread else REACH * (1 if value > median else -1)
    return round(50 + 50 * max(-REACH, min(REACH, distance)) / REACH, 1)


def quarters_sentence(quarters: Sequence[Quarter]) -> str:
    """Return how many of the values lie in which part of the size class."""
    if not quarters:
        return "Für diese Werte gibt es keinen Vergleich mit der Größenklasse."
    total = len(quarters)
    counts = [
        (part, quarters.count(part)) for part in (Quarter.MIDDLE, Quarter.LOWER, Quarter.UPPER)
    ]
    parts = [f"{count} {WITHIN[part]}" for part, count in counts if count]
    first = next(count for _part, count in counts if count)
    if total == 1:
        start, verb, places = "Der eine vergleichbare Wert", "liegt", WITHIN[quarters[0]]
    elif len(parts) == 1:
        start, verb, places = f"Alle {total} vergleichbaren Werte", "liegen", WITHIN[quarters[0]]
    else:
        start = f"Von {total} vergleichbaren Werten"
        verb = "liegt" if first == 1 else "liegen"
        places = listed(parts)
    return f"{start} {verb} {places} der Gemeinden mit {SIZE}."
