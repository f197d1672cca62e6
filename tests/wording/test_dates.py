"""Dates and spans of time as German text."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from dashboard.wording.dates import date_text, month_of, short_date, span_text, when_text
from dashboard.wording.numbers import LOCALE
from dashboard.wording.numbers import NO_BREAK_SPACE as NBSP

MONTH_NAMES = list(get_month_names("wide", "format", LOCALE).values())
DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2030, 12, 31))


@pytest.mark.parametrize(
    ("iso", "expected", "short"),
    [
        ("2024-12-31", f"31.{NBSP}Dezember 2024", "31.12.2024"),
        ("2021-03-05", f"5.{NBSP}März 2021", "05.03.2021"),
        ("2021-06", "Juni 2021", "06/2021"),
        ("2021-H2", f"2.{NBSP}Halbjahr 2021", f"2.{NBSP}Halbjahr 2021"),
        ("2020", "2020", "2020"),
        ("", "keine Angabe", "keine Angabe"),
    ],
)
def test_i18n_3_dates_stay_as_coarse_as_they_are_known(iso: str, expected: str, short: str) -> None:
    assert date_text(iso) == expected
    assert short_date(iso) == short


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2024-12-31", f"am 31.{NBSP}Dezember 2024"),
        ("2021-06", "im Juni 2021"),
        ("2021-H2", f"im 2.{NBSP}Halbjahr 2021"),
        ("2020", "im Jahr 2020"),
    ],
)
def test_i18n_3_dates_stand_in_sentences_with_their_word(iso: str, expected: str) -> None:
    assert when_text(iso) == expected


def test_i18n_2_years_are_never_grouped() -> None:
    assert "." not in date_text("2024")


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2021-10", "2021-10"),
        ("10/2021", "2021-10"),
        ("3.2022", "2022-03"),
        ("Oktober 2021", "2021-10"),
        ("Okt 21", "2021-10"),
        ("10/21", "2021-10"),
        ("10 / 2021", "2021-10"),
        ("märz 2022", "2022-03"),
        ("Maerz 2022", "2022-03"),
        ("2021", "2021-01"),
        ("2021-13", ""),
        ("gestern", ""),
        ("xyz 2021", ""),
    ],
)
def test_months_are_read_however_they_are_typed(text: str, month: str) -> None:
    assert month_of(text) == month


def test_a_bare_year_as_end_is_its_december() -> None:
    assert month_of("2021", last=True) == "2021-12"


def read_back(text: str) -> tuple[date, date]:
    """Read a span of days as a German reader does: what is missing stands at the end."""
    first, _, last = text.replace(NBSP, " ").partition("–")
    if not last:
        first, _, last = first.partition(" bis ")
    end = parsed(last or first, None)
    return parsed(first, end), end


def parsed(text: str, end: date | None) -> date:
    found = re.fullmatch(r"(\d+)\.(?: (\w+))?(?: (\d{4}))?", text)
    assert found, text
    month = MONTH_NAMES.index(found[2]) + 1 if found[2] else end.month if end else 0
    return date(int(found[3]) if found[3] else end.year if end else 0, month, int(found[1]))


@given(DAYS, st.integers(min_value=0, max_value=800))
def test_a_span_of_days_in_words_can_be_read_back(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    assert read_back(span_text(first.isoformat(), last.isoformat())) == (first, last)


@given(DAYS, st.integers(min_value=0, max_value=800))
def test_a_span_of_months_says_each_year_once(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    text = span_text(first.isoformat()[:7], last.isoformat()[:7])
    years = re.findall(r"\d{4}", text)
    assert years == list(dict.fromkeys([str(first.year), str(last.year)]))
    assert (" bis " in text) == ((first.year, first.month) != (last.year, last.month))


def test_spans_read_as_germans_write_them() -> None:
    spoken = {
        ("2021-10-04", "2021-10-05"): "4.–5. Oktober 2021",
        ("2020-08-29", "2020-09-27"): "29. August bis 27. September 2020",
        ("2022-06-21", "2022-06-21"): "21. Juni 2022",
        ("2019-12-30", "2020-01-02"): "30. Dezember 2019 bis 2. Januar 2020",
        ("2022-05", "2022-12"): "Mai bis Dezember 2022",
        ("2019-07", "2020-06"): "Juli 2019 bis Juni 2020",
        ("2019", "2020"): "2019 bis 2020",
    }
    for (start, end), text in spoken.items():
        assert span_text(start, end).replace(NBSP, " ") == text


def test_months_from_to_are_neither_a_month_nor_a_year() -> None:
    assert date_text("2016-01/2016-05") == "Januar bis Mai 2016"
    assert when_text("2016-01/2016-05") == "von Januar bis Mai 2016"
