"""Settings and data folder checked: every fault named, or what there is, counted."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.reminders import newer_traits, not_recorded, reminder, unrecorded
from dashboard.commands.tidy import understood
from dashboard.web.config import Settings, SettingsError, settings_from

if TYPE_CHECKING:
    from dashboard.facts.dataset import Dataset


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what can be asked of the sub-command."""
    parser.add_argument("--data", type=Path, help="Datenordner")
    parser.add_argument("--settings", action="store_true", help="nur die Einstellungen prüfen")


def check(chosen: argparse.Namespace) -> int:
    """Print every fault of settings and data and return 1, or what there is and return 0."""
    try:
        settings, code = settings_from(), 0
    except SettingsError as error:
        print(error)
        settings, code = error.settings, 1
    if not code:
        print("Einstellungen: keine Fehler.")
    if chosen.settings:
        return code
    return max(code, _check_data(chosen.data or settings.data_folder, settings))


def sound(folder: Path, settings: Settings) -> Dataset:
    """Return the data as the site shows them; a DataError carries every fault found."""
    from dashboard.facts.dataset import load
    from dashboard.web.imprint import with_operator

    return with_operator(load(folder), settings)


def _check_data(folder: Path, settings: Settings) -> int:
    from dashboard.facts.dataset import DataError, fault_text

    for line in understood(folder):
        print(line)
    try:
        data = sound(folder, settings)
        day, count = unrecorded(folder)
        if count and data.stand > day:
            raise DataError((not_recorded(folder, data, day, count),))
    except DataError as error:
        for fault in error.faults:
            print(fault_text(fault))
        found = len(error.faults)
        print(f"\n{found} Fehler in {folder}." if found > 1 else f"\n1 Fehler in {folder}.")
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
    small = data.gemeinden
    if small.towns:
        flagged = sum(len(column.flags) for column in small.columns.values())
        print(
            f"Kleinstädte: {len(small.towns)}, Spalten ihrer Werte: {len(small.columns)}, "
            f"Werte mit Kennzeichen: {flagged}, Namen anderer Gemeinden: {len(small.others)}"
        )
    if count:
        print(reminder(day, count))
    for line in newer_traits(data):
        print(line)
    print(f"Keine Fehler. Stand {data.stand}, Fassung {data.version}.")
    return 0
