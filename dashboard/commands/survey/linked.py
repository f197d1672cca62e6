"""All tables of one import as one publication: who was asked what, and what hangs together.

Two tables hang together where one question was put only to those who gave certain answers to the
other: its n is then a sum of those answers. They are protected together. The reader who attacks is
taken to know more than is published: who of how many belongs to which groups, and how many gave no
valid answer. What holds against him holds against everyone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dashboard.commands.survey.worlds import (
    ORDERS,
    Figure,
    Key,
    Model,
    Parts,
    Range,
    Secret,
    protect,
    rounded,
    share_span,
)
from dashboard.facts.survey_model import SMALLEST_BASE, SMALLEST_CELL

ALL = ("", "")  # the column of all persons
BASE = ""  # stands in a key for the number of persons with a valid answer
REST = "\0rest"  # persons in none of the groups that are named
JOINT = "\0joint"  # persons of one combination of groups; never published
ASKED = "\0asked"  # a filter that is no question itself
WEIGHT = "\0weight"  # what all of a column weigh together
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
        values: whether its counts are shown; a question for a number has only its n.
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

    @property
    def counted(self) -> tuple[str, ...]:
        """The answers that stand on the page."""
        return tuple(code for code in self.codes if code != OTHERWISE) if self.values else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """To which class of a dimension each person belongs; -1 to none."""

    names: tuple[str, ...]
    of: NDArray[np.int64]


@dataclass(slots=True, kw_only=True)
class Publication:
    """What may be published of all tables.

    Attributes:
        shown: keys (question, answer or `BASE`, dimension, class).
        low: keys withheld because too few persons answered.
        ranges: what a reader can work out of each withheld count, by question.
    """

    shown: set[Key] = field(default_factory=set)
    low: set[Key] = field(default_factory=set)
    ranges: dict[str, list[Range]] = field(default_factory=dict)


def publish(
    tables: Sequence[Table],
    members: Mapping[str, Members],
    rule: Rule,
    *,
    weights: NDArray[np.float64] | None = None,
    margins: Sequence[str] = (),
    known: Mapping[Key, int] | None = None,
    orders: int = ORDERS,
) -> Publication:
    """Return what of these tables may be published together.

    Args:
        tables: every question of the import.
        members: the classes of every dimension.
        rule: what is withheld.
        weights: of each person; then weighted shares in whole percent are published, no counts.
        margins: the dimensions these weights come from.
        known: counts that an earlier version published of the same persons.
        orders: in how many orders it is tried which counts to withhold.
    """
    result = Publication()
    tables = _with_filters(tables, rule, members)
    for component in _components(tables):
        part = _Part(tables, component, members, rule, weights, margins, known or {})
        model = part.model()
        found = protect(model, part.shown, orders)
        result.shown |= found.shown
        result.low |= part.low
        for one in found.ranges:
            result.ranges.setdefault(one.key[0], []).append(one)
    return result


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


def _with_filters(
    tables: Sequence[Table], rule: Rule, members: Mapping[str, Members]
) -> list[Table]:
    """Add a hidden table for every filter that is no question and lets few persons through."""
    made = list(tables)
    hidden: dict[str, int] = {}
    for place, table in enumerate(tables):
        if table.source is not None or table.asked.all():
            continue
        if table.id not in hidden:
            parts = [inside for _, inside in columns(table, members, rule)]
            few = range(1, rule.smallest_cell)
            if not any(
                int((table.asked & one).sum()) in few or int((~table.asked & one).sum()) in few
                for one in parts
            ):
                continue
            hidden[table.id] = len(made)
            made.append(
                Table(
                    id=f"{ASKED} {table.id}",
                    codes=(ASKED, OTHERWISE),
                    answers=np.where(table.asked, 0, 1).astype(np.int64),
                    asked=np.ones(len(table.asked), dtype=bool),
                    groups=table.groups,
                    values=False,
                )
            )
        made[place] = replace(table, source=hidden[table.id], passing=frozenset({ASKED}))
    return made


def _components(tables: Sequence[Table]) -> list[list[int]]:
    parent = list(range(len(tables)))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    for place, table in enumerate(tables):
        if table.source is not None:
            parent[root(place)] = root(table.source)
    found: dict[int, list[int]] = {}
    for place in range(len(tables)):
        found.setdefault(root(place), []).append(place)
    return list(found.values())


class _Part:
    """Tables that hang together, as unknown counts of each answer in each combination of groups."""

    def __init__(
        self,
        tables: Sequence[Table],
        component: Sequence[int],
        members: Mapping[str, Members],
        rule: Rule,
        weights: NDArray[np.float64] | None,
        margins: Sequence[str],
        known: Mapping[Key, int],
    ) -> None:
        self.rule = rule
        self.shown: set[Key] = set()
        self.low: set[Key] = set()
        self._earlier = known
        self._members = members
        self._tables = {place: tables[place] for place in component}
        wanted = [dim for one in self._tables.values() for dim in one.groups]
        self._margins = tuple(margins) if weights is not None else ()
        self._dims = tuple(dict.fromkeys([*wanted, *self._margins]))
        classes = [members[dim].of for dim in self._dims]
        size = len(next(iter(self._tables.values())).answers)
        stacked = np.stack([*classes, np.zeros(size, dtype=np.int64)], axis=1)
        steps = np.cumprod([1, *(len(members[dim].names) + 1 for dim in self._dims)])
        _, first, self._cell = np.unique(
            (stacked + 1) @ steps, return_index=True, return_inverse=True
        )
        self._cells = stacked[first]
        self._weight = np.zeros(len(self._cells))
        if weights is not None:
            self._weight[self._cell] = weights  # the same for all of one combination
        self._weighted = weights is not None
        self._unknown: dict[tuple[int, int, int], int] = {}  # table, atom, cell
        self._code_of: dict[tuple[int, int], int] = {}  # table, atom -> place of its answer
        self._flags: dict[tuple[int, int], tuple[int, ...]] = {}  # -> tables asked for it
        self._truth: list[int] = []
        self._known: list[tuple[Parts, int]] = []
        for place in component:
            self._count(place)
        for place in component:
            self._sums(place)

    def model(self) -> Model:
        """Return all that is known, may be known and must not be known."""
        figures: list[Figure] = []
        secrets: list[Secret] = []
        for place, table in self._tables.items():
            for column, _ in columns(table, self._members, self.rule):
                self._column(place, table, column, figures, secrets)
            secrets += self._unnamed(place, table)
            secrets += self._combined(place, table)
        unique = {one.key: one for one in figures}
        whole = {one.key: self._whole(one.key, unique.keys()) for one in secrets}
        return Model(
            truth=np.array(self._truth, dtype=np.int64),
            known=self._known,
            figures=tuple(unique.values()),
            secrets=tuple(one for one in secrets if one.needed > 0),
            whole=whole,
        )

    # ----------------------------------------------------------------------------- unknowns

    def _count(self, place: int) -> None:
        """Number the unknowns of a table: persons by answer, later questions and combination."""
        table = self._tables[place]
        later = [one for one, other in self._tables.items() if other.source == place]
        valid = table.answers >= 0
        marks = np.stack(
            [table.answers, *(self._tables[one].asked for one in later)], axis=1
        ).astype(np.int64)
        # as one number each: 200,000 persons are sorted much faster so
        radix = 2 ** np.arange(marks.shape[1] - 1, -1, -1)
        _, first, atom = np.unique(marks[valid] @ radix, return_index=True, return_inverse=True)
        atoms = marks[valid][first]
        all_cells = np.arange(len(self._cells))
        full = np.unique(self._cell[valid]) if table.source is None else all_cells
        for answer in range(len(table.codes)):  # an answer nobody gave is possible all the same
            if not len(atoms) or not (atoms[:, 0] == answer).any():
                code = table.codes[answer]
                flags = [int(code in self._tables[one].passing) for one in later]
                extra = np.array([[answer, *flags]], dtype=np.int64)
                atoms = np.vstack([atoms, extra]) if len(atoms) else extra
        counts = np.zeros((len(atoms), len(self._cells)), dtype=np.int64)
        np.add.at(counts, (atom.reshape(-1), self._cell[valid]), 1)
        for number, mark in enumerate(atoms):
            self._code_of[place, number] = int(mark[0])
            self._flags[place, number] = tuple(
                one for one, flag in zip(later, mark[1:], strict=True) if flag
            )
            for cell in full:
                self._unknown[place, number, int(cell)] = len(self._truth)
                self._truth.append(int(counts[number, cell]))

    def _sums(self, place: int) -> None:
        """Say for each combination how many gave an answer, or that it hangs on another one."""
        table = self._tables[place]
        for cell in range(len(self._cells)):
            own = self._parts(place, cells=(cell,))
            if not own:
                continue
            parts: dict[int, float] = dict.fromkeys(own, 1.0)
            if table.source is not None:
                for (one, atom, at), unknown in self._unknown.items():
                    if one == table.source and at == cell and place in self._flags[one, atom]:
                        parts[unknown] = -1.0
            total = sum(int(factor) * self._truth[unknown] for unknown, factor in parts.items())
            self._known.append((parts, total))

    def _parts(
        self, place: int, *, cells: Sequence[int] | None = None, code: str | None = None
    ) -> list[int]:
        table = self._tables[place]
        wanted = range(len(self._cells)) if cells is None else cells
        atoms = [
            atom
            for (one, atom), answer in self._code_of.items()
            if one == place and (code is None or table.codes[answer] == code)
        ]
        keys = ((place, atom, cell) for atom in atoms for cell in wanted)
        return [self._unknown[key] for key in keys if key in self._unknown]

    def _inside(self, column: Subgroup) -> list[int]:
        if column == ALL:
            return list(range(len(self._cells)))
        at = self._dims.index(column[0])
        name = self._members[column[0]].names.index(column[1])
        return [cell for cell, classes in enumerate(self._cells) if classes[at] == name]

    def _sum(self, unknowns: Sequence[int]) -> int:
        return sum(self._truth[one] for one in unknowns)

    # ------------------------------------------------------------------------------ figures

    def _column(
        self,
        place: int,
        table: Table,
        column: Subgroup,
        figures: list[Figure],
        secrets: list[Secret],
    ) -> None:
        """Add n and counts of one column, and which of them are shown to begin with."""
        rule, cells = self.rule, self._inside(column)
        everyone = self._parts(place, cells=cells)
        base = self._sum(everyone)
        hidden_filter = table.id.startswith(ASKED)
        key_of_base: Key = (table.id, BASE, *column)
        if not hidden_filter:
            figures.append(
                Figure(
                    key=key_of_base,
                    parts=dict.fromkeys(everyone, 1.0),
                    low=base,
                    high=base,
                    cost=8.0 if column == ALL else 3.0,
                    optional=table.source is not None,
                )
            )
            if base >= rule.smallest_cell:
                self.shown.add(key_of_base)
            if self._weighted and table.source is not None:
                figures.append(self._weight_of(key_of_base, everyone))
                self.shown.add(figures[-1].key)
        counts = {code: self._sum(self._parts(place, cells=cells, code=code)) for code in
                  table.codes}  # fmt: skip
        totals = {code: self._sum(self._parts(place, code=code)) for code in table.codes}
        few_base = base < rule.smallest_base
        alike = (
            base > 0
            and max((counts[code] for code in (table.counted or table.codes)), default=0) == base
        )
        single = OTHERWISE not in table.codes
        for code in table.codes:
            if code == OTHERWISE and not hidden_filter:
                continue
            key: Key = (table.id, code, *column)
            own = self._parts(place, cells=cells, code=code)
            count = counts[code]
            small = self._small(count, table)
            if not single:
                small = small or self._small(base - count, table)
            total = totals[code]
            if total in range(1, rule.smallest_cell) or (not total and table.sensitive):
                total = base
            needed = min(rule.width, base, total)
            hides = few_base or alike or small
            whole_column = few_base or alike or table.sensitive
            if hidden_filter:
                if self._small(count, table):
                    secrets.append(_secret(key, own, needed=min(rule.width, base)))
                continue
            if table.values:
                secrets.append(
                    _secret(key, own, needed=needed, floor=0 if whole_column else min(1, count))
                )
                figures.append(self._figure(key, own, everyone, column, count, table))
                if self._earlier.get(key) == count:
                    hides = False
                if not hides:
                    self.shown.add(key)
                elif few_base:
                    self.low.add(key)

    def _small(self, count: int, table: Table) -> bool:
        return (0 if table.sensitive else 1) <= count < self.rule.smallest_cell

    def _figure(
        self,
        key: Key,
        own: Sequence[int],
        everyone: Sequence[int],
        column: Subgroup,
        count: int,
        table: Table,
    ) -> Figure:
        cost = 4.0 if column == ALL else 1.0
        optional = bool(count) or table.sensitive
        needs: tuple[Key, ...] = ((table.id, BASE, *column),)
        if not self._weighted:
            parts: dict[int, float] = dict.fromkeys(own, 1.0)
            optional = optional and key not in self._earlier
            return Figure(key=key, parts=parts, low=count, high=count, cost=cost,
                          optional=optional, needs=needs)  # fmt: skip
        weight = {unknown: self._weight[cell] for (_, _, cell), unknown in self._unknown.items()}
        total = sum(weight[one] * self._truth[one] for one in everyone)
        share = sum(weight[one] * self._truth[one] for one in own) / total if total else 0.0
        low, high = share_span(rounded(100 * share))
        # as „share times what all weigh together“, which a filter does not let a reader know
        return Figure(key=key, parts={one: weight[one] for one in own}, low=low * total,
                      high=high * total, cost=cost, optional=True, needs=needs)  # fmt: skip

    def _weight_of(self, base: Key, everyone: Sequence[int]) -> Figure:
        """Return how much all together weigh, which n and the effective n tell."""
        weight = {unknown: self._weight[cell] for (_, _, cell), unknown in self._unknown.items()}
        total = sum(weight[one] * self._truth[one] for one in everyone)
        return Figure(
            key=(base[0], WEIGHT, *base[2:]),
            parts={one: weight[one] for one in everyone},
            low=total,
            high=total,
            cost=0.0,
            optional=False,
            needs=(base,),
        )

    # ------------------------------------------------------------------------------ secrets

    def _unnamed(self, place: int, table: Table) -> Iterator[Secret]:
        """Yield what those said who are in no group that is named: they remain when subtracted."""
        if table.id.startswith(ASKED) or not table.values:
            return
        named = {column for column, _ in columns(table, self._members, self.rule)}
        for dimension in dict.fromkeys([*table.groups, *self._margins]):
            at = self._dims.index(dimension)
            names = self._members[dimension].names
            inside = [
                cell
                for cell, classes in enumerate(self._cells)
                if classes[at] < 0 or (dimension, names[classes[at]]) not in named
            ]
            if dimension in self._margins:
                for number, name in enumerate(names):
                    within = [c for c, classes in enumerate(self._cells) if classes[at] == number]
                    where = (dimension, name, REST)
                    yield from self._small_ones(place, table, within, where, all_of=True)
                inside = [cell for cell in inside if self._cells[cell][at] < 0]
            yield from self._small_ones(place, table, inside, (dimension, REST))

    def _combined(self, place: int, table: Table) -> Iterator[Secret]:
        """Yield the small counts of single combinations of groups, which no table names."""
        if len(self._dims) < 2 or table.id.startswith(ASKED) or not table.values:
            return
        for cell in range(len(self._cells)):
            yield from self._small_ones(place, table, [cell], (JOINT, str(cell)))

    def _small_ones(
        self,
        place: int,
        table: Table,
        cells: Sequence[int],
        where: tuple[str, ...],
        *,
        all_of: bool = False,
    ) -> Iterator[Secret]:
        base = self._sum(self._parts(place, cells=cells))
        for code in table.codes:
            own = self._parts(place, cells=cells, code=code)
            count = self._sum(own)
            alike = count == base and where[0] != JOINT
            if count and (count < self.rule.smallest_cell or alike or all_of):
                yield _secret((table.id, code, *where), own, needed=min(self.rule.width, base))

    def _whole(self, key: Key, keys: Collection[Key]) -> list[frozenset[Key]]:
        """Return what is given up together: the breakdown, the question, all that hangs on it."""
        id_ = key[0].removeprefix(f"{ASKED} ")
        own = [one for one in keys if one[0] == id_]
        group = [one for one in own if one[2] and (key[2] in (one[2], JOINT))]
        return [frozenset(group), frozenset(own), frozenset(keys)]


def _secret(key: Key, unknowns: Sequence[int], *, needed: int, floor: int = 0) -> Secret:
    return Secret(key=key, parts=dict.fromkeys(unknowns, 1.0), needed=needed, floor=floor)
