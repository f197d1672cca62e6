"""A town written as files into a folder, whole or not at all."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from dashboard.commands.writing import not_written
from dashboard.facts.dataset import Dataset
from dashboard.findings.town import full_name
from dashboard.web.app import create_app, surroundings_of
from dashboard.web.config import settings_from
from dashboard.web.offline import SLIDES, files_of


class ExportError(Exception):
    """An export that would destroy something or cannot be written; says what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what can be asked of the sub-command."""
    parser.add_argument("slug", nargs="?", help="Stadt: Kennung, etwa wittenberge, oder AGS")
    parser.add_argument("--all", action="store_true", help="alle Pilotstädte")
    parser.add_argument(
        "--to", dest="dir", type=Path, required=True, metavar="ORDNER", help="Zielordner"
    )
    parser.add_argument("--force", action="store_true", help="Vorhandenes ersetzen")


def run(chosen: argparse.Namespace) -> int:
    """Export what was asked for and say where it lies; 1 if it could not be done."""
    settings = settings_from()
    around = surroundings_of(create_app(settings))
    data = around.data
    towns = list(data.towns.values()) if chosen.all else [data.gemeinde(chosen.slug or "")]
    if None in towns:
        print(_unknown(data, chosen.slug or ""))
        return 1
    if not settings.base_url:
        print("Ohne DASHBOARD_BASE_URL stehen keine QR-Codes und Links in den Dateien.")
    try:
        for number, town in enumerate(filter(None, towns), start=1):
            print(f"[{number}/{len(towns)}] {full_name(data, town)} …", end=" ", flush=True)
            folder = write(chosen.dir / town.slug, files_of(town, around, settings), chosen.force)
            size = sum(path.stat().st_size for path in folder.iterdir())
            print(f"{size / 1e6:.1f} MB in {folder}".replace(".", ",", 1))
    except (ExportError, OSError) as reason:
        said = not_written(reason, chosen.dir) if isinstance(reason, OSError) else reason
        print(f"nicht geschrieben.\n{said}", file=sys.stderr)
        return 1
    print(f"Fertig. Zum Vortragen {SLIDES} öffnen, auch ohne Netz.")
    return 0


def _unknown(data: Dataset, asked: str) -> str:
    """Return that there is no such town, and which were perhaps meant."""
    slugs = (*data.towns, *(one.slug for one in data.gemeinden.towns))
    near = get_close_matches(asked, dict.fromkeys(slugs))
    meant = f"Gemeint vielleicht: {', '.join(near)}. " if near else ""
    return (
        f"Diese Stadt gibt es nicht: {asked}. {meant}Es gilt die Kennung aus der Adresse der Stadt "
        "oder ihr AGS; --all schreibt alle Pilotstädte."
    )


def write(folder: Path, files: Mapping[str, str], force: bool) -> Path:
    """Write all files into the folder, or, if anything fails, none.

    Raises:
        ExportError: where the folder exists and was not to be replaced.
    """
    if folder.exists() and not force:
        raise ExportError(f"{folder} gibt es schon. Mit --force wird der Ordner ersetzt.")
    foreign = [path.name for path in _present(folder) if path.name not in files]
    if foreign:
        raise ExportError(f"In {folder} liegt etwas anderes: {foreign[0]}. Bitte anderswohin.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        draft.chmod(0o755)
        for name, text in files.items():
            (draft / name).write_text(text, encoding="utf-8")
        old = draft.with_name(f"{draft.name}-alt")
        if folder.exists():
            os.replace(folder, old)
        try:
            os.replace(draft, folder)
        except OSError:
            if old.exists():
                os.replace(old, folder)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _present(folder: Path) -> Iterator[Path]:
    if folder.exists():
        yield from [folder] if folder.is_file() else folder.iterdir()
