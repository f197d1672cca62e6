"""The tables of an import before anything is withheld: who answered what, who is in which group.

Rows of single persons stand only here and in what is counted from it; what may be published of the
tables is decided in `linked`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.commands.survey.worlds import Key
from dashboard.facts.survey_model import SMALLEST_BASE, SMALLEST_CELL

ALL = ("", "")  # the column of all persons
BASE = ""  # stands in a key for the number of persons with a valid answer
REST = "\0rest"  # persons in none of the groups that are named
JOINT = "\0joint"  # persons of one combination of groups; never published
ASKED = "\0asked"  # a filter that is no question itself
WEIGHT = "\0weight"  # what all of a column weigh together
QUARTILE = "\0quartile"  # the quartiles of a column
OTHERWISE = "\0not"  # the other half of „ticked or not“
Subgroup = tuple[str, str]  # dimension and group, or ALL


class DisclosureError(Exception):
    """Numbers contradict each other or cannot be protected; the message is German."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Counts from 1 to below `smallest_cell` are withheld, and groups below `smallest_base`."""

    smallest_cell: int = SMALLEST_CELL
    smallest_base: int = SMALLEST_BASE

    @property
    def width(self) -> int:
        """How wide the possible range of a withheld count must be at least."""
        return self.smallest_cell // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartile:
    """A quartile and what it tells: in which classes one person is, or two that follow in rank.

    `classes` are the places of their codes; `rank` is that of the first, counted from 1.
    """

    value: float
    classes: tuple[int, ...]
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What every finished person answered to one question, or to one answer of several.

    Attributes:
        id: the question; several tables of one id are the answers of a multiple choice.
        codes: the answers that count; for a multiple choice its code and `OTHERWISE`.
        answers: per person the place in `codes`, -1 without a valid answer.
        asked: per person whether the question was put.
        source: place of the table on whose answers it depends who was asked; `passing` are the
            answers that let through, known also of those that nobody gave.
        groups: dimensions by which it is broken down.
        values: whether its counts are shown; a question for a number has only its n and quartiles.
        quartiles: of a question for a number, whose codes are classes in order: column -> its
            quartiles, where they may be told at all.
    """

    id: str
    codes: tuple[str, ...]
    answers: NDArray[np.int64]
    asked: NDArray[np.bool_]
    source: int | None = None
    passing: frozenset[str] = frozenset()
    groups: tuple[str, ...] = ()
    sensitive: bool = False
    values: bool = True
    quartiles: Mapping[Subgroup, tuple[Quartile, ...]] | None = None

    @property
    def protected(self) -> bool:
        """Whether it tells of anybody what they answered, of several answers that there are."""
        return len(self.codes) > 1 and (self.values or self.quartiles is not None)

    @property
    def counted(self) -> tuple[str, ...]:
        """The answers that stand on the page."""
        return tuple(code for code in self.codes if code != OTHERWISE) if self.values else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """To which class of a dimension each person belongs; -1 to none."""

    names: tuple[str, ...]
    of: NDArray[np.int64]


def columns(
    table: Table, members: Mapping[str, Members], rule: Rule
) -> Iterator[tuple[Subgroup, NDArray[np.bool_]]]:
    """Yield all persons, then each group that is large enough to be named, with its persons."""
    valid = table.answers >= 0
    yield ALL, np.ones(len(table.answers), dtype=bool)
    for dimension in table.groups:
        one = members[dimension]
        for place, name in enumerate(one.names):
            inside = one.of == place
            if (valid & inside).sum() >= rule.smallest_cell:
                yield (dimension, name), inside


def given_up(key: Key, keys: Collection[Key]) -> list[frozenset[Key]]:
    """Return what of `keys` is given up together where no less protects `key`, by step.

    The breakdown, the question, all that hangs on it.
    """
    id_ = key[0].removeprefix(f"{ASKED} ")
    own = [one for one in keys if one[0] == id_]
    group = [one for one in own if one[2] and key[2] in (one[2], JOINT)]
    return [frozenset(group), frozenset(own), frozenset(keys)]
