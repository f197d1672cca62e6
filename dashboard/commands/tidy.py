"""The tables written back in their usual form, so that a diff shows real changes only."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from dashboard.commands.writing import not_written
from dashboard.facts.fingerprint import keep
from dashboard.web.config import settings_from


def understood(folder: Path) -> Iterator[str]:
    """Yield a line for each table that is not in its usual form, with what was read how."""
    from dashboard.facts.checked_csv import read_sheet
    from dashboard.facts.tables import COLUMNS, KINDS

    for name, columns in COLUMNS.items():
        sheet = read_sheet(folder / f"{name}.csv", columns, KINDS[name])
        if sheet.understood:
            yield (
                f"{name}.csv: verstanden als {', '.join(sheet.understood)}. "
                "„python -m dashboard tidy“ schreibt sie wie üblich."
            )


def tidy(chosen: argparse.Namespace) -> int:
    """Write every table that can be read without doubt; 1, and nothing written, if one cannot."""
    from dashboard.facts.checked_csv import read_sheet, usual_form
    from dashboard.facts.dataset import fault_text
    from dashboard.facts.tables import COLUMNS, KINDS

    folder = chosen.data or settings_from().data_folder
    sheets = {
        name: read_sheet(folder / f"{name}.csv", columns, KINDS[name])
        for name, columns in COLUMNS.items()
    }
    faults = [fault for sheet in sheets.values() for fault in sheet.faults]
    for fault in faults:
        print(fault_text(fault))
    if faults:
        print("\nNichts geschrieben.")
        return 1
    for name, sheet in sheets.items():
        path = folder / f"{name}.csv"
        usual = usual_form(COLUMNS[name], (row for _, row in sheet.rows))
        if usual == path.read_bytes():
            continue
        try:
            keep(path, usual)
        except OSError as reason:
            print(not_written(reason, folder), file=sys.stderr)
            return 1
        print(f"{path.name} neu geschrieben{': ' if sheet.understood else ''}", end="")
        print(f"{', '.join(sheet.understood)}.")
    print("Alle Tabellen stehen in ihrer üblichen Form.")
    return 0
