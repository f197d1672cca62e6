"""The files as LibreOffice opens them for a German clerk, compared with the tables cell by cell."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form
from dashboard.downloads.package import data_tables
from dashboard.downloads.table import Table
from dashboard.downloads.xlsx import xlsx_bytes
from dashboard.facts.dataset import Dataset
from dashboard.pages.compare import page as compare
from dashboard.pages.contract import Address
from dashboard.wording import links
from tests.downloads.reading import Rows, faults, ids_of, rows_of
from tests.made.drawn import drawn_figures
from tests.made.figures import figures_of

# German, whatever the machine speaks; the rest as a new profile has it
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>de-DE</value></prop></item>
</oor:items>"""
# what its window has ticked when a CSV is first opened: comma, semicolon and tab part, quoted
# fields are no texts; UTF-8 it knows by the first bytes
AS_OFFERED = "Text - txt - csv (StarCalc):44/59/9,34,76,1,,0,false,false,false,false,false,0,false"
AS_IT_IS, RECKONED = f"{AS_OFFERED},false,false", f"{AS_OFFERED},false,true"
OF_FIGURES, OF_DATA = 2, 1  # tables in `make test`, beside the one with keys

Lines = list[list[object]]


def opened(files: Sequence[Path], folder: Path, reading: str = "") -> list[Lines]:
    """Return the lines of each file as LibreOffice saves what it has read."""
    (folder / "user").mkdir(parents=True, exist_ok=True)
    (folder / "user" / "registrymodifications.xcu").write_text(PROFILE)
    command = [
        "soffice", "--headless", f"-env:UserInstallation={folder.as_uri()}",
        *([f"--infilter={reading}"] if reading else []),
        "--convert-to", "ods", "--outdir", str(folder), *map(str, files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=1200)
    return [
        CalamineWorkbook.from_path(folder / f"{one.stem}.ods")
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
        for one in files
    ]


def rows_below(table: Table, lines: Lines, *, is_warned: bool) -> Rows:
    """Return the rows below head and warning; the empty ends of columns and rows are not saved."""
    below = lines[1:] if is_warned and table.first_line else lines
    wide, long = len(ids_of(table)), len(table.rows) + 1
    full = [(line + [""] * wide)[:wide] for line in below]
    return rows_of(table, full + [[""] * wide] * (long - len(full)))


def tables(data: Dataset, *, are_all: bool) -> list[Table]:
    """Return those with keys and numbers, and some by chance; or every one."""
    if are_all:
        cards = [card for path in drawn_figures().values() for card in path]
        return [*(one.table for one in data_tables(data)), *(card.table for card in cards)]
    of_data = {one.id: one for one in data_tables(data)}
    chance = random.Random(17)
    chosen = [of_data.pop("staedte"), *chance.sample(list(of_data.values()), OF_DATA)]
    figures = figures_of(compare, data, Address(path=links.COMPARISON))
    return [one.table for one in (*chosen, *chance.sample(figures, OF_FIGURES))]


@pytest.mark.parametrize(
    ("are_all", "reading"),
    [
        pytest.param(False, AS_IT_IS, id="some"),
        pytest.param(True, AS_IT_IS, marks=pytest.mark.hurts, id="all"),
        pytest.param(True, RECKONED, marks=pytest.mark.hurts, id="all, formulas reckoned"),
    ],
)
def test_a_clerk_gets_numbers_keys_and_texts_as_they_are(
    shipped: Dataset, tmp_path: Path, are_all: bool, reading: str
) -> None:
    chosen = tables(shipped, are_all=are_all)
    texts = [tmp_path / f"{at}-text.csv" for at in range(len(chosen))]
    books = [tmp_path / f"{at}-mappe.xlsx" for at in range(len(chosen))]
    for table, text, book in zip(chosen, texts, books, strict=True):
        text.write_bytes(csv_bytes(table, Form.OFFICE))
        book.write_bytes(xlsx_bytes(replace(table, first_line=""), [], []))
    found: list[str] = []
    for files, how in ((texts, reading), (books, "")):
        read = zip(chosen, opened(files, tmp_path / "profil", how), strict=True)
        for table, lines in read:
            found += faults(table, rows_below(table, lines, is_warned=files is texts))
    assert found == []
