"""LimeSurvey's questionnaire: wordings, answers in order, filters; laid over a file of answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dashboard.commands.survey.delivery import Delivery, Part, Shape

OTHER = "-oth-"
SUFFIXES = ("other", "comment")  # of the parts in which people write freely
RANK = re.compile(r"(?:Rang|Rank|Rangplatz|Platz)\s*(\d+)|(\d+)", re.IGNORECASE)


class Kind(StrEnum):
    """LimeSurvey's letters for kinds of questions, as far as they decide how columns are read."""

    MULTIPLE = "M"
    MULTIPLE_WITH_COMMENTS = "P"
    RANKING = "R"
    ARRAY = "F"
    ARRAY_BY_COLUMN = "H"
    ARRAY_OF_FIVE = "A"
    ARRAY_OF_TEN = "B"
    ARRAY_YES_NO = "C"
    ARRAY_MORE_LESS = "E"
    TWO_SCALES = "1"
    ARRAY_OF_NUMBERS = ":"
    NUMBERS = "K"
    NUMBER = "N"
    OTHER = ""


MULTIPLE = (Kind.MULTIPLE, Kind.MULTIPLE_WITH_COMMENTS)
NUMERIC = (Kind.NUMBER, Kind.NUMBERS, Kind.ARRAY_OF_NUMBERS)
ARRAYS = (
    Kind.ARRAY,
    Kind.ARRAY_BY_COLUMN,
    Kind.ARRAY_OF_FIVE,
    Kind.ARRAY_OF_TEN,
    Kind.ARRAY_YES_NO,
    Kind.ARRAY_MORE_LESS,
    Kind.TWO_SCALES,
)
SHAPES = {
    **dict.fromkeys(MULTIPLE, Shape.MULTIPLE),
    **dict.fromkeys(ARRAYS, Shape.ARRAY),
    **dict.fromkeys(NUMERIC, Shape.NUMBER),
    Kind.RANKING: Shape.RANKING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One question as printed.

    Attributes:
        answers: text by code, in order; `second` those of the second scale of an array.
        parts: text of each row or tick by code; `across` of each column of an array of numbers.
        asked_if: code of another question, its part and the answers that let through to this one.
    """

    code: str
    text: str
    kind: Kind = Kind.OTHER
    answers: Mapping[str, str] = field(default_factory=dict)
    second: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    across: Mapping[str, str] = field(default_factory=dict)
    asked_if: tuple[str, str, tuple[str, ...]] | None = None

    def item(self, part: str) -> str:
        """Return the text of a part: a row, a tick, a cell of an array or a rank."""
        if self.kind is Kind.RANKING and (rank := RANK.fullmatch(part)):
            return f"Rang {rank[1] or rank[2]}"
        row, _, scale = part.rpartition("#")
        if row in self.parts:
            return f"{self.parts[row]}, {scale}. Skala"
        row, _, column = part.partition("_")
        if part not in self.parts and row in self.parts and column in self.across:
            return f"{self.parts[row]}, {self.across[column]}"
        return self.parts.get(part, "")

    def given(self, part: str) -> Mapping[str, str]:
        """Return the answers to a part."""
        return self.second if self.second and part.endswith("#2") else self.answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """All questions of a survey, by code.

    `columns` are the names of the columns of a file without headings, as R's script gives them.
    """

    questions: Mapping[str, Printed]
    columns: tuple[str, ...] = ()

    @property
    def texts(self) -> frozenset[str]:
        """All that is printed: wordings, answers and parts of questions."""
        found = {one.text for one in self.questions.values()}
        for one in self.questions.values():
            for texts in (one.answers, one.second, one.parts, one.across):
                found |= {*texts.values()}
        return frozenset(found)

    def applied(self, delivery: Delivery) -> Delivery:
        """Return the delivery with wordings and answers as they were printed."""
        labels, values = dict(delivery.labels), dict(delivery.value_labels)
        parts = dict(delivery.parts)
        for name in delivery.columns:
            found = self.of(name)
            if found is None:
                continue
            question, part = found
            free = part.casefold().endswith(SUFFIXES)
            item = question.item(part)
            labels[name] = f"{question.text} [{item}]" if item else question.text
            shape = SHAPES.get(question.kind, Shape.SINGLE)
            if part or shape is Shape.NUMBER:
                parts[name] = Part(
                    of=question.code, shape=shape, wording=question.text, item=item, code=part,
                    free=free,
                )  # fmt: skip
            answers = question.given(part)
            if not answers or free:
                continue
            used = set(delivery.columns[name])
            texts = {text: text for text in answers.values()}
            by_code = len(used & set(answers)) >= len(used & set(texts))
            values[name] = dict(answers) if by_code else texts
        return replace(delivery, labels=labels, value_labels=values, parts=parts)

    def of(self, column: str) -> tuple[Printed, str] | None:
        """Return the question that a heading belongs to, in any form, and which part of it."""
        code = re.split(r"\. |\._", column)[0]
        if code in self.questions:
            return self.questions[code], ""
        match = re.fullmatch(r"(\w+?)(?:\[([^\]]+)\](?:\[([^\]]+)\])?|_(\w+))?", code)
        if match and (question := self.questions.get(match[1])):
            return question, self._part(question, match[2] or match[4] or "", match[3] or "")
        bare = re.match(r"(.*?)\s*\[([^\]]*)\]\s*(?:\[([^\]]*)\])?\s*$", column)
        for one in self.questions.values():
            if one.text and column == one.text:
                return one, ""
            if bare and bare[1] == one.text:
                back = {text: part for part, text in one.parts.items()}
                return one, self._part(one, back.get(bare[2], bare[2]), bare[3] or "")
        return None

    def _part(self, question: Printed, part: str, scale: str) -> str:
        """Return the code of a part, that of the second of two scales ending in „#2“."""
        if question.kind is not Kind.TWO_SCALES:
            return part
        row, mark, number = part.rpartition("#")
        if not mark:
            row, mark, number = part.rpartition("_")
        if mark and row in question.parts:
            # LimeSurvey counts scales from 0 behind „#“ and from 1 elsewhere
            return f"{row}#{int(number) + 1 if '#' in mark and number.isdecimal() else number}"
        digits = re.sub(r"\D", "", scale)
        return f"{part}#{digits}" if digits and part in question.parts else part

    def filters(self, delivery: Delivery) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Return by heading the column and values that let through, where it says so simply."""
        places = {name: place for name in delivery.columns if (place := self.of(name))}
        by_part = {(question.code, part): name for name, (question, part) in places.items()}
        found: dict[str, tuple[str, tuple[str, ...]]] = {}
        for name, (question, _) in places.items():
            code, part, wanted = question.asked_if or ("", "", ())
            if source := by_part.get((code, part)):
                given = places[source][0].answers
                by_code = part or set(delivery.columns[source]) & set(wanted)
                texts = tuple(given.get(one, one) for one in wanted)
                found[name] = source, wanted if by_code else texts
        return found
