"""What a town that was not in the project may read first: of towns near it, value by value."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Activity, Gemeinde, Lesson, Observation, ShownIn, Town
from dashboard.findings.comparison import common_date, sound
from dashboard.findings.nearness import Nearness, nearest
from dashboard.findings.own_town import OwnTown
from dashboard.wording.numbers import listed

CLOSE = 0.2  # interquartile ranges of the size class: two values less far apart are called near
MOST_TOWNS, MOST_ACTIVITIES, MOST_NAMED = 2, 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """One of the pilot towns and the values in which it is near; none is a finding as well."""

    town: Town
    near: tuple[Nearness, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRead:
    """An activity of a pilot town, and why to read it: what is near, and the lesson it shows."""

    alike: Alike
    activity: Activity
    lesson: Lesson

    @property
    def town(self) -> Town:
        """Return the town whose activity it is."""
        return self.alike.town

    @property
    def shows(self) -> str:
        """Return what is to be learnt from it, as a sentence."""
        return f"Die Aktivität zeigt die Erkenntnis „{self.lesson.title}“."


def compared(data: Dataset, town: Gemeinde) -> tuple[Observation, ...]:
    """Return a town's official values, each of the date at which the five are compared.

    Values of a whole Gemeindeverband or of another territory are left out: they are not its own.
    """
    ids = dict.fromkeys((*data.shown_in(ShownIn.OWN_TOWN), *data.shown_in(ShownIn.SLIDES)))
    return tuple(
        one
        for id_ in ids
        for date in [common_date(data, tuple(data.towns), id_)]
        for one in sound(data, town.id, id_)
        if one.date == date and one.value is not None and one.flag is None
    )


def near_sources(data: Dataset, town: Gemeinde) -> list[str]:
    """Return the ids of the sources of what is compared, of the pilot towns' values as well."""
    return [
        one.source
        for own in compared(data, town)
        for place in (town.id, *data.towns)
        for one in data.series(place, own.indicator)
        if one.date == own.date
    ]


def alike(data: Dataset, town: Gemeinde) -> tuple[tuple[Alike, ...], int]:
    """Return every pilot town with the values in which it is near, most of them first; of how many.

    Towns with as many stand in the order of the files.
    """
    values = [(one.indicator, one.value or 0.0) for one in compared(data, town)]
    measured = nearest(data, OwnTown(name=town.name, values=tuple(values)))
    found = [
        Alike(
            town=pilot,
            near=tuple(
                one
                for one in measured
                if any(of == pilot.slug and abs(by) <= CLOSE for of, _, by in one.distances)
            ),
        )
        for pilot in data.towns.values()
    ]
    return tuple(sorted(found, key=lambda one: -len(one.near))), len(measured)


def first_reads(data: Dataset, found: tuple[Alike, ...]) -> tuple[FirstRead, ...]:
    """Return activities that show a lesson of their own town, of the towns with most near values.

    Without any near value there is no reason to read one before another, and so there is none.
    """
    return tuple(
        read
        for one in found[:MOST_TOWNS]
        if one.near
        for read in _of_town(data, one)[:MOST_ACTIVITIES]
    )


def _of_town(data: Dataset, one: Alike) -> list[FirstRead]:
    reads: dict[str, FirstRead] = {}
    for lesson in data.lessons.values():
        if one.town.slug not in lesson.about:
            continue
        for id_ in lesson.supported_by:
            activity = data.activity(id_)
            if activity.town == one.town.slug and id_ not in reads:
                reads[id_] = FirstRead(alike=one, activity=activity, lesson=lesson)
    return list(reads.values())


def why(one: Alike) -> str:
    """Return in which values a pilot town is near, as a sentence."""
    names = [near.indicator.short_label for near in one.near]
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} weiteren Werten"]
    return f"{one.town.short_name} liegt nahe bei: {listed(names)}."
