"""A codebook to start from: every question a file seems to hold, none of them chosen yet."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.commands.survey.cells import error_of, number_of
from dashboard.commands.survey.readers import NOT_SHOWN, SOSCI_NO_ANSWER, Delivery, Tool
from dashboard.facts.survey_model import SMALLEST_BASE, SMALLEST_CELL, OptionKind, QuestionType

MOST_SUGGESTED = 15  # more different texts in a column are hardly a list of answers
PART = re.compile(r"^(?P<stem>.+?)[_ ]?\[(?P<part>[^\]]+)\](?P<text>.*)$")
SOSCI_PART = re.compile(r"^(?P<stem>[A-Z]{1,2}\d{2,3})_(?P<part>\d{2})$")
TICK = ({"Y"}, {"Y", "N"}, {"Ja"}, {"Ja", "Nein"}, {"Yes", "No"}, {"1"}, {"0", "1"}, {"quoted"})
SEPARATORS = (";", "|", ", ")
JOINED = 0.1  # of the cells; in so many a separator stands where several answers are joined
NO_ANSWER = re.compile(
    r"^(keine angabe|k\. ?a\.?|no answer|möchte ich nicht (sagen|beantworten))$", re.I
)
DONT_KNOW = re.compile(r"^(weiß nicht|weiss nicht|don.t know)", re.I)
OTHER = re.compile(r"^(-oth-|(sonstiges|sonstige|anderes|andere|other)\b)", re.I)
SPOKEN = {OptionKind.OTHER: "Sonstiges"}


@dataclass(slots=True, kw_only=True)
class Suggested:
    """One question as it seems to be.

    Attributes:
        options: code, label, kind and column of each answer; `filled` where only that is told.
        separator: what stands between several answers in one cell.
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


def suggested(delivery: Delivery) -> tuple[list[Suggested], list[tuple[str, str]]]:
    """Return the questions a file seems to hold, and the other columns with the reason."""
    found: list[Suggested] = []
    left: list[tuple[str, str]] = []
    done: set[str] = set()
    for position, name in enumerate(delivery.columns, start=1):
        if name in done:
            continue
        family = _family(name, delivery)
        if family:
            one = _multiple(f"q{position}", family, delivery)
            done |= set(one.columns)
            found.append(one)
            continue
        if name in delivery.open:
            left.append((name, "frei geschrieben; zählbar ist nur, ob etwas dasteht"))
            continue
        single = _single(f"q{position}", name, delivery)
        if single is None:
            left.append((name, "leer oder zu viele verschiedene Werte"))
        else:
            found.append(single)
    return found, left


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
    questions, left = suggested(delivery)
    for position, one in enumerate(questions, start=1):
        lines += [f"# {line}" for line in block(one, position)]
        lines.append("")
    for name, why in left:
        lines += [f"# Spalte {_toml(name)}: {why}, nicht vorgeschlagen", ""]
    lines += GROUP_EXAMPLE
    return "\n".join(lines) + "\n"


def block(one: Suggested, position: int) -> Iterator[str]:
    """Yield the lines of a question's block in the codebook."""
    yield f"[questions.{one.id}]"
    if one.column:
        yield f"column = {_toml(one.column)}"
    yield f'type = "{one.type}"'
    yield f"position = {position}"
    yield f"wording = {_toml(one.wording)}"
    yield f'wording_status = "{"verbatim" if one.verbatim else "unknown"}"'
    if one.item:
        yield f"item = {_toml(one.item)}"
    base = (
        "alle, denen die Frage gestellt wurde"
        if one.type is QuestionType.SELECT_MULTIPLE
        else ("alle Befragten mit gültiger Antwort")
    )
    yield f"base = {_toml(base)}"
    if one.type is QuestionType.NUMERIC:
        yield 'unit = "minutes"'
        return
    if one.separator:
        yield f"separator = {_toml(one.separator)}"
    yield "options = ["
    for option in one.options:
        yield f"  {{{', '.join(f'{key} = {_value(value)}' for key, value in option.items())}}},"
    yield "]"


def _family(name: str, delivery: Delivery) -> list[str]:
    """Return the tick columns of one multiple choice, if this is the first of them."""
    pattern = SOSCI_PART if delivery.tool is Tool.SOSCI else PART
    match = pattern.match(name)
    if not match:
        return []
    stem = match["stem"]
    same = [
        other
        for other in delivery.columns
        if (found := pattern.match(other)) and found["stem"] == stem
    ]
    ticks = [other for other in same if _is_tick(other, delivery)]
    filled = [other for other in same if other in delivery.open or _other_part(other)]
    family = [other for other in same if other in ticks or other in filled]
    return family if ticks and set(family) == set(same) and same[0] == name else []


def _other_part(name: str) -> bool:
    found = PART.match(name)
    return bool(found and OTHER.match(found["part"]))


def _is_tick(name: str, delivery: Delivery) -> bool:
    values = {one for one in delivery.columns[name] if one not in ("", NOT_SHOWN)}
    values = {one for one in values if not error_of(one)}
    if delivery.tool is Tool.SOSCI:
        return bool(values) and values <= {"1", "2", *SOSCI_NO_ANSWER} and bool(values & {"1", "2"})
    return values in TICK or values == {"1", "2"}


def _multiple(id_: str, family: Sequence[str], delivery: Delivery) -> Suggested:
    pattern = SOSCI_PART if delivery.tool is Tool.SOSCI else PART
    options: list[dict[str, object]] = []
    wording = ""
    for name in family:
        match = pattern.match(name)
        assert match
        label = delivery.labels.get(name, "")
        text = match.groupdict().get("text") or ""
        inner = PART.match(text.strip(" .")) or PART.match(label)
        if inner:  # „ort[SQ001]. Wo arbeiten Sie? [zu Hause]“
            wording = wording or re.sub(r"^[._ ]+", "", inner["stem"]).strip()
            label = inner["part"]
        elif ":" in label:  # SoSci: „Arbeitsort: zu Hause“
            before, _, label = label.partition(":")
            wording = wording or before.strip()
        code = match["part"]
        filled = name in delivery.open or (_other_part(name) and not _is_tick(name, delivery))
        option: dict[str, object] = {"code": code, "label": label.strip() or code, "column": name}
        if filled:
            option |= {"label": SPOKEN[OptionKind.OTHER], "kind": "other", "filled": True}
        elif delivery.tool is Tool.SOSCI:
            option["values"] = ["2"]
        options.append(option)
    first = pattern.match(family[0])
    assert first
    return Suggested(
        id=id_,
        type=QuestionType.SELECT_MULTIPLE,
        wording=wording or first["stem"],
        options=options,
        columns=tuple(family),
    )


def _single(id_: str, name: str, delivery: Delivery) -> Suggested | None:
    labels = delivery.value_labels.get(name, {})
    missing = delivery.user_missing.get(name, frozenset())
    counts = Counter(cell for cell in delivery.columns[name] if not error_of(cell))
    del counts[""], counts[NOT_SHOWN]
    wording = delivery.labels.get(name, name)
    for mark in SEPARATORS:
        parts = _joined(counts, mark)
        if parts and not labels:
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
    codes = [*labels, *sorted(set(counts) - set(labels))]
    numbers = [number_of(code, thousands=True) for code in set(counts) - missing]
    if not labels and len(numbers) > MOST_SUGGESTED and sum(n is None for n in numbers) < 4:
        return Suggested(id=id_, type=QuestionType.NUMERIC, wording=wording, column=name,
                         columns=(name,))  # fmt: skip
    if not codes or len(codes) > MOST_SUGGESTED + len(labels):
        return None
    options = []
    for code in codes:
        label = labels.get(code, code)
        kind = "no_answer" if code in missing or NO_ANSWER.match(label) else ""
        if delivery.tool is Tool.EFS and code == "0" and not labels:
            kind = "no_answer"
        if DONT_KNOW.match(label):
            kind = "dont_know"
        elif OTHER.match(label):
            kind, label = "other", SPOKEN[OptionKind.OTHER] if label == "-oth-" else label
        options.append(_option(code, label, kind, [code]))
    return Suggested(id=id_, type=QuestionType.SELECT_ONE, wording=wording, column=name,
                     options=options, columns=(name,))  # fmt: skip


def _option(code: str, label: str, kind: str, values: list[str]) -> dict[str, object]:
    return {"code": code, "label": label, "kind": kind or "substantive", "values": values}


def _joined(counts: Mapping[str, int], mark: str) -> list[str]:
    """Return the answers that stand several in a cell, or nothing if they do not seem to."""
    total = sum(counts.values())
    joined = sum(n for text, n in counts.items() if mark in text.rstrip(mark + " "))
    if not total or joined < JOINED * total:
        return []
    parts: Counter[str] = Counter()
    for text, n in counts.items():
        parts.update({part.strip(): n for part in text.split(mark) if part.strip()})
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


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)
