"""Results that exist only as numbers in a report, read from the filled form and protected.

Rows marked „veröffentlicht“ stand in a source anyone can open and are kept as they are; delivered
ones are protected like everything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from dashboard.commands.survey.aggregate import Result
from dashboard.commands.survey.cells import number_of
from dashboard.commands.survey.delimited import delimited
from dashboard.commands.survey.detection import SurveyFileError, checked
from dashboard.commands.survey.linked import Publication, refuse_unsafe
from dashboard.commands.survey.quantiles import coarse
from dashboard.commands.survey.readers import table as sheet_of
from dashboard.commands.survey.rows import COMPUTED_BY, interval
from dashboard.commands.survey.tables import ALL, BASE, Rule, Subgroup
from dashboard.commands.survey.template_form import (
    COLUMNS,
    KINDS,
    PRECISIONS,
    PROVENANCES,
    STATISTICS,
    TYPES,
    UNITS,
    WORDINGS,
)
from dashboard.commands.survey.texts import checked_text, normal, shown
from dashboard.commands.survey.typed import Span, Typed, publish_typed, span_of
from dashboard.facts.survey_model import (
    AggregatePrecision,
    AggregateUnit,
    OptionKind,
    Provenance,
    QuestionType,
    Statistic,
    Suppression,
    Survey,
    SurveyAggregate,
    SurveyOption,
    SurveyQuestion,
)

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One row of the template, understood."""

    number: int
    question: str
    option: str
    kind: OptionKind
    row: SurveyAggregate

    @property
    def column(self) -> Subgroup:
        """The group it is about."""
        return self.row.group_dim, self.row.group_value


def read(path: Path, survey: Survey, checksum: str) -> Result:
    """Read a filled template and protect what was delivered; the first fault is raised."""
    content = checked(path)
    found = sheet_of(path) if content.startswith(b"PK") else delimited(content)
    header = found.header
    if set(header) != set(COLUMNS):
        wrong = sorted(set(header) ^ set(COLUMNS))
        raise SurveyFileError(
            f"Die Kopfzeile ist nicht die der Vorlage, es geht um „{shown(wrong[0])}“. Eine neue "
            "Vorlage schreibt „python -m dashboard survey template --to vorlage.xlsx“."
        )
    questions: dict[str, SurveyQuestion] = {}
    lines: list[_Line] = []
    for number, cells in zip(found.numbers, found.rows, strict=True):
        row = dict(zip(header, (normal(cell) for cell in cells), strict=True))
        try:
            _declare(questions, row, survey.id)
            lines.append(_line(number, row, questions[row["frage_id"]], survey, checksum))
        except ValueError as error:
            raise SurveyFileError(f"Zeile {number}: {error}") from None
    if not lines:
        raise SurveyFileError("In der Vorlage steht noch keine Zahl.")
    rule = Rule()
    for id_ in questions:
        _check_unique([line for line in lines if line.question == id_])
    publication = _publication(questions, lines, rule)
    aggregates: list[SurveyAggregate] = []
    for question in questions.values():
        own = [line for line in lines if line.question == question.id]
        done = [kept for one in own if (kept := _protected(one, publication, rule)) is not None]
        aggregates += [
            _with_interval(each, survey) for each in [*done, *_derived_shares(question, done)]
        ]
    return Result(
        questions=tuple(questions.values()),
        aggregates=tuple(aggregates),
        unknown={},
        rule=rule,
    )


def _word(
    row: Mapping[str, str], column: str, words: Mapping[str, Word], default: str = ""
) -> Word:
    text = row[column] or default
    if text not in words:
        raise ValueError(f"In „{column}“ steht „{shown(text)}“; erlaubt ist: {', '.join(words)}.")
    return words[text]


def _declare(questions: dict[str, SurveyQuestion], row: Mapping[str, str], survey: str) -> None:
    """Add the question or answer of this row; later rows may leave out or repeat, not differ."""
    id_ = checked_text(row["frage_id"])
    if not id_ or not id_.replace("_", "").replace("-", "").isalnum():
        raise ValueError("frage_id fehlt oder enthält andere Zeichen als Buchstaben und Ziffern.")
    if id_ not in questions:
        type_ = _word(row, "typ", TYPES)
        questions[id_] = SurveyQuestion(
            id=id_,
            survey=survey,
            position=len(questions) + 1,
            type=type_,
            wording=checked_text(row["wortlaut"]),
            wording_status=_word(row, "wortlaut_status", WORDINGS, "unbekannt"),
            item=checked_text(row["aussage"]),
            base=checked_text(row["grundgesamtheit"]) or "nicht angegeben",
            multiple=type_ is QuestionType.SELECT_MULTIPLE,
        )
    question = questions[id_]
    for column, known in {"wortlaut": question.wording, "aussage": question.item}.items():
        if row[column] and checked_text(row[column]) != known:
            raise ValueError(f"{column} ist anders als in der ersten Zeile von „{id_}“.")
    if row["typ"] and _word(row, "typ", TYPES) is not question.type:
        raise ValueError(f"typ ist anders als in der ersten Zeile von „{id_}“.")
    code = checked_text(row["antwort_code"])
    if (question.type is QuestionType.NUMERIC) == bool(code):
        raise ValueError("antwort_code fehlt, oder er steht bei einer Frage vom typ Zahl.")
    known_option = next((one for one in question.options if one.code == code), None)
    if code and known_option is None:
        option = SurveyOption(
            code=code,
            label=checked_text(row["antwort"]) or code,
            kind=_word(row, "art", KINDS, "inhaltlich"),
            polarity=int(row["richtung"]) if row["richtung"] in ("-1", "0", "1") else None,
        )
        questions[id_] = replace(question, options=(*question.options, option))
    elif known_option and row["antwort"] and checked_text(row["antwort"]) != known_option.label:
        raise ValueError(f"Der Code „{code}“ gehört schon zu „{known_option.label}“.")


def _line(
    number: int, row: Mapping[str, str], question: SurveyQuestion, survey: Survey, checksum: str
) -> _Line:
    stat = _word(row, "angabe", STATISTICS)
    default_unit = {Statistic.COUNT: "Personen", Statistic.SHARE: "Prozent"}.get(stat, "")
    code = row["antwort_code"].strip()
    kinds = {option.code: option.kind for option in question.options}
    if bool(row["gruppe"]) != bool(row["klasse"]):
        raise ValueError("gruppe und klasse gehören zusammen: beide ausfüllen oder keine.")
    value = _number(row, "wert")
    base = _number(row, "n") if row["n"] else None
    provenance = _word(row, "herkunft", PROVENANCES)
    if provenance is Provenance.DELIVERED and base is None:
        raise ValueError("n fehlt. Ohne n lässt sich eine gelieferte Zahl nicht schützen.")
    if stat is Statistic.SHARE and not 0 <= value <= 100:
        raise ValueError(f"Ein Anteil von {row['wert']} Prozent ist nicht möglich.")
    if stat is Statistic.COUNT and (value < 0 or value != int(value)):
        raise ValueError(f"{row['wert']} ist keine Anzahl von Personen.")
    if base is not None and (base != int(base) or base < 1):
        raise ValueError(f"n = {row['n']} ist keine Anzahl von Personen.")
    if stat is Statistic.COUNT and base is not None and value > base:
        raise ValueError(f"{row['wert']} Personen sind mehr als n = {row['n']}.")
    if not row["fundstelle"]:
        raise ValueError("fundstelle fehlt: die Seite oder der Abschnitt, wo die Zahl steht.")
    where = checked_text(row["fundstelle"])
    return _Line(
        number=number,
        question=question.id,
        option=code,
        kind=kinds.get(code, OptionKind.SUBSTANTIVE),
        row=SurveyAggregate(
            question_id=question.id,
            option_code=code,
            group_dim=checked_text(row["gruppe"]),
            group_value=checked_text(row["klasse"]),
            stat=stat,
            value=value,
            unit=_word(row, "einheit", UNITS, default_unit),
            precision=_word(row, "genauigkeit", PRECISIONS, "genau"),
            n_base=int(base) if base is not None else None,
            n_eff=None,
            weighted=False,
            ci_low=None,
            ci_high=None,
            ci_method="",
            suppression=Suppression.NONE,
            source_id=checked_text(row["quelle"]) or survey.id,
            source_locator=where
            if provenance is Provenance.PUBLISHED
            else f"{where} (gelieferte Datei {checksum[:12]})",
            computed_by=COMPUTED_BY,
            provenance=provenance,
        ),
    )


def _number(row: Mapping[str, str], column: str) -> float:
    text = row[column]
    value = number_of(text, thousands=True, comma=True)
    if value is None:
        raise ValueError(f"In „{column}“ steht „{shown(text)}“, keine Zahl.")
    if abs(value) > 1e9:
        raise ValueError(f"In „{column}“ steht „{shown(text)}“, keine mögliche Zahl.")
    return value


def _check_unique(lines: Sequence[_Line]) -> None:
    seen: dict[tuple[str, Subgroup, Statistic], int] = {}
    bases: dict[Subgroup, int | None] = {}
    for line in lines:
        column = line.column
        key = (line.option, column, line.row.stat)
        if key in seen:
            raise SurveyFileError(
                f"Zeile {line.number}: Dieselbe Zahl steht schon in Zeile {seen[key]}."
            )
        seen[key] = line.number
        if line.kind.in_base and bases.setdefault(column, line.row.n_base) != line.row.n_base:
            raise SurveyFileError(
                f"Zeile {line.number}: n ist anders als bei den anderen Antworten derselben Frage."
            )


def _publication(
    questions: Mapping[str, SurveyQuestion], lines: Sequence[_Line], rule: Rule
) -> Publication:
    """Return what may be published of all lines together."""
    tables: list[Typed] = []
    for question in questions.values():
        own = [one for one in lines if one.question == question.id and one.row.n_base is not None]
        own = [one for one in own if one.kind.in_base]
        bases = {one.column: one.row.n_base or 0 for one in own}
        spans: dict[tuple[str, Subgroup], Span] = {}
        for line in sorted(own, key=lambda one: one.row.stat is not Statistic.SHARE):
            value, base = line.row.value or 0.0, line.row.n_base or 0
            if line.row.stat is Statistic.COUNT:  # says more than the share beside it
                spans[line.option, line.column] = (int(value), int(value))
            elif line.row.stat is Statistic.SHARE:
                spans[line.option, line.column] = span_of(
                    value, base, rounded=line.row.precision is not AggregatePrecision.EXACT
                )
        if bases and ALL not in bases:
            raise SurveyFileError(
                f"Bei „{question.id}“ fehlen die Zahlen für alle Befragten; ohne sie lassen sich "
                "die Gruppen nicht schützen."
            )
        public = {(one.option, one.column) for one in own
                  if one.row.provenance is Provenance.PUBLISHED}  # fmt: skip
        codes = tuple(dict.fromkeys(code for code, _ in spans))
        for some in [(code,) for code in codes] if question.multiple else [codes or ("",)]:
            if bases:
                tables.append(
                    Typed(id=question.id, several=question.multiple, codes=some, bases=bases,
                          spans={cell: span for cell, span in spans.items() if cell[0] in some},
                          public=frozenset(public))
                )  # fmt: skip
    publication = publish_typed(tables, rule)
    refuse_unsafe(publication, [*questions.values()])
    return publication


def _protected(line: _Line, publication: Publication, rule: Rule) -> SurveyAggregate | None:
    """Return the row of a line as it may be published; None if it may not even be named."""
    row, base = line.row, line.row.n_base or 0
    if row.provenance is Provenance.PUBLISHED:
        return row
    told = (line.question, BASE, *line.column) in publication.shown
    if base < rule.smallest_cell and line.column != ALL:
        return None
    why = Suppression.NONE
    if row.stat in (Statistic.COUNT, Statistic.SHARE):
        key = (line.question, line.option, *line.column)
        if not line.kind.in_base:
            count = row.value if row.stat is Statistic.COUNT else (row.value or 0) * base / 100
            # says nothing about an answer; what is small, or could be subtracted, is left out
            if line.column != ALL or not told or 0 < (count or 0) < rule.smallest_cell:
                return None
        elif base < rule.smallest_base or key in publication.low:
            why = Suppression.LOW_BASE
        elif key not in publication.shown:
            why = Suppression.PROTECTED
    elif base < rule.smallest_base:
        why = Suppression.LOW_BASE
    elif line.column != ALL or not told:
        why = Suppression.PROTECTED  # nobody can tell here how many gave the same number
    else:
        row = replace(row, value=coarse(row.value or 0.0), precision=AggregatePrecision.ROUNDED)
    return replace(
        row,
        suppression=why,
        value=row.value if why is Suppression.NONE else None,
        n_base=base if told else None,
    )


def _derived_shares(
    question: SurveyQuestion, rows: Sequence[SurveyAggregate]
) -> list[SurveyAggregate]:
    """Return the shares that follow from the counts, where none were given."""
    valid = {option.code for option in question.options if option.kind.in_base}
    given = {
        (row.option_code, row.group_dim, row.group_value)
        for row in rows
        if row.stat is Statistic.SHARE
    }
    return [
        replace(
            row,
            stat=Statistic.SHARE,
            unit=AggregateUnit.PERCENT,
            value=None if row.value is None else round(100 * row.value / row.n_base, 4),
            provenance=Provenance.DERIVED,
        )
        for row in rows
        if row.stat is Statistic.COUNT
        and row.option_code in valid
        and row.n_base
        and (row.option_code, row.group_dim, row.group_value) not in given
    ]


def _with_interval(row: SurveyAggregate, survey: Survey) -> SurveyAggregate:
    if row.value is None or row.n_base is None or row.precision is not AggregatePrecision.EXACT:
        return row
    low, high = interval(row.stat, row.value, row.n_base, row.suppression, survey.sampling)
    return replace(
        row, ci_low=low, ci_high=high, ci_method="Wilson 95 %" if low is not None else ""
    )
