"""From a file to `data/surveys`, in one command, with numbers counted here independently."""

from __future__ import annotations

import csv
import hashlib
import statistics
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from dashboard.__main__ import main
from dashboard.facts.dataset import load
from tests.made import people as made
from tests.made.people import Person


def imported(data: Path, file: Path, *options: str, survey: str = "BEF-MUS") -> int:
    return main(["survey", "import", str(file), "--survey", survey, "--data", str(data), *options])


def rows_of(data: Path, survey: str = "BEF-MUS") -> list[dict[str, str]]:
    path = data / "surveys" / survey / "aggregates.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sign(data: Path, survey: str = "BEF-MUS") -> int:
    return main(["survey", "sign", survey, "--by", "Hauptamt", "--data", str(data)])


def value(
    rows: list[dict[str, str]],
    question: str,
    option: str = "",
    stat: str = "count",
    group: str = "",
    weighted: str = "false",
) -> float | None:
    (found,) = [
        row
        for row in rows
        if row["question_id"] == question
        and row["option_code"] == option
        and row["stat"] == stat
        and row["group_value"] == group
        and row["weighted"] == weighted
    ]
    return float(found["value"]) if found["value"] else None


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def check_numbers(rows: list[dict[str, str]], crowd: list[Person]) -> None:
    """Compare with what can be counted from the people themselves."""
    done = [one for one in crowd if one.finished]
    home = Counter(one.home for one in done)
    valid = home[1] + home[2] + home[3]
    for code in (1, 2, 3):
        assert value(rows, "home", str(code)) == home[code]
        share = value(rows, "home", str(code), "share")
        assert share == pytest.approx(100 * home[code] / valid, abs=1e-4)
    assert value(rows, "home", "9") == home[9]
    assert not [row for row in rows if row["option_code"] == "9" and row["stat"] == "share"]
    for index in range(3):
        ticked = sum(one.places[index] for one in done)
        assert value(rows, "places", str(index + 1)) == ticked
        share = value(rows, "places", str(index + 1), "share")
        assert share == pytest.approx(100 * ticked / len(done), abs=1e-4)
    women = [one for one in done if one.sex == 1]
    assert value(rows, "home", "2", group="weiblich") == sum(one.home == 2 for one in women)
    assert value(rows, "places", "1", group="weiblich") == sum(one.places[0] for one in women)
    minutes = [one.minutes for one in done if one.minutes is not None]
    low, middle, high = statistics.quantiles(minutes, n=4, method="inclusive")
    assert value(rows, "minutes", stat="p25") == low
    assert value(rows, "minutes", stat="median") == middle
    assert value(rows, "minutes", stat="p75") == high
    bases = {row["question_id"]: row["n_base"] for row in rows if not row["group_dim"]}
    assert bases == {"home": str(valid), "places": str(len(done)), "minutes": str(len(minutes))}


def underscored(code: str) -> str:
    return code.replace("[", "_").replace("]", "")


def for_spss(code: str) -> str:
    return f"place_{int(code[-2]) - 1}" if code.startswith("place") else code


def for_sheet(code: str) -> str:
    return f"p{code[-2]}" if code.startswith("place") else code


def in_full(code: str) -> str:
    return made.FULL[made.CODES.index(code)]


CASES: dict[str, tuple[str, Callable[[Path, list[Person]], Path], str, Callable[[str], str]]] = {
    "code headings": ("answers.csv", made.limesurvey_csv, "limesurvey-csv", str),
    "semicolons": (
        "answers.csv",
        lambda path, crowd: made.limesurvey_csv(path, crowd, separator=";"),
        "limesurvey-csv",
        str,
    ),
    "full headings": (
        "answers.csv",
        lambda path, crowd: made.limesurvey_csv(
            path, crowd, separator=";", head=[*made.FULL_HEAD, *made.FULL]
        ),
        "limesurvey-csv",
        in_full,
    ),
    "yes is 1, no is 2": (
        "answers.csv",
        lambda path, crowd: made.limesurvey_csv(path, crowd, yes="1", no="2"),
        "limesurvey-csv",
        str,
    ),
    "VV": ("vv.csv", made.limesurvey_vv, "limesurvey-vv", underscored),
    "SPSS": ("answers.sav", made.spss, "spss", for_spss),
    "Excel": ("answers.xlsx", made.workbook, "tabelle", for_sheet),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_becomes_the_numbers_one_can_count_by_hand(
    case: str, tiny_data: Path, tmp_path: Path
) -> None:
    name, write, format_, column = CASES[case]
    crowd = made.people()
    file = write(tmp_path / name, crowd)
    if case == "VV":  # not ticked and not seen look alike there; see the test below
        crowd = [one if any(one.places) else replace_seen(one) for one in crowd]
        file = write(tmp_path / name, crowd)
    book = made.codebook(tmp_path / "codebook.toml", name=column)
    assert imported(tiny_data, file, "--codebook", str(book), "--format", format_, "--yes") == 0
    check_numbers(rows_of(tiny_data), crowd)
    assert load(tiny_data).survey_results == {}  # nobody has released it
    assert sign(tiny_data) == 0
    data = load(tiny_data)  # the site reads it as it is
    assert [one.id for one in data.survey_results["BEF-MUS"].questions] == [
        "home",
        "places",
        "minutes",
    ]


def replace_seen(person: Person) -> Person:
    return Person(
        finished=person.finished,
        sex=person.sex,
        age=person.age,
        home=person.home,
        places=(True, False, False),
        minutes=person.minutes,
        note=person.note,
    )


def test_who_was_not_shown_a_multiple_choice_is_not_in_its_base(
    tiny_data: Path, tmp_path: Path
) -> None:
    crowd = made.people()
    file = made.limesurvey_vv(tmp_path / "vv.csv", crowd)
    book = made.codebook(tmp_path / "codebook.toml", name=underscored)
    imported(tiny_data, file, "--codebook", str(book), "--format", "limesurvey-vv", "--yes")
    seen = sum(any(one.places) for one in crowd if one.finished)
    (base,) = {
        row["n_base"]
        for row in rows_of(tiny_data)
        if row["question_id"] == "places" and not row["group_dim"]
    }
    assert int(base) == seen


def test_nothing_of_a_person_reaches_the_data_folder(tiny_data: Path, tmp_path: Path) -> None:
    file = made.limesurvey_csv(tmp_path / "answers.csv", made.people())
    book = made.codebook(tmp_path / "codebook.toml")
    imported(tiny_data, file, "--codebook", str(book), "--format", "limesurvey-csv", "--yes")
    written = list((tiny_data / "surveys" / "BEF-MUS").iterdir())
    assert sorted(path.name for path in written) == [
        "aggregates.csv",
        "delivery.toml",
        "questions.toml",
        "release.md",
    ]
    for path in written:
        text = path.read_text(encoding="utf-8")
        for secret in ("Geheime Notiz", "192.0.2.1", "token7", "2022-05-14", "answers.csv"):
            assert secret not in text
    receipt = tomllib.loads((tiny_data / "surveys/BEF-MUS/delivery.toml").read_text("utf-8"))
    assert receipt["rows"] == 240
    assert receipt["complete"] == 220
    assert receipt["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert "ipaddr" in receipt["dropped_columns"]


def test_the_preview_is_the_default_and_writes_nothing(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = fingerprint(tiny_data)
    file = made.limesurvey_csv(tmp_path / "answers.csv", made.people())
    book = made.codebook(tmp_path / "codebook.toml")
    assert imported(tiny_data, file, "--codebook", str(book)) == 0
    assert imported(tiny_data, file, "--codebook", str(book), "--yes", "--dry-run") == 0
    shown = capsys.readouterr().out
    for expected in ("Zeilen gelesen: 240", "davon beendet: 220", "ipaddr", "note", "manchmal: "):
        assert expected in shown
    assert "Geheime" not in shown
    assert fingerprint(tiny_data) == before


def test_the_format_must_be_confirmed_before_writing(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = fingerprint(tiny_data)
    file = made.limesurvey_csv(tmp_path / "answers.csv", made.people())
    book = made.codebook(tmp_path / "codebook.toml")
    assert imported(tiny_data, file, "--codebook", str(book), "--yes") == 1
    assert "--format limesurvey-csv" in capsys.readouterr().err
    assert fingerprint(tiny_data) == before


def test_the_same_file_and_a_second_file_are_refused(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = made.limesurvey_csv(tmp_path / "answers.csv", made.people())
    book = made.codebook(tmp_path / "codebook.toml")
    options = ("--codebook", str(book), "--format", "limesurvey-csv", "--yes")
    assert imported(tiny_data, file, *options) == 0
    before = fingerprint(tiny_data)
    assert imported(tiny_data, file, *options) == 1
    assert "schon eingelesen" in capsys.readouterr().err
    other = made.limesurvey_csv(tmp_path / "other.csv", made.people(seed=6))
    assert imported(tiny_data, other, *options) == 1
    assert "--replace" in capsys.readouterr().err
    assert fingerprint(tiny_data) == before
    assert imported(tiny_data, other, *options, "--replace") == 0
    check_numbers(rows_of(tiny_data), made.people(seed=6))


def test_if_writing_fails_the_old_results_stay(
    tiny_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = made.limesurvey_csv(tmp_path / "answers.csv", made.people())
    book = made.codebook(tmp_path / "codebook.toml")
    options = ("--codebook", str(book), "--format", "limesurvey-csv", "--yes")
    imported(tiny_data, file, *options)
    before = fingerprint(tiny_data)
    other = made.limesurvey_csv(tmp_path / "other.csv", made.people(seed=6))

    from dashboard.commands.survey import folder

    rename = folder.os.replace

    def full_disk(source: Path, target: Path) -> None:
        if Path(target).name == "BEF-MUS" and "old" not in Path(source).name:
            raise OSError(28, "Kein Platz")
        rename(source, target)

    monkeypatch.setattr(folder.os, "replace", full_disk)
    assert imported(tiny_data, other, *options, "--replace") == 1
    assert fingerprint(tiny_data) == before


def test_unknown_codes_stop_the_import(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = fingerprint(tiny_data)
    file = made.limesurvey_csv(tmp_path / "answers.csv", made.people())
    book = made.codebook(tmp_path / "codebook.toml")
    text = book.read_text("utf-8")
    book.write_text(text.replace('  {code = "3", label = "oft"},\n', ""), "utf-8")
    assert imported(tiny_data, file, "--codebook", str(book), "--yes") == 1
    said = capsys.readouterr()
    assert "home: „3“ (" in said.out
    assert "Unbekannte Werte" in said.err
    assert fingerprint(tiny_data) == before


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        (
            '[groups.token]\ncolumn = "token"\nclasses = [{value="a", values=["1"]},'
            '{value="b", values=["2"]}]',
            "nie eingelesen",
        ),
        (
            '[groups.x]\ncolumn = "sex"\nclasses = [{value="a", values=["1"]},'
            '{value="b", values=["2"]}]',
            "voneinander abziehen",
        ),
        (
            '[groups.x]\ncolumn = "gibtesnicht"\nclasses = [{value="a", values=["1"]},'
            '{value="b", values=["2"]}]',
            "gibt es in der Datei nicht",
        ),
        (
            '[questions.x]\ncolumn="home"\ntype="select_one"\nposition=9\nbase="alle"\n'
            'options=[{code="1", label="nie"}]',
            "voneinander abziehen",
        ),
        (
            '[questions.x]\ncolumn="age"\ntype="select_one"\nposition=9\nbase="alle"\n'
            'options=[{code="1", label="=cmd|calc!A1"}]',
            "wie eine Formel",
        ),
        ("unsinn = [", "kein gültiges TOML"),
    ],
)
def test_a_wrong_codebook_is_refused_in_words(
    extra: str, expected: str, tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = fingerprint(tiny_data)
    file = made.limesurvey_csv(tmp_path / "answers.csv", made.people())
    book = made.codebook(tmp_path / "codebook.toml", extra=extra)
    assert imported(tiny_data, file, "--codebook", str(book), "--yes") == 1
    assert expected in capsys.readouterr().err
    assert fingerprint(tiny_data) == before


def test_thresholds_can_only_be_raised(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = made.limesurvey_csv(tmp_path / "answers.csv", made.people())
    book = made.codebook(tmp_path / "codebook.toml")
    for line in ("smallest_cell = 4", "smallest_base = 10"):
        book.write_text(f"{line}\n{made.codebook(book).read_text('utf-8')}", "utf-8")
        assert imported(tiny_data, file, "--codebook", str(book)) == 1
        assert "nur erhöht" in capsys.readouterr().err


def test_intervals_only_for_a_probability_sample(tiny_data: Path, tmp_path: Path) -> None:
    file = made.limesurvey_csv(tmp_path / "answers.csv", made.people())
    for survey, seed in (("BEF-MUS", 5), ("BEF-DE", 6)):
        file = made.limesurvey_csv(tmp_path / f"{survey}.csv", made.people(seed=seed))
        book = made.codebook(tmp_path / f"{survey}.toml", survey)
        options = ("--codebook", str(book), "--format", "limesurvey-csv", "--yes")
        assert imported(tiny_data, file, *options, survey=survey) == 0
    assert not [row for row in rows_of(tiny_data) if row["ci_low"] or row["ci_method"]]
    done = [one for one in made.people(seed=6) if one.finished]
    often = sum(one.home == 3 for one in done)
    persons = sum(one.home in (1, 2, 3) for one in done)
    (row,) = [
        row
        for row in rows_of(tiny_data, "BEF-DE")
        if row["question_id"] == "home"
        and row["option_code"] == "3"
        and row["stat"] == "share"
        and not row["group_dim"]
    ]
    # Wilson's formula, written out
    z, p = 1.959963984540054, often / persons
    middle = (p + z * z / (2 * persons)) / (1 + z * z / persons)
    half = z * (p * (1 - p) / persons + z * z / (4 * persons**2)) ** 0.5 / (1 + z * z / persons)
    assert float(row["ci_low"]) == pytest.approx(100 * (middle - half), abs=1e-3)
    assert float(row["ci_high"]) == pytest.approx(100 * (middle + half), abs=1e-3)


def test_weighted_shares_stand_alone_and_in_whole_percent(tiny_data: Path, tmp_path: Path) -> None:
    crowd = made.people()
    file = made.limesurvey_csv(tmp_path / "answers.csv", crowd)
    book = made.codebook(tmp_path / "codebook.toml")
    margins = tmp_path / "margins.csv"
    margins.write_text(
        "group,class,share,source\n"
        "Geschlecht,weiblich,30,Zensus 2022\nGeschlecht,männlich,70,Zensus 2022\n",
        encoding="utf-8",
    )
    options = ("--codebook", str(book), "--format", "limesurvey-csv", "--weight", str(margins))
    assert imported(tiny_data, file, *options, "--yes") == 0
    rows = rows_of(tiny_data)
    done = [one for one in crowd if one.finished and one.home in (1, 2, 3)]
    everyone = [one for one in crowd if one.finished]
    women = sum(one.sex == 1 for one in everyone) / len(everyone)
    weight = {1: 0.3 / women, 2: 0.7 / (1 - women)}
    total = sum(weight[one.sex] for one in done)
    often = sum(weight[one.sex] for one in done if one.home == 3)
    shown = value(rows, "home", "3", "share", weighted="true")
    assert shown == round(100 * often / total)
    # counts or unweighted shares beside them would give single persons away
    assert not [row for row in rows if row["stat"] == "share" and row["weighted"] == "false"]
    assert {row["option_code"] for row in rows if row["stat"] == "count"} <= {"9"}
    (row,) = [
        row
        for row in rows
        if row["weighted"] == "true"
        and row["question_id"] == "home"
        and row["option_code"] == "3"
        and not row["group_dim"]
    ]
    squares = sum(weight[one.sex] ** 2 for one in done)
    assert float(row["n_eff"]) == round(total**2 / squares)
    release = (tiny_data / "surveys/BEF-MUS/release.md").read_text("utf-8")
    assert "Zensus 2022" in release


def test_a_draft_codebook_releases_nothing_until_a_person_does(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = made.spss(tmp_path / "answers.sav", made.people())
    draft = tmp_path / "draft.toml"
    arguments = ["survey", "codebook", str(file), "--survey", "BEF-MUS", "--data", str(tiny_data)]
    assert main([*arguments, "--to", str(draft)]) == 0
    assert "Geheime" not in draft.read_text("utf-8")
    assert imported(tiny_data, file, "--codebook", str(draft)) == 1
    assert "nennt keine Frage" in capsys.readouterr().err
    lines = draft.read_text("utf-8").splitlines()
    start = lines.index("# [questions.q3]")
    chosen = [
        line.removeprefix("# ") if start <= number < start + 13 else line
        for number, line in enumerate(lines)
    ]
    draft.write_text("\n".join(chosen), "utf-8")
    assert imported(tiny_data, file, "--codebook", str(draft), "--format", "spss", "--yes") == 0
    home = Counter(one.home for one in made.people() if one.finished)
    assert value(rows_of(tiny_data), "q3", "2") == home[2]
    assert value(rows_of(tiny_data), "q3", "9") == home[9]


def filled_template(path: Path, crowd: list[Person], origin: str = "geliefert") -> Path:
    main(["survey", "template", "--to", str(path)])
    book = openpyxl.load_workbook(path)
    sheet = book["Ergebnisse"]
    head = [cell.value for cell in sheet[1]]
    home = Counter(one.home for one in crowd if one.finished)
    for code, label in ((1, "nie"), (2, "manchmal"), (3, "oft")):
        row = {
            "frage_id": "home",
            "typ": "Einfachauswahl",
            "wortlaut": "Wie oft arbeiten Sie zu Hause?",
            "antwort_code": code,
            "antwort": label,
            "angabe": "Anzahl",
            "wert": home[code],
            "n": home[1] + home[2] + home[3],
            "fundstelle": "Seite 4",
            "herkunft": origin,
        }
        sheet.append([row.get(name) for name in head])
    book.save(path)
    return path


def test_the_filled_template_becomes_the_same_numbers(tiny_data: Path, tmp_path: Path) -> None:
    crowd = made.people()
    file = filled_template(tmp_path / "vorlage.xlsx", crowd)
    assert imported(tiny_data, file, "--format", "vorlage", "--yes") == 0
    rows = rows_of(tiny_data)
    home = Counter(one.home for one in crowd if one.finished)
    valid = home[1] + home[2] + home[3]
    for code in (1, 2, 3):
        assert value(rows, "home", str(code)) == home[code]
        assert value(rows, "home", str(code), "share") == pytest.approx(
            100 * home[code] / valid, abs=1e-4
        )
    assert {row["provenance"] for row in rows} == {"delivered", "derived"}
    sign(tiny_data)
    assert load(tiny_data).survey_results["BEF-MUS"].questions[0].options[1].label == "manchmal"


def test_the_template_as_csv_reads_the_same(tiny_data: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filled_template(tmp_path / "vorlage.xlsx", made.people()))
    file = tmp_path / "vorlage.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, delimiter=";")
        for row in book["Ergebnisse"].iter_rows(values_only=True):
            writer.writerow("" if cell is None else cell for cell in row)
    assert imported(tiny_data, file, "--format", "vorlage", "--yes") == 0
    assert len(rows_of(tiny_data)) == 6


def test_delivered_small_counts_are_withheld_and_published_ones_kept(
    tiny_data: Path, tmp_path: Path
) -> None:
    crowd = [one for one in made.people() if one.home != 2]
    few = [one for one in made.people() if one.home == 2 and one.finished][:3]
    for survey, origin, shown in (
        ("BEF-MUS", "geliefert", None),
        ("BEF-DE", "veröffentlicht", 3.0),
    ):
        file = filled_template(tmp_path / f"{survey}.xlsx", [*crowd, *few], origin)
        assert imported(tiny_data, file, "--format", "vorlage", "--yes", survey=survey) == 0
        rows = rows_of(tiny_data, survey)
        assert value(rows, "home", "2") == shown
        withheld = [row for row in rows if row["suppression"] != "none"]
        assert len(withheld) == (4 if shown is None else 0)  # counts and shares of two answers


@pytest.mark.parametrize(
    ("column", "wrong", "expected"),
    [
        ("wert", "viel", "keine Zahl"),
        ("wert", 9999, "mehr als n"),
        ("typ", "Raten", "erlaubt ist"),
        ("antwort", "=cmd|' /C calc'!A0", "wie eine Formel"),
        ("fundstelle", None, "fundstelle fehlt"),
        ("n", None, "n fehlt"),
        ("herkunft", "geschätzt", "erlaubt ist"),
        ("frage_id", "../../etc", "frage_id"),
    ],
)
def test_a_wrong_cell_of_the_template_is_named(
    column: str,
    wrong: object,
    expected: str,
    tiny_data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = fingerprint(tiny_data)
    file = filled_template(tmp_path / "vorlage.xlsx", made.people())
    book = openpyxl.load_workbook(file)
    sheet = book["Ergebnisse"]
    index = [cell.value for cell in sheet[1]].index(column) + 1
    cell = sheet.cell(row=2, column=index)
    cell.value = wrong
    cell.data_type = "s" if isinstance(wrong, str) else cell.data_type
    book.save(file)
    assert imported(tiny_data, file, "--format", "vorlage", "--yes") == 1
    said = capsys.readouterr().err
    assert "Zeile 2" in said
    assert expected in said
    assert fingerprint(tiny_data) == before


def test_nothing_unsigned_or_changed_by_hand_is_public(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check = ["survey", "check", "--data", str(tiny_data)]
    assert main(check) == 0
    file = made.limesurvey_csv(tmp_path / "answers.csv", made.people())
    book = made.codebook(tmp_path / "codebook.toml")
    imported(tiny_data, file, "--codebook", str(book), "--format", "limesurvey-csv", "--yes")
    capsys.readouterr()
    assert main(check) == 1
    assert "noch nicht unterschrieben" in capsys.readouterr().out
    assert "BEF-MUS" in load(tiny_data, unsigned=True).survey_results
    assert not load(tiny_data).survey_results
    assert main(["survey", "sign", "BEF-MUS", "--by", "__", "--data", str(tiny_data)]) == 1
    assert sign(tiny_data) == 0
    assert main(check) == 0
    assert load(tiny_data).survey_results
    assert sign(tiny_data) == 1  # once is enough
    # somebody changes a number afterwards
    table = tiny_data / "surveys/BEF-MUS/aggregates.csv"
    rows = rows_of(tiny_data)
    next(row for row in rows if row["stat"] == "count")["value"] = "50"
    with table.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    capsys.readouterr()
    assert main(check) == 1
    assert "nach der Freigabe geändert" in capsys.readouterr().out
    assert not load(tiny_data).survey_results


@pytest.mark.parametrize("field", ["Freigegeben von (Amt oder Funktion):", "Datum:"])
def test_a_signature_needs_both_who_and_when(field: str, tiny_data: Path, tmp_path: Path) -> None:
    file = made.limesurvey_csv(tmp_path / "answers.csv", made.people())
    book = made.codebook(tmp_path / "codebook.toml")
    imported(tiny_data, file, "--codebook", str(book), "--format", "limesurvey-csv", "--yes")
    sign(tiny_data)
    release = tiny_data / "surveys/BEF-MUS/release.md"
    lines = release.read_text("utf-8").splitlines()
    emptied = [f"{field} ______" if line.startswith(field) else line for line in lines]
    release.write_text("\n".join(emptied), "utf-8")
    assert not load(tiny_data).survey_results
