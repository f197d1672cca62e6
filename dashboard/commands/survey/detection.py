"""Which kind of file this seems to be. A suggestion only: a person confirms it with --format."""

from __future__ import annotations

import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from dashboard.commands.survey.privacy import tool_column

LARGEST = 50 * 1024 * 1024  # bytes; a survey of 10,000 persons has some 10 MB
LARGEST_UNPACKED = 400 * 1024 * 1024


class SurveyFileError(Exception):
    """The import cannot go on; the message is a German sentence with the remedy."""


class Format(StrEnum):
    """What can be read; the values are what a person types after --format."""

    LIMESURVEY_CSV = "limesurvey-csv"
    LIMESURVEY_VV = "limesurvey-vv"
    CSV = "csv"
    SPSS = "spss"
    SHEET = "tabelle"
    AGGREGATES = "vorlage"


SHEET_ENDINGS = (".xlsx", ".xls", ".xlsb", ".ods")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
STRUCTURE = {"class", "type/scale", "name"}  # headings of LimeSurvey's table of a survey
FIRST_TEMPLATE_COLUMN = "frage_id"
UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, ValueError)


def suggestion(path: Path) -> Format:
    """Return the format the file seems to have.

    Raises:
        SurveyFileError: the file is none of them; the message says what it is and what to do.
    """
    content = checked(path)
    if content[:4] in (b"$FL2", b"$FL3"):
        return Format.SPSS
    if content.startswith(b"%PDF"):
        raise SurveyFileError(
            "Das ist ein PDF. Zahlen aus einem Bericht kommen über die Vorlage herein: "
            "„python -m dashboard survey template --to vorlage.xlsx“."
        )
    if content.startswith((b"PK", OLD_OFFICE)) or path.suffix.lower() in SHEET_ENDINGS:
        return (
            Format.AGGREGATES
            if FIRST_TEMPLATE_COLUMN.encode() in _strings(path)
            else (Format.SHEET)
        )
    for endings, marks, sentence in OTHERS:
        if path.suffix.lower() in endings or any(mark in content[:4000] for mark in marks):
            raise SurveyFileError(sentence)
    head = head_of(content)
    if any(ord(letter) < 9 for letter in head):
        raise SurveyFileError(UNKNOWN)  # no text
    lines = head.splitlines()
    if lines and lines[0].strip('"').lower().startswith("sep="):
        lines = lines[1:]
    if lines and {cell.strip('" ') for cell in lines[0].split("\t")} >= STRUCTURE:
        raise SurveyFileError(QUESTIONNAIRE)
    if lines and lines[0].strip('"').startswith(FIRST_TEMPLATE_COLUMN):
        return Format.AGGREGATES
    if len(lines) > 1 and "\t" in lines[1] and "submitdate" in lines[1].split("\t"):
        return Format.LIMESURVEY_VV
    if lines and any(mark in lines[0] for mark in ",;\t"):
        cells = [cell.strip(' "') for cell in re.split("[,;\t]", lines[0])]
        submitted = any(tool_column(cell) == "submitdate" for cell in cells)
        return Format.LIMESURVEY_CSV if submitted else Format.CSV
    raise SurveyFileError(UNKNOWN)


def head_of(content: bytes) -> str:
    """Return the beginning of a text file, whatever its encoding."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content[:4000].decode("utf-16", errors="replace").lstrip("\ufeff")
    if b"\x00" in content[:4000] and content[1:200:2].count(b"\x00") > 80:
        return content[:4000].decode("utf-16-le", errors="replace")
    return content[:4000].decode("utf-8", errors="replace").lstrip("\ufeff")


UNKNOWN = (
    "Diese Datei ist keine der bekannten Arten: LimeSurvey (CSV oder VV), SoSci Survey, EFS, "
    "eine andere CSV-Datei, SPSS (.sav), Excel oder ODS, oder die ausgefüllte Vorlage."
)
QUESTIONNAIRE = (
    "Das ist der Fragebogen aus LimeSurvey, keine Antworten. Die Antworten als CSV ausführen und "
    "den Fragebogen mit --questionnaire dazugeben."
)
# what else people try: endings, first letters, and what to do instead
OTHERS: tuple[tuple[tuple[str, ...], tuple[bytes, ...], str], ...] = (
    (
        (".sps",),
        (b"GET DATA", b"DATA LIST"),
        "Das ist LimeSurveys SPSS-Ausfuhr, eine Befehlsdatei ohne Daten. In LimeSurvey "
        "„Antworten exportieren“ und als Format CSV wählen, oder die Befehle in SPSS "
        "ausführen und das Ergebnis als .sav speichern.",
    ),
    (
        (".lss", ".lsq", ".lsg"),
        (b"<LimeSurveyDocType>",),
        QUESTIONNAIRE,
    ),
    (
        (".r", ".rmd"),
        (b"read.csv(",),
        "Das ist der Befehlsteil von LimeSurveys R-Ausfuhr, keine Antworten. Die Daten dazu "
        "(…_R_data_file.csv) einlesen und diese Datei mit --questionnaire angeben, oder in "
        "LimeSurvey „Antworten exportieren“ und als Format CSV wählen.",
    ),
    (
        (".rds", ".rdata", ".rda"),
        (),
        "Das ist eine Datei von R. In R mit haven::write_sav() als .sav oder mit write.csv2() als "
        "CSV speichern.",
    ),
    (
        (".por",),
        (b"ASCII SPSS PORT FILE",),
        "Das ist eine alte SPSS-Datei (.por). In SPSS öffnen und als .sav speichern.",
    ),
    (
        (".dta",),
        (b"<stata_dta>",),
        "Das ist eine Stata-Datei. In Stata mit „export delimited“ als CSV speichern.",
    ),
)


def checked(path: Path, *, archives: bool = False) -> bytes:
    """Return the content, if the file can be read, is not empty, not too large and not locked.

    LimeSurvey's archive is refused, unless `archives` says that it is looked into.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise SurveyFileError(f"„{path.name}“ ist keine Datei.")
        if size > LARGEST:
            raise SurveyFileError(
                f"Die Datei ist mit {size // 2**20} MB zu groß; mehr als {LARGEST // 2**20} MB "
                "hat keine Befragung dieser Art. Prüfen, ob es die richtige Datei ist."
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise SurveyFileError(f"Die Datei „{path.name}“ gibt es nicht.") from None
    except OSError as error:
        raise SurveyFileError(f"„{path.name}“ lässt sich nicht lesen: {error.strerror}.") from None
    if not content.strip():
        raise SurveyFileError(f"Die Datei „{path.name}“ ist leer.")
    if content.startswith(OLD_OFFICE) and ENCRYPTED in content:
        raise SurveyFileError(
            "Die Datei ist mit einem Kennwort geschützt. In Excel öffnen und unter „Datei, "
            "Informationen, Arbeitsmappe schützen“ das Kennwort entfernen, dann neu speichern."
        )
    if content.startswith(b"PK"):
        _check_archive(path, archives=archives)
    return content


def _check_archive(path: Path, *, archives: bool) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            names = archive.namelist()
            locked = "META-INF/manifest.xml" in names and b"encryption-data" in archive.read(
                "META-INF/manifest.xml"
            )
    except UNREADABLE:
        raise SurveyFileError(
            "Die Datei ist beschädigt. Noch einmal aus Excel oder LibreOffice speichern."
        ) from None
    if unpacked > LARGEST_UNPACKED:
        raise SurveyFileError(
            "Die Datei wird beim Öffnen zu groß. Leere Zeilen und Spalten löschen."
        )
    if locked:
        raise SurveyFileError(
            "Die Datei ist mit einem Kennwort geschützt. In LibreOffice ohne Kennwort speichern."
        )
    if not archives and any(name.endswith(".lsr") for name in names):
        raise SurveyFileError(
            "Das ist ein LimeSurvey-Archiv (.lsa). In LimeSurvey „Antworten exportieren“ und als "
            "Format CSV wählen; das Archiv dient als Fragebogen: --questionnaire."
        )


def _strings(path: Path) -> bytes:
    """Return what stands in a spreadsheet's text parts, as far as it can be told cheaply."""
    if not zipfile.is_zipfile(path):
        return b""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [
                name
                for name in archive.namelist()
                if name in ("xl/sharedStrings.xml", "content.xml") or "worksheets/sheet" in name
            ]
            return b"".join(archive.open(name).read(200_000) for name in parts)
    except UNREADABLE:
        return b""
