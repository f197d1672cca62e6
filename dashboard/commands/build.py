"""What a start needs, made ready once: checked data, compressed scripts, compiled modules."""

from __future__ import annotations

import argparse
import compileall
import pickle
import sys
from pathlib import Path

import dashboard
from dashboard.commands.writing import not_written
from dashboard.facts.built import read_parts, write_parts
from dashboard.facts.dataset import DataError, load_built, part_of_data
from dashboard.web.app import site_files
from dashboard.web.bundles import part_of_file
from dashboard.web.config import SettingsError, settings_from
from dashboard.web.encoding import THOROUGH


def build(_chosen: argparse.Namespace) -> int:
    """Write the parts and say where; return 1, with the reason, where that cannot be."""
    try:
        settings = settings_from()
        before = read_parts(settings.build_folder)
        data = load_built(settings.data_folder, before)
    except (SettingsError, DataError) as reason:
        print(reason, file=sys.stderr)
        return 1
    name = part_of_data(settings.data_folder)
    parts = {name: before.get(name) or pickle.dumps(data)}
    for file in site_files(data, settings, before).by_path.values():
        body = file.encodings[""]
        for encoding in filter(None, file.encodings):
            name = part_of_file(body, encoding)
            parts[name] = before.get(name) or THOROUGH[encoding](body)
    try:
        written = write_parts(settings.build_folder, parts)
    except OSError as reason:
        print(not_written(reason, settings.build_folder), file=sys.stderr)
        print("Die Seite startet auch so, nur langsamer: .venv/bin/gunicorn", file=sys.stderr)
        return 1
    # whoever starts the site may have no right to write here, or be told not to
    compileall.compile_dir(Path(dashboard.__file__).parent, quiet=2)
    print(f"Gebaut: {written}, Fassung der Daten {data.version}.")
    return 0
