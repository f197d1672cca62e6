"""A questionnaire in every form says the same of the same answers."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from dashboard.__main__ import main
from dashboard.commands.survey import structures
from dashboard.commands.survey.detection import Format, SurveyFileError
from dashboard.commands.survey.draft import suggested
from dashboard.commands.survey.questionnaire import Kind, Printed, Questionnaire
from dashboard.commands.survey.readers import read
from dashboard.components.surveys.cards import asked as asked_figures
from dashboard.facts.dataset import load
from dashboard.findings.survey_answers import matrices
from tests.commands.survey.test_clerk import NEW, filled
from tests.commands.survey.test_command import rows_of
from tests.made import questionnaires as made

FORMS: dict[str, Callable[[Path], Path]] = {"lss": made.lss, "txt": made.tabbed}


def questions_of(path: Path) -> list[dict[str, str]]:
    sheet = openpyxl.load_workbook(path)["Fragen"]
    rows = list(sheet.iter_rows(values_only=True))
    return [
        {str(head): str(cell or "") for head, cell in zip(rows[0], row, strict=True)}
        for row in rows[1:]
    ]


def asked(file: Path, questionnaire: Path, data: Path) -> list[dict[str, str]]:
    step = ["survey", "import", str(file), "--questionnaire", str(questionnaire)]
    assert main([*step, "--data", str(data)]) == 0
    return questions_of(file.with_name(f"{file.stem}-fragen.xlsx"))


def check_workbook(rows: list[dict[str, str]]) -> None:
    by_column = {row["Spalte"].replace("[", "_").replace("]", ""): row for row in rows}
    assert by_column["oft"]["Antworten"].startswith("A1 = nie\nA2 = manchmal\nA3 = oft")
    assert by_column["weg"]["Einheit"] == "Minuten"
    assert "frei" not in by_column
    assert "'" not in "".join(cell for row in rows for cell in row.values())
    (places,) = [row for row in rows if row["Art"] == "Mehrfachauswahl"]
    assert places["Wortlaut"] == "Wo arbeiten Sie?"
    assert "= zu Hause" in places["Antworten"]
    assert "[nur ob]" in places["Antworten"]
    first, *further = [row for row in rows if row["Spalte"].startswith("lob")]
    assert (first["Art"], first["Wortlaut"]) == ("Skala", "Was sagen Sie dazu?")
    assert first["Antworten"] == "A1 = stimme nicht zu\nA2 = teils, teils\nA3 = stimme zu"
    assert [row["Aussage"] for row in further] == ["Das Netz ist schnell.", "Der Bus kommt."]
    assert {row["zeigen"] for row in further} == {"wie oben"}
    (ranking,) = [row for row in rows if row["Art"] == "Rangfolge"]
    assert ranking["Spalte"].strip("]")[-1] == "1"
    assert "A3 = Besprechungsraum" in ranking["Antworten"]


@pytest.mark.parametrize("form", FORMS)
def test_structure_and_table_fill_the_workbook(form: str, tiny_data: Path, tmp_path: Path) -> None:
    rows = asked(made.answers(tmp_path / "a.csv"), FORMS[form](tmp_path / f"f.{form}"), tiny_data)
    check_workbook(rows)
    (often,) = [row for row in rows if row["Spalte"] == "oft"]
    assert often["Filter"] == "beruf = Y"


def test_the_pair_for_r_fills_it_too(tiny_data: Path, tmp_path: Path) -> None:
    data, syntax = made.r_pair(tmp_path)
    check_workbook(asked(data, syntax, tiny_data))


def test_what_only_the_questionnaire_says_to_be_personal_stays_out(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey = (
        made.Asked(code="Q1", kind="L", text="Wie oft?", answers=made.OFTEN),
        made.Asked(code="Q7", kind="L", text="Wie heißen Sie?", answers={"A1": "Eins"}),
        made.Asked(code="Q8", kind="M", text="Womit?", parts={"SQ001": "Telefon"}),
    )
    file = made.answers(tmp_path / "a.csv", survey)
    rows = asked(file, made.lss(tmp_path / "f.lss", survey), tiny_data)
    assert "Q7 (fragt nach „Wie heißen Sie“)" in capsys.readouterr().out
    assert [row["Wortlaut"] for row in rows] == ["Wie oft?", "Womit?"]


def test_answers_for_r_alone_are_sent_back_with_what_is_missing(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _ = made.r_pair(tmp_path)
    assert main(["survey", "import", str(data), "--data", str(tiny_data)]) == 1
    assert "--questionnaire" in capsys.readouterr().err


def test_a_script_of_another_export_is_refused(tmp_path: Path) -> None:
    data, _ = made.r_pair(tmp_path)
    with pytest.raises(SurveyFileError, match="gehören zu einer Ausfuhr"):
        read(data, Format.LIMESURVEY_CSV, ["id", "submitdate"])


def test_a_ranking_shows_its_first_place(tiny_data: Path, tmp_path: Path) -> None:
    file = made.answers(tmp_path / "a.csv", count=400)
    form = made.lss(tmp_path / "f.lss")
    asked(file, form, tiny_data)
    filled(tmp_path / "a-fragen.xlsx", kind="Rangfolge", **NEW)
    step = ["survey", "import", str(file), "--questionnaire", str(form), "--data", str(tiny_data)]
    assert main(step) == 0
    rows = rows_of(tiny_data, "MUS-2026")
    done = [row for n, row in enumerate(made.people(400)) if n % 10]
    place = [name for name, *_ in made.columns()].index("rang[1]")
    counts = Counter(row[place] for row in done)
    (rank,) = {row["question_id"] for row in rows if "Spalte rang[1]" in row["source_locator"]}
    told = {
        row["option_code"]: row["value"]
        for row in rows
        if row["question_id"] == rank and row["stat"] == "count" and not row["group_dim"]
    }
    assert told == {str(n): str(counts[code]) for n, code in enumerate(made.WISHES, 1)}
    assert not [row for row in rows if "rang[2]" in row["source_locator"]]


def test_rankings_and_arrays_are_seen_without_a_questionnaire(
    tiny_data: Path, tmp_path: Path
) -> None:
    file = made.answers(tmp_path / "a.csv")
    assert main(["survey", "import", str(file), "--data", str(tiny_data)]) == 0
    rows = questions_of(tmp_path / "a-fragen.xlsx")
    kinds = {row["Spalte"]: row["Art"] for row in rows if row["Art"] != "wie oben"}
    assert kinds["rang[1]"] == "Rangfolge"
    assert kinds["lob[SQ001]"] == "Skala"
    assert "rang[2]" not in {row["Spalte"] for row in rows}


def counted(data: Path, column: str) -> dict[str, str]:
    """Return the counts of all persons of the question that is read from a column, by its label."""
    result = load(data).survey_results["MUS-2026"]
    labels = {(q.id, o.code): o.label for q in result.questions for o in q.options}
    return {
        labels[row["question_id"], row["option_code"]]: row["value"]
        for row in rows_of(data, "MUS-2026")
        if row["stat"] == "count"
        and not row["group_dim"]
        and row["source_locator"].rpartition(" ")[2] in (column, column.replace("[", "_")[:-1])
    }


def published(file: Path, form: Path, data: Path) -> None:
    step = ["survey", "import", str(file), "--questionnaire", str(form), "--data", str(data)]
    assert main(step) == 0
    filled(file.with_name(f"{file.stem}-fragen.xlsx"), kind="Mehrfachauswahl", **NEW)
    assert main(step) == 0
    assert main(["survey", "sign", "MUS-2026", "--by", "Hauptamt", "--data", str(data)]) == 0


def test_ticks_mean_the_same_in_both_exports(tiny_data: Path, tmp_path: Path) -> None:
    """LimeSurvey writes Y and nothing into CSV, 2 and 1 for R."""
    done = [row for number, row in enumerate(made.people(400)) if number % 10]
    places = [name for name, *_ in made.columns()]
    other = Path(shutil.copytree(tiny_data, tmp_path / "other"))
    published(made.answers(tmp_path / "a.csv", count=400), made.lss(tmp_path / "f.lss"), tiny_data)
    published(*made.r_pair(tmp_path, count=400), other)
    for data in (tiny_data, other):
        for column, label in (("ort[SQ001]", "zu Hause"), ("ort[SQ002]", "im Betrieb")):
            ticked = sum(row[places.index(column)] == "Y" for row in done)
            assert counted(data, column) == {label: str(ticked)}


TWO = Printed(
    code="zwei",
    text="Wie ist es, wie wichtig?",
    kind=Kind.TWO_SCALES,
    answers={"A1": "gut"},
    second={"B1": "wichtig"},
    parts={"SQ001": "Bus"},
)
NUMBERS = Printed(
    code="zahl",
    text="Wie viele?",
    kind=Kind.ARRAY_OF_NUMBERS,
    parts={"Y1": "Autos"},
    across={"X1": "heute"},
)


@pytest.mark.parametrize(
    ("heading", "item", "answers"),
    [
        ("zwei[SQ001][1]", "Bus, 1. Skala", {"A1": "gut"}),
        ("zwei[SQ001][2]", "Bus, 2. Skala", {"B1": "wichtig"}),
        ("zwei[SQ001#1]", "Bus, 2. Skala", {"B1": "wichtig"}),
        ("zwei_SQ001_2", "Bus, 2. Skala", {"B1": "wichtig"}),
        ("Wie ist es, wie wichtig? [Bus][Scale 2]", "Bus, 2. Skala", {"B1": "wichtig"}),
        ("zahl[Y1_X1]", "Autos, heute", {}),
    ],
)
def test_every_form_of_heading_leads_to_its_part(
    heading: str, item: str, answers: dict[str, str]
) -> None:
    found = Questionnaire(questions={"zwei": TWO, "zahl": NUMBERS}).of(heading)
    assert found is not None
    question, part = found
    assert question.item(part) == item
    assert question.given(part) == answers


@pytest.mark.parametrize(
    ("relevance", "expected"),
    [
        ('((beruf.NAOK == "Y"))', ("beruf", "", ("Y",))),
        ('((beruf.NAOK == "Y") or (beruf.NAOK == "N"))', ("beruf", "", ("Y", "N"))),
        ('((ort_SQ001.NAOK == "Y"))', ("ort", "SQ001", ("Y",))),
        ('((1X1X7.NAOK == "Y"))', ("beruf", "", ("Y",))),
        ("1", None),
        ('((a.NAOK == "Y") and (b.NAOK == "Y"))', None),
        ("!is_empty(beruf.NAOK)", None),
    ],
)
def test_a_filter_is_read_where_it_says_one_question_and_its_answers(
    relevance: str, expected: object
) -> None:
    assert structures.condition_of(relevance, {"7": "beruf"}) == expected


FILES = Path(__file__).parent / "files"


@pytest.mark.parametrize(
    ("name", "code", "kind", "answers", "parts"),
    [
        ("answers.lss", "Q01", Kind.MULTIPLE, 0, 3),
        ("answers.lss", "Q02", Kind.ARRAY, 5, 5),
        ("group.lsg", "G01Q02", Kind.OTHER, 5, 0),
        ("free_text.lsq", "FREETEXTEXAMPLE", Kind.OTHER, 0, 0),
    ],
)
def test_what_limesurvey_itself_exported_is_read(
    name: str, code: str, kind: Kind, answers: int, parts: int
) -> None:
    question = structures.read(FILES / name).questions[code]
    assert question.kind is kind
    assert (len(question.answers), len(question.parts)) == (answers, parts)
    assert question.text
    assert all([*question.answers.values(), *question.parts.values()])


def test_a_ranking_that_keeps_its_answers_as_parts_is_the_same(tmp_path: Path) -> None:
    """Newer LimeSurvey stores what is ranked as parts, with the same columns of answers."""
    (ranking,) = [one for one in made.SURVEY if one.kind == "R"]
    newer = replace(ranking, answers={}, parts=ranking.answers)
    path = made.lss(tmp_path / "f.lss", [newer])
    assert structures.read(path).questions["rang"].answers == made.WISHES


def test_places_given_to_each_answer_are_not_shown_one_by_one(
    tiny_data: Path, tmp_path: Path
) -> None:
    """They sum up to everybody: what is withheld of one could be worked out from the others."""
    chance = random.Random(4)
    lines = ["platz[Bus];platz[Rad];platz[Bahn];oft"]
    lines += [";".join([*chance.sample("123", 3), chance.choice("ab")]) for _ in range(60)]
    file = tmp_path / "a.csv"
    file.write_text("\n".join(lines), "utf-8")
    assert main(["survey", "import", str(file), "--data", str(tiny_data)]) == 0
    assert {row["Spalte"] for row in questions_of(tmp_path / "a-fragen.xlsx")} == {"oft"}


@pytest.mark.parametrize("form", ["lss", "txt", "R"])
@pytest.mark.parametrize("times", [40, pytest.param(1_000, marks=pytest.mark.hurts)])
def test_a_damaged_questionnaire_is_read_or_refused_in_words(
    form: str, times: int, tmp_path: Path
) -> None:
    delivery = read(made.answers(tmp_path / "a.csv", count=40), Format.LIMESURVEY_CSV)
    path = tmp_path / f"f.{form}"
    whole = (made.r_pair(tmp_path)[1] if form == "R" else FORMS[form](path)).read_bytes()
    ends = set()
    for seed in range(times):
        chance = random.Random(f"{form} {seed}")
        broken = bytearray(whole)
        if seed % 4 == 0:
            del broken[chance.randrange(len(broken)) :]
        for _ in range(chance.choice((1, 5, 60))):
            if broken:
                broken[chance.randrange(len(broken))] = chance.choice(b'\0\t\n"<>[]=,;x9\xff')
        path.write_bytes(bytes(broken))
        try:
            suggested(structures.read(path).applied(delivery))
        except SurveyFileError as error:
            ends.add(str(error))
    assert ends
    assert all(one.endswith(".") for one in ends)


def test_an_archive_is_a_questionnaire_if_it_holds_one(tmp_path: Path) -> None:
    form, archive = made.lss(tmp_path / "f.lss"), tmp_path / "a.lsa"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(form, "survey_1.lss")
        file.writestr("survey_1_responses.lsr", "<document/>")
    assert structures.read(archive).questions.keys() == structures.read(form).questions.keys()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("survey_1_responses.lsr", "<document/>")
    with pytest.raises(SurveyFileError, match="kein Fragebogen"):
        structures.read(archive)


def test_rows_of_an_array_are_one_matrix(tiny_data: Path, tmp_path: Path) -> None:
    file, form = made.answers(tmp_path / "a.csv", count=200), made.lss(tmp_path / "f.lss")
    step = ["survey", "import", str(file), "--questionnaire", str(form), "--data", str(tiny_data)]
    assert main(step) == 0
    filled(tmp_path / "a-fragen.xlsx", kind="Skala", **NEW)
    assert main(step) == 0
    result = load(tiny_data, unsigned=True).survey_results["MUS-2026"]
    (matrix,) = matrices(result)
    assert [one.item for one in matrix] == list(made.SURVEY[3].parts.values())
    assert len(asked_figures(result)) == 1
