"""Numbers, dates and units as English has them."""

from __future__ import annotations

import pytest

from dashboard.wording.english import count_text, date_text, number, with_unit


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(1234.5, 1, "1,234.5"), (19627, 0, "19,627"), (-0.05, 1, "−0.1"), (None, 0, "not available")],
)
def test_numbers(value: float | None, decimals: int, expected: str) -> None:
    assert number(value, decimals) == expected


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2024-12-31", "31 December 2024"),
        ("2023-12", "December 2023"),
        ("2024-H2", "second half of 2024"),
        ("2024", "2024"),
        ("2016-01/2016-05", "January 2016 to May 2016"),
        ("", "not available"),
    ],
)
def test_dates_stay_as_coarse_as_they_are_known(iso: str, expected: str) -> None:
    assert date_text(iso).replace("\u00a0", " ") == expected


def test_words() -> None:
    assert (count_text(5), count_text(1), count_text(1200)) == ("five", "1", "1,200")
    assert with_unit(47, 0, "km") == "47\u00a0km"
    assert with_unit(98, 1, "% of households") == "98.0% of households"
