"""Which of the towns is nearest to a visitor's own, value by value, all of one date."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Indicator
from dashboard.findings.comparison import common_date, sound
from dashboard.findings.distribution import distribution
from dashboard.findings.own_town import OwnTown


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
    """Return, for each own value the size class has quartiles for, who is nearest at their date."""
    found = []
    for id_, value in own.values:
        date = common_date(data, tuple(data.towns), id_)
        those = distribution(data, id_, date)
        if those is None:
            continue
        low, _median, high = those.quartiles
        spread = high - low
        differences = [
            (town, value - one.value)
            for town in data.towns
            for one in sound(data, town, id_)
            if one.date == date and one.value is not None
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
