"""What is withheld: the least that keeps every secret safe, by elastic integer programming."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, vstack

from dashboard.commands.survey.worlds import (
    NODES,
    TOLERANCE,
    TRIES,
    Key,
    Model,
    Range,
    Worlds,
)

ORDERS = 3  # in which what is withheld is chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """What may be published, and what a reader can then work out about the rest."""

    shown: frozenset[Key]
    ranges: tuple[Range, ...]


def protect(model: Model, shown: Collection[Key], orders: int = ORDERS) -> Protected:
    """Return the figures among `shown` that may be published together, and the proof.

    The figures withheld are found by the smallest change of what is published that would let each
    unsafe secret be something else; then each is shown again that turns out not to be needed. On
    small models this is tried in several orders and the best is taken.
    """
    choice = _Choice(model)
    start = choice.complete(frozenset(shown))
    best: frozenset[Key] | None = None
    small = len(model.truth) <= 300
    random = Random(1)
    for attempt in range(orders if small else 1):
        noise = [1.0 if not attempt else 0.5 + random.random() for _ in model.figures]
        found = choice.relaxed(choice.protected(start, noise), start)
        if best is None or choice.worth(found) > choice.worth(best):
            best = found
        if best == start:
            break
    assert best is not None
    return Protected(shown=best, ranges=tuple(choice.worlds.ranges(best)))


class _Choice:
    """Figures given up and taken back, each time against all worlds found so far."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.worlds = Worlds(model)

    def complete(self, shown: frozenset[Key]) -> frozenset[Key]:
        """Return `shown` without figures that need one that is missing."""
        figures = [one for one in self.model.figures if one.key in shown]
        return frozenset(one.key for one in figures if all(need in shown for need in one.needs))

    def worth(self, shown: Collection[Key]) -> float:
        """Return how much is published."""
        return sum(one.cost for one in self.model.figures if one.key in shown)

    def protected(self, shown: frozenset[Key], noise: Sequence[float]) -> frozenset[Key]:
        """Withhold until every secret is safe, or nothing is left to withhold."""
        steps: dict[Key, int] = {}
        while shown:
            unsafe = self.worlds.unsafe(shown, TRIES)
            if unsafe is None:
                return shown
            chosen = self._companions(unsafe, shown, noise)
            if not chosen:
                for group in self.model.whole.get(unsafe.key, ())[steps.get(unsafe.key, 0) :]:
                    steps[unsafe.key] = steps.get(unsafe.key, 0) + 1
                    chosen = group & shown
                    if chosen:
                        break
            shown = self.complete(shown - (chosen or shown))
        return shown

    def relaxed(self, shown: frozenset[Key], most: frozenset[Key]) -> frozenset[Key]:
        """Show again what turned out not to be needed, the dearest first."""
        costs = {one.key: (one.cost, abs(one.high)) for one in self.model.figures}
        for key in sorted(most - shown, key=lambda one: costs[one], reverse=True):
            trial = self.complete(shown | {key})
            if key in trial and self.worlds.unsafe(trial) is None:
                shown = trial
        return shown

    def _companions(
        self, unsafe: Range, shown: frozenset[Key], noise: Sequence[float]
    ) -> frozenset[Key]:
        """Return the least that has to be withheld so that this secret can be something else."""
        index = next(i for i, one in enumerate(self.model.secrets) if one.key == unsafe.key)
        rows = [self.worlds.place[key] for key in sorted(shown)]
        loose = [row for row in rows if self.model.figures[row].optional]
        slack = {row: place for place, row in enumerate(loose)}
        best: tuple[float, frozenset[Key]] | None = None
        for low, high in (
            (unsafe.low + unsafe.needed, np.inf),
            (-np.inf, unsafe.high - unsafe.needed),
        ):
            found = self._elastic(index, (low, high), rows, loose, slack, shown, noise)
            if found is not None and found[1] and (best is None or found[0] < best[0]):
                best = found
        return best[1] if best else frozenset()

    def _elastic(
        self,
        index: int,
        span: tuple[float, float],
        rows: list[int],
        loose: list[int],
        slack: Mapping[int, int],
        shown: frozenset[Key],
        noise: Sequence[float],
    ) -> tuple[float, frozenset[Key]] | None:
        """Return cost and keys of what has to give way if the secret lies in this span."""
        worlds = self.worlds
        size, extra = worlds.size, len(loose)
        give = np.zeros((len(rows), 2 * extra))
        for line, row in enumerate(rows):
            if row in slack:
                give[line, slack[row]] = 1
                give[line, extra + slack[row]] = -1
        active = worlds.active(shown)
        floors = [i for i in np.flatnonzero(active) if worlds.floor[i]]
        empty = csr_matrix((len(worlds.totals) + len(floors) + 1, 2 * extra))
        fixed = vstack([worlds.known, worlds.secrets[floors], worlds.secrets[[index]]])
        matrix = hstack(
            [vstack([fixed, worlds.figures[rows]]), vstack([empty, csr_matrix(give)])]
        ).tocsr()
        low = np.concatenate([worlds.totals, worlds.floor[floors], [span[0]], worlds.low[rows]])
        high = np.concatenate(
            [worlds.totals, np.full(len(floors), np.inf), [span[1]], worlds.high[rows]]
        )
        prices = np.array([self.model.figures[row].cost * noise[row] for row in loose])
        # what is large loses less of its meaning by one person, but says more: prefer the small
        prices = prices * (1 + np.abs(worlds.high[loose]) / (1000 + worlds.most))
        goal = np.concatenate([np.zeros(size), prices, prices])
        upper = np.concatenate([np.full(size, worlds.most), np.full(2 * extra, worlds.most)])
        for whole in (0, 1):
            solved = milp(
                goal,
                constraints=LinearConstraint(matrix, low, high),
                bounds=Bounds(0, upper),
                integrality=np.concatenate([np.full(size, whole), np.zeros(2 * extra)]),
                options={"node_limit": NODES},
            )
            if solved.x is None:
                return None
            given = solved.x[size : size + extra] + solved.x[size + extra :]
            keys = frozenset(
                self.model.figures[row].key
                for place, row in enumerate(loose)
                if given[place] > TOLERANCE
            )
            if keys:
                return sum(self.model.figures[worlds.place[key]].cost for key in keys), keys
        return None
