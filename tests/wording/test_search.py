"""Words as they are sorted and searched for."""

from __future__ import annotations

from dashboard.wording.search import folded, sort_key


def test_i18n_5_words_sort_as_in_a_german_dictionary() -> None:
    words = ["Zeitz", "Öhringen", "Mölln", "Moers", "Dießen", "Dieter", "oben"]
    assert sorted(words, key=sort_key) == [
        "Dießen",
        "Dieter",
        "Moers",
        "Mölln",
        "oben",
        "Öhringen",
        "Zeitz",
    ]


def test_i18n_5_decomposed_letters_sort_like_composed_ones() -> None:
    assert sort_key("Mo\u0308lln") == sort_key("Mölln") == "molln"


def test_searching_makes_no_difference_between_spellings() -> None:
    assert folded("Straße für Übung") == folded("strasse FUER uebung")
