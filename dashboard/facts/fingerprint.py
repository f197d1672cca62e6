"""Content by its digest, and files kept between starts."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from pathlib import Path

# compressed forms and checked data; whatever else lies beside them is not ours
KEPT = re.compile(r"[0-9a-f]{16}\.(?:br|gz)|data-[0-9a-f]{12}-[0-9a-f]{16}\.pickle")
UNUSED_SECONDS = 30 * 24 * 60 * 60


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


def read_kept(path: Path) -> bytes:
    """Return what was kept and mark it as used; an OSError where it is not there to be read."""
    body = path.read_bytes()
    with contextlib.suppress(OSError):  # not ours, or a folder nobody may write to
        os.utime(path)
    return body


def forget_unused(folder: Path, now: float) -> None:
    """Remove what was kept and not used for 30 days, as far as the folder lets us.

    Whoever serves has read it all: a start that needs it again makes it anew.
    """
    with contextlib.suppress(OSError):  # no such folder
        for path in folder.iterdir():
            with contextlib.suppress(OSError):  # gone already, or not for us to remove
                if KEPT.fullmatch(path.name) and path.stat().st_mtime < now - UNUSED_SECONDS:
                    path.unlink()
