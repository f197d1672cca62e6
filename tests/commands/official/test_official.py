"""An official file is read whole or refused in words; what it changes is shown, then written."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from dashboard import ROOT
from dashboard.__main__ import main
from dashboard.commands.official import editions, forms
from dashboard.facts import fingerprint
from dashboard.facts.dataset import Dataset, load
from dashboard.facts.model import Flag, Level
from tests.conftest import TINY
from tests.made.faults import replaced
from tests.made.official import (
    ALL,
    ARS,
    ELSEWHERE,
    EMPTY,
    NAMES,
    SMALLER,
    TOWNS,
    VERBAND,
    deutschlandatlas,
    gv100ad,
    gv_isys,
    with_small_towns,
    zensus,
)

TODAY = "2027-01-02"
REAL = ROOT.parent / "shared/reference/official"
NEW = "01999200"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny folder with tables of small towns, recorded as published; none may change it."""
    made = with_small_towns(Path(shutil.copytree(TINY, tmp_path_factory.mktemp("made") / "data")))
    assert main(["changes", "--start", "--data", str(made)]) == 0
    return made


@pytest.fixture
def folder(recorded: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(recorded, tmp_path / "data"))


def official(file: Path, folder: Path, *more: str) -> int:
    return main(["official", str(file), "--data", str(folder), "--today", TODAY, *more])


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def listed(printed: str) -> list[str]:
    """Return the lines of changed values."""
    _, _, after = printed.partition("Geänderte Werte (alt → neu)\n")
    return [line.strip() for line in after.split("\n\n")[0].splitlines()]


def test_the_same_edition_changes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(folder)
    assert official(deutschlandatlas(tmp_path / "da.xlsx"), folder, "--write") == 0
    assert official(gv_isys(tmp_path / "gv.xlsx"), folder, "--write") == 0
    assert official(gv100ad(tmp_path / "gv.txt"), folder, "--write") == 0
    assert capsys.readouterr().out.count("sagen schon alles") == 3
    assert tree(folder) == before


def test_each_changed_value_is_listed_once_and_written_everywhere(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = {**ALL, "09999002": 12401, "01999105": 15000, "01999106": 6801}
    file = gv_isys(tmp_path / "gv.xlsx", people)
    assert official(file, folder) == 0
    printed = capsys.readouterr().out
    assert sorted(line.rsplit(", ", 1)[1] for line in listed(printed)) == [
        "Erfunden 5 (01999105): 6.600 → 15.000 (Sprung um mehr als 25 %)",
        "Erfunden 6 (01999106): 6.700 → 6.801",
        "Probenheim (09999002): 12.400 → 12.401",
    ]
    assert load(folder).gemeinde("01999105") is not None
    assert official(file, folder, "--write") == 0
    data = load(folder)
    assert data.stand == TODAY
    told = {one.entry: one.cells[0].new for one in data.versions[TODAY].changes}
    assert told[
        "Alle Kleinstädte, Bevölkerung, 31. Dezember 2023".replace(". ", ".\N{NO-BREAK SPACE}")
    ]
    assert any("davon 3 geändert" in new for new in told.values())
    (own,) = [o for o in data.observations if o.town == "probenheim" and o.date == "2023-12-31"]
    assert own.value == 12401
    assert main(["check", "--data", str(folder)]) == 0
    capsys.readouterr()
    assert official(file, folder) == 0
    assert "sagen schon alles" in capsys.readouterr().out


def test_a_value_that_went_is_gone_and_one_row_of_the_five_with_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = deutschlandatlas(tmp_path / "da.xlsx", {**EMPTY, "01999107": -9999, "01999108": None})
    assert official(file, folder, "--write") == 0
    assert [line.endswith("→ kein Wert") for line in listed(capsys.readouterr().out)] == [True] * 2
    column = load(folder).gemeinden.columns["vacancy_rate", "2022"]
    assert sum(value != value for value in column.values) == 2


def test_a_new_edition_brings_column_source_joins_and_quartiles(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = {ags: value + 1.04 for ags, value in EMPTY.items()} | {"01077001": 99}
    file = deutschlandatlas(
        tmp_path / "da.xlsx", values, year=2023, stand="20.04.2027", more="neues"
    )
    assert official(file, folder, "--write", "--url", "https://amt.example/da.xlsx") == 0
    printed = capsys.readouterr().out
    assert "Wohnungsleerstand, 2023: 24 Werte" in printed
    assert "neues (Etwas im Jahr 2022" in printed
    data = load(folder)
    column = data.gemeinden.columns["vacancy_rate", "2023"]
    assert (column.source, column.files) == ("amt_2027", ("https://amt.example/da.xlsx",))
    assert column.values[0] == round(EMPTY["01999001"] + 1.04, 1)
    assert data.sources["amt_2027"].title == "Tabellen, Stand 20.04.2027"
    assert "amt_2027" in data.breaks["ausgaben"].joins
    assert data.benchmark("vacancy_rate", "bm-gem-5-20k-p25", "2023") is not None
    assert main(["check", "--data", str(folder)]) == 0


def test_an_older_edition_does_not_take_the_place_of_a_newer(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(folder)
    values = {**EMPTY, "01999107": 9.9}
    older = deutschlandatlas(tmp_path / "a.xlsx", values, stand="12.12.2024")
    earlier = deutschlandatlas(tmp_path / "b.xlsx", year=2020)
    assert official(older, folder, "--write") == 0
    assert official(earlier, folder, "--write") == 0
    printed = capsys.readouterr().out
    assert "aus der neueren Ausgabe [amt_2026] und bleibt" in printed
    assert "älter als der neueste Stand" in printed
    assert tree(folder) == before


def test_a_new_register_moves_the_towns_that_it_moves(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = {**ALL, "01999101": 20000, NEW: 5000, SMALLER: 4950, "01999110": 7000}
    del people["01999102"]
    names = {**NAMES, "01999111": "Bad Erfunden"}
    file = gv_isys(
        tmp_path / "gv.xlsx", people, day="31.12.2025", names=names, areas={"01999110": 12}
    )
    assert official(file, folder, "--write") == 0
    printed = capsys.readouterr().out
    assert "Erfunden 1 (01999101) gehört nicht mehr dazu: jetzt 20.000" in printed
    assert "Erfunden 2 (01999102) gehört nicht mehr dazu: der Schlüssel besteht" in printed
    assert f"Neuheim, Stadt ({NEW}) kommt dazu: 5.000" in printed
    assert "Bad Erfunden (01999111): Name Erfunden 11 → Bad Erfunden" in printed
    assert "Erfunden 10 (01999110): anderes Gebiet" in printed
    data = load(folder)
    assert data.gemeinde("01999101") is None
    assert ("01999101", "Erfunden 1", 20000) in data.gemeinden.others
    new = data.gemeinden.of(NEW)
    assert new is not None
    assert (new.slug, new.longitude, new.verband) == ("neuheim", 10.5, "")
    assert [o.date for o in data.series(NEW, "population")] == ["2025-12-31"]
    grown = {o.date: o.flag for o in data.series("01999110", "population")}
    assert grown == {
        "2022-12-31": Flag.TERRITORY, "2023-12-31": Flag.TERRITORY, "2025-12-31": None
    }  # fmt: skip
    members = [data.gemeinden.of(ags) for ags in VERBAND]
    assert {one.verband for one in members if one} == {"Amt Muster"}
    assert main(["check", "--data", str(folder)]) == 0


def test_a_register_without_points_cannot_bring_a_town_and_says_which_can(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = {ags: count + 1 for ags, count in ALL.items()}
    file = gv100ad(tmp_path / "gv.txt", people)
    assert official(file, folder) == 1, "the file does not say of when its populations are"
    assert "--date JJJJ-MM-TT" in capsys.readouterr().err
    assert official(file, folder, "--date", "2025-12-31", "--write") == 0
    assert load(folder).gemeinden.dates("population")[-1] == "2025-12-31"
    text = file.read_text(encoding="utf-8")
    last = next(row for row in text.splitlines(keepends=True) if "01999122" in row)
    file.write_text(text + last.replace("01999122", NEW), encoding="utf-8")
    assert official(file, folder, "--date", "2026-12-31") == 1
    assert "Jahresauszug GV-ISys desselben Stichtags" in capsys.readouterr().err


def test_a_dash_is_zero_and_a_stroke_is_withheld(folder: Path, tmp_path: Path) -> None:
    cells = dict.fromkeys(TOWNS, ("5", "100")) | {
        "01999001": ("32", "1000"),
        "01999101": ("–", "100"), "01999102": ("/", "100"), "01999103": (".", "100"),
    }  # fmt: skip
    replaced(folder / "gemeinden/spalten.csv", "vacancy_rate,2022,", "vacancy_rate,2021,")
    replaced(folder / "gemeinden/wohnen.csv", "vacancy_rate@2022", "vacancy_rate@2021")
    main(["changes", "--reason", "Vorbereitet.", "--data", str(folder)])
    assert official(zensus(tmp_path / "z.csv", cells), folder, "--write") == 0
    data = load(folder)
    found = {ags: data.gemeinden.observation(ags, "vacancy_rate", "2022-05-15") for ags in cells}
    values = {ags: one and one.value for ags, one in found.items()}
    assert values == dict.fromkeys(TOWNS, 5.0) | {
        "01999001": 3.2, "01999101": 0.0, "01999102": None, "01999103": None
    }  # fmt: skip
    assert ELSEWHERE in values


@pytest.mark.parametrize("digits", [9, 8])
def test_a_value_of_a_verband_is_one_change_and_marked_for_each_of_its_towns(
    digits: int, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = {ags: ARS[ags][:9] if digits == 9 else ags for ags in TOWNS if ags not in VERBAND}
    values = {key: EMPTY[ags] for ags, key in alone.items()}
    values["019995001" if digits == 9 else "01999901"] = 7.7
    if digits == 9:  # the longest tells how many digits all have
        values["169990000"] = 1.0
    file = deutschlandatlas(tmp_path / "da.xlsx", values, key="VBG1223")
    assert official(file, folder, "--write") == 0
    (line,) = listed(capsys.readouterr().out)
    assert "Verband Verband, Stadt (" in line
    data = load(folder)
    for ags in VERBAND:
        (one,) = data.series(ags, "vacancy_rate")
        assert (one.value, one.flag, one.level) == (7.7, Flag.VERBAND, Level.GEMEINDEVERBAND)
    assert sum(map(len, (c.flags for c in data.gemeinden.columns.values()))) == len(VERBAND) + 1


def cut(file: Path) -> Path:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    return file


def edited(file: Path, cell: str, value: object) -> Path:
    book = openpyxl.load_workbook(file)
    book.worksheets[-1][cell] = value
    book.save(file)
    return file


def rewritten(file: Path, old: str, new: str) -> Path:
    replaced(file, old, new)
    return file


def text_file(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


BROKEN: dict[str, tuple[Callable[[Path], Path], str]] = {
    "workbook cut": (lambda p: cut(deutschlandatlas(p)), "beschädigt oder nicht ganz da"),
    "lines missing": (
        lambda p: text_file(p, "\n".join(gv100ad(p).read_text(encoding="utf-8").split("\n")[:20])),
        "stehen darin",
    ),
    "line cut": (
        lambda p: text_file(p, gv100ad(p).read_text(encoding="utf-8").rstrip()[:-120]),
        "beschädigt oder nicht ganz da",
    ),
    "codes cut": (lambda p: cut(zensus(p, dict.fromkeys(TOWNS, ("5", "9")))), "Felder statt 7"),
    "wrong sheet": (lambda p: deutschlandatlas(p, key="KRS1224"), "Kein Blatt hat Schlüssel"),
    "no kinds": (lambda p: gv_isys(p, without="Satz-art"), "Kein Blatt hat die Spalte „Satz-art“"),
    "missing column": (lambda p: gv_isys(p, without="insgesamt"), "„insgesamt“ fehlt"),
    "missing key": (lambda p: gv_isys(p, without="Gem"), "Die Spalte „Gem“ fehlt"),
    "missing code": (
        lambda p: rewritten(zensus(p, dict.fromkeys(TOWNS, ("5", "9"))), "Alter_infr__01", "Alter"),
        "Die Spalte „Alter_infr__01“ fehlt; aus ihr käme [vacancy_rate]",
    ),
    "text for a number": (
        lambda p: edited(deutschlandatlas(p), "C7", "etwa 3"),
        "Zeile 7, leer: Hier steht „etwa 3“",
    ),
    "key twice": (lambda p: edited(deutschlandatlas(p), "A7", 1999001), "01999001 gibt es in"),
    "half the towns": (
        lambda p: deutschlandatlas(p, dict(list(EMPTY.items())[:12])), "Nur 12 der 24 Gemeinden",
    ),
    "no year": (
        lambda p: edited(deutschlandatlas(p), "C4", "Indikatorkürzel: leer\n\nAnteil"),
        "steht kein Jahr",
    ),
    "impossible": (
        lambda p: deutschlandatlas(p, {ags: 100 * v for ags, v in EMPTY.items()}),
        "außerhalb des Möglichen",
    ),
    "a quarter": (lambda p: gv_isys(p, day="30.09.2023"), "Jahresauszug zum 31. Dezember"),
    "known only": (
        lambda p: text_file(p, "Gemeinde;Einpendler;Auspendler\n"),
        "Erkannt als Pendleratlas",
    ),
    "unknown": (lambda p: text_file(p, "a;b\n1;2\n"), "keine der bekannten Formen"),
    "not there": (lambda p: p, "lässt sich nicht öffnen"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_in_doubt_is_refused_in_words_and_nothing_written(
    case: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, said = BROKEN[case]
    before = tree(folder)
    assert official(make(tmp_path / "file.xlsx"), folder, "--write") == 1
    printed = capsys.readouterr().err
    assert said in printed
    assert "Nichts geschrieben." in printed
    assert tree(folder) == before


def test_what_would_contradict_the_data_is_not_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "gaps.toml").open("a", encoding="utf-8") as gaps:
        gaps.write(
            '\n[leer-2023]\nlabel = "Leerstand 2023"\nreason = "Fehlt."\nremedy = "Warten."\n'
            'missing = ["vacancy_rate@2023"]\n'
        )
    main(["changes", "--reason", "Lücke.", "--data", str(folder)])
    before = tree(folder)
    file = deutschlandatlas(tmp_path / "da.xlsx", year=2023, stand="20.04.2027")
    assert official(file, folder, "--write") == 1
    assert "gaps.toml" in capsys.readouterr().err
    assert tree(folder) == before


def test_changes_not_recorded_yet_come_first(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replaced(folder / "activities.csv", "Erstes Treffen", "Das erste Treffen")
    file = deutschlandatlas(tmp_path / "da.xlsx", {**EMPTY, "01999107": 9.9})
    assert official(file, folder, "--write") == 1
    assert "dashboard changes" in capsys.readouterr().err


@pytest.mark.parametrize("fails", ["_draft", "replace"])
def test_a_disk_that_fills_in_the_midst_leaves_all_as_it_was(
    fails: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = deutschlandatlas(tmp_path / "da.xlsx", {**EMPTY, "01999107": 9.9})
    before = tree(folder)
    holder = fingerprint if fails == "_draft" else os
    real, calls = getattr(holder, fails), []

    def full(*given: Path) -> object:
        inside = folder in Path(given[-1] if fails == "replace" else given[0]).parents
        calls.append(inside)
        if sum(calls) == 3 and inside:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*given)

    monkeypatch.setattr(holder, fails, full)
    assert official(file, folder, "--write") == 1
    assert f"In {folder} ist kein Platz mehr" in capsys.readouterr().err
    assert tree(folder) == before


def test_the_shipped_forms_fit_the_shipped_data(shipped: Dataset) -> None:
    known = forms.read(ROOT / "data")
    for form in (one for one in known if one.layout):
        assert {*form.columns, *form.distances} <= shipped.indicators.keys()
        assert any(source.startswith(form.family) for source in shipped.sources), form.id
        for id_ in (*form.columns, *form.distances):
            assert shipped.gemeinden.dates(id_) or form.columns[id_].table, id_
    assert all(one.ask for one in known if not one.layout)


def test_two_editions_of_a_year_are_two_sources(folder: Path, tmp_path: Path) -> None:
    for year, stand in ((2023, "20.04.2027"), (2024, "12.12.2027")):
        file = deutschlandatlas(tmp_path / "da.xlsx", year=year, stand=stand)
        assert official(file, folder, "--write") == 0
    data = load(folder)
    assert data.gemeinden.columns["vacancy_rate", "2023"].source == "amt_2027"
    assert data.gemeinden.columns["vacancy_rate", "2024"].source == "amt_2027_1212"
    assert data.sources["amt_2027_1212"].title.endswith("12.12.2027")


@pytest.mark.parametrize(
    ("heading", "date", "note"),
    [
        ("Anteil im Jahr 2025 in %", "2025", ""),
        ("Mittel zwischen 2020 und 2025 pro Jahr", "2025", "Mittel 2020–2025"),
        ("Zeit in den Jahren 2022-25 in Minuten", "2025", "Jahre 2022–25"),
        ("Mit 1.000 Mbit/s, im Dezember 2025 in %", "2025-12", ""),
    ],
)
def test_the_heading_says_the_date(
    heading: str, date: str, note: str, folder: Path, tmp_path: Path
) -> None:
    file = edited(
        deutschlandatlas(tmp_path / "da.xlsx"), "C4", f"Indikatorkürzel: leer\n\n{heading}"
    )
    (sheet,) = editions.read(file, forms.read(folder)).sheets
    assert (sheet.dates["leer"], sheet.notes.get("leer", "")) == (date, note)


if REAL.is_dir():  # where it is not, there is nothing to test and nothing passes

    @pytest.mark.hurts
    @pytest.mark.parametrize(
        "name", [one.name for one in sorted(REAL.iterdir()) if one.suffix not in (".md", ".py")]
    )
    def test_a_real_file_is_read_whole_and_says_what_the_shipped_tables_say(
        name: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert official(REAL / name, ROOT / "data") == 0
        printed = capsys.readouterr().out
        assert "sagen schon alles" in printed
        assert "nicht gelesen" not in printed
