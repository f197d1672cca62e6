"""Why a town has no value of an indicator, as far as the tables of all small towns can tell."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.facts.dataset import Dataset
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
    tables = data.gemeinden
    dates, at = tables.dates(indicator.id), tables.by_ags.get(town.ags)
    if not dates or at is None:
        whose = "die Kreise der" if indicator.level is Level.KREIS else "die"
        return f"bisher nur für {whose} {count_text(len(data.towns))} Pilotstädte zusammengetragen"
    newest = tables.columns[indicator.id, dates[-1]]
    if newest.flags.get(at) is Flag.IMPOSSIBLE:
        said = with_unit(newest.values[at], indicator, data.units[indicator.unit])
        return f"veröffentlicht, aber unmöglich ({said}); darum nicht gezeigt"
    people = data.series(town.ags, POPULATION)
    if people and people[0].date > newest.date:
        first = date_text(people[0].date)
        return f"mit diesem Schlüssel steht die Gemeinde erst zum {first} in den Tabellen"
    if people and (people[-1].value or 0) < newest.since:
        return (
            f"die Quelle nennt Werte erst ab {number(newest.since)} Einwohnerinnen und Einwohnern"
        )
    return "die Quelle nennt keinen Wert; ob er geschützt wird oder fehlt, sagt sie hier nicht"
