"""A visitor's own town: a name and values, kept in the address alone, and who is nearest to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Confidence, Indicator, Observation, Unit, ValueKind
from dashboard.state import Field, NotAChoiceError
from dashboard.wording.numbers import number

OWN = "eigene"  # stands where a town's slug stands
SEPARATOR = "~"  # between name, indicator, value …; the one sign addresses leave as it is
LONGEST_NAME = 40
NAME_KEY = "eigene-name"  # of the form, where no script shortens it to one key
VALUE_KEY = "wert-"
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


def own_town_field(data: Dataset) -> Field:
    """Return the field of the address that holds the own town, None by default."""

    def parse(text: str) -> OwnTown | None:
        name, *rest = text.split(SEPARATOR)
        name = " ".join(name.split())
        if not name and not any(part.strip() for part in rest):
            return None
        faults = []
        if not name:
            faults.append("Ihre Stadt hat noch keinen Namen; sie heißt hier „Meine Stadt“.")
        if len(name) > LONGEST_NAME:
            faults.append(f"Der Name Ihrer Stadt wurde auf {LONGEST_NAME} Zeichen gekürzt.")
        values: dict[str, float] = {}
        for id_, written in zip(rest[::2], rest[1::2], strict=False):
            fault, value = _checked(data, id_, written)
            if value is None:
                faults.append(fault)
            else:
                values[id_] = value
        ordered = tuple((id_, values[id_]) for id_ in data.indicators if id_ in values)
        own = OwnTown(name=name[:LONGEST_NAME].strip() or "Meine Stadt", values=ordered)
        if faults:
            raise NotAChoiceError(own, " ".join(faults))
        return own

    return Field(key=OWN, default=None, parse=parse, text=own_town_text, longest=2_000)


def own_town_text(own: OwnTown | None) -> str:
    """Return the own town as it stands in the address."""
    if own is None:
        return ""
    parts = [own.name]
    for id_, value in own.values:
        # with a comma, as Germans write: 1.234 would be read as a thousand
        parts += [id_, f"{value:.9f}".rstrip("0").rstrip(".").replace(".", ",")]
    return SEPARATOR.join(parts)


def from_form(query: Mapping[str, str]) -> dict[str, str]:
    """Return the query with the form's many keys folded into the one of the address."""
    rest = {
        key: text
        for key, text in query.items()
        if key != NAME_KEY and not key.startswith(VALUE_KEY)
    }
    if NAME_KEY not in query:
        return rest
    parts = [query[NAME_KEY].replace(SEPARATOR, "-")]
    for key, text in query.items():
        if key.startswith(VALUE_KEY) and text.strip():
            parts += [key.removeprefix(VALUE_KEY), text.replace(SEPARATOR, "-")]
    return {**rest, OWN: SEPARATOR.join(parts)}


def number_from(text: str) -> float | None:
    """Return a number as Germans or machines write it: 1.234,5 and 1234.5; None if it is none."""
    text = re.sub(r"[\s\u00a0\u202f]", "", text).replace("−", "-")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text):
        text = text.replace(".", "")
    text = text.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,9})?", text):
        return None
    return float(text)


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


def _checked(data: Dataset, id_: str, written: str) -> tuple[str, float | None]:
    """Return a sentence and None for what cannot be taken, else the number."""
    indicator = data.indicators.get(id_)
    if indicator is None or not indicator.comparable or indicator.kind is ValueKind.CLASS:
        return f"Die Kennzahl „{id_[:30]}“ gibt es im Vergleich nicht.", None
    value = number_from(written)
    if value is None:
        shown = written if len(written) <= 30 else written[:30] + "…"
        return (
            f"„{shown}“ ist keine Zahl; gebraucht wird {indicator.label}, zum Beispiel 12,5.",
            None,
        )
    unit = data.units[indicator.unit]
    if not _within(value, unit):
        return f"{indicator.label} kann nicht {number(value, indicator.decimals)} sein.", None
    return "", value


def _within(value: float, unit: Unit) -> bool:
    above = unit.minimum is None or value >= unit.minimum
    return above and (unit.maximum is None or value <= unit.maximum)
