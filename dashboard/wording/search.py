"""Words as they are sorted and searched: capitals, accents and abbreviations make no difference.

The rules by which a name is found stand here once. `assets/js/town-search.js` follows them with the
same tables, which are sent to it with the names; one table of cases holds both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

# what of a name fits letters that someone typed; of two typed letters before one
SPELLINGS: Mapping[str, str] = {
    "ae": "(?:ae|ä)",
    "oe": "(?:oe|ö)",
    "ue": "(?:ue|ü)",
    "ss": "(?:ss|ß)",
    "ä": "(?:ä|ae|a)",
    "ö": "(?:ö|oe|o)",
    "ü": "(?:ü|ue|u)",
    "ß": "(?:ß|ss)",
    "a": "[aä]",
    "o": "[oö]",
    "u": "[uü]",
    "s": "[sß]",
}
# a word of official names, and what people write for it; its beginnings fit anyway
SHORT_FORMS: Mapping[str, Sequence[str]] = {
    "a": ("am", "an", "auf"),
    "b": ("bei",),
    "bay": ("bayern",),
    "d": ("der", "den", "dem"),
    "erzgeb": ("erzgebirge",),
    "hann": ("hannoversch",),
    "i": ("im", "in"),
    "l": ("lausitz",),
    "nb": ("niederbayern",),
    "o": ("oberlausitz",),
    "ob": ("oberbayern",),
    "odw": ("odenwald",),
    "ofr": ("oberfranken",),
    "oldb": ("oldenburg",),
    "opf": ("oberpfalz",),
    "r": ("rechts",),
    "rhld": ("rheinland",),
    "sa": ("sachsen",),
    "sächs": ("sächsische",),
    "sankt": ("st",),
    "schw": ("schweiz", "schwaben"),
    "st": ("sankt",),
    "thür": ("thüringen",),
    "u": ("und", "unter"),
    "ufr": ("unterfranken",),
    "v": ("von", "vor", "vorm"),
    "vogtl": ("vogtland",),
    "westf": ("westfalen",),
}
# what someone may write though a name does not have it: titles, and what joins two names
NEEDLESS = (
    "bad", "flecken", "gemeinde", "hansestadt", "insel", "kreisstadt", "kurort", "luftkurort",
    "markt", "marktgemeinde", "nordseebad", "nordseeheilbad", "ostseebad", "ostseeheilbad",
    "seebad", "seeheilbad", "stadt",
    "a", "am", "an", "auf", "b", "bei", "d", "dem", "den", "der", "die", "i", "im", "in",
)  # fmt: skip
MOST_WORDS = 12  # more than the longest name has, its Kreis included
KEPT = "äöüß"  # letters with spellings of their own
OTHER_LETTERS = str.maketrans({"ł": "l", "ø": "o"})  # what has no accent that could be taken off
WORD = re.compile(rf"[a-z{KEPT}]+|\d+")
UNIT = re.compile("|".join([*SPELLINGS, "."]))

Thing = TypeVar("Thing")


def sort_key(text: str) -> str:
    """Return the key that sorts as German dictionaries do (DIN 5007-1: ö like o, ß like ss)."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def folded(text: str) -> str:
    """Return a text for searching: as for sorting, and „ae“ makes no difference to „ä“ either."""
    return sort_key(text).replace("ae", "a").replace("oe", "o").replace("ue", "u")


# ------------------------------------------------------------------------------ finding names


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a text: where it begins, its letters without accents, and as they were written."""

    start: int
    letters: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit(Generic[Thing]):
    """What was found: the thing, which letters of its name fit, and how well.

    `marks` are spans of the name in NFC, in order. `is_whole` says that all of the name was typed,
    `is_literal` that its letters were.
    """

    thing: Thing
    name: str
    marks: tuple[tuple[int, int], ...]
    is_whole: bool
    is_literal: bool
    rank: tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[Thing]):
    """What can be found: its name, words beside it that may be typed too, and numbers for it."""

    thing: Thing
    name: str
    beside: str = ""
    numbers: tuple[str, ...] = ()


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text; numbers are words."""
    text = unicodedata.normalize("NFC", text)
    plain = "".join(map(_plain, text))
    return tuple(
        Word(start=one.start(), letters=one[0], written=text[one.start() : one.end()].lower())
        for one in WORD.finditer(plain)
    )


@lru_cache(maxsize=1024)  # more than there are letters in German names
def _plain(letter: str) -> str:
    """Return one small letter without accent for one letter."""
    small = letter.lower()[:1]
    if small in KEPT:
        return small
    return unicodedata.normalize("NFD", small)[0].translate(OTHER_LETTERS)


def _pattern(letters: str) -> str:
    """Return the pattern of what fits the letters that someone typed."""
    return "".join(SPELLINGS.get(unit, unit) for unit in UNIT.findall(letters))


def _fit(typed: re.Pattern[str], word: str) -> int:
    """Return how many letters of a word fit from its beginning: all where it is abbreviated."""
    if found := typed.match(word):
        return found.end()
    return len(word) if any(map(typed.match, SHORT_FORMS.get(word, ()))) else 0


class _Words:
    """Which entries have a word; all words are one text, in which a pattern is quickly found."""

    def __init__(self, words: Iterable[tuple[int, str]]) -> None:
        """Take the positions of entries, each with a word."""
        self._entries: dict[str, list[int]] = {}
        for at, word in words:
            for form in (word, *SHORT_FORMS.get(word, ())):
                self._entries.setdefault(form, []).append(at)
        self._text = "\n".join(["", *self._entries])

    def fitting(self, pattern: str) -> set[int]:
        """Return the entries with a word that begins with the pattern."""
        words = re.findall(f"\n({pattern}.*)", self._text)
        return set().union(*(self._entries[word] for word in words))


class Index(Generic[Thing]):
    """Entries of one kind, to be found by the beginnings of their words and numbers."""

    def __init__(self, entries: Iterable[Entry[Thing]]) -> None:
        """Take the entries; of those that fit equally well the first comes first."""
        self._entries = tuple(entries)
        self._in_name = _Words(
            (at, word)
            for at, entry in enumerate(self._entries)
            for word in (*(one.letters for one in words_of(entry.name)), *entry.numbers)
        )
        beside = {text: words_of(text) for text in {one.beside for one in self._entries}}
        self._in_beside = _Words(
            (at, one.letters)
            for at, entry in enumerate(self._entries)
            for one in beside[entry.beside]
        )

    def find(self, query: str) -> list[Hit[Thing]]:
        """Return what fits every word of a query, best first; the first must be of the name.

        What is needless, such as „Markt“, is left out only where nothing is found with it.
        """
        typed = _typed(query)
        found = self._fitting(typed)
        if not found:
            named = [one for one in typed if one.letters not in NEEDLESS]
            found = self._fitting(named) if len(named) < len(typed) else found
        return sorted(found, key=lambda hit: hit.rank)

    def _fitting(self, typed: Sequence[Word]) -> list[Hit[Thing]]:
        patterns = [_pattern(one.letters) for one in typed]
        fitting = self._in_name.fitting(patterns[0]) if patterns else set()
        for pattern in patterns[1:]:
            fitting &= self._in_name.fitting(pattern) | self._in_beside.fitting(pattern)
        return [self._hit(at, typed, tuple(map(re.compile, patterns))) for at in fitting]

    def _hit(
        self, at: int, typed: Sequence[Word], patterns: Sequence[re.Pattern[str]]
    ) -> Hit[Thing]:
        entry = self._entries[at]
        words = words_of(entry.name)
        sizes: dict[int, int] = {}  # position of a word in the name → how many of its letters fit
        is_literal, beside = True, 0
        for one, pattern in zip(typed, patterns, strict=True):
            sized = ((i, _fit(pattern, word.letters)) for i, word in enumerate(words))
            fits = {i: size for i, size in sized if size}
            if fits:
                i = next((i for i in fits if i not in sizes), next(iter(fits)))
                sizes[i] = max(fits[i], sizes.get(i, 0))
                if pattern.match(words[i].letters):  # no abbreviation
                    is_literal &= words[i].written.startswith(one.written)
            elif not any(number.startswith(one.letters) for number in entry.numbers):
                beside += 1
        marks = ((words[i].start, words[i].start + size) for i, size in sorted(sizes.items()))
        is_complete = all(size == len(words[i].letters) for i, size in sizes.items())
        is_whole = is_complete and len(sizes) == len(words) and not beside
        begins = 0 in sizes
        key = sort_key(entry.name)
        return Hit(
            thing=entry.thing,
            name=entry.name,
            marks=tuple(marks),
            is_whole=is_whole,
            is_literal=is_literal,
            rank=(beside, not is_literal, not is_whole, not begins, not is_complete, key, at),
        )


def _typed(query: str) -> Sequence[Word]:
    """Return the words of a query, no more than make sense; a number written in groups is one."""
    words = words_of(query)[:MOST_WORDS]
    if words and all(one.letters.isdigit() for one in words):
        number = "".join(one.letters for one in words)
        return [Word(start=0, letters=number, written=number)]
    return words


def marked(name: str, marks: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a name, and whether each is marked."""
    name = unicodedata.normalize("NFC", name)
    at = 0
    for start, end in marks:
        yield name[at:start], False
        yield name[start:end], True
        at = end
    yield name[at:], False
