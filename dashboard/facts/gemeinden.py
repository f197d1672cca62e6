"""The small towns of the size class: who they are, and their values as columns, read only.

One value a town and column: a column is an indicator at a date, with the towns in one order. A town
that has no value has none; nothing is filled in. Quartiles of the class are computed here, once.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from math import isnan
from statistics import quantiles

from dashboard.facts.model import Confidence, Flag, Gemeinde, Level, Observation

FOLDER = "gemeinden"
COLUMNS_FILE = "gemeinden/spalten.csv"  # one row a column
CLASS_OF = {0: "bm-gem-5-20k", 10_000: "bm-gem-10-20k"}  # smallest population -> benchmark
# of names, keys and status; of points, and so of distances; of types and location
REGISTERS = ("destatis_gv100ad", "destatis_gv_2023", "bbsr_raumtypen_2019")
TYPES_DATE = "2019-12-31"  # of the types and the location
QUARTILES = ("-p25", "", "-p75")  # end of the benchmark's id
# fewer than this of the towns concerned, and what lies in the middle of them says little of all
ENOUGH = 0.9

Keep = Callable[[int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallTown(Gemeinde):
    """A Gemeinde of the size class, as the official registers have it.

    `verband` is the Gemeindeverband it belongs to, empty where it is its own; `regiostar7`, `lage`,
    `stadtregion`, `einzugsbereich` are those of the BBSR on 31 December 2019, empty where it is
    younger. `line` is its line in `gemeinden/gemeinden.csv`.
    """

    official_name: str
    plz: str
    verband: str
    verband_kind: str
    regiostar7: str
    lage: str
    stadtregion: str
    einzugsbereich: str
    large_city: str
    line: int

    @property
    def verband_key(self) -> str:
        """The key of the Gemeindeverband, or of the Gemeinde alone."""
        return self.ars[:9] if self.verband else self.ags


@dataclass(frozen=True, slots=True, kw_only=True)
class TownColumn:
    """One indicator at one date for all towns; `values` in their order, NaN where there is none.

    `files` are addresses of the files the values were read from, `since` the smallest population
    for which the source has any, `table` the file of this site.
    """

    table: str
    indicator: str
    date: str
    source: str
    confidence: Confidence
    rounded_to: float
    since: int
    target: str
    note: str
    files: tuple[str, ...]
    line: int
    values: array[float]
    flags: Mapping[int, Flag]

    @property
    def file(self) -> str:
        """The file the column stands in, below the data folder."""
        return f"{FOLDER}/{self.table}.csv"

    def of(self, at: int) -> float | None:
        """Return the value of the town at this place; None where there is none or it cannot be."""
        value = self.values[at]
        return None if isnan(value) or self.flags.get(at) is Flag.IMPOSSIBLE else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Gemeinden:
    """All small towns by AGS, their columns by indicator and date, all other Gemeinden by name."""

    towns: tuple[SmallTown, ...] = ()
    columns: Mapping[tuple[str, str], TownColumn] = field(default_factory=dict)
    kreise: Mapping[str, str] = field(default_factory=dict)
    others: tuple[tuple[str, str, int], ...] = ()  # AGS, name, population
    cities: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # latitude, longitude
    quartiles: tuple[Observation, ...] = ()
    by_ags: Mapping[str, int] = field(default_factory=dict)
    by_slug: Mapping[str, int] = field(default_factory=dict)
    _dates: Mapping[str, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Note the dates of each indicator: they are asked for with every series."""
        found: dict[str, list[str]] = {}
        for indicator, date in sorted(self.columns):
            found.setdefault(indicator, []).append(date)
        object.__setattr__(self, "_dates", {id_: tuple(dates) for id_, dates in found.items()})

    def of(self, ags: str) -> SmallTown | None:
        """Return the town with this official key."""
        at = self.by_ags.get(ags)
        return None if at is None else self.towns[at]

    def dates(self, indicator: str) -> tuple[str, ...]:
        """Return the dates of an indicator, the oldest first."""
        return self._dates.get(indicator, ())

    def people(self, indicator: str) -> Sequence[float]:
        """Return the newest value of an indicator of every town, as `population` is one."""
        return self.columns[indicator, self.dates(indicator)[-1]].values

    def observation(self, ags: str, indicator: str, date: str) -> Observation | None:
        """Return one value of one town; None where there is none or an impossible one."""
        column = self.columns.get((indicator, date))
        at = self.by_ags.get(ags)
        if column is None or at is None:
            return None
        value, flag = column.of(at), column.flags.get(at)
        if value is None:
            return None
        town = self.towns[at]
        return Observation(
            town=ags,
            indicator=indicator,
            date=date,
            value=value,
            value_text=getattr(town, column.target) if column.target else "",
            level=Level.GEMEINDEVERBAND if flag is Flag.VERBAND else Level.GEMEINDE,
            source=column.source,
            confidence=column.confidence,
            note="; ".join(filter(None, (column.note, _flag_note(flag, town)))),
            line=town.line,
            rounded_to=column.rounded_to,
            file=column.file,
            flag=flag,
        )

    def series(self, ags: str, indicator: str) -> tuple[Observation, ...]:
        """Return all values of a town, by date."""
        found = (self.observation(ags, indicator, date) for date in self.dates(indicator))
        return tuple(one for one in found if one)

    def latest(self, ags: str, indicator: str) -> Observation | None:
        """Return the newest value of a town, or None where there is none."""
        newest = (self.observation(ags, indicator, one) for one in reversed(self.dates(indicator)))
        return next(filter(None, newest), None)

    def counted(self, column: TownColumn, keep: Keep | None = None) -> Iterator[tuple[int, float]]:
        """Yield position and value of each town that a distribution may count.

        A value of a Gemeindeverband counts once, for the first of its towns; one of another
        territory or an impossible one never.
        """
        seen = set()
        for at, value in enumerate(column.values):
            flag = column.flags.get(at)
            if isnan(value) or flag in (Flag.TERRITORY, Flag.IMPOSSIBLE) or (keep and not keep(at)):
                continue
            if flag is Flag.VERBAND:
                key = self.towns[at].verband_key
                if key in seen:
                    continue
                seen.add(key)
            yield at, value


def _flag_note(flag: Flag | None, town: SmallTown) -> str:
    if flag is Flag.VERBAND:
        return f"Wert für den ganzen Gemeindeverband: {town.verband_kind} {town.verband}"
    if flag is Flag.TERRITORY:
        return "damals anderes Gebiet, nicht mit heutigem Gebiet vergleichbar"
    return ""


def spread(values: Sequence[float], decimals: int) -> tuple[float, float, float] | None:
    """Return lower quartile, median and upper quartile, rounded as the indicator is shown."""
    if len(values) < 2:
        return None
    low, median, high = (
        _rounded(each, decimals) for each in quantiles(values, n=4, method="inclusive")
    )
    return low, median, high


def _rounded(value: float, decimals: int) -> float:
    """Return a number rounded as people do: halves away from what is smaller."""
    # the shortest text of a float is the decimal number that was meant
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(repr(value)).quantize(step, ROUND_HALF_UP))


def complete(column: TownColumn, populations: Sequence[float], keep: Keep | None = None) -> bool:
    """Return whether nearly all towns that the source is about have a value that may count."""
    concerned = [
        at
        for at, people in enumerate(populations)
        if people >= column.since and (keep is None or keep(at))
    ]
    sound = sum(
        not isnan(column.values[at])
        and column.flags.get(at) not in (Flag.TERRITORY, Flag.IMPOSSIBLE)
        for at in concerned
    )
    return sound >= ENOUGH * len(concerned) > 0


def class_quartiles(
    gemeinden: Gemeinden, decimals: Mapping[str, int], populations: Sequence[float]
) -> Iterator[Observation]:
    """Yield quartiles and median of each column that is complete, as values of a benchmark."""
    for column in gemeinden.columns.values():
        counted = list(gemeinden.counted(column))
        found = spread([value for _, value in counted], decimals[column.indicator])
        if found is None or not complete(column, populations):
            continue
        verbaende = sum(column.flags.get(at) is Flag.VERBAND for at, _ in counted)
        ids = [f"{CLASS_OF[column.since]}{end}" for end in QUARTILES]
        yield from computed(column, ids, found, len(counted) - verbaende, verbaende)


def computed(
    column: TownColumn, ids: Sequence[str], values: Sequence[float], towns: int, verbaende: int
) -> Iterator[Observation]:
    """Yield values computed from a column, each under its id, with a note of how many count."""
    of = f"{_thousands(towns)} Gemeinden"
    if verbaende:
        of += f" und {_thousands(verbaende)} Gemeindeverbänden"
    for id_, value in zip(ids, values, strict=True):
        yield Observation(
            town=id_,
            indicator=column.indicator,
            date=column.date,
            value=value,
            value_text="",
            level=Level.GROESSENKLASSE,
            source=column.source,
            confidence=Confidence.MEDIUM,
            note=f"Berechnet aus {of}, ungewichtet",
            line=1,
            rounded_to=0.0,
            file=column.file,
        )


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", ".")
