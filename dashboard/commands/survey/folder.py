"""The folder `data/surveys/<survey>`: written whole or not at all, and checked before it counts."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.commands.survey.aggregate import Result
from dashboard.commands.survey.detection import SurveyFileError
from dashboard.commands.survey.disclosure import ALL, FrequencyTable, Range, Rule, Subgroup, audit
from dashboard.commands.writing import not_written
from dashboard.facts import survey_tables
from dashboard.facts.dataset import fault_text
from dashboard.facts.survey_model import (
    SMALLEST_BASE,
    SMALLEST_CELL,
    Provenance,
    QuestionType,
    Statistic,
    Suppression,
    Survey,
    SurveyAggregate,
    SurveyQuestion,
    SurveyResult,
)

DELIVERY, RELEASE = "delivery.toml", "release.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What is kept about a file that was read; never its name, never its rows."""

    sha256: str
    format: str
    imported_on: str
    rows: int
    complete: int
    smallest_cell: int
    smallest_base: int
    dropped_columns: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    codebook_sha256: str = ""
    weight_source: str = ""


def checksum(path: Path) -> str:
    """Return the sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refuse_known(data_folder: Path, survey: str, sha256: str, *, replace: bool) -> None:
    """Refuse a file that was read before, and a second one for the same survey."""
    for path in sorted((data_folder / "surveys").glob(f"*/{DELIVERY}")):
        known = tomllib.loads(path.read_text(encoding="utf-8"))
        if known.get("sha256") != sha256 or (replace and path.parent.name == survey):
            continue
        raise SurveyFileError(
            f"Genau diese Datei wurde am {known.get('imported_on')} schon eingelesen, für "
            f"„{path.parent.name}“. Es wurde nichts geändert."
        )
    if (data_folder / "surveys" / survey).exists() and not replace:
        raise SurveyFileError(
            f"Für „{survey}“ gibt es schon Ergebnisse. Sollen sie ersetzt werden, --replace "
            "angeben; die alten dürfen dann nirgends mehr stehen, denn aus dem Unterschied "
            "zweier Fassungen lassen sich einzelne Personen erschließen."
        )


def write(
    data_folder: Path,
    survey: Survey,
    result: Result,
    receipt: Receipt,
    release: str,
    sources: Collection[str],
) -> Path:
    """Write the survey's folder in one step; whatever fails, the data folder stays as it was."""
    target = data_folder / "surveys" / survey.id
    try:
        staging = Path(tempfile.mkdtemp(prefix=".survey-", dir=data_folder))
    except OSError as error:
        raise SurveyFileError(not_written(error, data_folder)) from None
    try:
        fresh = staging / "surveys" / survey.id
        fresh.mkdir(parents=True)
        fresh.chmod(0o755)
        texts = {
            survey_tables.QUESTIONS: questions_text(result.questions),
            survey_tables.AGGREGATES: aggregates_text(result.aggregates),
            DELIVERY: _receipt_text(receipt),
            RELEASE: release,
        }
        for name, text in texts.items():
            (fresh / name).write_text(text, encoding="utf-8", newline="\n")
        _, faults = survey_tables.read_result(fresh, survey, sources=sources)
        if faults:
            raise SurveyFileError(
                "Die Ergebnisse bestehen die Prüfung der Daten nicht:\n"
                + "\n".join(fault_text(fault) for fault in faults[:10])
            )
        target.parent.mkdir(exist_ok=True)
        if target.exists():
            os.replace(target, staging / "old")
        try:
            os.replace(fresh, target)
        except OSError:
            if (staging / "old").exists():
                os.replace(staging / "old", target)
            raise
    except OSError as error:
        raise SurveyFileError(not_written(error, data_folder)) from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return target


def questions_text(questions: Sequence[SurveyQuestion]) -> str:
    """Return questions.toml."""
    lines = ["# Fragen dieser Befragung, geschrieben von „python -m dashboard survey import“."]
    for one in questions:
        lines += ["", f"[{one.id}]"]
        for key in SurveyQuestion.__dataclass_fields__:
            value = getattr(one, key)
            if key in ("id", "options") or value is None or value == "":
                continue
            lines.append(f"{key} = {_toml(value)}")
        if one.options:
            lines.append("options = [")
            for option in one.options:
                polarity = "" if option.polarity is None else f", polarity = {option.polarity}"
                lines.append(
                    f"  {{code = {_toml(option.code)}, label = {_toml(option.label)}, "
                    f"kind = {_toml(option.kind)}{polarity}}},"
                )
            lines.append("]")
    return "\n".join(lines) + "\n"


def aggregates_text(aggregates: Sequence[SurveyAggregate]) -> str:
    """Return aggregates.csv."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(survey_tables.COLUMNS)
    for row in aggregates:
        writer.writerow(_field(getattr(row, name)) for name in survey_tables.COLUMNS)
    return buffer.getvalue()


def _field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.4f}".rstrip("0")
    return str(value)


def _receipt_text(receipt: Receipt) -> str:
    lines = ["# Wann welche Datei eingelesen wurde. Die Datei selbst wird nicht aufbewahrt."]
    for key in Receipt.__dataclass_fields__:
        lines.append(f"{key} = {_toml(getattr(receipt, key))}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    if isinstance(value, int):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False)


# --------------------------------------------------------------------------------------- check


def faults_of(folder: Path, result: SurveyResult) -> Iterator[str]:
    """Yield what is wrong with a survey's folder beyond its tables: receipt, release, secrecy."""
    name = f"surveys/{folder.name}"
    try:
        receipt = tomllib.loads((folder / DELIVERY).read_text(encoding="utf-8"))
    except (FileNotFoundError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        yield f"{name}/{DELIVERY} fehlt oder ist beschädigt. Die Datei noch einmal einlesen."
        receipt = {}
    try:
        release = (folder / RELEASE).read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        yield f"{name}/{RELEASE} fehlt. Die Datei noch einmal einlesen."
    else:
        if f"{SIGNED_BY} ___" in release or SIGNED_BY not in release:
            yield f"{name}/{RELEASE}: Die Freigabe ist noch nicht unterschrieben."
    for path in sorted(folder.iterdir()):
        if path.name not in (survey_tables.QUESTIONS, survey_tables.AGGREGATES, DELIVERY, RELEASE):
            yield f"{name}/{path.name} gehört nicht hierher; Antworten einzelner Personen nie."
    rule = Rule(
        smallest_cell=receipt.get("smallest_cell", SMALLEST_CELL),
        smallest_base=receipt.get("smallest_base", SMALLEST_BASE),
    )
    sensitive = receipt.get("sensitive", ())
    for question in result.questions:
        for table in tables_of(question, result.aggregates, sensitive=question.id in sensitive):
            for one in audit(table, rule):
                if not one.safe:
                    yield f"{name}: {range_text(question, one)}"


SIGNED_BY = "Freigegeben von (Amt oder Funktion):"


def range_text(question: SurveyQuestion, one: Range) -> str:
    """Return in words what can be worked out about a withheld count."""
    code, (dimension, group) = one.cell
    where = f", {dimension}: {group}" if dimension and "\0" not in group else ""
    return (
        f"Bei „{question.id}“, Antwort {code}{where}, lässt sich ein zurückgehaltener Wert auf "
        f"{one.low:.0f} bis {one.high:.0f} eingrenzen; nötig ist eine Spanne von {one.needed:.0f}."
    )


def tables_of(
    question: SurveyQuestion, aggregates: Sequence[SurveyAggregate], *, sensitive: bool
) -> Iterator[FrequencyTable]:
    """Yield the published counts of a question as tables that can be audited again."""
    if question.type is QuestionType.NUMERIC:
        return
    valid = {option.code for option in question.options if option.kind.in_base}
    bases: dict[Subgroup, int] = {}
    counts: dict[tuple[str, Subgroup], int] = {}
    withheld: dict[tuple[str, Subgroup], Suppression] = {}
    for row in aggregates:
        if (
            row.question_id != question.id
            or row.stat is not Statistic.COUNT
            or row.option_code not in valid
            or row.provenance is Provenance.PUBLISHED
            or row.n_base is None
        ):
            continue
        column = (row.group_dim, row.group_value)
        bases[column] = row.n_base
        if row.value is None:
            withheld[row.option_code, column] = row.suppression
        else:
            counts[row.option_code, column] = int(row.value)
    if ALL not in bases:
        return
    if not question.multiple:
        yield FrequencyTable(
            bases=bases,
            counts=counts,
            withheld=withheld,
            complete=_adds_up(bases, counts, withheld),
            sensitive=sensitive,
        )
        return
    for code in sorted(valid):
        yield FrequencyTable(
            bases=bases,
            counts={cell: count for cell, count in counts.items() if cell[0] == code},
            withheld={cell: why for cell, why in withheld.items() if cell[0] == code},
            complete=False,
            sensitive=sensitive,
        )


def _adds_up(
    bases: Mapping[Subgroup, int],
    counts: Mapping[tuple[str, Subgroup], int],
    withheld: Mapping[tuple[str, Subgroup], Suppression],
) -> bool:
    gaps = {column for _, column in withheld}
    return all(
        sum(count for (_, one), count in counts.items() if one == column) == base
        for column, base in bases.items()
        if column not in gaps
    )
