"""A visitor's own town: a name and values."""

from __future__ import annotations

from dataclasses import dataclass

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
