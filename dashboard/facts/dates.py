"""When something was, in words: what dates say by themselves, and whether words agree with them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from babel import Locale
from babel.dates import format_date, get_month_names

from dashboard.facts.model import Precision

LOCALE = Locale.parse("de_DE")
NO_BREAK_SPACE = "\u00a0"
UNDATED = "im Projekt, Datum nicht bekannt"
MONTHS = {name: number for number, name in get_month_names("wide", "format", LOCALE).items()}
QUARTERS = {
    ("01-01", "03-31"): 1,
    ("04-01", "06-30"): 2,
    ("07-01", "09-30"): 3,
    ("10-01", "12-31"): 4,
}


def in_words(iso: str) -> str:
    """Return 2024-12-31 as „31. Dezember 2024“; months, half-years and years stay coarse.

    Two months with a slash are a span: „Januar bis Mai 2016“.
    """
    if "/" in iso:
        return span_text(*iso.split("/"))
    if len(iso) == 10:
        return format_date(date.fromisoformat(iso), f"d.{NO_BREAK_SPACE}MMMM y", locale=LOCALE)
    if iso[4:6] == "-H":
        return f"{iso[6]}.{NO_BREAK_SPACE}Halbjahr {iso[:4]}"
    if len(iso) == 7:
        return format_date(date.fromisoformat(f"{iso}-01"), "MMMM y", locale=LOCALE)
    return iso


def span_text(start: str, end: str) -> str:
    """Return two dates of one kind as a span: „4.–5. Oktober 2021“, „Mai bis Dezember 2022“."""
    first, last = in_words(start).split(" "), in_words(end).split(" ")
    if start == end:
        return " ".join(first)
    if len(start) == 10 and start[:7] == end[:7]:
        return f"{first[0].split(NO_BREAK_SPACE)[0]}–{' '.join(last)}"
    if len(start) > 4 and start[:4] == end[:4]:
        first = first[:-1]  # the year is said once
    return f"{' '.join(first)} bis {' '.join(last)}"


def derived_text(start: str, end: str, precision: Precision) -> str:
    """Return what two days, known so exactly, say by themselves: „Mai bis Dezember 2022“."""
    if precision is Precision.PROJECT:
        return UNDATED
    quarter = QUARTERS.get((start[5:], end[5:])) if start[:4] == end[:4] else None
    if precision is Precision.QUARTER and quarter:
        return f"{quarter}. Quartal {start[:4]}"
    letters = {Precision.DAY: 10, Precision.YEAR: 4}.get(precision, 7)
    return span_text(start[:letters], end[:letters]).replace(NO_BREAK_SPACE, " ")


def agrees(text: str, start: str, end: str, precision: Precision) -> bool:
    """Tell whether words of one's own contradict the days, or know more than these do.

    An exact date is said in full („15. Juli 2019 (Jahr erschlossen)“). Otherwise the words name a
    year, and no year, month or day outside; undated ones begin with no date.
    """
    plain = text.replace(NO_BREAK_SPACE, " ")
    if re.search(r"\d[./-]\d", plain):
        return False
    if precision is Precision.DAY:
        return derived_text(start, end, precision) in plain
    years = re.findall(r"\b\d{4}\b", plain)
    months = [MONTHS[word] for word in re.findall(r"\w+", plain) if word in MONTHS]
    if precision is Precision.PROJECT:
        return not re.match(r"\d", plain)
    days = [int(day) for day in re.findall(r"\b(\d{1,2})\.(?= [A-ZÄ]\w+ \d{4})", plain)]
    reach = 12 * (int(end[:4]) - int(start[:4])) + int(end[5:7]) - int(start[5:7])
    inside = {(int(start[5:7]) - 1 + step) % 12 + 1 for step in range(reach + 1)}
    # the first and last day of a month only say which month
    last = monthrange(int(end[:4]), int(end[5:7]))[1]
    exact = {int(start[8:]), int(end[8:])} - {1, last}
    return (
        bool(years)
        and all(start[:4] <= year <= end[:4] for year in years)
        and set(months) <= inside
        and (precision is not Precision.MONTH or bool(months) or start[:4] != end[:4])
        and set(days) <= exact
    )
