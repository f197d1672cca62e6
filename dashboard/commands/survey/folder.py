"""The folder `data/surveys/<survey>`: written whole or not at all, and checked before it counts."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.commands.survey.aggregate import Result
from dashboard.commands.survey.detection import SurveyFileError
from dashboard.commands.survey.same_people import (
    ALIKE,
    cells_in,
    cells_of,
    refuse_few_new,
    refuse_same_answers,
)
from dashboard.commands.survey.texts import toml
from dashboard.commands.survey.worlds import Key
from dashboard.commands.writing import not_written
from dashboard.facts import survey_release, survey_tables
from dashboard.facts.dataset import fault_text
from dashboard.facts.fingerprint import keep
from dashboard.facts.survey_model import (
    SMALLEST_BASE,
    Statistic,
    Survey,
    SurveyAggregate,
    SurveyQuestion,
)

DELIVERY = "delivery.toml"
FEWEST_NEW = SMALLEST_BASE  # persons; the answers of fewer would be the difference of two versions


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
    columns: tuple[str, ...] = ()
    weight_source: str = ""


def save(path: Path, made: Callable[[], bytes]) -> None:
    """Write a file whole or not at all; a full or locked disk raises SurveyFileError."""
    where = Path(tempfile.gettempdir())  # a workbook is put together there
    try:
        body = made()
        where = path.parent
        keep(path, body)
    except OSError as error:
        raise SurveyFileError(not_written(error, where)) from None


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
            "angeben."
        )


def refuse_same_people(
    data_folder: Path, survey: str, complete: int, columns: Collection[str], result: Result
) -> None:
    """Refuse what seems to be the answers of people who are counted in another survey already."""
    for path in sorted((data_folder / "surveys").glob(f"*/{DELIVERY}")):
        if path.parent.name == survey:
            continue
        known = tomllib.loads(path.read_text(encoding="utf-8"))
        apart = abs(complete - known.get("complete", 0))
        theirs = set(known.get("columns", ()))
        shared = len(theirs & set(columns))
        if apart >= FEWEST_NEW or not shared or shared * 2 < len(theirs):
            continue
        old, new = _by_column(cells_in(path.parent)), _by_column(cells_of(result.aggregates))
        both = old.keys() & new.keys()
        if all(abs(old[one] - new[one]) <= apart + ALIKE for one in both):
            raise SurveyFileError(
                f"Das scheinen dieselben Menschen zu sein wie in „{path.parent.name}“: "
                f"{known.get('complete')} und {complete} beendete Fragebögen, dieselben Spalten "
                "und fast dieselben Antworten. Zweimal verschieden eingeteilt, ließen sich "
                "Einzelne ausrechnen. Sind es wirklich andere Menschen: --other-people angeben."
            )
    refuse_same_answers(data_folder, survey, result.questions, result.aggregates)


def published_before(data_folder: Path, survey: str) -> dict[Key, int] | None:
    """Return the counts that a released version of this survey shows; None if there is none."""
    folder = data_folder / "surveys" / survey
    if not folder.exists() or survey_release.unsigned(folder):
        return None
    return _counts(cells_in(folder))


def refuse_difference(
    data_folder: Path, survey: str, complete: int, result: Result, before: Mapping[Key, int]
) -> None:
    """Refuse a new version from whose difference to the released one persons could be told."""
    known = tomllib.loads((data_folder / "surveys" / survey / DELIVERY).read_text("utf-8"))
    apart = complete - known.get("complete", 0)
    if apart >= FEWEST_NEW:
        refuse_few_new(data_folder / "surveys" / survey, result.questions, result.aggregates)
        return
    now = _counts(cells_of(result.aggregates))
    weighted = any(row.weighted for row in result.aggregates)
    if bool(before) == weighted:
        raise SurveyFileError(
            f"„{survey}“ ist schon freigegeben, {'un' * weighted}gewichtet. Gewichtete und "
            "ungewichtete Werte derselben Menschen zusammen verrieten Einzelne; es bleibt dabei."
        )
    wrong = next((key for key, count in before.items() if now.get(key) != count), None)
    if apart or wrong:
        where = f" Anders ist etwa „{wrong[0]}“." if wrong else ""
        raise SurveyFileError(
            f"„{survey}“ ist schon freigegeben und damit öffentlich. Eine neue Fassung derselben "
            "Menschen darf nur dasselbe zählen, in denselben Antworten und Gruppen, und eine mit "
            f"mehr Menschen braucht mindestens {FEWEST_NEW} neue: Aus dem Unterschied zweier "
            f"Fassungen ließen sich sonst Einzelne ausrechnen.{where}"
        )


def _counts(rows: Sequence[Mapping[str, str]]) -> dict[Key, int]:
    """Return the counts that are shown."""
    return {
        (row["question_id"], row["option_code"], row["group_dim"], row["group_value"]): int(
            float(row["value"])
        )
        for row in rows
        if row["stat"] == Statistic.COUNT and row["value"]
    }


def _by_column(rows: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], int]:
    """Return the counts of all persons by column of the file and answer."""
    columns = {
        (row["question_id"], row["option_code"]): row["source_locator"].partition("Spalte ")[2]
        for row in rows
    }
    return {
        (columns[question, code], code): count
        for (question, code, dimension, _), count in _counts(rows).items()
        if not dimension
    }


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
        }
        for name, text in texts.items():
            (fresh / name).write_text(text, encoding="utf-8", newline="\n")
        sealed = f"{release}{survey_release.DIGEST} {survey_release.results_digest(fresh)}\n"
        (fresh / survey_release.RELEASE).write_text(sealed, encoding="utf-8", newline="\n")
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
            lines.append(f"{key} = {toml(value)}")
        if one.options:
            lines.append("options = [")
            for option in one.options:
                polarity = "" if option.polarity is None else f", polarity = {option.polarity}"
                lines.append(
                    f"  {{code = {toml(option.code)}, label = {toml(option.label)}, "
                    f"kind = {toml(option.kind)}{polarity}}},"
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
        lines.append(f"{key} = {toml(getattr(receipt, key))}")
    return "\n".join(lines) + "\n"


# --------------------------------------------------------------------------------------- check


def faults_of(folder: Path) -> Iterator[str]:
    """Yield what is wrong with a survey's folder beyond its tables: receipt, release, secrecy."""
    name = f"surveys/{folder.name}"
    try:
        tomllib.loads((folder / DELIVERY).read_text(encoding="utf-8"))
    except (FileNotFoundError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        yield f"{name}/{DELIVERY} fehlt oder ist beschädigt. Die Datei noch einmal einlesen."
    if why := survey_release.unsigned(folder):
        yield f"{name}: {why} Die Befragung steht darum nicht auf der Seite."
    for path in sorted(folder.iterdir()):
        known = (*survey_release.RESULTS, DELIVERY, survey_release.RELEASE)
        if path.name not in known:
            yield f"{name}/{path.name} gehört nicht hierher; Antworten einzelner Personen nie."
