"""How things are written on the page in English: numbers, dates, what a value may not be."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date

from dashboard.facts.model import Flag, Indicator, Observation
from dashboard.wording import numbers
from dashboard.wording.numbers import NO_BREAK_SPACE

LOCALE = Locale.parse("en_GB")
MISSING = "not available"
FLAG_WORDS = {Flag.VERBAND: "whole municipal association", Flag.TERRITORY: "other territory then"}
COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(value: float | None, decimals: int = 0) -> str:
    """Return 1234.5 as “1,234.5”; None is “not available”."""
    return MISSING if value is None else numbers.number(value, decimals, LOCALE)


def count_text(count: int) -> str:
    """Return a number of things, from two to ten as a word."""
    return COUNTS[count - 2] if 2 <= count <= len(COUNTS) + 1 else number(count)


def date_text(iso: str) -> str:
    """Return 2024-12-31 as “31 December 2024”; months, half-years and years stay coarse."""
    if not iso:
        return MISSING
    if "/" in iso:
        return " to ".join(map(date_text, iso.split("/")))
    if len(iso) == 10:
        day = date.fromisoformat(iso)
        return format_date(day, f"d{NO_BREAK_SPACE}MMMM y", locale=LOCALE)
    if iso[4:6] == "-H":
        return f"{'first' if iso[6] == '1' else 'second'} half of {iso[:4]}"
    if len(iso) == 7:
        return format_date(date.fromisoformat(f"{iso}-01"), "MMMM y", locale=LOCALE)
    return iso


def with_unit(value: float, decimals: int, unit: str) -> str:
    """Return the number with its unit; a percent sign stands close, as in English."""
    return f"{number(value, decimals)}{'' if unit.startswith('%') else NO_BREAK_SPACE}{unit}"


def value_text(observation: Observation | None, indicator: Indicator) -> str:
    """Return an observation without unit, no more exact than its source, and what it is not of."""
    if observation is None or observation.value is None:
        return MISSING
    text = number(observation.value, numbers.decimals_of(observation, indicator))
    if numbers.is_rounded(observation, indicator):
        text = f"about {text}"
    return f"{text} ({FLAG_WORDS[observation.flag]})" if observation.flag else text
