"""The same question in several surveys side by side, and what is known of the towns' own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dash import html
from dash.development.base_component import Component

from dashboard.components.surveys.facts import fact_anchor, facts_of, period_text
from dashboard.components.surveys.note import (
    answer_text,
    asked_text,
    fact_cell,
    fact_value,
    value_alone,
)
from dashboard.components.surveys.register import state_words
from dashboard.components.town_style import town_symbol
from dashboard.downloads.table import AS_THEY_ARE, Cell, Column, Link, Missing, Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Town
from dashboard.facts.survey_model import Comparison, Exactness, Grade, SurveyFact, SurveyRole
from dashboard.figures.answers import base_text
from dashboard.findings.town import surveys_of
from dashboard.pages.start.choices import SEVERAL_SURVEYS, Chosen
from dashboard.pages.start.drawing import Drawing, value_rows
from dashboard.wording import links
from dashboard.wording.numbers import count_text
from dashboard.wording.survey_words import GRADES

MOST = 7  # values; those of the places chosen come first
APART = "Jede Zahl hat ihre eigene Linie von 0 bis 100 Prozent; Abstände bedeuten nichts."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question as several surveys, or several places, answered it: label, detail, value."""

    title: str
    grade: Grade
    reason: str
    rows: tuple[tuple[str, str, SurveyFact], ...]


def surveys_drawing(chosen: Chosen) -> Drawing:
    """Draw the question; where places chosen have values, those of others are dimmed."""
    asked = _asked(chosen.data, chosen.choices.question)
    near = [fact.id for _label, _detail, fact in asked.rows if _is_near(chosen, fact)]
    apart = asked.grade is Grade.C
    first = sorted(asked.rows, key=lambda row: bool(near) and row[2].id not in near)[:MOST]
    rows = [_row(one, near) for one in asked.rows if one in first]
    more = len(asked.rows) - len(rows)
    rest = f" Gezeigt sind {len(rows)} von {len(asked.rows)} Werten." if more else ""
    lacking = "" if near or not chosen.choices.towns else (
        "Aus den gewählten Orten und ihren Ländern ist zu dieser Frage kein Wert bekannt. "
    )  # fmt: skip
    return Drawing(
        title=asked.title,
        finding=f"Vergleichbar: {asked.grade.value}, {GRADES[asked.grade]}. {lacking}"
        + (APART if apart else "")
        + rest,
        body=value_rows("asked asked--apart" if apart else "asked", asked.title, 2, rows),
        table=lambda: _table(asked),
        note=asked.reason,
        credits=("Jede Zahl führt zu ihrer Quelle",),
    )


@lru_cache(maxsize=100)
def _asked(data: Dataset, id_: str) -> Asked:
    facts = {one.id: one for one in data.survey_facts}
    if id_ == SEVERAL_SURVEYS:
        rows = [
            (group.asked[:1].upper() + group.asked[1:], group.about, fact)
            for group in data.comparability.values()
            for fact in facts_of(facts, group.contrast)
        ]
        rows.sort(key=lambda row: row[2].value or 0)
        years = sorted({(fact.field_start or fact.field_end)[:4] for *_words, fact in rows})
        return Asked(
            title=f"Homeoffice {' und '.join(years)}: {count_text(len(rows))} Befragungen",
            grade=Grade.C,
            reason="Gefragt wurden andere Menschen nach etwas anderem.",
            rows=tuple(rows),
        )
    group = data.comparability.get(id_)
    if group is None:
        return Asked(title="Befragungen", grade=Grade.C, reason="", rows=())
    return _of_block(group, facts_of(facts, group.facts))


def _of_block(group: Comparison, facts: Sequence[SurveyFact]) -> Asked:
    """Return a block; what its values share is said once, what tells them apart at each."""
    told = [
        [
            fact.place,
            period_text(fact.field_start, fact.field_end),
            answer_text(fact) or fact.question,
        ]
        for fact in facts
    ]
    apart = [len(set(column)) > 1 for column in zip(*told, strict=True)]
    shared = " ".join(
        filter(
            None,
            (
                f"Gefragt: {group.asked}." if group.asked else "",
                f"Wonach: {group.about}." if group.about else "",
                group.reason,
            ),
        )
    )
    rows = []
    for words, fact in zip(told, facts, strict=True):
        own = [word for word, differs in zip(words, apart, strict=True) if differs and word]
        label, *detail = own or [fact.question]
        rows.append((label, ", ".join(detail), fact))
    # what two sources say alike stands once
    once = {
        (label, detail, fact_value(fact)): (label, detail, fact) for label, detail, fact in rows
    }
    return Asked(title=group.label, grade=group.grade, reason=shared, rows=tuple(once.values()))


def _is_near(chosen: Chosen, fact: SurveyFact) -> bool:
    data, towns = chosen.data, chosen.choices.towns
    own = data.surveys[fact.survey].town in towns
    return own or fact.place in {data.towns[one].land for one in towns if one in data.towns}


def _row(row: tuple[str, str, SurveyFact], near: Sequence[str]) -> Component:
    label, detail, fact = row
    share = fact.value if fact.unit == "percent" else None
    base = "" if share is None else base_text(fact.n)
    words = ", ".join(filter(None, (detail, base)))
    return html.Tr(
        [
            html.Th(
                [
                    label,
                    html.Span(f" {words}", className="small") if words else None,
                    None if share is None else _bar(share),
                ],
                scope="row",
            ),
            html.Td(html.A(value_alone(fact), href=links.survey(fact.survey, fact_anchor(fact)))),
        ],
        className="dimmed" if near and fact.id not in near else None,
    )


def _bar(share: float) -> Component:
    inner = html.Span(style={"--share": f"{share:g}%"})
    return html.Span(inner, className="asked__bar", **{"aria-hidden": "true"})


def _table(asked: Asked) -> Table:
    return Table(
        caption=asked.title,
        columns=(
            Column(id="label", label="Wer gefragt wurde, wo oder wann"),
            Column(id="detail", label="Wonach"),
            Column(id="question", label="Frage"),
            Column(id="answer", label="Antwort"),
            Column(id="value", label="Wert", decimals=AS_THEY_ARE),
            Column(id="n", label="Befragte", decimals=0),
            Column(id="source", label="Quelle"),
        ),
        rows=tuple(_cells(*row) for row in asked.rows),
    )


def _cells(label: str, detail: str, fact: SurveyFact) -> tuple[Cell, ...]:
    return (
        label,
        detail,
        fact.question,
        fact.answer,
        fact_cell(fact),
        Missing("nicht angegeben") if fact.n is None else fact.n,
        Link(fact.source_title, fact.source_url),
    )


# ------------------------------------------------------------------- what the towns asked


def draw_known(chosen: Chosen) -> Component:
    """Draw what is known of the project's own surveys.

    In: the towns chosen, or all of the project. Out: `befragt`; each town leads to its surveys.
    """
    data = chosen.data
    towns = [data.towns[one] for one in chosen.choices.towns if one in data.towns]
    by_state: dict[str, list[Town]] = defaultdict(list)
    for town in towns or data.in_project:
        states = [
            state_words(survey, facts)
            for survey, facts in surveys_of(data, town)
            if survey.role is SurveyRole.PROJECT
        ]
        by_state[", ".join(states) or "nicht im Projekt befragt"].append(town)
    lines = [
        html.Li(
            [
                html.Span(f"{state[:1].upper()}{state[1:]}: ", className="known__state"),
                *_names(group, linked=bool(towns)),
                _shares(data, group[0]) if towns and len(group) == 1 else None,
            ]
        )
        for state, group in by_state.items()
    ]
    return html.Section(
        [
            html.H2("Eigene Befragungen", className="overview__title"),
            html.Ul(lines, className="known"),
        ],
        id="befragt",
        className="overview__known",
    )


def _names(towns: Sequence[Town], *, linked: bool) -> list[str | Component]:
    parts: list[str | Component] = []
    for town in towns:
        name = (
            html.A(town.short_name, href=links.surveys_of(town.slug)) if linked else town.short_name
        )
        parts += [" "] if parts else []
        # within the box of the name, else readers say the comma as a word
        comma = None if town is towns[-1] else ","
        parts.append(html.Span([town_symbol(town), name, comma], **{"data-town": town.slug}))
    return parts


def _shares(data: Dataset, town: Town) -> Component | None:
    """Return the shares that the town's own survey has published, with whom they are of."""
    told = [
        f"{asked_text(fact)}: {fact_value(fact)}" + (f" ({base_text(fact.n)})" if fact.n else "")
        for survey, facts in surveys_of(data, town)
        if survey.role is SurveyRole.PROJECT
        for fact in facts
        if fact.unit == "percent" and fact.exactness is Exactness.EXACT
    ]
    return html.P("; ".join(told), className="small") if told else None
