"""The clerk's commands: tidy, sheet, changes; nothing is lost and nothing half written."""

from __future__ import annotations

import csv
import io
import shutil
import string
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.__main__ import main
from dashboard.commands.sheet import SheetError, rows_of, workbook
from dashboard.facts import published
from dashboard.facts.checked_csv import read_sheet, usual_form
from dashboard.facts.dataset import load
from dashboard.facts.model import ChangedCell
from dashboard.facts.tables import COLUMNS
from tests.conftest import TINY
from tests.made.faults import faults_of, replaced
from tests.made.official import with_small_towns

DAY = "2027-01-02"
# the letters a clerk can type, and what spreadsheets take for something else
LETTERS = string.ascii_letters + string.digits + "äöüß –„“;,.'=+-@\"€\n"
CELLS = st.text(LETTERS, max_size=12) | st.sampled_from(
    ["=1+1", "007", "1e5", "2022-05", "01.05.2021", "TRUE", "_x000D_", "#N/A", "'", " "]
)


def commanded(folder: Path, *arguments: str) -> int:
    return main([*arguments, "--data", str(folder)])


def test_tidy_writes_the_usual_form_once_and_then_nothing(tiny_data: Path) -> None:
    path = tiny_data / "actors.csv"
    usual = path.read_bytes()
    rows = csv.reader(io.StringIO(usual.decode(), newline=""))
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    assert commanded(tiny_data, "tidy") == 0
    assert path.read_bytes() == usual
    times = {one: one.stat().st_mtime_ns for one in tiny_data.glob("*.csv")}
    assert commanded(tiny_data, "tidy") == 0
    assert {one: one.stat().st_mtime_ns for one in tiny_data.glob("*.csv")} == times


def test_tidy_writes_nothing_while_one_table_is_in_doubt(tiny_data: Path) -> None:
    for name in ("actors", "activities"):
        path = tiny_data / f"{name}.csv"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    replaced(tiny_data / "activities.csv", "2022-10-24", "10/24/2022")
    before = {one: one.read_bytes() for one in tiny_data.glob("*.csv")}
    assert commanded(tiny_data, "tidy") == 1
    assert {one: one.read_bytes() for one in tiny_data.glob("*.csv")} == before


@pytest.mark.parametrize("table", COLUMNS)
def test_check_says_what_it_understood(
    tiny_data: Path, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tiny_data / f"{table}.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert commanded(tiny_data, "check") == 0
    assert f"{table}.csv: verstanden als Zeilenenden von Windows" in capsys.readouterr().out


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_comes_back_from_its_workbook_as_it_was(tiny_data: Path, table: str) -> None:
    path, book = tiny_data / f"{table}.csv", tiny_data.parent / "book.xlsx"
    before = path.read_bytes()
    assert commanded(tiny_data, "sheet", table, "--to", str(book)) == 0
    sheet = openpyxl.load_workbook(book).worksheets[0]
    assert {cell.number_format for row in sheet.iter_rows() for cell in row} == {"@"}
    assert sheet.data_validations.dataValidation
    path.write_bytes(b"")
    assert commanded(tiny_data, "sheet", table, "--read", str(book)) == 0
    assert path.read_bytes() == before


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(table=st.sampled_from(sorted(COLUMNS)), data=st.data())
def test_no_text_is_lost_in_workbook_or_table(table: str, data: st.DataObject) -> None:
    columns = COLUMNS[table]
    row = st.tuples(*(CELLS for _ in columns)).filter(lambda one: any(cell.strip() for cell in one))
    rows = data.draw(st.lists(row, max_size=4))
    with tempfile.TemporaryDirectory() as folder:
        book, path = Path(folder) / "book.xlsx", Path(folder) / "table.csv"
        book.write_bytes(workbook(table, columns, rows, {}))
        assert rows_of(book, columns) == rows
        path.write_bytes(usual_form(columns, rows))
        sheet = read_sheet(path, columns)
        assert sheet.faults == ()
        assert [cells for _, cells in sheet.rows] == rows


@pytest.mark.parametrize(
    "value", [float("1.5"), "=A1", True, __import__("datetime").date(2022, 5, 1)]
)
def test_a_cell_that_a_program_rewrote_is_named_and_nothing_written(
    tiny_data: Path, value: object, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tiny_data.parent / "book.xlsx"
    commanded(tiny_data, "sheet", "activities", "--to", str(book))
    changed = openpyxl.load_workbook(book)
    changed.worksheets[0]["F2"] = value
    changed.save(book)
    before = (tiny_data / "activities.csv").read_bytes()
    if isinstance(value, float):  # a number is its digits; the checks of the table judge it
        assert rows_of(book, COLUMNS["activities"])[0][5] == "1.5"
        return
    assert commanded(tiny_data, "sheet", "activities", "--read", str(book)) == 1
    assert "F2: Hier steht" in capsys.readouterr().out
    assert (tiny_data / "activities.csv").read_bytes() == before


def test_a_workbook_that_would_break_the_data_replaces_nothing(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tiny_data.parent / "book.xlsx"
    commanded(tiny_data, "sheet", "activities", "--to", str(book))
    before = (tiny_data / "activities.csv").read_bytes()
    changed = openpyxl.load_workbook(book)
    changed.worksheets[0]["B2"] = "atlantis"
    changed.save(book)
    assert commanded(tiny_data, "sheet", "activities", "--read", str(book)) == 1
    said = capsys.readouterr().out
    assert "activities.csv, Zeile 2: „atlantis“" in said
    assert "Nichts geschrieben" in said
    assert (tiny_data / "activities.csv").read_bytes() == before
    changed.worksheets[0]["B2"] = "musterau"
    changed.save(book)
    assert commanded(tiny_data, "sheet", "activities", "--read", str(book)) == 0
    assert "Geprüft, keine Fehler. Geschrieben: " in capsys.readouterr().out


def test_a_workbook_with_other_columns_is_refused(tiny_data: Path) -> None:
    book = tiny_data.parent / "book.xlsx"
    commanded(tiny_data, "sheet", "actors", "--to", str(book))
    with pytest.raises(SheetError, match="Die Spalten heißen"):
        rows_of(book, COLUMNS["activities"])


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny folder with its data recorded as published; none may change it."""
    made = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("made") / "data"))
    assert commanded(made, "changes", "--start") == 0
    return made


@pytest.fixture
def released(recorded: Path, tmp_path: Path) -> Path:
    """A copy of it, on the day of a new version."""
    folder = Path(shutil.copytree(recorded, tmp_path / "data"))
    replaced(folder / "project.toml", load(folder).stand, DAY)
    return folder


def test_changes_are_told_as_readers_see_them(released: Path) -> None:
    replaced(
        released / "observations.csv",
        "probenheim,population,2022-12-31,12345",
        "probenheim,population,2022-12-31,12346",
    )
    replaced(released / "activities.csv", "Abend in der Werkstatt", "Abend in der großen Werkstatt")
    replaced(released / "activities.csv", "24. Oktober 2022,Musterau", "24. Oktober 2022,Halle")
    assert commanded(released, "changes", "--reason", "Tippfehler.") == 0
    newest = next(iter(load(released).versions.values()))
    assert newest.id == DAY
    number, evening = sorted(newest.changes, key=lambda one: "Abend" in one.entry)
    assert "Probenheim" in number.entry
    assert [("12.345" in one.old, "12.346" in one.new) for one in number.cells] == [(True, True)]
    assert evening.entry == "Abend in der großen Werkstatt"
    assert evening.cells == (
        ChangedCell("Titel", "bisheriger Wortlaut", "neuer Wortlaut"),
        ChangedCell("Ort", "Musterau", "Halle"),
    )
    assert {number.reason, evening.reason} == {"Tippfehler."}
    assert commanded(released, "changes", "--list") == 0


def test_new_and_deleted_rows_have_one_side(released: Path) -> None:
    path = released / "observations.csv"
    replaced(path, "probenheim,population,2022-12-31", "probenheim,population,2024-12-31")
    assert commanded(released, "changes", "--reason", "Neues Jahr.") == 0
    changes = next(iter(load(released).versions.values())).changes
    assert sorted((bool(cell.old), bool(cell.new)) for one in changes for cell in one.cells) == [
        (False, True),
        (True, False),
    ]


def test_each_change_is_asked_for_its_reason_and_an_empty_answer_repeats(
    released: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["", "Erste.", ""])
    monkeypatch.setattr("builtins.input", lambda _asked: next(answers))
    replaced(released / "observations.csv", "12345", "12346")
    replaced(released / "activities.csv", "Erstes Treffen", "Das erste Treffen")
    assert commanded(released, "changes") == 0
    changes = next(iter(load(released).versions.values())).changes
    assert [one.reason for one in changes] == ["Erste.", "Erste."]


def test_breaking_off_writes_nothing(released: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_asked: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", stop)
    replaced(released / "observations.csv", "12345", "12346")
    before = (released / "versions.toml").read_bytes()
    assert commanded(released, "changes") == 1
    assert (released / "versions.toml").read_bytes() == before


def test_an_old_value_that_was_never_published_is_refused(released: Path) -> None:
    replaced(released / "observations.csv", "12345", "12346")
    commanded(released, "changes", "--reason", "Tippfehler.")
    replaced(released / "versions.toml", "Tippfehler.", "Zahlendreher.")
    assert load(released).versions[DAY].changes[0].reason == "Zahlendreher."
    replaced(released / "versions.toml", 'old = "12.345', 'old = "12.300')
    (fault,) = faults_of(released)
    assert (fault.file, fault.value) == ("versions.toml", DAY)


def test_a_version_written_by_hand_is_refused(released: Path) -> None:
    text = (released / "versions.toml").read_text(encoding="utf-8")
    block = f'["{DAY}"]\ndate = "{DAY}"\ntitle = "T"\nsummary = "S"\nchanges = []\n\n'
    (released / "versions.toml").write_text(block + text, encoding="utf-8")
    (fault,) = faults_of(released)
    assert (fault.file, fault.line, fault.value) == ("versions.toml", 1, DAY)
    assert "dashboard changes" in fault.remedy


def test_check_refuses_a_new_version_without_its_changes(
    released: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commanded(released, "check") == 0, "gone through, and nothing found"
    replaced(released / "observations.csv", "12345", "12346")
    assert commanded(released, "check") == 1
    printed = capsys.readouterr().out
    rows = (released / "project.toml").read_text(encoding="utf-8").splitlines()
    line = next(at for at, row in enumerate(rows, 1) if row.startswith("stand"))
    assert f"project.toml, Zeile {line}: „{DAY}“" in printed
    assert "python -m dashboard changes" in printed
    assert load(released).stand == DAY, "the site starts all the same"
    commanded(released, "changes", "--reason", "Tippfehler.")
    assert commanded(released, "check") == 0


def test_tidy_and_check_know_the_tables_of_small_towns(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = with_small_towns(tiny_data) / "gemeinden/wohnen.csv"
    usual = path.read_bytes()
    path.write_bytes(usual.replace(b",", b";").replace(b"\n", b"\r\n"))
    assert commanded(tiny_data, "check") == 0
    printed = capsys.readouterr().out
    assert "gemeinden/wohnen.csv: verstanden als" in printed
    assert "Kleinstädte: 24, Spalten ihrer Werte: 3, Werte mit Kennzeichen: 1" in printed
    assert commanded(tiny_data, "tidy") == 0
    assert path.read_bytes() == usual


@pytest.mark.parametrize(
    "name", ["gemeinden", "kreise", "grossstaedte", "andere", "spalten", "wohnen"]
)
def test_a_missing_table_of_small_towns_is_one_fault(tiny_data: Path, name: str) -> None:
    assert commanded(tiny_data, "changes", "--start") == 0
    replaced(tiny_data / "project.toml", load(tiny_data).stand, DAY)
    assert commanded(with_small_towns(tiny_data), "changes", "--reason", "Neu.") == 0
    (tiny_data / f"gemeinden/{name}.csv").unlink()
    (fault,) = faults_of(tiny_data)
    assert (fault.file, fault.message) == (f"gemeinden/{name}.csv", "Die Datei fehlt.")
    assert commanded(tiny_data, "tidy") == 1


def test_check_reminds_of_what_is_not_recorded_while_someone_works_on_it(
    released: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (day,) = load(released).versions
    replaced(released / "project.toml", DAY, day)
    replaced(released / "observations.csv", "12345", "12346")
    assert commanded(released, "check") == 0
    printed = capsys.readouterr().out
    assert "gelöschte Einträge: 1." in printed
    assert "make pictures" in printed
    replaced(released / "project.toml", day, "2020-01-01")
    assert commanded(released, "changes", "--reason", "Tippfehler.") == 1
    assert "bei stand den Tag" in capsys.readouterr().out


def test_changes_of_the_same_day_grow_its_version(
    released: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = released / "observations.csv"
    replaced(path, "12345", "12346")
    commanded(released, "changes", "--reason", "Tippfehler.")
    replaced(released / "versions.toml", 'summary = "', 'summary = "Von Hand. ')
    replaced(path, "12346", "12347")
    replaced(released / "activities.csv", "Erstes Treffen", "Das erste Treffen")
    capsys.readouterr()
    assert commanded(released, "changes", "--reason", "Noch einmal nachgesehen.") == 0
    assert f"Die Fassung vom {DAY} wird erweitert" in capsys.readouterr().out
    grown, before, *_ = load(released).versions.values()
    assert (grown.id, before.id) == (DAY, "2026-11-22")
    assert grown.summary == "Von Hand. Einträge: 2 geändert."
    number, title = sorted(grown.changes, key=lambda one: "Treffen" in one.entry)
    (cell,) = number.cells
    assert ("12.345" in cell.old, "12.347" in cell.new) == (True, True), "of the version before"
    assert number.reason == "Noch einmal nachgesehen."
    assert (title.entry, [each.name for each in title.cells]) == ("Das erste Treffen", ["Titel"])
    replaced(path, "12347", "12345")
    assert commanded(released, "changes", "--reason", "Doch richtig.") == 0
    (left,) = load(released).versions[DAY].changes
    assert left == title, "what is again as it was before is no change"
    assert commanded(released, "check") == 0


def test_columns_of_small_towns_are_told_with_how_many_values_and_computed_rows_once(
    tiny_data: Path,
) -> None:
    row = "bm-gem-5-20k{},population,2022-12-31,{},,Größenklasse,statistik,medium,,\n"
    path = tiny_data / "observations.csv"
    rows = row.format("", 7400) + row.format("-p25", 1) + row.format("-p75", 1)
    path.write_text(path.read_text(encoding="utf-8") + rows, encoding="utf-8")
    assert commanded(tiny_data, "changes", "--start") == 0
    replaced(tiny_data / "project.toml", load(tiny_data).stand, DAY)
    path.write_text(path.read_text(encoding="utf-8").replace(rows, ""), encoding="utf-8")
    with_small_towns(tiny_data)
    assert commanded(tiny_data, "changes", "--reason", "Übernommen.") == 0
    told = first_cells(tiny_data)
    new = {entry: cell for entry, cell in told.items() if entry.startswith("Alle Kleinstädte")}
    vacant = "Alle Kleinstädte, Wohnungsleerstand, 2022"
    assert (new[vacant].old, new[vacant].new) == ("", "24 Werte")
    assert len(new) == 3
    quartiles = [cell for cell in told.values() if cell.old == "1 Personen"]
    assert len(quartiles) == 2
    assert all(cell.new not in ("", "1 Personen") for cell in quartiles)
    assert told["Median und Viertel der Größenklassen"].old == "1 Werte"
    replaced(tiny_data / "gemeinden/wohnen.csv", "01999101,2.2", "01999101,2.3")
    assert commanded(tiny_data, "changes", "--reason", "Berichtigt.") == 0
    assert first_cells(tiny_data)[vacant].new == "24 Werte", "new in this version"


def first_cells(folder: Path) -> dict[str, ChangedCell]:
    return {one.entry: one.cells[0] for one in load(folder).versions[DAY].changes}


def test_the_record_gives_back_what_was_recorded(released: Path) -> None:
    said = published.entries(released)
    colours = {"colour": "#1d4f91", "text": "a/b"}
    said |= {("x.csv", "a/b/2023"): colours, ("x.csv", "a/b/2023-01/2023-06"): {"text": "c"}}
    (released / published.FILE).write_bytes(published.written(DAY, (), said))
    record = published.read(released)
    assert (record.day, record.said) == (DAY, said)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"\xff", 1),
        (b"[]", 1),
        (b"<<<<<<< HEAD\n", 1),
        (b'{"version": "2026-11-22", "changes": ""}\n["a", ', 2),
        (b'{"version": "2026-11-22", "changes": ""}\n7', 2),
    ],
)
def test_a_damaged_record_is_a_fault_with_its_line(
    released: Path, capsys: pytest.CaptureFixture[str], content: bytes, line: int
) -> None:
    (released / published.FILE).write_bytes(content)
    before = (released / "versions.toml").read_bytes()
    assert commanded(released, "check") == 1
    assert f"{published.FILE}, Zeile {line}: " in capsys.readouterr().out
    assert commanded(released, "changes", "--reason", "Tippfehler.") == 1
    assert f"{published.FILE}, Zeile {line}: " in capsys.readouterr().err
    assert (released / "versions.toml").read_bytes() == before


def test_a_value_of_several_months_is_told(released: Path) -> None:
    path = released / "observations.csv"
    replaced(path, "probenheim,population,2022-12-31", "probenheim,population,2022-10/2022-12")
    assert commanded(released, "changes", "--reason", "Genauer.") == 0


def test_another_spelling_of_the_same_is_no_change(released: Path) -> None:
    path = released / "activities.csv"
    replaced(path, "24. Oktober 2022", "")  # derived from the dates
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert (
        list(published.differences(published.read(released).said, published.entries(released)))
        == []
    )


def test_the_shipped_record_fits_the_shipped_versions() -> None:
    from dashboard import ROOT

    folder = ROOT / "data"
    record = published.read(folder)
    assert record.day == next(iter(load(folder).versions))
    rows = csv.reader(io.StringIO((folder / "actors.csv").read_text(encoding="utf-8"), newline=""))
    assert {("actors.csv", id_) for id_, *_ in list(rows)[1:]} & record.said.keys()
