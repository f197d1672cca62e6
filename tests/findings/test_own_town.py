"""The visitor's own town: in the address and back, whatever is typed, and who is nearest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.facts.model import Confidence
from dashboard.findings.nearness import nearest
from dashboard.findings.own_town import MOST, OwnTown
from dashboard.pages.choices import NotAChoiceError
from dashboard.pages.compare.own_address import from_form, own_towns_field, own_towns_text
from dashboard.wording.numbers import number_from
from tests.made.shipped import shipped_data

DATA = shipped_data()
FIELD = own_towns_field(DATA)
INDICATORS = ("population", "vacancy_rate", "broadband_1000")
NAMES = (
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="~,?"))
    .map(lambda name: name[:40])
    .filter(lambda name: name and not name.isdigit())
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


def read(text: str) -> tuple[tuple[OwnTown, ...], str]:
    try:
        return FIELD.parse(text), ""
    except NotAChoiceError as reason:
        return reason.nearest, str(reason)


KEYED = st.lists(st.sampled_from(DATA.gemeinden.towns), unique=True, max_size=MOST).flatmap(
    lambda towns: st.tuples(
        *(
            st.just(OwnTown(name=town.name, ags=town.ags))
            | st.builds(
                lambda people, town=town: OwnTown(
                    name=town.name, ags=town.ags, values=(("population", people),)
                ),
                st.floats(30_000, 10**6).map(lambda value: round(value, 6)),
            )
            for town in towns
        )
    )
)


@given(st.none() | TOWNS, KEYED)
def test_own_towns_survive_the_address(named: OwnTown | None, keyed: tuple[OwnTown, ...]) -> None:
    own = ((named,) if named else ()) + keyed
    assert read(own_towns_text(own[:MOST])) == (own[:MOST], "")


@given(st.text(max_size=300) | st.text("01567,~? ab", max_size=60))
def test_any_text_gives_towns_or_none_and_says_what_was_wrong(text: str) -> None:
    own, _sentence = read(text)
    assert len(own) <= MOST
    assert all(len(one.name) > 0 for one in own)
    assert read(own_towns_text(own)) == (own, "")


def test_a_town_outside_the_class_is_named_and_told_why() -> None:
    ags, name, _people = DATA.gemeinden.others[0]
    own, sentence = read(f"{ags},01051011")
    assert [one.ags for one in own] == ["01051011"]
    assert name in sentence
    assert "5.000 bis unter 20.000" in sentence


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("99999999", "gibt es nicht", 0),
        ("01051011,01051013,05374004,06534016", "Mehr als drei", 3),
        ("01051011,01051011", "steht schon da", 1),
    ],
)
def test_what_is_no_town_gets_a_sentence(text: str, words: str, left: int) -> None:
    own, sentence = read(text)
    assert words in sentence
    assert len(own) == left


@pytest.mark.parametrize("text", ["1051013", "01051013"])
def test_a_town_is_found_by_its_key(text: str) -> None:
    (own,), sentence = read(text)
    assert (own.ags, sentence) == ("01051013", "")


def test_an_official_value_is_no_override() -> None:
    newest = DATA.latest("01051013", "population")
    assert newest is not None
    assert newest.value is not None
    (own,) = read(f"01051013~population~{newest.value:.0f}~vacancy_rate~9,5")[0]
    assert own.values == (("vacancy_rate", 9.5),)


def test_the_form_of_a_keyed_town_changes_that_town_alone() -> None:
    query = {
        "eigene": "Musterau~population~9000,01051011,01051013~vacancy_rate~9,5",
        "eigene-ort": "01051013",
        "wert-vacancy_rate": "8",
        "wert-population": "",
    }
    folded = from_form(query)
    assert folded == {
        "eigene": "Musterau~population~9000,01051011,01051013~vacancy_rate~8",
        "indikator": "vacancy_rate",
    }
    assert "indikator" not in from_form(query, indicator="vacancy_rate")


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
        (
            "Musterstadt~vacancy_rate~viel",
            "Im Feld „Wohnungsleerstand“ steht „viel“. Das ist keine Zahl",
        ),
        ("Musterstadt~vacancy_rate~140", "steht 140,0; möglich ist höchstens 100"),
        ("Musterstadt~population~-5", "steht −5; möglich ist 0 oder mehr"),
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
    assert folded == {
        "ansicht": "karte", "eigene": "Neu-stadt~population~9.000", "indikator": "population",
    }  # fmt: skip
    mine = OwnTown(name="Neu-stadt", values=(("population", 9000.0),))
    assert read(folded["eigene"])[0] == (mine,)


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
