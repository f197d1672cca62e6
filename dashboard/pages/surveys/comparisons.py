"""Values to set beside the towns' own: who was asked what, and how far a comparison may go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.figure_card import Cards, FigureCard, figure_card
from dashboard.components.layout import section
from dashboard.components.surveys.facts import (
    contradiction,
    fact_anchor,
    fact_blocks,
    facts_of,
    period_text,
)
from dashboard.components.surveys.note import NOT_FOUND, fact_value, value_alone
from dashboard.components.surveys.register import method_line
from dashboard.downloads.table import Cell, Column, Link, Missing, Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Source, SourceKind
from dashboard.facts.survey_model import (
    Comparison,
    ComparisonChart,
    Exactness,
    Grade,
    SurveyFact,
    SurveyRole,
    Topic,
)
from dashboard.figures.published import PublishedValue, Ranked, ranked_bars, separate_dots
from dashboard.figures.series import Line, Named, numbered, segments, time_lines
from dashboard.figures.theme import TOKENS, Figure
from dashboard.wording import links
from dashboard.wording.dates import date_text, when_text
from dashboard.wording.numbers import count_text, listed
from dashboard.wording.survey_words import GRADES, TOPICS

ALL = "alle"
CONTRAST = "gleiche-frage"  # the figure of all values that sound alike and are not

Query = tuple[tuple[str, str], ...]


def groups_of(data: Dataset, topic: str) -> list[Comparison]:
    """Return the blocks of a topic, or of all, without those that stand elsewhere."""
    shown = [topic] if topic != ALL else list(TOPICS)
    return [one for one in data.comparability.values() if one.topic in shown]


@lru_cache(maxsize=2)
def facts_by_id(data: Dataset) -> Mapping[str, SurveyFact]:
    """Return every survey fact by its id."""
    return {one.id: one for one in data.survey_facts}


def contradictions(
    data: Dataset, surveys: set[str]
) -> list[tuple[Comparison, tuple[SurveyFact, ...]]]:
    """Return the declared contradictions among these surveys, with their values."""
    pairs = [
        (one, facts_of(facts_by_id(data), one.facts))
        for one in data.comparability.values()
        if one.topic is Topic.CONTRADICTION
    ]
    return [(one, facts) for one, facts in pairs if {fact.survey for fact in facts} <= surveys]


def comparisons(data: Dataset, topic: str, cards: Cards) -> Component:
    """Return the section with every value measured elsewhere, by topic."""
    parts: list[Component | None] = [_grade_key()]
    parts.append(figure_card(cards[CONTRAST]()) if CONTRAST in cards else None)
    for theme, label in TOPICS.items():
        groups = [one for one in groups_of(data, topic) if one.topic == theme]
        elsewhere = [one for one in groups if _is_benchmark(data, one)]
        if not elsewhere:
            continue
        local = [one for one in groups if one not in elsewhere]
        parts.append(
            html.Section(
                [
                    html.H3(label, id=f"vergleich-{theme}"),
                    _beside(data, local),
                    *_grid(data, elsewhere, cards),
                ],
                className="comparison-topic",
                **{"aria-labelledby": f"vergleich-{theme}"},
            )
        )
    return section(
        "vergleich",
        "Werte zum Vergleich",
        parts
        if len(parts) > 2
        else [html.P("Zu diesem Thema gibt es keine.", className="missing")],
        intro="Was andere gemessen haben, und warum es mit den Werten vom Ort nur das Thema "
        "gemeinsam hat. Der Buchstabe sagt, was innerhalb eines Blocks vergleichbar ist.",
    )


def _grade_key() -> Component:
    return html.Ul(
        [html.Li([_grade(grade), label]) for grade, label in GRADES.items()],
        className="grade-key",
    )


def _grade(grade: Grade) -> Component:
    return html.Span(grade.value, className="grade", **{"data-grade": grade.value})


def _is_benchmark(data: Dataset, group: Comparison) -> bool:
    facts = facts_of(facts_by_id(data), group.facts)
    return all(data.surveys[one.survey].role is SurveyRole.BENCHMARK for one in facts)


def _beside(data: Dataset, local: Sequence[Comparison]) -> Component | None:
    """Return the towns' own values on the topic, as links to where they stand in full."""
    items = [
        html.Li(
            [
                html.Span(f"{data.surveys[fact.survey].place}: {fact.answer} "),
                html.A(fact_value(fact), href=f"#{fact_anchor(fact)}"),
            ]
        )
        for group in local
        for fact in facts_of(facts_by_id(data), group.facts)
        if fact.exactness is not Exactness.NOT_FOUND
    ]
    if not items:
        return None
    return html.Details(
        [
            html.Summary(f"Zum Thema vom Ort: {_values(len(items))}"),
            html.P(
                "Keiner davon ist mit den Werten unten vergleichbar (C): Gefragt wurden andere, "
                "anders und meist auf offenen Aufruf."
            ),
            html.Ul(items),
        ],
        className="disclosure",
    )


def _values(number: int) -> str:
    return "ein Wert" if number == 1 else f"{number} Werte"


def _grid(data: Dataset, groups: Sequence[Comparison], cards: Cards) -> Iterator[Component]:
    drawn = [_drawn(data, one, cards[one.id]()) for one in groups if one.id in cards]
    if drawn:
        yield html.Div(drawn, className="survey-figures")
    hosts: set[str] = set()
    articles = []
    for group in sorted(groups, key=lambda one: one.grade):
        if group.id in cards:
            continue
        facts = facts_of(facts_by_id(data), group.facts)
        surveys = {fact.survey for fact in facts} - hosts
        hosts |= surveys
        articles.append(_comparison(data, group, facts, surveys))
    yield html.Div(articles, className="survey-columns")


def _drawn(data: Dataset, group: Comparison, card: FigureCard) -> Component:
    """Return a block as figure, with its values and their sources folded below."""
    facts = facts_of(facts_by_id(data), group.facts)
    values = [html.Summary("Jeder Wert mit Quelle")]
    values += fact_blocks(facts, data.surveys, around=False)
    return html.Div([figure_card(card), html.Details(values, className="disclosure")])


def _comparison(
    data: Dataset, group: Comparison, facts: Sequence[SurveyFact], surveys: set[str]
) -> Component:
    surveys_here = {fact.survey for fact in facts}
    survey = data.surveys[facts[0].survey] if len(surveys_here) == 1 else None
    return html.Article(
        [
            html.H4([_grade(group.grade), group.label]),
            html.P(
                [html.Strong("Gefragt: "), group.asked, ". ", html.Strong("Wonach: "), group.about],
                className="comparison__what",
            ),
            html.P(method_line(survey), className="fact__meta") if survey else None,
            *fact_blocks(facts, data.surveys),
            *(
                contradiction(one.label, one.reason, found)
                for one, found in contradictions(data, surveys)
            ),
            html.P(group.reason, className="small"),
        ],
        className="survey-article",
        id=f"vergleich-{group.id}",
    )


def comparison_cards(data: Dataset, topic: str, query: Query) -> Cards:
    """Return the figures of the section; `query` is the state of the page."""
    groups, facts = groups_of(data, topic), facts_by_id(data)
    contrast = any(group.contrast for group in groups)
    kinds: Mapping[str, Callable[..., FigureCard]] = {
        ComparisonChart.SERIES: _series_card,
        ComparisonChart.BARS: _bars_card,
    }
    return {
        **({CONTRAST: partial(_contrast_card, data, query)} if contrast else {}),
        **{
            one.id: partial(kinds[one.chart], data, one, facts_of(facts, one.facts), query)
            for one in groups
            if one.chart
        },
    }


def _contrast_card(data: Dataset, query: Query) -> FigureCard:
    pairs = [
        (group, fact)
        for group in data.comparability.values()
        for fact in facts_of(facts_by_id(data), group.contrast)
    ]
    pairs.sort(key=lambda pair: (pair[1].value or 0, pair[0].id))
    dots = [
        PublishedValue(
            title=_upper_first(group.asked),
            detail=group.about,
            value=fact.value or 0,
            text=value_alone(fact),
        )
        for group, fact in pairs
    ]
    named = [f"„{value_alone(fact)}“" for group, fact in pairs if group.headline]
    years = {(fact.field_start or fact.field_end)[:4] for _group, fact in pairs}
    return _card(
        data,
        CONTRAST,
        title=f"Ein Jahr, {count_text(len(dots))} Zahlen: Wer wurde gefragt, und wonach?",
        finding=f"Für {', '.join(sorted(years))} heißt es einmal {' und einmal '.join(named)} im "
        "Homeoffice. Beides stimmt: Gefragt wurden andere Menschen nach etwas anderem.",
        chart=separate_dots(dots),
        note="Jede Zahl hat ihre eigene Linie von 0 bis 100 Prozent, denn vergleichbar sind sie "
        "nicht (C). Abstände zwischen ihnen bedeuten nichts.",
        facts=[fact for _group, fact in pairs],
        query=query,
        size="strips",
        rows=len(dots),
    )


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _series_card(
    data: Dataset, group: Comparison, facts: Sequence[SurveyFact], query: Query
) -> FigureCard:
    cuts = [cut for cut in data.breaks.values() if group.id in cut.comparisons]
    dates = [one.field_start for one in facts]
    # the sentence stays within the newest stretch without a break
    newest = segments([(date, 0.0, "") for date in dates], cuts)[-1][0][0]
    first, last = facts[0], facts[-1]
    start = next(one for one in facts if one.field_start == newest)
    line = Line(
        label="",
        colour=TOKENS["accent"],
        strong=True,
        points=tuple(
            (one.field_start, one.value, f"{date_text(one.field_start)}: {value_alone(one)}")
            for one in facts
            if one.value is not None
        ),
    )
    top = max(facts, key=lambda one: one.value or 0)
    named = [top, last] if top in facts[:2] else [first, top, last]
    chart = time_lines(
        [line],
        unit="Anteil in Prozent",
        decimals=0,
        from_zero=True,
        breaks=cuts,
        named=[
            Named(
                date=one.field_start,
                value=one.value,
                text=value_alone(one),
                below=one is first,
            )
            for one in named
            if one.value is not None
        ],
    )
    return _card(
        data,
        group.id,
        title=group.label,
        finding=f"{_upper_first(group.asked)}: {group.about}. {value_alone(start)} waren es "
        f"{when_text(start.field_start)}, {value_alone(last)} {when_text(last.field_start)}.",
        chart=chart,
        note=" ".join(
            [
                *(f"{mark} {cut.label}: {cut.explanation}" for mark, cut in numbered(cuts)),
                group.reason,
            ]
        ),
        facts=facts,
        query=query,
    )


def _bars_card(
    data: Dataset, group: Comparison, facts: Sequence[SurveyFact], query: Query
) -> FigureCard:
    lands = {town.land for town in data.towns.values()} | {"Deutschland"}
    gaps = [one.place for one in facts if one.exactness is Exactness.NOT_FOUND]
    not_found = f"Nicht gefunden: {listed(gaps)}. " if gaps else ""
    values = [one for one in facts if one.value is not None]
    low, high = (pick(values, key=lambda one: one.value or 0) for pick in (min, max))
    return _card(
        data,
        group.id,
        title=group.label,
        finding=f"Von {value_alone(low)} in {low.place} bis {value_alone(high)} in {high.place}. "
        f"{not_found}Fett sind Deutschland und die Länder der {count_text(len(data.towns))} "
        "Städte.",
        chart=ranked_bars(
            [
                Ranked(
                    label=one.place,
                    value=one.value,
                    text=value_alone(one) if one.value is not None else NOT_FOUND,
                    strong=one.place in lands,
                )
                for one in facts
            ],
            unit="Prozent",
        ),
        note=group.reason,
        facts=facts,
        query=query,
        size="ranking",
        rows=len(facts),
    )


def _card(
    data: Dataset,
    id_: str,
    *,
    title: str,
    finding: str,
    chart: Figure,
    note: str,
    facts: Sequence[SurveyFact],
    query: Query,
    size: str = "medium",
    rows: int = 0,
) -> FigureCard:
    return FigureCard(
        id=id_,
        title=title,
        finding=finding,
        chart=chart,
        note=note,
        table=_fact_table(data, title, facts),
        sources=_sources(data, facts),
        stand=data.stand,
        path=links.SURVEYS,
        query=query,
        size=size,
        rows=rows,
    )


def _fact_table(data: Dataset, caption: str, facts: Sequence[SurveyFact]) -> Table:
    columns = (
        Column(id="id", label="Kennung"),
        Column(id="place", label="Ort"),
        Column(id="asked", label="Wer gefragt wurde"),
        Column(id="question", label="Frage"),
        Column(id="answer", label="Antwort"),
        Column(id="value", label="Prozent", decimals=1),
        Column(id="n", label="Befragte", decimals=0),
        Column(id="period", label="Zeit"),
        Column(id="note", label="Anmerkung"),
        Column(id="source", label="Quelle"),
    )
    return Table(caption=caption, columns=columns, rows=tuple(_fact_cells(data, f) for f in facts))


def _fact_cells(data: Dataset, fact: SurveyFact) -> tuple[Cell, ...]:
    exact = fact.exactness is Exactness.EXACT
    return (
        fact.id,
        fact.place,
        data.surveys[fact.survey].population or Missing("nicht angegeben"),
        fact.question,
        "" if fact.exactness is Exactness.NOT_FOUND else fact.answer,
        fact.value if exact and fact.value is not None else Missing(fact.value_text or fact.answer),
        Missing("nicht angegeben") if fact.n is None else fact.n,
        period_text(fact.field_start, fact.field_end),
        fact.note,
        Link(fact.source_title, fact.source_url),
    )


def _sources(data: Dataset, facts: Iterable[SurveyFact]) -> tuple[Source, ...]:
    """Return the publications behind the values, each once."""
    found = {
        fact.source_url: Source(
            id=fact.id,
            kind=SourceKind.DOKUMENT,
            title=fact.source_title,
            publisher=data.surveys[fact.survey].institution,
            url=fact.source_url,
            accessed="",
            published=fact.source_published,
        )
        for fact in facts
    }
    return tuple(found.values())
