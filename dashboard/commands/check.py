"""The data folder checked: every fault named, or what there is, counted."""

from __future__ import annotations

import argparse

from dashboard.commands.reminders import reminders
from dashboard.commands.tidy import understood
from dashboard.web.config import settings_from


def check(chosen: argparse.Namespace) -> int:
    """Print every fault and return 1, or one line per table and return 0."""
    from dashboard.facts.dataset import DataError, fault_text, load

    folder = chosen.data or settings_from().data_folder
    for line in understood(folder):
        print(line)
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
    for line in reminders(folder):
        print(line)
    print(f"Keine Fehler. Stand {data.stand}, Fassung {data.version}.")
    return 0
