"""Numbers typed in from a report: what of them may be published, as unknown counts like any import.

Nobody here knows the persons behind them. So every answer in every column is an unknown; typed are
counts, or shares that leave a span of counts. A question whose n is a sum of answers to another one
may have been put only to those who gave them, and is protected as if it was.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from dashboard.commands.survey.choosing import protect
from dashboard.commands.survey.linked import Publication
from dashboard.commands.survey.tables import (
    ALL,
    BASE,
    OTHERWISE,
    REST,
    DisclosureError,
    Rule,
    Subgroup,
    given_up,
)
from dashboard.commands.survey.worlds import Figure, Key, Model, Parts, Secret, matrix_of

REMAINING = "\0remaining"  # persons whose answer the report does not give
MOST_CODES = 10  # of a question whose sums are compared with the n of others
Span = tuple[int, int]  # least and most persons


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A question, or one answer of several, as the report gives it.

    Attributes:
        id: the question; several of one id are the answers of a multiple choice.
        bases: column -> n.
        spans: answer and column -> how many gave it there.
        public: answers and columns that everyone can read elsewhere already.
    """

    id: str
    several: bool
    codes: tuple[str, ...]
    bases: Mapping[Subgroup, int]
    spans: Mapping[tuple[str, Subgroup], Span]
    public: frozenset[tuple[str, Subgroup]] = frozenset()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The features by which it is broken down."""
        return tuple(dict.fromkeys(dimension for dimension, _ in self.bases if dimension))

    def span(self, code: str, column: Subgroup) -> Span:
        """Return how many gave an answer, as far as it is typed or follows from n."""
        base = self.bases[column]
        if self.several and code == OTHERWISE:
            low, high = self.spans.get((self.codes[0], column), (0, base))
            return base - high, base - low
        return self.spans.get((code, column), (0, base))


def span_of(share: float, base: int, *, rounded: bool) -> Span:
    """Return which counts a share in percent leaves, rounded to the digits it has.

    Nobody and everybody are taken at their word unless they are called rounded.
    """
    if share in (0, 100) and not rounded:
        return round(base * share / 100), round(base * share / 100)
    digits = next((n for n in range(4) if abs(share - round(share, n)) < 1e-9), 4)
    half = 0.5 * 10.0**-digits
    low = math.ceil(base * (share - half) / 100 - 1e-9)
    high = math.floor(base * (share + half) / 100 + 1e-9)
    if low > high:  # no whole number of persons: it was weighted, or n is of something else
        low, high = math.floor(base * share / 100), math.ceil(base * share / 100)
    return max(low, 0), min(high, base)


def publish_typed(tables: Sequence[Typed], rule: Rule) -> Publication:
    """Return what of typed numbers may be published together.

    Raises:
        DisclosureError: they contradict each other.
    """
    result = Publication()
    links = list(_links(tables))
    for component in _together(tables, links):
        own = [one for one in links if one.asked in component]
        try:
            part = _Part(component, own, rule)
            model = part.model()
        except DisclosureError:  # a sum of rounded shares may meet an n by chance
            part = _Part(component, [one for one in own if one.sure], rule)
            model = part.model()
        found = protect(model, part.shown)
        result.shown |= found.shown
        result.low |= part.low
        for one in found.ranges:
            result.ranges.setdefault(one.key[0], []).append(one)
    return result


# ------------------------------------------------------------------------------------- filters


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """That `asked` may have been put only to those who gave these answers to `source`."""

    asked: Typed
    source: Typed
    codes: tuple[str, ...]
    sure: bool


def _links(tables: Sequence[Typed]) -> Iterator[_Link]:
    """Yield which n are sums of answers to another question, in every column that both have."""
    for asked, source in itertools.permutations(tables, 2):
        if asked.id == source.id or asked.bases.get(ALL, 0) >= source.bases.get(ALL, 0):
            continue
        shared = [column for column in asked.bases if column in source.bases]
        codes = (source.codes[0], OTHERWISE) if source.several else source.codes
        fitting = []
        for size in range(1, len(codes) if len(codes) <= MOST_CODES else 2):
            for some in itertools.combinations(codes, size):
                exact = [_sum(source, some, column) for column in shared]
                if all(
                    low <= asked.bases[column] <= high
                    for column, (low, high) in zip(shared, exact, strict=True)
                ):
                    fitting.append((sum(high - low for low, high in exact), some))
        sure = [some for wide, some in fitting if not wide]
        for some in sure or [some for _, some in sorted(fitting)[:1]]:
            yield _Link(asked=asked, source=source, codes=some, sure=bool(sure))


def _sum(table: Typed, codes: Sequence[str], column: Subgroup) -> Span:
    spans = [table.span(code, column) for code in codes]
    return sum(low for low, _ in spans), sum(high for _, high in spans)


def _named(table: Typed, dimension: str) -> set[Subgroup]:
    return {column for column in table.bases if column[0] == dimension}


def _together(tables: Sequence[Typed], links: Sequence[_Link]) -> list[list[Typed]]:
    """Return the tables that hang together, by question or by a link."""
    found: list[list[Typed]] = []
    for table in tables:
        near = {table.id}
        near |= {one.source.id for one in links if one.asked.id == table.id}
        near |= {one.asked.id for one in links if one.source.id == table.id}
        joined = [part for part in found if near & {one.id for one in part}]
        found = [part for part in found if part not in joined]
        found.append([*itertools.chain.from_iterable(joined), table])
    return found


# --------------------------------------------------------------------------------------- model


@dataclass(slots=True, kw_only=True)
class _Built:
    """What is put together for the model."""

    known: list[tuple[Parts, int]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    secrets: list[Secret] = field(default_factory=list)


class _Part:
    """Typed tables that hang together, as unknown counts of each answer in each column."""

    def __init__(self, tables: Sequence[Typed], links: Sequence[_Link], rule: Rule) -> None:
        """Number the unknowns: per table and column its answers and what remains of n."""
        self.shown: set[Key] = set()
        self.low: set[Key] = set()
        self._tables, self._links, self._rule = tables, links, rule
        self._place: dict[tuple[int, str, Subgroup], int] = {}
        self._codes: dict[int, tuple[str, ...]] = {}
        for number, table in enumerate(tables):
            codes: tuple[str, ...] = (*table.codes, *([OTHERWISE] if table.several else []))
            short = any(_sum(table, codes, one)[1] < base for one, base in table.bases.items())
            if short and not table.several:
                codes = (*codes, REMAINING)
            self._codes[number] = codes
            for column in self._columns(table):
                for code in codes:
                    self._place[number, code, column] = len(self._place)

    def model(self) -> Model:
        """Return all that is known, may be known and must not be known."""
        built = _Built()
        for number, table in enumerate(self._tables):
            self._sums(number, table, built)
            for column in table.bases:
                self._column(number, table, column, built)
            if len(self._codes[number]) > 1:  # else there is nothing to tell
                for dimension in table.dimensions:
                    self._rest(number, table, dimension, built)
        figures = {one.key: one for one in built.figures}
        secrets = {one.key: one for one in built.secrets if one.needed > 0}
        return Model(
            truth=self._truth(built),
            known=built.known,
            figures=tuple(figures.values()),
            secrets=tuple(secrets.values()),
            whole={key: given_up(key, figures.keys()) for key in secrets},
        )

    def _columns(self, table: Typed) -> list[Subgroup]:
        return [*table.bases, *((dimension, REST) for dimension in table.dimensions)]

    def _parts(self, number: int, column: Subgroup, codes: Sequence[str]) -> dict[int, float]:
        return {self._place[number, code, column]: 1.0 for code in codes}

    def _base(self, table: Typed, column: Subgroup) -> int:
        if column[1] != REST:
            return table.bases[column]
        inside = [base for (dimension, _), base in table.bases.items() if dimension == column[0]]
        return table.bases[ALL] - sum(inside)

    def _sums(self, number: int, table: Typed, built: _Built) -> None:
        """Add that answers make up n, groups all persons, and a filter the n behind it."""
        linked = [one for one in self._links if one.asked is table]
        for column in self._columns(table):
            parts = self._parts(number, column, self._codes[number])
            if not linked:
                built.known.append((parts, self._base(table, column)))
            for one in linked:
                source = next(n for n, of in enumerate(self._tables) if of is one.source)
                rest = column[1] == REST  # the same persons only if the same groups are named
                if column in self._columns(one.source) and not (
                    rest and _named(table, column[0]) != _named(one.source, column[0])
                ):
                    passed = self._parts(source, column, one.codes)
                    built.known.append((parts | dict.fromkeys(passed, -1.0), 0))
        for dimension in table.dimensions:
            groups = [one for one in self._columns(table) if one[0] == dimension]
            for code in self._codes[number]:
                parts = {self._place[number, code, one]: 1.0 for one in groups}
                parts[self._place[number, code, ALL]] = -1.0
                built.known.append((parts, 0))

    def _column(self, number: int, table: Typed, column: Subgroup, built: _Built) -> None:
        """Add n and counts of one column, and which of them are shown to begin with."""
        rule, base = self._rule, table.bases[column]
        linked = any(one.asked is table for one in self._links)
        key_of_base: Key = (table.id, BASE, *column)
        built.figures.append(
            Figure(
                key=key_of_base,
                parts=self._parts(number, column, self._codes[number]),
                low=base,
                high=base,
                cost=8.0 if column == ALL else 3.0,
                optional=linked,
            )
        )
        if base >= rule.smallest_cell:
            self.shown.add(key_of_base)
        few = base < rule.smallest_base
        alike = any(table.spans.get((code, column), (0, -1))[1] == base for code in table.codes)
        for code in table.codes:
            key: Key = (table.id, code, *column)
            low, high = table.span(code, column)
            known = (code, column) in table.public
            own = self._parts(number, column, [code])
            hides = few or alike or self._small((low, high))
            if table.several:
                hides = hides or self._small((base - high, base - low))
            if (code, column) in table.spans:
                built.figures.append(
                    Figure(key=key, parts=own, low=low, high=high, needs=(key_of_base,),
                           cost=4.0 if column == ALL else 1.0, optional=high > 0 and not known)
                )  # fmt: skip
                if known or not hides:
                    self.shown.add(key)
                elif few:
                    self.low.add(key)
            if not known and len(self._codes[number]) > 1:
                floor = 0 if few or alike else min(1, low)
                needed = min(rule.width, base)
                if hides or (code, column) in table.spans:
                    built.secrets.append(Secret(key=key, parts=own, needed=needed, floor=floor))

    def _small(self, span: Span) -> bool:
        """Tell whether a count could be single persons, and is hardly anything else."""
        low, high = span
        return high >= 1 and (low + high) / 2 < self._rule.smallest_cell

    def _rest(self, number: int, table: Typed, dimension: str, built: _Built) -> None:
        """Add what those said who are in no group that is named: they remain when subtracted."""
        column = (dimension, REST)
        base = self._base(table, column)
        for code in self._codes[number]:
            low, high = table.span(code, ALL) if code in (*table.codes, OTHERWISE) else (0, base)
            for one in table.bases:
                if one[0] == dimension and code in (*table.codes, OTHERWISE):
                    least, most = table.span(code, one)
                    low, high = low - most, high - least
            low, high = max(low, 0), min(high, base)
            if high >= 1 and (low < self._rule.smallest_cell or high == base):
                built.secrets.append(
                    Secret(key=(table.id, code, *column), needed=min(self._rule.width, base),
                           parts=self._parts(number, column, [code]))
                )  # fmt: skip

    def _truth(self, built: _Built) -> NDArray[np.int64]:
        """Return persons who would have given all that is typed; any such persons do."""
        size = len(self._place)
        for table in self._tables:
            self._refuse_contradiction(table)
        rows = [*built.known, *((one.parts, one.low) for one in built.figures)]
        high = [*(total for _, total in built.known), *(one.high for one in built.figures)]
        limits = LinearConstraint(
            matrix_of([parts for parts, _ in rows], size), [low for _, low in rows], high
        )
        solved = milp(
            np.zeros(size), constraints=limits, bounds=Bounds(0, np.inf),
            integrality=np.ones(size),
        )  # fmt: skip
        if solved.x is None:
            named = " und ".join(f"„{id_}“" for id_ in dict.fromkeys(t.id for t in self._tables))
            raise DisclosureError(
                f"Bei {named} widersprechen sich die Zahlen: Es gibt keine Personen, die alles das "
                "geantwortet haben können. Anteile, n und Gruppen mit dem Bericht vergleichen."
            )
        truth: NDArray[np.int64] = np.rint(solved.x).astype(np.int64)
        return truth

    def _refuse_contradiction(self, table: Typed) -> None:
        for column, base in table.bases.items():
            if (
                not table.several
                and _sum(table, table.codes, column)[0] > base
                and all((code, column) in table.spans for code in table.codes)
            ):
                raise DisclosureError(
                    f"Bei „{table.id}“ ergeben die Antworten zusammen mehr als n"
                    f"{' in der Gruppe ' + column[1] if column[1] else ''}. Ist es eine Frage mit "
                    "mehreren Antworten, gehört Mehrfachauswahl in die Spalte typ."
                )
        for dimension in table.dimensions:
            groups = [one for one in table.bases if one[0] == dimension]
            over = self._base(table, (dimension, REST)) < 0 or any(
                sum(table.spans.get((code, one), (0, 0))[0] for one in groups)
                > table.span(code, ALL)[1]
                for code in table.codes
            )
            if over:
                raise DisclosureError(
                    f"Bei „{table.id}“ widersprechen sich die Zahlen: Die Gruppen von "
                    f"„{dimension}“ haben zusammen mehr Personen als alle Befragten."
                )
