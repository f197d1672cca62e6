"""CSV files read as text and checked by schemas; every fault shows file, line, value, remedy.

The index of a frame is the line of the file.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from dashboard.facts.model import Fault, is_date, is_day, is_url

Row = Mapping[str, str]

NUMBER = r"-?\d+(\.\d+)?"
SAVE_AS = (
    "In Excel „Speichern unter“ wählen und den Dateityp „CSV UTF-8“; in LibreOffice beim Speichern "
    "als CSV den Zeichensatz UTF-8."
)
# as spreadsheets show a date: 05/01/2022, 1.5.22, Mai 22
REWRITTEN = re.compile(r"\d{1,2}([./-])\d{1,2}\1(\d{2}|\d{4})|[A-Za-zäÄ]{3,9}\.?[ -]\d{2}(\d{2})?")
DELIMITERS = MappingProxyType({",": "Komma", ";": "Semikolon", "\t": "Tabulator"})
SEPARATED = re.compile('["]{0,1}sep=(.)["]?[;,\t]*[\r]?\n', re.IGNORECASE)  # for Excel
BOM = "UTF-8 mit Kennung am Anfang"
# UTF-8 read as Windows-1252 and saved so; characters of DOS or Macintosh, or „?“ in place of one
GARBLED = re.compile("Ã[\x80-\xbf\u0152-\u2122]|\ufffd")
DOUBTFUL = re.compile(r"[a-zß][„”ŠšŸ§?][a-zß]|\s\?\s")


# ----------------------------------------------------------------------------- file to rows


class Kind(StrEnum):
    """What stands in a column, where a spreadsheet may have written it in its own way."""

    DAY = "day"
    DATE = "date"  # as coarse as the source has it
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table as it was understood: rows of cells with their lines, and what was read how."""

    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    understood: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_rows(
    path: Path,
    columns: Sequence[str],
    schema: Callable[[pd.DataFrame], pa.DataFrameSchema],
    *,
    kinds: Mapping[str, Kind] = MappingProxyType({}),
    name: str = "",
    first_line: str = "",
) -> tuple[list[tuple[int, Row]], list[Fault]]:
    """Return each row with its line, or none and the faults found.

    Args:
        path: the file.
        columns: its columns; all must be there, in any order.
        schema: the rules for a frame of text cells.
        kinds: columns that a spreadsheet may have written in its own way.
        name: what faults call the file, its own name if empty.
        first_line: a line that must stand above the header, as in demonstration files.
    """
    name = name or path.name
    sheet = read_sheet(path, columns, kinds, name=name, first_line=first_line)
    cells = [row for _, row in sheet.rows]
    lines = [line for line, _ in sheet.rows]
    frame = pd.DataFrame(cells, columns=list(columns), index=lines, dtype=str)
    faults = list(sheet.faults) or _faults(name, schema(frame), frame)
    if faults:
        return [], faults
    return [(line, dict(zip(columns, row, strict=True))) for line, row in sheet.rows], []


def read_sheet(
    path: Path,
    columns: Sequence[str],
    kinds: Mapping[str, Kind] = MappingProxyType({}),
    *,
    name: str = "",
    first_line: str = "",
) -> Sheet:
    """Return what stands in the file, also as Excel and LibreOffice write it.

    Separators, encoding, line ends, empty rows and columns and 01.05.2021 for a day are understood
    and named; wherever two readings are possible there is a fault instead.
    """
    name = name or path.name

    def failed(line: int | None, value: str, message: str, remedy: str) -> Sheet:
        return Sheet(faults=(Fault(name, line, value, message, remedy),))

    if not path.exists():
        remedy = "Die Datei im Datenordner anlegen; die Spalten nennt data/README.md."
        return failed(None, name, "Die Datei fehlt.", remedy)
    content = path.read_bytes()
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return failed(None, name, "Das ist eine Arbeitsmappe, keine CSV-Datei.", SAVE_AS)
    text, encoding, broken = _decoded(content)
    if broken is not None:
        line = content[:broken].count(b"\n") + 1
        message = f"Der Zeichensatz ist nicht zu erkennen (Byte {broken + 1})."
        return failed(line, f"0x{content[broken]:02X}", message, SAVE_AS)
    garbled = (GARBLED if encoding in ("", BOM) else DOUBTFUL).search(text)
    if garbled:
        return failed(
            text[: garbled.start()].count("\n") + 1,
            garbled[0],
            "Die Umlaute oder Sonderzeichen sind beim Öffnen oder Speichern entstellt worden.",
            f"Die letzte heile Fassung der Datei nehmen. {SAVE_AS}",
        )
    understood = [encoding] if encoding else []
    above = 0
    if first_line:
        marked, _, text = text.partition("\n")
        above = 1
        if marked.strip() != first_line:
            message = "Die Kennzeichnung in der ersten Zeile fehlt."
            return failed(1, marked.strip(), message, f"Sie lautet: {first_line}")
    separated = SEPARATED.match(text)
    if separated:
        text, above = text[separated.end() :], above + 1
        understood.append(f"die Zeile „sep={separated[1]}“")
    if "\r" in text:
        understood.append("Zeilenenden von Windows")
    head = text.partition("\n")[0].strip()
    delimiter = max(
        DELIMITERS, key=lambda one: len({*head.replace('"', "").split(one)} & {*columns})
    )
    if delimiter != ",":
        understood.append(f"{DELIMITERS[delimiter]} statt Komma zwischen den Spalten")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = next(reader, [])
    width = max((at for at, column in enumerate(header, 1) if column.strip()), default=0)
    if width < len(header):
        understood.append("leere Spalten am Ende")
    faults = _heading(name, header[:width], columns, above + 1)
    if faults:
        return Sheet(faults=tuple(faults))
    rows = []
    for row in reader:
        line = reader.line_num + above
        if not any(cell.strip() for cell in row):
            understood += ["leere Zeilen"] if row else []
            continue
        if not width <= len(row) <= len(header) or any(map(str.strip, row[width:])):
            message = f"Die Zeile hat {len(row)} Felder statt {width}."
            remedy = "Texte mit Komma in Anführungszeichen setzen; leere Felder nicht weglassen."
            faults.append(Fault(name, line, ",".join(row)[:80], message, remedy))
            continue
        # most words stand in many cells: each is kept once, also in what is built
        texts = (sys.intern(cell.replace("\r\n", "\n")) for cell in row)
        rows.append((line, dict(zip(header[:width], texts, strict=False))))
    for column, kind in kinds.items():
        faults += _as_written(name, rows, column, kind, delimiter != ",", understood)
    return Sheet(
        rows=tuple((line, tuple(cells[column] for column in columns)) for line, cells in rows),
        understood=tuple(dict.fromkeys(understood)),
        faults=tuple(faults),
    )


def usual_form(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as it is kept: UTF-8, commas, line feeds, quotes only where needed."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([columns, *rows])
    return written.getvalue().encode()


def _decoded(content: bytes) -> tuple[str, str, int | None]:
    """Return the text, how it was encoded if not as usual, and the byte that fits no encoding."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), "Unicode-Text (UTF-16)", None
    try:
        text = content.decode("utf-8-sig")
        return text, BOM if content.startswith(b"\xef\xbb\xbf") else "", None
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), "Zeichensatz Windows-1252", None
    except UnicodeDecodeError as error:
        return "", "", error.start


def _heading(name: str, header: Sequence[str], columns: Sequence[str], line: int) -> list[Fault]:
    faults = []
    for column in dict.fromkeys(header):
        if header.count(column) > 1:
            remedy = "Eine der Spalten löschen."
            message = "Diese Spalte steht doppelt in der Kopfzeile."
            faults.append(Fault(name, line, column, message, remedy))
        elif column not in columns:
            remedy = f"Die Spalten heißen: {', '.join(columns)}."
            faults.append(Fault(name, line, column, "Diese Spalte ist nicht bekannt.", remedy))
    for column in columns:
        if column not in header:
            remedy = "Die Spalte in der ersten Zeile ergänzen."
            faults.append(Fault(name, line, column, "Diese Spalte fehlt in der Kopfzeile.", remedy))
    return faults


def _as_written(
    name: str,
    rows: Sequence[tuple[int, dict[str, str]]],
    column: str,
    kind: Kind,
    german: bool,
    understood: list[str],
) -> list[Fault]:
    """Put dates and numbers of a column into their usual form; one fault for all in doubt."""
    doubtful: list[tuple[int, str]] = []
    for line, cells in rows:
        cell = cells[column].strip()
        if kind is Kind.NUMBER:
            if german and re.fullmatch(r"-?\d+,(\d{1,2}|\d{4,})", cell):
                cells[column] = cell.replace(",", ".")
                understood.append(f"Dezimalkomma in {column}")
            continue
        day = re.fullmatch(r"(\d{2})\.(\d{2})\.(\d{4})", cell)
        if day and (kind is Kind.DAY or day[1] != "01"):
            cells[column] = f"{day[3]}-{day[2]}-{day[1]}"
            understood.append(f"Tage wie {cell} in {column}")
        elif day or REWRITTEN.fullmatch(cell):
            doubtful.append((line, cell))
    if not doubtful:
        return []
    many = f" So stehen hier {len(doubtful)} Zellen." if len(doubtful) > 1 else ""
    message = f"{column}: Hier ist nicht zu erkennen, welcher Tag oder Monat gemeint ist.{many}"
    remedy = (
        "JJJJ, JJJJ-MM oder JJJJ-MM-TT schreiben. Tabellenprogramme deuten Daten um: beim Öffnen "
        "die Spalten als Text einlesen oder „python -m dashboard sheet“ benutzen."
    )
    return [Fault(name, *doubtful[0], message, remedy)]


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
