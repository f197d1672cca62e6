"""A text for the agenda of a council, made of the data: what was tried, figures, what to decide."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.components.lessons import advice_elsewhere
from dashboard.components.sources import publishers
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde, Lesson, ShownIn, Town
from dashboard.findings.band import SIZE, quarter_words
from dashboard.findings.first_reads import alike, first_reads
from dashboard.findings.town import POPULATION, KeyFigure, key_figures, lessons_of
from dashboard.pages.town.brief import leading_figures
from dashboard.pages.town.reading import lessons_for, not_in_project, who_was
from dashboard.wording.dates import date_text, span_text
from dashboard.wording.numbers import count_text

MOST_FIGURES = 4


def agenda_text(data: Dataset, town: Gemeinde, public: str) -> str:
    """Return the text, its parts apart by empty lines; `public` is the address of the town."""
    return "\n\n".join(_parts(data, town, public))


def _parts(data: Dataset, town: Gemeinde, public: str) -> Iterator[str]:
    yield f"Neue Orte für Arbeit in {town.name}: Erfahrungen aus „{data.project.title}“"
    told, of_told, lesson = _experience(data, town)
    yield f"Sachverhalt: {told}"
    people = key_figures(data, town, [POPULATION])
    figures = [
        *people,
        *(one for one in leading_figures(data, town, ShownIn.SLIDES) if one not in people),
    ]
    if figures:
        values = "; ".join(_figure_text(one) for one in figures[:MOST_FIGURES])
        yield f"Zahlen zu {town.name}: {values}. Verglichen ist mit den Gemeinden mit {SIZE}."
    if lesson:
        yield (
            f"Erkenntnis: {lesson.title}. {lesson.statement} Gesagt von: {lesson.said_by}. "
            f"{advice_elsewhere(lesson)}"
        )
    yield (
        "Beschlussvorschlag (Entwurf der Website, bitte anpassen): Das Gremium nimmt den Bericht "
        "zur Kenntnis. Die Verwaltung klärt, ob und wo in der Stadt Orte für gemeinsames oder "
        "mobiles Arbeiten gebraucht werden und wer sie mittragen könnte, und berichtet darüber."
    )
    named = [*of_told, *(lesson.sources if lesson else ())]
    names = "; ".join(publishers(data.named_sources(named))).rstrip(".")
    where = f" Nachzulesen: {public}" if public else ""
    yield (
        f"Quellen: {names}. Stand der Daten: {date_text(data.stand)}, Fassung {data.version}."
        f"{where}"
    )


def _experience(data: Dataset, town: Gemeinde) -> tuple[str, list[str], Lesson | None]:
    """Return what was tried where, the ids of its sources, and the lesson that fits best."""
    if isinstance(town, Town):
        months = span_text(data.project.start[:7], data.project.end[:7])
        partners = count_text(len(data.in_project))
        who = f"Von {months} erprobten {partners} Kleinstädte gemeinsam neue Arbeitswelten."
        told = f"{who} {town.happened} {town.stayed} {town.unknown}"
        ids = [*town.happened_sources, *town.stayed_sources]
        return told, ids, next(iter(lessons_of(data, town)), None)
    found, _of = alike(data, town)
    lessons = lessons_for(data, first_reads(data, found))
    tried = " ".join(f"{one.short_name}: {one.tried}" for one in data.in_project)
    told = f"{not_in_project(data, town)} {who_was(data)} {tried}"
    ids = [id_ for one in data.in_project for id_ in one.happened_sources]
    return told, ids, next((lesson for lesson, _why in lessons), None)


def _figure_text(figure: KeyFigure) -> str:
    """Return a value with its date, where it stands, and who published it."""
    where = quarter_words(figure.quarter, figure.indicator) if figure.quarter else ""
    about = [date_text(figure.observation.date), where, f"Quelle: {figure.source.publisher}"]
    value = figure.text(figure.observation)
    return f"{figure.indicator.label} {value} ({', '.join(filter(None, about))})"
