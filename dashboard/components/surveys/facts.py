"""Published survey values as blocks of one question each: what is known of every single number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.surveys.note import NOT_FOUND, answer_text, fact_value, value_alone
from dashboard.facts.survey_model import Exactness, Survey, SurveyFact
from dashboard.figures.answers import base_text
from dashboard.wording.dates import date_text, span_text
from dashboard.wording.numbers import number

UNKNOWN_BASE = "n nicht angegeben"
WORDS_ONLY = "Die Quelle nennt nur Worte, keine genaue Prozentzahl."  # said once by the page
Describe = Callable[[SurveyFact], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    """How a base is said, which period need not be said again, and all that give one value."""

    base: Describe
    known_period: str
    same: Mapping[str, Sequence[SurveyFact]]


def fact_anchor(fact: SurveyFact) -> str:
    """Return the id under which a value stands on the survey page."""
    return f"wert-{fact.id.lower()}"


def period_text(start: str, end: str) -> str:
    """Return a field period: „Mai 2022“, „November 2018 bis März 2019“, or empty."""
    if start and end:
        return span_text(start, end)
    if end:
        return f"bis {date_text(end)}"
    return date_text(start) if start else ""


def fact_blocks(
    facts: Sequence[SurveyFact], surveys: Mapping[str, Survey], *, around: bool = True
) -> list[Component]:
    """Return a block a question; what all its values share is said once.

    Where the values come from one survey, its field period stands `around` the blocks already.
    """
    ids = {fact.survey for fact in facts}
    survey = surveys[facts[0].survey]
    known = period_text(survey.field_start, survey.field_end) if around and len(ids) == 1 else ""
    same = _by_value(facts)
    telling = _Telling(base=partial(_base, surveys), known_period=known, same=same)
    by_question: dict[str, list[SurveyFact]] = {}
    for first, *_again in same.values():
        by_question.setdefault(first.question, []).append(first)
    return [
        _single(group[0], telling) if len(group) == 1 else _block(question, group, telling)
        for question, group in by_question.items()
    ]


def _by_value(facts: Iterable[SurveyFact]) -> dict[str, list[SurveyFact]]:
    """Return by the first one's id all facts that give one value, each from its source."""
    same: dict[SurveyFact, list[SurveyFact]] = {}
    for fact in facts:
        value = replace(fact, id="", source_url="", source_title="", source_published="", note="")
        same.setdefault(value, []).append(fact)
    return {group[0].id: group for group in same.values()}


def contradiction(label: str, reason: str, facts: Sequence[SurveyFact]) -> Component:
    """Return values that contradict each other side by side, each with its source."""
    return html.Div(
        [
            html.H4(label),
            html.Ul(
                [
                    html.Li(
                        [
                            html.B(fact_value(fact), className="contradiction__value"),
                            html.Span(fact.question),
                            html.Span(_source(fact), className="fact__meta"),
                        ],
                        id=fact_anchor(fact),
                    )
                    for fact in facts
                ]
            ),
            html.P(reason, className="small"),
        ],
        className="contradiction",
    )


def _single(fact: SurveyFact, telling: _Telling) -> Component:
    """Return a question with its one value on one line."""
    answer = "" if fact.exactness is Exactness.NOT_FOUND else answer_text(fact)
    shared, _own = _meta([fact], telling)
    parts: list[str | Component] = [
        *_anchors(fact, telling),
        html.Span(f"{fact.question}{': ' if answer else ''}", className="fact__question"),
        answer,
        html.Span(shared, className="fact__meta"),
    ]
    if note := _note(fact, telling):
        parts.append(html.Span(note, className="fact__note"))
    row = html.Li([html.Div(parts), _value(fact)], id=fact_anchor(fact))
    return html.Ul([row], className="fact fact__rows")


def _note(fact: SurveyFact, telling: _Telling) -> str:
    notes = [one.note.removeprefix(WORDS_ONLY).strip() for one in telling.same[fact.id]]
    return " ".join(filter(None, dict.fromkeys(notes)))


def _anchors(fact: SurveyFact, telling: _Telling) -> list[Component]:
    """Return the places to which links of the same value from other sources lead."""
    return [html.Span(id=fact_anchor(again)) for again in telling.same[fact.id][1:]]


def _value(fact: SurveyFact) -> Component:
    if fact.exactness is Exactness.NOT_FOUND:
        return html.Span(NOT_FOUND, className="gap")
    return html.Span(value_alone(fact), className="fact__value")


def _block(question: str, facts: Sequence[SurveyFact], telling: _Telling) -> Component:
    shared, own = _meta(facts, telling)
    notes = {_note(fact, telling) for fact in facts}
    return html.Div(
        [
            html.P(question, className="fact__question"),
            html.P(shared, className="fact__meta") if shared else None,
            html.Ul(
                [_row(fact, facts, own, telling, show_note=len(notes) > 1) for fact in facts],
                className="fact__rows",
            ),
            html.P([*notes], className="fact__note") if len(notes) == 1 and notes != {""} else None,
        ],
        className="fact",
    )


def _row(
    fact: SurveyFact,
    group: Sequence[SurveyFact],
    own: Sequence[Describe],
    telling: _Telling,
    *,
    show_note: bool,
) -> Component:
    meta = [text for describe in own if (text := describe(fact))]
    parts: list[str | Component] = [
        *_anchors(fact, telling),
        html.Span(_label(fact, group), className="fact__label"),
    ]
    sources = _sources(fact, telling) if _differs(group, partial(_addresses, telling)) else []
    if meta or sources:
        parts.append(html.Span(joined([*meta, *sources]), className="fact__meta"))
    if show_note and (note := _note(fact, telling)):
        parts.append(html.Span(note, className="fact__note"))
    return html.Li([html.Div(parts), _value(fact)], id=fact_anchor(fact))


def _label(fact: SurveyFact, group: Sequence[SurveyFact]) -> str:
    """Return what tells this value from the others of its question: place, time or answer."""
    if fact.exactness is Exactness.NOT_FOUND:
        return fact.place
    parts = [describe(fact) for describe in (_place, _period, _answer) if _differs(group, describe)]
    return ", ".join(part for part in parts if part) or fact.answer


def _meta(
    facts: Sequence[SurveyFact], telling: _Telling
) -> tuple[list[str | Component], tuple[Describe, ...]]:
    """Return what all values share as one line, and what has to be said for each."""
    shared: list[str | Component] = []
    own = []
    for describe in (telling.base, _period, _wording):
        if not _differs(facts, describe):
            text = describe(facts[0])
            shared += [text] if text and text != telling.known_period else []
        elif describe is not _period:  # a period that differs is part of the label
            own.append(describe)
    if not _differs(facts, partial(_addresses, telling)):
        shared += _sources(facts[0], telling)
    return joined(shared), tuple(own)


def joined(parts: Sequence[str | Component]) -> list[str | Component]:
    """Return the parts of one line with semicolons between them."""
    line: list[str | Component] = []
    for part in parts:
        line += ["; ", part] if line else [part]
    return line


def _differs(facts: Sequence[SurveyFact], describe: Describe) -> bool:
    return len({describe(fact) for fact in facts}) > 1


def _place(fact: SurveyFact) -> str:
    return fact.place


def _answer(fact: SurveyFact) -> str:
    return fact.answer


def _period(fact: SurveyFact) -> str:
    return period_text(fact.field_start, fact.field_end)


def _addresses(telling: _Telling, fact: SurveyFact) -> str:
    return " ".join(one.source_url for one in telling.same[fact.id])


def _base(surveys: Mapping[str, Survey], fact: SurveyFact) -> str:
    """Return „n = 61“, or „n: rund 325“ where the survey itself gives no more."""
    if fact.n is not None:
        count = number(fact.n)
        rough = re.search(rf"(rund|knapp|über|etwa) {re.escape(count)}", surveys[fact.survey].n)
        return f"n: {rough[0]}" if rough else base_text(fact.n)
    return UNKNOWN_BASE if fact.unit == "percent" else ""


def _wording(fact: SurveyFact) -> str:
    if fact.exactness is Exactness.NOT_FOUND:
        return ""
    return "wie veröffentlicht" if fact.wording_known else "nicht im Wortlaut"


def _sources(fact: SurveyFact, telling: _Telling) -> list[str | Component]:
    """Return the link to the source, or several with their titles where they give one value."""
    same = telling.same[fact.id]
    if len(same) == 1:
        return [_source(fact)]
    return [html.Span(["Quelle: ", html.A(one.source_title, href=one.source_url)]) for one in same]


def _source(fact: SurveyFact) -> Component:
    published = f", {date_text(fact.source_published)}" if fact.source_published else ""
    return html.A(
        "Quelle",
        href=fact.source_url,
        title=f"{fact.source_title}{published}",
        **{"aria-label": f"Quelle: {fact.source_title}{published}"},
    )


def facts_of(facts: Mapping[str, SurveyFact], ids: Iterable[str]) -> tuple[SurveyFact, ...]:
    """Return the named facts, in the order of the names."""
    return tuple(facts[id_] for id_ in ids)
