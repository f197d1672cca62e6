"""A codebook to start from: every question a file seems to hold, none of them chosen yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboard.commands.survey.cells import error_of, number_of
from dashboard.commands.survey.delivery import NOT_SHOWN, Delivery, Part, Shape, Tool
from dashboard.commands.survey.families import (
    COMMENT,
    OTHER,
    families,
    in_order,
    is_tick,
    part_of,
    rank_of,
    shape_of,
    ticked_codes,
)
from dashboard.commands.survey.texts import toml
from dashboard.facts.survey_model import (
    SMALLEST_BASE,
    SMALLEST_CELL,
    AggregateUnit,
    OptionKind,
    QuestionType,
)
from dashboard.wording.survey_words import KINDS

MOST_SUGGESTED = 15  # more different texts in a column are hardly a list of answers
SEPARATORS = (";", "|", ", ", ",")
JOINED = 0.1  # of the cells; in so many a separator stands where several answers are joined
NO_ANSWER = re.compile(
    r"^(keine angabe|k\. ?a\.?|no answer|möchte ich nicht (sagen|beantworten))$", re.I
)
CODES = re.compile(r"\w{1,4}(,\w{1,4})+")  # „1,2,3“: several answers by their codes
DONT_KNOW = re.compile(r"^(weiß nicht|weiss nicht|don.t know)", re.I)
FREE = "frei geschrieben; zählbar ist nur, ob etwas dasteht"
FURTHER = "Platz einer Rangfolge; gezeigt wird nur, was auf dem ersten steht"
UNIT_WORDS = {
    AggregateUnit.PERCENT: re.compile(r"prozent|%", re.I),
    AggregateUnit.EURO: re.compile(r"\beuro\b|€", re.I),
    AggregateUnit.KILOMETRES: re.compile(r"kilometer|\bkm\b", re.I),
    AggregateUnit.MINUTES: re.compile(r"minuten|\bmin\b", re.I),
    AggregateUnit.HOURS: re.compile(r"stunden|\bstd\b", re.I),
    AggregateUnit.DAYS: re.compile(r"(wie vielen?|anzahl( der)?) tagen?\b|in tagen", re.I),
    AggregateUnit.YEARS: re.compile(r"\balter\b|\bage\b|wie alt|(wie vielen?|seit) jahren?", re.I),
    AggregateUnit.PIECES: re.compile(r"wie viele|anzahl|wie oft", re.I),
}
FIRST_PLACE = "auf den ersten Platz gesetzt"


@dataclass(slots=True, kw_only=True)
class Suggested:
    """One question as it seems to be.

    Attributes:
        options: code, label, kind and column of each answer; `filled` where only that is told.
        separator: what stands between several answers in one cell.
        ticked: the values that mean „ticked“, where the tool or the labels say so.
        ranking: whether it is what stands on the first place of several.
        unit: what a number seems to be counted in, None where nothing says it.
        array: the question of which it is a row, with others of the same answers.
    """

    id: str
    type: QuestionType
    wording: str
    column: str = ""
    separator: str = ""
    item: str = ""
    options: list[dict[str, object]] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    verbatim: bool = False
    asked_if: tuple[str, tuple[str, ...]] | None = None
    ranking: bool = False
    ticked: tuple[str, ...] = ()
    unit: AggregateUnit | None = None
    array: str = ""


def suggested(delivery: Delivery) -> tuple[list[Suggested], list[tuple[str, str]]]:
    """Return the questions a file seems to hold, and the other columns with the reason."""
    found: list[Suggested] = []
    left: list[tuple[str, str]] = []
    done: set[str] = set()
    together = families(delivery)
    shapes = {of: shape_of(family, delivery) for of, family in together.items()}
    for position, name in enumerate(delivery.columns, start=1):
        if name in done:
            continue
        id_, part = f"q{position}", part_of(name, delivery)
        family = together[part.of] if part else []
        shape = shapes[part.of] if part else Shape.SINGLE
        made: list[Suggested] = []
        if shape is Shape.MULTIPLE:
            made = [_multiple(id_, family, delivery)]
        elif shape is Shape.ARRAY:
            made = [*_rows(id_, family, delivery)]
        elif shape is Shape.RANKING:
            made = [*_ranking(id_, family, delivery)]
        if made or shape is Shape.RANKING:
            found += made
            shown = {column for one in made for column in one.columns}
            done |= {column for column, _ in family}
            left += [
                (column, FURTHER if shape is Shape.RANKING else FREE)
                for column, _ in family
                if column not in shown
            ]
        elif name in delivery.open or (part and part.free):
            left.append((name, FREE))
        elif single := _single(id_, name, delivery):
            found.append(single)
        else:
            left.append((name, "leer oder zu viele verschiedene Werte"))
    return found, left


def draft(delivery: Delivery, survey: str) -> str:
    """Return a codebook in which every possible question stands as a comment, none chosen."""
    lines = [
        f"# Codebuch für {survey}. Nur was hier ohne Rautezeichen steht, wird eingelesen.",
        "# Freigeben: die Rautezeichen vor den Zeilen einer Frage löschen, Wortlaut und Codes",
        "# gegen den Fragebogen prüfen. Offene Fragen, Namen und Daten nie freigeben.",
        "# kind: substantive, neutral, other, dont_know, no_answer oder not_shown.",
        f"survey = {toml(survey)}",
        f"smallest_cell = {SMALLEST_CELL}",
        f"smallest_base = {SMALLEST_BASE}",
        "",
    ]
    questions, left = suggested(delivery)
    for position, one in enumerate(questions, start=1):
        lines += [f"# {line}" for line in block(one, position)]
        lines.append("")
    for name, why in left:
        lines += [f"# Spalte {toml(name)}: {why}, nicht vorgeschlagen", ""]
    lines += GROUP_EXAMPLE
    return "\n".join(lines) + "\n"


def block(one: Suggested, position: int) -> Iterator[str]:
    """Yield the lines of a question's block in the codebook."""
    yield f"[questions.{one.id}]"
    if one.column:
        yield f"column = {toml(one.column)}"
    yield f'type = "{one.type}"'
    yield f"position = {position}"
    yield f"wording = {toml(one.wording)}"
    yield f'wording_status = "{"verbatim" if one.verbatim else "unknown"}"'
    if one.item:
        yield f"item = {toml(one.item)}"
    base = (
        "alle, denen die Frage gestellt wurde"
        if one.type is QuestionType.SELECT_MULTIPLE
        else ("alle Befragten mit gültiger Antwort")
    )
    yield f"base = {toml(base)}"
    if one.type is QuestionType.NUMERIC:
        yield f'unit = "{one.unit or AggregateUnit.PIECES}"'
        return
    if one.separator:
        yield f"separator = {toml(one.separator)}"
    yield "options = ["
    for option in one.options:
        yield f"  {{{', '.join(f'{key} = {toml(value)}' for key, value in option.items())}}},"
    yield "]"


def _multiple(id_: str, family: Sequence[tuple[str, Part]], delivery: Delivery) -> Suggested:
    options: list[dict[str, object]] = []
    ticked: list[str] = []
    for name, part in family:
        if COMMENT.search(part.code):
            continue
        option: dict[str, object] = {"code": part.code, "label": part.item, "column": name}
        codes = ["2"] if delivery.tool is Tool.SOSCI else ticked_codes(name, delivery)
        if name in delivery.open or (part.free and not is_tick(name, delivery)):
            option |= {"label": KINDS[OptionKind.OTHER], "kind": "other", "filled": True}
        elif codes:
            option["values"] = ticked = codes
        options.append(option)
    return Suggested(
        id=id_,
        type=QuestionType.SELECT_MULTIPLE,
        wording=next((part.wording for _, part in family), ""),
        options=options,
        columns=tuple(str(option["column"]) for option in options),
        ticked=tuple(ticked),
    )


def _ranking(
    id_: str, family: Sequence[tuple[str, Part]], delivery: Delivery
) -> Iterator[Suggested]:
    """Yield what stands on the first place; all places together would tell what is withheld."""
    first = next((name for name, part in family if rank_of(part) == 1), "")
    if found := _single(id_, first, delivery) if first else None:
        yield replace(found, wording=family[0][1].wording, item=FIRST_PLACE, ranking=True)


def _rows(id_: str, family: Sequence[tuple[str, Part]], delivery: Delivery) -> Iterator[Suggested]:
    """Yield the rows of an array, all with the same answers."""
    counts: Counter[str] = Counter()
    closed = [(name, part) for name, part in family if not part.free and name not in delivery.open]
    for name, _ in closed:
        counts.update(cell for cell in delivery.columns[name] if not error_of(cell))
    for number, (name, part) in enumerate(closed, start=1):
        if options := _options(name, counts, delivery):
            yield Suggested(id=f"{id_}_{number}", type=QuestionType.LIKERT, wording=part.wording,
                            item=part.item, column=name, options=options, columns=(name,),
                            array=part.of)  # fmt: skip


def _single(id_: str, name: str, delivery: Delivery) -> Suggested | None:
    labels = delivery.value_labels.get(name, {})
    missing = delivery.user_missing.get(name, frozenset())
    counts = Counter(cell for cell in delivery.columns[name] if not error_of(cell))
    del counts[""], counts[NOT_SHOWN]
    wording = delivery.labels.get(name, name)
    for mark in () if labels else SEPARATORS:
        if parts := _joined(counts, mark):
            return Suggested(
                id=id_,
                type=QuestionType.SELECT_MULTIPLE,
                wording=wording,
                column=name,
                separator=mark.strip() or mark,
                options=[_option(f"a{n}", part, "", [part]) for n, part in
                         enumerate(parts, start=1)],
                columns=(name,),
            )  # fmt: skip
    part = part_of(name, delivery)
    if part:
        wording = part.wording
    item = part.item if part else ""
    numbers = [number_of(code, thousands=True) for code in set(counts) - missing]
    many = len(numbers) > MOST_SUGGESTED and sum(n is None for n in numbers) < 4
    if not labels and (many or (part and part.shape is Shape.NUMBER)):
        return Suggested(id=id_, type=QuestionType.NUMERIC, wording=wording, item=item,
                         column=name, columns=(name,), unit=_unit(f"{wording} {item}"))  # fmt: skip
    options = _options(name, counts, delivery)
    if not options or len(options) > MOST_SUGGESTED + len(labels):
        return None
    return Suggested(id=id_, type=QuestionType.SELECT_ONE, wording=wording, item=item,
                     column=name, options=options, columns=(name,))  # fmt: skip


def _unit(text: str) -> AggregateUnit | None:
    """Return what a number seems to be counted in, by the words of its question."""
    return next((unit for unit, words in UNIT_WORDS.items() if words.search(text)), None)


def _options(name: str, counts: Mapping[str, int], delivery: Delivery) -> list[dict[str, object]]:
    """Return the answers of a column: as printed, then what else the counts know."""
    labels = delivery.value_labels.get(name, {})
    missing = delivery.user_missing.get(name, frozenset())
    options = []
    for code in [*labels, *in_order(set(counts) - set(labels) - {"", NOT_SHOWN})]:
        label = labels.get(code, code)
        kind = "no_answer" if code in missing or NO_ANSWER.match(label) else ""
        if delivery.tool is Tool.EFS and code == "0" and not labels:
            kind = "no_answer"
        if DONT_KNOW.match(label):
            kind = "dont_know"
        elif OTHER.match(label):
            kind, label = "other", KINDS[OptionKind.OTHER] if label == "-oth-" else label
        options.append(_option(code, label, kind, [code]))
    return options


def _option(code: str, label: str, kind: str, values: list[str]) -> dict[str, object]:
    return {"code": code, "label": label, "kind": kind or "substantive", "values": values}


def _joined(counts: Mapping[str, int], mark: str) -> list[str]:
    """Return the answers that stand several in a cell, or nothing if they do not seem to."""
    total = sum(counts.values())
    if mark == "," and all(
        not CODES.fullmatch(text) or number_of(text, thousands=True, comma=True) is not None
        for text in counts
        if mark in text
    ):
        return []  # decimals, or a comma within a sentence
    joined = sum(n for text, n in counts.items() if mark in text.rstrip(mark + " "))
    if not total or joined < JOINED * total:
        return []
    parts: Counter[str] = Counter()  # -> in how many different cells
    for text in counts:
        parts.update([*dict.fromkeys(filter(None, map(str.strip, text.split(mark))))])
    if sum(n > 1 for n in parts.values()) * 2 < len(parts):
        return []  # „Ja, gern“ is one answer: its parts come in no other
    alone = {text.strip(mark + " ") for text in counts} & set(parts)
    if len(parts) > MOST_SUGGESTED or not alone or len(parts) >= len(counts) + 2:
        return []
    return list(parts)


GROUP_EXAMPLE = [
    "# Muster einer Aufgliederung:",
    "# [groups.Altersgruppe]",
    '# column = "alter"',
    '# classes = [{value = "unter 40", from = 16, to = 39}, {value = "ab 40", from = 40}]',
    '# questions = ["q1"]',
    "",
]
