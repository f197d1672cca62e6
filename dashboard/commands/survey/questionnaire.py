"""LimeSurvey's questionnaire (`.lss`, or inside `.lsa`): wordings, answers in order, filters."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree

from dashboard.commands.survey.detection import SurveyFileError, checked
from dashboard.commands.survey.readers import Delivery
from dashboard.commands.survey.texts import normal

OTHER = "-oth-"
YES_NO = {"Y": "Ja", "N": "Nein"}
GENDER = {"F": "weiblich", "M": "männlich"}
FIVE = {str(number): str(number) for number in range(1, 6)}
BUILT_IN: Mapping[str, Mapping[str, str]] = {"Y": YES_NO, "G": GENDER, "5": FIVE}
LISTS = ("L", "!", "O", "F", "H", "1", "R")
EQUALS = re.compile(r"""\(?\s*(\w+)(?:\.NAOK|\.shown)?\s*==\s*["']([^"']*)["']\s*\)?""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One question as printed: its answers by code, in order, and whom it was put to."""

    code: str
    text: str
    answers: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    asked_if: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """All questions of a survey, by code."""

    questions: Mapping[str, Printed]

    @property
    def texts(self) -> frozenset[str]:
        """All that is printed: wordings, answers and parts of questions."""
        found = {one.text for one in self.questions.values()}
        for one in self.questions.values():
            found |= {*one.answers.values(), *one.parts.values()}
        return frozenset(found)

    def applied(self, delivery: Delivery) -> Delivery:
        """Return the delivery with wordings and answers as they were printed."""
        labels, values = dict(delivery.labels), dict(delivery.value_labels)
        for name in delivery.columns:
            found = self.of(name)
            if found is None:
                continue
            question, part = found
            item = question.parts.get(part, "")
            labels[name] = f"{question.text} [{item}]" if item else question.text
            if not question.answers or part.casefold().endswith("other"):
                continue
            used = set(delivery.columns[name])
            texts = {text: text for text in question.answers.values()}
            by_code = len(used & set(question.answers)) >= len(used & set(texts))
            values[name] = dict(question.answers) if by_code else texts
        closed = {name for name in values if set(delivery.columns[name]) - {""} <= {*values[name]}}
        return replace(
            delivery, labels=labels, value_labels=values, open=delivery.open - frozenset(closed)
        )

    def of(self, column: str) -> tuple[Printed, str] | None:
        """Return the question that a heading belongs to, in any form, and which part of it."""
        code = re.split(r"\. |\._", column)[0]
        match = re.fullmatch(r"(\w+?)(?:\[([^\]]+)\]|_(\w+))?", code)
        if match and match[1] in self.questions:
            return self.questions[match[1]], match[2] or match[3] or ""
        bare = re.match(r"(.*?)\s*\[([^\]]*)\]\s*$", column)
        for one in self.questions.values():
            if one.text and column == one.text:
                return one, ""
            if bare and bare[1] == one.text:
                back = {text: part for part, text in one.parts.items()}
                return one, back.get(bare[2], bare[2])
        return None

    def filter_of(self, column: str, delivery: Delivery) -> tuple[str, tuple[str, ...]] | None:
        """Return the column and values that let through to a question, where it says so simply."""
        found = self.of(column)
        if found is None or found[0].asked_if is None:
            return None
        code, wanted = found[0].asked_if
        for name in delivery.columns:
            other = self.of(name)
            if other and other[0].code == code and not other[1]:
                used = set(delivery.columns[name])
                texts = tuple(other[0].answers.get(one, one) for one in wanted)
                return name, wanted if used & set(wanted) else texts
        return None


def read(path: Path) -> Questionnaire:
    """Read a questionnaire; a file that is none raises SurveyFileError."""
    content = checked(path, archives=True)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".lss")]
            if not names:
                raise SurveyFileError(
                    "In diesem Archiv steckt kein Fragebogen. In LimeSurvey unter „Exportieren“ "
                    "„Umfragestruktur (.lss)“ wählen."
                )
            content = archive.read(names[0])
    if b"<!ENTITY" in content:
        raise SurveyFileError("Der Fragebogen enthält fremde Verweise und wird nicht gelesen.")
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        raise SurveyFileError(
            "Das ist kein Fragebogen aus LimeSurvey oder er ist beschädigt. In LimeSurvey unter "
            "„Exportieren“ „Umfragestruktur (.lss)“ wählen."
        ) from None
    return _questions(root)


def _questions(root: ElementTree.Element) -> Questionnaire:
    language = _plain(root.findtext("languages/language") or "")
    texts = _spoken(root, "question_l10ns", "qid", "question", language)
    answer_texts = _spoken(root, "answer_l10ns", "aid", "answer", language)
    rows = [*_rows(root, "questions"), *_rows(root, "subquestions")]
    rows = [row for row in rows if row.get("language", language) in ("", language)]
    children: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        if row.get("parent_qid", "0") != "0":
            children.setdefault(row["parent_qid"], []).append(row)
    answers: dict[str, list[dict[str, str]]] = {}
    for row in _rows(root, "answers"):
        if row.get("language", language) in ("", language):
            answers.setdefault(row.get("qid", ""), []).append(row)
    found = {}
    for row in rows:
        if row.get("parent_qid", "0") != "0" or "title" not in row:
            continue
        qid, kind = row.get("qid", ""), row.get("type", "")
        given = dict(BUILT_IN.get(kind, {}))
        listed = sorted(answers.get(qid, []), key=lambda one: int(one.get("sortorder") or 0))
        for one in listed if kind in LISTS else ():
            given[one["code"]] = _plain(
                one.get("answer") or answer_texts.get(one.get("aid", ""), "")
            )
        if row.get("other") == "Y" and given:
            given[OTHER] = "Sonstiges"
        parts = {
            child["title"]: _plain(child.get("question") or texts.get(child.get("qid", ""), ""))
            for child in sorted(
                children.get(qid, []), key=lambda one: int(one.get("question_order") or 0)
            )
            if "title" in child
        }
        found[row["title"]] = Printed(
            code=row["title"],
            text=_plain(row.get("question") or texts.get(qid, "")),
            answers=given,
            parts=parts,
            asked_if=_condition(row.get("relevance", "")),
        )
    if not found:
        raise SurveyFileError("In dieser Datei steht keine Frage. Ist es der Fragebogen (.lss)?")
    return Questionnaire(questions=found)


def _rows(root: ElementTree.Element, table: str) -> Iterator[dict[str, str]]:
    found = root.find(table)
    for row in () if found is None else found.iter("row"):
        yield {field.tag: (field.text or "").strip() for field in row}


def _spoken(
    root: ElementTree.Element, table: str, key: str, text: str, language: str
) -> dict[str, str]:
    rows = [row for row in _rows(root, table) if key in row]
    own = {row[key]: row.get(text, "") for row in rows if row.get("language") == language}
    return own or {row[key]: row.get(text, "") for row in rows}


def _condition(relevance: str) -> tuple[str, tuple[str, ...]] | None:
    """Return code and values of a filter „one question has one of these answers“, else None."""
    parts = re.split(r"\s+or\s+|\|\|", relevance.strip(" (){}"))
    found = [EQUALS.fullmatch(part.strip()) for part in parts]
    codes = {one[1] for one in found if one}
    if not all(found) or len(codes) != 1:
        return None
    return codes.pop(), tuple(one[2] for one in found if one)


def _plain(text: str) -> str:
    return normal(html.unescape(re.sub(r"<[^>]*>", " ", text)))
