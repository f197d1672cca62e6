"""Statistical disclosure control: which counts are withheld, and the proof that this suffices.

A table holds the counts of one question for all persons and for groups of them. Counts below the
smallest cell are withheld (primary), then as many others as it takes (secondary). The proof is
`audit`: it computes, as a linear programme, what a reader can work out who adds and subtracts all
published numbers and knows these rules. The choice of secondary cells is only a good guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linprog

from dashboard.facts.survey_model import SMALLEST_BASE, SMALLEST_CELL, Suppression

ALL = ("", "")  # the column of all persons
REST = "\0rest"  # persons in no published group, or answers not published
Subgroup = tuple[str, str]  # dimension and group, or ALL: a column of a table
CellKey = tuple[str, Subgroup]  # answer and column
TOLERANCE = 1e-6


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
class FrequencyTable:
    """One question as published: answers down, all persons and groups of them across.

    The answers of a column add up to its base, unless not all answers are `complete`. With
    `sensitive` a count of zero is withheld too.
    """

    bases: Mapping[Subgroup, int]
    counts: Mapping[CellKey, int]
    withheld: Mapping[CellKey, Suppression]
    complete: bool = True
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """What can be worked out about one withheld cell, and whether that is too much."""

    cell: CellKey
    low: float
    high: float
    needed: float
    safe: bool


def ticked_or_not(
    code: str,
    ticked: Mapping[Subgroup, int],
    bases: Mapping[Subgroup, int],
    *,
    sensitive: bool = False,
) -> FrequencyTable:
    """Return the table of one answer of a multiple choice: ticked, and not ticked."""
    return FrequencyTable(
        bases=bases,
        counts={
            **{(code, column): count for column, count in ticked.items()},
            **{(f"{code}{REST}", column): bases[column] - ticked[column] for column in ticked},
        },
        withheld={},
        sensitive=sensitive,
    )


def protect(table: FrequencyTable, rule: Rule) -> FrequencyTable:
    """Return the table with all that must be withheld, proven by `audit`."""
    given = table.counts
    table = _with_primary(table, rule)
    whole: set[str] = set()
    while unsafe := _first_unsafe(table, rule):
        chosen = _companion(table, unsafe.cell, rule)
        if chosen is not None:
            table = _withhold(table, [chosen])
            continue
        # nothing left to add: withhold the whole dimension, in the end the whole question
        dimension = unsafe.cell[1][0]
        if dimension in whole:
            dimension = ""
        if dimension in whole:
            raise DisclosureError(
                "Eine Frage lässt sich nicht schützen: Die Grundgesamtheit ist zu klein. "
                "Die Frage aus dem Codebuch streichen."
            )
        whole.add(dimension)
        table = _withhold(table, [cell for cell in _cells(table) if cell[1][0] == dimension])
    return _relaxed(table, given, rule)


def _relaxed(table: FrequencyTable, given: Mapping[CellKey, int], rule: Rule) -> FrequencyTable:
    """Return the table with every companion shown again that turned out not to be needed."""
    companions = [
        cell
        for cell, why in table.withheld.items()
        if why is Suppression.SECONDARY
        and not _wholly_withheld(table, cell[1])
        and given[cell] >= rule.smallest_cell
        and given.get(_other_half(cell), rule.smallest_cell) >= rule.smallest_cell
    ]
    for cell in sorted(companions, key=lambda one: (one[1] != ALL, -given[one])):
        shown = {cell, _other_half(cell)} & given.keys()
        trial = replace(
            table,
            counts={**table.counts, **{one: given[one] for one in shown}},
            withheld={one: why for one, why in table.withheld.items() if one not in shown},
        )
        if _first_unsafe(trial, rule) is None:
            table = trial
    return table


def audit(table: FrequencyTable, rule: Rule) -> Iterator[Range]:
    """Yield, for each withheld count and each count of unnamed persons, what can be worked out."""
    equations, known = _equations(table)
    unknown = sorted({cell for cells, _ in equations for cell in cells} - known.keys())
    if not unknown:
        return
    place = {cell: index for index, cell in enumerate(unknown)}
    matrix, sums = [], []
    for cells, total in equations:
        row = np.zeros(len(unknown))
        for cell, sign in cells.items():
            if cell in known:
                total -= sign * known[cell]
            else:
                row[place[cell]] += sign
        if row.any():
            matrix.append(row)
            sums.append(total)
        elif total:
            raise DisclosureError(
                "Die Zahlen einer Tabelle widersprechen sich: "
                "Die Summe der Antworten ist nicht die Zahl der Befragten."
            )
    bounds = [_bounds(table, cell, rule) for cell in unknown]
    for cell in unknown:
        if cell[0] == REST:
            continue
        ends = []
        for direction in (1, -1):
            goal = np.zeros(len(unknown))
            goal[place[cell]] = direction
            found = linprog(goal, A_eq=np.array(matrix), b_eq=sums, bounds=bounds)
            if not found.success:
                raise DisclosureError(
                    "Die Zahlen einer Tabelle widersprechen sich: Keine Verteilung passt zu allen "
                    "Summen."
                )
            ends.append(direction * found.fun)
        low, high = ends
        needed = _needed(table, cell, rule)
        safe = high - low >= needed - TOLERANCE
        if cell not in table.withheld:  # persons in no group: only a small count tells something
            safe = safe or low < 1 - TOLERANCE or low >= rule.smallest_cell - TOLERANCE
        yield Range(cell=cell, low=low, high=high, needed=needed, safe=safe)


def _first_unsafe(table: FrequencyTable, rule: Rule) -> Range | None:
    return next((one for one in audit(table, rule) if not one.safe), None)


def _cells(table: FrequencyTable) -> list[CellKey]:
    return sorted({*table.counts, *table.withheld})


def _withhold(table: FrequencyTable, cells: list[CellKey]) -> FrequencyTable:
    """Return the table without these counts; both halves of „ticked or not“ go together."""
    together = {*cells, *(_other_half(cell) for cell in cells)} & {*table.counts, *table.withheld}
    low = {cell for cell, why in table.withheld.items() if why is Suppression.LOW_BASE}
    return replace(
        table,
        counts={cell: count for cell, count in table.counts.items() if cell not in together},
        withheld={**table.withheld, **dict.fromkeys(together - low, Suppression.SECONDARY)},
    )


def _other_half(cell: CellKey) -> CellKey:
    code, column = cell
    return (code.removesuffix(REST) if code.endswith(REST) else f"{code}{REST}", column)


def _with_primary(table: FrequencyTable, rule: Rule) -> FrequencyTable:
    withheld: dict[CellKey, Suppression] = dict(table.withheld)
    for cell, count in table.counts.items():
        if table.bases[cell[1]] < rule.smallest_base:
            withheld[cell] = Suppression.LOW_BASE
        elif (0 if table.sensitive else 1) <= count < rule.smallest_cell:
            withheld[cell] = Suppression.PRIMARY
    for cell in list(withheld):
        if _other_half(cell) in table.counts:
            # the larger half follows from the smaller one, so it is no smaller secret
            withheld.setdefault(_other_half(cell), Suppression.SECONDARY)
    counts = {cell: count for cell, count in table.counts.items() if cell not in withheld}
    return replace(table, counts=counts, withheld=withheld)


def _equations(
    table: FrequencyTable,
) -> tuple[list[tuple[dict[CellKey, int], int]], dict[CellKey, int]]:
    """Return all sums a reader knows, as (cells with sign, total), and the known counts."""
    known = dict(table.counts)
    answers = sorted({code for code, _ in _cells(table)})
    dimensions: dict[str, list[Subgroup]] = {}
    for column in table.bases:
        if column != ALL:
            dimensions.setdefault(column[0], []).append(column)
    bases = dict(table.bases)
    for dimension, columns in dimensions.items():
        rest = table.bases[ALL] - sum(table.bases[column] for column in columns)
        if rest < 0:
            raise DisclosureError(
                f"Die Gruppen von „{dimension}“ haben zusammen mehr Personen als die ganze "
                "Befragung. Jede Person darf nur in einer Gruppe sein."
            )
        if rest:
            bases[dimension, REST] = rest
            columns.append((dimension, REST))
    equations = []
    for column, base in bases.items():
        cells = {(code, column): 1 for code in answers}
        if not table.complete:
            cells[REST, column] = 1
        equations.append((cells, base))
    for columns in dimensions.values():
        for code in answers:
            equations.append(({**{(code, one): 1 for one in columns}, (code, ALL): -1}, 0))
    return equations, known


def _rest_base(table: FrequencyTable, dimension: str) -> int:
    groups = sum(base for column, base in table.bases.items() if column[0] == dimension)
    return table.bases[ALL] - groups


def _base(table: FrequencyTable, column: Subgroup) -> int:
    return _rest_base(table, column[0]) if column[1] == REST else table.bases[column]


def _bounds(table: FrequencyTable, cell: CellKey, rule: Rule) -> tuple[int, int]:
    """Return what a reader knows of one cell from the rules alone."""
    base = _base(table, cell[1])
    why = table.withheld.get(cell)
    if why is Suppression.PRIMARY:
        return (0 if table.sensitive else 1), min(rule.smallest_cell - 1, base)
    if why is Suppression.SECONDARY and not _wholly_withheld(table, cell[1]):
        return min(rule.smallest_cell, base), base
    return 0, base


def _wholly_withheld(table: FrequencyTable, column: Subgroup) -> bool:
    return all(one != column for _, one in table.counts)


def _needed(table: FrequencyTable, cell: CellKey, rule: Rule) -> float:
    """Return how wide the range must be; it cannot be wider than what there is to share out."""
    code, column = cell
    total = table.counts.get((code, ALL), table.bases[ALL])
    return min(rule.width, _base(table, column), total)


def _companion(table: FrequencyTable, cell: CellKey, rule: Rule) -> CellKey | None:
    """Return the published count that is best withheld too, so that `cell` becomes uncertain.

    Sums in which a withheld cell stands alone come first; there the smallest count, and rather
    one whose column already has a gap. The column of all persons is touched last.
    """
    equations, known = _equations(table)
    connected, grown = {cell}, True
    while grown:  # all unknown cells that hang together with this one
        size = len(connected)
        for cells, _ in equations:
            if connected & cells.keys():
                connected |= cells.keys() - known.keys()
        grown = len(connected) > size
    best: tuple[tuple[bool, ...] | tuple[bool, int, bool, bool, int], CellKey] | None = None
    for cells, _ in equations:
        gaps = cells.keys() - known.keys()
        if not gaps & connected:
            continue
        for candidate in cells.keys() & known.keys():
            if known[candidate] < rule.smallest_cell:
                continue
            column_has_gap = any(one[1] == candidate[1] for one in table.withheld)
            rank = (
                len(gaps) > 1,
                cell not in gaps,
                candidate[1] == ALL and cell[1] != ALL,
                not column_has_gap,
                known[candidate],
            )
            if best is None or (rank, candidate) < best:
                best = (rank, candidate)
    return best[1] if best else None
