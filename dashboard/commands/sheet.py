"""A table as a workbook for clerks, and back: all cells texts, choices where ids are known.

What is read back is checked with all other data before it replaces the table.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.check import sound
from dashboard.commands.writing import not_written
from dashboard.facts.fingerprint import keep
from dashboard.web.config import Settings, settings_from

if TYPE_CHECKING:
    from openpyxl import Workbook

TABLES = ("activities", "actors", "observations", "survey_facts")
HELP = (
    "Alle Spalten sind Texte: Daten als JJJJ-MM-TT, JJJJ-MM oder JJJJ, Zahlen mit Punkt (22.0).",
    "Wo eine Auswahl erscheint, gelten nur diese Werte. Was jede Spalte heißt, steht in "
    "data/README.md.",
    "Zeilen hinzufügen oder löschen, Spalten nicht. Als .xlsx speichern, dann: "
    "python -m dashboard sheet {table} --read {table}.xlsx",
)
SPARE = 500  # empty rows below with choices too


class SheetError(Exception):
    """A workbook that cannot be read back without doubt; says where and what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what can be asked of the sub-command."""
    parser.add_argument("table", choices=TABLES, help="Tabelle")
    parser.add_argument("--data", type=Path, help="Datenordner")
    parser.add_argument("--to", type=Path, help="Arbeitsmappe, sonst TABELLE.xlsx hier")
    parser.add_argument("--read", type=Path, metavar="DATEI", help="Arbeitsmappe zurücklesen")


def run(chosen: argparse.Namespace) -> int:
    """Write the workbook, or read it back into the table; 1 where that cannot be."""
    from dashboard.facts.catalog import read
    from dashboard.facts.checked_csv import read_sheet, usual_form
    from dashboard.facts.dataset import fault_text
    from dashboard.facts.tables import COLUMNS, KINDS

    settings = settings_from()
    folder = chosen.data or settings.data_folder
    path = folder / f"{chosen.table}.csv"
    columns = COLUMNS[chosen.table]
    if chosen.read:
        try:
            target, body = path, usual_form(columns, rows_of(chosen.read, columns))
            _check(folder, path.name, body, settings)
        except SheetError as reason:
            print(f"{reason} Nichts geschrieben.")
            return 1
    else:
        table = read_sheet(path, columns, KINDS[chosen.table])
        if table.faults:
            print("\n".join(map(fault_text, table.faults)))
            return 1
        rows = [row for _, row in table.rows]
        choices = choices_of(chosen.table, read(folder).ids)
        target = chosen.to or Path(f"{chosen.table}.xlsx")
        body = workbook(chosen.table, columns, rows, choices)
    try:
        keep(target, body)
    except OSError as reason:
        print(not_written(reason, target.parent), file=sys.stderr)
        return 1
    print(f"{'Geprüft, keine Fehler. ' if chosen.read else ''}Geschrieben: {target}.")
    return 0


def _check(folder: Path, name: str, body: bytes, settings: Settings) -> None:
    """Check the data as they would be with this table; a SheetError carries the faults."""
    from dashboard.facts.dataset import DataError, fault_text

    with tempfile.TemporaryDirectory() as draft:
        shutil.copytree(folder, draft, dirs_exist_ok=True)
        (Path(draft) / name).write_bytes(body)
        try:
            sound(Path(draft), settings)
        except DataError as error:
            said = "\n".join(map(fault_text, error.faults))
            raise SheetError(f"{said}\n\nSo wären die Daten fehlerhaft.") from error


def choices_of(table: str, ids: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Return column → the values that may stand in it, where these are few and single."""
    from dashboard.facts.model import NETWORK, Confidence, Level, Phase, Precision
    from dashboard.facts.survey_model import Exactness
    from dashboard.facts.tables import ACTOR_KINDS, FACT_UNITS

    def known(*names: str) -> list[str]:
        return sorted(id_ for name in names for id_ in ids.get(name, ()))

    confidence = {"confidence": [*map(str, Confidence)]}
    choices: dict[str, dict[str, list[str]]] = {
        "activities": {
            "town": [*known("towns"), NETWORK],
            "category": known("categories"),
            "phase": [*map(str, Phase)],
            "precision": [*map(str, Precision)],
            **confidence,
        },
        "actors": {"kind": list(ACTOR_KINDS)},
        "observations": {
            "town": known("towns", "benchmarks"),
            "indicator": known("indicators"),
            "level": [*map(str, Level)],
            **confidence,
        },
        "survey_facts": {
            "survey": known("surveys"),
            "wording_known": ["true", "false"],
            "unit": list(FACT_UNITS),
            "exactness": [*map(str, Exactness)],
            **confidence,
        },
    }
    return choices[table]


def workbook(
    table: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    choices: Mapping[str, Sequence[str]],
) -> bytes:
    """Return the workbook: the table, its choices, help."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet, lists = book.worksheets[0], book.create_sheet("Auswahl")
    sheet.title, sheet.freeze_panes = table, "A2"
    for at in range(1, len(columns) + 1):  # cells to come are texts too
        sheet.column_dimensions[get_column_letter(at)].number_format = "@"
    for number, row in enumerate([columns, *rows], 1):
        for at, text in enumerate(row, 1):
            cell = sheet.cell(number, at)
            cell.number_format = "@"
            if text:
                cell.value, cell.data_type = _escaped(text), "s"
    last = len(rows) + 1 + SPARE
    for at, (column, values) in enumerate(choices.items(), 1):
        letter, of = get_column_letter(at), get_column_letter(columns.index(column) + 1)
        for number, value in enumerate(values, 1):
            lists[f"{letter}{number}"] = str(value)
        rule = DataValidation(
            type="list", formula1=f"Auswahl!${letter}$1:${letter}${len(values)}", allow_blank=True
        )
        rule.error, rule.errorTitle = "Bitte einen Wert aus der Liste wählen.", "Nicht bekannt"
        rule.add(f"{of}2:{of}{last}")
        sheet.add_data_validation(rule)
    lists.sheet_state = "hidden"
    notes = book.create_sheet("Hilfe")
    notes.column_dimensions["A"].width = 110
    for line in HELP:
        notes.append([line.format(table=table)])
    return _bytes(book)


def rows_of(path: Path, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the rows of the first sheet as texts; a SheetError where a cell is no text."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    except Exception as error:  # a damaged or foreign file: openpyxl raises whatever it meets
        raise SheetError(f"{path}: Das ist keine lesbare Arbeitsmappe (.xlsx).") from error
    sheet = book.worksheets[0]
    header, *body = list(sheet.iter_rows()) or [()]
    heads = [_text(path, cell) for cell in header]
    while heads and not heads[-1]:
        heads.pop()
    if sorted(heads) != sorted(columns):
        raise SheetError(f"{path}, Zeile 1: Die Spalten heißen: {', '.join(columns)}.")
    rows = []
    for row in body:
        beyond = next((cell for cell in row[len(heads) :] if cell.value is not None), None)
        if beyond is not None:
            raise SheetError(f"{path}, {beyond.coordinate}: Diese Zelle steht in keiner Spalte.")
        cells = dict(zip(heads, (_text(path, cell) for cell in row), strict=False))
        if any(cells.values()):
            rows.append(tuple(cells[column] for column in columns))
    return rows


def _text(path: Path, cell: object) -> str:
    """Return the text of a cell; whole numbers too, anything else was rewritten by a program."""
    value, place = getattr(cell, "value", None), getattr(cell, "coordinate", "")
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "s" and isinstance(value, str):
        return _plain(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    if getattr(cell, "data_type", "") == "f":
        what = "eine Formel"
    else:
        what = "ein Datum" if getattr(cell, "is_date", False) else "kein Text"
    raise SheetError(
        f"{path}, {place}: Hier steht {what} ({value}). Die Zelle als Text formatieren und den "
        "Wert neu eintragen."
    )


def _escaped(text: str) -> str:
    from openpyxl.utils.escape import escape

    return str(escape(re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)))


def _plain(text: str) -> str:
    from openpyxl.utils.escape import unescape

    return str(unescape(text))


def _bytes(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
