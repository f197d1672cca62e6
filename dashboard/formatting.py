"""Numbers, dates and units as German text; the same rule for every table, chart and sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from dashboard.facts.model import Indicator, Observation, Unit, ValueKind

LOCALE = "de_DE"
NO_BREAK_SPACE = "\u00a0"
MISSING = "keine Angabe"
COUNTS = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")


def number(value: float | None, decimals: int = 0) -> str:
    """Return 1234.5 as „1.234,5“; None is „keine Angabe“."""
    if value is None:
        return MISSING
    # half away from zero, as on paper (DIN 1333); Babel alone would round half to even
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    # adding zero turns minus nought into nought
    return format_decimal(exact + 0, pattern, LOCALE).replace("-", "−")


def count_text(count: int) -> str:
    """Return a number of things, up to twelve as a word; for two and more, whatever the case."""
    return COUNTS[count - 2] if 2 <= count <= len(COUNTS) + 1 else number(count)


def listed(names: Sequence[str]) -> str:
    """Return „A, B und C“."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}"


def with_unit(value: float | None, indicator: Indicator, unit: Unit) -> str:
    """Return the number with its unit, held together by a no-break space."""
    text = number(value, indicator.decimals)
    if value is None or not unit.suffix:
        return text
    return f"{text}{NO_BREAK_SPACE}{unit.suffix}"


def value_text(observation: Observation | None, indicator: Indicator, unit: Unit) -> str:
    """Return an observation as text: a number, a tier („Stufe III“) or a class."""
    if observation is None or (observation.value is None and not observation.value_text):
        return MISSING
    if indicator.kind is ValueKind.TIER:
        return f"Stufe{NO_BREAK_SPACE}{observation.value_text or number(observation.value)}"
    if indicator.kind is ValueKind.CLASS:
        return f"{observation.value_text}{NO_BREAK_SPACE}{unit.suffix}"
    text = with_unit(observation.value, indicator, unit)
    return f"{text} ({observation.value_text})" if observation.value_text else text


def date_text(iso: str) -> str:
    """Return 2024-12-31 as „31. Dezember 2024“; months, half-years and years stay coarse."""
    if len(iso) == 10:
        day = date.fromisoformat(iso)
        return format_date(day, f"d.{NO_BREAK_SPACE}MMMM y", locale=LOCALE)
    if iso[4:6] == "-H":
        return f"{iso[6]}.{NO_BREAK_SPACE}Halbjahr {iso[:4]}"
    if len(iso) == 7:
        return format_date(date.fromisoformat(f"{iso}-01"), "MMMM y", locale=LOCALE)
    return iso or MISSING


def when_text(iso: str) -> str:
    """Return a date as a sentence says it: „am 31. Dezember 2024“, „im Dezember 2023“."""
    if len(iso) == 4:
        return f"im Jahr {iso}"
    return f"{'am' if len(iso) == 10 else 'im'} {date_text(iso)}"


def span_text(start: str, end: str) -> str:
    """Return two dates of one kind as a span: „4.–5. Oktober 2021“, „Mai bis Dezember 2022“."""
    first, last = date_text(start).split(" "), date_text(end).split(" ")
    if start == end:
        return " ".join(first)
    if len(start) == 10 and start[:7] == end[:7]:
        return f"{first[0].split(NO_BREAK_SPACE)[0]}–{' '.join(last)}"
    if len(start) > 4 and start[:4] == end[:4]:
        first = first[:-1]  # the year is said once
    return f"{' '.join(first)} bis {' '.join(last)}"


def short_date(iso: str) -> str:
    """Return 2024-12-31 as „31.12.2024“ and 2021-06 as „06/2021“, for axes and narrow cells."""
    if len(iso) == 10:
        return format_date(date.fromisoformat(iso), "dd.MM.y", locale=LOCALE)
    if len(iso) == 7 and iso[4:6] != "-H":
        return f"{iso[5:]}/{iso[:4]}"
    return date_text(iso)


def sort_key(text: str) -> str:
    """Return the key that sorts as German dictionaries do (DIN 5007-1: ö like o, ß like ss)."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
