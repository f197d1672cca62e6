"""The signature below a survey's results: without it nothing of them is public.

`release.md` ends with who released them, when, and the digest of exactly these results; whoever
changes a number by hand makes the signature void.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

RELEASE = "release.md"
SIGNED_BY = "Freigegeben von (Amt oder Funktion):"
DATED = "Datum:"
DIGEST = "Prüfsumme der Ergebnisse:"
OPEN = "______"
RESULTS = ("aggregates.csv", "questions.toml")


def results_digest(folder: Path) -> str:
    """Return the digest of the results in a survey's folder, in 16 hexadecimal digits."""
    whole = hashlib.sha256()
    for name in RESULTS:
        whole.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return whole.hexdigest()[:16]


def unsigned(folder: Path) -> str:
    """Return in German why the results of a folder are not released, or '' if they are."""
    try:
        text = (folder / RELEASE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return f"{RELEASE} fehlt. Die Datei noch einmal einlesen."
    if not _field(text, SIGNED_BY):
        return "Die Freigabe ist noch nicht unterschrieben."
    if _day(_field(text, DATED)) is None:
        return "Zur Unterschrift fehlt das Datum, etwa 24.11.2026."
    try:
        same = _field(text, DIGEST) == results_digest(folder)
    except OSError:
        same = False
    if not same:
        return (
            "Die Ergebnisse sind nach der Freigabe geändert worden, oder die Prüfsumme fehlt. Neu "
            "einlesen und neu freigeben."
        )
    return ""


def signed(text: str, by: str, on: date) -> str:
    """Return the text of a release with its two fields filled in.

    Raises:
        ValueError: the fields are not there or filled already.
    """
    for mark, value in ((SIGNED_BY, by), (DATED, on.strftime("%d.%m.%Y"))):
        line = f"{mark} {OPEN}"
        if text.count(line) != 1:
            raise ValueError(f"„{mark}“ ist schon ausgefüllt oder fehlt.")
        text = text.replace(line, f"{mark} {value}")
    return text


def _field(text: str, mark: str) -> str:
    found = re.search(rf"^{re.escape(mark)}(.*)$", text, re.MULTILINE)
    value = found.group(1).strip() if found else ""
    return "" if set(value) <= {"_"} else value


def _day(text: str) -> date | None:
    german = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", text)
    try:
        if german:
            return date(*(int(part) for part in reversed(german.groups())))
        return date.fromisoformat(text)
    except ValueError:
        return None
