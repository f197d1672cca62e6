"""Figure cards of imported surveys: one a question or matrix, and one a question towns share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from dashboard.components.figure_card import Cards, FigureCard
from dashboard.downloads.table import Cell, Column, Missing, Table
from dashboard.facts.demo import SYNTHETIC_LINE
from dashboard.facts.model import Source, SourceKind
from dashboard.facts.survey_model import (
    SMALLEST_BASE,
    AggregatePrecision,
    Grade,
    QuestionType,
    Statistic,
    Suppression,
    Survey,
    SurveyAggregate,
    SurveyQuestion,
    SurveyResult,
    WordingStatus,
)
from dashboard.figures.answers import (
    Arrangement,
    answer_bars,
    base_text,
    compared_bars,
    quartile_rows,
    share_text,
    stacked_rows,
)
from dashboard.figures.theme import Figure
from dashboard.findings.survey_answers import (
    FIRM_BASE,
    Reliability,
    answers,
    groups,
    harmonised,
    is_synthetic,
    joined,
    matrices,
    quartiles,
    ratings,
    reliability,
    remarks,
    uncertainty,
)
from dashboard.wording.numbers import NO_BREAK_SPACE, count_text
from dashboard.wording.survey_words import HIDDEN, PROVENANCES, STATISTICS, TOO_FEW, UNITS

SYNTHETIC_FINDING = "Erfundene Antworten. So sähe eine solche Frage aus."
SYNTHETIC_CREDIT = "Synthetische Demodaten, erzeugt von einem Programm; keine Umfrageergebnisse"
WORDING = {
    WordingStatus.VERBATIM: "Frage im Wortlaut",
    WordingStatus.PARAPHRASE: "Frage nicht im Wortlaut",
    WordingStatus.UNKNOWN: "Wortlaut der Frage unbekannt",
}
WEIGHTED = "(gewichtet)"
ALIKE = {Grade.A: "gleich", Grade.B: "mit kleinen Abweichungen"}
BY_GROUP = "-gruppen"
ARRANGEMENTS = {
    Arrangement.STACKED: "gestapelt bis 100 %",
    Arrangement.DIVERGING: "von der Mitte aus, Neutrale geteilt",
    Arrangement.ASIDE: "von der Mitte aus, Neutrale abseits",
}
COLUMNS = (
    Column(id="survey", label="Befragung"),
    Column(id="question", label="Frage"),
    Column(id="group", label="Gruppe"),
    Column(id="answer", label="Antwort"),
    Column(id="statistic", label="Angabe"),
    Column(id="value", label="Wert", decimals=1),
    Column(id="unit", label="Einheit"),
    Column(id="n_base", label="n", decimals=0),
    Column(id="n_eff", label="Wirksame Fallzahl", decimals=1),
    Column(id="weighted", label="Gewichtet"),
    Column(id="ci_low", label="Von (95 %)", decimals=1),
    Column(id="ci_high", label="Bis (95 %)", decimals=1),
    Column(id="remark", label="Hinweis"),
    Column(id="provenance", label="Herkunft"),
    Column(id="source_locator", label="Fundstelle"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all cards of one page share: where they stand, in which state, from which sources."""

    path: str
    stand: str
    arrangement: Arrangement = Arrangement.STACKED
    query: tuple[tuple[str, str], ...] = ()
    sources: Mapping[str, Source] | None = None
    question: str = ""  # the key of the query under which a page shows one figure at a time

    def at(self, figure: str) -> Setting:
        """Return the setting of the state in which the page shows this figure."""
        if not self.question:
            return self
        rest = ((key, value) for key, value in self.query if key != self.question)
        return replace(self, query=(*rest, (self.question, figure)))


def asked(result: SurveyResult) -> dict[str, tuple[SurveyQuestion, ...]]:
    """Return what is shown at a time, by the id of its figure: a question, or those of a matrix.

    In the order of the questionnaire; a numeric question without results has no figure.
    """
    in_matrix = {one.id: tuple(items) for items in matrices(result) for one in items}
    shown: dict[str, tuple[SurveyQuestion, ...]] = {}
    for question in result.questions:
        items = in_matrix.get(question.id, (question,))
        drawn = question.type is not QuestionType.NUMERIC or quartiles(result, question, label="")
        if question is items[0] and drawn:
            shown[_id([(result, question)], question.id)] = items
    return shown


def title_of(items: Sequence[SurveyQuestion]) -> str:
    """Return what stands above the figure of a question or matrix."""
    if len(items) > 1:
        return items[0].wording or "Bewertung von Aussagen"
    return " – ".join(filter(None, (items[0].wording, items[0].item)))


def survey_cards(result: SurveyResult, setting: Setting, only: str = "") -> Cards:
    """Return the figures of one survey, in the order of its questionnaire.

    `only` is the figure of the one question that is wanted: there may be hundreds.
    """
    in_matrix = {one.id for items in matrices(result) for one in items}
    found: dict[str, Callable[[], FigureCard]] = {}
    for id_, items in asked(result).items():
        if only not in ("", id_):
            continue
        question, here = items[0], setting.at(id_)
        if question.type is QuestionType.NUMERIC:
            found[id_] = partial(_numeric_card, result, question, here)
        elif question.id in in_matrix:
            found[id_] = partial(_matrix_card, result, items, here)
        else:
            found[id_] = partial(_bars_card, result, question, here)
        plain = question.id not in in_matrix and question.type is QuestionType.SELECT_ONE
        if plain and groups(result, question):
            found[f"{id_}{BY_GROUP}"] = partial(_group_card, result, question, here)
    return found


def town_cards(results: Sequence[SurveyResult], setting: Setting) -> Cards:
    """Return a figure a question that several surveys share by declaration (grade A or B)."""
    shared = harmonised(joined(results))
    return {
        _id(pairs, _shared_id(concept, pairs)): partial(
            _town_card, concept, pairs, setting.at(_id(pairs[:1], pairs[0][1].id))
        )
        for concept, pairs in shared.items()
    }


def _id(pairs: Sequence[tuple[SurveyResult, SurveyQuestion]], id_: str) -> str:
    """Return the id of a figure; that of one survey begins with the survey's."""
    surveys = {result.survey.id for result, _ in pairs}
    return f"{pairs[0][0].survey.id}-{id_}" if len(surveys) == 1 else id_


def _shared_id(concept: str, pairs: Sequence[tuple[SurveyResult, SurveyQuestion]]) -> str:
    synthetic = is_synthetic(one for result, _ in pairs for one in result.aggregates)
    return f"{'DEMO-' if synthetic else ''}staedte-{concept}"


def _matrix_card(
    result: SurveyResult, items: Sequence[SurveyQuestion], setting: Setting
) -> FigureCard:
    rows = [ratings(result, one) for one in items]
    return _card(
        [(result, one) for one in items], setting, id_=items[0].id,
        chart=stacked_rows(
            rows, setting.arrangement, synthetic=is_synthetic(result.aggregates)
        ),
        title=title_of(items),
        finding=f"{len(rows)} Aussagen; zu jeder steht, wie viele sie bewertet haben.",
        size="statements", rows=len(rows),
    )  # fmt: skip


def _bars_card(result: SurveyResult, question: SurveyQuestion, setting: Setting) -> FigureCard:
    given = answers(result, question)
    ordered = question.type is not QuestionType.SELECT_MULTIPLE
    shown = [one for one in given if one.value is not None]
    top = max(shown, key=lambda one: one.value or 0, default=None)
    base = base_text(given[0].base if given else None)
    if top:
        finding = f"Am häufigsten: „{top.label}“, {share_text(top)} ({base})."
    elif any(one.reason == HIDDEN for one in given):
        finding = f"Die Anteile sind {HIDDEN}."
    else:
        finding = f"Für Anteile sind es {TOO_FEW} ({base})."
    return _card(
        [(result, question)], setting, id_=question.id,
        chart=answer_bars(given, ordered=ordered, synthetic=is_synthetic(result.aggregates)),
        title=title_of([question]), finding=finding,
        size="answers", rows=len(given), intervals=True,
    )  # fmt: skip


def _group_card(result: SurveyResult, question: SurveyQuestion, setting: Setting) -> FigureCard:
    found = groups(result, question)
    rows = [ratings(result, question, label=value, group=(dim, value)) for dim, value in found]
    dimension = found[0][0]
    return _card(
        [(result, question)], setting, id_=f"{question.id}{BY_GROUP}",
        chart=stacked_rows(
            rows, Arrangement.STACKED, synthetic=is_synthetic(result.aggregates)
        ),
        title=f"{title_of([question])} Nach {dimension}",
        finding=f"Jede Zeile ist eine Gruppe und ergibt 100{NO_BREAK_SPACE}%; n steht dabei.",
        size="statements", rows=len(rows), by_group=True,
    )  # fmt: skip


def _numeric_card(result: SurveyResult, question: SurveyQuestion, setting: Setting) -> FigureCard:
    found = [
        quartiles(result, question, label="Alle"),
        *(
            quartiles(result, question, label=value, group=(dim, value))
            for dim, value in groups(result, question)
        ),
    ]
    rows = [one for one in found if one]
    rounded = any(
        one.precision is AggregatePrecision.ROUNDED
        for one in result.aggregates
        if one.question_id == question.id and one.value is not None
    )
    return _card(
        [(result, question)], setting, id_=question.id,
        chart=quartile_rows(rows, synthetic=is_synthetic(result.aggregates)),
        title=title_of([question]),
        finding="Der Strich ist der Median, der Balken die mittlere Hälfte der Angaben."
        + " Die Werte sind zum Schutz Einzelner gerundet." * rounded,
        size="quartiles", rows=len(rows), by_group=True,
    )  # fmt: skip


def _town_card(
    concept: str, pairs: Sequence[tuple[SurveyResult, SurveyQuestion]], setting: Setting
) -> FigureCard:
    series = [(result.survey.place, answers(result, question)) for result, question in pairs]
    labels = {one.label for _, given in series for one in given}
    synthetic = is_synthetic(one for result, _ in pairs for one in result.aggregates)
    grade = max(question.grade for _, question in pairs if question.grade)
    return _card(
        pairs, setting, id_=_shared_id(concept, pairs),
        chart=compared_bars(series, synthetic=synthetic),
        title=f"{pairs[0][1].wording} Nach Orten",
        finding=f"Vergleichbarkeit {grade}: In {count_text(len(pairs))} Orten ist die Frage "
        f"{ALIKE[grade]} gestellt.",
        more=remarks([result.survey for result, _ in pairs]),
        size="groups", rows=len(labels),
    )  # fmt: skip


def _card(
    pairs: Sequence[tuple[SurveyResult, SurveyQuestion]],
    setting: Setting,
    *,
    id_: str,
    chart: Figure,
    title: str,
    finding: str,
    size: str,
    rows: int,
    more: Sequence[str] = (),
    by_group: bool = False,
    intervals: bool = False,
) -> FigureCard:
    first = pairs[0][1]
    synthetic = is_synthetic(one for other, _ in pairs for one in other.aggregates)
    used = [
        (other, question, one)
        for other, question in pairs
        for one in other.aggregates
        if one.question_id == question.id and (by_group or not one.group_dim)
    ]
    if any(one.weighted for *_, one in used):
        title = f"{title} {WEIGHTED}"
    return FigureCard(
        id=_id(pairs, id_),
        title=title,
        finding=SYNTHETIC_FINDING if synthetic else finding,
        chart=chart,
        note=_note(
            first, [other.survey for other, _ in pairs], [one for *_, one in used], more, intervals
        ),
        table=Table(
            caption=title,
            columns=COLUMNS,
            rows=tuple(_cells(*row) for row in used),
            first_line=SYNTHETIC_LINE if synthetic else "",
        ),
        sources=() if synthetic else _sources([row[2] for row in used], pairs, setting),
        credits=(SYNTHETIC_CREDIT,) if synthetic else (),
        stand=setting.stand,
        path=setting.path,
        query=setting.query,
        size=size,
        rows=rows,
    )


def _note(
    question: SurveyQuestion,
    surveys: Sequence[Survey],
    rows: Sequence[SurveyAggregate],
    more: Sequence[str],
    intervals: bool,
) -> str:
    sentences = [f"{WORDING[question.wording_status]}. Basis: {question.base}."]
    if any(one.weighted for one in rows):
        sentences.append("Anteile gewichtet; n ist die Zahl der Befragten.")
    if question.multiple:
        sentences.append("Mehrere Antworten möglich; zusammen über 100 Prozent.")
    shares = [one for one in rows if one.stat is not Statistic.COUNT]
    kinds = {reliability(one.n_base) for one in shares if one.n_base is not None}
    if Reliability.BRACKETED in kinds:
        sentences.append(f"In Klammern und blass: {SMALLEST_BASE} bis {FIRM_BASE - 1} Befragte.")
    if any(one.n_base is None and one.suppression is Suppression.NONE for one in shares):
        sentences.append("In Klammern und blass auch, wo die Zahl der Befragten unbekannt ist.")
    if Reliability.WITHHELD in kinds:
        sentences.append(f"Unter {SMALLEST_BASE} Befragten zeigen wir keine Werte.")
    if any(one.suppression is Suppression.PROTECTED for one in rows):
        sentences.append("Einzelne Werte fehlen, damit niemand erkannt werden kann.")
    sentences += dict.fromkeys(
        uncertainty(one) for one in surveys if intervals or not one.sampling.allows_interval
    )
    return " ".join([*sentences, *more])


def _cells(
    result: SurveyResult, question: SurveyQuestion, one: SurveyAggregate
) -> tuple[Cell, ...]:
    labels = {option.code: option.label for option in question.options}
    low = one.stat is not Statistic.COUNT and reliability(one.n_base) is Reliability.WITHHELD
    reason = ""
    if one.suppression is Suppression.PROTECTED:
        reason = HIDDEN
    elif low or one.suppression is Suppression.LOW_BASE:
        reason = TOO_FEW

    def cell(value: float | None, missing: str = "") -> Cell:
        return Missing(reason or missing) if reason or value is None else value

    small = one.n_base is not None and reliability(one.n_base) is Reliability.BRACKETED
    remark = reason or ("kleine Basis" if small else "")
    return (
        result.survey.place,
        question.item or question.wording,
        one.group_value or "alle",
        labels.get(one.option_code, ""),
        STATISTICS[one.stat],
        cell(one.value),
        UNITS[one.unit],
        Missing(reason or "unbekannt") if one.n_base is None else one.n_base,
        cell(one.n_eff),
        "ja" if one.weighted else "nein",
        cell(one.ci_low),
        cell(one.ci_high),
        remark,
        PROVENANCES[one.provenance],
        one.source_locator,
    )


def _sources(
    rows: Sequence[SurveyAggregate],
    pairs: Sequence[tuple[SurveyResult, SurveyQuestion]],
    setting: Setting,
) -> tuple[Source, ...]:
    known = {**{result.survey.id: _own_source(result.survey) for result, _ in pairs},
             **(setting.sources or {})}  # fmt: skip
    return tuple(known[id_] for id_ in dict.fromkeys(one.source_id for one in rows))


def _own_source(survey: Survey) -> Source:
    """Return a survey as the source of what was delivered by whoever ran it."""
    return Source(
        id=survey.id,
        kind=SourceKind.DOKUMENT,
        title=survey.title,
        publisher=survey.institution or survey.place,
        url=survey.source_url,
        accessed="",
    )
