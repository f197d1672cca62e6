"""Data in which only the indicators named say where they are shown."""

from __future__ import annotations

from dataclasses import replace

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import ShownIn


def showing(data: Dataset, **places: ShownIn) -> Dataset:
    """Return the data with each indicator named shown in its place, and no other anywhere."""
    indicators = {
        id_: replace(one, shown_in=(places[id_],) if id_ in places else ())
        for id_, one in data.indicators.items()
    }
    return replace(data, indicators=indicators)
