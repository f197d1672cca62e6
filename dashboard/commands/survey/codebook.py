"""The codebook: which columns may be read and what their codes mean, declared by a person.

It is an allow-list. What does not stand in it is never read further than its heading; nothing is
matched by similar labels.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from dashboard.commands.survey.cells import error_of, numbers_of
from dashboard.commands.survey.delivery import NOT_SHOWN, Delivery
from dashboard.commands.survey.detection import SurveyFileError
from dashboard.commands.survey.tables import Rule
from dashboard.commands.survey.texts import checked_text, normal, shown
from dashboard.facts.survey_model import (
    SMALLEST_BASE,
    SMALLEST_CELL,
    AggregateUnit,
    Grade,
    OptionKind,
    QuestionType,
    SurveyOption,
    SurveyQuestion,
    WordingStatus,
)
from dashboard.wording.survey_words import TYPES

Word = TypeVar("Word", bound=StrEnum)
# how LimeSurvey and others write ticked and not ticked; "1, 2" is LimeSurvey's "convert Y/N"
TICKS: tuple[tuple[str, str], ...] = (
    ("Y", "N"),
    ("1", "0"),
    ("1", "2"),
    ("Ja", "Nein"),
    ("Yes", "No"),
)
QUESTION_KEYS = frozenset(SurveyQuestion.__dataclass_fields__) - {"id", "survey"} | {
    "column",
    "unit",
    "sensitive",
    "asked_if",
    "valid_from",
    "valid_to",
    "no_answer",
    "separator",
    "asked_all",
}
OPTION_KEYS = {"code", "label", "kind", "polarity", "values", "column", "filled"}
GROUP_KEYS = {"column", "classes", "questions"}
CLASS_KEYS = {"value", "values", "from", "to"}
TOP_KEYS = {"survey", "smallest_cell", "smallest_base", "questions", "groups", "weight"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How one answer is recognised: by its values, in its own column for multiple choice."""

    values: frozenset[str]
    column: str = ""
    filled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A question with the columns it is read from."""

    question: SurveyQuestion
    answers: Mapping[str, Answer]
    column: str = ""
    unit: AggregateUnit = AggregateUnit.PERSONS
    sensitive: bool = False
    asked_column: str = ""
    asked_values: frozenset[str] = frozenset()
    valid: tuple[float, float] = (float("-inf"), float("inf"))
    no_answer: frozenset[str] = frozenset()
    separator: str = ""
    asked_all: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold its answers."""
        if self.column:
            return (self.column,)
        return tuple(answer.column for answer in self.answers.values())

    @property
    def meaning(self) -> dict[str, str]:
        """The code of the answer that each value stands for."""
        return {value: code for code, one in self.answers.items() for value in one.values}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupClass:
    """One class of a group, by codes or by a span of numbers, both ends included."""

    values: frozenset[str] = frozenset()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A feature by which the declared questions, and only they, are broken down."""

    id: str
    column: str
    classes: Mapping[str, GroupClass]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """All that may be read from a file."""

    survey: str
    rule: Rule
    questions: Mapping[str, Declared]
    groups: Mapping[str, Group]
    weight: str = ""  # the column that holds one

    def groups_of(self, question: str) -> tuple[str, ...]:
        """Return the groups by which a question is broken down."""
        return tuple(one.id for one in self.groups.values() if question in one.questions)


def read(path: Path, survey: str, delivery: Delivery) -> Codebook:
    """Read a codebook and check it against the file; the first fault found is raised."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SurveyFileError(f"Das Codebuch „{path.name}“ gibt es nicht.") from None
    except UnicodeDecodeError:
        raise SurveyFileError("Das Codebuch ist kein Text in UTF-8. So speichern.") from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"Zeile {place[1]}, Stelle {place[2]}" if place else "am Ende"
        raise SurveyFileError(
            f"Das Codebuch ist kein gültiges TOML, {where}: Dort fehlt etwas oder steht doppelt; "
            "Anführungszeichen, Klammern, Kommas und Überschriften prüfen."
        ) from None
    except OSError as error:
        raise SurveyFileError(f"Das Codebuch lässt sich nicht lesen: {error.strerror}.") from None
    _keys("Codebuch", table, TOP_KEYS)
    if table.get("survey") != survey:
        raise SurveyFileError(
            f"Das Codebuch ist für „{shown(str(table.get('survey', '')))}“, eingelesen wird "
            f"„{survey}“. Die Zeile survey im Codebuch anpassen, wenn das stimmt."
        )
    questions = {
        id_: _question(id_, survey, block) for id_, block in _blocks(table, "questions").items()
    }
    if not questions:
        raise SurveyFileError("Das Codebuch nennt keine Frage. Mindestens einen Block freigeben.")
    groups = {id_: _group(id_, block, questions) for id_, block in _blocks(table, "groups").items()}
    codebook = Codebook(
        survey=survey,
        rule=Rule(
            smallest_cell=_threshold(table, "smallest_cell", SMALLEST_CELL),
            smallest_base=_threshold(table, "smallest_base", SMALLEST_BASE),
        ),
        questions=questions,
        groups=groups,
        weight=normal(_text("Codebuch", table, "weight", "")),
    )
    _check_columns(codebook, delivery)
    return codebook


def ticks(declared: Declared, delivery: Delivery) -> tuple[frozenset[str], bool]:
    """Return which values mean "ticked" in a multiple choice, and whether "no" is written out."""
    columns = [
        set(delivery.columns[answer.column]) - {"", NOT_SHOWN}
        for answer in declared.answers.values()
        if not answer.filled and not answer.values
    ]
    found = {value for one in columns for value in one if not error_of(value)}
    for yes, no in TICKS:
        if found <= {yes, no} and (no not in found or any({yes, no} <= one for one in columns)):
            return frozenset((yes,)), no in found
    raise SurveyFileError(
        f"[questions.{declared.question.id}]: Es ist nicht zu erkennen, was „angekreuzt“ heißt. "
        "Den Wert in der Arbeitsmappe unter „angekreuzt“ angeben, im Codebuch bei jeder Antwort "
        "unter values."
    )


def _blocks(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    blocks = table.get(key, {})
    if not isinstance(blocks, dict) or not all(isinstance(one, dict) for one in blocks.values()):
        raise SurveyFileError(f"Im Codebuch ist [{key}.…] kein Block.")
    return blocks


def _keys(place: str, table: Mapping[str, Any], allowed: frozenset[str] | set[str]) -> None:
    if unknown := sorted(table.keys() - allowed):
        raise SurveyFileError(
            f"{place}: Die Angabe „{shown(unknown[0])}“ ist nicht bekannt. Möglich: "
            f"{', '.join(sorted(allowed))}."
        )


def _threshold(table: Mapping[str, Any], key: str, least: int) -> int:
    value = table.get(key, least)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise SurveyFileError(f"{key} darf nur erhöht werden: eine ganze Zahl ab {least}.")
    return value


def _text(place: str, block: Mapping[str, Any], key: str, default: str | None = None) -> str:
    if key not in block:
        if default is None:
            raise SurveyFileError(f"{place}: Die Angabe „{key}“ fehlt.")
        return default
    try:
        return checked_text(block[key])
    except ValueError as error:
        raise SurveyFileError(f"{place}, {key}: {error}") from None


def _word(
    place: str, block: Mapping[str, Any], key: str, words: type[Word], default: Word | None = None
) -> Word:
    text = _text(place, block, key, default)
    if text not in {one.value for one in words}:
        possible = ", ".join(
            f"{one} ({TYPES[one]})" if isinstance(one, QuestionType) else one for one in words
        )
        raise SurveyFileError(
            f"{place}: „{shown(text)}“ ist bei {key} nicht möglich. Möglich: {possible}."
        )
    return words(text)


def _texts(place: str, value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise SurveyFileError(f'{place}: eine Liste von Texten angeben, etwa ["1", "2"].')
    return frozenset(normal(one) for one in value)


def _real(place: str, block: Mapping[str, Any], key: str) -> float | None:
    """Return a number of the codebook, or None where there is none."""
    value = block.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SurveyFileError(
            f"{place}: {key} ist eine Zahl und steht ohne Anführungszeichen, etwa {key} = 18."
        )
    return float(value)


def _yes(place: str, block: Mapping[str, Any], key: str) -> bool:
    value = block.get(key, False)
    if not isinstance(value, bool):
        raise SurveyFileError(f"{place}: {key} ist true oder false, ohne Anführungszeichen.")
    return value


def _option(place: str, block: Mapping[str, Any]) -> SurveyOption:
    polarity = block.get("polarity")
    if polarity is not None and (isinstance(polarity, bool) or polarity not in (-1, 0, 1)):
        raise SurveyFileError(f"{place}: polarity ist -1, 0 oder 1, ohne Anführungszeichen.")
    return SurveyOption(
        code=_text(place, block, "code"),
        label=_text(place, block, "label"),
        kind=_word(place, block, "kind", OptionKind, OptionKind.SUBSTANTIVE),
        polarity=polarity,
    )


def _question(id_: str, survey: str, block: Mapping[str, Any]) -> Declared:
    place = f"[questions.{id_}]"
    _keys(place, block, QUESTION_KEYS)
    options = block.get("options", [])
    if not isinstance(options, list) or not all(isinstance(one, dict) for one in options):
        raise SurveyFileError(
            f"{place}: options ist eine Liste von Antworten in geschweiften Klammern, etwa "
            'options = [{code = "1", label = "nie"}].'
        )
    for option in options:
        _keys(f"{place} options", option, OPTION_KEYS)
    type_ = _word(place, block, "type", QuestionType)
    position = _real(place, block, "position")
    if position is None or not position.is_integer():
        raise SurveyFileError(f"{place}: position fehlt: die Stelle im Fragebogen, etwa 1.")
    question = SurveyQuestion(
        id=id_,
        survey=survey,
        position=int(position),
        type=type_,
        wording=_text(place, block, "wording", ""),
        wording_status=_word(place, block, "wording_status", WordingStatus, WordingStatus.UNKNOWN),
        item=_text(place, block, "item", ""),
        base=_text(place, block, "base"),
        multiple=type_ is QuestionType.SELECT_MULTIPLE,
        scale=_text(place, block, "scale", ""),
        concept=_text(place, block, "concept", ""),
        grade=_word(place, block, "grade", Grade) if "grade" in block else None,
        options=tuple(_option(f"{place} options", one) for one in options),
    )
    asked = block.get("asked_if", {})
    if not isinstance(asked, dict) or (asked and {"column", "values"} != asked.keys()):
        raise SurveyFileError(
            f"{place}: asked_if nennt Spalte und Werte, etwa "
            'asked_if = {column = "Q1", values = ["Y"]}.'
        )
    low, high = _real(place, block, "valid_from"), _real(place, block, "valid_to")
    declared = Declared(
        question=question,
        column=normal(_text(place, block, "column", "")),
        unit=_word(place, block, "unit", AggregateUnit, AggregateUnit.PERSONS),
        sensitive=_yes(place, block, "sensitive"),
        asked_column=normal(_text(f"{place} asked_if", asked, "column", "")),
        asked_values=_texts(f"{place} asked_if", asked.get("values", [])),
        valid=(float("-inf") if low is None else low, float("inf") if high is None else high),
        no_answer=_texts(f"{place} no_answer", block.get("no_answer", [])),
        separator=str(block.get("separator", "")),
        asked_all=_yes(place, block, "asked_all"),
        answers={
            option.code: Answer(
                values=_texts(
                    f"{place} values",
                    one.get(
                        "values",
                        [] if question.multiple and "separator" not in block else [one["code"]],
                    ),
                ),
                column=normal(_text(f"{place} options", one, "column", "")),
                filled=_yes(f"{place} options", one, "filled"),
            )
            for option, one in zip(question.options, options, strict=True)
        },
    )
    _check_shape(place, declared)
    return declared


def _check_shape(place: str, declared: Declared) -> None:
    question = declared.question
    numeric = question.type is QuestionType.NUMERIC
    if len(declared.answers) != len(question.options):
        raise SurveyFileError(f"{place}: Ein Code steht bei zwei Antworten.")
    if numeric == bool(question.options):
        raise SurveyFileError(
            f"{place}: Zahlenfragen haben keine options, alle anderen mindestens eine."
        )
    if numeric == (declared.unit is AggregateUnit.PERSONS):
        raise SurveyFileError(
            f"{place}: unit gehört zu Zahlenfragen: "
            f"{', '.join(one for one in AggregateUnit if one is not AggregateUnit.PERSONS)}."
        )
    if declared.no_answer and not numeric:
        raise SurveyFileError(
            f"{place}: no_answer gehört zu Zahlenfragen. Bei anderen bekommt der Wert eine Antwort "
            'mit kind = "no_answer".'
        )
    if question.multiple and declared.separator:
        if not declared.column or any(one.column for one in declared.answers.values()):
            raise SurveyFileError(
                f"{place}: Mit separator stehen alle Antworten in einer Spalte: column angeben, "
                "bei den Antworten keine."
            )
    elif question.multiple:
        if declared.column or not all(one.column for one in declared.answers.values()):
            raise SurveyFileError(f"{place}: Bei Mehrfachnennungen hat jede Antwort ihre column.")
    elif not declared.column or any(one.column for one in declared.answers.values()):
        raise SurveyFileError(f"{place}: column fehlt, oder sie steht bei den Antworten.")
    values = [value for one in declared.answers.values() for value in one.values]
    if (not question.multiple or declared.separator) and len(set(values)) != len(values):
        raise SurveyFileError(f"{place}: Ein Wert in values steht bei zwei Antworten.")


def _group(id_: str, block: Mapping[str, Any], questions: Mapping[str, Declared]) -> Group:
    place = f"[groups.{id_}]"
    _keys(place, block, GROUP_KEYS)
    classes: dict[str, GroupClass] = {}
    listed = block.get("classes", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise SurveyFileError(
            f"{place}: classes ist eine Liste von Klassen in geschweiften Klammern, etwa "
            'classes = [{value = "18 bis 39", from = 18, to = 39}, {value = "ab 40", from = 40}].'
        )
    for one in listed:
        _keys(f"{place} classes", one, CLASS_KEYS)
        if "values" not in one and not {"from", "to"} & one.keys():
            raise SurveyFileError(f"{place}: Jede Klasse braucht values oder from und to.")
        name = _text(f"{place} classes", one, "value", "")
        if name in classes:
            raise SurveyFileError(f"{place}: Die Klasse „{shown(name)}“ steht doppelt.")
        classes[name] = GroupClass(
            values=_texts(place, one.get("values", [])),
            low=_real(f"{place} classes", one, "from"),
            high=_real(f"{place} classes", one, "to"),
        )
    if len(classes) < 2 or "" in classes:
        raise SurveyFileError(f"{place}: Mindestens zwei Klassen mit eigenem value angeben.")
    wanted = block.get("questions", [])
    if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
        raise SurveyFileError(f'{place}: questions ist eine Liste, etwa questions = ["f1"].')
    if unknown := [one for one in wanted if one not in questions]:
        raise SurveyFileError(f"{place}: Die Frage „{unknown[0]}“ steht nicht im Codebuch.")
    return Group(
        id=checked_text(id_),
        column=normal(_text(place, block, "column", "")),
        classes=classes,
        questions=tuple(wanted),
    )


def _check_columns(codebook: Codebook, delivery: Delivery) -> None:
    """Each column must be there, harmless, and used once: two readings could be subtracted."""
    used: dict[str, str] = {}

    def check(place: str, column: str, *, filled: bool = False) -> None:
        if why := delivery.reasons.get(column):
            raise SurveyFileError(
                f"{place}: Die Spalte „{shown(column)}“ kann Personen erkennbar machen ({why}) und "
                "wird nie eingelesen."
            )
        if column in delivery.open and not filled:
            raise SurveyFileError(
                f"{place}: In der Spalte „{shown(column)}“ stehen frei geschriebene Texte. Sie "
                "kommen in keine Datei und auf keine Seite; zählen lässt sich nur, wer etwas "
                "geschrieben hat: eine Mehrfachauswahl mit filled = true."
            )
        if column not in delivery.columns:
            raise SurveyFileError(
                f"{place}: Die Spalte „{column}“ gibt es in der Datei nicht. Die Überschriften "
                "nennt „python -m dashboard survey codebook“."
            )

    for declared in codebook.questions.values():
        place = f"[questions.{declared.question.id}]"
        if declared.asked_column:
            check(place, declared.asked_column)
        only_whether = {one.column for one in declared.answers.values() if one.filled}
        numeric = declared.question.type is QuestionType.NUMERIC
        for column in declared.columns:
            check(place, column, filled=numeric or column in only_whether)
            if column in used:
                raise SurveyFileError(
                    f"{place}: Die Spalte „{column}“ gehört schon zu {used[column]}. Zwei Lesarten "
                    "derselben Antworten ließen sich voneinander abziehen."
                )
            used[column] = place
    if codebook.weight:
        check("Gewicht", codebook.weight)
        if codebook.weight in used:
            raise SurveyFileError(
                f"Gewicht: Die Spalte „{codebook.weight}“ gehört schon zu {used[codebook.weight]}."
            )
    by: dict[str, str] = {}
    for group in codebook.groups.values():
        place = f"[groups.{group.id}]"
        check(place, group.column)
        if group.column in by:
            raise SurveyFileError(
                f"{place}: Nach der Spalte „{group.column}“ gliedert schon {by[group.column]}. "
                "Zwei Einteilungen ließen sich voneinander abziehen."
            )
        by[group.column] = place


def classes_of(group: Group, cells: Sequence[str]) -> list[str]:
    """Return the class each person belongs to, or empty text."""
    known = {cell: _class(group, cell, number) for cell, number in numbers_of(cells).items()}
    return [known[cell] for cell in cells]


def places_of(group: Group, cells: Sequence[str]) -> list[int]:
    """Return which of the classes each person belongs to, counted from 0, or -1."""
    place = {name: number for number, name in enumerate(group.classes)}
    return [place.get(name, -1) for name in classes_of(group, cells)]


def _class(group: Group, value: str, number: float | None) -> str:
    for name, one in group.classes.items():
        if value in one.values:
            return name
        if number is None or (one.low is None and one.high is None):
            continue
        if (one.low is None or number >= one.low) and (one.high is None or number <= one.high):
            return name
    return ""


def unread(codebook: Codebook, delivery: Delivery) -> Iterator[str]:
    """Yield the columns of the file that the codebook does not ask for."""
    asked = {column for one in codebook.questions.values() for column in one.columns}
    asked |= {one.asked_column for one in codebook.questions.values()}
    asked |= {group.column for group in codebook.groups.values()} | {codebook.weight}
    return (name for name in delivery.columns if name not in asked)
