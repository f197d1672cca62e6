"""The questions of a survey as a workbook in German words: filled in as far as known, then edited.

From it the program writes the codebook; nobody has to write one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.commands.survey import workbooks
from dashboard.commands.survey.cells import error_of, number_of
from dashboard.commands.survey.codebook import GERMAN
from dashboard.commands.survey.detection import SurveyFileError
from dashboard.commands.survey.draft import Suggested
from dashboard.commands.survey.readers import NOT_SHOWN, Delivery
from dashboard.commands.survey.texts import normal, shown
from dashboard.facts.survey_model import (
    AggregateUnit,
    OptionKind,
    PublicationStatus,
    QuestionType,
    SamplingType,
    Survey,
    SurveyRole,
    WordingStatus,
)
from dashboard.wording import survey_words

SURVEY, QUESTIONS, GROUPS, COLUMNS = "Befragung", "Fragen", "Gruppen", "Spalten"
YES, NO = "ja", "nein"
KINDS = {
    OptionKind.NEUTRAL: "neutral",
    OptionKind.OTHER: "Sonstiges",
    OptionKind.DONT_KNOW: "weiß nicht",
    OptionKind.NO_ANSWER: "keine Angabe",
    OptionKind.NOT_SHOWN: "nicht gestellt",
}
ONLY_WHETHER = "nur ob"
TYPES = {word: type_ for type_, word in GERMAN.items()}
UNITS = {word: unit for unit, word in survey_words.UNITS.items()}
SAMPLINGS = {
    "freiwillig, wer wollte": SamplingType.SELF_SELECTED,
    "Zufallsauswahl": SamplingType.PROBABILITY,
    "alle befragt": SamplingType.CENSUS,
    "fester Kreis": SamplingType.PANEL,
    "unbekannt": SamplingType.UNKNOWN,
}
# heading -> width, words to choose from
HEADINGS: Mapping[str, tuple[int, Sequence[str]]] = {
    "Nr": (5, ()),
    "zeigen": (9, (YES, NO)),
    "Wortlaut": (50, ()),
    "Aussage": (24, ()),
    "Art": (18, tuple(TYPES)),
    "Antworten": (44, ()),
    "Filter": (26, ()),
    "heikel": (9, (YES, NO)),
    "nach Gruppen": (13, (YES, NO)),
    "Einheit": (12, tuple(UNITS)),
    "kein Wert": (16, ()),
    "Spalte": (22, ()),
    "Trennzeichen": (13, ()),
}
GROUP_HEADINGS = {"Gruppe": 20, "Spalte": 24, "Klasse": 24, "von": 8, "bis": 8, "Werte": 40}
NEEDED: Mapping[str, Collection[str]] = {  # sheet → headings that must stand in its first line
    QUESTIONS: HEADINGS,
    GROUPS: GROUP_HEADINGS,
    SURVEY: ("Angabe", "Eintrag"),
}
FIELDS: Mapping[str, str] = {
    "Kennung": "Kurz, in Großbuchstaben, etwa MOE-2026; was in surveys.toml schon steht, gilt",
    "Stadt": "Kennung der Stadt aus towns.toml, etwa moelln",
    "Ort": "So steht der Ort auf der Seite",
    "Titel": "Wie die Befragung heißt",
    "Auswahl": f"Wer geantwortet hat: {'; '.join(SAMPLINGS)}",
    "Zeitraum von": "Jahr und Monat, etwa 2026-05",
    "Zeitraum bis": "Jahr und Monat",
    "Befragt hat": "Amt oder Einrichtung",
    "Quelle": "Internetadresse, unter der die Befragung vorgestellt ist",
    "Projekt": "ja, wenn sie zur Kleinstadtakademie gehörte, sonst nein",
}
HOW_TO = (
    "Eine Zeile ist eine Frage. Bei „zeigen“ ja eintragen, was auf die Seite soll; der Rest bleibt "
    "draußen.",
    "Antworten: eine je Zeile in der Reihenfolge des Fragebogens, „Wert der Datei = Wortlaut“. "
    "Zwei zusammenfassen: beiden denselben Wortlaut geben. In eckigen Klammern dahinter, wenn es "
    f"keine inhaltliche Antwort ist: {', '.join(KINDS.values())}.",
    "Filter: „Spalte = Wert; Wert“, wenn nur gefragt wurde, wer dort diesen Wert hat; „alle“, wenn "
    "alle.",
    "Zeilenumbruch in einer Zelle: Alt und Eingabetaste.",
)
AGE = re.compile(r"\balter\b|\bage\b|wie alt", re.IGNORECASE)
SEX = re.compile(r"geschlecht|\bsex\b|gender", re.IGNORECASE)
AGE_CLASSES = (("18 bis 39", 18, 39), ("40 bis 64", 40, 64), ("ab 65", 65, None))
LINE = re.compile(r"^(?:(?P<values>.+?) = )?(?P<label>.*?)(?: ?\[(?P<kind>[^\]]*)\])?$")


def workbook(
    questions: Sequence[Suggested],
    left: Sequence[tuple[str, str]],
    delivery: Delivery,
    survey: Survey | None,
) -> bytes:
    """Return the workbook of a file: what it holds, and the questions nobody has chosen yet."""
    book = Workbook()
    first = book.active
    first.title = QUESTIONS
    _head(first, {name: width for name, (width, _) in HEADINGS.items()})
    for number, one in enumerate(questions, start=1):
        first.append([_safe(cell) for cell in _question_row(number, one)])
        for cell in first[first.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for index, (_, words) in enumerate(HEADINGS.values(), start=1):
        if words:
            choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
            first.add_data_validation(choice)
            letter = first.cell(row=1, column=index).column_letter
            choice.add(f"{letter}2:{letter}{first.max_row + 50}")
    first.freeze_panes = "D2"
    groups = book.create_sheet(GROUPS)
    _head(groups, GROUP_HEADINGS)
    for row in _group_rows(delivery):
        groups.append([_safe(cell) for cell in row])
    about = book.create_sheet(SURVEY)
    _head(about, {"Angabe": 18, "Eintrag": 40, "Was dort steht": 70})
    known = {"Kennung": survey.id, "Ort": survey.place, "Titel": survey.title} if survey else {}
    for name, text in FIELDS.items():
        about.append([name, known.get(name, ""), text])
    columns = book.create_sheet(COLUMNS)
    _head(columns, {"Spalte": 40, "kommt hinein": 14, "warum": 60})
    for name in delivery.columns:
        why = dict(left).get(name, "")
        columns.append([_safe(name), NO if why else "wenn zeigen ja", why])
    for name in delivery.dropped:
        why = f"kann Personen erkennbar machen: {delivery.reasons.get(name, '')}"
        columns.append([_safe(name), "nie", why])
    guide = book.create_sheet("Anleitung")
    guide.column_dimensions["A"].width = 110
    for text in HOW_TO:
        guide.append([text])
        guide.cell(row=guide.max_row, column=1).alignment = Alignment(wrap_text=True)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _head(sheet: Worksheet, widths: Mapping[str, int]) -> None:
    sheet.append(list(widths))
    for cell, width in zip(sheet[1], widths.values(), strict=True):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE3EC")
        sheet.column_dimensions[cell.column_letter].width = width


def _safe(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+@" else value


def _question_row(number: int, one: Suggested) -> list[object]:
    lines = []
    for option in one.options:
        values = option.get("values") or [option["code"]]
        joined = "; ".join(map(str, values)) if isinstance(values, list) else str(values)
        place = str(option.get("column") or joined)
        label = str(option["label"])
        kind = (
            ONLY_WHETHER
            if option.get("filled")
            else KINDS.get(OptionKind(str(option.get("kind", "substantive"))), "")
        )
        text = label if place == label else f"{place} = {label}"
        lines.append(f"{text} [{kind}]" if kind else text)
    asked = f"{one.asked_if[0]} = {'; '.join(one.asked_if[1])}" if one.asked_if else ""
    unit = survey_words.UNITS[AggregateUnit.MINUTES] if one.type is QuestionType.NUMERIC else ""
    return [number, NO, one.wording, one.item, GERMAN[one.type], "\n".join(lines), asked, NO, NO,
            unit, "", one.column, one.separator]  # fmt: skip


def _group_rows(delivery: Delivery) -> Iterator[list[object]]:
    for name, values in delivery.columns.items():
        text = f"{name} {delivery.labels.get(name, '')}"
        numbers = [int(value) for value in values if value.isdigit()]
        if AGE.search(text) and numbers and max(numbers) > 40:
            for label, low, high in AGE_CLASSES:
                yield ["Altersgruppe", name, label, low, high, ""]
        elif SEX.search(text):
            labels = delivery.value_labels.get(name, {})
            for value in dict.fromkeys([*labels, *sorted(set(values))]):
                if value not in ("", NOT_SHOWN):
                    yield ["Geschlecht", name, labels.get(value, value), "", "", value]


# ---------------------------------------------------------------------------------------- read


def read(path: Path) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each sheet by heading, `Zeile` being the line; faults are raised."""
    tables = {sheet.name: sheet for sheet in workbooks.sheets(path)}
    found: dict[str, list[dict[str, str]]] = {}
    for name, needed in NEEDED.items():
        if name not in tables:
            raise SurveyFileError(
                f"In „{path.name}“ fehlt das Blatt „{name}“. Wird die Datei gelöscht, schreibt das "
                "Programm sie neu."
            )
        sheet = tables[name]
        heads = [_text(cell) for cell in sheet.rows[0]] if sheet.rows else []
        if missing := [one for one in needed if one not in heads]:
            raise SurveyFileError(
                f"„{path.name}“: Auf dem Blatt „{name}“ fehlt die Spalte „{missing[0]}“. Die "
                "Überschriften bleiben, wie sie sind."
            )
        found[name] = []
        for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True):
            for place, cell in enumerate(row):
                if error := error_of(cell):
                    raise SurveyFileError(
                        f"„{path.name}“, Blatt „{name}“, {sheet.letters(place)}{number}: {error} "
                        "statt eines Eintrags. Die Zelle neu schreiben."
                    )
            texts = dict(zip(heads, map(_text, row), strict=False))
            found[name].append({**dict.fromkeys(needed, ""), **texts, "Zeile": str(number)})
    return found


def survey_fields(sheets: Mapping[str, list[dict[str, str]]]) -> dict[str, str]:
    """Return what the sheet says of the survey, by field."""
    return {row["Angabe"]: row.get("Eintrag", "") for row in sheets[SURVEY]}


def survey_block(fields: Mapping[str, str], complete: int, towns: Collection[str]) -> str:
    """Return the block of a new survey in one of these towns for surveys.toml."""
    for name in ("Kennung", "Stadt", "Ort", "Titel", "Quelle"):
        if not fields.get(name):
            raise SurveyFileError(f"Auf dem Blatt „{SURVEY}“ fehlt der Eintrag „{name}“.")
    id_ = fields["Kennung"]
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{2,30}", id_):
        raise SurveyFileError(
            f"Blatt „{SURVEY}“: „{shown(id_)}“ ist keine Kennung. Großbuchstaben, Ziffern und "
            "Bindestriche, etwa MOE-2026."
        )
    if fields["Stadt"] not in towns:
        raise SurveyFileError(
            f"Blatt „{SURVEY}“: Die Stadt „{shown(fields['Stadt'])}“ ist nicht bekannt. Möglich: "
            f"{', '.join(towns)}."
        )
    sampling = fields.get("Auswahl") or "unbekannt"
    if sampling not in SAMPLINGS:
        raise SurveyFileError(
            f"Blatt „{SURVEY}“: „{shown(sampling)}“ ist keine Auswahl. Möglich: "
            f"{'; '.join(SAMPLINGS)}."
        )
    project = fields.get("Projekt", "").casefold() == YES
    values = {
        "role": SurveyRole.PROJECT if project else SurveyRole.LOCAL_OTHER,
        "town": fields["Stadt"],
        "place": fields["Ort"],
        "title": fields["Titel"],
        "sampling": SAMPLINGS[sampling],
        "field_start": fields.get("Zeitraum von", ""),
        "field_end": fields.get("Zeitraum bis", ""),
        "n": str(complete),
        "institution": fields.get("Befragt hat", ""),
        "published": "Die Ergebnisse hat die Stelle übergeben, die gefragt hat.",
        "status": PublicationStatus.VALUES,
        "source_url": fields["Quelle"],
    }
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if value]
    return "\n".join(["", f"[{id_}]", *lines, ""])


def codebook_text(
    sheets: Mapping[str, list[dict[str, str]]], survey: str, printed: Collection[str] = ()
) -> str:
    """Return the codebook that the workbook describes; `printed` is known to be the wording."""
    lines = [f"# Geschrieben aus den Fragen der Arbeitsmappe.\nsurvey = {_toml(survey)}\n"]
    grouped = []
    for row in sheets[QUESTIONS]:
        chosen = row["zeigen"].casefold()
        place = f"Blatt „{QUESTIONS}“, Zeile {row['Zeile']}"
        if chosen not in (YES, NO, ""):
            raise SurveyFileError(
                f"{place}: Bei „zeigen“ steht „{shown(chosen)}“ statt ja oder nein."
            )
        if chosen != YES:
            continue
        id_ = f"f{row['Nr'].removesuffix('.0') or row['Zeile']}"
        lines += [f"[questions.{id_}]", *_question_lines(row, place, printed), ""]
        if row["nach Gruppen"].casefold() == YES:
            grouped.append(id_)
    lines += _group_lines(sheets[GROUPS], grouped)
    return "\n".join(lines) + "\n"


def _question_lines(row: Mapping[str, str], place: str, printed: Collection[str]) -> Iterator[str]:
    if row["Art"] not in TYPES:
        raise SurveyFileError(
            f"{place}: „{shown(row['Art'])}“ ist keine Art von Frage. Möglich: {', '.join(TYPES)}."
        )
    type_ = TYPES[row["Art"]]
    multiple = type_ is QuestionType.SELECT_MULTIPLE
    yield f'type = "{type_}"'
    yield f"position = {int(float(row['Nr'] or row['Zeile']))}"
    yield f"wording = {_toml(row['Wortlaut'])}"
    options = [*_option_lines(row, place, in_columns=multiple and not row["Trennzeichen"])]
    labels = [one.partition("label = ")[2].partition('"')[2].partition('"')[0] for one in options]
    if row["Wortlaut"] in printed and {*labels} <= {*printed, KINDS[OptionKind.OTHER]}:
        yield f'wording_status = "{WordingStatus.VERBATIM}"'
    if row["Aussage"]:
        yield f"item = {_toml(row['Aussage'])}"
    base = "alle, denen die Frage gestellt wurde" if multiple else "alle mit gültiger Antwort"
    yield f"base = {_toml(base)}"
    if row["heikel"].casefold() == YES:
        yield "sensitive = true"
    yield from _filter_line(row["Filter"], place)
    if row["Spalte"]:
        yield f"column = {_toml(row['Spalte'])}"
    if type_ is QuestionType.NUMERIC:
        unit = row["Einheit"]
        if unit not in UNITS:
            raise SurveyFileError(
                f"{place}: „{shown(unit)}“ ist keine Einheit. Möglich: {', '.join(UNITS)}."
            )
        yield f'unit = "{UNITS[unit]}"'
        if row["kein Wert"]:
            yield f"no_answer = {_toml(_list(row['kein Wert']))}"
        return
    if row["Trennzeichen"]:
        yield f"separator = {_toml(row['Trennzeichen'])}"
    yield "options = ["
    yield from options
    yield "]"


def _option_lines(row: Mapping[str, str], place: str, *, in_columns: bool) -> Iterator[str]:
    kinds = {word: kind for kind, word in KINDS.items()}
    by_label: dict[str, tuple[list[str], str, bool]] = {}
    for text in filter(None, (normal(line) for line in row["Antworten"].split("\n"))):
        match = LINE.match(text)
        assert match
        label, kind = match["label"], match["kind"] or ""
        if kind and kind != ONLY_WHETHER and kind not in kinds:
            label, kind = f"{label} [{kind}]", ""
        values = [match["values"]] if in_columns else _list(match["values"] or label)
        if in_columns and (not match["values"] or label in by_label):
            raise SurveyFileError(
                f"{place}: Bei „{shown(text)}“ fehlt die Spalte der Datei, oder zwei Antworten "
                "heißen gleich. Bei Mehrfachauswahl lassen sich Antworten nicht zusammenfassen."
            )
        known = by_label.setdefault(label, ([], kind, kind == ONLY_WHETHER))
        known[0].extend(values)
    for number, (label, (values, kind, filled)) in enumerate(by_label.items(), start=1):
        parts = [f'code = "{number}"', f"label = {_toml(label)}"]
        if kind in kinds:
            parts.append(f'kind = "{kinds[kind]}"')
        if in_columns:
            parts.append(f"column = {_toml(values[0])}")
        else:
            parts.append(f"values = {_toml(values)}")
        if filled:
            parts += ["filled = true", f'kind = "{OptionKind.OTHER}"']
        yield f"  {{{', '.join(parts)}}},"


def _filter_line(text: str, place: str) -> Iterator[str]:
    if not text:
        return
    if text.casefold() == "alle":
        yield "asked_all = true"
        return
    column, found, values = text.rpartition(" = ")
    if not found:
        raise SurveyFileError(f"{place}: Der Filter ist nicht von der Form „Spalte = Wert; Wert“.")
    yield f"asked_if = {{column = {_toml(column)}, values = {_toml(_list(values))}}}"


def _group_lines(rows: Sequence[Mapping[str, str]], questions: Sequence[str]) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    columns: dict[str, str] = {}
    for row in rows:
        place = f"Blatt „{GROUPS}“, Zeile {row['Zeile']}"
        parts = [f"value = {_toml(row['Klasse'])}"]
        for heading, key in (("von", "from"), ("bis", "to")):
            if row[heading]:
                number = number_of(row[heading], thousands=True, comma=True)
                if number is None:
                    raise SurveyFileError(
                        f"{place}: Bei „{heading}“ steht „{shown(row[heading])}“, keine Zahl."
                    )
                parts.append(f"{key} = {number!r}")
        if row["Werte"]:
            parts.append(f"values = {_toml(_list(row['Werte']))}")
        groups.setdefault(row["Gruppe"], []).append(f"  {{{', '.join(parts)}}},")
        columns[row["Gruppe"]] = row["Spalte"]
    for name, classes in groups.items():
        yield f"[groups.{_toml(name)}]"
        yield f"column = {_toml(columns[name])}"
        yield from ["classes = [", *classes, "]"]
        yield f"questions = {_toml(list(questions))}"
        yield ""


def _list(text: str) -> list[str]:
    return [normal(part) for part in text.split(";") if part.strip()]


def _text(cell: str) -> str:
    return cell.removeprefix("'")


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
