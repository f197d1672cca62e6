"""The codebook: which columns may be read and what their codes mean, declared by a person.

It is an allow-list. What does not stand in it is never read further than its heading; nothing is
matched by similar labels. `draft` writes one to start from, in which nothing is chosen yet.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.commands.survey.detection import Format, SurveyFileError
from dashboard.commands.survey.disclosure import Rule
from dashboard.commands.survey.readers import NOT_SHOWN, Delivery, is_personal
from dashboard.commands.survey.texts import checked_text
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

MOST_SUGGESTED = 15  # more different texts in a column are hardly a list of answers
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
}
OPTION_KEYS = {"code", "label", "kind", "polarity", "values", "column", "filled"}
GROUP_KEYS = {"column", "classes", "questions"}
CLASS_KEYS = {"value", "values", "from", "to"}
TOP_KEYS = {"survey", "smallest_cell", "smallest_base", "questions", "groups"}


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

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold its answers."""
        if self.column:
            return (self.column,)
        return tuple(answer.column for answer in self.answers.values())


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


def read(path: Path, survey: str, delivery: Delivery) -> Codebook:
    """Read a codebook and check it against the file; the first fault found is raised."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SurveyFileError(f"Das Codebuch „{path.name}“ gibt es nicht.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SurveyFileError(f"Das Codebuch ist kein gültiges TOML: {error}") from None
    except OSError as error:
        raise SurveyFileError(f"Das Codebuch lässt sich nicht lesen: {error.strerror}.") from None
    _keys("Codebuch", table, TOP_KEYS)
    if table.get("survey") != survey:
        raise SurveyFileError(
            f"Das Codebuch ist für die Befragung {table.get('survey')!r}, eingelesen wird "
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
    found = set().union(*columns)
    for yes, no in TICKS:
        if found <= {yes, no} and (no not in found or any({yes, no} <= one for one in columns)):
            return frozenset((yes,)), no in found
    raise SurveyFileError(
        f"[questions.{declared.question.id}]: Es ist nicht zu erkennen, was „angekreuzt“ heißt. "
        'Bei jeder Antwort values angeben, etwa values = ["1"].'
    )


def draft(delivery: Delivery, survey: str) -> str:
    """Return a codebook in which every possible question stands as a comment, none chosen."""
    lines = [
        f"# Codebuch für {survey}. Nur was hier ohne Rautezeichen steht, wird eingelesen.",
        "# Freigeben: die Rautezeichen vor den Zeilen einer Frage löschen, Wortlaut und Codes",
        "# gegen den Fragebogen prüfen. Offene Fragen, Namen und Daten nie freigeben.",
        "# kind: substantive, neutral, other, dont_know, no_answer oder not_shown.",
        f"survey = {_toml(survey)}",
        f"smallest_cell = {SMALLEST_CELL}",
        f"smallest_base = {SMALLEST_BASE}",
        "",
    ]
    for position, (name, values) in enumerate(delivery.columns.items(), start=1):
        labels = delivery.value_labels.get(name, {})
        missing = delivery.user_missing.get(name, frozenset())
        codes = [*labels, *sorted(set(values) - set(labels) - {"", NOT_SHOWN})]
        if not codes or len(codes) > MOST_SUGGESTED + len(labels):
            lines.append(f"# Spalte {_toml(name)}: offen oder leer, nicht vorgeschlagen")
            lines.append("")
            continue
        block = [
            f"[questions.q{position}]",
            f"column = {_toml(name)}",
            'type = "select_one"',
            f"position = {position}",
            f"wording = {_toml(delivery.labels.get(name, name))}",
            'wording_status = "unknown"',
            'base = "alle Befragten mit gültiger Antwort"',
            "options = [",
        ]
        for code in codes:
            kind = "no_answer" if code in missing else "substantive"
            block.append(
                f"  {{code = {_toml(code)}, label = {_toml(labels.get(code, code))}, "
                f'kind = "{kind}", values = [{_toml(code)}]}},'
            )
        lines += [f"# {line}" for line in [*block, "]"]]
        lines.append("")
    if delivery.format in (Format.LIMESURVEY_CSV, Format.LIMESURVEY_VV):
        lines += MULTIPLE_EXAMPLE
    return "\n".join(lines) + "\n"


MULTIPLE_EXAMPLE = [
    "# Muster einer Mehrfachnennung (die Spalten stehen oben einzeln):",
    "# [questions.arbeitsorte]",
    '# type = "select_multiple"',
    "# position = 1",
    '# wording = "Wo arbeiten Sie?"',
    '# wording_status = "verbatim"',
    '# base = "alle, denen die Frage gestellt wurde"',
    "# multiple = true",
    "# options = [",
    '#   {code = "1", label = "zu Hause", column = "Q2[SQ001]"},',
    '#   {code = "9", label = "Sonstiges", kind = "other", column = "Q2[other]", filled = true},',
    "# ]",
    "",
    "# Muster einer Aufgliederung:",
    "# [groups.Altersgruppe]",
    '# column = "alter"',
    '# classes = [{value = "unter 40", from = 16, to = 39}, {value = "ab 40", from = 40}]',
    '# questions = ["arbeitsorte"]',
    "",
]


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _blocks(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    blocks = table.get(key, {})
    if not isinstance(blocks, dict) or not all(isinstance(one, dict) for one in blocks.values()):
        raise SurveyFileError(f"Im Codebuch ist [{key}.…] kein Block.")
    return blocks


def _keys(place: str, table: Mapping[str, Any], allowed: frozenset[str] | set[str]) -> None:
    if unknown := sorted(table.keys() - allowed):
        raise SurveyFileError(
            f"{place}: Die Angabe „{unknown[0]}“ ist nicht bekannt. Möglich: "
            f"{', '.join(sorted(allowed))}."
        )


def _threshold(table: Mapping[str, Any], key: str, least: int) -> int:
    value = table.get(key, least)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise SurveyFileError(f"{key} darf nur erhöht werden: eine ganze Zahl ab {least}.")
    return value


def _texts(place: str, value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise SurveyFileError(f'{place}: eine Liste von Texten angeben, etwa ["1", "2"].')
    return frozenset(value)


def _question(id_: str, survey: str, block: Mapping[str, Any]) -> Declared:
    place = f"[questions.{id_}]"
    _keys(place, block, QUESTION_KEYS)
    options = block.get("options", [])
    if not isinstance(options, list) or not all(isinstance(one, dict) for one in options):
        raise SurveyFileError(f"{place}: options ist keine Liste von Antworten.")
    for option in options:
        _keys(f"{place} options", option, OPTION_KEYS)
    try:
        type_ = QuestionType(block["type"])
        question = SurveyQuestion(
            id=id_,
            survey=survey,
            position=int(block["position"]),
            type=type_,
            wording=checked_text(block.get("wording", "")),
            wording_status=WordingStatus(block.get("wording_status", "unknown")),
            item=checked_text(block.get("item", "")),
            base=checked_text(block["base"]),
            multiple=type_ is QuestionType.SELECT_MULTIPLE,
            scale=checked_text(block.get("scale", "")),
            concept=checked_text(block.get("concept", "")),
            grade=Grade(block["grade"]) if "grade" in block else None,
            options=tuple(
                SurveyOption(
                    code=checked_text(one["code"]),
                    label=checked_text(one["label"]),
                    kind=OptionKind(one.get("kind", "substantive")),
                    polarity=one.get("polarity"),
                )
                for one in options
            ),
        )
        unit = AggregateUnit(block.get("unit", "persons"))
        asked = block.get("asked_if", {})
        declared = Declared(
            question=question,
            column=str(block.get("column", "")),
            unit=unit,
            sensitive=bool(block.get("sensitive", False)),
            asked_column=str(asked.get("column", "")) if isinstance(asked, dict) else "",
            asked_values=_texts(f"{place} asked_if", list(asked["values"]))
            if asked
            else frozenset(),
            valid=(
                float(block.get("valid_from", "-inf")),
                float(block.get("valid_to", "inf")),
            ),
            answers={
                one["code"]: Answer(
                    values=_texts(
                        f"{place} values",
                        one.get("values", [] if question.multiple else [one["code"]]),
                    ),
                    column=str(one.get("column", "")),
                    filled=bool(one.get("filled", False)),
                )
                for one in options
            },
        )
    except KeyError as error:
        raise SurveyFileError(f"{place}: Die Angabe {error.args[0]!r} fehlt.") from None
    except (ValueError, TypeError) as error:
        raise SurveyFileError(f"{place}: {error}") from None
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
        raise SurveyFileError(f"{place}: unit gehört zu Zahlenfragen: minutes, km oder days.")
    if question.multiple:
        if declared.column or not all(one.column for one in declared.answers.values()):
            raise SurveyFileError(f"{place}: Bei Mehrfachnennungen hat jede Antwort ihre column.")
    elif not declared.column or any(one.column for one in declared.answers.values()):
        raise SurveyFileError(f"{place}: column fehlt, oder sie steht bei den Antworten.")
    values = [value for one in declared.answers.values() for value in one.values]
    if not question.multiple and len(set(values)) != len(values):
        raise SurveyFileError(f"{place}: Ein Wert in values steht bei zwei Antworten.")


def _group(id_: str, block: Mapping[str, Any], questions: Mapping[str, Declared]) -> Group:
    place = f"[groups.{id_}]"
    _keys(place, block, GROUP_KEYS)
    classes: dict[str, GroupClass] = {}
    for one in block.get("classes", []):
        _keys(f"{place} classes", one, CLASS_KEYS)
        if "values" not in one and not {"from", "to"} & one.keys():
            raise SurveyFileError(f"{place}: Jede Klasse braucht values oder from und to.")
        classes[checked_text(str(one.get("value", "")))] = GroupClass(
            values=_texts(place, one.get("values", [])), low=one.get("from"), high=one.get("to")
        )
    if len(classes) < 2 or "" in classes:
        raise SurveyFileError(f"{place}: Mindestens zwei Klassen mit eigenem value angeben.")
    wanted = block.get("questions", [])
    if unknown := [one for one in wanted if one not in questions]:
        raise SurveyFileError(f"{place}: Die Frage „{unknown[0]}“ steht nicht im Codebuch.")
    return Group(
        id=checked_text(id_),
        column=str(block.get("column", "")),
        classes=classes,
        questions=tuple(wanted),
    )


def _check_columns(codebook: Codebook, delivery: Delivery) -> None:
    """Each column must be there, harmless, and used once: two readings could be subtracted."""
    used: dict[str, str] = {}

    def check(place: str, column: str) -> None:
        if is_personal(column):
            raise SurveyFileError(
                f"{place}: Die Spalte „{column}“ kann Personen erkennbar machen und wird nie "
                "eingelesen."
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
        for column in declared.columns:
            check(place, column)
            if column in used:
                raise SurveyFileError(
                    f"{place}: Die Spalte „{column}“ gehört schon zu {used[column]}. Zwei Lesarten "
                    "derselben Antworten ließen sich voneinander abziehen."
                )
            used[column] = place
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


def class_of(group: Group, value: str) -> str:
    """Return the class a person belongs to, or empty text."""
    for name, one in group.classes.items():
        if value in one.values:
            return name
        if one.low is None and one.high is None:
            continue
        try:
            number = float(value.replace(",", "."))
        except ValueError:
            continue
        if (one.low is None or number >= one.low) and (one.high is None or number <= one.high):
            return name
    return ""


def unread(codebook: Codebook, delivery: Delivery) -> Iterator[str]:
    """Yield the columns of the file that the codebook does not ask for."""
    asked = {column for one in codebook.questions.values() for column in one.columns}
    asked |= {one.asked_column for one in codebook.questions.values()}
    asked |= {group.column for group in codebook.groups.values()}
    return (name for name in delivery.columns if name not in asked)
