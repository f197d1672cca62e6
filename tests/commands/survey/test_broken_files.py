"""Broken, huge, wrongly encoded, locked and malicious files: a sentence, nothing written."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.commands.survey import detection
from tests.commands.survey.test_command import fingerprint, imported, rows_of
from tests.made import people as made

CROWD = made.people(60)
LOCKED = detection.OLD_OFFICE + b"\0" * 600 + detection.ENCRYPTED + b"\0" * 600


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * (100 * 1024 * 1024))


def locked_ods(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")


def archive_of_limesurvey(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("survey_123_responses.lsr", "<xml/>")


def ragged(path: Path) -> None:
    made.limesurvey_csv(path, CROWD)
    path.write_bytes(path.read_bytes() + b'"1","2"\r\n')


def open_quote(path: Path) -> None:
    path.write_text('submitdate,Q1\n1,"2\n' + "x" * 140_000)


FILES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "missing": ("a.csv", Path.exists, "gibt es nicht"),
    "folder": ("a.csv", Path.mkdir, "keine Datei"),
    "empty": ("a.csv", lambda path: path.write_bytes(b"\n \n"), "ist leer"),
    "zeros": (
        "a.csv",
        lambda path: path.write_bytes(b"submitdate;F\n1;2\n" + b"\0" * 9),
        "keine der",
    ),
    "questionnaire": ("a.lss", lambda path: path.write_text("<document>"), "--questionnaire"),
    "structure": (
        "a.txt",
        lambda path: path.write_text("id\tclass\ttype/scale\tname\n1\tQ\tL\tq\n"),
        "--questionnaire",
    ),
    "R syntax": ("a.R", lambda path: path.write_text('data <- read.csv("x")'), "als Format CSV"),
    "old SPSS": ("a.por", lambda path: path.write_text("ASCII SPSS PORT FILE"), "als .sav"),
    "Stata": ("a.dta", lambda path: path.write_bytes(b"<stata_dta>"), "als CSV"),
    "ragged": ("a.csv", ragged, "abgeschnitten"),
    "open quote": (
        "a.csv",
        lambda path: path.write_text('submitdate,Q1\n1,"2\n' * 2 + "x" * 140_000),
        "",
    ),
    "no heading": ("a.csv", lambda path: path.write_text("submitdate,,b\n1,2,3\n"), "Überschrift"),
    "PDF": ("a.pdf", lambda path: path.write_bytes(b"%PDF-1.7 ..."), "template"),
    "SPSS syntax": ("a.sps", lambda path: path.write_text("GET DATA /TYPE=TXT."), "Befehlsdatei"),
    "locked Excel": ("a.xlsx", lambda path: path.write_bytes(LOCKED), "Kennwort"),
    "locked ODS": ("a.ods", locked_ods, "Kennwort"),
    "zip bomb": ("a.xlsx", bomb, "zu groß"),
    "no zip": ("a.xlsx", lambda path: path.write_bytes(b"PK\x03\x04 oder so"), "beschädigt"),
    "LimeSurvey archive": ("a.lsa", archive_of_limesurvey, "LimeSurvey-Archiv"),
    "half an SPSS file": ("a.sav", lambda path: path.write_bytes(b"$FL2@(#) SPSS"), "beschädigt"),
    "picture": (
        "a.png",
        lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99),
        "keine der",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_cannot_be_read_gets_one_sentence(
    case: str, tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, make, expected = FILES[case]
    file = tmp_path / name
    make(file)
    before = fingerprint(tiny_data)
    book = made.codebook(tmp_path / "codebook.toml")
    assert imported(tiny_data, file, "--codebook", str(book), "--yes") == 1
    said = capsys.readouterr()
    assert expected in said.err
    assert said.err.strip().endswith((".", "“", ".xlsx“.", "toml"))
    assert "Traceback" not in said.err
    assert fingerprint(tiny_data) == before


def test_a_huge_file_is_not_even_opened(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.csv"
    with file.open("wb") as sparse:
        sparse.truncate(detection.LARGEST + 1)
    assert imported(tiny_data, file) == 1
    assert "zu groß" in capsys.readouterr().err


def test_formulas_and_control_signs_in_answers_go_nowhere(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = made.limesurvey_csv(tmp_path / "a.csv", made.people())
    text = file.read_text("utf-8").replace("Geheime Notiz 7", "=cmd|' /C calc'!A0")
    file.write_text(text, "utf-8")
    book = made.codebook(tmp_path / "codebook.toml")
    options = ("--codebook", str(book), "--format", "limesurvey-csv", "--yes")
    assert imported(tiny_data, file, *options) == 0
    assert "=cmd" not in capsys.readouterr().out
    assert not [cell for row in rows_of(tiny_data) for cell in row.values() if "cmd" in cell]
    shutil.rmtree(tiny_data / "surveys")
    lines = text.splitlines()
    lines[2] = lines[2].replace('"192.0.2.1"', '"192.0.2.1"').replace('"Y"', '"\x1b[2J=cmd"', 1)
    home = made.HEAD + made.CODES
    cells = lines[2].split('","')
    cells[home.index("home")] = "\x1b[2J=cmd"
    lines[2] = '","'.join(cells)
    file.write_text("\n".join(lines), "utf-8")
    assert imported(tiny_data, file, *options) == 1
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err


@pytest.mark.parametrize("kind", ["csv", "vv", "sav", "xlsx"])
@pytest.mark.parametrize("times", [9, pytest.param(60, marks=pytest.mark.hurts)])
def test_damaged_bytes_never_end_in_a_crash(
    kind: str, times: int, tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write, format_ = {
        "csv": (made.limesurvey_csv, "limesurvey-csv"),
        "vv": (made.limesurvey_vv, "limesurvey-vv"),
        "sav": (made.spss, "spss"),
        "xlsx": (made.workbook, "tabelle"),
    }[kind]
    whole = write(tmp_path / f"whole.{kind}", CROWD).read_bytes()
    book = made.codebook(tmp_path / "codebook.toml")
    chance = random.Random(kind)
    before = fingerprint(tiny_data)
    for number in range(times):
        broken = bytearray(whole)
        if number % 3 == 0:
            del broken[chance.randrange(len(broken)) :]
        else:
            for _ in range(chance.choice((1, 20, 400))):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
        file = tmp_path / f"broken.{kind}"
        file.write_bytes(bytes(broken))
        options = ("--codebook", str(book), "--format", format_, "--yes")
        if imported(tiny_data, file, *options):
            assert capsys.readouterr().err.strip()
        else:  # the damage was in a cell nobody reads
            shutil.rmtree(tiny_data / "surveys")
        assert fingerprint(tiny_data) == before
