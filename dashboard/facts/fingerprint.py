"""Content by its digest; files written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def digest(body: bytes) -> str:
    """Return a short name of the content."""
    return hashlib.sha256(body).hexdigest()[:16]


def keep(path: Path, body: bytes) -> None:
    """Write the file whole or not at all, folder included; an OSError where that cannot be."""
    draft = _draft(path, body)
    try:
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def keep_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below the folder, all or none of them; an OSError where that cannot be.

    All are written beside their places first: a full disk shows before the first is replaced.
    """
    drafts: dict[Path, Path] = {}
    replaced: dict[Path, bytes | None] = {}
    try:
        for name, body in files.items():
            drafts[folder / name] = _draft(folder / name, body)
        for path, draft in drafts.items():
            before = path.read_bytes() if path.exists() else None
            os.replace(draft, path)
            replaced[path] = before
    except OSError:
        for path, before in replaced.items():
            if before is None:
                path.unlink()
            else:
                keep(path, before)
        raise
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _draft(path: Path, body: bytes) -> Path:
    """Write the content to a new file beside the path, folder included, and return it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    draft = Path(name)
    try:
        with open(handle, "wb") as file:
            file.write(body)
        draft.chmod(0o644)  # who serves the site is not always who built it
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft
