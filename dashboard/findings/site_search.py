"""What of the site someone means, towns apart: themes, indicators, activities, words, sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Indicator, Source, Term
from dashboard.facts.survey_model import PublicationStatus
from dashboard.findings.activities import place_name
from dashboard.findings.comparison import offered
from dashboard.wording import links
from dashboard.wording.links import Key
from dashboard.wording.search import Entry, Synonyms, Texts


class Kind(StrEnum):
    """What can be found, in the order in which it is shown; the words stand in the address."""

    THEME = "themen"
    INDICATOR = "kennzahlen"
    ACTIVITY = "aktivitaeten"
    LESSON = "erkenntnisse"
    SURVEY = "befragungen"
    TERM = "fachwoerter"
    SOURCE = "quellen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the site: what is there, where it is, and what is said beside its name."""

    kind: Kind
    href: str
    about: str


@lru_cache(maxsize=2)
def synonyms(data: Dataset) -> Synonyms:
    """Return the everyday words that are declared, with their terms."""
    return Synonyms((one.words, one.terms) for one in data.synonyms.values())


@lru_cache(maxsize=2)
def site(data: Dataset) -> Texts[Place]:
    """Return all that has a place of its own and is no town, to be found."""
    return Texts(_entries(data), synonyms(data))


def indicator_address(data: Dataset, indicator: Indicator) -> str:
    """Return where an indicator is compared, or explained where it may not be."""
    if indicator in offered(data):
        return links.to(links.COMPARISON, ((Key.INDICATOR, indicator.id),))
    return links.term(links.indicator_term(indicator.id))


@lru_cache(maxsize=2)
def indicators(data: Dataset) -> Texts[Indicator]:
    """Return the indicators alone, by name, theme and meaning."""
    return Texts(
        (
            Entry(thing=one, name=one.label, beside=f"{theme.label} {one.definition}")
            for one in data.indicators.values()
            for theme in [data.themes[one.theme]]
        ),
        synonyms(data),
    )


@lru_cache(maxsize=2)
def sources(data: Dataset) -> Texts[Source]:
    """Return the sources alone, by title, publisher and note."""
    return Texts(
        (
            Entry(thing=one, name=one.title, beside=f"{one.publisher} {one.note}")
            for one in data.sources.values()
        ),
        synonyms(data),
    )


@lru_cache(maxsize=2)
def terms(data: Dataset) -> Texts[Term]:
    """Return the words of the glossary alone, by their forms and meaning."""
    return Texts(
        (
            Entry(thing=one, name=one.word, beside=" ".join([*one.also, one.meaning]))
            for one in data.glossary.values()
        ),
        synonyms(data),
    )


def _entries(data: Dataset) -> Iterator[Entry[Place]]:
    compared = offered(data)
    for theme in data.themes.values():
        if of_theme := [one.id for one in compared if one.theme == theme.id]:
            query = ((Key.INDICATOR, of_theme[0]), (Key.VIEW, "profil"))
            href = links.to(links.COMPARISON, query)
            yield _entry(Kind.THEME, theme.label, href, theme.description, theme.description)
    for indicator in data.indicators.values():
        label = f"{data.themes[indicator.theme].label}, {indicator.level}"
        href = indicator_address(data, indicator)
        yield _entry(Kind.INDICATOR, indicator.label, href, label, indicator.definition)
    for activity in data.activities:
        about = f"{place_name(data, activity.town)}, {activity.date_text}"
        beside = f"{place_name(data, activity.town)} {activity.description}"
        yield _entry(Kind.ACTIVITY, activity.title, links.activity(activity.id), about, beside)
    for lesson in data.lessons.values():
        about = data.lesson_themes[lesson.theme].label
        href = links.lesson(lesson.id, lesson.theme)
        yield _entry(Kind.LESSON, lesson.title, href, about, lesson.statement)
    for survey in data.surveys.values():
        if survey.status is PublicationStatus.NOT_HELD:
            continue
        about = data.towns[survey.town].name if survey.town else survey.place
        yield _entry(Kind.SURVEY, survey.title, links.survey(survey.id), about, about)
    for term in data.glossary.values():
        beside = " ".join(term.also)
        yield _entry(Kind.TERM, term.word, links.term(term.id), term.meaning, beside)
    for source in data.sources.values():
        href = links.source(source.id)
        yield _entry(Kind.SOURCE, source.title, href, source.publisher, source.publisher)


def _entry(kind: Kind, name: str, href: str, about: str, beside: str) -> Entry[Place]:
    return Entry(thing=Place(kind=kind, href=href, about=about), name=name, beside=beside)
