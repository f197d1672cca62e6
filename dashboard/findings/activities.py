"""Which activities are chosen, how they are counted, what is related: one truth for every view."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from dashboard.facts.dataset import NETWORK_LABEL, Dataset
from dashboard.facts.model import NETWORK, Activity, Actor, Confidence, Lesson, Phase, Precision
from dashboard.wording.dates import date_text
from dashboard.wording.search import folded

ANYONE = "alle"  # the choice of no particular partner
FAR = 5  # related activities of one kind shown at most
MUNICIPAL = ("Stadt ", "Markt ")
ALL_TOWNS = "Verbund der fünf Kommunen"
PRECISION_TEXT = {
    Precision.DAY: "auf den Tag genau",
    Precision.MONTH: "auf den Monat genau, der Tag ist nicht bekannt",
    Precision.QUARTER: "auf das Vierteljahr genau",
    Precision.YEAR: "auf das Jahr genau",
    Precision.PROJECT: "Das Datum ist nicht bekannt; es lag in der Projektlaufzeit.",
}
# each filter's choice of nothing in particular, and the options under which an activity is found
FILTERS: Mapping[str, tuple[Any, Callable[[Activity], Iterable[str]]]] = {
    "towns": ((), lambda one: (one.town,)),
    "categories": ((), lambda one: (one.category,)),
    "partner": (ANYONE, lambda one: one.actors),
}
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a visitor chose. Empty means no restriction; `start` and `end` are months, inclusive.

    `chosen` is the activity whose card is open; it does not narrow anything.
    """

    towns: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    start: str
    end: str
    partner: str = ANYONE
    words: str = ""
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Activities that belong together, with the words that say how."""

    label: str
    activities: tuple[Activity, ...]


def place_name(data: Dataset, place: str) -> str:
    """Return the name of a town, or of the network."""
    return data.towns[place].name if place in data.towns else NETWORK_LABEL


def short_name(data: Dataset, place: str) -> str:
    """Return the short name of a town, or of the network."""
    return data.towns[place].short_name if place in data.towns else NETWORK_LABEL


def project_choices(data: Dataset) -> Choices:
    """Return the default: everything from the first to the last month of the project."""
    return Choices(start=data.project.start[:7], end=data.project.end[:7])


def all_years(data: Dataset) -> tuple[str, str]:
    """Return the first and the last month of the years that activities are known from."""
    first = min(one.start for one in data.activities)
    last = max(one.end for one in data.activities)
    return f"{first[:4]}-01", f"{last[:4]}-12"


def visible(data: Dataset, choices: Choices) -> tuple[Activity, ...]:
    """Return the chosen activities, in the order of the file.

    An activity is chosen if it fell, or may have fallen, into the period. One without a known
    date is chosen only with the whole project: no narrower period can claim it.
    """
    words = [folded(word) for word in choices.words.split()]
    first, last = days(choices)
    return tuple(
        one
        for one in data.activities
        if _matches(one, choices)
        and _within(one, first, last)
        and (not words or _says(folded(_text(data, one)), words))
    )


def undated_elsewhere(data: Dataset, choices: Choices) -> tuple[Activity, ...]:
    """Return the undated activities that are left out only because the period is too narrow."""
    first, last = days(choices)
    whole = replace(choices, start="0001-01", end="9999-12")
    return tuple(
        one
        for one in visible(data, whole)
        if one.precision is Precision.PROJECT
        and not _within(one, first, last)
        and one.start <= last
        and first <= one.end
    )


def days(choices: Choices) -> tuple[str, str]:
    """Return the first and the last day of the period, whichever month was named first."""
    first, last = sorted((choices.start, choices.end))
    return f"{first}-01", last_day(last)


def last_day(month: str) -> str:
    """Return the last day of a month, 2022-02 as 2022-02-28."""
    year, number = (int(part) for part in month.split("-"))
    return f"{month}-{monthrange(year, number)[1]}"


def _within(one: Activity, first: str, last: str) -> bool:
    if one.precision is Precision.PROJECT:
        return first <= one.start and one.end <= last
    return one.start <= last and first <= one.end


def _matches(one: Activity, choices: Choices) -> bool:
    return (
        (not choices.towns or one.town in choices.towns)
        and (not choices.categories or one.category in choices.categories)
        and (choices.partner == ANYONE or choices.partner in one.actors)
    )


def _text(data: Dataset, one: Activity) -> str:
    place, kind = data.place_label(one.town), data.categories[one.category].label
    parts = (one.title, one.description, one.place, one.date_text, place, kind, *one.actors)
    return " ".join(parts)


def _says(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)


# -------------------------------------------------------------------------------------- counting


def counted(activities: Sequence[Activity]) -> tuple[Activity, ...]:
    """Return the activities that count: parts count with their umbrella where both are shown."""
    shown = {one.id: one.town for one in activities}
    return tuple(one for one in activities if shown.get(one.part_of) != one.town)


def parts(activities: Sequence[Activity]) -> Mapping[str, tuple[Activity, ...]]:
    """Return the parts that are held by an umbrella among the activities, by its id."""
    top = {one.id for one in counted(activities)}
    held: dict[str, list[Activity]] = defaultdict(list)
    for one in activities:
        if one.id not in top:
            held[one.part_of].append(one)
    return {id_: tuple(group) for id_, group in held.items()}


@dataclass(frozen=True, slots=True)
class Count:
    """How many activities there are, and how many of them are the project's own."""

    number: int
    of_project: int

    def __str__(self) -> str:
        """Write both: „6 (3)“; which is which, the place says that shows it."""
        return f"{self.number} ({self.of_project})"


def count_of(activities: Sequence[Activity]) -> Count:
    """Return how many of the activities count; what was before, after or aside counts apart."""
    found = counted(activities)
    return Count(len(found), sum(one.phase is Phase.PROJECT for one in found))


def counts_by_town(data: Dataset, activities: Sequence[Activity]) -> dict[str, Count]:
    """Return how many of the activities count for the network and for each town, none left out."""
    found = grouped(activities, lambda one: (one.town,))
    return {place: count_of(found.get(place, ())) for place in (NETWORK, *data.towns)}


def grouped(
    activities: Iterable[Activity], keys: Callable[[Activity], Iterable[Key]]
) -> Mapping[Key, list[Activity]]:
    """Return the activities under each of their keys, in one pass and in their order."""
    groups: defaultdict[Key, list[Activity]] = defaultdict(list)
    for one in activities:
        for key in dict.fromkeys(keys(one)):
            groups[key].append(one)
    return groups


def option_counts(
    data: Dataset, choices: Choices, attribute: str, options: Iterable[str]
) -> dict[str, int]:
    """Return for each option of a filter how many activities choosing it alone would leave."""
    nothing_chosen, keys = FILTERS[attribute]
    base = visible(data, replace(choices, **{attribute: nothing_chosen}))
    groups = grouped(base, keys)
    return {option: len(counted(groups.get(option, ()))) for option in options}


def partners(data: Dataset) -> tuple[str, ...]:
    """Return everyone who took part in an activity, the most frequent first."""
    found = Counter(actor for one in data.activities for actor in dict.fromkeys(one.actors))
    return tuple(sorted(found, key=lambda name: (-found[name], folded(name))))


def is_municipal(data: Dataset, actor: str) -> bool:
    """Return whether an actor is one of the towns itself, or all of them."""
    own = {f"{word}{town.name}" for town in data.towns.values() for word in MUNICIPAL}
    return actor in own or actor == ALL_TOWNS


# ------------------------------------------------------------------------- dates, and what belongs


def in_time(activities: Iterable[Activity]) -> list[Activity]:
    """Return the activities by date, an umbrella before its parts, the undated ones last.

    A part of which only the month is known, that in which its umbrella began, stands after the
    parts with a day.
    """
    listed = tuple(activities)
    by_id = {one.id: one for one in listed}

    def place(one: Activity) -> tuple[bool, str, bool]:
        whole = by_id.get(one.part_of)
        within = (
            whole is not None
            and one.start[:7] == whole.start[:7]
            and one.start < whole.start <= one.end
        )
        at = whole.end if whole and within else one.start
        return one.precision is Precision.PROJECT, at, bool(one.part_of)

    return sorted(listed, key=place)


def related(data: Dataset, activity: Activity) -> tuple[Related, ...]:
    """Return umbrella, parts, the same kind in the same town, and work with the same partners."""
    others = [one for one in data.activities if one.id != activity.id]
    own = {actor for actor in activity.actors if not is_municipal(data, actor)}
    groups = (
        ("Gehört zu", [one for one in others if one.id == activity.part_of]),
        ("Dazu gehören", [one for one in others if one.part_of == activity.id]),
        ("Auch Teil davon", [one for one in others if activity.part_of == one.part_of != ""]),
        ("Gleiche Art am selben Ort", [one for one in others if _alike(one, activity)]),
        ("Mit denselben Partnern anderswo", [
            one for one in others if one.town != activity.town and own & set(one.actors)
        ]),
    )  # fmt: skip
    seen: set[str] = set()
    found = []
    for label, group in groups:
        fresh = [one for one in group if one.id not in seen]
        near = sorted(fresh, key=lambda one: _apart(one, activity))
        shown = near if label != groups[-1][0] and label != groups[-2][0] else near[:FAR]
        seen |= {one.id for one in shown}
        if shown:
            wholes = {one.part_of for one in shown} - {one.id for one in shown}
            in_order = in_time([*shown, *(one for one in data.activities if one.id in wholes)])
            kept = tuple(one for one in in_order if one.id not in wholes)
            found.append(Related(label=label, activities=kept))
    return tuple(found)


def _alike(one: Activity, other: Activity) -> bool:
    return one.town == other.town and one.category == other.category


def _apart(one: Activity, other: Activity) -> int:
    """Return roughly how many days lie between two beginnings."""
    year, month, day = (a - b for a, b in zip(_numbers(one), _numbers(other), strict=True))
    return abs(year * 365 + month * 30 + day)


def _numbers(one: Activity) -> list[int]:
    return [int(part) for part in one.start.split("-")]


def lessons_from(data: Dataset, activity: Activity) -> tuple[Lesson, ...]:
    """Return the lessons that the activity supports."""
    return tuple(one for one in data.lessons.values() if activity.id in one.supported_by)


def changes_of_office(data: Dataset, choices: Choices) -> tuple[Activity, ...]:
    """Return who came to head a town, or left it, in the period; only to be drawn, never counted.

    An end is left to the successor's beginning where that is known.
    """
    first, last = days(choices)
    mayors = [one for one in data.actors if one.kind == "mayor" and one.place in data.towns]
    found = []
    for one in mayors:
        followed = any(other.place == one.place and other.since > one.until for other in mayors)
        word, at = ("seit", one.since) if one.since else ("bis", "" if followed else one.until)
        if at and (not choices.towns or one.place in choices.towns):
            found.append(_change(one, word, at))
    return tuple(one for one in found if one.start <= last and first <= one.end)


def _change(one: Actor, word: str, at: str) -> Activity:
    office = re.split(r" \(|, | bis ", one.role)[0]
    precision = {4: Precision.YEAR, 7: Precision.MONTH}.get(len(at), Precision.DAY)
    months = f"{at}-01", f"{at}-12"
    start, end = months if precision is Precision.YEAR else (at, at)
    return Activity(
        id=one.id,
        town=one.place,
        title=f"{one.name}, {office} ({word} {date_text(at)})",
        category="",
        phase=Phase.CONTEXT,
        start=start if len(start) == 10 else f"{start}-01",
        end=end if len(end) == 10 else last_day(end),
        precision=precision,
        date_text=f"{word} {date_text(at)}",
        place="",
        description=one.role,
        actors=(),
        sources=one.sources,
        confidence=Confidence.HIGH,
        part_of="",
    )
