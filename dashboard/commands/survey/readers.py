"""Survey files as columns of text. What a cell means is decided later, by the codebook.

Empty text is "no answer", `NOT_SHOWN` a question the person never saw. Whether a person finished
is read here and the date itself forgotten; what may identify someone is dropped here and cannot
be asked for.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyreadstat
import python_calamine

from dashboard.commands.survey.detection import Format, SurveyFileError, checked

NOT_SHOWN = "{question_not_shown}"
MOST_ROWS, MOST_COLUMNS = 200_000, 5_000
SUBMITTED = ("submitdate", "datum abgeschickt", "date submitted")
# LimeSurvey's own columns, in code, in German and in English
PERSONAL = (
    "id",
    "token",
    "lastpage",
    "startlanguage",
    "seed",
    "startdate",
    "datestamp",
    "ipaddr",
    "refurl",
    "interviewtime",
    "antwort id",
    "response id",
    "zugangsschlüssel",
    "zugangscode",
    "access code",
    "letzte seite",
    "last page",
    "start-sprache",
    "start language",
    "zufallsstartwert",
    "datum gestartet",
    "date started",
    "datum letzte aktivität",
    "date last action",
    "ip-adresse",
    "ip address",
    "weiterleitungs-url",
    "referrer url",
    "gesamtzeit",
    "total time",
    *SUBMITTED,
)
PERSONAL_PATTERN = re.compile(
    r"^(grouptime|gruppenzeit|fragenzeit|group time|question time)|^attribute_\d+$"
    r"|e-?mail|(vor|nach|familien)name|^(first|last)name|telefon|anschrift|straße|hausnummer"
    r"|postleitzahl|\bplz\b|geburtsdatum|^dob$",
    re.IGNORECASE,
)
SAVE_AS = "Die Datei in UTF-8 speichern: in Excel als Dateityp „CSV UTF-8“ (durch Trennzeichen)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A file as read: finished interviews only, no column that names a person.

    Attributes:
        columns: heading -> one text per person.
        labels: heading -> question text, where the file has one.
        value_labels: heading -> code -> answer text, where the file has them.
        user_missing: heading -> codes the file declares as "no answer".
        rows: interviews in the file; `complete` of them are finished.
        dropped: headings that were dropped because they may identify someone.
    """

    format: Format
    columns: Mapping[str, tuple[str, ...]]
    rows: int
    complete: int
    dropped: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    user_missing: Mapping[str, frozenset[str]] = field(default_factory=dict)


def read(path: Path, format_: Format) -> Delivery:
    """Read a file of answers; a file that is broken or of another kind raises SurveyFileError."""
    content = checked(path)
    if format_ is Format.SPSS:
        return _spss(path, content)
    if format_ is Format.SHEET:
        header, rows = sheet(path)
        return _delivery(format_, header, rows)
    header, rows = delimited(content)
    if format_ is Format.LIMESURVEY_VV:
        if not rows or "submitdate" not in rows[0]:
            raise SurveyFileError(
                "Das ist keine VV-Datei: In der zweiten Zeile fehlt „submitdate“. In LimeSurvey "
                "„Antworten exportieren als VV-Datei“ wählen, oder --format limesurvey-csv."
            )
        texts, header, rows = header, rows[0], rows[1:]
        delivery = _delivery(format_, header, [[_plain(cell) for cell in row] for row in rows])
        labels = dict(zip(header, texts, strict=True))
        return Delivery(
            format=format_,
            columns=delivery.columns,
            rows=delivery.rows,
            complete=delivery.complete,
            dropped=delivery.dropped,
            labels={name: labels[name] for name in delivery.columns},
        )
    return _delivery(format_, header, rows)


def is_personal(heading: str) -> bool:
    """Tell whether a column may identify a person, so that nobody can ask for it."""
    return heading.casefold() in PERSONAL or bool(PERSONAL_PATTERN.search(heading))


def delimited(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Return heading and rows of a text file, whatever its separator is."""
    if b"\x00" in content:
        raise SurveyFileError(f"Die Datei ist kein lesbarer Text in UTF-8. {SAVE_AS}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SurveyFileError(f"Zeile {line} ist nicht in UTF-8 gespeichert. {SAVE_AS}") from None
    try:
        rows = max(
            (list(csv.reader(io.StringIO(text, newline=""), delimiter=mark)) for mark in "\t;,"),
            key=lambda found: len(found[0]) if found else 0,
        )
    except csv.Error:
        raise SurveyFileError(
            "Die Datei ist beschädigt: Ein Anführungszeichen wird geöffnet und nicht geschlossen. "
            "Noch einmal ausführen lassen."
        ) from None
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise SurveyFileError(
                f"Datensatz {number} hat {len(row)} Felder, die Kopfzeile {len(rows[0])}. Die "
                "Datei ist abgeschnitten oder wurde von Hand geändert; noch einmal ausführen."
            )
    return rows[0], rows[1:]


def sheet(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return heading and rows of the first sheet of a workbook that has any."""
    try:
        workbook = python_calamine.load_workbook(path)
        tables = [
            workbook.get_sheet_by_name(name).to_python(skip_empty_area=True)
            for name in workbook.sheet_names
        ]
    except (python_calamine.CalamineError, OSError, ValueError):
        raise SurveyFileError(
            "Die Datei lässt sich nicht als Tabelle öffnen: Sie ist beschädigt, mit einem Kennwort "
            "geschützt oder keine Excel- oder ODS-Datei."
        ) from None
    texts = [
        [row for row in ([_cell(cell) for cell in line] for line in table) if any(row)]
        for table in tables
    ]
    for rows in texts:
        if len(rows) > 1 and all(rows[0]):
            return rows[0], rows[1:]
    raise SurveyFileError(
        "In der Arbeitsmappe beginnt kein Blatt mit einer vollständigen Kopfzeile: eine Zeile mit "
        "den Namen aller Spalten, darunter eine Zeile je Person. Verbundene Zellen auflösen."
    )


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _plain(cell: str) -> str:
    if cell == NOT_SHOWN:
        return cell
    for code, sign in {
        "quote": '"',
        "newline": "\n",
        "cr": "\r",
        "tab": "\t",
        "lbrace": "{",
    }.items():
        cell = cell.replace(f"{{{code}}}", sign)
    return cell


def _delivery(format_: Format, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Delivery:
    names = _names(header)
    if len(rows) > MOST_ROWS or len(names) > MOST_COLUMNS:
        raise SurveyFileError(
            f"Die Datei hat {len(rows)} Zeilen und {len(names)} Spalten; erlaubt sind {MOST_ROWS} "
            f"und {MOST_COLUMNS}."
        )
    submitted = next((i for i, name in enumerate(names) if name.casefold() in SUBMITTED), None)
    limesurvey = format_ in (Format.LIMESURVEY_CSV, Format.LIMESURVEY_VV)
    if limesurvey and submitted is None:
        raise SurveyFileError(
            "Die Spalte „submitdate“ („Datum Abgeschickt“) fehlt; ohne sie ist nicht zu erkennen, "
            "wer den Fragebogen beendet hat. Beim Ausführen aus LimeSurvey mit auswählen."
        )
    finished = [
        row for row in rows if submitted is None or row[submitted].strip() not in ("", NOT_SHOWN)
    ]
    gone = "N/A" if limesurvey else NOT_SHOWN
    columns = {
        name: tuple(
            NOT_SHOWN if row[index].strip() == gone else row[index].strip() for row in finished
        )
        for index, name in enumerate(names)
        if not is_personal(name)
    }
    return Delivery(
        format=format_,
        columns=columns,
        rows=len(rows),
        complete=len(finished),
        dropped=tuple(name for name in names if name not in columns),
    )


def _names(header: Sequence[str]) -> list[str]:
    """Return the headings on one line each; one that stands twice gets a number."""
    seen: Counter[str] = Counter()
    names = []
    for text in header:
        name = " ".join(re.sub(r"<[^>]*>", " ", text).replace("\xa0", " ").split())
        if not name:
            raise SurveyFileError(
                "Eine Spalte hat keine Überschrift. Der ersten Zeile fehlt ein Name."
            )
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return names


def _spss(path: Path, content: bytes) -> Delivery:
    if content[:4] not in (b"$FL2", b"$FL3"):
        raise SurveyFileError(
            "Das ist keine SPSS-Datei (.sav oder .zsav). Kommt sie aus LimeSurvey, ist es eine "
            "Befehlsdatei: dort lieber als CSV ausführen und --format limesurvey-csv angeben."
        )
    _, shape = _pyreadstat(path, only_shape=True)
    if (shape.number_rows or 0) > MOST_ROWS or (shape.number_columns or 0) > MOST_COLUMNS:
        raise SurveyFileError("Die SPSS-Datei hat mehr Personen oder Variablen als eine Befragung.")
    frame, meta = _pyreadstat(path)
    wanted = [name for name in frame.columns if not is_personal(str(name))]
    value_labels = {
        name: {_code(code): str(label).strip() for code, label in labels.items()}
        for name, labels in meta.variable_value_labels.items()
        if name in wanted
    }
    columns = {str(name): tuple(_code(value) for value in frame[name]) for name in wanted}
    missing: dict[str, frozenset[str]] = {}
    for name, ranges in meta.missing_ranges.items():
        if name in columns:
            inside = _inside(ranges)
            missing[name] = frozenset(filter(inside, {*columns[name], *value_labels.get(name, {})}))
    return Delivery(
        format=Format.SPSS,
        columns=columns,
        rows=len(frame),
        complete=len(frame),
        dropped=tuple(str(name) for name in frame.columns if name not in wanted),
        labels={name: str(label) for name, label in meta.column_names_to_labels.items() if label},
        value_labels=value_labels,
        user_missing=missing,
    )


def _pyreadstat(
    path: Path, *, only_shape: bool = False
) -> tuple[pd.DataFrame, pyreadstat.metadata_container]:
    for encoding in (None, "LATIN1"):  # as the file says, else as old German files are
        try:
            return pyreadstat.read_sav(
                path, encoding=encoding, metadataonly=only_shape, user_missing=True
            )
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
            wrong_letters = "encod" in str(error).lower() or "convert" in str(error).lower()
        except (ValueError, OverflowError, MemoryError, UnicodeDecodeError):
            wrong_letters = False
        if not wrong_letters:
            break
    raise SurveyFileError(
        "Die SPSS-Datei ist beschädigt oder abgeschnitten. Noch einmal aus SPSS speichern und "
        "unverändert übertragen."
    )


def _code(value: object) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _inside(ranges: Sequence[object]) -> Callable[[str], bool]:
    """Return the test whether a code lies in one of the file's ranges of missing values."""
    spans = [(one["lo"], one["hi"]) if isinstance(one, dict) else (one, one) for one in ranges]

    def inside(code: str) -> bool:
        return any(_between(code, low, high) for low, high in spans)

    return inside


def _between(code: str, low: object, high: object) -> bool:
    if isinstance(low, str):
        return bool(code) and code == low
    try:
        return float(str(low)) <= float(code) <= float(str(high))
    except ValueError:
        return False
