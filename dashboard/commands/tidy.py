"""The tables written back in their usual form, so that a diff shows real changes only."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.writing import not_written
from dashboard.facts.fingerprint import keep
from dashboard.web.config import settings_from

if TYPE_CHECKING:
    from dashboard.facts.checked_csv import Sheet


def understood(folder: Path) -> Iterator[str]:
    """Yield a line for each table that is not in its usual form, with what was read how."""
    for name, _, sheet in _sheets(folder):
        if sheet.understood:
            yield (
                f"{name}: verstanden als {', '.join(sheet.understood)}. "
                "„python -m dashboard tidy“ schreibt sie wie üblich."
            )


def _sheets(folder: Path) -> Iterator[tuple[str, tuple[str, ...], Sheet]]:
    """Yield every table: name below the folder, columns, what was understood of it."""
    from dashboard.facts import gemeinden_files
    from dashboard.facts.checked_csv import read_sheet
    from dashboard.facts.tables import COLUMNS, KINDS

    for name, columns in COLUMNS.items():
        yield f"{name}.csv", columns, read_sheet(folder / f"{name}.csv", columns, KINDS[name])
    yield from gemeinden_files.sheets(folder)


def tidy(chosen: argparse.Namespace) -> int:
    """Write every table that can be read without doubt; 1, and nothing written, if one cannot."""
    from dashboard.facts.checked_csv import usual_form
    from dashboard.facts.dataset import fault_text

    folder = chosen.data or settings_from().data_folder
    sheets = list(_sheets(folder))
    faults = [fault for *_, sheet in sheets for fault in sheet.faults]
    for fault in faults:
        print(fault_text(fault))
    if faults:
        print("\nNichts geschrieben.")
        return 1
    for name, columns, sheet in sheets:
        path = folder / name
        usual = usual_form(columns, (row for _, row in sheet.rows))
        if usual == path.read_bytes():
            continue
        try:
            keep(path, usual)
        except OSError as reason:
            print(not_written(reason, folder), file=sys.stderr)
            return 1
        print(f"{name} neu geschrieben{': ' if sheet.understood else ''}", end="")
        print(f"{', '.join(sheet.understood)}.")
    print("Alle Tabellen stehen in ihrer üblichen Form.")
    return 0
