"""Words as they are sorted and searched for."""

from __future__ import annotations

import unicodedata

import pytest

from dashboard.wording.search import Entry, Synonyms, Texts, folded, marked, sort_key, words_of

WORDS = Synonyms([(["Einwohner"], ["Bevölkerung"]), (["Zug"], ["Bus und Bahn"])])
TITLES = (
    "Haushalte", "Über Häuser", "Haus", "Altes Rathaus", "Bevölkerung", "je Einwohner",
    "Mit Bus und Bahn", "Bahn", "Straße", "Gedicht",
)  # fmt: skip
TEXTS = Texts([Entry(thing=one, name=one, beside=f"Haustür {one}") for one in TITLES], WORDS)


def found(query: str) -> list[str]:
    """Return the names in whose own words a query is found; marked letters stand in brackets."""
    return [
        "".join(
            f"[{text}]" if is_marked else text for text, is_marked in marked(hit.name, hit.marks)
        )
        for hit in TEXTS.find(query)
        if hit.marks
    ]


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


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("haus", ["[Haus]", "Über [Häus]er", "[Haus]halte", "Altes Rat[haus]"]),
        ("haeus", ["Über [Häus]er", "[Haus]", "[Haus]halte", "Altes Rat[haus]"]),
        ("ha\u0308user", ["Über [Häuser]", "[Haus]", "[Haus]halte", "Altes Rat[haus]"]),
        ("haushalten", ["[Haushalt]e"]),
        ("gedichte", ["[Gedicht]"]),
        ("bus und bahn", ["Mit [Bus] [und] [Bahn]"]),
        ("die straßen", ["[Straß]e"]),
        ("und", ["Mit Bus [und] Bahn"]),
        ("strasse", ["[Straße]"]),
        ("rat haus", ["Altes [Rathaus]"]),
        ("einwohner", ["[Bevölkerung]", "je [Einwohner]"]),
        ("einw", ["[Bevölkerung]", "je [Einw]ohner"]),
        ("zug", ["Mit [Bus] [und] [Bahn]"]),
        ("xyzzy", []),
        ("-", []),
        ("", []),
    ],
)
def test_texts_are_found_best_first_and_what_fits_is_marked(typed: str, names: list[str]) -> None:
    assert found(typed) == names


def test_every_beginning_of_a_word_keeps_its_hit() -> None:
    for title in TITLES:
        for word in words_of(title):
            for end in range(1, len(word.letters) + 1):
                assert title in [hit.name for hit in TEXTS.find(word.letters[:end])]


def test_other_forms_of_a_word_find_the_same() -> None:
    titles = ("Versorgung auf dem Land", "Nahversorger", "Befragungen", "Gründungen")
    texts = Texts([Entry(thing=one, name=one) for one in titles], Synonyms())
    for typed, names in {
        "Versorger": {"Versorgung auf dem Land", "Nahversorger"},
        "Befragung": {"Befragungen"},
        "gruendung": {"Gründungen"},
    }.items():
        assert {hit.name for hit in texts.find(typed)} == names


def test_stop_words_do_not_decide_beside_others() -> None:
    assert found("was ist mit der Bahn") == found("Bahn mit") != []
    assert [hit.name for hit in TEXTS.find("und")] == ["Mit Bus und Bahn"]


def test_a_name_goes_before_a_text_and_a_typed_word_before_its_term() -> None:
    names = [hit.name for hit in TEXTS.find("haus")]
    assert names[0] == "Haus"
    assert names.index("Altes Rathaus") < names.index("Gedicht")
    direct = Texts(
        [Entry(thing=one, name=one) for one in ("Neue Bevölkerung", "je Einwohner")], WORDS
    )
    assert [hit.name for hit in direct.find("einwohner")] == ["je Einwohner", "Neue Bevölkerung"]


def test_marks_are_the_letters_that_fit_in_a_decomposed_name() -> None:
    name = unicodedata.normalize("NFD", "Öffnung für Häuser")
    (hit,) = Texts([Entry(thing=1, name=name)], Synonyms()).find("haeuser")
    assert [text for text, is_marked in marked(hit.name, hit.marks) if is_marked] == ["Häuser"]
