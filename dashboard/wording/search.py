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
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from Stemmer import Stemmer

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
# words that say nothing of what a text is about: beside others they do not decide
STOP_WORDS = frozenset(
    (
        "als", "am", "an", "auf", "aus", "bei", "bis", "das", "dem", "den", "der", "des", "die",
        "ein", "eine", "einem", "einen", "einer", "eines", "für", "gibt", "hat", "im", "in", "ist",
        "mit", "nach", "ob", "oder", "sich", "sind", "so", "um", "und", "vom", "von", "vor", "war",
        "was", "welche", "wer", "wie", "wird", "wo", "zu", "zum", "zur",
    )
)  # fmt: skip
LENGTH_WITHOUT_NOUGHT = 7  # of an official key
MOST_WORDS = 12  # more than the longest name has, its Kreis included
KEPT = "äöüß"  # letters with spellings of their own
OTHER_LETTERS = str.maketrans({"ł": "l", "ø": "o"})  # what has no accent that could be taken off
WORD = re.compile(rf"[a-z{KEPT}]+|\d+")
UNIT = re.compile("|".join([*SPELLINGS, "."]))
GERMAN = Stemmer("german")

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

    `marks` are spans of the name in NFC, in order.
    """

    thing: Thing
    name: str
    marks: tuple[tuple[int, int], ...]
    rank: tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameHit(Hit[Thing]):
    """A name that was found; `is_whole`: all of it was typed, `is_literal`: its very letters."""

    is_whole: bool
    is_literal: bool


class Entry(NamedTuple, Generic[Thing]):
    """What can be found: its name, words beside it that may be typed too, and numbers for it."""

    thing: Thing
    name: str
    beside: str = ""
    numbers: tuple[str, ...] = ()


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text; numbers are words."""
    text = unicodedata.normalize("NFC", text)
    return tuple(
        Word(start=one.start(), letters=one[0], written=text[one.start() : one.end()].lower())
        for one in WORD.finditer(_plain_text(text))
    )


def _letters_of(text: str) -> list[str]:
    """Return the letters of the words of a text alone, which is most quickly done."""
    return WORD.findall(_plain_text(unicodedata.normalize("NFC", text)))


def _plain_text(text: str) -> str:
    return text.lower() if text.isascii() else "".join(map(_plain, text))


@lru_cache(maxsize=1024)  # more than there are letters in German names
def _plain(letter: str) -> str:
    """Return one small letter without accent for one letter."""
    small = letter.lower()[:1]
    if small in KEPT:
        return small
    return unicodedata.normalize("NFD", small)[0].translate(OTHER_LETTERS)


@lru_cache(maxsize=8192)  # more than there are words in the texts of the site
def stem_of(letters: str) -> str:
    """Return a German word without its endings and umlauts, by Snowball; short ones and numbers so.

    It is what several forms of a word begin with: „Häuser“ and „Haus“ have „haus“.
    """
    if len(letters) < FEWEST_WITH_STEM or letters.isdigit():
        return letters
    stem: str = GERMAN.stemWord(letters)
    return stem


def _pattern(letters: str) -> str:
    """Return the pattern of what fits the letters that someone typed.

    Spreadsheets drop the nought with which many official keys begin.
    """
    if letters.isdigit():
        return f"0?{letters}" if len(letters) == LENGTH_WITHOUT_NOUGHT else letters
    return "".join(SPELLINGS.get(unit, unit) for unit in UNIT.findall(letters))


def _fit(typed: re.Pattern[str], word: str) -> int:
    """Return how many letters of a word fit from its beginning: all where it is abbreviated."""
    if found := typed.match(word):
        return found.end()
    return len(word) if any(map(typed.match, SHORT_FORMS.get(word, ()))) else 0


class _Words:
    """Which entries have a word; all words are one text, in which a pattern is quickly found."""

    def __init__(
        self,
        words: Iterable[tuple[str, Sequence[int]]],
        long_forms: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        """Take words, each with positions of entries that have it, and what some are short for."""
        self._entries: dict[str, list[int]] = {}
        for word, positions in words:
            self._entries.setdefault(word, []).extend(positions)
        for word in long_forms.keys() & self._entries:
            for form in long_forms[word]:
                self._entries.setdefault(form, []).extend(self._entries[word])
        self._text = "\n".join(["", *self._entries, ""])

    def fitting(self, pattern: str) -> set[int]:
        """Return the entries with a word that begins with the pattern."""
        words = re.findall(f"\n({pattern}.*)", self._text)
        return set().union(*(self._entries[word] for word in words))

    def graded(self, letters: str) -> dict[int, int]:
        """Return the entries with a word in which letters or their stem stand, with the best grade.

        What is typed is looked for in every word, so no beginning of a word loses its hit.
        """
        grades: dict[int, int] = {}
        stem = stem_of(letters)
        for looked_for in _looked_for(letters):
            as_typed = looked_for == letters
            for found in re.finditer(_anywhere(looked_for, "\n"), self._text):
                begin = self._text.rfind("\n", 0, found.start(1)) + 1
                end = self._text.find("\n", found.end())
                word = self._text[begin:end]
                if begin < found.start(1):
                    grade = PART if as_typed else PART_OF_STEM
                elif as_typed and found.end() == end:
                    grade = WHOLE
                elif len(stem) >= FEWEST and stem_of(word) == stem:
                    grade = SAME_STEM
                else:
                    grade = START if as_typed else PART_OF_STEM
                for at in self._entries[word]:
                    grades[at] = min(grade, grades.get(at, grade))
        return grades


class Index(Generic[Thing]):
    """Entries of one kind, to be found by the beginnings of their words and numbers."""

    def __init__(self, entries: Iterable[Entry[Thing]]) -> None:
        """Take the entries; of those that fit equally well the first comes first."""
        self._entries = tuple(entries)
        names = (
            (word, (at,))
            for at, entry in enumerate(self._entries)
            for word in (*_letters_of(entry.name), *entry.numbers)
        )
        beside: dict[str, list[int]] = {}
        for at, entry in enumerate(self._entries):
            beside.setdefault(entry.beside, []).append(at)
        texts = ((word, at) for text, at in beside.items() for word in _letters_of(text))
        self._in_name = _Words(names, SHORT_FORMS)
        self._in_beside = _Words(texts, SHORT_FORMS)

    def find(self, query: str) -> list[NameHit[Thing]]:
        """Return what fits every word of a query, best first; the first must be of the name.

        What is needless, such as „Markt“, is left out only where nothing is found with it.
        """
        typed = _typed(query)
        found = self._fitting(typed)
        if not found:
            named = [one for one in typed if one.letters not in NEEDLESS]
            found = self._fitting(named) if len(named) < len(typed) else found
        return sorted(found, key=lambda hit: hit.rank)

    def _fitting(self, typed: Sequence[Word]) -> list[NameHit[Thing]]:
        patterns = [_pattern(one.letters) for one in typed]
        fitting = self._in_name.fitting(patterns[0]) if patterns else set()
        for pattern in patterns[1:]:
            fitting &= self._in_name.fitting(pattern) | self._in_beside.fitting(pattern)
        return [self._hit(at, typed, tuple(map(re.compile, patterns))) for at in fitting]

    def _hit(
        self, at: int, typed: Sequence[Word], patterns: Sequence[re.Pattern[str]]
    ) -> NameHit[Thing]:
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
            elif not any(map(pattern.match, entry.numbers)):
                beside += 1
        marks = ((words[i].start, words[i].start + size) for i, size in sorted(sizes.items()))
        is_complete = all(size == len(words[i].letters) for i, size in sizes.items())
        is_whole = is_complete and len(sizes) == len(words) and not beside
        begins = 0 in sizes
        key = sort_key(entry.name)
        return NameHit(
            thing=entry.thing,
            name=entry.name,
            marks=tuple(marks),
            is_whole=is_whole,
            is_literal=is_literal,
            rank=(beside, not is_literal, not is_whole, not begins, not is_complete, key, at),
        )


# ------------------------------------------------------------------------------- finding texts

# what of a word was typed, or of its stem; the smaller, the better it fits
WHOLE, SAME_STEM, START, PART, PART_OF_STEM = range(5)
IN_OTHER_WORDS = 5  # is added where not the word fits but the term for it
BESIDE = 10  # is added where it stands beside the name only
FEWEST_WITH_STEM = 4  # letters of a word that has a stem of its own
FEWEST = 3  # letters that are looked for inside of words; fewer only begin one
FEWEST_OF_EVERYDAY = 4  # letters by which an everyday word is known


class Synonyms:
    """Everyday words, and the terms that stand for them here."""

    def __init__(self, declared: Iterable[tuple[Iterable[str], Iterable[str]]] = ()) -> None:
        """Take pairs of everyday words and terms; a term may be of several words."""
        self._terms = [
            (word.letters, tuple(tuple(one.letters for one in words_of(term)) for term in terms))
            for words, terms in ((tuple(words), tuple(terms)) for words, terms in declared)
            for text in words
            for word in words_of(text)
        ]

    def of(self, letters: str) -> tuple[tuple[str, ...], ...]:
        """Return the words of each term for what was typed, the beginning of a word included."""
        pattern = re.compile(_pattern(letters))
        fitting = (
            terms
            for word, terms in self._terms
            if pattern.fullmatch(word)
            or (len(letters) >= FEWEST_OF_EVERYDAY and pattern.match(word))
        )
        return tuple(dict.fromkeys(term for terms in fitting for term in terms))


class Texts(Generic[Thing]):
    """Entries of a name and a text beside it, to be found by any part of their words."""

    def __init__(self, entries: Iterable[Entry[Thing]], synonyms: Synonyms) -> None:
        """Take the entries; of those that fit equally well the first comes first."""
        self._entries = tuple(entries)
        self._synonyms = synonyms
        self._in_name = _Words(
            (word, (at,))
            for at, entry in enumerate(self._entries)
            for word in _letters_of(entry.name)
        )
        self._in_beside = _Words(
            (word, (at,))
            for at, entry in enumerate(self._entries)
            for word in set(_letters_of(entry.beside))
        )

    @property
    def entries(self) -> tuple[Entry[Thing], ...]:
        """Return all there is to be found."""
        return self._entries

    def find(self, query: str) -> list[Hit[Thing]]:
        """Return what fits every word of a query, best first.

        A name that fits as a whole goes first, then a name before a text, the word that was typed
        before a term for it, a whole word before another form of it, then a beginning, a part, and
        last a part that only has the stem. Stop words are marked but do not decide.
        """
        found: dict[int, tuple[int, ...]] = {}
        patterns: dict[int, tuple[re.Pattern[str], ...]] = {}
        every = dict.fromkeys(one.letters for one in _typed(query))
        deciding = [one for one in every if one not in STOP_WORDS] or list(every)
        beside = tuple(re.compile(f"^({_pattern(one)})$") for one in every if one not in deciding)
        for nth, typed in enumerate(deciding):
            grades: dict[int, int] = {}
            fitting: dict[int, tuple[re.Pattern[str], ...]] = {}
            for other, way in enumerate(((typed,), *self._synonyms.of(typed))):
                looked_for = tuple(
                    _anywhere(one) for letters in way for one in _looked_for(letters)
                )
                for at, grade in self._graded(way).items():
                    by_way = grade + (IN_OTHER_WORDS if other else 0)
                    grades[at] = min(by_way, grades.get(at, by_way))
                    fitting[at] = fitting.get(at, ()) + looked_for
            both = [at for at in grades if at in found or not nth]
            found = {at: (*found.get(at, ()), grades[at]) for at in both}
            patterns = {at: patterns.get(at, ()) + fitting[at] for at in both}
        hits = (self._hit(at, grades, patterns[at] + beside) for at, grades in found.items())
        return sorted(hits, key=lambda hit: hit.rank)

    def things(self, query: str) -> list[Thing]:
        """Return what fits a query, best first; everything, in its order, where it is empty."""
        if not query:
            return [one.thing for one in self._entries]
        return [hit.thing for hit in self.find(query)]

    def _hit(
        self, at: int, grades: Iterable[int], patterns: Sequence[re.Pattern[str]]
    ) -> Hit[Thing]:
        entry = self._entries[at]
        words = words_of(entry.name)
        marks = _marks(words, patterns)
        as_typed = all(grade % IN_OTHER_WORDS == WHOLE for grade in grades)
        is_whole = as_typed and sum(end - start for start, end in marks) == sum(
            len(one.letters) for one in words
        )
        rank = (not is_whole, sorted(grades, reverse=True), at)
        return Hit(thing=entry.thing, name=entry.name, marks=marks, rank=rank)

    def _graded(self, letters: Iterable[str]) -> dict[int, int]:
        """Return the entries in which each of the words stands, graded by the one fitting worst."""
        common: dict[int, int] | None = None
        for one in letters:
            grades = {at: grade + BESIDE for at, grade in self._in_beside.graded(one).items()}
            grades |= self._in_name.graded(one)
            common = (
                grades
                if common is None
                else {at: max(grade, common[at]) for at, grade in grades.items() if at in common}
            )
        return common or {}


def _marks(
    words: Iterable[Word], patterns: Sequence[re.Pattern[str]]
) -> tuple[tuple[int, int], ...]:
    """Return which letters of the words fit a pattern; what overlaps or touches is one mark."""
    marks: list[tuple[int, int]] = []
    for start, end in sorted(
        (word.start + found.start(1), word.start + found.end(1))
        for word in words
        for pattern in patterns
        if (found := pattern.search(word.letters))
    ):
        if marks and start <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        else:
            marks.append((start, end))
    return tuple(marks)


def _looked_for(letters: str) -> tuple[str, ...]:
    """Return letters and, where it is another and not too short, their stem."""
    stem = stem_of(letters)
    return (letters, stem) if stem != letters and len(stem) >= FEWEST else (letters,)


def _anywhere(letters: str, begins: str = "^") -> re.Pattern[str]:
    """Return the pattern of letters in a word; it is the first group, few only begin a word."""
    return re.compile(f"{begins if len(letters) < FEWEST else ''}({_pattern(letters)})")


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
