"""Whatever a person does to the workbook or the codebook ends in results or a German sentence."""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.commands.survey import codebook, questions_sheet, sheet_codebook, structures
from dashboard.commands.survey.aggregate import aggregate
from dashboard.commands.survey.delivery import Delivery
from dashboard.commands.survey.detection import Format, SurveyFileError
from dashboard.commands.survey.draft import suggested
from dashboard.commands.survey.linked import DisclosureError
from dashboard.commands.survey.readers import read, without_persons
from dashboard.commands.survey.weighting import WeightingError
from dashboard.facts.dataset import load
from dashboard.facts.survey_model import Survey
from tests.commands.survey.test_clerk import NEW, filled
from tests.conftest import TINY
from tests.made import questionnaires as made

Edit = Callable[[random.Random, Path], None]
ENGLISH = re.compile(
    r"\b(is not|invalid|expected|could not|cannot|must be|unexpected|index|object|error|line|"
    r"None|True|False|float|str|int|list|dict)\b"
)
KEYS = re.compile(rf"\[(questions|groups)\.|\b({'|'.join(sheet_codebook.IN_SHEET)})\b")
QUOTED = re.compile(r"„[^“]*“|'[^']*'|\"[^\"]*\"|\(im Codebuch [^)]*\)|im Codebuch .*")
WORDS = (
    None, "", " ", "x", 7, 3.5, -1, True, datetime.date(2026, 5, 1), datetime.time(7, 30), "ja",
    "Nein", "wie oben", "=1+1", "=NV()", "#NV", "A = ; ;", "A1 = [", "= nie", "[keine Angabe]",
    "A1 = nie [Quatsch]", "x" * 600, "ort[SQ001]", "ort[SQ001] = zu Hause", "beruf = Y", "beruf",
    "alle", "1;2", "'", 'a "b" \\ c', "ä\u00a0ß", "🙂", "1.200", "1,2,3", "ca. 20", "gibtesnicht",
    "ipaddr", "frei", "Zahl", "Mehrfachauswahl", "Skala", "Rangfolge", "Minuten", "-oth-", ";",
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Delivery, Path, str]:
    """A file of answers, its filled workbook and the codebook made of it."""
    folder = tmp_path_factory.mktemp("slips")
    delivery = read(made.answers(folder / "a.csv", count=120), Format.LIMESURVEY_CSV)
    delivery = without_persons(structures.read(made.lss(folder / "f.lss")).applied(delivery))
    questions, left = suggested(delivery)
    book = folder / "whole.xlsx"
    book.write_bytes(questions_sheet.workbook(questions, left, delivery, None))
    filled(book, **NEW)
    return delivery, book, sheet_codebook.codebook_text(questions_sheet.read(book), "BEF-MUS")


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load(TINY).surveys["BEF-MUS"]


def outcome(work: Callable[[], object]) -> str:
    """Return the sentence in which something ends, or nothing where it went well."""
    try:
        work()
    except (SurveyFileError, DisclosureError, WeightingError) as error:
        return str(error)
    return ""


def check(said: str, what: object, words: re.Pattern[str] = ENGLISH) -> None:
    assert not words.search(QUOTED.sub("", said)), (what, said)
    assert said == "" or said.strip().endswith((".", "].", "}.")), (what, said)


def counted(path: Path, delivery: Delivery, survey: Survey) -> None:
    aggregate(delivery, codebook.read(path, "BEF-MUS", delivery), survey, "0" * 64)


def one_cell(chance: random.Random, book: Path) -> None:
    edited = openpyxl.load_workbook(book)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        sheet = edited[chance.choice(["Fragen"] * 6 + ["Gruppen"] * 2 + ["Befragung"])]
        line = chance.randint(1 if chance.random() < 0.1 else 2, sheet.max_row + 1)
        try:
            sheet.cell(line, chance.randint(1, sheet.max_column)).value = chance.choice(WORDS)
        except IllegalCharacterError:
            continue
    edited.save(book)


def structure(chance: random.Random, book: Path) -> None:
    edited = openpyxl.load_workbook(book)
    sheet = edited[chance.choice(["Fragen", "Fragen", "Gruppen", "Befragung"])]
    changes: list[Callable[[Worksheet], object]] = [
        lambda of: of.delete_cols(chance.randint(1, of.max_column)),
        lambda of: of.delete_rows(chance.randint(1, of.max_row)),
        lambda of: of.insert_rows(chance.randint(1, of.max_row)),
        lambda of: of.insert_cols(chance.randint(1, of.max_column)),
        lambda of: edited.remove(of),
        lambda of: setattr(of, "title", "Anders"),
        lambda of: of.append([cell.value for cell in of[of.max_row]]),
        lambda of: of.delete_rows(1, of.max_row),
    ]
    chance.choice(changes)(sheet)
    edited.save(book)


@pytest.mark.parametrize("edit", [one_cell, structure])
@pytest.mark.parametrize("times", [10, pytest.param(500, marks=pytest.mark.hurts)])
def test_any_slip_in_the_workbook_ends_in_results_or_a_sentence(
    edit: Edit,
    times: int,
    whole: tuple[Delivery, Path, str],
    survey: Survey,
    tmp_path: Path,
) -> None:
    delivery, book, _ = whole
    ends = set()
    for seed in range(times):
        chance = random.Random(f"{edit.__name__} {seed}")
        edited, target = tmp_path / "a.xlsx", tmp_path / "b.toml"
        edited.write_bytes(book.read_bytes())
        edit(chance, edited)

        def work(edited: Path = edited, target: Path = target) -> None:
            sheets = questions_sheet.read(edited)
            sheet_codebook.survey_block(sheet_codebook.survey_fields(sheets), 100, ["musterau"])
            target.write_text(sheet_codebook.codebook_text(sheets, "BEF-MUS"), "utf-8")
            try:
                counted(target, delivery, survey)
            except SurveyFileError as error:
                told = sheet_codebook.in_words_of_the_workbook(str(error), sheets)
                raise SurveyFileError(told) from None

        said = outcome(work)
        check(said, (edit.__name__, seed))
        check(said, (edit.__name__, seed), KEYS)
        ends.add(said)
    assert len(ends) > 3


def cut(chance: random.Random, lines: list[str]) -> None:
    del lines[chance.randrange(len(lines))]


def twice(chance: random.Random, lines: list[str]) -> None:
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))


def other_value(chance: random.Random, lines: list[str]) -> None:
    values = ("7", "true", '"x"', "[]", '["a", 1]', "{}", "{a = 1}", "2026-05-01", "nan", '""')
    places = [number for number, line in enumerate(lines) if " = " in line]
    place = chance.choice(places)
    key = lines[place].partition(" = ")[0]
    lines[place] = f"{key} = {chance.choice(values)}"


def other_key(chance: random.Random, lines: list[str]) -> None:
    place = chance.randrange(len(lines))
    lines[place] = re.sub(r"\b\w+(?= = )", "anders", lines[place], count=1)


def letter(chance: random.Random, lines: list[str]) -> None:
    place = chance.choice([number for number, line in enumerate(lines) if line])
    at = chance.randrange(len(lines[place]))
    lines[place] = lines[place][:at] + chance.choice('"=[]{},\\äx0 ') + lines[place][at + 1 :]


@pytest.mark.parametrize("times", [80, pytest.param(3_000, marks=pytest.mark.hurts)])
def test_any_slip_in_the_codebook_ends_in_results_or_a_sentence(
    times: int, whole: tuple[Delivery, Path, str], survey: Survey, tmp_path: Path
) -> None:
    delivery, _, text = whole
    ends = set()
    for seed in range(times):
        chance = random.Random(f"codebook {seed}")
        lines = text.splitlines()
        for _ in range(chance.choice((1, 1, 1, 3))):
            chance.choice((cut, twice, other_value, other_key, letter))(chance, lines)
        path = tmp_path / "b.toml"
        path.write_text("\n".join(lines), "utf-8")
        said = outcome(lambda path=path: codebook.read(path, "BEF-MUS", delivery))
        if not said and seed % 20 == 0:
            said = outcome(lambda path=path: counted(path, delivery, survey))
        check(said, seed)
        ends.add(said)
    assert len(ends) > 20
