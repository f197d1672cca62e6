"""Dates and spans of time as German text."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from dashboard.wording.numbers import LOCALE, MISSING, NO_BREAK_SPACE


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
