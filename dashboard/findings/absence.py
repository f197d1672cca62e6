"""Why a town has no value of an indicator, as far as the tables of all small towns can tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dashboard.facts.dataset import Dataset
from dashboard.facts.gemeinden import TownColumn
from dashboard.facts.model import POPULATION, Flag, Gemeinde, Indicator, Level
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import count_text, counted, number, with_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Indicators of which a town has no value at all, for one reason."""

    reason: str
    indicators: tuple[Indicator, ...]

    @property
    def count(self) -> str:
        """Return how many they are, in words."""
        return counted(len(self.indicators), "Kennzahl", "Kennzahlen")


def absences(data: Dataset, town: Gemeinde) -> tuple[Absence, ...]:
    """Return every comparable indicator without a value of a town, by reason."""
    found: dict[str, list[Indicator]] = {}
    for one in data.indicators.values():
        if one.comparable and data.latest(town.id, one.id) is None:
            found.setdefault(reason(data, town, one), []).append(one)
    return tuple(Absence(reason=why, indicators=tuple(group)) for why, group in found.items())


def reason(data: Dataset, town: Gemeinde, indicator: Indicator) -> str:
    """Return why a town that is not one of the five has no value, as far as the data can tell."""
    tables, at = data.gemeinden, data.gemeinden.by_ags.get(town.ags)
    dates = tables.dates(indicator.id)
    if not dates or at is None:
        whose = "die Kreise der" if indicator.level is Level.KREIS else "die"
        return f"bisher nur für {whose} {count_text(len(data.towns))} Pilotstädte zusammengetragen"
    return _why_empty(data, at, tables.columns[indicator.id, dates[-1]], _people(data, at))


def gaps(
    data: Dataset, at: int, columns: Iterable[TownColumn]
) -> tuple[tuple[str, tuple[TownColumn, ...]], ...]:
    """Return why some of the columns have no value of the town at this place.

    Each reason comes with its columns, that of the most columns first.
    """
    empty = [one for one in columns if one.of(at) is None]
    people = _people(data, at) if empty else {}
    found: dict[str, tuple[TownColumn, ...]] = {}
    for one in empty:
        why = _why_empty(data, at, one, people)
        found[why] = (*found.get(why, ()), one)
    return tuple(sorted(found.items(), key=lambda group: -len(group[1])))


def _people(data: Dataset, at: int) -> Mapping[str, float]:
    """Return the population of the town at this place by date, the oldest first."""
    tables = data.gemeinden
    dates = tables.dates(POPULATION)
    found = {date: tables.columns[POPULATION, date].of(at) for date in dates}
    return {date: value for date, value in found.items() if value is not None}


def _why_empty(data: Dataset, at: int, column: TownColumn, people: Mapping[str, float]) -> str:
    if column.flags.get(at) is Flag.IMPOSSIBLE:
        indicator = data.indicators[column.indicator]
        said = with_unit(column.values[at], indicator, data.units[indicator.unit])
        return f"veröffentlicht, aber unmöglich ({said}); darum nicht gezeigt"
    first = next(iter(people), "")
    if first > column.date:
        return _younger(first)
    before = [value for date, value in people.items() if date <= column.date]
    if before and before[-1] < column.since:
        return _only_larger(column.since)
    return "die Quelle nennt keinen Wert; ob er geschützt wird oder fehlt, sagt sie hier nicht"


@lru_cache  # the files of all small towns ask for each of thousands of empty cells
def _younger(first: str) -> str:
    return f"mit diesem Schlüssel steht die Gemeinde erst zum {date_text(first)} in den Tabellen"


@lru_cache
def _only_larger(since: int) -> str:
    return f"die Quelle nennt Werte erst für Gemeinden ab {number(since)} Personen"
