"""What a reader can work out: other worlds that fit all that is published, by integer programming.

A `Model` knows which numbers of persons nobody is told (unknowns), which sums everyone knows, which
figures may be published, and which counts must stay uncertain (secrets). A world is a whole number
for each unknown that contradicts nothing published. A secret is safe when two worlds are known in
which it differs by as much as was promised: these worlds are the proof, and each of them is checked
in whole numbers, so no tolerance of the solver can make an unsafe count look safe.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, vstack

TOLERANCE = 1e-6
NODES = 2000  # of one programme's tree; what is not found by then counts as not there
TRIES = 2  # random aims before single secrets are asked for
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


def audit(model: Model, shown: Collection[Key]) -> tuple[Range, ...]:
    """Return what can be worked out about every secret if these figures are published."""
    return tuple(Worlds(model).ranges(frozenset(shown), exact=True))


class Worlds:
    """Searches worlds, and keeps all it found: a world that fits more also fits less."""

    def __init__(self, model: Model) -> None:
        """Take the truth as the first world."""
        self.model = model
        self.size = len(model.truth)
        self.known = matrix_of([parts for parts, _ in model.known], self.size)
        self.totals = np.array([total for _, total in model.known], dtype=float)
        self.figures = matrix_of([one.parts for one in model.figures], self.size)
        self.secrets = matrix_of([one.parts for one in model.secrets], self.size)
        self.low = np.array([one.low for one in model.figures])
        self.high = np.array([one.high for one in model.figures])
        self.place = {one.key: index for index, one in enumerate(model.figures)}
        self.floor = np.array([one.floor for one in model.secrets])
        self.most = float(model.truth.sum()) if self.size else 0.0
        self._needed = np.array([one.needed for one in model.secrets])
        self._told = np.zeros((0, len(model.figures)))
        self._hidden = np.zeros((0, len(model.secrets)))
        self._keep(np.asarray(model.truth))

    def ranges(self, shown: frozenset[Key], *, exact: bool = False) -> Iterator[Range]:
        """Yield for every active secret how far apart the worlds found are.

        With `exact` the ends of every range are looked for, also of those that are wide enough.
        """
        active = self.active(shown)
        if exact:
            search = _Search(self, shown)
            for index in np.flatnonzero(active):
                for sign in (1, -1):
                    search.furthest(int(index), sign)
        else:
            self._first_unsafe(shown, stop=False)
        low, high = self._seen(shown)
        for index in np.flatnonzero(active):
            yield self._range(int(index), low, high)

    def unsafe(self, shown: frozenset[Key], tries: int = 0) -> Range | None:
        """Return a secret that is not safe if these figures are published, or None."""
        index = self._first_unsafe(shown, stop=True, tries=tries)
        return None if index is None else self._range(index, *self._seen(shown))

    def active(self, shown: frozenset[Key]) -> NDArray[np.bool_]:
        """Tell which secrets are ones if these figures are published."""
        return np.array([one.key not in shown for one in self.model.secrets], dtype=bool)

    def limits(
        self, shown: frozenset[Key]
    ) -> tuple[csr_matrix, NDArray[np.float64], NDArray[np.float64]]:
        """Return what everyone knows as rows over the unknowns, each from low to high."""
        rows = [self.place[key] for key in sorted(shown)]
        floors = [i for i in np.flatnonzero(self.active(shown)) if self.floor[i]]
        return (
            vstack([self.known, self.figures[rows], self.secrets[floors]]).tocsr(),
            np.concatenate([self.totals, self.low[rows], self.floor[floors]]),
            np.concatenate([self.totals, self.high[rows], np.full(len(floors), np.inf)]),
        )

    def take(self, solution: NDArray[np.float64] | None, shown: frozenset[Key]) -> bool:
        """Keep a solution that is a world in whole numbers; tell whether it fits all shown."""
        if solution is None:
            return False
        world: NDArray[np.int64] = np.rint(solution).astype(np.int64)
        return self._keep(world) and bool(self._fitting(shown)[-1])

    def _range(self, index: int, low: NDArray[np.float64], high: NDArray[np.float64]) -> Range:
        one = self.model.secrets[index]
        return Range(key=one.key, low=int(low[index]), high=int(high[index]), needed=one.needed)

    def _seen(self, shown: frozenset[Key]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        fits = self._fitting(shown)
        return self._hidden[fits].min(axis=0), self._hidden[fits].max(axis=0)

    def _fitting(self, shown: frozenset[Key]) -> NDArray[np.bool_]:
        rows = [self.place[key] for key in shown]
        told = self._told[:, rows]
        active = self.active(shown)
        fits = np.all(
            (told >= self.low[rows] - TOLERANCE) & (told <= self.high[rows] + TOLERANCE), axis=1
        )
        return np.asarray(fits & np.all(self._hidden[:, active] >= self.floor[active], axis=1))

    def _first_unsafe(self, shown: frozenset[Key], *, stop: bool, tries: int = 0) -> int | None:
        """Look for worlds until all secrets are safe; return one that is not, if asked to stop."""
        active = self.active(shown)
        if not active.any():
            return None
        low, high = self._seen(shown)
        lacking = active & (high - low < self._needed)
        if not lacking.any():
            return None
        search = _Search(self, shown)
        random = Random(len(shown))
        for _ in range(tries):
            open_ = np.flatnonzero(lacking)
            if len(open_) < 2:
                break
            aim = np.zeros(len(active))
            aim[open_] = [random.choice((-1, 1)) for _ in open_]
            search.towards(aim)
            low, high = self._seen(shown)
            lacking = active & (high - low < self._needed)
        first = None
        order = np.argsort(high - low - self._needed, kind="stable")
        for index in map(int, order[lacking[order]]):
            low, high = self._seen(shown)
            if high[index] - low[index] >= self._needed[index]:
                continue
            if not search.apart(index, int(low[index]), int(high[index])):
                if stop:
                    return index
                first = index if first is None else first
        return first

    def _keep(self, world: NDArray[np.int64]) -> bool:
        """Keep a world that holds in whole numbers; tell whether it does."""
        if (world < 0).any() or not np.array_equal(self.known @ world, self.totals):
            return False
        self._told = np.vstack([self._told, (self.figures @ world)[None]])
        self._hidden = np.vstack([self._hidden, (self.secrets @ world)[None]])
        return True


class _Search:
    """Looks for worlds that fit what is shown; small changes of the truth are found fastest."""

    def __init__(self, worlds: Worlds, shown: frozenset[Key]) -> None:
        self._worlds, self._shown = worlds, shown
        self._truth = np.asarray(worlds.model.truth, dtype=float)
        self._matrix, self._low, self._high = worlds.limits(shown)
        at = self._matrix @ self._truth
        self._moves = hstack([self._matrix, -self._matrix]).tocsr()
        self._less, self._more = self._low - at, self._high - at

    def towards(self, aim: NDArray[np.float64]) -> bool:
        """Look for a world far in some direction, if that takes no search of whole numbers."""
        goal = -np.asarray(aim @ self._worlds.secrets, dtype=float)
        return self._worlds.take(self._far(goal, whole=0), self._shown)

    def furthest(self, index: int, sign: int) -> None:
        """Look for the world in which this secret is largest, or smallest with sign -1."""
        goal = -sign * self._worlds.secrets[[index]].toarray()[0]
        for whole in (0, 1):
            if self._worlds.take(self._far(goal, whole=whole), self._shown):
                return

    def apart(self, index: int, low: int, high: int) -> bool:
        """Look for worlds that lie as far apart as this secret needs; tell whether there are.

        `low` and `high` were found before. First upwards, the furthest step that there is, then
        down from there: with that, every pair of worlds has been looked for.
        """
        needed = self._worlds.model.secrets[index].needed
        for least in range(low + needed, high, -1):
            if self._at(index, (least, np.inf)):
                high = least
                break
        return high - low >= needed or self._at(index, (-np.inf, high - needed))

    def _at(self, index: int, span: tuple[float, float]) -> bool:
        """Look for the world nearest to the truth in which the secret lies in a span."""
        row = self._worlds.secrets[[index]]
        now = float((row @ self._truth)[0])
        limits = LinearConstraint(
            vstack([self._moves, hstack([row, -row])]).tocsr(),
            np.append(self._less, span[0] - now),
            np.append(self._more, span[1] - now),
        )
        size = self._worlds.size
        most = np.concatenate([np.full(size, self._worlds.most), self._truth])
        for whole in (0, 1):
            solved = milp(
                np.ones(2 * size),
                constraints=limits,
                bounds=Bounds(0, most),
                integrality=np.full(2 * size, whole),
                options={"node_limit": NODES, "mip_rel_gap": 1.0},  # the first that is found
            )
            if solved.x is None:
                return False
            moved = self._truth + solved.x[:size] - solved.x[size:]
            if self._worlds.take(moved, self._shown):
                return True
        return False

    def _far(self, goal: NDArray[np.float64], *, whole: int) -> NDArray[np.float64] | None:
        solved = milp(
            goal,
            constraints=LinearConstraint(self._matrix, self._low, self._high),
            bounds=Bounds(0, self._worlds.most),
            integrality=np.full(self._worlds.size, whole),
            options={"node_limit": NODES},
        )
        found: NDArray[np.float64] | None = solved.x
        return found


def matrix_of(rows: Sequence[Parts], size: int) -> csr_matrix:
    """Return sums of unknowns as rows of a matrix."""
    data, line, column = [], [], []
    for number, parts in enumerate(rows):
        for unknown, factor in parts.items():
            data.append(float(factor))
            line.append(number)
            column.append(unknown)
    return csr_matrix((data, (line, column)), shape=(len(rows), size))


def share_span(percent: int) -> tuple[float, float]:
    """Return from where to where a share lies that was rounded to whole percent."""
    return max(0.0, percent - 0.5) / 100, min(100.0, percent + 0.5) / 100


def rounded(percent: float) -> int:
    """Return a percentage in whole percent, halves upwards."""
    return math.floor(percent + 0.5)
