"""The form for results that exist only as numbers in a report: one row, one number.

The same columns make the CSV and the Excel form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from dashboard.facts.survey_model import (
    AggregatePrecision,
    AggregateUnit,
    Provenance,
    WordingStatus,
)
from dashboard.wording import survey_words

TYPES = {word: one for one, word in survey_words.TYPES.items()}
WORDINGS = {
    "wörtlich": WordingStatus.VERBATIM,
    "sinngemäß": WordingStatus.PARAPHRASE,
    "unbekannt": WordingStatus.UNKNOWN,
}
KINDS = {word: one for one, word in survey_words.KINDS.items()}
STATISTICS = {word: one for one, word in survey_words.STATISTICS.items()}
UNITS = {  # in the form stands the sign
    word: one for one, word in {**survey_words.UNITS, AggregateUnit.KILOMETRES: "km"}.items()
}
PRECISIONS = {
    "genau": AggregatePrecision.EXACT,
    "gerundet": AggregatePrecision.ROUNDED,
    "in Worten": AggregatePrecision.WORDS,
    "mindestens": AggregatePrecision.LOWER_BOUND,
}
PROVENANCES = {
    survey_words.PROVENANCES[one]: one for one in (Provenance.PUBLISHED, Provenance.DELIVERED)
}

# column -> what to write there, and the words it accepts
COLUMNS: Mapping[str, tuple[str, Sequence[str]]] = {
    "frage_id": ("Kurze Kennung der Frage ohne Leerzeichen, in jeder Zeile, etwa homeoffice", ()),
    "typ": ("Wie gefragt wurde; nur in der ersten Zeile der Frage nötig", tuple(TYPES)),
    "wortlaut": ("Die Frage; nur in der ersten Zeile nötig", ()),
    "wortlaut_status": ("Ist das der Wortlaut des Fragebogens?", tuple(WORDINGS)),
    "aussage": ("Bei Skalen die bewertete Aussage, sonst leer", ()),
    "grundgesamtheit": ("Wer gefragt wurde, etwa alle Erwerbstätigen", ()),
    "antwort_code": ("Kurze Kennung der Antwort, etwa 1; bei Zahlen leer", ()),
    "antwort": ("Die Antwort, wie sie im Fragebogen steht", ()),
    "art": ("Was für eine Antwort das ist; leer heißt inhaltlich", tuple(KINDS)),
    "richtung": ("Bei Skalen: -1 Ablehnung, 0 Mitte, 1 Zustimmung", ("-1", "0", "1")),
    "gruppe": ("Leer für alle Befragten, sonst das Merkmal, etwa Altersgruppe", ()),
    "klasse": ("Die Klasse der Gruppe, etwa 18 bis 39", ()),
    "angabe": ("Was die Zahl ist", tuple(STATISTICS)),
    "wert": ("Die Zahl; Anteile in Prozent", ()),
    "einheit": ("Nur bei Median und Vierteln nötig", tuple(UNITS)),
    "genauigkeit": ("Leer heißt genau", tuple(PRECISIONS)),
    "n": ("Zahl der Personen, auf die sich die Angabe bezieht", ()),
    "fundstelle": ("Seite oder Abschnitt, wo die Zahl steht", ()),
    "quelle": ("Kennung aus sources.toml; leer, wenn die Stadt sie selbst liefert", ()),
    "herkunft": ("Stand die Zahl schon irgendwo öffentlich?", tuple(PROVENANCES)),
}
RESULTS_SHEET = "Ergebnisse"
HOW_TO = (
    "So wird diese Vorlage ausgefüllt",
    "Eine Zeile ist eine Zahl: eine Antwort einer Frage, für alle Befragten oder für eine Gruppe.",
    "Nur das Blatt „Ergebnisse“ wird gelesen. Die Kopfzeile bleibt, wie sie ist.",
    "Keine Angaben zu einzelnen Personen, keine Namen, keine offenen Antworten.",
    "Was nicht bekannt ist, bleibt leer; nichts schätzen oder ausrechnen.",
    "Gibt es Anzahlen, diese eintragen; die Anteile rechnet das Programm aus.",
    "Zahlen unter 5 aus gelieferten Tabellen hält das Programm zurück, und was sie verriete, auch.",
    "Prüfen, ohne zu schreiben: python -m dashboard survey import DATEI --survey KENNUNG",
)


def empty() -> bytes:
    """Return the empty Excel form with its instructions."""
    book = Workbook()
    form = book.active
    form.title = RESULTS_SHEET
    form.append(list(COLUMNS))
    for index, (name, (_, words)) in enumerate(COLUMNS.items(), start=1):
        head = form.cell(row=1, column=index)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="DDE3EC")
        letter = head.column_letter
        form.column_dimensions[letter].width = max(14, len(name) + 4)
        if words:
            choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
            choice.error = f"Bitte eines dieser Wörter wählen: {', '.join(words)}"
            form.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}2000")
    form.freeze_panes = "B2"
    guide = book.create_sheet("Anleitung")
    guide.column_dimensions["A"].width = 22
    guide.column_dimensions["B"].width = 70
    guide.column_dimensions["C"].width = 60
    for text in HOW_TO:
        guide.append([text])
    guide["A1"].font = Font(bold=True, size=14)
    guide.append([])
    guide.append(["Spalte", "Was dort steht", "Erlaubte Wörter"])
    for cell in guide[guide.max_row]:
        cell.font = Font(bold=True)
    for name, (text, words) in COLUMNS.items():
        guide.append([name, text, ", ".join(words)])
        guide.cell(row=guide.max_row, column=2).alignment = Alignment(wrap_text=True)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
