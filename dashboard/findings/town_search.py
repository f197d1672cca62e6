"""Which Gemeinde someone means: found by name, official key or postcode of the town hall."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from dashboard.facts.catalog import LAENDER
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import POPULATION, Gemeinde, is_ags
from dashboard.findings.band import SIZE
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import number
from dashboard.wording.search import (
    NEEDLESS,
    OTHER_LETTERS,
    SHORT_FORMS,
    SPELLINGS,
    Entry,
    Index,
    Thing,
)

SMALLEST = 5_000  # inhabitants of the size class


class Outside(NamedTuple):
    """A Gemeinde outside the size class: there is nothing here but its name and population."""

    ags: str
    name: str
    kreis_label: str
    land: str
    population: int
    date: str
    source: str

    @property
    def size(self) -> str:
        """What it is for the size class."""
        return "zu klein" if self.population < SMALLEST else "zu groß"

    @property
    def reason(self) -> str:
        """Why there are no values of it."""
        where = f" ({', '.join(place(self))})" if place(self) else ""
        return (
            f"{self.name}{where} hatte am {date_text(self.date)} eine Bevölkerung von "
            f"{number(self.population, 0)} und ist damit {self.size}: Werte gibt es hier nur von "
            f"Gemeinden mit {SIZE}."
        )


def place(one: Gemeinde | Outside) -> tuple[str, ...]:
    """Return Kreis and Land beside the name; a Stadt that is its own Kreis has none."""
    return tuple(dict.fromkeys(part for part in (one.kreis_label, one.land) if part != one.name))


@lru_cache(maxsize=2)
def all_towns(data: Dataset) -> tuple[Gemeinde, ...]:
    """Return every town that has a page, by official key."""
    small = tuple(data.gemeinde(one.ags) or one for one in data.gemeinden.towns)
    alone = tuple(one for one in data.towns.values() if one.ags not in data.gemeinden.by_ags)
    return tuple(sorted((*small, *alone), key=lambda one: one.ags))


@lru_cache(maxsize=2)
def towns(data: Dataset) -> Index[Gemeinde]:
    """Return the towns that have a page, to be found."""
    return Index(
        Entry(thing=one, name=one.name, beside=one.kreis_label, numbers=(one.ags, _plz(data, one)))
        for one in all_towns(data)
    )


@lru_cache(maxsize=2)
def outside(data: Dataset) -> Index[Outside]:
    """Return all other Gemeinden, to be found."""
    return Index(
        Entry(thing=one, name=one.name, beside=one.kreis_label, numbers=(one.ags,))
        for one in _outside(data)
    )


def _outside(data: Dataset) -> Iterator[Outside]:
    if not data.gemeinden.others:
        return
    kreise = data.gemeinden.kreise
    counted = data.gemeinden.columns[POPULATION, data.gemeinden.dates(POPULATION)[-1]]
    for ags, name, population in data.gemeinden.others:
        if not population:  # an area in which nobody lives is no Gemeinde
            continue
        yield Outside(
            ags=ags,
            name=name,
            kreis_label=kreise.get(ags[:5], ""),
            land=LAENDER[ags[:2]][0],
            population=population,
            date=counted.date,
            source=counted.source,
        )


def _plz(data: Dataset, town: Gemeinde) -> str:
    found = data.gemeinden.of(town.ags)
    return found.plz if found else ""


def named(data: Dataset, asked: str) -> tuple[Gemeinde | Outside, ...]:
    """Return which Gemeinden a part of an address may mean: a slug, an official key or a name.

    A name must be whole; where one is spelt just so, others that only sound like it do not count.
    Those outside the size class count where none within it is meant.
    """
    if found := data.gemeinde(asked.lower()):
        return (found,)
    if is_ags(asked):
        return tuple(hit.thing for hit in outside(data).find(asked))
    if within := _called(towns(data), asked):
        return within
    return _called(outside(data), asked)


def _called(index: Index[Thing], name: str) -> tuple[Thing, ...]:
    whole = [hit for hit in index.find(name) if hit.is_whole]
    literal = [hit for hit in whole if hit.is_literal]
    return tuple(hit.thing for hit in literal or whole)


def names_file(data: Dataset) -> str:
    """Return all towns and the rules of finding them, for the search in the browser, as JSON.

    `names` and `kreise` are parted by line breaks; `ags` and `plz` are differences, each to the
    number before; a Kreis follows where the first five digits change.
    """
    found = all_towns(data)
    return json.dumps(
        {
            "names": "\n".join(one.name for one in found),
            "kreise": "\n".join({one.ags[:5]: one.kreis_label for one in found}.values()),
            "ags": _differences(int(one.ags) for one in found),
            "plz": _differences(int(_plz(data, one) or 0) for one in found),
            "laender": {key: land for key, (land, _nuts) in LAENDER.items()},
            "spellings": SPELLINGS,
            "shortForms": SHORT_FORMS,
            "needless": NEEDLESS,
            "otherLetters": {chr(key): letter for key, letter in OTHER_LETTERS.items()},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _differences(numbers: Iterable[int]) -> list[int]:
    return [number - before for before, number in pairwise([0, *numbers])]
