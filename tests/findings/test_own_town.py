"""The visitor's own town: in the address and back, whatever is typed, and who is nearest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.facts.model import Confidence
from dashboard.findings.nearness import nearest
from dashboard.findings.own_town import OwnTown
from dashboard.pages.choices import NotAChoiceError
from dashboard.pages.compare.own_address import from_form, own_town_field, own_town_text
from dashboard.wording.numbers import number_from
from tests.made.shipped import shipped_data

DATA = shipped_data()
FIELD = own_town_field(DATA)
INDICATORS = ("population", "vacancy_rate", "broadband_1000")
NAMES = (
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="~"))
    .map(lambda name: name[:40])
    .filter(bool)
)
VALUES = {
    "population": st.integers(0, 10**9).map(float),
    "vacancy_rate": st.integers(0, 1000).map(lambda n: n / 10),
    "broadband_1000": st.floats(0, 100).map(lambda value: round(value, 3)),
}
TOWNS = st.builds(
    lambda name, values: OwnTown(name=name, values=tuple(values.items())),
    NAMES,
    st.fixed_dictionaries({}, optional=VALUES).map(
        lambda found: {key: found[key] for key in DATA.indicators if key in found}
    ),
)


def read(text: str) -> tuple[OwnTown | None, str]:
    try:
        return FIELD.parse(text), ""
    except NotAChoiceError as reason:
        return reason.nearest, str(reason)


@given(TOWNS)
def test_an_own_town_survives_the_address(own: OwnTown) -> None:
    assert read(own_town_text(own)) == (own, "")


@given(st.text(max_size=300))
def test_any_text_gives_a_town_or_none_and_says_what_was_wrong(text: str) -> None:
    own, sentence = read(text)
    if own is not None:
        assert 0 < len(own.name) <= 40
        again, no_sentence = read(own_town_text(own))
        assert (again, no_sentence) == (own, "")
    assert own is not None or sentence == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.345", 12345.0),
        ("1.234.567,5", 1234567.5),
        ("54,3", 54.3),
        ("54.3", 54.3),
        ("−2,5", -2.5),
        ("9 400", 9400.0),
    ],
)
def test_numbers_are_read_as_germans_write_them(text: str, number: float) -> None:
    assert number_from(text) == number


@pytest.mark.parametrize("text", ["", "viele", "1,2,3", "1e5", "nan", "inf", "--3", "12 %"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert number_from(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Musterstadt~vacancy_rate~viel", "„viel“ ist keine Zahl"),
        ("Musterstadt~vacancy_rate~140", "kann nicht 140,0 sein"),
        ("Musterstadt~population~-5", "kann nicht −5 sein"),
        ("Musterstadt~nonsense~5", "„nonsense“ gibt es im Vergleich nicht"),
        ("Musterstadt~overnight_stays~5", "gibt es im Vergleich nicht"),
        ("~population~9000", "keinen Namen"),
        ("x" * 60, "gekürzt"),
    ],
)
def test_wrong_input_gets_a_sentence(text: str, words: str) -> None:
    _own, sentence = read(text)
    assert words in sentence


def test_a_form_without_scripts_means_the_same_as_the_address() -> None:
    query = {
        "ansicht": "karte",
        "eigene-name": "Neu~stadt",
        "wert-population": "9.000",
        "wert-x": " ",
    }
    folded = from_form(query)
    assert folded == {"ansicht": "karte", "eigene": "Neu-stadt~population~9.000"}
    assert read(folded["eigene"])[0] == OwnTown(name="Neu-stadt", values=(("population", 9000.0),))


def test_a_town_with_a_pilot_towns_values_is_nearest_to_it() -> None:
    values = []
    for id_ in INDICATORS:
        latest = DATA.latest("wittenberge", id_)
        assert latest is not None
        assert latest.value is not None
        values.append((id_, latest.value))
    for near in nearest(DATA, OwnTown(name="Zwilling", values=tuple(values))):
        assert "wittenberge" in near.nearest
        assert near.distances[0][1] == 0


@given(st.floats(0, 100))
def test_the_nearest_town_has_the_smallest_difference(value: float) -> None:
    own = OwnTown(name="Probe", values=tuple((id_, value) for id_ in DATA.indicators))
    found = nearest(DATA, own)
    assert found
    for near in found:
        truth = {
            town: abs(value - latest.value)
            for town in DATA.towns
            if (latest := DATA.latest(town, near.indicator.id))
            and latest.value is not None
            and latest.confidence is not Confidence.LOW
        }
        assert truth[near.nearest[0]] == min(truth.values())
        for _town, difference, distance in near.distances:
            assert distance == pytest.approx(difference / near.spread)


def test_values_without_quartiles_are_left_out() -> None:
    assert nearest(DATA, OwnTown(name="Probe", values=(("rent_tier", 2.0),))) == ()
