"""`python -m dashboard check`: checks the data, `geometry`, `survey`, `export` build."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from dashboard.web.config import settings_from


def main(arguments: list[str] | None = None) -> int:
    """Run the sub-command that was asked for and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m dashboard")
    commands = parser.add_subparsers(required=True, metavar="Befehl")
    checking = commands.add_parser("check", help="Daten prüfen und alle Fehler nennen")
    checking.add_argument("--data", type=Path, help="Datenordner")
    checking.set_defaults(run=check)
    asked = sys.argv[1:] if arguments is None else arguments
    drawing = commands.add_parser("geometry", help="Karten neu bauen oder prüfen")
    if asked[:1] == ["geometry"]:  # its libraries are slow to import
        from dashboard import geometry

        geometry.add_arguments(drawing)
        drawing.set_defaults(run=geometry.run)
    surveying = commands.add_parser("survey", help="Befragungen einlesen und prüfen")
    if asked[:1] == ["survey"]:  # its libraries are slow to import and only installed for that
        try:
            from dashboard.survey_import import command
        except ModuleNotFoundError as error:
            print(f"Zum Einlesen fehlt „{error.name}“. Einmal „make survey“ ausführen.")
            return 1
        command.add_arguments(surveying)
        surveying.set_defaults(run=command.run)
    exporting = commands.add_parser("export", help="Folien, Seite und Steckbrief als Dateien")
    if asked[:1] == ["export"]:  # it needs the whole site
        from dashboard import offline

        offline.add_arguments(exporting)
        exporting.set_defaults(run=offline.run)
    chosen = parser.parse_args(asked)
    run: Callable[[argparse.Namespace], int] = chosen.run
    return run(chosen)


def check(chosen: argparse.Namespace) -> int:
    """Print every fault and return 1, or one line per table and return 0."""
    from dashboard.facts.dataset import DataError, fault_text, load

    folder = chosen.data or settings_from().data_folder
    try:
        data = load(folder)
    except DataError as error:
        for fault in error.faults:
            print(fault_text(fault))
        count = len(error.faults)
        print(f"\n{count} Fehler in {folder}." if count > 1 else f"\n1 Fehler in {folder}.")
        return 1
    for label, entries in {
        "Städte": data.towns,
        "Vergleichswerte": data.benchmarks,
        "Kennzahlen": data.indicators,
        "Werte": data.observations,
        "Brüche in Zeitreihen": data.breaks,
        "Lücken": data.gaps,
        "Aktivitäten": data.activities,
        "Beteiligte": data.actors,
        "Erkenntnisse": data.lessons,
        "Befragungen": data.surveys,
        "Ergebnisse von Befragungen": data.survey_facts,
        "Quellen": data.sources,
        "Texte": data.texts,
    }.items():
        print(f"{label}: {len(entries)}")
    print(f"Keine Fehler. Stand {data.stand}, Fassung {data.version}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
