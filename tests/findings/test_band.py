"""Where a value stands in its size class."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.facts.model import Reading
from dashboard.findings.band import (
    Quarter,
    quarter,
    quarter_words,
    quarters_sentence,
)
from tests.made.shipped import shipped_data


def test_a_value_on_a_quartile_belongs_to_the_middle() -> None:
    assert quarter(10, 10, 20) is Quarter.MIDDLE
    assert quarter(20, 10, 20) is Quarter.MIDDLE
    assert quarter(9.9, 10, 20) is Quarter.LOWER
    assert quarter(20.1, 10, 20) is Quarter.UPPER


PLACES = {
    Quarter.MIDDLE: "in der mittleren Hälfte",
    Quarter.LOWER: "im unteren Viertel",
    Quarter.UPPER: "im oberen Viertel",
}


@given(st.lists(st.sampled_from(Quarter), min_size=2))
def test_the_sentence_counts_what_it_describes(quarters: list[Quarter]) -> None:
    sentence = quarters_sentence([(one, Reading.HIGH_FAVOURABLE) for one in quarters])
    assert f" {len(quarters)} vergleichbaren" in sentence
    for part, words in PLACES.items():
        count = quarters.count(part)
        assert (words in sentence) == (count > 0)
        assert count in (0, len(quarters)) or f"{count} {words}" in sentence


def test_all_in_one_part_is_said_without_a_zero() -> None:
    assert quarters_sentence([(Quarter.LOWER, Reading.HIGH_FAVOURABLE)] * 3).startswith(
        "Alle 3 vergleichbaren Werte liegen im unteren Viertel der Gemeinden"
    )


def test_no_comparison_is_said_in_words() -> None:
    assert "keinen Vergleich" in quarters_sentence([])


@given(
    st.lists(st.tuples(st.sampled_from(Quarter), st.sampled_from(Reading)), min_size=1, max_size=20)
)
def test_a_sum_mixes_no_directions(found: list[tuple[Quarter, Reading]]) -> None:
    sentence = quarters_sentence(found)
    readings = {reading for _part, reading in found}
    if len(readings) > 1:
        assert "Viertel" not in sentence
    if readings != {Reading.HIGH_FAVOURABLE}:
        assert "oberen Viertel" not in sentence


def test_far_does_not_sound_good() -> None:
    data = shipped_data()
    assert quarter_words(Quarter.UPPER, data.indicators["car_min_gp"]) == (
        "länger als bei drei Vierteln"
    )
    assert quarter_words(Quarter.UPPER, data.indicators["vacancy_rate"]) == "höchstes Viertel"
    assert quarter_words(Quarter.UPPER, data.indicators["broadband_1000"]) == "oberes Viertel"
