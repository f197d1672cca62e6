"""Text files with separators, in whatever encoding and with whatever separator they come."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.commands.survey.detection import SurveyFileError
from dashboard.commands.survey.texts import shown

LONGEST_CELL = 1_000_000  # letters
SAVE_AS = "Die Datei in UTF-8 speichern: in Excel als Dateityp „CSV UTF-8“ (durch Trennzeichen)."
SEPARATOR_LINE = re.compile(
    r'^"{0,1}sep=(.)"?[;,\t]*\r?\n', re.IGNORECASE
)  # what Excel reads first
OLD = "cp1252"  # what German Windows wrote before UTF-8


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """A table as text.

    Attributes:
        numbers: the line of a spreadsheet in which each row stands.
        remarks: German sentences on what was repaired or cannot be told.
        sheet: the sheet of a workbook; `letters` are those of its columns.
    """

    header: list[str]
    rows: list[list[str]]
    numbers: list[int]
    remarks: tuple[str, ...] = ()
    sheet: str = ""
    letters: tuple[str, ...] = ()


def delimited(content: bytes) -> Records:
    """Return heading, rows with their lines and German remarks on what was repaired.

    Raises:
        SurveyFileError: the file is no text, or its rows are not of one length.
    """
    text = decoded(content)
    marks = "\t;,"
    if first := SEPARATOR_LINE.match(text):
        marks, text = first.group(1), text[first.end() :]
    csv.field_size_limit(LONGEST_CELL)
    try:
        mark = max(marks, key=lambda one: _fields(text, one))
        lines = [
            (number, row)
            for number, row in enumerate(_records(text, mark), start=1)
            if any(map(str.strip, row))
        ]
    except csv.Error:
        raise SurveyFileError(
            "Die Datei ist beschädigt: Ein Anführungszeichen wird geöffnet und nicht geschlossen. "
            "Noch einmal ausführen lassen."
        ) from None
    if not lines:
        raise SurveyFileError("In der Datei steht keine Kopfzeile.")
    head = lines[0][1]
    rows = []
    for number, row in lines:
        # a blank cell too many at the end of every line but the first is no fault
        while len(row) > len(head) and not row[-1].strip():
            row = row[:-1]
        if len(row) != len(head):
            raise SurveyFileError(
                f"Datensatz {number} hat {len(row)} Felder, die Kopfzeile {len(head)}. Die Datei "
                "ist abgeschnitten oder wurde von Hand geändert; noch einmal ausführen."
            )
        rows.append(row)
    repaired: Counter[str] = Counter()
    for row in rows:
        for place, cell in enumerate(row):
            if not cell.isascii() and any("\udc80" <= letter <= "\udcff" for letter in cell):
                row[place] = _repaired(cell)
                repaired[rows[0][place]] += 1
    remarks = tuple(
        f"Spalte „{shown(_repaired(name))}“: {count} Zellen waren nicht in UTF-8 und sind als "
        "Windows-Zeichen gelesen."
        for name, count in repaired.items()
    )
    numbers = [number for number, _ in lines[1:]]
    return Records(header=rows[0], rows=rows[1:], numbers=numbers, remarks=remarks)


def _records(text: str, mark: str) -> Iterator[list[str]]:
    quote = "'" if text.startswith("'") else '"'  # LimeSurvey's data for R have single ones
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark, quotechar=quote)


def _fields(text: str, mark: str) -> int:
    """Return how many fields the first line has with this separator."""
    return next((len(row) for row in _records(text, mark) if any(row)), 0)


def decoded(content: bytes) -> str:
    """Return the text; single bytes that are not UTF-8 stay marked, cell by cell to be repaired."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content[:2000]:
        zeros = content[:2000]
        even, odd = zeros[::2].count(0), zeros[1::2].count(0)
        if min(even, odd) == 0 and max(even, odd) > len(zeros) / 8:
            return content.decode("utf-16-be" if even else "utf-16-le", errors="replace")
    if b"\x00" in content:
        raise SurveyFileError(f"Die Datei ist kein lesbarer Text in UTF-8. {SAVE_AS}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if not any(ord(letter) > 127 for letter in content.decode("utf-8", errors="ignore")):
        return content.decode(OLD, errors="replace")  # nothing in it is UTF-8
    return content.decode("utf-8-sig", errors="surrogateescape")


def _repaired(cell: str) -> str:
    letters = []
    for letter in cell:
        if "\udc80" <= letter <= "\udcff":
            letter = bytes((ord(letter) - 0xDC00,)).decode(OLD, errors="replace")
        letters.append(letter)
    return "".join(letters)
