"""Quartiles of rounded numbers: rounded so far that none of them is one person's own answer.

First every number is rounded, then quartiles are taken as usual, between two of them where need be.
So a quartile tells of the classes in which one or two persons of a rank are, and nothing else: that
is a statement on how many lie below, and is protected like every other count.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dashboard.commands.survey.tables import Quartile, Rule, Subgroup
from dashboard.facts.survey_model import Statistic

QUARTILES = {
    Statistic.LOWER_QUARTILE: 0.25,
    Statistic.MEDIAN: 0.5,
    Statistic.UPPER_QUARTILE: 0.75,
}
FINEST = -1  # power of ten from which steps are tried
BELOW = "\0to"  # stands before the upper end of a class


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The numbers of a question as answers of a table.

    Attributes:
        codes: the classes that are told, and what lies between them.
        answers: per person the place in `codes`, -1 without a number.
        told: column -> its quartiles, where each class has enough persons.
        step: to what the numbers were rounded; 0 if to nothing.
    """

    codes: tuple[str, ...]
    answers: NDArray[np.int64]
    told: Mapping[Subgroup, tuple[Quartile, ...]]
    step: float


def classes(
    numbers: NDArray[np.float64],
    columns: Sequence[tuple[Subgroup, NDArray[np.bool_]]],
    rule: Rule,
    weights: NDArray[np.float64] | None = None,
) -> Classes:
    """Return the quartiles of every column in classes of one width.

    It is the smallest with which the quartiles of all persons, the first of `columns`, lie in
    classes of enough persons.
    """
    valid = ~np.isnan(numbers)
    given = numbers[valid]
    finest = _finest(given)
    for step in _steps(finest, given):
        place = np.zeros(len(numbers), dtype=np.int64)
        place[valid] = np.floor(given / step + 0.5).astype(np.int64)
        found = {
            column: of
            for column, inside in columns
            if (
                of := _quartiles(
                    place[valid & inside],
                    None if weights is None else weights[valid & inside],
                    rule,
                )
            )
        }
        if found and columns[0][0] in found:
            break
    else:
        return Classes(codes=(BELOW,), answers=np.where(valid, 0, -1), told={}, step=0.0)
    cuts = sorted({place for of in found.values() for one in of for place in one.classes})
    upper = sorted({*cuts, *(cut - 1 for cut in cuts), int(place[valid].max())})
    upper = [one for one in upper if one >= place[valid].min()]  # the last place of each class
    told = {
        column: tuple(
            replace(
                one,
                value=round(one.value * step, 4),
                classes=tuple(int(np.searchsorted(upper, place)) for place in one.classes),
            )
            for one in of
        )
        for column, of in found.items()
    }
    return Classes(
        codes=tuple(f"{BELOW}{one}" for one in upper),
        answers=np.where(valid, np.searchsorted(upper, place), -1),
        told=told,
        step=0.0 if step == finest else step,
    )


def _quartiles(
    places: NDArray[np.int64], weights: NDArray[np.float64] | None, rule: Rule
) -> tuple[Quartile, ...]:
    """Return the quartiles in steps, or none where they could be the answers of single persons."""
    if weights is not None:
        places, weights = places[weights > 0], weights[weights > 0]
    if len(places) < rule.smallest_base or (places == places[0]).all():
        return ()
    order = np.argsort(places, kind="stable")
    placed = places[order]
    found = []
    for share in QUARTILES.values():
        if weights is not None:  # the first with whom the share is reached, but for broken sums
            sums = np.cumsum(weights[order])
            rank, between = int(np.searchsorted(sums, share * sums[-1] - 1e-9)), 0.0
        else:
            rank, between = divmod((len(placed) - 1) * share, 1)  # type: ignore[assignment]
        near = placed[int(rank) : int(rank) + (2 if between else 1)]
        if any((placed == one).sum() < rule.smallest_cell for one in near):
            return ()
        value = float(near[0] + between * (near[-1] - near[0]))
        found.append(Quartile(value=value, classes=tuple(map(int, near)), rank=int(rank) + 1))
    return tuple(found)


def coarse(value: float) -> float:
    """Return a quartile of unknown persons in steps of half its first digit: 24 as 25, 132 as 150.

    Then it is hardly what one of them answered.
    """
    if not value:
        return 0.0
    step = 10.0 ** math.floor(math.log10(abs(value))) / 2
    return round(math.floor(value / step + 0.5) * step, 4)


def _finest(numbers: NDArray[np.float64]) -> float:
    """Return the step in which people answered: whole numbers, halves or tenths."""
    for step in (1.0, 0.5):
        if np.allclose(numbers / step, np.round(numbers / step)):
            return step
    return 10.0**FINEST


def _steps(finest: float, numbers: NDArray[np.float64]) -> Iterator[float]:
    """Yield 1, 2, 5, 10 and so on, from the finest to as wide as all numbers lie apart."""
    if not len(numbers):
        return
    widest = max(float(numbers.max() - numbers.min()), finest)
    for power in range(FINEST, math.ceil(math.log10(widest)) + 1):
        for one in (1, 2, 5):
            step = round(one * 10.0**power, 4)
            if finest <= step <= widest:
                yield step
