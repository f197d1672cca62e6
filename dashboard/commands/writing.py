"""What to say where files cannot be written: in German, with what to do."""

from __future__ import annotations

import errno
from pathlib import Path

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def not_written(error: OSError, folder: Path) -> str:
    """Return why nothing was written to the folder, and what to do."""
    if error.errno in NO_ROOM:
        return (
            f"In {folder} ist kein Platz mehr. Bitte Platz schaffen oder einen Ordner auf einem "
            "anderen Datenträger nehmen und den Befehl wiederholen. Angefangenes ist entfernt."
        )
    if error.errno in NOT_ALLOWED:
        return (
            f"In {folder} darf nicht geschrieben werden. Bitte einen anderen Ordner nehmen oder "
            "das Recht zum Schreiben geben lassen und den Befehl wiederholen."
        )
    return f"In {folder} lässt sich nicht schreiben ({error.strerror or error})."
