"""The forms in which every table of the site can be taken away."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

LONGEST_NAME = 120  # letters, without ending
WITHOUT_MARKS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"}
)


class Form(StrEnum):
    """A form of file; the words stand in addresses."""

    MACHINE = "maschine"
    OFFICE = "buero"
    WORKBOOK = "xlsx"
    RECORDS = "json"

    @property
    def label(self) -> str:
        """What a link to it says."""
        return _LABELS[self]

    @property
    def suffix(self) -> str:
        """The ending of its files, without dot."""
        return "csv" if self in (Form.MACHINE, Form.OFFICE) else self.value

    @property
    def media_type(self) -> str:
        """The media type of its files."""
        return _MEDIA_TYPES[self.suffix]


def file_name(*parts: str) -> str:
    """Return the parts, each once, as a name that every file system, browser and archive takes.

    It is readable, too: German letters are written as in addresses, „Mölln“ as „Moelln“, others
    without their marks. So no second name for other letters (RFC 6266, `filename*`) is needed.
    """
    plain = dict.fromkeys(filter(None, map(_plain, parts)))
    return "_".join(plain)[:LONGEST_NAME].strip("-_")


def _plain(text: str) -> str:
    written = unicodedata.normalize("NFC", text).translate(WITHOUT_MARKS)
    ascii_only = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()
    return re.sub(r"\W+", "-", ascii_only).strip("-")


_LABELS = {
    Form.MACHINE: "CSV",
    Form.OFFICE: "CSV für Excel",
    Form.WORKBOOK: "XLSX",
    Form.RECORDS: "JSON",
}
_MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
