"""The files in which LimeSurvey gives a questionnaire: `.lss` (also in `.lsa`), `.txt` and `.R`.

The forms are those of LimeSurvey's own exports of a survey's structure and of its R syntax.
"""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from dashboard.commands.survey.delimited import LONGEST_CELL, decoded
from dashboard.commands.survey.detection import STRUCTURE, UNREADABLE, SurveyFileError, checked
from dashboard.commands.survey.questionnaire import OTHER, Kind, Printed, Questionnaire
from dashboard.commands.survey.texts import normal

Row = dict[str, str]
EXPORT = (
    "In LimeSurvey unter „Exportieren“ „Umfragestruktur (.lss)“ oder „Tabulatorgetrennte Werte "
    "(.txt)“ wählen."
)
BUILT_IN: Mapping[str, Mapping[str, str]] = {
    "Y": {"Y": "Ja", "N": "Nein"},
    "G": {"F": "weiblich", "M": "männlich"},
    "5": {str(number): str(number) for number in range(1, 6)},
    Kind.ARRAY_OF_FIVE: {str(number): str(number) for number in range(1, 6)},
    Kind.ARRAY_OF_TEN: {str(number): str(number) for number in range(1, 11)},
    Kind.ARRAY_YES_NO: {"Y": "Ja", "U": "Unsicher", "N": "Nein"},
    Kind.ARRAY_MORE_LESS: {"I": "Zunahme", "S": "Gleich", "D": "Abnahme"},
}
LISTS = ("L", "!", "O", Kind.ARRAY, Kind.ARRAY_BY_COLUMN, Kind.TWO_SCALES, Kind.RANKING)
NO_COLUMN = "X"  # a text between questions
EQUALS = re.compile(r"""\(?\s*(\w+)(?:\.NAOK|\.shown)?\s*==\s*["']([^"']*)["']\s*\)?""")
SGQA = re.compile(r"\d+X\d+X(\d+)(\w*)")  # survey, group, question and part
GERMAN = re.compile(r"de\b|de-")
R_LABEL = re.compile(r'attributes\(data\)\$variable\.labels\[(\d+)\] <- "((?:[^"\\]|\\.)*)"')
R_NAME = re.compile(r'names\(data\)\[(\d+)\] <- "([^"]*)"')
R_ANSWERS = re.compile(
    r"data\[,\s*(\d+)\] <- factor\(.*levels=c\((.*?)\),\s*labels=c\((.*)\)"
    r"(?:,\s*ordered=TRUE)?\)\s*$"
)
R_CELL = re.compile(r'"((?:[^"\\]|\\.)*)"|([-\w.]+)')
R_TICKED = re.compile(r"(ja|yes|gewählt|selected|quoted)", re.IGNORECASE)
R_LEFT = re.compile(r"(nicht gewählt|nein|no|not selected|not quoted)", re.IGNORECASE)
R_RANK = re.compile(r"(Rang|Rank|Platz)\s*\d+", re.IGNORECASE)


def read(path: Path) -> Questionnaire:
    """Read a questionnaire; a file that is none raises SurveyFileError."""
    content = checked(path, archives=True)
    if content.startswith(b"PK"):
        content = _inside(path)
    if content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        return _lss(content)
    text = decoded(content)
    first = text.lstrip("\ufeff").partition("\n")[0]
    if {cell.strip('" \r') for cell in first.split("\t")} >= STRUCTURE:
        return _tabbed(text.lstrip("\ufeff"))
    if R_NAME.search(text):
        return _syntax(text)
    raise SurveyFileError(f"„{path.name}“ ist kein Fragebogen aus LimeSurvey. {EXPORT}")


def _inside(path: Path) -> bytes:
    """Return the questionnaire inside an archive of LimeSurvey."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".lss")]
            content = archive.read(names[0]) if names else b""
    except UNREADABLE:
        raise SurveyFileError("Das Archiv ist beschädigt. Noch einmal ausführen.") from None
    if not content:
        raise SurveyFileError(f"In diesem Archiv steckt kein Fragebogen. {EXPORT}")
    return content


def _built(
    questions: Sequence[Row],
    children: Mapping[str, Sequence[Row]],
    answers: Mapping[str, Sequence[Row]],
) -> Questionnaire:
    """Return the questionnaire of rows as LimeSurvey stores them, parts and answers in order."""
    codes = {row.get("qid", ""): row["title"] for row in questions if row.get("title")}
    found = {}
    for row in questions:
        qid, kind = row.get("qid", ""), row.get("type", "")
        if not row.get("title") or kind == NO_COLUMN:
            continue
        given = dict(BUILT_IN.get(kind, {}))
        second: dict[str, str] = {}
        for one in answers.get(qid, ()) if kind in LISTS else ():
            scale = second if one.get("scale_id") == "1" else given
            scale[one["code"]] = _plain(one.get("answer", "")) or one["code"]
        if row.get("other") == "Y" and given:
            given[OTHER] = "Sonstiges"
        parts: dict[str, str] = {}
        across: dict[str, str] = {}
        for child in children.get(qid, ()):
            side = across if child.get("scale_id") == "1" else parts
            side[child["title"]] = _plain(child.get("question", ""))
        if kind == Kind.RANKING and not given:  # newer ones keep what is ranked as parts
            given, parts = parts, {}
        found[row["title"]] = Printed(
            code=row["title"],
            text=_plain(row.get("question", "")),
            kind=Kind(kind) if kind in [*Kind] else Kind.OTHER,
            answers=given,
            second=second,
            parts=parts,
            across=across,
            asked_if=condition_of(row.get("relevance", ""), codes),
        )
    if not found:
        raise SurveyFileError(f"In dieser Datei steht keine Frage. {EXPORT}")
    return Questionnaire(questions=found)


def condition_of(
    relevance: str, codes: Mapping[str, str]
) -> tuple[str, str, tuple[str, ...]] | None:
    """Return code, part and values of „one question has one of these answers“, else None."""
    told = relevance.strip().strip("{}").strip()
    while told.startswith("(") and told.endswith(")") and _whole(told):
        told = told[1:-1].strip()
    found = [EQUALS.fullmatch(part.strip()) for part in re.split(r"\s+or\s+|\|\|", told)]
    names = {one[1] for one in found if one}
    if not all(found) or len(names) != 1:
        return None
    name = names.pop()
    if old := SGQA.fullmatch(name):
        code, part = codes.get(old[1], ""), old[2]
    else:
        code, _, part = name.partition("_")
    return (code, part, tuple(one[2] for one in found if one)) if code else None


def _whole(text: str) -> bool:
    """Tell whether the first bracket of a text closes with its last."""
    depth = 0
    for place, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return place == len(text) - 1
    return False


def _plain(text: str) -> str:
    return normal(html.unescape(re.sub(r"<[^>]*>", " ", text)))


# ----------------------------------------------------------------------------------------- .lss


def _lss(content: bytes) -> Questionnaire:
    if b"<!ENTITY" in content:
        raise SurveyFileError("Der Fragebogen enthält fremde Verweise und wird nicht gelesen.")
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, LookupError, ValueError):  # its own encoding among them
        raise SurveyFileError(
            f"Das ist kein Fragebogen aus LimeSurvey oder er ist beschädigt. {EXPORT}"
        ) from None
    languages = [_plain(one.text or "") for one in root.findall("languages/language")]
    language = next(filter(GERMAN.match, languages), next(iter(languages), ""))
    texts = _spoken(root, "question_l10ns", "qid", "question", language)
    answer_texts = _spoken(root, "answer_l10ns", "aid", "answer", language)
    rows = [
        {**row, "question": row.get("question") or texts.get(row.get("qid", ""), "")}
        for table in ("questions", "subquestions")
        for row in _rows(root, table)
        if row.get("language", language) in ("", language)
    ]
    children: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda one: _order(one, "question_order")):
        if row.get("parent_qid", "0") != "0" and "title" in row:
            children.setdefault(row["parent_qid"], []).append(row)
    answers: dict[str, list[Row]] = {}
    for row in sorted(_rows(root, "answers"), key=lambda one: _order(one, "sortorder")):
        if row.get("language", language) in ("", language) and "code" in row:
            text = row.get("answer") or answer_texts.get(row.get("aid", ""), "")
            answers.setdefault(row.get("qid", ""), []).append({**row, "answer": text})
    return _built([one for one in rows if one.get("parent_qid", "0") == "0"], children, answers)


def _rows(root: ElementTree.Element, table: str) -> Iterator[Row]:
    found = root.find(table)
    for row in () if found is None else found.iter("row"):
        yield {field.tag: (field.text or "").strip() for field in row}


def _order(row: Row, key: str) -> int:
    text = row.get(key, "")
    return int(text) if text.isdigit() else 0


def _spoken(
    root: ElementTree.Element, table: str, key: str, text: str, language: str
) -> dict[str, str]:
    rows = [row for row in _rows(root, table) if key in row]
    own = {row[key]: row.get(text, "") for row in rows if row.get("language") == language}
    return own or {row[key]: row.get(text, "") for row in rows}


# ----------------------------------------------------------------------------------------- .txt


def _tabbed(text: str) -> Questionnaire:
    """Read LimeSurvey's table of a survey: what belongs to a question stands below it."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))
    except csv.Error:
        raise SurveyFileError(f"Der Fragebogen ist beschädigt. {EXPORT}") from None
    told = [{key: value or "" for key, value in row.items() if key} for row in rows]
    languages = [row.get("language", "") for row in told if row.get("class") == "Q"]
    language = next(filter(GERMAN.match, languages), next(iter(languages), ""))
    questions: list[Row] = []
    children: dict[str, list[Row]] = {}
    answers: dict[str, list[Row]] = {}
    for row in told:
        if row.get("class") not in ("Q", "SQ", "A") or row.get("language", "") != language:
            continue
        below = questions[-1]["qid"] if questions else ""
        scale, name, words = row.get("type/scale", ""), row.get("name", ""), row.get("text", "")
        if row["class"] == "Q":
            questions.append(
                {
                    "qid": f"{len(questions)}",
                    "title": name,
                    "type": scale,
                    "question": words,
                    "other": row.get("other", ""),
                    "relevance": row.get("relevance", ""),
                }
            )
        elif row["class"] == "SQ":
            part = {"title": name, "question": words, "scale_id": scale}
            children.setdefault(below, []).append(part)
        else:
            answer = {"code": name, "answer": words, "scale_id": scale}
            answers.setdefault(below, []).append(answer)
    return _built(questions, children, answers)


# ------------------------------------------------------------------------------------------- .R


def _syntax(text: str) -> Questionnaire:
    """Read the script of LimeSurvey's R export: names, wordings and answers of each column."""
    labels = {int(number): _unescaped(label) for number, label in R_LABEL.findall(text)}
    names = {int(number): name for number, name in R_NAME.findall(text)}
    given: dict[int, dict[str, str]] = {}
    for line in text.splitlines():
        if found := R_ANSWERS.match(line.strip()):
            codes, words = (
                [_unescaped(one or bare) for one, bare in R_CELL.findall(cells)]
                for cells in (found[2], found[3])
            )
            told = zip(codes, map(_plain, words), strict=False)
            given[int(found[1])] = {code: text or code for code, text in told}
    questions: dict[str, Printed] = {}
    for number, name in sorted(names.items()):
        label = _plain(labels.get(number, ""))
        item = re.match(r"\[(.*?)\]\s*(.*)", label)
        code, _, part = name.partition("_")
        if item is None or not part:
            questions[name] = Printed(code=name, text=label, answers=given.get(number, {}))
            continue
        answers = given.get(number, {})
        known = questions.get(code) or Printed(
            code=code, text=item[2], kind=_kind(item[1], answers), answers=answers
        )
        parts = {**known.parts, part: item[1]}
        questions[code] = Printed(
            code=code, text=known.text, kind=known.kind, answers=known.answers, parts=parts
        )
    columns = tuple(names.get(number, "") for number in range(1, max(names) + 1))
    return Questionnaire(questions=questions, columns=columns)


def _kind(item: str, answers: Mapping[str, str]) -> Kind:
    """Return what kind of question a part of it shows."""
    if R_RANK.fullmatch(item):
        return Kind.RANKING
    words = [*answers.values()]
    if len(words) == 2 and all(R_TICKED.fullmatch(one) or R_LEFT.fullmatch(one) for one in words):
        return Kind.MULTIPLE
    return Kind.ARRAY if answers else Kind.OTHER


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
