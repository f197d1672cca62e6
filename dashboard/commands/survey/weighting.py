"""Raking: weights that bring a survey to published margins, and what they cost in precision.

Weighting repairs the age or sex of those who answered, never the fact that they chose to answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

SMALLEST_MARGIN = 20  # persons in each class; with fewer, single persons would carry the result
LOWEST, HIGHEST = 0.2, 5.0
PRECISION = 1e-8
ROUNDS = 1000


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


def effective_size(weights: NDArray[np.float64]) -> float:
    """Return Kish's effective number of persons: what the weighted sample is worth."""
    total = weights.sum()
    return float(total * total / (weights * weights).sum()) if total else 0.0
