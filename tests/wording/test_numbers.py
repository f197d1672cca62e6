"""Numbers and units as German text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Indicator, Level, Unit
from dashboard.wording.numbers import count_text, counted, number, number_of, value_text, with_unit
from tests.made.shipped import shipped_data

NBSP = "\u00a0"
PERCENT = Unit(id="percent", label="Prozent", suffix="%", minimum=0, maximum=100)
PLAIN = Unit(id="count", label="Anzahl", suffix="")
SHARE = Indicator(
    id="share",
    label="Anteil",
    short_label="Anteil",
    unit="percent",
    decimals=1,
    theme="wohnen",
    level=Level.GEMEINDE,
    definition="Ein Anteil.",
)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1234567.89, 1, "1.234.567,9"),
        (1234.5, 0, "1.235"),
        (1235.5, 0, "1.236"),
        (98.0, 1, "98,0"),
        (2.675, 2, "2,68"),
        (19627, 0, "19.627"),
        (0.0, 0, "0"),
        (0.0, 2, "0,00"),
        (-0.42, 2, "−0,42"),
        (-0.04, 1, "0,0"),
        (5.07, 2, "5,07"),
        (None, 1, "keine Angabe"),
    ],
)
def test_i18n_2_numbers_are_written_the_german_way(
    value: float | None, decimals: int, expected: str
) -> None:
    assert number(value, decimals) == expected


def test_zero_is_a_number_and_missing_is_not() -> None:
    assert with_unit(0.0, SHARE, PERCENT) == f"0,0{NBSP}%"
    assert with_unit(None, SHARE, PERCENT) == "keine Angabe"


def test_i18n_3_a_unit_never_breaks_from_its_number() -> None:
    assert with_unit(12.34, SHARE, PERCENT) == f"12,3{NBSP}%"
    assert with_unit(12.0, SHARE, PLAIN) == "12,0"


def test_values_of_every_kind_become_text(tiny: Dataset) -> None:
    def text(place: str, indicator: str) -> str:
        entry = tiny.indicators[indicator]
        return value_text(tiny.latest(place, indicator), entry, tiny.units[entry.unit])

    assert text("probenheim", "population") == f"12.345{NBSP}Personen"
    assert text("musterau", "vacancy_rate") == f"3,2{NBSP}%"
    assert text("musterau", "rent_tier") == f"Stufe{NBSP}III"
    assert text("probenheim", "kreis_price_class") == f"200 bis unter 300{NBSP}€/m²"
    assert text("probenheim", "vacancy_rate") == "keine Angabe"


def test_a_number_with_words_shows_both(shipped: Dataset) -> None:
    entry = shipped.indicators["distance_metropolis_km"]
    one = shipped.latest("moelln", entry.id)
    assert value_text(one, entry, shipped.units[entry.unit]) == f"47{NBSP}km Luftlinie (Hamburg)"


def test_a_tier_without_roman_numeral_shows_its_number(shipped: Dataset) -> None:
    entry = shipped.indicators["rent_level_tier_property_tax"]
    one = shipped.latest("diessen", entry.id)
    assert value_text(one, entry, shipped.units[entry.unit]) == f"Stufe{NBSP}5"


@pytest.mark.parametrize(
    ("count", "expected"), [(1, "1"), (2, "zwei"), (12, "zwölf"), (13, "13"), (2100, "2.100")]
)
def test_counts_are_words_up_to_twelve(count: int, expected: str) -> None:
    assert count_text(count) == expected


def test_a_value_is_no_more_exact_than_its_source() -> None:
    data = shipped_data()
    broadband = data.indicators["broadband_1000"]
    unit = data.units[broadband.unit]
    one = data.series("moelln", "broadband_1000")[0]
    whole = replace(one, value=45.0, rounded_to=1.0)
    assert value_text(whole, broadband, unit) == "rund 45\u00a0% der Haushalte"
    assert value_text(replace(whole, rounded_to=0.0), broadband, unit).startswith("45,0")
    assert number_of(whole, broadband) == "45"


def test_one_thing_is_counted_in_the_singular_with_its_article_where_there_is_one() -> None:
    assert counted(1, "Wert", "Werte") == "1 Wert"
    assert counted(1, "Wert", "Werte", "ein") == "ein Wert"
    assert counted(1234, "Wert", "Werte", "ein") == "1.234 Werte"
    assert counted(0, "Wert", "Werte") == "0 Werte"
