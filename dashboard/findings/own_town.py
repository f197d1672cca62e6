"""A visitor's own town: a name and values, and which of the towns is nearest to it."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Confidence, Indicator, Observation

OWN = "eigene"  # stands where a town's slug stands
NOTE = "Eigene Angabe, von uns nicht geprüft."


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTown:
    """The town a visitor added; `values` are indicator and number, each indicator once."""

    name: str
    values: tuple[tuple[str, float], ...] = ()

    def observation(self, indicator: Indicator) -> Observation | None:
        """Return the visitor's value as an observation without date and source."""
        value = dict(self.values).get(indicator.id)
        if value is None:
            return None
        return Observation(
            town=OWN,
            indicator=indicator.id,
            date="",
            value=value,
            value_text="",
            level=indicator.level,
            source="",
            confidence=Confidence.LOW,
            note=NOTE,
            line=0,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """How far one value of the own town is from each town's, the nearest town first.

    `distances` hold town, difference in the indicator's unit, and the same in interquartile
    ranges of the size class.
    """

    indicator: Indicator
    value: float
    spread: float
    distances: tuple[tuple[str, float, float], ...]

    @property
    def nearest(self) -> tuple[str, ...]:
        """Return the nearest town, or several at the same distance."""
        return tuple(
            town
            for town, _difference, distance in self.distances
            if abs(distance) == abs(self.distances[0][2])
        )


def nearest(data: Dataset, own: OwnTown) -> tuple[Nearness, ...]:
    """Return, for each own value the size class has quartiles for, who is nearest to it."""
    found = []
    for id_, value in own.values:
        dates = {one.date for town in data.towns if (one := data.latest(town, id_))}
        band = data.band(id_, max(dates)) if dates else None
        if band is None or band.low.value is None or band.high.value is None:
            continue
        spread = band.high.value - band.low.value
        differences = [
            (town, value - one.value)
            for town in data.towns
            if (one := data.latest(town, id_))
            and one.value is not None
            and one.confidence is not Confidence.LOW
        ]
        if spread > 0 and differences:
            distances = [(town, by, by / spread) for town, by in differences]
            distances.sort(key=lambda entry: abs(entry[2]))
            found.append(
                Nearness(
                    indicator=data.indicators[id_],
                    value=value,
                    spread=spread,
                    distances=tuple(distances),
                )
            )
    return tuple(found)
