"""From a file to the results of a survey: the workbook of its questions first, then the counts."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dashboard.commands.survey import codebook as codebooks
from dashboard.commands.survey import (
    folder,
    questions_sheet,
    readers,
    report,
    sheet_codebook,
    structures,
    template,
)
from dashboard.commands.survey.aggregate import Margins, Result, aggregate
from dashboard.commands.survey.cells import number_of
from dashboard.commands.survey.delimited import delimited
from dashboard.commands.survey.delivery import Delivery
from dashboard.commands.survey.detection import Format, SurveyFileError, checked, suggestion
from dashboard.commands.survey.draft import suggested
from dashboard.commands.survey.questionnaire import Questionnaire
from dashboard.commands.survey.tables import DisclosureError
from dashboard.commands.survey.texts import shown
from dashboard.commands.survey.worlds import Key
from dashboard.facts.dataset import DataError, Dataset, load
from dashboard.facts.survey_model import PublicationStatus, Survey
from dashboard.facts.survey_release import RELEASE, unsigned

WORKBOOK_REMEDY = (
    "Den Fehler in der Datei berichtigen, oder den Wert in der Arbeitsmappe eintragen: bei "
    "„Antworten“ als eigene Zeile, etwa „99 = keine Angabe [keine Angabe]“, bei Zahlen unter „kein "
    "Wert“."
)
CODEBOOK_REMEDY = (
    "Jeden bei einer Antwort unter values eintragen, etwa als keine Angabe; bei Zahlen unter "
    "no_answer."
)
MARGIN_COLUMNS = {"group", "class", "share", "source"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A file, read and counted."""

    result: Result
    receipt: folder.Receipt
    not_read: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file of answers, read once; `delivery` is None for the template of reported numbers."""

    path: Path
    suggested: Format
    format: Format
    delivery: Delivery | None = None
    asked: Questionnaire | None = None
    sheets: Mapping[str, list[dict[str, str]]] | None = None  # of the workbook, once filled in


def import_file(chosen: argparse.Namespace, data: Dataset, data_folder: Path) -> int:
    """Write the workbook of the questions, or what was asked for; nothing half."""
    by_workbook = not chosen.codebook
    seems = suggestion(chosen.file)
    format_ = chosen.format or seems
    if Format.AGGREGATES in (format_, seems) and by_workbook:
        return _write(chosen, data, data_folder, _File(path=chosen.file, suggested=seems,
                                                      format=format_))  # fmt: skip
    asked = structures.read(chosen.questionnaire) if chosen.questionnaire else None
    columns = asked.columns if asked else ()
    if columns and format_ is Format.CSV:
        format_ = Format.LIMESURVEY_CSV
    delivery = (
        readers.read(chosen.file, format_, columns) if format_ is not Format.AGGREGATES else None
    )
    if asked and delivery:
        # what a column asks for is known only now
        delivery = readers.without_persons(asked.applied(delivery))
    file = _File(path=chosen.file, suggested=seems, format=format_, delivery=delivery, asked=asked)
    if by_workbook and delivery:
        return _by_workbook(chosen, data, data_folder, file, delivery)
    return _write(chosen, data, data_folder, file)


def _by_workbook(
    chosen: argparse.Namespace,
    data: Dataset,
    data_folder: Path,
    file: _File,
    delivery: Delivery,
) -> int:
    """Write the workbook of the questions, or go on with what was filled in there."""
    book = file.path.with_name(f"{file.path.stem}-fragen.xlsx")
    if not book.exists():
        return _ask(chosen, data, book, file, delivery)
    sheets = questions_sheet.read(book)
    fields = sheet_codebook.survey_fields(sheets)
    chosen.survey = chosen.survey or fields.get("Kennung", "")
    if chosen.survey not in data.surveys:
        if chosen.dry_run:
            raise SurveyFileError(
                f"„surveys.toml“ kennt „{chosen.survey}“ noch nicht, und mit --dry-run wird nichts "
                "geschrieben. Den Befehl ohne --dry-run geben: Öffentlich wird dadurch nichts, "
                "solange niemand zeichnet."
            )
        block = sheet_codebook.survey_block(
            {**fields, "Kennung": chosen.survey}, delivery.complete, data.towns
        )
        data = _declared(data_folder, block)
    printed = file.asked.texts if file.asked else frozenset[str]()
    text = sheet_codebook.codebook_text(sheets, chosen.survey, printed)
    chosen.codebook = file.path.with_name(f"{file.path.stem}-codebuch.toml")
    folder.save(chosen.codebook, text.encode)
    chosen.yes, chosen.format = not chosen.dry_run, file.format
    target = data_folder / "surveys" / chosen.survey
    if target.exists() and unsigned(target):
        chosen.replace = True  # nobody has seen it
    return _write(chosen, data, data_folder, replace(file, sheets=sheets))


def _ask(
    chosen: argparse.Namespace, data: Dataset, book: Path, file: _File, delivery: Delivery
) -> int:
    """Write the workbook in which a person says what is to be shown."""
    survey = known_survey(data, chosen.survey) if chosen.survey else None
    questions, left = suggested(delivery)
    filters = file.asked.filters(delivery) if file.asked else {}
    for one in questions:
        one.asked_if = filters.get(one.columns[0])
    folder.save(
        book, lambda: questions_sheet.workbook(questions, left, delivery, survey, data.towns)
    )
    seen = [*delivery.remarks, *report.column_lines(delivery, ())]
    print("\n".join([f"{delivery.rows} Zeilen, davon {delivery.complete} beendet.", *seen]))
    print(
        f"\nGeschrieben: {book.name}, {len(questions)} Fragen. Darin bei „zeigen“ ja "
        "eintragen, die Blätter „Gruppen“ und „Befragung“ ausfüllen, speichern und denselben "
        "Befehl noch einmal geben."
    )
    return 0


def _declared(data_folder: Path, block: str) -> Dataset:
    """Add a survey to surveys.toml; a block that does not fit changes nothing."""
    path = data_folder / "surveys.toml"
    before = path.read_bytes()
    folder.save(path, lambda: before.rstrip() + b"\n" + block.encode())
    try:
        return load(data_folder)
    except DataError:
        folder.save(path, lambda: before)
        raise


def _write(chosen: argparse.Namespace, data: Dataset, data_folder: Path, file: _File) -> int:
    if not chosen.survey:
        raise SurveyFileError("Mit --survey sagen, zu welcher Befragung die Datei gehört.")
    survey = known_survey(data, chosen.survey)
    sha256 = folder.checksum(file.path)
    folder.refuse_known(data_folder, survey.id, sha256, replace=chosen.replace)
    if file.format is not file.suggested:
        print(
            f"Achtung: Die Datei sieht nach --format {file.suggested} aus, nicht nach "
            f"{file.format}.\n"
        )
    margins = _margins(chosen.weight) if chosen.weight else None
    before = folder.published_before(data_folder, survey.id)
    reading = _read(chosen, survey, file, sha256, margins, before or {})
    complete, result = reading.receipt.complete, reading.result
    print(report.preview(survey, result, reading.receipt, reading.not_read, file.delivery))
    if before is not None:
        folder.refuse_difference(data_folder, survey.id, complete, result, before)
    if not chosen.other_people:
        folder.refuse_same_people(data_folder, survey.id, complete, reading.receipt.columns, result)
    if undeclared := [one for one in result.filters if one.changes_base]:
        raise SurveyFileError(
            f"\nNichts geschrieben: Wem „{undeclared[0].question}“ gestellt wurde, ändert die "
            "Anteile. Oben steht, was die Daten zeigen; bei der Frage unter „Filter“ eintragen (im "
            "Codebuch asked_if oder asked_all)."
        )
    if result.unknown:
        raise SurveyFileError(
            "\nNichts geschrieben: Nicht alle Werte sind erklärt (oben unter „Unbekannte Werte“). "
            + (CODEBOOK_REMEDY if file.sheets is None else WORKBOOK_REMEDY)
        )
    if chosen.dry_run or not chosen.yes:
        print(
            "\nNichts geschrieben, das war die Vorschau. Zum Schreiben denselben Befehl mit "
            f"--format {file.format} --yes wiederholen."
        )
        return 0
    if not chosen.format:
        raise SurveyFileError(
            f"\nNichts geschrieben: Das Format bitte bestätigen, vermutlich --format "
            f"{file.suggested}."
        )
    release = report.release(survey, result, reading.receipt)
    target = folder.write(data_folder, survey, result, reading.receipt, release, data.sources)
    where = f" --data {chosen.data}" if chosen.data else ""
    print(
        f"\nGeschrieben: surveys/{target.name}. Auf der Seite steht davon noch nichts. Wie es "
        f"aussehen wird:\npython -m dashboard survey preview{where}\n"
        f"Dann surveys/{target.name}/{RELEASE} lesen und freigeben:\n"
        f'python -m dashboard survey sign {survey.id} --by "Amt oder Funktion"{where}'
    )
    return 0


def _read(
    chosen: argparse.Namespace,
    survey: Survey,
    file: _File,
    sha256: str,
    margins: Margins | None,
    known: Mapping[Key, int],
) -> _Reading:
    today = date.today().isoformat()
    if file.delivery is None:
        if chosen.codebook or margins:
            raise SurveyFileError("Zur Vorlage gehören weder --codebook noch --weight.")
        result = template.read(file.path, survey, sha256)
        receipt = folder.Receipt(
            sha256=sha256,
            format=file.format,
            imported_on=today,
            rows=len(result.aggregates),
            complete=len(result.aggregates),
            smallest_cell=result.rule.smallest_cell,
            smallest_base=result.rule.smallest_base,
        )
        return _Reading(result=result, receipt=receipt)
    with _told_by(file):
        book = codebooks.read(chosen.codebook, survey.id, file.delivery)
        result = aggregate(file.delivery, book, survey, sha256, margins, known)
    receipt = folder.Receipt(
        sha256=sha256,
        format=file.format,
        imported_on=today,
        rows=file.delivery.rows,
        complete=file.delivery.complete,
        smallest_cell=book.rule.smallest_cell,
        smallest_base=book.rule.smallest_base,
        dropped_columns=file.delivery.dropped,
        columns=tuple(file.delivery.columns),
        sensitive=tuple(id_ for id_, one in book.questions.items() if one.sensitive),
        codebook_sha256=folder.checksum(chosen.codebook),
        weight_source=f"Randverteilungen: {margins.source}"
        if margins
        else f"Gewichte der Datei, Spalte {book.weight}"
        if book.weight
        else "",
    )
    not_read = tuple(codebooks.unread(book, file.delivery))
    return _Reading(result=result, receipt=receipt, not_read=not_read)


@contextlib.contextmanager
def _told_by(file: _File) -> Iterator[None]:
    """Say what is wrong in words of the workbook, if the codebook was made from one."""
    try:
        yield
    except (SurveyFileError, DisclosureError) as error:
        if file.sheets is None:
            raise
        told = sheet_codebook.in_words_of_the_workbook(str(error), file.sheets)
        raise SurveyFileError(told) from None


def known_survey(data: Dataset, id_: str) -> Survey:
    """Return a survey of surveys.toml; one that is not known or never was raises."""
    if id_ not in data.surveys:
        raise SurveyFileError(
            f"Die Befragung „{shown(id_)}“ ist nicht bekannt. Bekannt sind: "
            f"{', '.join(data.surveys)}. Eine neue kommt als Block in surveys.toml."
        )
    survey = data.surveys[id_]
    if survey.status is PublicationStatus.NOT_HELD:
        raise SurveyFileError(f"Laut surveys.toml hat es „{id_}“ nie gegeben. Erst dort ändern.")
    return survey


def _margins(path: Path) -> Margins:
    found = delimited(checked(path))
    if set(found.header) != MARGIN_COLUMNS:
        raise SurveyFileError(
            "Die Randverteilungen brauchen die Spalten group, class, share, source."
        )
    shares: dict[str, dict[str, float]] = {}
    sources: list[str] = []
    for number, cells in zip(found.numbers, found.rows, strict=True):
        row = dict(zip(found.header, (cell.strip() for cell in cells), strict=True))
        share = number_of(row["share"], thousands=False, comma=True) or 0
        if share <= 0 or not row["source"] or row["class"] in shares.get(row["group"], {}):
            raise SurveyFileError(
                f"Randverteilungen, Zeile {number}: share ist keine Zahl über 0, source fehlt, "
                "oder die Klasse steht doppelt."
            )
        shares.setdefault(row["group"], {})[row["class"]] = share
        sources.append(row["source"])
    return Margins(shares=shares, source="; ".join(dict.fromkeys(sources)))
