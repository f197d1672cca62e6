"""Raking: weights that bring a survey to published margins, and what they cost in precision.

Weighting repairs the age or sex of those who answered, never the fact that they chose to answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dashboard.commands.survey.cells import numbers_of

SMALLEST_MARGIN = 20  # persons in each class; with fewer, single persons would carry the result
LOWEST, HIGHEST = 0.2, 5.0
PRECISION = 1e-8
ROUNDS = 1000
MOST_WEIGHTS = 24  # different ones in a column of the file


class WeightingError(Exception):
    """The margins cannot be used; the message is German and says what to do."""


def raked(
    groups: Mapping[str, Sequence[str]], margins: Mapping[str, Mapping[str, float]]
) -> NDArray[np.float64]:
    """Return one weight per person, mean 1, so that each dimension matches its margin.

    Args:
        groups: for each dimension the class of every person.
        margins: for each dimension the share of every class in the population.

    Raises:
        WeightingError: a class is too small or unknown, or no such weights exist.
    """
    targets = []
    for dimension, shares in margins.items():
        classes = np.asarray(groups[dimension])
        total = sum(shares.values())
        if unknown := sorted(set(classes.tolist()) - shares.keys()):
            raise WeightingError(
                f"Für „{dimension}“ fehlt in den Randverteilungen die Klasse {unknown[0]!r}."
            )
        for value, share in shares.items():
            members = classes == value
            if members.sum() < SMALLEST_MARGIN:
                raise WeightingError(
                    f"„{dimension}: {value}“ hat nur {members.sum()} Personen; für eine Gewichtung "
                    f"müssen es mindestens {SMALLEST_MARGIN} sein. Klassen zusammenfassen."
                )
            targets.append((members, len(classes) * share / total))
    if not targets:
        raise WeightingError("Die Datei mit den Randverteilungen nennt keine Klassen.")
    weights = np.ones(len(targets[0][0]))
    for _ in range(ROUNDS):
        for members, target in targets:
            weights[members] *= target / weights[members].sum()
        weights = np.clip(weights, LOWEST, HIGHEST)
        off = max(abs(weights[members].sum() - target) for members, target in targets)
        if off < PRECISION * len(weights):
            return np.asarray(weights / weights.mean(), dtype=np.float64)
    raise WeightingError(
        f"Die Gewichtung geht nicht auf, wenn kein Gewicht unter {LOWEST} oder über {HIGHEST} "
        "liegen darf. Klassen zusammenfassen oder ohne Gewichtung einlesen."
    )


def from_column(cells: Sequence[str]) -> tuple[NDArray[np.float64], list[str]]:
    """Return the weight of each person, mean 1, and the different weights as written.

    Who has none is not counted. Only so many different ones can be checked for what they give away.

    Raises:
        WeightingError: a weight is no number, too large, or too many are different.
    """
    known = numbers_of(cells)
    wrong = [cell for cell in known if cell and (known[cell] is None or (known[cell] or 0) < 0)]
    if wrong:
        raise WeightingError(f"Das Gewicht „{wrong[0]}“ ist keine Zahl ab 0.")
    written = sorted(cell for cell in known if known[cell])
    if not written:
        raise WeightingError("In der Spalte mit dem Gewicht steht keines.")
    if len(written) > MOST_WEIGHTS:
        raise WeightingError(
            f"Die Spalte mit dem Gewicht hat {len(written)} verschiedene Werte. Bei mehr als "
            f"{MOST_WEIGHTS} lässt sich nicht prüfen, was sie verraten: Gewichte auf zwei Stellen "
            "runden, oder mit --weight nach veröffentlichten Randverteilungen gewichten."
        )
    weights = np.array([known[cell] or 0.0 for cell in cells])
    weights /= weights[weights > 0].mean()
    if weights.max() > HIGHEST:
        raise WeightingError(
            f"Ein Gewicht ist mehr als das {HIGHEST:g}-Fache des mittleren; einzelne Personen "
            "trügen das Ergebnis. Ohne Gewicht einlesen."
        )
    return weights, written


def effective_size(weights: NDArray[np.float64]) -> float:
    """Return Kish's effective number of persons: what the weighted sample is worth."""
    total = weights.sum()
    return float(total * total / (weights * weights).sum()) if total else 0.0
