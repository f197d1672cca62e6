"""The forms in which every table of the site can be taken away."""

from __future__ import annotations

from enum import StrEnum


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


def file_name(text: str) -> str:
    """Return the text as a name every file system takes."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in text)[:120]


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
