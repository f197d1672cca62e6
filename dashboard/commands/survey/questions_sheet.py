"""The questions of a survey as a workbook in German words: filled in as far as known, then edited.

From it the program writes the codebook; nobody has to write one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.commands.survey import workbooks
from dashboard.commands.survey.cells import error_of
from dashboard.commands.survey.delivery import NOT_SHOWN, Delivery
from dashboard.commands.survey.detection import SurveyFileError
from dashboard.commands.survey.draft import Suggested
from dashboard.facts.survey_model import (
    AggregateUnit,
    OptionKind,
    QuestionType,
    SamplingType,
    Survey,
)
from dashboard.wording import survey_words

SURVEY, QUESTIONS, GROUPS, COLUMNS = "Befragung", "Fragen", "Gruppen", "Spalten"
YES, NO = "ja", "nein"
KINDS: Mapping[OptionKind, str] = {  # in brackets behind an answer
    kind: word for kind, word in survey_words.KINDS.items() if kind is not OptionKind.SUBSTANTIVE
}
POLARITIES = {"Zustimmung": 1, "Ablehnung": -1}  # what an answer on a scale says
ONLY_WHETHER = "nur ob"
WEIGHT = "Gewicht"
TICKED = "angekreuzt"
SAME = "wie oben"  # in a row of an array: what stands in the row above
RANKING = "Rangfolge"
TYPES = {
    **{word: type_ for type_, word in survey_words.TYPES.items()},
    RANKING: QuestionType.SELECT_ONE,
}
UNITS = {
    word: unit for unit, word in survey_words.UNITS.items() if unit is not AggregateUnit.PERSONS
}
SAMPLINGS = {
    "freiwillig": SamplingType.SELF_SELECTED,
    "Zufallsauswahl": SamplingType.PROBABILITY,
    "alle befragt": SamplingType.CENSUS,
    "fester Kreis": SamplingType.PANEL,
    "unbekannt": SamplingType.UNKNOWN,
}
# heading -> width, words to choose from
HEADINGS: Mapping[str, tuple[int, Sequence[str]]] = {
    "Nr": (5, ()),
    "zeigen": (9, (YES, NO, SAME)),
    "Wortlaut": (50, ()),
    "Aussage": (24, ()),
    "Art": (18, tuple(TYPES)),
    "Antworten": (44, ()),
    "Filter": (26, ()),
    "heikel": (9, (YES, NO, SAME)),
    "nach Gruppen": (13, (YES, NO, SAME)),
    "Einheit": (12, tuple(UNITS)),
    "kein Wert": (16, ()),
    "Spalte": (22, ()),
    "Trennzeichen": (13, ()),
    TICKED: (13, ()),
}
GROUP_HEADINGS = {"Gruppe": 20, "Spalte": 24, "Klasse": 24, "von": 8, "bis": 8, "Werte": 40}
NEEDED: Mapping[str, Collection[str]] = {  # sheet → headings that must stand in its first line
    QUESTIONS: HEADINGS,
    GROUPS: GROUP_HEADINGS,
    SURVEY: ("Angabe", "Eintrag"),
}
# what is asked about a survey -> the question, answers to choose from
FIELDS: Mapping[str, tuple[str, Sequence[str]]] = {
    "Kennung": (
        "Wie soll sie kurz heißen? Großbuchstaben und Ziffern, etwa MOE-2026",
        (),
    ),
    "Stadt": ("In welcher der Städte war sie?", ()),
    "Ort": ("Wie heißt der Ort auf der Seite?", ()),
    "Titel": ("Wie heißt die Befragung?", ()),
    "Auswahl": (f"Wer hat geantwortet? {'; '.join(SAMPLINGS)}", tuple(SAMPLINGS)),
    "Zeitraum von": ("Wann begann sie? Jahr und Monat, etwa 2026-05", ()),
    "Zeitraum bis": ("Wann endete sie? Jahr und Monat", ()),
    "Befragt hat": ("Welches Amt, welche Einrichtung hat gefragt?", ()),
    "Quelle": ("Wo im Internet ist sie vorgestellt? Die Adresse", ()),
    "Projekt": ("Gehörte sie zur Kleinstadtakademie?", (YES, NO)),
    WEIGHT: ("Nur wenn gewichtet wird: In welcher Spalte der Datei steht das Gewicht?", ()),
}
HOW_TO = (
    "Eine Zeile ist eine Frage. Bei „zeigen“ ja eintragen, was auf die Seite soll; der Rest bleibt "
    "draußen.",
    "Antworten: eine je Zeile in der Reihenfolge des Fragebogens, „Wert der Datei = Wortlaut“. "
    "Zwei zusammenfassen: beiden denselben Wortlaut geben. In eckigen Klammern dahinter, wenn es "
    f"keine inhaltliche Antwort ist: {', '.join(KINDS.values())}. Bei einer Skala sagen "
    f"{' und '.join(f'[{word}]' for word in POLARITIES)}, wohin eine Antwort zählt.",
    f"Zeilen einer Matrix stehen untereinander. Wo „{SAME}“ steht, gilt, was in der Zeile darüber "
    "steht; so genügt ein ja in der ersten.",
    f"{TICKED}: bei einer Mehrfachauswahl der Wert, der angekreuzt heißt, wenn es nicht Y, 1 oder "
    "ja ist.",
    f"{RANKING}: Gezeigt wird, was auf dem ersten Platz steht. Alle Plätze zusammen verrieten, was "
    "zurückgehalten ist.",
    "Zahl: Die Einheit auswählen; „Anzahl“ für Personen im Haushalt und Ähnliches.",
    "Filter: „Spalte = Wert; Wert“, wenn nur gefragt wurde, wer dort diesen Wert hat; „alle“, wenn "
    "alle.",
    "Zeilenumbruch in einer Zelle: Alt und Eingabetaste.",
)
LINE_HEIGHT = 15
NEW_QUESTION = Border(top=Side(style="thin", color="808080"))  # rows of an array stand together
AGE = re.compile(r"\balter\b|\bage\b|wie alt", re.IGNORECASE)
SEX = re.compile(r"geschlecht|\bsex\b|gender", re.IGNORECASE)
AGE_CLASSES = (("18 bis 39", 18, 39), ("40 bis 64", 40, 64), ("ab 65", 65, None))


def workbook(
    questions: Sequence[Suggested],
    left: Sequence[tuple[str, str]],
    delivery: Delivery,
    survey: Survey | None,
    towns: Collection[str] = (),
) -> bytes:
    """Return the workbook of a file: what it holds, and the questions nobody has chosen yet."""
    book = Workbook()
    first = book.active
    first.title = QUESTIONS
    _head(first, {name: width for name, (width, _) in HEADINGS.items()})
    above: Suggested | None = None
    for number, one in enumerate(questions, start=1):
        further = bool(above and one.array and one.array == above.array)
        first.append([_safe(cell) for cell in _question_row(number, one, further=further)])
        for cell in first[first.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border() if further else NEW_QUESTION
            if cell.value == SAME:
                cell.font = Font(color="808080")
        first.row_dimensions[first.max_row].height = LINE_HEIGHT * max(1, _lines(first))
        above = one
    for index, (_, words) in enumerate(HEADINGS.values(), start=1):
        letter = first.cell(row=1, column=index).column_letter
        _offer(first, f"{letter}2:{letter}{first.max_row + 50}", words)
    first.freeze_panes = "D2"
    groups = book.create_sheet(GROUPS)
    _head(groups, GROUP_HEADINGS)
    for row in _group_rows(delivery):
        groups.append([_safe(cell) for cell in row])
    about = book.create_sheet(SURVEY)
    _head(about, {"Angabe": 18, "Eintrag": 40, "Was dort steht": 70})
    known = {"Kennung": survey.id, "Ort": survey.place, "Titel": survey.title} if survey else {}
    for name, (text, words) in FIELDS.items():
        about.append([name, known.get(name, ""), text])
        offered = list(towns) if name == "Stadt" else list(words)
        _offer(about, f"B{about.max_row}", offered)
    columns = book.create_sheet(COLUMNS)
    _head(columns, {"Spalte": 40, "kommt hinein": 14, "warum": 60})
    reasons = dict(left)
    for name in delivery.columns:
        why = reasons.get(name, "")
        columns.append([_safe(name), NO if why else "wenn zeigen ja", why])
    for name in delivery.dropped:
        why = f"kann Personen erkennbar machen: {delivery.reasons.get(name, '')}"
        columns.append([_safe(name), "nie", why])
    guide = book.create_sheet("Anleitung")
    guide.column_dimensions["A"].width = 110
    for text in HOW_TO:
        guide.append([text])
        guide.cell(row=guide.max_row, column=1).alignment = Alignment(wrap_text=True)
    for sheet in book.worksheets:  # on paper: across one page, however many down
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = "1:1"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _lines(sheet: Worksheet) -> int:
    """Return how many lines the fullest cell of the last row takes; no program works it out."""
    return max(
        sum(1 + len(line) // width for line in str(cell.value or "").split("\n"))
        for cell, (width, _) in zip(sheet[sheet.max_row], HEADINGS.values(), strict=True)
    )


def _offer(sheet: Worksheet, cells: str, words: Sequence[str]) -> None:
    """Let these words be chosen from a list; Excel takes 255 letters and no comma in a word."""
    listed = ",".join(words)
    if words and len(listed) < 256 and not any("," in word for word in words):
        choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        sheet.add_data_validation(choice)
        choice.add(cells)


def _head(sheet: Worksheet, widths: Mapping[str, int]) -> None:
    sheet.append(list(widths))
    for cell, width in zip(sheet[1], widths.values(), strict=True):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE3EC")
        sheet.column_dimensions[cell.column_letter].width = width


def _safe(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "@")) else value


def _question_row(number: int, one: Suggested, *, further: bool) -> list[object]:
    """Return the cells of a question; a `further` row of an array says so where it is alike."""
    if further:
        return [
            number,
            SAME,
            SAME,
            one.item,
            SAME,
            SAME,
            SAME,
            SAME,
            SAME,
            "",
            "",
            one.column,
            "",
            "",
        ]
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
    unit = survey_words.UNITS[one.unit] if one.unit else ""
    kind = RANKING if one.ranking else survey_words.TYPES[one.type]
    return [number, NO, one.wording, one.item, kind, "\n".join(lines), asked, NO, NO,
            unit, "", one.column, one.separator, "; ".join(one.ticked)]  # fmt: skip


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


def _text(cell: str) -> str:
    return cell.removeprefix("'")
