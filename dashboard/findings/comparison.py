"""What is compared: places in order, their values at one date or over time, and against what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from dashboard.facts.dataset import SIZE_CLASS, Dataset
from dashboard.facts.model import (
    OWN_DASH,
    OWN_SYMBOL,
    POPULATION,
    Confidence,
    Flag,
    Indicator,
    Level,
    Observation,
    Town,
    Unit,
    ValueKind,
    is_ags,
)
from dashboard.findings.distribution import ALL, Distribution, distribution, quartiles_of
from dashboard.findings.own_town import OWN, OwnTown, typed
from dashboard.wording.numbers import MISSING, number

# medians to set values against, the one with quartiles first
MEDIANS = (SIZE_CLASS, "bm-gem-10-20k", "bm-gemverband-alle", "bm-kreise-median")
GERMANY = "deutschland"
NOT_THEN = f"{MISSING} zu diesem Stichtag"
OUT_OF_SCALE = 5  # a benchmark this many times beyond the towns is a total, not a comparison
# of the own towns, in their order: told apart by shape, as they share the colour of ink
OWN_LOOKS = ((OWN_SYMBOL, OWN_DASH), ("triangle-down", "12px,4px"), ("hourglass", "3px,7px"))


class Basis(StrEnum):
    """What a line over time shows; the words stand in the address."""

    ABSOLUTE = "absolut"
    INDEX = "index"
    CHANGE = "veraenderung"


class State(StrEnum):
    """What there is for a town in a year."""

    VALUE = "Wert"
    BREAK = "Wert nach Bruch"
    NOT_FOUND = "nicht gefunden"
    NOT_COLLECTED = "kein Stichtag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A town, or the visitor's own, as it appears in every view; `first` stands out."""

    id: str
    name: str
    district: str
    colour: str
    symbol: str
    dash: str
    first: bool = False

    def called(self, level: Level) -> str:
        """Return the name under which a value of this level may stand."""
        return self.district if level is Level.KREIS else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceValue:
    """A place's value at the date asked for; without observation the reason says why.

    `elsewhere` is then the place's newest value of another date: never compared, only told.
    """

    place: Place
    observation: Observation | None
    reason: str = MISSING
    elsewhere: Observation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What values at one date can be set against; `label` says whose median it is."""

    date: str
    label: str = ""
    low: Observation | None = None
    median: Observation | None = None
    high: Observation | None = None
    germany: Observation | None = None
    spread: Distribution | None = None

    @property
    def quartiles(self) -> tuple[float, float, float] | None:
        """Return low, median and high as numbers, or None without quartiles."""
        return self.spread.quartiles if self.spread else None

    @property
    def whom(self) -> str:
        """Return among whom values lie, in words that follow „Lage“."""
        if self.spread is None or self.spread.group.id == ALL:
            return "in der Größenklasse"
        return f"unter den Gemeinden {self.spread.of}"

    @property
    def whose(self) -> str:
        """Return whom values lie among, in words that follow „die mittlere Hälfte“."""
        if self.spread is None or self.spread.group.id == ALL:
            return "der Größenklasse"
        return f"der Gemeinden {self.spread.of}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Based:
    """A value set against its base: index or change; None says why in `reason`."""

    observation: Observation
    value: float | None
    reason: str = ""
    rounded_to: float = 0.0  # the coarser of the two values


Stretch: TypeAlias = tuple[Observation, Observation]  # first and last value


def places(
    data: Dataset,
    towns: Sequence[str],
    first: str = "",
    own: Sequence[OwnTown] = (),
    own_colour: str = "",
) -> tuple[Place, ...]:
    """Return the own towns, then the chosen ones in the order of the files; `first` in front."""
    found = [
        _own_place(data, one, own_colour, *looks)
        for one, looks in zip(own, OWN_LOOKS, strict=False)
    ]
    found += [_place(data.towns[slug]) for slug in towns]
    marked = [replace(place, first=place.id == first) for place in found]
    return tuple(sorted(marked, key=lambda place: not place.first))


def _own_place(data: Dataset, own: OwnTown, colour: str, symbol: str, dash: str) -> Place:
    town = data.gemeinde(own.ags)
    name = own_name(data, own)
    return Place(
        id=own.id,
        name=name,
        district=town.kreis_label if town else name,
        colour=colour,
        symbol=symbol,
        dash=dash,
    )


def own_name(data: Dataset, own: OwnTown) -> str:
    """Return how an own town is called: the one of a name shared by several with its Kreis."""
    town = data.gemeinde(own.ags)
    if town is None:
        return f"{own.name} (eigene Angabe)"
    same = sum(one.name == town.name for one in data.gemeinden.towns)
    return f"{town.short_name} ({town.kreis_label})" if same > 1 else town.short_name


def _place(town: Town) -> Place:
    return Place(
        id=town.id,
        name=town.short_name,
        district=town.kreis_label,
        colour=town.colour,
        symbol=town.symbol,
        dash=town.dash,
    )


@lru_cache(maxsize=2)
def offered(data: Dataset) -> tuple[Indicator, ...]:
    """Return the indicators that may be compared and have a value for at least one town."""
    return tuple(
        indicator
        for indicator in data.indicators.values()
        if indicator.comparable and any(sound(data, town, indicator.id) for town in data.towns)
    )


def sound(data: Dataset, place: str, indicator: str) -> tuple[Observation, ...]:
    """Return the values that are sound enough for a comparison, by date."""
    series = data.series(place, indicator)
    return tuple(one for one in series if one.confidence is not Confidence.LOW)


def dates(data: Dataset, towns: Iterable[str], indicator: str) -> tuple[str, ...]:
    """Return every date at which at least one of the towns has a value."""
    return tuple(sorted({one.date for town in towns for one in sound(data, town, indicator)}))


def years_text(data: Dataset, indicator: str) -> str:
    """Return the span of years an indicator has values for: „2018–2023“ or „2022“."""
    found = dates(data, data.towns, indicator)
    first, last = found[0][:4], found[-1][:4]
    return first if first == last else f"{first}–{last}"


def common_date(data: Dataset, towns: Sequence[str], indicator: str) -> str:
    """Return the newest date at which more than half of the towns that have any value have one.

    Where no date has so many it is the one with most; without any towns all are asked. A year
    that only a few have yet does so not take the others, or the size class, off the screen.
    """
    series = [
        {one.date for one in sound(data, town, indicator)} for town in (towns or tuple(data.towns))
    ]
    counts = Counter(date for found in series for date in found)
    half = sum(map(bool, series)) / 2
    most = max(counts.values(), default=0)
    return max((date for date in counts if counts[date] > half or counts[date] == most), default="")


def rows_at(
    data: Dataset,
    shown: Sequence[Place],
    indicator: Indicator,
    date: str = "",
    own: Sequence[OwnTown] = (),
) -> tuple[PlaceValue, ...]:
    """Return each place's value at one date, by default their common one; no place is left out."""
    towns = [place.id for place in shown if place.id != OWN]
    when = date or common_date(data, towns, indicator.id)
    return tuple(_row(data, place, indicator, when, own) for place in shown)


def _row(
    data: Dataset, place: Place, indicator: Indicator, date: str, own: Sequence[OwnTown]
) -> PlaceValue:
    mine = typed(own, place.id, indicator)
    if mine or place.id == OWN:
        return PlaceValue(place=place, observation=mine, reason="kein Wert eingegeben")
    series = sound(data, place.id, indicator.id)
    found = next((one for one in series if one.date == date), None)
    if found:
        return PlaceValue(place=place, observation=found, reason="")
    if series:
        return PlaceValue(place=place, observation=None, reason=NOT_THEN, elsewhere=series[-1])
    reason = reason_missing(data, place.id, indicator.id)
    return PlaceValue(place=place, observation=None, reason=reason)


def reason_missing(data: Dataset, town: str, indicator: str) -> str:
    """Return why a town has no value that could be compared."""
    if data.series(town, indicator):
        return "nur eine Angabe geringer Belastbarkeit"
    gaps = (
        gap
        for gap in data.gaps.values()
        if indicator in gap.indicators and (not gap.towns or town in gap.towns)
    )
    why = next((gap.reason for gap in gaps), "")
    if is_ags(town):
        why = _not_in_tables(data, town, indicator) or why
    return f"{MISSING}: {why}" if why else MISSING


def _not_in_tables(data: Dataset, town: str, indicator: str) -> str:
    """Return why the tables of all small towns have no value of one; empty if nobody knows."""
    found = [one for (id_, _), one in data.gemeinden.columns.items() if id_ == indicator]
    if not found:
        kreis = data.indicators[indicator].level is Level.KREIS
        return f"liegt uns nur für die {'Kreise der ' if kreis else ''}Pilotstädte vor"
    at = data.gemeinden.by_ags[town]
    if any(one.flags.get(at) is Flag.IMPOSSIBLE for one in found):
        return "die Quelle nennt einen unmöglichen Wert"
    since = min(one.since for one in found)
    if data.gemeinden.people(POPULATION)[at] < since:
        return f"die Quelle nennt nur Gemeinden ab {number(since)} Einwohnern"
    return ""


def reference(data: Dataset, indicator: str, date: str, group: str = ALL) -> Reference:
    """Return what values at that very date are set against: quartiles of a group, or a median."""
    germany = data.benchmark(indicator, GERMANY, date)
    spread = distribution(data, indicator, date, group)
    if spread:
        low, median, high = quartiles_of(data, spread)
        return Reference(
            date=date,
            label=data.place_label(median.town),
            low=low,
            median=median,
            high=high,
            germany=germany,
            spread=spread,
        )
    for id_ in MEDIANS:
        found = data.benchmark(indicator, id_, date)
        if found:
            label = data.benchmarks[id_].label
            return Reference(date=date, label=label, median=found, germany=germany)
    return Reference(date=date, germany=germany)


def in_scale(value: float, others: Sequence[float]) -> bool:
    """Return whether a benchmark can be drawn on the scale of the towns' values."""
    reach = max(map(abs, others), default=0)
    return not others or abs(value) <= OUT_OF_SCALE * reach or reach == 0


def base_date(data: Dataset, towns: Sequence[str], indicator: str) -> str:
    """Return the first date that all towns with a stretch of values share within their newest."""
    stretches = []
    for town in towns:
        parts = [part for part in _segments(data, town, indicator) if len(part) > 1]
        stretches += [{one.date for one in parts[-1]}] if parts else []
    shared = set.intersection(*stretches) if stretches else set()
    every = dates(data, towns, indicator)
    return min(shared, default=every[0] if every else "")


def based(data: Dataset, place: str, indicator: str, date: str, basis: Basis) -> tuple[Based, ...]:
    """Return a series set against its value at the base date.

    Only values of the same unbroken stretch are set against it; for the others the reason says so.
    """
    series = sound(data, place, indicator)
    if basis is Basis.ABSOLUTE:
        return tuple(Based(observation=one, value=one.value) for one in series)
    base = next((one for one in series if one.date == date), None)
    stretch = next(
        (part for part in _segments(data, place, indicator) if date in {o.date for o in part}), ()
    )
    comparable = {one.date for one in stretch}
    return tuple(_based(one, base, one.date in comparable, basis) for one in series)


def _based(one: Observation, at: Observation | None, comparable: bool, basis: Basis) -> Based:
    base = at.value if at else None
    if at is None or base is None:
        return Based(observation=one, value=None, reason="kein Wert am Bezugstag")
    if not comparable:
        reason = "wegen eines Bruchs nicht mit dem Bezugstag vergleichbar"
        return Based(observation=one, value=None, reason=reason)
    value = against_base(one.value, base, basis)
    return Based(
        observation=one,
        value=value,
        reason="" if value is not None else "Der Wert am Bezugstag ist 0.",
        rounded_to=max(one.rounded_to, at.rounded_to) if one is not at else 0.0,
    )


def against_base(value: float | None, base: float, basis: Basis) -> float | None:
    """Return index (base = 100) or difference; None without value, and an index on zero."""
    if value is None:
        return None
    if basis is Basis.CHANGE:
        return value - base
    if basis is Basis.INDEX:
        return 100 * value / base if base else None
    return value


def _segments(data: Dataset, place: str, indicator: str) -> list[tuple[Observation, ...]]:
    """Return the unbroken stretches of sound values."""
    parts = (
        tuple(one for one in part if one.confidence is not Confidence.LOW)
        for part in data.segments(place, indicator)
    )
    return [part for part in parts if part]


def basis_unit(basis: Basis, unit: Unit, base: str) -> str:
    """Return the words on the axis of a line over time."""
    if basis is Basis.INDEX:
        return f"{base} = 100"
    if basis is Basis.CHANGE:
        label = "Prozentpunkte" if unit.suffix.startswith("%") else unit.label
        return f"Veränderung gegenüber {base}: {label}"
    return unit.label


def signed(value: float, decimals: int) -> str:
    """Return a change with its sign: „+1,2“, „−3,4“, „0,0“."""
    text = number(value, decimals)
    return f"+{text}" if value > 0 and text.strip("0,") else text


def coarse(change: float, rounded_to: float) -> float:
    """Return a difference no more exact than values rounded to `rounded_to`."""
    return rounded_to * round(change / rounded_to)


def change_text(change: float, decimals: int, rounded_to: float) -> str:
    """Return a difference of two values of which the coarser is rounded to `rounded_to`."""
    if rounded_to <= 10**-decimals:
        return signed(change, decimals)
    if abs(change) < rounded_to:
        return "kleiner als die Rundung"
    about = coarse(change, rounded_to)
    return f"etwa {signed(about, decimals if rounded_to < 1 else 0)}"


def stretches(data: Dataset, towns: Sequence[str], indicator: str) -> dict[str, Stretch]:
    """Return the first and last value of each town's newest unbroken stretch of values.

    All of the same two dates where the stretches share two, so that changes can stand side by side.
    """
    found = {}
    for town in towns:
        parts = [part for part in _segments(data, town, indicator) if len(part) > 1]
        if parts:
            found[town] = {one.date: one for one in parts[-1]}
    shared = set.intersection(*map(set, found.values())) if found else set()
    return {
        town: (series[min(dates)], series[max(dates)])
        for town, series in found.items()
        for dates in [shared if len(shared) > 1 else series]
    }


def states(
    data: Dataset, towns: Sequence[str], indicator: str, years: Sequence[str]
) -> Mapping[str, tuple[State, ...]]:
    """Return for each town what there is in each of the years."""
    everywhere = [*data.towns, *data.benchmarks]
    collected = {one.date[:4] for id_ in everywhere for one in data.series(id_, indicator)}
    found = {}
    for town in towns:
        own = {one.date[:4] for one in sound(data, town, indicator)}
        first = {one.before[:4] for one in data.breaks_in(town, indicator)}
        found[town] = tuple(_state(year in own, year in first, year in collected) for year in years)
    return found


def _state(value: bool, after_break: bool, collected: bool) -> State:
    if value:
        return State.BREAK if after_break else State.VALUE
    return State.NOT_FOUND if collected else State.NOT_COLLECTED


def can_be_drawn(indicator: Indicator) -> bool:
    """Return whether the values are numbers or tiers, which have a place on a scale."""
    return indicator.kind is not ValueKind.CLASS
