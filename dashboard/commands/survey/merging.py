"""Advice: which two answers put together would show more than is withheld now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.commands.survey.coding import Coded
from dashboard.commands.survey.linked import Publication, publish
from dashboard.commands.survey.tables import BASE, OTHERWISE, Members, Rule, Table, columns
from dashboard.commands.survey.worlds import Key
from dashboard.facts.survey_model import SurveyOption

MOST_MERGES = 6  # ways to put two answers together that are tried for one question


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two answers of a question that would show more if they were one."""

    question: str
    answers: tuple[str, str]
    shown_now: int
    shown_then: int
    of: int


def merges(
    tables: Sequence[Table],
    questions: Mapping[str, Coded],
    members: Mapping[str, Members],
    rule: Rule,
    publication: Publication,
) -> Iterator[Merge]:
    """Yield for each question with gaps the two answers that would show most if they were one."""
    linked = {table.source for table in tables} - {None}
    for place, table in enumerate(tables):
        one = questions[table.id]
        if OTHERWISE in table.codes or not table.values or len(table.codes) < 3:
            continue
        if place in linked:
            continue
        cells = [(table.id, code, *c) for c, _ in columns(table, members, rule) for code in
                 table.codes]  # fmt: skip
        hidden = [key for key in cells if key not in publication.shown | publication.low]
        if not hidden:
            continue
        best: Merge | None = None
        for first, second in _pairs(table, hidden):
            merged = replace(_merged(table, first, second), source=None)
            trial = publish([merged], members, rule, orders=1)
            then = sum(key[1] != BASE for key in trial.shown)
            of = len(cells) // len(table.codes) * len(merged.codes)
            found = Merge(
                question=table.id,
                answers=(_label(one.options, first), _label(one.options, second)),
                shown_now=len(cells) - len(hidden),
                shown_then=then,
                of=of,
            )
            if of - then < len(hidden) and (best is None or of - then < best.of - best.shown_then):
                best = found
                if of == then:
                    break
        if best is not None:
            yield best


def _pairs(table: Table, hidden: Sequence[Key]) -> list[tuple[str, str]]:
    """Return the answers that may be put together: a rare one with its neighbours first."""
    counts = {code: int((table.answers == place).sum()) for place, code in enumerate(table.codes)}
    gaps = dict.fromkeys(key[1] for key in hidden)
    rarest = sorted(gaps, key=lambda code: counts[code])[:2]
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for code in rarest:
        place = table.codes.index(code)
        for other in sorted(table.codes, key=lambda one: abs(table.codes.index(one) - place)):
            if other != code:
                pairs.setdefault(frozenset((code, other)), (code, other))
    return list(pairs.values())[:MOST_MERGES]


def _merged(table: Table, first: str, second: str) -> Table:
    gone, kept = table.codes.index(first), table.codes.index(second)
    codes = tuple(code for code in table.codes if code != first)
    answers = table.answers.copy()
    answers[answers == gone] = kept
    answers[answers > gone] -= 1
    return replace(table, codes=codes, answers=answers)


def _label(options: Sequence[SurveyOption], code: str) -> str:
    return next((option.label for option in options if option.code == code), code)
