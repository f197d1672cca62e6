"""A visitor's own towns: of the official tables, or a name with values of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.facts.model import Confidence, Indicator, Observation

OWN = "eigene"  # stands where a town's slug stands, for the one without an official key
MOST = 3  # own towns beside the five: more, and no view shows them apart
NOTE = "Eigene Angabe, von uns nicht geprüft."


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTown:
    """A town that a visitor added; `values` are indicator and number, each indicator once.

    With an official key `ags` they override the values of the tables, without one they are all.
    """

    name: str
    ags: str = ""
    values: tuple[tuple[str, float], ...] = ()

    @property
    def id(self) -> str:
        """What stands for it among the places."""
        return self.ags or OWN

    def observation(self, indicator: Indicator) -> Observation | None:
        """Return the visitor's value as an observation without date and source."""
        value = dict(self.values).get(indicator.id)
        if value is None:
            return None
        return Observation(
            town=self.id,
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


def typed(own: Iterable[OwnTown], place: str, indicator: Indicator) -> Observation | None:
    """Return the value that a visitor entered for a place, or None."""
    found = next((one for one in own if one.id == place), None)
    return found.observation(indicator) if found else None
