"""CSV files read as text and checked by schemas; every fault shows file, line, value, remedy.

The index of a frame is the line of the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from dashboard.facts.model import Fault, is_date, is_day, is_url

Row = Mapping[str, str]

NUMBER = r"-?\d+(\.\d+)?"
SAVE_AS = (
    "In Excel „Speichern unter“ wählen und den Dateityp „CSV UTF-8“; in LibreOffice Zeichensatz "
    "UTF-8 und als Feldtrenner das Komma."
)


# ----------------------------------------------------------------------------- file to rows


def read_rows(
    path: Path,
    columns: Sequence[str],
    schema: Callable[[pd.DataFrame], pa.DataFrameSchema],
    *,
    name: str = "",
    first_line: str = "",
) -> tuple[list[tuple[int, Row]], list[Fault]]:
    """Return each row with its line, or none and the faults found.

    Args:
        path: the file.
        columns: its columns; all must be there, in any order.
        schema: the rules for a frame of text cells.
        name: what faults call the file, its own name if empty.
        first_line: a line that must stand above the header, as in demonstration files.
    """
    name = name or path.name
    frame, faults = _frame(path, columns, name, first_line)
    faults = faults or _faults(name, schema(frame), frame)
    if faults:
        return [], faults
    cells = frame.itertuples(name=None)
    return [(int(line), dict(zip(columns, map(str, row), strict=True))) for line, *row in cells], []


def _frame(
    path: Path, columns: Sequence[str], name: str, first_line: str
) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the cells as text, indexed by line, or the faults of the file as a whole."""
    empty = pd.DataFrame(columns=list(columns), dtype=str)

    def fault(line: int | None, value: str, message: str, remedy: str) -> Fault:
        return Fault(file=name, line=line, value=value, message=message, remedy=remedy)

    if not path.exists():
        remedy = "Die Datei im Datenordner anlegen; die Spalten nennt data/README.md."
        return empty, [fault(None, name, "Die Datei fehlt.", remedy)]
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"Die Datei ist nicht in UTF-8 gespeichert (Byte {error.start + 1})."
        return empty, [fault(line, f"0x{content[error.start]:02X}", message, SAVE_AS)]
    marked, _, unmarked = text.partition("\n")
    if first_line:
        if marked.strip() != first_line:
            message = "Die Kennzeichnung in der ersten Zeile fehlt."
            return empty, [fault(1, marked.strip(), message, f"Sie lautet: {first_line}")]
        text = unmarked
    above = 1 if first_line else 0
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    head_line = text.partition("\n")[0].strip()
    if len(header) == 1 and ";" in head_line:
        message = "Die Spalten sind mit Semikolon getrennt statt mit Komma."
        return empty, [fault(1, head_line, message, SAVE_AS)]
    faults = []
    for column in dict.fromkeys(header):
        if header.count(column) > 1:
            remedy = "Eine der Spalten löschen."
            faults.append(fault(1, column, "Diese Spalte steht doppelt in der Kopfzeile.", remedy))
        elif column not in columns:
            remedy = f"Die Spalten heißen: {', '.join(columns)}."
            faults.append(fault(1, column, "Diese Spalte ist nicht bekannt.", remedy))
    for column in columns:
        if column not in header:
            remedy = "Die Spalte in der ersten Zeile ergänzen."
            faults.append(fault(1, column, "Diese Spalte fehlt in der Kopfzeile.", remedy))
    if faults:
        return empty, faults
    cells, lines = [], []
    for row in reader:
        if not row:
            continue
        if len(row) != len(header):
            message = f"Die Zeile hat {len(row)} Felder statt {len(header)}."
            remedy = "Texte mit Komma in Anführungszeichen setzen; leere Felder nicht weglassen."
            line = reader.line_num + above
            faults.append(fault(line, ",".join(row)[:80], message, remedy))
            continue
        cells.append(row)
        lines.append(reader.line_num + above)
    frame = pd.DataFrame(cells, columns=header, index=lines, dtype=str)
    return frame[list(columns)], faults


def _faults(file: str, schema: pa.DataFrameSchema, frame: pd.DataFrame) -> list[Fault]:
    """Return what the schema finds, in the order of the lines."""
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    found = [
        Fault(
            file=file,
            line=int(case.index),
            value=str(case.failure_case),
            message=f"{case.column}: {message}",
            remedy=remedy,
        )
        for case in cases.itertuples(name="Case")
        for message, _, remedy in [str(case.check).partition("\n")]
    ]
    return sorted(found, key=lambda fault: fault.line or 0)


# ------------------------------------------------------------------------------------- rules


def check(holds: Callable[[pd.Series], pd.Series], message: str, remedy: str) -> pa.Check:
    """Return a rule for a whole column, with what is wrong and what to do."""
    return pa.Check(holds, error=f"{message}\n{remedy}", ignore_na=False)


def each(holds: Callable[[str], bool], message: str, remedy: str) -> pa.Check:
    """Return a rule for every cell of a column."""
    return check(lambda column: column.map(holds).astype(bool), message, remedy)


def holding(mask: pd.Series, message: str, remedy: str) -> pa.Check:
    """Return a rule worked out over several columns; the fault shows the column it hangs on."""
    return check(lambda column: mask.reindex(column.index), message, remedy)


def known_id(ids: Collection[str], where: str) -> pa.Check:
    """Return the rule that the cell names something declared."""
    remedy = f"Die Schreibweise prüfen; die Kennung muss in {where} stehen."
    return each(lambda cell: cell in ids, "Diese Kennung ist nicht bekannt.", remedy)


def all_known_ids(ids: Collection[str], where: str) -> pa.Check:
    """Return the rule that each part of the cell names something declared."""
    remedy = f"Mehrere Kennungen mit Semikolon trennen; jede muss in {where} stehen."
    return each(
        lambda cell: all(part in ids for part in parts(cell)),
        "Eine Kennung ist nicht bekannt.",
        remedy,
    )


def one_of(values: Collection[str] | type[StrEnum]) -> pa.Check:
    """Return the rule that the cell is one of the values."""
    allowed = [str(value) for value in values]
    remedy = f"Erlaubt sind: {', '.join(allowed)}."
    return each(lambda cell: cell in allowed, "Dieser Wert ist nicht erlaubt.", remedy)


def unique(frame: pd.DataFrame, columns: list[str]) -> pa.Check:
    """Return the rule that no two rows are alike in these columns."""
    double = frame.duplicated(columns)
    message = "Diese Zeile gibt es schon"
    if len(columns) > 1:
        message += f" (gleich sind {', '.join(columns)})"
    remedy = "Eine der beiden Zeilen löschen oder berichtigen."
    return holding(~double, f"{message}.", remedy)


FILLED = each(lambda cell: cell.strip() != "", "Das Feld ist leer.", "Einen Wert eintragen.")
SOURCED = each(
    lambda cell: cell.strip() != "",
    "Die Quelle fehlt.",
    "Die Kennung einer Quelle aus sources.toml eintragen.",
)
IS_DATE = each(
    lambda cell: cell == "" or is_date(cell),
    "Dieses Datum gibt es nicht.",
    "JJJJ, JJJJ-MM oder JJJJ-MM-TT schreiben.",
)
IS_DAY = each(is_day, "Diesen Tag gibt es nicht.", "JJJJ-MM-TT schreiben.")
IS_URL = each(
    is_url,
    "Das ist keine Web-Adresse.",
    "Die vollständige Adresse angeben; sie beginnt mit http:// oder https://.",
)
NO_COMMA = check(
    lambda column: ~column.str.fullmatch(r"-?[\d.]*,\d+"),
    "Die Zahl hat ein Komma.",
    "Einen Punkt als Dezimalzeichen schreiben und keine Punkte für Tausender.",
)
IS_NUMBER = check(
    lambda column: column.str.fullmatch(rf"{NUMBER}|-?[\d.]*,\d+|"),
    "Das ist keine Zahl.",
    "Nur Ziffern und einen Punkt als Dezimalzeichen schreiben, ohne Einheit.",
)
WHOLE = check(
    lambda column: column.str.fullmatch(r"\d*"),
    "Das ist keine ganze Zahl.",
    "Nur Ziffern schreiben oder das Feld leer lassen.",
)


def schema_of(frame: pd.DataFrame, checks: Mapping[str, list[pa.Check]]) -> pa.DataFrameSchema:
    """Return the schema of a frame of text cells; columns without checks may hold anything."""
    return pa.DataFrameSchema(
        {column: pa.Column(str, checks.get(column, [])) for column in frame.columns}, strict=True
    )


def parts(cell: str) -> tuple[str, ...]:
    """Return the entries of a cell that holds several, separated by semicolons."""
    return tuple(part for part in cell.split(";") if part)
