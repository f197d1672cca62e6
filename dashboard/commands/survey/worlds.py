"""What a reader can work out: other worlds that fit all that is published, by integer programming.

A `Model` knows which numbers of persons nobody is told (unknowns), which sums everyone knows, which
figures may be published, and which counts must stay uncertain (secrets). A world is a whole number
for each unknown that contradicts nothing published. A secret is safe when two worlds are known in
which it differs by as much as was promised: these worlds are the proof, and each of them is checked
in whole numbers, so no tolerance of the solver can make an unsafe count look safe.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, vstack

TOLERANCE = 1e-6
SECONDS = 5  # for one programme; what is not proven by then counts as unsafe
TRIES = 2  # random aims before single secrets are asked for
ORDERS = 3  # in which what is withheld is chosen
Key = tuple[str, ...]
Parts = Mapping[int, float]  # unknown -> factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that may be published: the sum of its parts, told as a span from low to high.

    `needs` are figures without which it cannot be published; `cost` is what is lost without it.
    A figure that is not `optional` is never chosen to be withheld for the sake of another.
    """

    key: Key
    parts: Parts
    low: float
    high: float
    cost: float = 1.0
    optional: bool = True
    needs: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A count whose possible range must be at least `needed` wide.

    It is one while the figure of its key is withheld, or always if there is no such figure. A
    reader takes for granted that it is not below `floor`.
    """

    key: Key
    parts: Parts
    needed: int
    floor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """What can be worked out about a secret; safe if it is wide enough."""

    key: Key
    low: int
    high: int
    needed: int

    @property
    def safe(self) -> bool:
        """Whether the promise is kept."""
        return self.high - self.low >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Unknown counts with their true values, and all that is or may be said of them.

    Attributes:
        truth: how many persons each unknown stands for.
        known: sums that hold in every world, as (parts, total).
        whole: figures that are given up together when nothing smaller helps, by step.
    """

    truth: NDArray[np.int64]
    known: Sequence[tuple[Parts, int]]
    figures: Sequence[Figure]
    secrets: Sequence[Secret]
    whole: Mapping[Key, Sequence[frozenset[Key]]]


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
    attacker = _Attacker(model)
    start = attacker.complete(frozenset(shown))
    best: frozenset[Key] | None = None
    small = len(model.truth) <= 300
    random = Random(1)
    for attempt in range(orders if small else 1):
        noise = [1.0 if not attempt else 0.5 + random.random() for _ in model.figures]
        found = attacker.relaxed(attacker.protected(start, noise), start)
        if best is None or attacker.worth(found) > attacker.worth(best):
            best = found
        if best == start:
            break
    assert best is not None
    return Protected(shown=best, ranges=tuple(attacker.ranges(best)))


def audit(model: Model, shown: Collection[Key]) -> tuple[Range, ...]:
    """Return what can be worked out about every secret if these figures are published."""
    return tuple(_Attacker(model).ranges(frozenset(shown), exact=True))


class _Attacker:
    """Searches worlds, and keeps all it found: a world that fits more also fits less."""

    def __init__(self, model: Model) -> None:
        self.model = model
        size = len(model.truth)
        self._size = size
        self._known = _matrix([parts for parts, _ in model.known], size)
        self._totals = np.array([total for _, total in model.known], dtype=float)
        self._figures = _matrix([one.parts for one in model.figures], size)
        self._secrets = _matrix([one.parts for one in model.secrets], size)
        self._low = np.array([one.low for one in model.figures])
        self._high = np.array([one.high for one in model.figures])
        self._place = {one.key: index for index, one in enumerate(model.figures)}
        self._needed = np.array([one.needed for one in model.secrets])
        self._floor = np.array([one.floor for one in model.secrets])
        self._most = float(model.truth.sum()) if size else 0.0
        self._worlds: list[NDArray[np.int64]] = []
        self._told = np.zeros((0, len(model.figures)))
        self._hidden = np.zeros((0, len(model.secrets)))
        self._keep(np.asarray(model.truth))

    # ------------------------------------------------------------------------------- choosing

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
            unsafe = self._first_unsafe(shown, tries=TRIES)
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
            if key in trial and self._first_unsafe(trial) is None:
                shown = trial
        return shown

    def _companions(
        self, unsafe: Range, shown: frozenset[Key], noise: Sequence[float]
    ) -> frozenset[Key]:
        """Return the least that has to be withheld so that this secret can be something else."""
        index = next(i for i, one in enumerate(self.model.secrets) if one.key == unsafe.key)
        rows = [self._place[key] for key in sorted(shown)]
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
        size, extra = self._size, len(loose)
        give = np.zeros((len(rows), 2 * extra))
        for line, row in enumerate(rows):
            if row in slack:
                give[line, slack[row]] = 1
                give[line, extra + slack[row]] = -1
        active = self._active(shown)
        floors = [i for i in np.flatnonzero(active) if self._floor[i]]
        empty = csr_matrix((len(self._totals) + len(floors) + 1, 2 * extra))
        fixed = vstack([self._known, self._secrets[floors], self._secrets[[index]]])
        matrix = _beside(vstack([fixed, self._figures[rows]]), vstack([empty, csr_matrix(give)]))
        low = np.concatenate([self._totals, self._floor[floors], [span[0]], self._low[rows]])
        high = np.concatenate(
            [self._totals, np.full(len(floors), np.inf), [span[1]], self._high[rows]]
        )
        prices = np.array([self.model.figures[row].cost * noise[row] for row in loose])
        # what is large loses less of its meaning by one person, but says more: prefer the small
        prices = prices * (1 + np.abs(self._high[loose]) / (1000 + self._most))
        goal = np.concatenate([np.zeros(size), prices, prices])
        upper = np.concatenate([np.full(size, self._most), np.full(2 * extra, self._most)])
        for whole in (0, 1):
            solved = milp(
                goal,
                constraints=LinearConstraint(matrix, low, high),
                bounds=Bounds(0, upper),
                integrality=np.concatenate([np.full(size, whole), np.zeros(2 * extra)]),
                options={"time_limit": SECONDS},
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
                return sum(self.model.figures[self._place[key]].cost for key in keys), keys
        return None

    # -------------------------------------------------------------------------------- auditing

    def ranges(self, shown: frozenset[Key], *, exact: bool = False) -> Iterable[Range]:
        """Yield for every active secret how far apart the worlds found are."""
        self._search(shown, stop=False, exact=exact)
        low, high = self._seen(shown)
        for index in np.flatnonzero(self._active(shown)):
            one = self.model.secrets[int(index)]
            yield Range(key=one.key, low=int(low[index]), high=int(high[index]), needed=one.needed)

    def _first_unsafe(self, shown: frozenset[Key], tries: int = 0) -> Range | None:
        index = self._search(shown, stop=True, tries=tries)
        if index is None:
            return None
        low, high = self._seen(shown)
        one = self.model.secrets[index]
        return Range(key=one.key, low=int(low[index]), high=int(high[index]), needed=one.needed)

    def _active(self, shown: frozenset[Key]) -> NDArray[np.bool_]:
        return np.array([one.key not in shown for one in self.model.secrets], dtype=bool)

    def _seen(self, shown: frozenset[Key]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        fits = self._fitting(shown)
        return self._hidden[fits].min(axis=0), self._hidden[fits].max(axis=0)

    def _fitting(self, shown: frozenset[Key]) -> NDArray[np.bool_]:
        rows = [self._place[key] for key in shown]
        told = self._told[:, rows]
        active = self._active(shown)
        fits = np.all(
            (told >= self._low[rows] - TOLERANCE) & (told <= self._high[rows] + TOLERANCE), axis=1
        )
        return np.asarray(fits & np.all(self._hidden[:, active] >= self._floor[active], axis=1))

    def _search(
        self, shown: frozenset[Key], *, stop: bool, exact: bool = False, tries: int = 0
    ) -> int | None:
        """Look for worlds until all secrets are safe; return one that is not, if asked to stop.

        With `exact` the ends of every range are looked for, also of those that are wide enough.
        """
        active = self._active(shown)
        if not active.any():
            return None
        low, high = self._seen(shown)
        solve = self._solver(shown, active)

        def look(aim: NDArray[np.float64]) -> None:
            world = solve(aim)
            if world is not None:
                seen = self._secrets @ world
                np.minimum(low, seen, out=low)
                np.maximum(high, seen, out=high)

        random = Random(len(shown))
        for _ in range(tries):
            weights = np.zeros(len(active))
            open_ = np.flatnonzero(active & (high - low < self._needed))
            if len(open_) < 2:
                break
            weights[open_] = [random.choice((-1, 1)) for _ in open_]
            look(weights @ self._secrets)
        first = None
        order = np.argsort(high - low - self._needed, kind="stable")
        for index in order[active[order]]:
            for sign in (1, -1):
                if high[index] - low[index] >= self._needed[index] and not exact:
                    break
                look(sign * self._secrets[[index]].toarray()[0])
            if high[index] - low[index] < self._needed[index] and first is None:
                first = int(index)
                if stop:
                    return first
        return first

    def _solver(
        self, shown: frozenset[Key], active: NDArray[np.bool_]
    ) -> Callable[[NDArray[np.float64]], NDArray[np.int64] | None]:
        rows = [self._place[key] for key in sorted(shown)]
        floors = [i for i in np.flatnonzero(active) if self._floor[i]]
        matrix = vstack([self._known, self._figures[rows], self._secrets[floors]]).tocsr()
        low = np.concatenate([self._totals, self._low[rows], self._floor[floors]])
        high = np.concatenate([self._totals, self._high[rows], np.full(len(floors), np.inf)])
        limits = LinearConstraint(matrix, low, high)

        def solve(aim: NDArray[np.float64]) -> NDArray[np.int64] | None:
            for whole in (0, 1):
                solved = milp(
                    -np.asarray(aim, dtype=float),
                    constraints=limits,
                    bounds=Bounds(0, self._most),
                    integrality=np.full(self._size, whole),
                    options={"time_limit": SECONDS},
                )
                if solved.x is None:
                    return None
                world: NDArray[np.int64] = np.rint(solved.x).astype(np.int64)
                if self._keep(world, shown):
                    return world
            return None

        return solve

    def _keep(self, world: NDArray[np.int64], shown: frozenset[Key] | None = None) -> bool:
        """Keep a world that holds in whole numbers; tell whether it does."""
        if (world < 0).any() or not np.array_equal(self._known @ world, self._totals):
            return False
        self._worlds.append(world)
        self._told = np.vstack([self._told, (self._figures @ world)[None]])
        self._hidden = np.vstack([self._hidden, (self._secrets @ world)[None]])
        return shown is None or bool(self._fitting(shown)[-1])


def _matrix(rows: Sequence[Parts], size: int) -> csr_matrix:
    data, line, column = [], [], []
    for number, parts in enumerate(rows):
        for unknown, factor in parts.items():
            data.append(float(factor))
            line.append(number)
            column.append(unknown)
    return csr_matrix((data, (line, column)), shape=(len(rows), size))


def _beside(left: csr_matrix, right: csr_matrix) -> csr_matrix:
    from scipy.sparse import hstack

    return hstack([left, right]).tocsr()


def share_span(percent: int) -> tuple[float, float]:
    """Return from where to where a share lies that was rounded to whole percent."""
    return max(0.0, percent - 0.5) / 100, min(100.0, percent + 0.5) / 100


def rounded(percent: float) -> int:
    """Return a percentage in whole percent, halves upwards."""
    return math.floor(percent + 0.5)
