"""Where a value stands among the Gemeinden of its size class: quarters, not ranks."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from dashboard.facts.model import Indicator, Reading
from dashboard.wording.numbers import listed

SIZE = "5.000 bis unter 20.000 Einwohnerinnen und Einwohnern"  # of the class
# said wherever a median stands beside a value of all Germany
WEIGHTS = (
    "Beim Median zählt jeder Ort gleich; „Ganz Deutschland“ ist eine Summe oder ein nach "
    "Größe gewichteter Durchschnitt."
)
# the three values that part the class into quarters, whatever the reading of an indicator
QUARTILES = ("Ein Viertel liegt darunter", "Median", "Ein Viertel liegt darüber")


class Quarter(StrEnum):
    """The part of the size class a value falls into; what it is called depends on the reading."""

    LOWER = "unten"
    MIDDLE = "mitte"
    UPPER = "oben"


# „oben“ praises where much is favourable and only there; elsewhere the words say what is measured
ENDS = {
    Reading.HIGH_FAVOURABLE: {Quarter.LOWER: "unter", Quarter.UPPER: "ober"},
    Reading.NEUTRAL: {Quarter.LOWER: "niedrigst", Quarter.UPPER: "höchst"},
    Reading.LOW_FAVOURABLE: {Quarter.LOWER: "niedrigst", Quarter.UPPER: "höchst"},
}
UNFAVOURABLE = "niedrige Werte gelten hier als günstig"


def quarter_words(part: Quarter, indicator: Indicator) -> str:
    """Return the name of a part: „oberes Viertel“, „länger als bei drei Vierteln“."""
    if part is Quarter.MIDDLE:
        return "mittlere Hälfte"
    if indicator.reading is Reading.LOW_FAVOURABLE:
        than = indicator.more if part is Quarter.UPPER else indicator.less
        return f"{than} als bei drei Vierteln"
    return f"{ENDS[indicator.reading][part]}es Viertel"


def _within(part: Quarter, reading: Reading) -> str:
    if part is Quarter.MIDDLE:
        return "in der mittleren Hälfte"
    return f"im {ENDS[reading][part]}en Viertel"


def quarter(value: float, low: float, high: float) -> Quarter:
    """Return the part of the class: a value on a quartile belongs to the middle half."""
    if value < low:
        return Quarter.LOWER
    return Quarter.UPPER if value > high else Quarter.MIDDLE


def quarters_sentence(found: Sequence[tuple[Quarter, Reading]]) -> str:
    """Return how many of the values lie in which part of the size class.

    Where much is favourable for some of them and not for others, only inside and outside of the
    middle half are counted: an upper quarter of both would mean nothing.
    """
    if not found:
        return "Für diese Werte gibt es keinen Vergleich mit der Größenklasse."
    readings = {reading for _part, reading in found}
    quarters = [part for part, _reading in found]
    if len(readings) > 1:
        inside = quarters.count(Quarter.MIDDLE)
        counts = [("in der mittleren Hälfte", inside), ("außerhalb davon", len(found) - inside)]
    else:
        counts = [
            (_within(part, *readings), quarters.count(part))
            for part in (Quarter.MIDDLE, Quarter.LOWER, Quarter.UPPER)
        ]
    counts = [(words, count) for words, count in counts if count]
    parts = [f"{count} {words}" for words, count in counts]
    total, first = len(found), counts[0][1]
    # „davon“ needs something before it
    only = counts[0][0].replace("außerhalb davon", "außerhalb der mittleren Hälfte")
    if total == 1:
        start, verb, places = "Der eine vergleichbare Wert", "liegt", only
    elif len(parts) == 1:
        start, verb, places = f"Alle {total} vergleichbaren Werte", "liegen", only
    else:
        start = f"Von {total} vergleichbaren Werten"
        verb = "liegt" if first == 1 else "liegen"
        places = listed(parts)
    low = f"; {UNFAVOURABLE}" if readings == {Reading.LOW_FAVOURABLE} else ""
    return f"{start} {verb} {places} der Gemeinden mit {SIZE}{low}."
