"""Sheets of Excel and LibreOffice as text, with the lines they stand in and the errors they hold.

calamine reads a cell in which a formula failed as an empty one; what stands there is looked up.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

import python_calamine

from dashboard.commands.survey.cells import NOT_COMPUTED, error_of, text_of
from dashboard.commands.survey.detection import UNREADABLE, SurveyFileError
from dashboard.commands.survey.texts import normal

Errors = dict[tuple[int, int], str]  # line and column, both from 0 → what stands there
CONTENT, BOOK = "content.xml", "xl/workbook.xml"
FAILED = re.compile(  # what a part of a file holds in which a formula failed or was never computed
    rb"""\bt=["']e["']|</f>\s*(<v\s*/>|<v>\s*</v>)?\s*</c>|<f\b[^>]*/>\s*(<v\s*/>)?</c>"""
    rb"""|>(\#[^<]{2,12}|(Err|Fehler):\d{3})</text:p>""",
    re.VERBOSE,
)
PIECE, OVERLAP = 1 << 20, 400  # bytes that are looked through at a time
MOST_REPEATED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its lines that are not blank, each with its number, from the first used column."""

    name: str
    rows: tuple[list[str], ...]
    numbers: tuple[int, ...]
    first_column: int = 0

    def letters(self, place: int) -> str:
        """Return the letters of a column, counted from the first used one."""
        number, letters = self.first_column + place + 1, ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return letters


def sheets(path: Path) -> tuple[Sheet, ...]:
    """Return all sheets of a workbook; what is none, or is damaged, raises SurveyFileError."""
    try:
        workbook = python_calamine.load_workbook(path)
        tables = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in workbook.sheet_names
        }
        errors = dict(_errors(path)) if tells_errors(path) else {}
    except (python_calamine.CalamineError, ElementTree.ParseError, KeyError, *UNREADABLE):
        raise SurveyFileError(
            f"„{path.name}“ lässt sich nicht als Tabelle öffnen: Die Datei ist beschädigt, mit "
            "einem Kennwort geschützt, noch in Excel geöffnet oder keine Excel- oder ODS-Datei."
        ) from None
    return tuple(
        _sheet(name, [[text_of(cell) for cell in line] for line in table], errors.get(name, {}))
        for name, table in tables.items()
    )


def tells_errors(path: Path) -> bool:
    """Tell whether a cell with an error can be told from an empty one: not in .xls and .xlsb."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return bool({CONTENT, BOOK} & set(archive.namelist()))


def _sheet(name: str, lines: list[list[str]], errors: Errors) -> Sheet:
    for (line, column), text in errors.items():
        if line < len(lines) and column < len(lines[line]):
            lines[line][column] = text
    used = [(number, line) for number, line in enumerate(lines, start=1) if any(line)]
    first = min((_first(line) for _, line in used), default=0)
    last = max((_last(line) for _, line in used), default=0)
    return Sheet(
        name=name,
        rows=tuple(line[first : last + 1] for _, line in used),
        numbers=tuple(number for number, _ in used),
        first_column=first,
    )


def _first(line: list[str]) -> int:
    return next(place for place, cell in enumerate(line) if cell)


def _last(line: list[str]) -> int:
    return next(place for place in range(len(line) - 1, -1, -1) if line[place])


# -------------------------------------------------------------------------------------- errors


def _errors(path: Path) -> Iterator[tuple[str, Errors]]:
    """Yield the errors of each sheet that has any."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if CONTENT in names and _has_failed(archive, CONTENT):
            with archive.open(CONTENT) as file:
                yield from _in_open_document(file)
        if BOOK in names:
            for name, part in _parts(archive):
                if part in names and _has_failed(archive, part):
                    with archive.open(part) as file:
                        yield name, _in_excel(file)


def _has_failed(archive: zipfile.ZipFile, part: str) -> bool:
    """Tell whether a part is worth reading once more; most are not."""
    kept = b""
    with archive.open(part) as file:
        while piece := file.read(PIECE):
            if FAILED.search(kept + piece):
                return True
            kept = piece[-OVERLAP:]
    return False


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and where it stands in the archive."""
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for one in ElementTree.fromstring(archive.read(BOOK)).iter():
        if _tag(one) == "sheet":
            by = next((value for key, value in one.items() if key.endswith("}id")), "")
            target = targets.get(by, "")
            yield one.get("name", ""), target.lstrip("/") if "xl/" in target else f"xl/{target}"


def _in_excel(file: IO[bytes]) -> Errors:
    found: Errors = {}
    line = column = -1
    for event, one in ElementTree.iterparse(file, ("start", "end")):
        tag = _tag(one)
        if tag == "row" and event == "start":
            line, column = int(one.get("r", line + 2)) - 1, -1
        elif tag == "c" and event == "end":
            place = re.fullmatch(r"([A-Z]+)(\d+)", one.get("r", ""))
            column = _number(place[1]) if place else column + 1
            texts = {_tag(child): child.text or "" for child in one}
            if one.get("t") == "e":
                found[line, column] = error_of(texts.get("v", "")) or "#WERT!"
            elif "f" in texts and not texts.get("v") and one.get("t") != "str":
                found[line, column] = NOT_COMPUTED
        elif tag == "row":
            one.clear()
    return found


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _in_open_document(file: IO[bytes]) -> Iterator[tuple[str, Errors]]:
    found: Errors = {}
    name, line, column = "", 0, 0
    for event, one in ElementTree.iterparse(file, ("start", "end")):
        tag = _tag(one)
        if event == "start":
            if tag == "table":
                name, line, found = _attribute(one, "name"), 0, {}
            elif tag == "table-row":
                column = 0
        elif tag in ("table-cell", "covered-table-cell"):
            times = int(_attribute(one, "number-columns-repeated") or 1)
            told = (normal("".join(child.itertext())) for child in one if _tag(child) == "p")
            if text := next(filter(None, map(error_of, told)), ""):
                found |= {(line, column + n): text for n in range(min(times, MOST_REPEATED))}
            column += times
        elif tag == "table-row":
            times = int(_attribute(one, "number-rows-repeated") or 1)
            again = {place: text for place, text in found.items() if place[0] == line}
            for n in range(1, min(times, MOST_REPEATED) if again else 1):
                found |= {(line + n, at): text for (_, at), text in again.items()}
            line += times
            one.clear()
        elif tag == "table":
            yield name, found


def _tag(one: ElementTree.Element) -> str:
    return one.tag.rpartition("}")[2]


def _attribute(one: ElementTree.Element, name: str) -> str:
    return next((value for key, value in one.items() if key.endswith(f"}}{name}")), "")
