"""What `python -m dashboard build` made ready, as a start reads it: all parts in one file.

Each part is named by the digest of what it was made of, so that one of other data, another program
or other files is never taken. Data are among the parts as a pickle: who may write the file decides
what the server runs. It belongs to whom the program belongs; a server never writes it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

from dashboard.facts.fingerprint import keep

FILE = "site.zip"

Parts = Mapping[str, bytes]


def read_parts(folder: Path) -> Parts:
    """Return name to content of every part; none where nothing was built or the file is damaged."""
    try:
        with ZipFile(folder / FILE) as file:  # it compares each part with its check sum
            return {name: file.read(name) for name in file.namelist()}
    except Exception:  # whatever is wrong with it: all can be made anew
        return {}


def write_parts(folder: Path, parts: Parts) -> Path:
    """Write all parts, and only these, whole or not at all; an OSError where that cannot be."""
    written = io.BytesIO()
    with ZipFile(written, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    keep(folder / FILE, written.getvalue())
    return folder / FILE
