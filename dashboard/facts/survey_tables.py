"""Imported surveys: `surveys/<survey>/questions.toml` and `aggregates.csv`, checked like all data.

Only aggregates are ever read here; answers of single persons have no place in the data folder.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from dashboard.facts import survey_release
from dashboard.facts.catalog import read_blocks
from dashboard.facts.checked_csv import (
    FILLED,
    IS_NUMBER,
    NO_COMMA,
    WHOLE,
    Row,
    holding,
    known_id,
    one_of,
    read_rows,
    schema_of,
    unique,
)
from dashboard.facts.model import Fault
from dashboard.facts.survey_model import (
    SMALLEST_CELL,
    AggregatePrecision,
    AggregateUnit,
    Provenance,
    QuestionType,
    Statistic,
    Suppression,
    Survey,
    SurveyAggregate,
    SurveyQuestion,
    SurveyResult,
)

QUESTIONS = "questions.toml"
AGGREGATES = "aggregates.csv"
COLUMNS = tuple(SurveyAggregate.__dataclass_fields__)
REAL = frozenset(Provenance) - {Provenance.SYNTHETIC}
UNITS = {
    Statistic.COUNT: (AggregateUnit.PERSONS,),
    Statistic.SHARE: (AggregateUnit.PERCENT,),
}
MEASURES = tuple(one for one in AggregateUnit if one is not AggregateUnit.PERSONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What the rows of one survey have to agree with."""

    survey: Survey
    questions: Mapping[str, SurveyQuestion]
    sources: Collection[str]
    provenance: frozenset[Provenance]


def read(
    folder: Path,
    surveys: Mapping[str, Survey],
    sources: Collection[str],
    *,
    unsigned: bool = False,
) -> tuple[dict[str, SurveyResult], tuple[Fault, ...]]:
    """Read every released survey below `folder`; a folder that does not exist holds none.

    `unsigned` reads also those whose release nobody has signed, as only a preview may.
    """
    results: dict[str, SurveyResult] = {}
    faults: list[Fault] = []
    for path in sorted(one for one in folder.glob("*") if one.is_dir()):
        name = f"{folder.name}/{path.name}"
        survey = surveys.get(path.name)
        if survey is None:
            message = "Diese Befragung ist nicht bekannt."
            remedy = "Der Ordner muss heißen wie ein Block in surveys.toml."
            fault = Fault(file=name, line=None, value=path.name, message=message, remedy=remedy)
            faults.append(fault)
            continue
        result, found = read_result(path, survey, sources=sources)
        faults += found
        if result and (unsigned or not survey_release.unsigned(path)):
            results[survey.id] = result
    return results, tuple(faults)


def read_result(
    folder: Path,
    survey: Survey,
    *,
    sources: Collection[str] = (),
    provenance: frozenset[Provenance] = REAL,
    file_prefix: str = "",
    first_line: str = "",
) -> tuple[SurveyResult | None, list[Fault]]:
    """Read and check one survey's folder.

    Args:
        folder: where its two files lie.
        survey: its block of surveys.toml.
        sources: ids of sources.toml; the survey's own id is always a source of its rows.
        provenance: what may stand in this folder; real and synthetic never stand in one.
        file_prefix: stands before both file names, as `DEMO_` does.
        first_line: must stand above the header, as in demonstration files.

    Returns:
        The result, or None and the faults found.
    """
    name = f"{folder.parent.name}/{folder.name}/{file_prefix}"
    questions, found = read_blocks(
        folder / f"{file_prefix}{QUESTIONS}", SurveyQuestion, name + QUESTIONS
    )
    faults = [*found, *_question_faults(name + QUESTIONS, survey, questions)]
    if faults:
        return None, faults
    around = _Around(
        survey=survey, questions=questions, sources={survey.id, *sources}, provenance=provenance
    )
    rows, faults = read_rows(
        folder / f"{file_prefix}{AGGREGATES}",
        COLUMNS,
        partial(_schema, around=around),
        name=name + AGGREGATES,
        first_line=first_line,
    )
    if faults:
        return None, faults
    ordered = tuple(sorted(questions.values(), key=lambda one: one.position))
    aggregates = tuple(_aggregate(row) for _line, row in rows)
    return SurveyResult(survey=survey, questions=ordered, aggregates=aggregates), []


def _question_faults(
    file: str, survey: Survey, questions: Mapping[str, SurveyQuestion]
) -> list[Fault]:
    faults = []
    for one in questions.values():
        codes = [option.code for option in one.options]
        problem = None
        if one.survey != survey.id:
            problem = (one.survey, "survey nennt eine andere Befragung.", f"survey = {survey.id}")
        elif len(set(codes)) != len(codes):
            problem = (", ".join(codes), "Ein Code steht doppelt.", "Jeden Code nur einmal nennen.")
        elif (one.type is QuestionType.NUMERIC) == bool(codes):
            problem = (
                one.type,
                "type und options passen nicht zusammen.",
                "Zahlenfragen haben keine Antworten zur Auswahl, alle anderen haben welche.",
            )
        if problem:
            value, message, remedy = problem
            fault = Fault(
                file=file, line=None, value=value, message=f"[{one.id}]: {message}", remedy=remedy
            )
            faults.append(fault)
    return faults


def _schema(frame: pd.DataFrame, *, around: _Around) -> pa.DataFrameSchema:
    values = pd.to_numeric(frame["value"], errors="coerce")
    base = pd.to_numeric(frame["n_base"], errors="coerce")
    effective = pd.to_numeric(frame["n_eff"], errors="coerce")
    low, high = (pd.to_numeric(frame[end], errors="coerce") for end in ("ci_low", "ci_high"))
    has_interval = (frame["ci_low"] != "") | (frame["ci_high"] != "") | (frame["ci_method"] != "")
    whole_interval = low.notna() & high.notna() & (frame["ci_method"] != "")
    within = values.isna() | ((low <= values + 1e-6) & (values <= high + 1e-6))
    shown = frame["suppression"] == Suppression.NONE
    small = (frame["stat"] == Statistic.COUNT) & values.between(1, SMALLEST_CELL - 1)

    def answers(row: pd.Series) -> bool:
        question = around.questions.get(row["question_id"])
        if question is None:
            return True
        codes = {option.code for option in question.options} or {""}
        return row["option_code"] in codes

    def measured(row: pd.Series) -> bool:
        allowed = UNITS.get(row["stat"], MEASURES)
        return row["unit"] in allowed

    def by_row(holds: Any) -> pd.Series:
        return pd.Series([holds(row) for _, row in frame.iterrows()], index=frame.index, dtype=bool)

    key = ["question_id", "option_code", "group_dim", "group_value", "stat", "weighted"]
    return schema_of(
        frame,
        {
            "question_id": [
                known_id(around.questions, QUESTIONS),
                unique(frame, key),
            ],
            "option_code": [
                holding(
                    by_row(answers),
                    "Diese Antwort kennt die Frage nicht.",
                    f"Der Code muss bei der Frage in {QUESTIONS} unter options stehen; bei "
                    "Zahlenfragen bleibt das Feld leer.",
                )
            ],
            "group_value": [
                holding(
                    (frame["group_dim"] == "") == (frame["group_value"] == ""),
                    "Gruppe und Merkmal gehören zusammen.",
                    "Beide Felder füllen oder beide leer lassen.",
                )
            ],
            "stat": [one_of(Statistic)],
            "value": [
                NO_COMMA,
                IS_NUMBER,
                holding(
                    shown == (frame["value"] != ""),
                    "Wert und suppression passen nicht zusammen.",
                    "Ein unterdrückter Wert bleibt leer; ein leerer braucht den Grund in "
                    "suppression.",
                ),
                holding(
                    (frame["stat"] != Statistic.SHARE) | values.isna() | values.between(0, 100),
                    "Der Anteil liegt nicht zwischen 0 und 100.",
                    "Anteile in Prozent angeben.",
                ),
                holding(
                    ~small | ~shown | (frame["provenance"] == Provenance.PUBLISHED),
                    f"Die Anzahl ist kleiner als {SMALLEST_CELL}.",
                    "So kleine Zahlen könnten einzelne Menschen verraten. Die Datei mit "
                    "„python -m dashboard survey import“ neu erzeugen.",
                ),
            ],
            "unit": [
                one_of(AggregateUnit),
                holding(
                    by_row(measured),
                    "Die Einheit passt nicht zur Angabe in stat.",
                    "count: persons; share: percent; median, p25, p75: minutes, km, days, hours, "
                    "years oder euro.",
                ),
            ],
            "precision": [one_of(AggregatePrecision)],
            "n_base": [
                WHOLE,
                holding(
                    base.notna() | ~shown | (frame["precision"] != AggregatePrecision.EXACT),
                    "Die Zahl der Befragten fehlt.",
                    "n_base angeben oder precision auf rounded, approx_words oder lower_bound "
                    "setzen.",
                ),
            ],
            "n_eff": [
                IS_NUMBER,
                holding(
                    effective.isna() | base.isna() | (effective <= base + 1e-6),
                    "n_eff ist größer als n_base.",
                    "Die wirksame Fallzahl ist nie größer als die gezählte.",
                ),
            ],
            "weighted": [one_of(("true", "false"))],
            "ci_low": [
                IS_NUMBER,
                holding(
                    ~has_interval | around.survey.sampling.allows_interval,
                    "Zu dieser Art der Auswahl gehört kein Vertrauensbereich.",
                    "ci_low, ci_high und ci_method leeren: nur bei Zufallsauswahl oder "
                    "Vollerhebung lässt er sich berechnen.",
                ),
                holding(
                    ~has_interval | (whole_interval & within),
                    "Der Vertrauensbereich ist unvollständig oder enthält den Wert nicht.",
                    "ci_low, ci_high und ci_method zusammen angeben.",
                ),
            ],
            "ci_high": [IS_NUMBER],
            "suppression": [one_of(Suppression)],
            "source_id": [known_id(around.sources, "sources.toml (oder die der Befragung)")],
            "source_locator": [FILLED],
            "computed_by": [FILLED],
            "provenance": [one_of(sorted(around.provenance))],
        },
    )


def _aggregate(row: Row) -> SurveyAggregate:
    fixed: dict[str, Any] = dict(row)
    for name in ("value", "n_eff", "ci_low", "ci_high"):
        fixed[name] = float(row[name]) if row[name] else None
    fixed["n_base"] = int(row["n_base"]) if row["n_base"] else None
    fixed["weighted"] = row["weighted"] == "true"
    fixed["stat"] = Statistic(row["stat"])
    fixed["unit"] = AggregateUnit(row["unit"])
    fixed["precision"] = AggregatePrecision(row["precision"])
    fixed["suppression"] = Suppression(row["suppression"])
    fixed["provenance"] = Provenance(row["provenance"])
    return SurveyAggregate(**fixed)
