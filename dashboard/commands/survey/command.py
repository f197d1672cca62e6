"""`python -m dashboard survey`: import, codebook, template, check; a preview is the default."""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.commands.survey import codebook as codebooks
from dashboard.commands.survey import (
    folder,
    questionnaire,
    questions_sheet,
    readers,
    report,
    template,
    template_form,
)
from dashboard.commands.survey.aggregate import Margins, Result, aggregate
from dashboard.commands.survey.delimited import delimited
from dashboard.commands.survey.detection import Format, SurveyFileError, checked, suggestion
from dashboard.commands.survey.draft import draft, suggested
from dashboard.commands.survey.tables import DisclosureError
from dashboard.commands.survey.texts import shown
from dashboard.commands.survey.weighting import WeightingError
from dashboard.commands.survey.worlds import Key
from dashboard.commands.writing import not_written
from dashboard.facts.dataset import DataError, Dataset, fault_text, load
from dashboard.facts.fingerprint import keep
from dashboard.facts.survey_model import PublicationStatus, Survey
from dashboard.facts.survey_release import RELEASE, signed, unsigned
from dashboard.web.config import settings_from
from dashboard.wording import links

MARGIN_COLUMNS = {"group", "class", "share", "source"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the sub-commands."""
    commands = parser.add_subparsers(dest="survey_command", required=True, metavar="Befehl")
    importing = commands.add_parser(
        "import", help="eine Datei einlesen; zeigt zuerst nur, was käme"
    )
    importing.add_argument("file", type=Path, metavar="DATEI")
    importing.add_argument(
        "--survey", metavar="KENNUNG", help="aus surveys.toml; sonst aus der Arbeitsmappe"
    )
    importing.add_argument(
        "--questionnaire", type=Path, metavar="DATEI.lss", help="Fragebogen aus LimeSurvey"
    )
    importing.add_argument(
        "--format", type=Format, choices=list(Format), metavar="FORMAT", help=", ".join(Format)
    )
    importing.add_argument("--codebook", type=Path, metavar="DATEI.toml")
    importing.add_argument("--weight", type=Path, metavar="RAND.csv", help="Randverteilungen")
    importing.add_argument(
        "--other-people", action="store_true", help="es sind andere Menschen als in einer ähnlichen"
    )
    importing.add_argument("--replace", action="store_true", help="vorhandene Ergebnisse ersetzen")
    importing.add_argument("--dry-run", action="store_true", help="nur zeigen (auch ohne Angabe)")
    importing.add_argument("--yes", action="store_true", help="wirklich schreiben")
    showing = commands.add_parser("preview", help="die Seite mit nicht Freigegebenem zeigen")
    showing.add_argument("--port", type=int, default=8765)
    drafting = commands.add_parser("codebook", help="einen Entwurf des Codebuchs schreiben")
    drafting.add_argument("file", type=Path, metavar="DATEI")
    drafting.add_argument("--survey", required=True, metavar="KENNUNG")
    drafting.add_argument("--format", type=Format, choices=list(Format), metavar="FORMAT")
    drafting.add_argument("--to", type=Path, required=True, metavar="DATEI.toml")
    form = commands.add_parser("template", help="die Excel-Vorlage für Zahlen aus Berichten")
    form.add_argument("--to", type=Path, required=True, metavar="DATEI.xlsx")
    checking = commands.add_parser("check", help="eingelesene Befragungen prüfen")
    signing = commands.add_parser("sign", help="Ergebnisse freigeben; erst dann stehen sie da")
    signing.add_argument("survey", metavar="KENNUNG")
    signing.add_argument("--by", required=True, metavar="AMT", help="Amt oder Funktion")
    for one in (importing, drafting, checking, signing, showing):
        one.add_argument("--data", type=Path, help="Datenordner")


def run(chosen: argparse.Namespace) -> int:
    """Run the sub-command; every fault is a German sentence and the exit code 1."""
    actions = {
        "import": _import,
        "codebook": _draft,
        "template": _template,
        "check": _check,
        "sign": _sign,
        "preview": _preview,
    }
    try:
        return actions[chosen.survey_command](chosen)
    except (SurveyFileError, DisclosureError, WeightingError) as error:
        print(error, file=sys.stderr)
    except DataError as error:
        print("Der Datenordner hat Fehler; erst diese beheben:", file=sys.stderr)
        for fault in error.faults:
            print(fault_text(fault), file=sys.stderr)
    return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A file, read and counted."""

    result: Result
    receipt: folder.Receipt
    not_read: tuple[str, ...] = ()
    delivery: readers.Delivery | None = None


def _import(chosen: argparse.Namespace) -> int:
    data_folder: Path = chosen.data or settings_from().data_folder
    data = load(data_folder)
    checked(chosen.file)
    if not chosen.codebook and suggestion(chosen.file) is not Format.AGGREGATES:
        return _by_workbook(chosen, data, data_folder)
    return _write(chosen, data, data_folder)


def _by_workbook(chosen: argparse.Namespace, data: Dataset, data_folder: Path) -> int:
    """Write the workbook of the questions, or go on with what was filled in there."""
    format_ = chosen.format or suggestion(chosen.file)
    delivery = readers.read(chosen.file, format_)
    asked = questionnaire.read(chosen.questionnaire) if chosen.questionnaire else None
    if asked:
        delivery = asked.applied(delivery)
    book = chosen.file.with_name(f"{chosen.file.stem}-fragen.xlsx")
    if not book.exists():
        survey = _survey(data, chosen.survey) if chosen.survey else None
        questions, left = suggested(delivery)
        for one in questions:
            if asked:
                one.asked_if = asked.filter_of(one.columns[0], delivery)
        _save(book, lambda: questions_sheet.workbook(questions, left, delivery, survey))
        seen = [*delivery.remarks, *report.column_lines(delivery, ())]
        print("\n".join([f"{delivery.rows} Zeilen, davon {delivery.complete} beendet.", *seen]))
        print(
            f"\nGeschrieben: {book.name}, {len(questions)} Fragen. Darin bei „zeigen“ ja "
            "eintragen, die Blätter „Gruppen“ und „Befragung“ ausfüllen, speichern und denselben "
            "Befehl noch einmal geben."
        )
        return 0
    sheets = questions_sheet.read(book)
    fields = questions_sheet.survey_fields(sheets)
    chosen.survey = chosen.survey or fields.get("Kennung", "")
    if chosen.survey not in data.surveys:
        if chosen.dry_run:
            raise SurveyFileError(
                f"„surveys.toml“ kennt „{chosen.survey}“ noch nicht, und mit --dry-run wird nichts "
                "geschrieben. Den Befehl ohne --dry-run geben: Öffentlich wird dadurch nichts, "
                "solange niemand zeichnet."
            )
        block = questions_sheet.survey_block(
            {**fields, "Kennung": chosen.survey}, delivery.complete, data.towns
        )
        data = _declared(data_folder, block)
    printed = asked.texts if asked else frozenset[str]()
    text = questions_sheet.codebook_text(sheets, chosen.survey, printed)
    chosen.codebook = chosen.file.with_name(f"{chosen.file.stem}-codebuch.toml")
    _save(chosen.codebook, text.encode)
    chosen.yes, chosen.format = not chosen.dry_run, format_
    target = data_folder / "surveys" / chosen.survey
    if target.exists() and unsigned(target):
        chosen.replace = True  # nobody has seen it
    return _write(chosen, data, data_folder)


def _declared(data_folder: Path, block: str) -> Dataset:
    """Add a survey to surveys.toml; a block that does not fit changes nothing."""
    path = data_folder / "surveys.toml"
    before = path.read_bytes()
    _save(path, lambda: before.rstrip() + b"\n" + block.encode())
    try:
        return load(data_folder)
    except DataError:
        _save(path, lambda: before)
        raise


def _write(chosen: argparse.Namespace, data: Dataset, data_folder: Path) -> int:
    if not chosen.survey:
        raise SurveyFileError("Mit --survey sagen, zu welcher Befragung die Datei gehört.")
    survey = _survey(data, chosen.survey)
    sha256 = folder.checksum(chosen.file)
    folder.refuse_known(data_folder, survey.id, sha256, replace=chosen.replace)
    suggested = suggestion(chosen.file)
    format_ = chosen.format or suggested
    if format_ is not suggested:
        print(f"Achtung: Die Datei sieht nach --format {suggested} aus, nicht nach {format_}.\n")
    margins = _margins(chosen.weight) if chosen.weight else None
    before = folder.published_before(data_folder, survey.id)
    reading = _read(chosen, survey, format_, sha256, margins, before or {})
    print(
        report.preview(survey, reading.result, reading.receipt, reading.not_read, reading.delivery)
    )
    complete, result = reading.receipt.complete, reading.result
    if before is not None:
        folder.refuse_difference(data_folder, survey.id, complete, result, before)
    if not chosen.other_people:
        folder.refuse_same_people(data_folder, survey.id, complete, reading.receipt.columns, result)
    if undeclared := [one for one in result.filters if one.changes_base]:
        raise SurveyFileError(
            f"\nNichts geschrieben: Wem „{undeclared[0].question}“ gestellt wurde, ändert die "
            "Anteile. Oben steht, was die Daten zeigen; bei der Frage asked_if oder asked_all "
            "angeben."
        )
    if reading.result.unknown:
        raise SurveyFileError(
            "\nNichts geschrieben: Das Codebuch erklärt nicht alle Werte (oben unter „Unbekannte "
            "Werte“). Jeden bei einer Antwort unter values eintragen, etwa als keine Angabe; bei "
            "Zahlen unter no_answer."
        )
    if chosen.dry_run or not chosen.yes:
        print(
            "\nNichts geschrieben, das war die Vorschau. Zum Schreiben denselben Befehl mit "
            f"--format {format_} --yes wiederholen."
        )
        return 0
    if not chosen.format:
        raise SurveyFileError(
            f"\nNichts geschrieben: Das Format bitte bestätigen, vermutlich --format {suggested}."
        )
    weight_source = margins.source if margins else ""
    release = report.release(survey, reading.result, reading.receipt, weight_source)
    target = folder.write(
        data_folder, survey, reading.result, reading.receipt, release, data.sources
    )
    print(
        f"\nGeschrieben: surveys/{target.name}. Auf der Seite steht davon noch nichts. Jetzt "
        f"{RELEASE} dort lesen; freigeben mit:\n"
        f'python -m dashboard survey sign {survey.id} --by "Amt oder Funktion"'
    )
    return 0


def _read(
    chosen: argparse.Namespace,
    survey: Survey,
    format_: Format,
    sha256: str,
    margins: Margins | None,
    known: Mapping[Key, int],
) -> _Reading:
    today = date.today().isoformat()
    if format_ is Format.AGGREGATES:
        if chosen.codebook or margins:
            raise SurveyFileError("Zur Vorlage gehören weder --codebook noch --weight.")
        result = template.read(chosen.file, survey, sha256)
        receipt = folder.Receipt(
            sha256=sha256,
            format=format_,
            imported_on=today,
            rows=len(result.aggregates),
            complete=len(result.aggregates),
            smallest_cell=result.rule.smallest_cell,
            smallest_base=result.rule.smallest_base,
        )
        return _Reading(result=result, receipt=receipt)
    delivery = readers.read(chosen.file, format_)
    if chosen.questionnaire:
        delivery = questionnaire.read(chosen.questionnaire).applied(delivery)
    book = codebooks.read(chosen.codebook, survey.id, delivery)
    result = aggregate(delivery, book, survey, sha256, margins, known)
    receipt = folder.Receipt(
        sha256=sha256,
        format=format_,
        imported_on=today,
        rows=delivery.rows,
        complete=delivery.complete,
        smallest_cell=book.rule.smallest_cell,
        smallest_base=book.rule.smallest_base,
        dropped_columns=delivery.dropped,
        columns=tuple(delivery.columns),
        sensitive=tuple(id_ for id_, one in book.questions.items() if one.sensitive),
        codebook_sha256=folder.checksum(chosen.codebook),
        weight_source=margins.source if margins else "",
    )
    not_read = tuple(codebooks.unread(book, delivery))
    return _Reading(result=result, receipt=receipt, not_read=not_read, delivery=delivery)


def _draft(chosen: argparse.Namespace) -> int:
    data = load(chosen.data or settings_from().data_folder)
    survey = _survey(data, chosen.survey)
    format_ = chosen.format or suggestion(chosen.file)
    if format_ is Format.AGGREGATES:
        raise SurveyFileError("Die ausgefüllte Vorlage braucht kein Codebuch.")
    if chosen.to.exists():
        raise SurveyFileError(f"„{chosen.to.name}“ gibt es schon und wird nicht überschrieben.")
    delivery = readers.read(chosen.file, format_)
    _save(chosen.to, lambda: draft(delivery, survey.id).encode())
    print(f"Entwurf geschrieben: {chosen.to.name}. Darin ist noch keine Frage freigegeben.")
    return 0


def _template(chosen: argparse.Namespace) -> int:
    if chosen.to.suffix != ".xlsx" or chosen.to.exists():
        raise SurveyFileError("Bitte mit --to eine neue Datei angeben, die auf .xlsx endet.")
    _save(chosen.to, template_form.empty)
    print(f"Vorlage geschrieben: {chosen.to.name}")
    return 0


def _check(chosen: argparse.Namespace) -> int:
    data_folder: Path = chosen.data or settings_from().data_folder
    load(data_folder, unsigned=True)
    folders = sorted(one for one in (data_folder / "surveys").glob("*") if one.is_dir())
    faults = [fault for one in folders for fault in folder.faults_of(one)]
    for fault in faults:
        print(fault)
    print(f"{len(folders)} eingelesene Befragungen, {len(faults)} Mängel.")
    return 1 if faults else 0


def _preview(chosen: argparse.Namespace) -> int:
    """Serve the site with what nobody has released yet, for this machine only."""
    from werkzeug.serving import make_server

    from dashboard.web.app import create_app

    settings = settings_from()
    data_folder: Path = chosen.data or settings.data_folder
    server = create_app(settings, load(data_folder, unsigned=True)).server
    address = f"http://127.0.0.1:{chosen.port}{links.SURVEYS}"
    try:
        serving = make_server("127.0.0.1", chosen.port, server, threaded=True)
    except (OSError, SystemExit):
        raise SurveyFileError(
            f"Der Anschluss {chosen.port} ist belegt. Mit --port einen anderen angeben."
        ) from None
    print(f"Vorschau, nur auf diesem Rechner: {address} (Strg+C beendet)", flush=True)
    webbrowser.open(address)
    with contextlib.suppress(KeyboardInterrupt):
        serving.serve_forever()
    return 0


def _sign(chosen: argparse.Namespace) -> int:
    data_folder: Path = chosen.data or settings_from().data_folder
    path = data_folder / "surveys" / chosen.survey / RELEASE
    by = " ".join(chosen.by.split())
    if not path.is_file():
        raise SurveyFileError(
            f"Für „{shown(chosen.survey)}“ gibt es nichts freizugeben. Erst einlesen: "
            "python -m dashboard survey import DATEI"
        )
    if len(by) < 3 or set(by) <= {"_"}:
        raise SurveyFileError("Mit --by sagen, welches Amt oder welche Funktion freigibt.")
    try:
        text = signed(path.read_text(encoding="utf-8"), by, date.today())
    except ValueError as error:
        raise SurveyFileError(f"Schon freigegeben oder beschädigt: {error}") from None
    _save(path, lambda: text.encode())
    print(
        f"Freigegeben: {chosen.survey}. Die laufende Seite zeigt die Ergebnisse, sobald sie die "
        "Daten neu liest."
    )
    return 0


def _survey(data: Dataset, id_: str) -> Survey:
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
    header, rows, _ = delimited(checked(path))
    if set(header) != MARGIN_COLUMNS:
        raise SurveyFileError(
            "Die Randverteilungen brauchen die Spalten group, class, share, source."
        )
    shares: dict[str, dict[str, float]] = {}
    sources: list[str] = []
    for number, cells in enumerate(rows, start=2):
        row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        try:
            share = float(row["share"].replace(",", "."))
        except ValueError:
            share = 0
        if share <= 0 or not row["source"] or row["class"] in shares.get(row["group"], {}):
            raise SurveyFileError(
                f"Randverteilungen, Zeile {number}: share ist keine Zahl über 0, source fehlt, "
                "oder die Klasse steht doppelt."
            )
        shares.setdefault(row["group"], {})[row["class"]] = share
        sources.append(row["source"])
    return Margins(shares=shares, source="; ".join(dict.fromkeys(sources)))


def _save(path: Path, made: Callable[[], bytes]) -> None:
    folder = Path(tempfile.gettempdir())  # a workbook is put together there
    try:
        body = made()
        folder = path.parent
        keep(path, body)
    except OSError as error:
        raise SurveyFileError(not_written(error, folder)) from None
