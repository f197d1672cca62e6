"""What one cell holds: a number in German or English writing, an error of the spreadsheet, a text.

Nothing is guessed: what is neither is told with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?|[+-]?[1-9]\d{0,2}( \d{3})+(,\d+)?")
DECIMAL = re.compile(r"[+-]?\d+([.,]\d+)?")
# „1,200“ is one comma two in German and twelve hundred in English
EITHER = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
DIGITS = re.compile(r"[+-]?[\d.,]*\d")
PERCENT = re.compile(r"\s*%$")
# what Excel and LibreOffice write where a formula failed, in German, and a column too narrow
GERMAN_ERRORS = {
    "#N/A": "#NV",
    "#VALUE!": "#WERT!",
    "#REF!": "#BEZUG!",
    "#NUM!": "#ZAHL!",
    "#SPILL!": "#ÜBERLAUF!",
    "#CALC!": "#KALK!",
    "#FIELD!": "#FELD!",
}
ERROR = re.compile(r"#(N/A|NV|[A-ZÄÖÜ]+(/0)?[!?]|GETTING_DATA|##+)|(Err|Fehler):\d{3}")
NOT_COMPUTED = "#FORMEL!"  # a formula whose result nobody has ever worked out


def error_of(text: str) -> str:
    """Return the error a cell holds instead of an answer, as German Excel names it, or ''."""
    if not text.startswith(("#", "Err:", "Fehler:")) or not ERROR.fullmatch(text):
        return ""
    return GERMAN_ERRORS.get(text, text.replace("Err:", "Fehler:"))


def text_of(value: object) -> str:
    """Return the value of a cell that has a type as text; whole numbers without a point.

    A number with three decimals gets a fourth, so that nobody takes its point for thousands.
    """
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        if value.is_integer():
            return str(int(value))
        text = str(value)
        return f"{text}0" if re.fullmatch(r"-?\d+\.\d{3}", text) else text
    return str(value).strip()


def number_of(text: str, *, thousands: bool, comma: bool = False) -> float | None:
    """Return the number a cell holds in German or English writing, or None.

    „1.200“ is twelve hundred only where the column has `thousands`, no other cell of it having a
    point as decimal sign; „1,200“ is one and a fifth only where it has the `comma` as one.
    """
    plain = _bare(text)
    if THOUSANDS.fullmatch(plain):
        if not thousands and "." in plain:
            return None
        return float(plain.replace(".", "").replace(" ", "").replace(",", "."))
    if DECIMAL.fullmatch(plain) and (comma or not EITHER.fullmatch(plain)):
        return float(plain.replace(",", "."))
    return None


def has_thousands(values: Iterable[str]) -> bool:
    """Tell whether a point between digits separates thousands in this column."""
    numbers = [one for one in map(_bare, values) if "." in one and DIGITS.fullmatch(one)]
    return bool(numbers) and all(THOUSANDS.fullmatch(one) for one in numbers)


def is_grouped(text: str) -> bool:
    """Tell whether a cell is written with a point between thousands."""
    return "." in text and bool(THOUSANDS.fullmatch(_bare(text)))


def numbers_of(cells: Iterable[str]) -> dict[str, float | None]:
    """Return for each different cell of a column its number, None where there is none."""
    different = set(cells)
    bare = [_bare(one) for one in different]
    thousands = has_thousands(bare)
    comma = any("," in one and DIGITS.fullmatch(one) and not EITHER.fullmatch(one) for one in bare)
    return {cell: number_of(cell, thousands=thousands, comma=comma) for cell in different}


def _bare(text: str) -> str:
    return PERCENT.sub("", text).replace("\u2212", "-")
