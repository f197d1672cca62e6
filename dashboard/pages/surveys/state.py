"""What a visitor chose among the surveys, and the addresses of what may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from dashboard.components.surveys.cards import ARRANGEMENTS, asked
from dashboard.facts.dataset import Dataset
from dashboard.facts.survey_model import SurveyFact
from dashboard.pages.choices import UrlState, count_before, one_of, scope
from dashboard.wording import links
from dashboard.wording.links import Key
from dashboard.wording.survey_words import TOPICS

ALL = "alle"
CONTRAST = "gleiche-frage"  # the figure of all values that sound alike and are not


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The one survey or theme that is shown and which question of it; else those of a town.

    `survey` is an id in small letters; `question` a block of comparability.toml, or the figure of
    a question of an imported survey; `after` counts questions before those that are listed.
    """

    town: str
    survey: str
    topic: str
    question: str
    arrangement: str
    after: int
    scope: str


def state_of(data: Dataset) -> UrlState[Choices]:
    """Return how the choices stand in the address; a question brings its theme or survey along."""
    arrangements = tuple(ARRANGEMENTS)
    blocks = data.comparability.values()
    topics: dict[str, str] = {one.id: one.topic for one in blocks if one.topic in TOPICS}
    if contrast := contrast_topic(data):
        topics[CONTRAST] = contrast
    surveys = {
        figure: survey_key(result.survey.id)
        for result in data.survey_results.values()
        for figure in asked_in(data, result.survey.id)
    }

    def settle(choices: Choices) -> tuple[Choices, tuple[str, ...]]:
        survey = surveys.get(choices.question, choices.survey)
        topic = ALL if survey else topics.get(choices.question, choices.topic)
        question = "" if survey and choices.question not in surveys else choices.question
        return replace(choices, survey=survey, topic=topic, question=question), ()

    known = tuple(map(survey_key, data.surveys))
    return UrlState(
        Choices,
        {
            "town": one_of(Key.TOWN, "Die Stadt", (ALL, *data.towns), ALL),
            "survey": one_of(Key.SURVEY, "Die Befragung", ("", *known), ""),
            "topic": one_of(Key.THEME, "Das Thema", (ALL, *TOPICS), ALL),
            "question": one_of(Key.QUESTION, "Die Frage", ("", *topics, *surveys), ""),
            "arrangement": one_of(Key.VIEW, "Die Ansicht", arrangements, arrangements[0]),
            "after": count_before(Key.AFTER),
            "scope": scope(),
        },
        settle,
    )


@lru_cache(maxsize=64)
def asked_in(data: Dataset, survey: str) -> tuple[str, ...]:
    """Return the ids of the figures of an imported survey, one a question or matrix."""
    return tuple(asked(data.survey_results[survey]))


def contrast_topic(data: Dataset) -> str:
    """Return the theme under which values that sound alike stand; empty where there are none."""
    return next((one.topic for one in data.comparability.values() if one.contrast), "")


def survey_key(id_: str) -> str:
    """Return a survey's id as it stands in addresses."""
    return id_.lower()


def of_topic(topic: str) -> str:
    """Return the address of a theme."""
    return links.to(links.SURVEYS, ((Key.THEME, topic),))


def of_question(topic: str, question: str) -> str:
    """Return the address of a question of a theme."""
    return links.to(links.SURVEYS, ((Key.THEME, topic), (Key.QUESTION, question)))


@lru_cache(maxsize=2)
def facts_by_id(data: Dataset) -> Mapping[str, SurveyFact]:
    """Return every survey fact by its id."""
    return {one.id: one for one in data.survey_facts}
