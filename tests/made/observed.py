"""The data with more observations than are known: what happens when something new comes in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dashboard.facts.dataset import Dataset, _by_series
from dashboard.facts.model import Observation


def with_observations(data: Dataset, more: Iterable[Observation]) -> Dataset:
    """Return the data with more rows; one for the same place, indicator and date replaces it."""
    rows = {(one.town, one.indicator, one.date): one for one in data.observations}
    rows |= {(one.town, one.indicator, one.date): one for one in more}
    observations = tuple(rows.values())
    return replace(data, observations=observations, _series=_by_series(observations))
