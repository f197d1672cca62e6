"""Which Gemeinde is meant by what people type."""

from __future__ import annotations

import re
import unicodedata

import brotli
import pytest

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde
from dashboard.findings.town_search import (
    Outside,
    all_towns,
    named,
    names_file,
    outside,
    towns,
)
from dashboard.wording.search import SHORT_FORMS, marked, words_of
from tests.made.town_names import CASES, enough, seeded_towns


@pytest.mark.parametrize(("typed", "name", "letters"), CASES)
def test_the_town_that_is_meant_comes_first_and_what_fits_is_marked(
    shipped: Dataset, typed: str, name: str, letters: tuple[str, ...]
) -> None:
    hits = towns(shipped).find(typed)
    assert (hits[0].name if hits else "") == name
    if hits:
        parts = list(marked(hits[0].name, hits[0].marks))
        assert tuple(text for text, is_marked in parts if is_marked) == letters
        assert "".join(text for text, _is_marked in parts) == unicodedata.normalize("NFC", name)


def test_fifty_towns_are_among_the_first_ten_by_three_to_six_letters(shipped: Dataset) -> None:
    assert [town.name for town, typed in seeded_towns(shipped) if not typed] == []


@pytest.mark.hurts
def test_every_town_is_among_the_first_ten_by_three_to_six_letters(shipped: Dataset) -> None:
    assert [town.name for town in all_towns(shipped) if not enough(shipped, town)] == []


def test_every_beginning_of_every_word_keeps_its_town(shipped: Dataset) -> None:
    for town, _typed in seeded_towns(shipped, 30):
        for word in words_of(town.name):
            for end in range(1, len(word.letters) + 1):
                hits = towns(shipped).find(word.letters[:end])
                assert town in [hit.thing for hit in hits], word.letters[:end]


def test_an_exact_spelling_comes_before_one_that_only_sounds_like_it(shipped: Dataset) -> None:
    for typed, other in (("Worth", "Wörth"), ("Wörth", "Worth")):
        names = [hit.name for hit in outside(shipped).find(typed)]
        assert names.index(typed) < names.index(other)


def test_a_whole_name_comes_before_those_that_begin_with_it(shipped: Dataset) -> None:
    assert towns(shipped).find("berg")[0].name == "Berg"
    assert len(towns(shipped).find("berg")) > 1


def test_every_abbreviation_in_a_name_is_known_written_out(shipped: Dataset) -> None:
    names = [one.name for one in all_towns(shipped)]
    short = {word.lower() for name in names for word in re.findall(r"([^\W\d]+)\.", name)}
    assert short - SHORT_FORMS.keys() == set()


@pytest.mark.parametrize(
    "asked",
    ["moelln", "Moelln", "mölln", "MÖLLN", "01053090", "Mo\u0308lln", "moelln "],
)
def test_an_address_means_a_town_in_any_spelling(shipped: Dataset, asked: str) -> None:
    assert named(shipped, asked) == (shipped.towns["moelln"],)


def test_the_beginning_of_a_name_means_no_town(shipped: Dataset) -> None:
    assert named(shipped, "moel") == ()


def test_a_shared_name_means_each_of_its_towns(shipped: Dataset) -> None:
    found = named(shipped, "neuried")
    assert {one.name for one in found} == {"Neuried"}
    assert len({one.kreis_label for one in found}) == len(found) > 1


@pytest.mark.parametrize(
    ("asked", "size"), [("Berlin", "zu groß"), ("11000000", "zu groß"), ("Alt-Mölln", "zu klein")]
)
def test_a_gemeinde_outside_the_class_is_known_and_told_why(
    shipped: Dataset, asked: str, size: str
) -> None:
    (found,) = named(shipped, asked)
    assert isinstance(found, Outside)
    assert f"ist damit {size}: Werte gibt es hier nur von" in found.reason
    assert shipped.sources[found.source].publisher.startswith("Statistisches Bundesamt")


def test_the_names_for_the_browser_are_few_bytes(shipped: Dataset) -> None:
    assert len(brotli.compress(names_file(shipped).encode())) <= 20_000


def test_an_endless_address_is_answered_as_soon_as_a_short_one(shipped: Dataset) -> None:
    assert towns(shipped).find("a-" * 12) == towns(shipped).find("a-" * 100_000)
    assert named(shipped, "a-" * 100_000) == ()


def test_towns_of_data_without_all_others_are_found_too(tiny: Dataset) -> None:
    assert not tiny.gemeinden.towns
    first: Gemeinde = next(iter(tiny.towns.values()))
    assert towns(tiny).find(first.name)[0].thing == first
    assert outside(tiny).find("Berlin") == []
