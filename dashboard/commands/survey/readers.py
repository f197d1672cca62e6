"""Survey files as columns of text. What a cell means is decided later, by the codebook.

Empty text is "no answer", `NOT_SHOWN` a question the person never saw. Whether a person finished
is read here and the date itself forgotten; what may identify someone is dropped here and cannot
be asked for (`privacy`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyreadstat

from dashboard.commands.survey import privacy, workbooks
from dashboard.commands.survey.cells import NOT_COMPUTED, error_of, text_of
from dashboard.commands.survey.delimited import Records, delimited
from dashboard.commands.survey.delivery import NOT_SHOWN, Delivery, Shape, Tool
from dashboard.commands.survey.detection import Format, SurveyFileError, checked
from dashboard.commands.survey.texts import normal, shown

MOST_ROWS, MOST_COLUMNS = 200_000, 5_000
OLD_EXCEL = (
    "In .xls und .xlsb ist eine Zelle mit Fehlerwert (#NV, #DIV/0! …) nicht von einer leeren zu "
    "unterscheiden. Gibt es solche, die Datei als .xlsx speichern."
)
EFS_NOT_SEEN, EFS_EMPTY = "-77", ("-66", "-99")
EFS_FINISHED = ("31", "32")
SOSCI_FINISHED = "1"
SOSCI_NO_ANSWER = frozenset(str(code) for code in range(-9, 0))
R_DATA = re.compile(r"_R_data_file\.csv$", re.IGNORECASE)
DATE_FORMATS = re.compile(r"^(E|A|S|J)?DATE|^DATETIME|^YMDHMS|^MOYR|^QYR|^WKYR|^D?TIME|^MTIME")


CLOSED = (Shape.MULTIPLE, Shape.RANKING, Shape.ARRAY)
OWN_COLUMNS = {Tool.SOSCI: privacy.SOSCI, Tool.EFS: privacy.EFS}


def read(path: Path, format_: Format, names: Sequence[str] = ()) -> Delivery:
    """Read a file of answers; a file that is broken or of another kind raises SurveyFileError.

    `names` are those of the columns of a file that has no headings, as LimeSurvey gives it to R.
    """
    content = checked(path)
    if format_ is Format.SPSS:
        return _spss(path, content)
    if format_ is Format.SHEET:
        return _delivery(format_, table(path))
    found = delimited(content)
    if names:
        found = _named(found, names)
    elif R_DATA.search(path.name):
        raise SurveyFileError(
            "Das sind die Daten aus LimeSurveys R-Ausfuhr; sie haben weder Überschriften noch "
            "Wortlaut. Die .R-Datei, die dazugehört, mit --questionnaire angeben, oder in "
            "LimeSurvey „Antworten exportieren“ und als Format CSV wählen."
        )
    if format_ is Format.LIMESURVEY_VV:
        if not found.rows or "submitdate" not in found.rows[0]:
            raise SurveyFileError(
                "Das ist keine VV-Datei: In der zweiten Zeile fehlt „submitdate“. In LimeSurvey "
                "„Antworten exportieren als VV-Datei“ wählen, oder --format limesurvey-csv."
            )
        plain = [[_plain(cell) for cell in row] for row in found.rows[1:]]
        codes = replace(found, header=found.rows[0], rows=plain, numbers=found.numbers[1:])
        return _delivery(format_, codes, texts=found.header)
    return _delivery(format_, found)


def _named(found: Records, names: Sequence[str]) -> Records:
    """Return a file without headings with those that its script gives."""
    if len(names) != len(found.header):
        raise SurveyFileError(
            f"Die .R-Datei nennt {len(names)} Spalten, die Daten haben {len(found.header)}. Beide "
            "gehören zu einer Ausfuhr; noch einmal zusammen ausführen."
        )
    if set(found.header) & set(names):
        return replace(found, header=list(names))
    return replace(found, header=list(names), rows=[found.header, *found.rows],
                   numbers=[1, *found.numbers])  # fmt: skip


def table(path: Path) -> Records:
    """Return the first sheet of a workbook that has a heading row and something below."""
    for sheet in workbooks.sheets(path):
        if len(sheet.rows) > 1 and all(sheet.rows[0]):
            return Records(
                header=sheet.rows[0],
                rows=list(sheet.rows[1:]),
                numbers=list(sheet.numbers[1:]),
                remarks=() if workbooks.tells_errors(path) else (OLD_EXCEL,),
                sheet=sheet.name,
                letters=tuple(map(sheet.letters, range(len(sheet.rows[0])))),
            )
    raise SurveyFileError(
        "In der Arbeitsmappe beginnt kein Blatt mit einer vollständigen Kopfzeile: eine Zeile mit "
        "den Namen aller Spalten, darunter eine Zeile je Person. Verbundene Zellen auflösen."
    )


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


def _delivery(format_: Format, found: Records, *, texts: Sequence[str] = ()) -> Delivery:
    """Return what a table holds; `texts` are the questions where headings are codes."""
    rows, numbers = found.rows, found.numbers
    names = _names(found.header)
    if len(rows) > MOST_ROWS or len(names) > MOST_COLUMNS:
        raise SurveyFileError(
            f"Die Datei hat {len(rows)} Zeilen und {len(names)} Spalten; erlaubt sind {MOST_ROWS} "
            f"und {MOST_COLUMNS}."
        )
    tool = _tool(format_, names)
    if tool is Tool.SOSCI and rows and _explains(names, rows[0]):
        texts, rows, numbers = rows[0], rows[1:], numbers[1:]
    labels = {name: normal(text) for name, text in zip(names, texts, strict=False) if text}
    marks, said = _finished(format_, tool, names, rows)
    lines = tuple(number for number, mark in zip(numbers, marks, strict=True) if mark)
    done = [row for row, mark in zip(rows, marks, strict=True) if mark]
    gone = {
        Tool.LIMESURVEY: "N/A" if format_ is Format.LIMESURVEY_CSV else NOT_SHOWN,
        Tool.EFS: EFS_NOT_SEEN,
    }.get(tool, NOT_SHOWN)
    empty = EFS_EMPTY if tool is Tool.EFS else ()
    alike: dict[str, str] = {}  # each different cell is read once

    def plain(cell: str) -> str:
        if cell not in alike:
            text = normal(cell)
            text = NOT_SHOWN if text in (gone, NOT_SHOWN) else "" if text in empty else text
            alike[cell] = error_of(text) or text
        return alike[cell]

    own = OWN_COLUMNS.get(tool, frozenset())
    columns: dict[str, tuple[str, ...]] = {}
    for index, name in enumerate(names):
        if privacy.is_personal(name, labels.get(name, ""), own=own):
            columns[name] = ()  # dropped for its heading: nobody need look at it
            continue
        alike.clear()
        columns[name] = tuple(plain(row[index]) for row in done)
    delivery = Delivery(
        format=format_,
        columns=columns,
        rows=len(rows),
        complete=len(done),
        dropped=(),
        labels=labels,
        lines=lines,
        sheet=found.sheet,
        letters=dict(zip(names, found.letters, strict=False)),
        remarks=(*found.remarks, *said),
        tool=tool,
    )
    if tool is Tool.SOSCI:
        coded = {name: SOSCI_NO_ANSWER & set(cells) for name, cells in columns.items()}
        delivery = replace(delivery, user_missing={n: f for n, f in coded.items() if f})
    kept = without_persons(delivery)
    return replace(kept, remarks=(*kept.remarks, *_error_remarks(kept)))


def _error_remarks(delivery: Delivery) -> Iterator[str]:
    """Yield where a formula failed, so that nobody knows what was answered."""
    told = ""
    for name, cells in delivery.columns.items():
        found: dict[str, list[int]] = {}
        for place, cell in enumerate(cells):
            if error_of(cell):
                found.setdefault(cell, []).append(delivery.line(place))
        for error, lines in found.items():
            told += error
            yield f"„{shown(name)}“: {error} statt einer Antwort, {delivery.cells(name, lines)}."
    if NOT_COMPUTED in told:
        yield (
            f"{NOT_COMPUTED} heißt: Das Ergebnis einer Formel wurde nie ausgerechnet. Die Datei "
            "einmal in Excel oder LibreOffice öffnen und speichern."
        )


def without_persons(delivery: Delivery) -> Delivery:
    """Return the delivery without columns that may identify someone, with the reason of each.

    The text of an answer to tick, of a row or a place („Telefon“) asks nobody for anything.
    """
    own = OWN_COLUMNS.get(delivery.tool, frozenset())
    reasons = dict(delivery.reasons)
    open_ = set()
    for name, cells in delivery.columns.items():
        part = delivery.parts.get(name)
        closed = part is not None and part.shape in CLOSED and not part.free
        label = "" if closed else delivery.labels.get(name, "")
        printed = set(delivery.value_labels.get(name, {}))
        told = Counter(cell for cell in cells if not error_of(cell))
        del told[NOT_SHOWN], told[""]
        why = privacy.is_personal(name, label, own=own)
        if not why and not printed and not privacy.OTHER_HEADING.search(name):
            why = privacy.content_reason(told)
        if why:
            reasons[name] = why
        elif privacy.is_open(name, told, printed):
            open_.add(name)
    kept = {name: cells for name, cells in delivery.columns.items() if name not in reasons}
    return replace(
        delivery,
        columns=kept,
        dropped=(*delivery.dropped, *(name for name in delivery.columns if name in reasons)),
        reasons=reasons,
        open=frozenset(open_),
        labels={name: text for name, text in delivery.labels.items() if name in kept},
        value_labels={n: of for n, of in delivery.value_labels.items() if n in kept},
        user_missing={n: of for n, of in delivery.user_missing.items() if n in kept},
    )


def _tool(format_: Format, names: Sequence[str]) -> Tool:
    small = {name.casefold() for name in names}
    if format_ in (Format.LIMESURVEY_CSV, Format.LIMESURVEY_VV):
        return Tool.LIMESURVEY
    if {"case", "started"} <= small or {"questnnr", "finished"} <= small:
        return Tool.SOSCI
    if "dispcode" in small:
        return Tool.EFS
    if any(privacy.tool_column(name) == "submitdate" for name in names):
        return Tool.LIMESURVEY
    if small & privacy.FORMS - {"id"}:
        return Tool.FORMS
    return Tool.OTHER


def _explains(names: Sequence[str], row: Sequence[str]) -> bool:
    """Tell whether a row below the headings holds what they mean instead of answers."""
    at = next((i for i, name in enumerate(names) if name.casefold() == "case"), 0)
    return bool(row) and not row[at].strip().isdigit()


def _finished(
    format_: Format, tool: Tool, names: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[list[bool], list[str]]:
    """Return which interviews are finished, by the mark of the tool, and what is said about it."""
    small = [name.casefold() for name in names]

    def marks(index: int, *values: str) -> list[bool]:
        cells = [row[index].strip() for row in rows]
        cells = ["" if error_of(cell) else cell for cell in cells]
        if values:
            return [cell.removesuffix(".0") in values for cell in cells]
        return [cell not in ("", NOT_SHOWN, "N/A", "N", "0") for cell in cells]

    submitted = next((i for i, n in enumerate(names) if privacy.tool_column(n) == "submitdate"), -1)
    if tool is Tool.SOSCI and "finished" in small:
        return marks(small.index("finished"), SOSCI_FINISHED), []
    if tool is Tool.EFS:
        return marks(small.index("dispcode"), *EFS_FINISHED), []
    if submitted >= 0:
        return marks(submitted), []
    last = next((i for i, n in enumerate(names) if privacy.tool_column(n) == "lastpage"), -1)
    if last >= 0:
        pages = [row[last].strip() for row in rows]
        top = max((int(page) for page in pages if page.isdigit()), default=0)
        return [page == str(top) for page in pages], [
            f"Wer beendet hat, ist nur an der letzten Seite zu erkennen: Gezählt wird, wer bis "
            f"Seite {top} kam („{shown(names[last])}“)."
        ]
    if format_ in (Format.LIMESURVEY_CSV, Format.LIMESURVEY_VV):
        raise SurveyFileError(
            "Die Spalte „submitdate“ („Datum Abgeschickt“) fehlt; ohne sie ist nicht zu erkennen, "
            "wer den Fragebogen beendet hat. Beim Ausführen aus LimeSurvey mit auswählen. Kommt "
            "die Datei nicht aus LimeSurvey: --format csv."
        )
    said = (
        []
        if tool is Tool.FORMS
        else ["Ein Kennzeichen für beendete Fragebögen hat die Datei nicht; alle Zeilen zählen."]
    )
    return [True] * len(rows), said


def _names(header: Sequence[str]) -> list[str]:
    """Return the headings on one line each; one that stands twice gets a number."""
    seen: Counter[str] = Counter()
    names = []
    for number, text in enumerate(header, start=1):
        name = normal(re.sub(r"<[^>]*>", " ", text))
        if not name or error_of(name):
            raise SurveyFileError(
                f"Spalte {number} hat {f'{name} als' if name else 'keine'} Überschrift. Der ersten "
                "Zeile fehlt dort ein Name."
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
    unreadable = _unreadable(path, shape)
    wanted = [str(name) for name in shape.column_names if name not in unreadable]
    frame, meta = _pyreadstat(path, columns=wanted if unreadable else None)
    cells = {str(name): [text_of(value) for value in frame[name]] for name in wanted}
    names = list(cells)
    tool = _tool(Format.SPSS, names)
    rows = list(map(list, zip(*cells.values(), strict=True))) if cells else []
    marks, said = _finished(Format.SPSS, tool, names, rows)
    if tool is Tool.OTHER:
        said = []  # what was saved in SPSS is taken for what somebody wanted to keep
    columns = {
        name: tuple(normal(v) for v, mark in zip(of, marks, strict=True) if mark)
        for name, of in cells.items()
    }
    value_labels = {
        str(name): {text_of(code): normal(str(label)) for code, label in labels.items()}
        for name, labels in meta.variable_value_labels.items()
    }
    missing: dict[str, frozenset[str]] = {}
    for name, ranges in meta.missing_ranges.items():
        if name in columns:
            inside = _inside(ranges)
            missing[name] = frozenset(filter(inside, {*columns[name], *value_labels.get(name, {})}))
    dates = {
        str(name): "Datum oder Uhrzeit"
        for name, kind in meta.original_variable_types.items()
        if DATE_FORMATS.match(str(kind)) and str(name) in columns
    }
    if unreadable:
        listed = ", ".join(f"„{shown(name)}“" for name in unreadable)
        said = [*said, f"Nicht gelesen, weil Zeichen darin beschädigt sind: {listed}."]
    return without_persons(
        Delivery(
            format=Format.SPSS,
            columns=columns,
            rows=len(frame),
            complete=sum(marks),
            dropped=tuple(unreadable),
            labels={
                str(name): normal(str(label))
                for name, label in meta.column_names_to_labels.items()
                if label
            },
            value_labels=value_labels,
            user_missing=missing,
            lines=tuple(place + 1 for place, mark in enumerate(marks) if mark),
            reasons={**dates, **dict.fromkeys(unreadable, "beschädigte Zeichen")},
            remarks=tuple(said),
            tool=tool,
        )
    )


def _unreadable(path: Path, shape: pyreadstat.metadata_container) -> list[str]:
    """Return the columns of a file in UTF-8 that hold letters of another encoding."""
    texts = [name for name, kind in shape.readstat_variable_types.items() if kind == "string"]
    if "UTF-8" not in str(shape.file_encoding).upper() or not texts or _opens(path, None):
        return []
    return [str(name) for name in texts if not _opens(path, [name])]


def _opens(path: Path, columns: list[str] | None) -> bool:
    try:
        pyreadstat.read_sav(
            path, usecols=columns, user_missing=True, disable_datetime_conversion=True
        )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, MemoryError):
        return False
    return True


def _pyreadstat(
    path: Path, *, only_shape: bool = False, columns: list[str] | None = None
) -> tuple[pd.DataFrame, pyreadstat.metadata_container]:
    for encoding in (None, "LATIN1"):  # as the file says, else as old German files are
        try:
            return pyreadstat.read_sav(
                path,
                encoding=encoding,
                metadataonly=only_shape,
                usecols=columns,
                user_missing=True,
                disable_datetime_conversion=True,
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
