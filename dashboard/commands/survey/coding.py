"""What the cells of a file say: which answer each person gave, who was asked, which numbers.

A value that the codebook does not explain is reported with its lines; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dashboard.commands.survey.cells import error_of, is_grouped, numbers_of
from dashboard.commands.survey.codebook import Codebook, Declared, Group, classes_of, ticks
from dashboard.commands.survey.delivery import NOT_SHOWN, Delivery
from dashboard.commands.survey.texts import shown
from dashboard.facts.survey_model import (
    SMALLEST_CELL,
    OptionKind,
    QuestionType,
    SurveyOption,
    WordingStatus,
)

Unknown = dict[str, dict[str, list[int]]]  # column -> value -> lines of the file
MOST_TOLD = 8  # different values that are told one by one
RARE = "andere"  # the code of answers whose wording must not be shown
RARE_LABEL = "andere Antworten"
UNLIKELY = 1e-6  # so improbable must it be that a gap is no filter
FEWEST_NOT_ASKED = 5  # persons; fewer gaps show no filter that is worth a question


@dataclass(slots=True, kw_only=True, eq=False)
class Coded:
    """One question as answered.

    Attributes:
        chosen: the code of each person, empty without one; for multiple choice see `ticked`.
        ticked: code -> who ticked it.
        numbers: the number of each person, NaN without one.
        asked: to whom it was put.
        source: column whose answers decide who was asked, declared or seen in the data;
            `through` is whom it let through.
        options: the answers, rare ones of unknown wording put together.
    """

    declared: Declared
    asked: NDArray[np.bool_]
    source: str = ""
    through: NDArray[np.bool_] | None = None
    options: tuple[SurveyOption, ...] = ()
    chosen: NDArray[np.str_] = field(default_factory=lambda: np.array([], dtype=str))
    ticked: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    numbers: NDArray[np.float64] = field(default_factory=lambda: np.array([]))

    @property
    def valid(self) -> NDArray[np.bool_]:
        """Who gave an answer that counts."""
        if self.declared.question.type is QuestionType.NUMERIC:
            return np.asarray(~np.isnan(self.numbers))
        if self.declared.question.multiple:
            return self.asked
        codes = [option.code for option in self.options if option.kind.in_base]
        return np.asarray(np.isin(self.chosen, codes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """That a question seems to have been put only to those who gave certain answers to another."""

    question: str
    column: str
    values: tuple[str, ...]
    others: int
    changes_base: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """All questions as answered, what was not understood, and which filters the data show.

    `said` are German sentences on how cells were read that may mean something else.
    """

    questions: tuple[Coded, ...]
    unknown: Unknown
    filters: tuple[Filter, ...]
    rare: Mapping[str, int]  # question -> answers put together because few gave them
    said: tuple[str, ...] = ()


def coded(codebook: Codebook, delivery: Delivery) -> Coding:
    """Read every question that the codebook declares."""
    unknown: Unknown = {}
    made = []
    rare: dict[str, int] = {}
    said: list[str] = []
    for declared in codebook.questions.values():
        one = Coded(declared=declared, asked=_asked(declared, delivery, unknown),
                    source=declared.asked_column, options=declared.question.options)  # fmt: skip
        if declared.question.type is QuestionType.NUMERIC:
            said += _numbers(one, delivery, unknown)
        elif declared.question.multiple:
            _ticks(one, delivery, unknown)
        else:
            _codes(one, delivery, unknown)
        if together := _without_rare(one, delivery):
            rare[declared.question.id] = together
        made.append(one)
    for group in codebook.groups.values():
        said += _loose(group, delivery, unknown)
    return Coding(
        questions=tuple(made),
        unknown={
            column: {value: sorted(set(lines)) for value, lines in values.items()}
            for column, values in unknown.items()
        },
        filters=tuple(_filters(made, delivery)),
        rare=rare,
        said=tuple(said),
    )


def _loose(group: Group, delivery: Delivery, unknown: Unknown) -> Iterator[str]:
    """Yield who stands in no class though something is written there; errors are unknown."""
    cells = delivery.columns[group.column]
    missing = delivery.user_missing.get(group.column, frozenset())
    found: Unknown = {}
    for place, name in enumerate(classes_of(group, cells)):
        value = cells[place]
        if error_of(value):
            _note(unknown, group.column, value, delivery.line(place))
        elif not name and value not in ("", NOT_SHOWN) and value not in missing:
            _note(found, group.column, value, delivery.line(place))
    if values := found.get(group.column):
        listed = ", ".join(
            f"„{shown(value)}“ ({delivery.cells(group.column, lines, 3)})"
            for value, lines in [*values.items()][:MOST_TOLD]
        )
        count = sum(map(len, values.values()))
        more = " …" if len(values) > MOST_TOLD else ""
        yield f"„{shown(group.id)}“: {count} Personen stehen in keiner Klasse: {listed}{more}."


def _asked(declared: Declared, delivery: Delivery, unknown: Unknown) -> NDArray[np.bool_]:
    if not declared.asked_column:
        return np.ones(delivery.complete, dtype=bool)
    _note_errors(unknown, declared.asked_column, delivery)
    return np.isin(np.array(delivery.columns[declared.asked_column], dtype=str),
                   list(declared.asked_values))  # fmt: skip


def _note_errors(unknown: Unknown, column: str, delivery: Delivery) -> None:
    """Note the cells of a column in which a formula failed."""
    for place, value in enumerate(delivery.columns[column]):
        if error_of(value):
            _note(unknown, column, value, delivery.line(place))


def _note(unknown: Unknown, column: str, value: str, line: int) -> None:
    unknown.setdefault(column, {}).setdefault(value, []).append(line)


def _codes(one: Coded, delivery: Delivery, unknown: Unknown) -> None:
    """Note the code each person chose."""
    declared = one.declared
    meaning = declared.meaning
    missing = delivery.user_missing.get(declared.column, frozenset())
    not_shown = {o.code for o in one.options if o.kind is OptionKind.NOT_SHOWN}
    codes = []
    asked = one.asked.tolist()
    for place, value in enumerate(delivery.columns[declared.column]):
        code = ""
        if not asked[place]:
            pass
        elif value in meaning:
            code = meaning[value]
            if code in not_shown:
                asked[place], code = False, ""
        elif value == NOT_SHOWN:
            asked[place] = False
        elif value and value not in missing:
            _note(unknown, declared.column, value, delivery.line(place))
        codes.append(code)
    one.asked = np.array(asked, dtype=bool)
    one.chosen = np.array(codes, dtype=str)


def _ticks(one: Coded, delivery: Delivery, unknown: Unknown) -> None:
    """Note who ticked what, and who saw the question; only those are its base."""
    declared = one.declared
    if declared.separator:
        _split(one, delivery, unknown)
        return
    yes, no_is_written = ticks(declared, delivery)
    columns = {code: np.array(delivery.columns[answer.column], dtype=str)
               for code, answer in declared.answers.items()}  # fmt: skip
    seen = np.zeros(delivery.complete, dtype=bool)
    for code, answer in declared.answers.items():
        values = columns[code]
        _note_errors(unknown, answer.column, delivery)
        empty = np.isin(values, ["", NOT_SHOWN])
        one.ticked[code] = ~empty if answer.filled else np.isin(values, list(answer.values or yes))
        # where „no“ is written out, only who has neither yes nor no anywhere did not see it
        seen |= ~empty if no_is_written else values != NOT_SHOWN
    one.asked &= seen
    for code in one.ticked:
        one.ticked[code] &= one.asked


def _split(one: Coded, delivery: Delivery, unknown: Unknown) -> None:
    """Note who gave which of several answers that stand in one cell."""
    declared = one.declared
    meaning = declared.meaning
    ticked = {code: np.zeros(delivery.complete, dtype=bool) for code in declared.answers}
    for place, cell in enumerate(delivery.columns[declared.column]):
        if cell == NOT_SHOWN:
            one.asked[place] = False
            continue
        for part in filter(None, (part.strip() for part in cell.split(declared.separator))):
            if part in meaning:
                ticked[meaning[part]][place] = one.asked[place]
            else:
                _note(unknown, declared.column, part, delivery.line(place))
    one.ticked = ticked


def _numbers(one: Coded, delivery: Delivery, unknown: Unknown) -> Iterator[str]:
    declared = one.declared
    missing = delivery.user_missing.get(declared.column, frozenset()) | declared.no_answer
    cells = delivery.columns[declared.column]
    known = numbers_of(cell for cell in cells if cell not in missing)
    low, high = declared.valid
    numbers = []
    for place, text in enumerate(cells):
        if text == NOT_SHOWN:
            one.asked[place] = False
        value = known.get(text)
        if value is not None and one.asked[place] and low <= value <= high:
            numbers.append(value)
            continue
        numbers.append(np.nan)
        if one.asked[place] and text not in missing and text:
            _note(unknown, declared.column, text, delivery.line(place))
    one.numbers = np.array(numbers, dtype=float)
    if pointed := next((text for text, value in known.items() if value and is_grouped(text)), ""):
        yield f"„{shown(declared.column)}“: Der Punkt in {pointed} trennt Tausender, kein Komma."


def _without_rare(one: Coded, delivery: Delivery) -> int:
    """Put answers together whose wording only the data know and fewer than five chose."""
    declared = one.declared
    if declared.question.wording_status is WordingStatus.VERBATIM:
        return 0  # a person has said that these are the answers of the questionnaire
    rare = []
    for option in one.options:
        answer = declared.answers[option.code]
        column = answer.column or declared.column
        printed = set(delivery.value_labels.get(column, {}).values())
        typed = option.label in answer.values and option.label not in printed
        if declared.question.multiple and option.code in one.ticked:
            count = int(one.ticked[option.code].sum())
        else:
            count = int((one.chosen == option.code).sum())
        # a code such as „A2“ tells nothing; a text may be what one person wrote
        if typed and 0 < count < SMALLEST_CELL and len(option.label) > 3:
            rare.append(option)
    if not rare:
        return 0
    kept = tuple(option for option in one.options if option not in rare)
    joined = [option.code for option in rare if option.kind.in_base]
    if joined:
        kept = (*kept, SurveyOption(code=RARE, label=RARE_LABEL, kind=OptionKind.OTHER))
    if declared.question.multiple:
        together = np.zeros(len(one.asked), dtype=bool)
        for option in rare:
            together |= one.ticked.pop(option.code)
        one.ticked[RARE] = together
    else:
        width = max(one.chosen.dtype.itemsize // 4, len(RARE))
        one.chosen = one.chosen.astype(f"<U{width}")
        one.chosen[np.isin(one.chosen, joined)] = RARE
        out = [option.code for option in rare if not option.kind.in_base]
        one.chosen[np.isin(one.chosen, out)] = ""
    one.options = kept
    one.declared = replace(declared, question=replace(declared.question, options=kept))
    return len(rare)


def _filters(questions: Sequence[Coded], delivery: Delivery) -> Iterator[Filter]:
    """Yield the filters that the data show and nobody declared; their question is linked."""
    sources = [
        (one, *np.unique(delivery.columns[one.declared.column], return_inverse=True))
        for one in questions
        if not one.declared.question.multiple
        and one.declared.question.type is not QuestionType.NUMERIC
    ]
    for one in questions:
        if one.source or one.declared.asked_all:
            continue
        if one.declared.question.multiple:
            answered = np.any([*one.ticked.values()], axis=0)
        elif one.declared.question.type is QuestionType.NUMERIC:
            answered = one.valid
        else:
            answered = one.chosen != ""
        if not answered.any() or answered.all():
            continue
        for other, texts, values in sources:
            if one in _behind(other, questions):
                continue
            given = np.zeros(len(texts), dtype=bool)
            given[values[answered]] = True
            inside = given[values]
            outside = int((~inside).sum())
            if not outside or outside == len(values):
                continue
            gaps = 1 - float(answered[inside].mean())
            if gaps**outside > UNLIKELY:
                continue
            if not one.declared.question.multiple:  # protected as linked, declared or not
                one.source, one.through = other.declared.column, inside
            if outside >= FEWEST_NOT_ASKED:
                chosen = sorted(set(texts[given].tolist()) - {"", NOT_SHOWN})
                yield Filter(
                    question=one.declared.question.id,
                    column=other.declared.column,
                    values=tuple(chosen),
                    others=outside,
                    changes_base=one.declared.question.multiple,
                )
            break


def _behind(one: Coded, questions: Sequence[Coded]) -> list[Coded]:
    """Return a question and all on which it depends who was asked it."""
    chain = [one]
    while chain[-1].source:
        of = [each for each in questions if chain[-1].source in each.declared.columns]
        if not of or of[0] in chain:
            break
        chain.append(of[0])
    return chain
