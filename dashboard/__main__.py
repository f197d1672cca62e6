"""`python -m dashboard …`: `check` the data, `build`, serve for `dev`, write files of all kinds."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from dashboard.commands import changes, check, sheet, similarity
from dashboard.commands.dev import dev
from dashboard.commands.tidy import tidy
from dashboard.web.config import SettingsError

PIPE_CLOSED = 141  # what a shell says of a program whose output nobody reads any more


def main(arguments: list[str] | None = None) -> int:
    """Run the sub-command that was asked for and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m dashboard")
    commands = parser.add_subparsers(required=True, metavar="Befehl")
    checking = commands.add_parser(
        "check", help="Einstellungen und Daten prüfen, alle Fehler nennen"
    )
    check.add_arguments(checking)
    checking.set_defaults(run=check.check)
    tidying = commands.add_parser("tidy", help="Tabellen in ihrer üblichen Form schreiben")
    tidying.add_argument("--data", type=Path, help="Datenordner")
    tidying.set_defaults(run=tidy)
    changing = commands.add_parser("changes", help="Änderungen als neue Fassung festhalten")
    changes.add_arguments(changing)
    changing.set_defaults(run=changes.run)
    sheeting = commands.add_parser("sheet", help="eine Tabelle als Arbeitsmappe bearbeiten")
    sheet.add_arguments(sheeting)
    sheeting.set_defaults(run=sheet.run)
    comparing = commands.add_parser("similarity", help="messen, was „ähnliche Städte“ heißt")
    similarity.add_arguments(comparing)
    comparing.set_defaults(run=similarity.run)
    asked = sys.argv[1:] if arguments is None else arguments
    building = commands.add_parser("build", help="vorbereiten, was der Start braucht")
    if asked[:1] == ["build"]:  # it needs the whole site
        from dashboard.commands.build import build

        building.set_defaults(run=build)
    serving = commands.add_parser("dev", help="Änderungen zeigen, sobald sie gespeichert sind")
    serving.set_defaults(run=dev)
    drawing = commands.add_parser("geometry", help="Karten neu bauen oder prüfen")
    if asked[:1] == ["geometry"]:  # its libraries are slow to import
        from dashboard.commands import geometry

        geometry.add_arguments(drawing)
        drawing.set_defaults(run=geometry.run)
    surveying = commands.add_parser("survey", help="Befragungen einlesen und prüfen")
    if asked[:1] == ["survey"]:  # its libraries are slow to import and only installed for that
        try:
            from dashboard.commands.survey import command
        except ModuleNotFoundError as error:
            print(f"Zum Einlesen fehlt „{error.name}“. Einmal „make survey“ ausführen.")
            return 1
        command.add_arguments(surveying)
        surveying.set_defaults(run=command.run)
    reading = commands.add_parser("official", help="eine amtliche Tabelle einlesen")
    if asked[:1] == ["official"]:  # its libraries are slow to import
        from dashboard.commands.official import command as official

        official.add_arguments(reading)
        reading.set_defaults(run=official.run)
    exporting = commands.add_parser("export", help="Folien, Seite und Steckbrief als Dateien")
    if asked[:1] == ["export"]:  # it needs the whole site
        from dashboard.commands import export

        export.add_arguments(exporting)
        exporting.set_defaults(run=export.run)
    chosen = parser.parse_args(asked)
    run: Callable[[argparse.Namespace], int] = chosen.run
    try:
        code = run(chosen)
        sys.stdout.flush()
    except SettingsError as reason:
        print(reason, file=sys.stderr)
        return 1
    except BrokenPipeError:  # who read along, as `head` does, has enough; nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code


if __name__ == "__main__":
    sys.exit(main())
