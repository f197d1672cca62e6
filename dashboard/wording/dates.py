"""Dates and spans of time as German text."""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date, get_month_names

from dashboard.facts.dates import LOCALE, in_words, span_text
from dashboard.wording.numbers import MISSING
from dashboard.wording.search import folded

__all__ = ["date_text", "month_of", "short_date", "span_text", "when_text"]


def date_text(iso: str) -> str:
    """Return 2024-12-31 as „31. Dezember 2024“; months, half-years and years stay coarse."""
    return in_words(iso) if iso else MISSING


def when_text(iso: str) -> str:
    """Return a date as a sentence says it: „am 31. Dezember 2024“, „im Dezember 2023“."""
    if "/" in iso:
        return f"von {date_text(iso)}"
    if len(iso) == 4:
        return f"im Jahr {iso}"
    return f"{'am' if len(iso) == 10 else 'im'} {date_text(iso)}"


def short_date(iso: str) -> str:
    """Return 2024-12-31 as „31.12.2024“ and 2021-06 as „06/2021“, for axes and narrow cells."""
    if len(iso) == 10:
        return format_date(date.fromisoformat(iso), "dd.MM.y", locale=LOCALE)
    if len(iso) == 7 and iso[4:6] != "-H":
        return f"{iso[5:]}/{iso[:4]}"
    return date_text(iso)


MONTHS = {
    number: folded(name) for number, name in get_month_names("wide", "format", LOCALE).items()
}


def month_of(text: str, *, last: bool = False) -> str:
    """Return „2021-10“, „10/21“, „Oktober 2021“, „Okt 21“ or „2021“ as YYYY-MM; else nothing.

    A bare year is its first month, or its last; two digits are a year of this century.
    """
    clean = folded(" ".join(text.split()))
    named = re.fullmatch(r"([a-z]{3,})\.? ?(\d{4}|\d\d)", clean)
    if named:
        number = next((n for n, name in MONTHS.items() if name.startswith(named[1][:3])), 0)
        year = named[2]
    elif found := re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-\d\d)?", clean):
        year, number = found[1], int(found[2] or (12 if last else 1))
    elif found := re.fullmatch(r"(\d{1,2}) ?[./] ?(\d{4}|\d\d)", clean):
        year, number = found[2], int(found[1])
    else:
        return ""
    century = "" if len(year) == 4 else "20"
    return f"{century}{year}-{number:02}" if 1 <= number <= 12 else ""
