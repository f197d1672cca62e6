"""The way of a clerk: import, fill in a workbook, import, sign; every slip gets a sentence."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest

from dashboard.__main__ import main
from dashboard.commands.survey import structures
from dashboard.commands.survey.detection import SurveyFileError
from dashboard.components.markup import to_html
from dashboard.facts.dataset import load
from dashboard.pages.contract import Address
from dashboard.pages.surveys import page
from dashboard.wording import links
from tests.commands.survey.test_command import fingerprint, rows_of

ANSWERS = {"A1": "nie", "A2": "manchmal", "A3": "oft"}
PLACES = {"SQ001": "zu Hause", "SQ002": "im Betrieb"}


def row(**fields: str) -> str:
    return "<row>" + "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in fields.items()) + "</row>"


def lss(path: Path, lists: int = 3) -> Path:
    """Write a questionnaire: a filter, lists, a multiple choice with other, an open question."""
    questions = [row(qid="1", parent_qid="0", type="Y", title="beruf", question="Arbeiten Sie?",
                     relevance="1", other="N")]  # fmt: skip
    answers, parts = [], []
    for number in range(2, 2 + lists):
        questions.append(
            row(qid=str(number), parent_qid="0", type="L", title=f"Q{number}", other="Y",
                question=f"<p>Wie oft ist Frage&nbsp;{number}?</p>",
                relevance='((beruf.NAOK == "Y"))')
        )  # fmt: skip
        answers += [row(qid=str(number), code=code, answer=text, sortorder=str(place))
                    for place, (code, text) in enumerate(ANSWERS.items())]  # fmt: skip
    questions.append(row(qid="90", parent_qid="0", type="M", title="ort", other="Y",
                         question="Wo arbeiten Sie?", relevance="1"))  # fmt: skip
    parts = [row(qid=f"9{place}", parent_qid="90", title=code, question=text,
                 question_order=str(place), type="T")
             for place, (code, text) in enumerate(PLACES.items(), 1)]  # fmt: skip
    questions.append(row(qid="99", parent_qid="0", type="T", title="frei", question="Noch etwas?",
                         relevance="1", other="N"))  # fmt: skip
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey'
        "</LimeSurveyDocType><languages><language>de</language></languages>"
        f"<answers><rows>{''.join(answers)}</rows></answers>"
        f"<questions><rows>{''.join(questions)}</rows></questions>"
        f"<subquestions><rows>{''.join(parts)}</rows></subquestions></document>",
        "utf-8",
    )
    return path


def answers_csv(path: Path, lists: int = 3, people: int = 200) -> Path:
    chance = random.Random(3)
    heads = ["id", "submitdate", "ipaddr", "beruf"]
    for number in range(2, 2 + lists):
        heads += [f"Q{number}", f"Q{number}[other]"]
    heads += ["ort[SQ001]", "ort[SQ002]", "ort[other]", "frei", "alter"]
    lines = [";".join(f'"{head}"' for head in heads)]
    for number in range(people):
        works = chance.random() < 0.7
        cells = [str(number), "2026-05-02 10:00:00" if number % 10 else "", "192.0.2.7",
                 "Y" if works else "N"]  # fmt: skip
        for _ in range(lists):
            code = chance.choices([*ANSWERS, "-oth-"], (5, 6, 7, 1))[0] if works else ""
            cells += [code, f"ganz eigen {number}" if code == "-oth-" else ""]
        cells += [*("Y" if chance.random() < 0.5 else "" for _ in PLACES), "", f"Text {number}",
                  str(chance.randint(18, 80))]  # fmt: skip
        lines.append(";".join(f'"{cell}"' for cell in cells))
    path.write_text("\n".join(lines), "utf-8")
    return path


def filled(path: Path, *, kind: str = "", **survey: str) -> None:
    """Say yes to every question, or those of a kind, and who was asked, as a person would."""
    book = openpyxl.load_workbook(path)
    sheet = book["Fragen"]
    heads = [cell.value for cell in sheet[1]]
    for line in sheet.iter_rows(min_row=2):
        wanted = kind in ("", line[heads.index("Art")].value)
        if wanted and line[heads.index("zeigen")].value == "nein":
            line[heads.index("zeigen")].value = "ja"
        if line[heads.index("Art")].value == "Einfachauswahl":
            line[heads.index("nach Gruppen")].value = "ja"
        if line[heads.index("Art")].value == "Zahl" and not line[heads.index("Einheit")].value:
            line[heads.index("Einheit")].value = "Jahre"
    for line in book["Befragung"].iter_rows(min_row=2):
        line[1].value = survey.get(str(line[0].value), line[1].value)
    book.save(path)


NEW = {"Kennung": "MUS-2026", "Stadt": "musterau", "Ort": "Musterau", "Titel": "Arbeiten",
       "Auswahl": "freiwillig", "Zeitraum von": "2026-05", "Befragt hat": "Stadt",
       "Quelle": "https://musterau.example/umfrage"}  # fmt: skip


@pytest.mark.parametrize("lists", [3, pytest.param(38, marks=pytest.mark.hurts)])
def test_from_a_file_to_the_signed_page_in_five_steps(
    lists: int, tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = answers_csv(tmp_path / "antworten.csv", lists)
    asked = lss(tmp_path / "fragen.lss", lists)
    step = ["survey", "import", str(file), "--questionnaire", str(asked), "--data", str(tiny_data)]
    before = fingerprint(tiny_data)
    assert main(step) == 0  # 1
    said = capsys.readouterr().out
    assert "200 Zeilen, davon 180 beendet" in said
    assert "ipaddr (Verwaltungsspalte" in said
    assert fingerprint(tiny_data) == before
    book = tmp_path / "antworten-fragen.xlsx"
    texts = [str(cell) for sheet in openpyxl.load_workbook(book)
             for line in sheet.iter_rows(values_only=True) for cell in line]  # fmt: skip
    assert not [text for text in texts if "ganz eigen" in text or "Text 1" in text]
    assert "A1 = nie\nA2 = manchmal\nA3 = oft\n-oth- = Sonstiges [Sonstiges]" in texts
    assert "beruf = Y" in texts
    filled(book, **NEW)  # 2
    assert main(step) == 0  # 3
    assert "MUS-2026" not in load(tiny_data).survey_results
    assert main(["survey", "sign", "MUS-2026", "--by", "Hauptamt", "--data", str(tiny_data)]) == 0
    result = load(tiny_data).survey_results["MUS-2026"]  # 5: the site reads its data again
    questions = {one.wording: one for one in result.questions}
    assert [o.label for o in questions["Wie oft ist Frage 2?"].options[:3]] == [*ANSWERS.values()]
    assert questions["Wie oft ist Frage 2?"].wording_status == "verbatim"
    assert {o.label for o in questions["Wo arbeiten Sie?"].options} >= {*PLACES.values()}
    works = [row for row in rows_of(tiny_data, "MUS-2026") if row["question_id"] == "f1"]
    told = {row["group_value"] for row in works}
    assert {"18 bis 39", "40 bis 64", "ab 65"} <= told
    assert "ganz eigen" not in "".join(
        path.read_text("utf-8") for path in (tiny_data / "surveys").rglob("*.*")
    )


def test_the_preview_shows_what_the_site_does_not(tiny_data: Path, tmp_path: Path) -> None:
    file = answers_csv(tmp_path / "antworten.csv")
    step = ["survey", "import", str(file), "--data", str(tiny_data)]
    assert main(step) == 0
    filled(tmp_path / "antworten-fragen.xlsx", **NEW)
    assert main(step) == 0
    whole = Address(path=links.SURVEYS, query={links.Key.SCOPE: links.ALL_OF_IT})
    shown, hidden = (
        to_html(page.view(load(tiny_data, unsigned=unsigned), whole).content)
        for unsigned in (True, False)
    )
    assert "MUS-2026-f1" in shown
    assert "MUS-2026-f1" not in hidden


def test_a_dry_run_writes_nothing_into_the_data(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = answers_csv(tmp_path / "antworten.csv")
    step = ["survey", "import", str(file), "--data", str(tiny_data)]
    assert main(step) == 0
    filled(tmp_path / "antworten-fragen.xlsx", **NEW)
    before = {path: path.read_bytes() for path in tiny_data.rglob("*") if path.is_file()}
    assert main([*step, "--dry-run"]) != 0
    assert "noch nicht" in "".join(capsys.readouterr())
    assert {path: path.read_bytes() for path in tiny_data.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "expected"),
    [
        ("Fragen", "B2", "vielleicht", "Zeile 2: Bei „zeigen“"),
        ("Fragen", "E2", "Raten", "keine Art von Frage"),
        ("Fragen", "G2", "unklar", "Der Filter ist nicht"),
        ("Fragen", "B1", "anzeigen", "fehlt die Spalte „zeigen“"),
        ("Gruppen", "D2", "achtzehn", "keine Zahl"),
        ("Befragung", "B2", "musterau 26", "keine Kennung"),
        ("Befragung", "B3", "atlantis", "ist nicht bekannt"),
        ("Befragung", "B6", "irgendwie", "keine Auswahl"),
        ("Befragung", "B5", None, "fehlt der Eintrag „Titel“"),
    ],
)
def test_slips_in_the_workbook_are_named_with_sheet_and_line(
    sheet: str,
    cell: str,
    value: str | None,
    expected: str,
    tiny_data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = answers_csv(tmp_path / "antworten.csv")
    step = ["survey", "import", str(file), "--data", str(tiny_data)]
    main(step)
    path = tmp_path / "antworten-fragen.xlsx"
    filled(path, **NEW)
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)
    before = {name: was for name, was in fingerprint(tiny_data).items() if name != "surveys.toml"}
    assert main(step) == 1
    assert expected in capsys.readouterr().err
    after = {name: now for name, now in fingerprint(tiny_data).items() if name != "surveys.toml"}
    assert after == before


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("keine Struktur", "kein Fragebogen"),
        ("<document></document>", "keine Frage"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "fremde Verweise"),
    ],
)
def test_a_file_that_is_no_questionnaire_is_refused(
    content: str, expected: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.lss"
    path.write_text(content, "utf-8")
    with pytest.raises(SurveyFileError, match=expected):
        structures.read(path)
