"""One official file read: its rows by key, what date each cell is of, who the Gemeinden are.

Nothing is judged or changed here; a cell that is neither a number nor a mark the form declares
stops the reading with its place.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.commands.official.forms import Form, OfficialError, recognised
from dashboard.facts.dates import MONTHS

BEGINNING = 4_000  # characters of a text, rows of a workbook's first sheets that show its form
FIRST_ROWS = 60
DAMAGED = (
    "Die Datei ist beschädigt oder nicht ganz da. Sie noch einmal herunterladen und unverändert "
    "einlesen."
)
STATUS = {
    "60": "Markt", "61": "Kreisfreie Stadt", "62": "Stadtkreis", "63": "Stadt", "64": "Gemeinde",
    "67": "Große Kreisstadt",
}  # fmt: skip
VERBAND_KINDS = {
    "51": "Amt", "52": "Samtgemeinde", "53": "Verbandsgemeinde", "54": "Verwaltungsgemeinschaft",
    "55": "Kirchspielslandgemeinde", "56": "Verwaltungsverband", "57": "VG Trägermodell",
    "58": "Erfüllende Gemeinde",
}  # fmt: skip
SIZES = ("insgesamt", "Fläche km2")  # of every Gemeinde a register says these
DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")
# „2021-24“ is the year it ends with; a month before the year is part of the date
YEARS = re.compile(rf"(?:({'|'.join(MONTHS)}) )?\b(20\d\d)(?:[-–](\d\d))?\b")
SPAN = re.compile(r"zwischen (20\d\d) und (20\d\d)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A Gemeinde as a register has it; `point` is longitude and latitude, where it says so."""

    ags: str
    ars: str
    name: str
    status: str
    plz: str
    area: float
    population: int
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """All Gemeinden of a register, names of Verbände (with kind) and Kreise by their keys."""

    day: str
    entries: Mapping[str, Entry] = field(default_factory=dict)
    verbaende: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    kreise: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells by key: an AGS, or a key of a Verband; date and note of each cell's column."""

    name: str
    of_verbaende: bool
    dates: Mapping[str, str]
    notes: Mapping[str, str]
    rows: Mapping[str, Mapping[str, float | None]]
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edition:
    """A file as read; `day` is the ISO day of the edition, `unread` columns nobody declared."""

    form: Form
    path: Path
    day: str
    sheets: tuple[Sheet, ...]
    unread: tuple[str, ...] = ()
    register: Register | None = None


def read(path: Path, forms: tuple[Form, ...], day: str = "") -> Edition:
    """Read an official file.

    Args:
        path: the file, .xlsx or text.
        forms: the forms known.
        day: the day of the figures, ISO, where the file itself does not say it.

    Raises:
        OfficialError: it cannot be read without doubt; in German, with place and remedy.
    """
    try:
        content = path.read_bytes()
    except OSError as reason:
        raise OfficialError(
            f"{path}: Die Datei lässt sich nicht öffnen ({reason.strerror})."
        ) from (reason)
    if content.startswith(b"PK"):
        book = _book(path, content)
        form = recognised(forms, "\n".join(_first_texts(book)), path)
        if form.layout == "workbook_of_kinds":
            return _of_kinds(form, path, book)
        if form.layout == "workbook_of_headings":
            return _of_headings(form, path, book)
    else:
        text = _text(path, content)
        form = recognised(forms, text[:BEGINNING], path)
        if form.layout == "lines_of_kinds":
            return _of_lines(form, path, text, day)
        if form.layout == "codes":
            return _of_codes(form, path, text)
    raise OfficialError(f"{path.name}: Den Aufbau „{form.layout}“ kennt das Programm hier nicht.")


def _book(path: Path, content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return {one.title: list(one.iter_rows(values_only=True)) for one in book.worksheets}
    except (zipfile.BadZipFile, KeyError, EOFError, SyntaxError, ValueError, OSError) as reason:
        raise OfficialError(f"{path.name}: {DAMAGED}") from reason


def _first_texts(book: Mapping[str, list[tuple[Any, ...]]]) -> Iterator[str]:
    for name, rows in list(book.items())[:2]:
        yield name
        for row in rows[:FIRST_ROWS]:
            yield from (cell for cell in row if isinstance(cell, str))


def _text(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        if reason.end >= len(content) - 3:  # cut in the midst of a letter
            raise OfficialError(f"{path.name}: {DAMAGED}") from reason
    return content.decode("cp1252", "replace")


def _number(form: Form, value: object, where: str) -> float | None:
    """Return a number, or None where the form says that there is none.

    Raises:
        OfficialError: it is neither.
    """
    if value is None or value == "":
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return None if value in form.missing else float(value)
    text = str(value).strip()
    if text in form.withheld:
        return None
    if text in form.zero:
        return 0.0
    if form.layout in ("codes", "lines_of_kinds") and text.isdigit():
        return float(text)
    raise OfficialError(f"{where}: Hier steht „{text}“, erwartet war eine Zahl. {DAMAGED}")


def _once(rows: Mapping[str, object], key: str, where: str) -> None:
    if key in rows:
        message = f"{where}: Den Schlüssel {key} gibt es in dieser Datei zweimal."
        raise OfficialError(f"{message} Unverändert neu herunterladen, sonst beim Amt nachfragen.")


def _needed(form: Form, path: Path, present: Iterable[str]) -> None:
    there = set(present)
    for indicator, rule in form.columns.items():
        for cell in rule.named:
            if cell not in there:
                raise OfficialError(
                    f"{path.name}: Die Spalte „{cell}“ fehlt; aus ihr käme [{indicator}]. "
                    "Ist sie nur umbenannt, den neuen Namen in formen.toml eintragen."
                )


def _iso(text: object) -> str:
    found = DAY.search(str(text or ""))
    return f"{found[3]}-{found[2]}-{found[1]}" if found else ""


# ------------------------------------------------------------- Deutschlandatlas: a sheet a level


def _of_headings(form: Form, path: Path, book: Mapping[str, list[tuple[Any, ...]]]) -> Edition:
    day = next((_iso(text) for text in _first_texts(book) if text.startswith("Stand:")), "")
    if not day:
        raise OfficialError(f"{path.name}: Auf dem Titelblatt steht kein „Stand: TT.MM.JJJJ“.")
    sheets, unread = [], []
    for name, rows in book.items():
        at = next((i for i, r in enumerate(rows) if re.match(r"(GKZ|VBG)\d{4}", str(r[0]))), None)
        if at is None:
            continue
        if not any(str(row[0]).startswith("Ende der Tabelle") for row in rows[at:]):
            raise OfficialError(f"{path.name}, Blatt {name}: Das Ende der Tabelle fehlt. {DAMAGED}")
        headings: dict[str, tuple[int, str]] = {}
        for i, text in enumerate(rows[at]):
            found = re.search(r"Indikatorkürzel:\s*(\S+)\s*(.*)", str(text), re.DOTALL)
            if found and form.knows(found[1]):
                headings[found[1]] = (i, found[2])
            elif found:
                unread.append(f"{found[1]} ({' '.join(found[2].split())}; Blatt {name})")
        verbaende = str(rows[at][0]).startswith("VBG")
        used = {c: h for c, h in headings.items() if not c.startswith(form.unused)}
        if used:
            sheets.append(_headed(form, path, name, rows, at, used, verbaende))
    if not sheets:
        message = "Kein Blatt hat Schlüssel von Gemeinden (GKZ…) oder Verbänden (VBG…)."
        raise OfficialError(f"{path.name}: {message} {DAMAGED}")
    return Edition(form=form, path=path, day=day, sheets=tuple(sheets), unread=tuple(unread))


def _headed(
    form: Form,
    path: Path,
    name: str,
    rows: Sequence[tuple[Any, ...]],
    at: int,
    headings: Mapping[str, tuple[int, str]],
    verbaende: bool,
) -> Sheet:
    keys = [str(row[0]).strip() for row in rows[at + 1 :] if _is_key(row[0])]
    # keys lost their first zero; those of 2019 have one digit less
    width = (9 if max(map(int, keys), default=0) >= 10**8 else 8) if verbaende else 8
    values: dict[str, dict[str, float | None]] = {}
    labels = {}
    for line, row in enumerate(rows[at + 1 :], at + 2):
        if not _is_key(row[0]):
            continue
        key = str(row[0]).strip().zfill(width)
        where = f"{path.name}, Blatt {name}, Zeile {line}"
        _once(values, key, where)
        labels[key] = str(row[1])
        values[key] = {
            cell: _number(form, row[i] if i < len(row) else None, f"{where}, {cell}")
            for cell, (i, _) in headings.items()
        }
    dates, notes = {}, {}
    for cell, (_, text) in headings.items():
        said = " ".join(text.split())
        years = list(YEARS.finditer(said))
        if not years:
            message = f"Im Kopf von {cell} steht kein Jahr: „{said}“."
            raise OfficialError(f"{path.name}, Blatt {name}: {message}")
        month, year, end = years[-1].groups()
        dates[cell] = f"20{end}" if end else f"{year}-{MONTHS[month]:02}" if month else year
        if end:
            notes[cell] = f"Jahre {year}–{end}"
        elif span := SPAN.search(said):
            notes[cell] = f"Mittel {span[1]}–{span[2]}"
    return Sheet(name, verbaende, dates, notes, values, labels)


def _is_key(value: object) -> bool:
    return str(value).strip().isdigit()


# ---------------------------------------------------- Gemeindeverzeichnis: a row a kind of record


def _of_kinds(form: Form, path: Path, book: Mapping[str, list[tuple[Any, ...]]]) -> Edition:
    starts = (
        (name, rows, at)
        for name, rows in book.items()
        for at, row in enumerate(rows)
        if str(row[0]) == "Satz-art"
    )
    found = next(starts, None)
    if found is None:
        message = "Kein Blatt hat die Spalte „Satz-art“."
        raise OfficialError(f"{path.name}: {message} {DAMAGED}")
    name, rows, at = found
    above, below = rows[at], rows[at + 1]
    names = [
        re.sub(r"\s*\d\)$", "", " ".join(str(low or high or "").split()))
        for high, low in zip(above, below, strict=True)
    ]
    column = {one: i for i, one in reversed(list(enumerate(names)))}
    fixed = (
        "Land",
        "RB",
        "Kreis",
        "VB",
        "Gem",
        "Gemeindename",
        "Längengrad",
        "Breitengrad",
        *SIZES,
    )
    for one in fixed:
        if one not in column:
            raise OfficialError(f"{path.name}, Blatt {name}: Die Spalte „{one}“ fehlt. {DAMAGED}")
    _needed(form, path, names)
    day = _iso(rows[at + 2][column["insgesamt"]]) or _iso(rows[at + 2][column["Fläche km2"]])
    if not day.endswith("-12-31"):
        message = f"Gebraucht wird der Jahresauszug zum 31. Dezember, hier steht „{day}“."
        raise OfficialError(f"{path.name}, Blatt {name}: {message}")
    plz = next((i for i, one in enumerate(names) if one.startswith("Postleit")), None)
    unread = [
        one
        for one in names
        if one
        and one not in (*fixed, "Satz-art")
        and not one.startswith("Postleit")
        and not form.knows(one)
    ]
    used = {one for rule in form.columns.values() for one in rule.named} | {*SIZES}
    entries: dict[str, Entry] = {}
    verbaende: dict[str, tuple[str, str]] = {}
    kreise: dict[str, str] = {}
    values: dict[str, dict[str, float | None]] = {}
    for line, row in enumerate(rows[at + 3 :], at + 4):
        kind, tk, label = str(row[0]), str(row[1]), str(row[column["Gemeindename"]]).strip()
        land, rb, kreis, vb, gem = (
            str(row[column[one]] or "").strip() for one in ("Land", "RB", "Kreis", "VB", "Gem")
        )
        if kind == "40":
            kreise[land + rb + kreis] = label
        elif kind == "50":
            verbaende[land + rb + kreis + vb] = (label, VERBAND_KINDS.get(tk, ""))
        elif kind == "60":
            where = f"{path.name}, Blatt {name}, Zeile {line}"
            ags, ars = land + rb + kreis + gem, land + rb + kreis + vb + gem
            if len(ags) != 8 or len(ars) != 12:
                raise OfficialError(f"{where}: „{ars}“ ist kein Regionalschlüssel. {DAMAGED}")
            _once(values, ags, where)
            values[ags] = {one: _number(form, row[column[one]], f"{where}, {one}") for one in used}
            point = _point(row[column["Längengrad"]], row[column["Breitengrad"]])
            entries[ags] = Entry(
                ags, ars, label, STATUS.get(tk, ""), str(row[plz] or "") if plz else "",
                values[ags]["Fläche km2"] or 0.0, int(values[ags]["insgesamt"] or 0), point,
            )  # fmt: skip
    sheet = Sheet(name, False, dict.fromkeys(used, day), {}, values)
    register = Register(day, entries, verbaende, kreise)
    return Edition(form, path, day, (sheet,), tuple(dict.fromkeys(unread)), register)


def _point(longitude: object, latitude: object) -> tuple[float, float] | None:
    try:
        return (
            float(str(longitude).strip().replace(",", ".")),
            float(str(latitude).strip().replace(",", ".")),
        )
    except ValueError:
        return None


def _of_lines(form: Form, path: Path, text: str, day: str) -> Edition:
    """GV100AD; columns are positions, as the office's description of the record has them."""
    entries: dict[str, Entry] = {}
    verbaende: dict[str, tuple[str, str]] = {}
    kreise: dict[str, str] = {}
    values: dict[str, dict[str, float | None]] = {}
    rows = text.splitlines()
    stand = f"{rows[0][2:6]}-{rows[0][6:8]}-{rows[0][8:10]}"
    for line, row in enumerate(rows, 1):
        where = f"{path.name}, Zeile {line}"
        if row[2:10] != rows[0][2:10]:
            raise OfficialError(f"{where}: Hier steht ein anderer Gebietsstand. {DAMAGED}")
        kind, label, tk = row[:2], row[22:72].strip(), row[122:124]
        if kind == "40":
            kreise[row[10:15]] = label
        elif kind == "50":
            verbaende[row[10:15] + row[18:22]] = (label, VERBAND_KINDS.get(tk, ""))
        elif kind == "60":
            ags = row[10:18]
            _once(values, ags, where)
            area, population, male = (
                _number(form, row[a:b], where) for a, b in ((128, 139), (139, 150), (150, 161))
            )
            if area is None or population is None or male is None:
                raise OfficialError(f"{where}: Die Zeile ist zu kurz. {DAMAGED}")
            values[ags] = {
                "Fläche km2": area / 100, "insgesamt": population, "männlich": male,
                "weiblich": population - male,
            }  # fmt: skip
            entries[ags] = Entry(
                ags, row[10:15] + row[18:22] + row[15:18], label, STATUS.get(tk, ""),
                row[165:170].strip(), area / 100, int(population),
            )  # fmt: skip
    cells = ("Fläche km2", "insgesamt", "männlich", "weiblich")
    _needed(form, path, cells)
    # the file says the day of the territory only; that of the population is asked for
    sheet = Sheet("", False, dict.fromkeys(cells, day), {}, values)
    return Edition(form, path, stand, (sheet,), (), Register(day, entries, verbaende, kreise))


# ---------------------------------------------------------------- Zensus: columns named by codes


def _of_codes(form: Form, path: Path, text: str) -> Edition:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    names = next(rows)
    _needed(form, path, names)
    about = ("Berichtszeitpunkt", "_RS", "Name", "Regionalebene")
    unread = [one for one in names if one not in about and not form.knows(one)]
    used = [
        (i, one)
        for i, one in enumerate(names)
        if any(one in rule.named for rule in form.columns.values())
    ]
    values: dict[str, dict[str, float | None]] = {}
    days = set()
    for row in rows:
        where = f"{path.name}, Zeile {rows.line_num}"
        if len(row) != len(names):
            message = f"Die Zeile hat {len(row)} Felder statt {len(names)}."
            raise OfficialError(f"{where}: {message} {DAMAGED}")
        days.add(row[0])
        if len(row[1]) != 12:  # Bund, Land, Kreis, Verband
            continue
        ags = row[1][:5] + row[1][9:]
        _once(values, ags, where)
        values[ags] = {one: _number(form, row[i], f"{where}, {one}") for i, one in used}
    if len(days) != 1 or not re.fullmatch(r"\d{8}", found := days.pop()):
        raise OfficialError(f"{path.name}: Der Berichtszeitpunkt ist nicht überall derselbe.")
    day = f"{found[:4]}-{found[4:6]}-{found[6:]}"
    sheet = Sheet("", False, {one: day for _, one in used}, {}, values)
    return Edition(form, path, day, (sheet,), tuple(unread))
