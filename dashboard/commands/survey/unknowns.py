"""Tables that hang together as unknown counts, with all that is or may be said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dashboard.commands.survey.quantiles import QUARTILES
from dashboard.commands.survey.tables import (
    ALL,
    ASKED,
    BASE,
    JOINT,
    OTHERWISE,
    QUARTILE,
    REST,
    WEIGHT,
    Members,
    Rule,
    Subgroup,
    Table,
    columns,
    given_up,
)
from dashboard.commands.survey.worlds import (
    TOLERANCE,
    Figure,
    Key,
    Model,
    Parts,
    Secret,
    rounded,
    share_span,
)


class Unknowns:
    """Tables that hang together, as unknown counts of each answer in each combination of groups.

    `shown` and `low` are the figures that are large enough, and those withheld for their group.
    """

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
        """Count the answers of the tables at the places of `component`; see `linked.publish`."""
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
        self._cell_of: list[int] = []  # of each unknown
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
        return Model(
            truth=np.array(self._truth, dtype=np.int64),
            known=self._known,
            figures=tuple(unique.values()),
            secrets=tuple(one for one in secrets if one.needed > 0),
            whole={one.key: given_up(one.key, unique.keys()) for one in secrets},
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
                self._cell_of.append(int(cell))
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
                for one in self._weights_of(key_of_base, everyone):
                    figures.append(one)
                    self.shown.add(one.key)
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
                if table.protected:
                    floor = 0 if whole_column else min(1, count)
                    secrets.append(_secret(key, own, needed=needed, floor=floor))
                figures.append(self._figure(key, own, everyone, column, count, table))
                if self._earlier.get(key) == count:
                    hides = False
                if not hides:
                    self.shown.add(key)
                elif few_base:
                    self.low.add(key)
            elif table.protected and (small or alike):
                secrets.append(_secret(key, own, needed=needed))
        if table.quartiles is not None and column in table.quartiles:
            told = list(self._quartiles(place, table, column, everyone))
            figures += told
            self.shown |= {one.key for one in told}

    def _weight_at(self, unknown: int) -> float:
        return float(self._weight[self._cell_of[unknown]])

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
        weight = {one: self._weight_at(one) for one in everyone}
        total = sum(weight[one] * self._truth[one] for one in everyone)
        share = sum(weight[one] * self._truth[one] for one in own) / total if total else 0.0
        low, high = share_span(rounded(100 * share))
        # as „share times what all weigh together“, which a filter does not let a reader know
        return Figure(key=key, parts={one: weight[one] for one in own}, low=low * total,
                      high=high * total, cost=cost, optional=True, needs=needs)  # fmt: skip

    def _quartiles(
        self, place: int, table: Table, column: Subgroup, everyone: Sequence[int]
    ) -> Iterator[Figure]:
        """Yield for each quartile how many lie up to its class at least, and below it at most.

        They are told together or not at all.
        """
        assert table.quartiles is not None
        weight = {one: self._weight_at(one) if self._weighted else 1.0 for one in everyone}
        total = sum(weight[one] * self._truth[one] for one in everyone)
        at = {one: self._code_of[place, atom] for (of, atom, _), one in self._unknown.items()
              if of == place}  # fmt: skip
        told: list[tuple[Parts, float, float]] = []
        for share, quartile in zip(QUARTILES.values(), table.quartiles[column], strict=True):
            for number, code in enumerate(quartile.classes):
                rank = quartile.rank + number
                for last, low, high in ((code, rank, total), (code - 1, 0.0, rank - 1)):
                    parts: Parts = {one: weight[one] for one in everyone if at[one] <= last}
                    if self._weighted:  # the share of all is reached with the class, not before
                        parts = {one: parts.get(one, 0.0) - share * weight[one] for one in everyone}
                        low, high = (0.0, total) if last == code else (-total, -TOLERANCE)
                    told.append((parts, low, high))
        keys = [(table.id, f"{QUARTILE}{number or ''}", *column) for number in range(len(told))]
        for key, (parts, low, high) in zip(keys, told, strict=True):
            yield Figure(key=key, parts=parts, low=low, high=high, cost=3.0 / len(told),
                         needs=((table.id, BASE, *column), *keys))  # fmt: skip

    def _weights_of(self, base: Key, everyone: Sequence[int]) -> Iterator[Figure]:
        """Yield how many have which weight.

        What all together weigh is told by n and the effective n; as sums of broken numbers hardly
        ever meet otherwise, a reader is taken to know them one by one.
        """
        weight = {one: self._weight_at(one) for one in everyone}
        for number, value in enumerate(sorted({weight[one] for one in everyone})):
            parts = dict.fromkeys((one for one in everyone if weight[one] == value), 1.0)
            total = self._sum([*parts])
            yield Figure(key=(base[0], f"{WEIGHT}{number}", *base[2:]), parts=parts, low=total,
                         high=total, cost=0.0, optional=False, needs=(base,))  # fmt: skip

    # ------------------------------------------------------------------------------ secrets

    def _unnamed(self, place: int, table: Table) -> Iterator[Secret]:
        """Yield what those said who are in no group that is named: they remain when subtracted."""
        if table.id.startswith(ASKED) or not table.protected:
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
        if len(self._dims) < 2 or table.id.startswith(ASKED) or not table.protected:
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


def _secret(key: Key, unknowns: Sequence[int], *, needed: int, floor: int = 0) -> Secret:
    return Secret(key=key, parts=dict.fromkeys(unknowns, 1.0), needed=needed, floor=floor)
