"""Content by its digest; files written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def digest(body: bytes) -> str:
    """Return a short name of the content."""
    return hashlib.sha256(body).hexdigest()[:16]


def keep(path: Path, body: bytes) -> None:
    """Write the file whole or not at all, folder included; an OSError where that cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    draft = Path(name)
    try:
        with open(handle, "wb") as file:
            file.write(body)
        draft.chmod(0o644)  # who serves the site is not always who built it
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
