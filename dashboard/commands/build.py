"""What a start needs, made ready once: checked data, and scripts and pictures compressed well."""

from __future__ import annotations

import argparse
import pickle
import sys

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
    print(f"Gebaut: {written}, Fassung der Daten {data.version}.")
    return 0
