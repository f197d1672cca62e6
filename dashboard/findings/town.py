"""What may be said of one town: its figures, activities, surveys, lessons and gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dashboard.facts import model
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import (
    NETWORK,
    Activity,
    Confidence,
    Flag,
    Gap,
    Gemeinde,
    Indicator,
    Lesson,
    Observation,
    Phase,
    Source,
    Town,
    Unit,
)
from dashboard.facts.survey_model import Exactness, PublicationStatus, Survey, SurveyFact
from dashboard.findings.activities import in_time
from dashboard.findings.band import Quarter, quarter
from dashboard.findings.comparison import GERMANY, MEDIANS
from dashboard.findings.distribution import Distribution, distribution, quartiles_of
from dashboard.wording.numbers import (
    MISSING,
    NO_BREAK_SPACE,
    value_text,
)

CITY = "Nächste Großstadt ab 500.000"
MUNICIPAL_KEY = "Amtlicher Gemeinde\u00adschlüssel"  # may be broken there on narrow paper
POPULATION = model.POPULATION  # in sentences about people


def full_name(data: Dataset, town: Gemeinde) -> str:
    """Return a name that no other small town has: with the Kreis where several share it."""
    return f"{town.name} ({town.kreis_label})" if town.name in _shared(data) else town.name


@lru_cache(maxsize=2)
def _shared(data: Dataset) -> frozenset[str]:
    """Return the names that several small towns have."""
    names = Counter(one.name for one in data.gemeinden.towns)
    return frozenset(name for name, count in names.items() if count > 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One indicator of one town, with whatever it can honestly be set against.

    A value of another territory is set against nothing.
    """

    indicator: Indicator
    unit: Unit
    observation: Observation
    source: Source
    spread: Distribution | None
    band: tuple[Observation, ...]
    other: tuple[str, Observation] | None
    germany: Observation | None

    def text(self, observation: Observation) -> str:
        """Return a value of this indicator with its unit."""
        return value_text(observation, self.indicator, self.unit)

    @property
    def quarter(self) -> Quarter | None:
        """The part of the size class the value falls into, where its distribution is known."""
        if self.spread is None or self.observation.value is None:
            return None
        low, _median, high = self.spread.quartiles
        return quarter(self.observation.value, low, high)


def key_figures(data: Dataset, town: Gemeinde, ids: Iterable[str]) -> list[KeyFigure]:
    """Return those of the indicators that the town has a value for, each with its newest."""
    found = (_key_figure(data, town, data.indicators[id_]) for id_ in ids)
    return [figure for figure in found if figure]


def _key_figure(data: Dataset, town: Gemeinde, indicator: Indicator) -> KeyFigure | None:
    observation = data.latest(town.id, indicator.id)
    if observation is None:
        return None
    date = observation.date
    sound = observation.flag is not Flag.TERRITORY
    spread = distribution(data, indicator.id, date) if sound else None
    medians = MEDIANS if sound else ()
    others = ((id_, data.benchmark(indicator.id, id_, date)) for id_ in medians)
    return KeyFigure(
        indicator=indicator,
        unit=data.units[indicator.unit],
        observation=observation,
        source=data.sources[observation.source],
        spread=spread,
        band=quartiles_of(data, spread) if spread else (),
        other=next(((data.benchmarks[id_].short_label, one) for id_, one in others if one), None),
        germany=data.benchmark(indicator.id, GERMANY, date),
    )


def themes_of(data: Dataset, town: Gemeinde) -> dict[str, list[str]]:
    """Return the themes, by id, each with the indicators that the town has a value for."""
    found: dict[str, list[str]] = {}
    for one in data.indicators.values():
        if one.comparable and data.latest(town.id, one.id):
            found.setdefault(one.theme, []).append(one.id)
    return {theme: found[theme] for theme in data.themes if theme in found}


def population_text(data: Dataset, town: Gemeinde) -> str:
    """Return how many people live in a town, as newly as is known."""
    indicator = data.indicators[POPULATION]
    newest = data.latest(town.id, indicator.id)
    return value_text(newest, indicator, data.units[indicator.unit])


def to_city(town: Gemeinde) -> str:
    """Return the nearest city with how far it is, as the crow flies."""
    if town.metropolis_km is None:
        return MISSING
    return f"{town.metropolis}, {town.metropolis_km}{NO_BREAK_SPACE}km"


def easy_name(town: Gemeinde) -> str:
    """Return the name of the text of a town in Leichte Sprache."""
    return f"leichte-sprache-{town.slug}"


def easy_text(data: Dataset, town: Gemeinde) -> str:
    """Return what `data/texts` says of a town in Leichte Sprache; empty where there is none."""
    return data.texts.get(easy_name(town), "")


def of_phase(data: Dataset, town: Town, phase: Phase) -> list[Activity]:
    """Return the activities of a phase by date, the parts of a larger one left out."""
    return [
        one
        for one in in_time(data.activities_of(town.slug))
        if one.phase is phase and not one.part_of
    ]


def surveys_of(data: Dataset, town: Town) -> list[tuple[Survey, list[SurveyFact]]]:
    """Return the surveys held in a town, each with what is known of its results."""
    return [
        (survey, [fact for fact in data.survey_facts if fact.survey == survey.id])
        for survey in data.surveys.values()
        if survey.town == town.slug
    ]


def surveyed(data: Dataset, town: Town) -> tuple[list[SurveyFact], list[SurveyFact]]:
    """Return what surveys in a town published that is sound, each once, and what is not known.

    Of a survey that nobody names there is nothing to be missed.
    """
    every = [
        fact
        for survey, facts in surveys_of(data, town)
        if survey.status is not PublicationStatus.NOT_HELD
        for fact in facts
    ]
    sound = {
        (fact.survey, fact.question, fact.answer): fact
        for fact in every
        if fact.exactness not in (Exactness.NOT_FOUND, Exactness.TEXT)
        and fact.confidence is not Confidence.LOW
    }
    return list(sound.values()), [one for one in every if one.exactness is Exactness.NOT_FOUND]


def lessons_of(data: Dataset, town: Town) -> list[Lesson]:
    """Return the town's own lessons, then those of the whole network."""
    own = [one for one in data.lessons.values() if town.slug in one.about]
    return own + [one for one in data.lessons.values() if one.about == (NETWORK,)]


def gaps_of(data: Dataset, town: Gemeinde) -> list[Gap]:
    """Return what is missing for a town, what is missing for all of them included."""
    return [gap for gap in data.gaps.values() if not gap.towns or town.id in gap.towns]
