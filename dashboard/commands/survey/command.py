"""`python -m dashboard survey`: import, codebook, template, check; a preview is the default."""

from __future__ import annotations

import argparse
import contextlib
import sys
import webbrowser
from datetime import date
from pathlib import Path

from dashboard.commands.survey import folder, readers, template_form
from dashboard.commands.survey.detection import Format, SurveyFileError, suggestion
from dashboard.commands.survey.draft import draft
from dashboard.commands.survey.importing import import_file, known_survey
from dashboard.commands.survey.tables import DisclosureError
from dashboard.commands.survey.texts import shown
from dashboard.commands.survey.weighting import WeightingError
from dashboard.facts.dataset import DataError, fault_text, load
from dashboard.facts.survey_release import RELEASE, signed
from dashboard.web.config import settings_from
from dashboard.wording import links


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
        "--questionnaire",
        type=Path,
        metavar="FRAGEBOGEN",
        help="Fragebogen aus LimeSurvey: .lss, .lsa, .txt oder die .R-Datei zu den Daten",
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


def _import(chosen: argparse.Namespace) -> int:
    data_folder: Path = chosen.data or settings_from().data_folder
    return import_file(chosen, load(data_folder), data_folder)


def _draft(chosen: argparse.Namespace) -> int:
    data = load(chosen.data or settings_from().data_folder)
    survey = known_survey(data, chosen.survey)
    format_ = chosen.format or suggestion(chosen.file)
    if format_ is Format.AGGREGATES:
        raise SurveyFileError("Die ausgefüllte Vorlage braucht kein Codebuch.")
    if chosen.to.exists():
        raise SurveyFileError(f"„{chosen.to.name}“ gibt es schon und wird nicht überschrieben.")
    delivery = readers.read(chosen.file, format_)
    folder.save(chosen.to, lambda: draft(delivery, survey.id).encode())
    print(f"Entwurf geschrieben: {chosen.to.name}. Darin ist noch keine Frage freigegeben.")
    return 0


def _template(chosen: argparse.Namespace) -> int:
    if chosen.to.suffix != ".xlsx" or chosen.to.exists():
        raise SurveyFileError("Bitte mit --to eine neue Datei angeben, die auf .xlsx endet.")
    folder.save(chosen.to, template_form.empty)
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
    folder.save(path, lambda: text.encode())
    print(
        f"Freigegeben: {chosen.survey}. Die laufende Seite zeigt die Ergebnisse, sobald sie die "
        "Daten neu liest."
    )
    return 0
