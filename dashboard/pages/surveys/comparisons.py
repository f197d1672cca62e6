"""Themes and questions: who was asked what in which survey, and how far a comparison may go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.data_table import scroll_box
from dashboard.components.figure_card import Cards, FigureCard, figure_card, permalink
from dashboard.components.layout import pause, section, ways
from dashboard.components.surveys.facts import (
    contradiction,
    fact_anchor,
    fact_blocks,
    facts_of,
)
from dashboard.components.surveys.note import NOT_FOUND, fact_cell, fact_value, value_alone
from dashboard.components.surveys.register import method_line
from dashboard.downloads.table import AS_THEY_ARE, Cell, Column, Link, Missing, Table
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
from dashboard.pages.surveys.state import (
    CONTRAST,
    contrast_topic,
    facts_by_id,
    of_question,
    of_topic,
)
from dashboard.wording import links
from dashboard.wording.dates import date_text, when_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text, counted, listed
from dashboard.wording.survey_words import GRADES, TOPICS

THEMES = "vergleich"  # where the themes begin


def groups_of(data: Dataset, topic: str) -> list[Comparison]:
    """Return the blocks of a theme: those with values of the towns first."""
    groups = [one for one in data.comparability.values() if one.topic == topic]
    return sorted(groups, key=lambda one: (_is_benchmark(data, one), one.grade))


def topics_of(data: Dataset) -> dict[str, str]:
    """Return the themes of which there is anything, with their names."""
    used = {one.topic for one in data.comparability.values()}
    return {topic: label for topic, label in TOPICS.items() if topic in used}


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


def theme(data: Dataset, topic: str, cards: Cards) -> Iterator[Component | None]:
    """Yield a theme: its questions in a table, and what sounds alike and is not."""
    yield _themes(data, topic)
    groups = groups_of(data, topic)
    heads = ("Frage", "Wer gefragt wurde", "Wonach", "Ergebnis", "Vergleichbar")
    table = html.Table(
        [
            html.Caption(f"Fragen zum Thema {TOPICS[topic]}", className="visually-hidden"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_question_row(data, one) for one in groups]),
        ],
        className="data-table questions",
    )
    yield section(
        f"{THEMES}-{topic}",
        f"{TOPICS[topic]}: alle Fragen",
        [
            html.Span(id=THEMES),
            _contrast(cards[CONTRAST]()) if topic == contrast_topic(data) else None,
            grade_key(),
            scroll_box(table, f"Fragen zum Thema {TOPICS[topic]}"),
        ],
        intro="Was gefragt wurde, vor Ort und anderswo. Der Buchstabe sagt, was innerhalb einer "
        "Zeile vergleichbar ist; über Zeilen hinweg ist es nur das Thema (C).",
    )


def _contrast(card: FigureCard) -> Component:
    """Return what the figure of values that sound alike says, with the way to it."""
    way = html.A(card.title, href=permalink(card))
    return html.P([way, " ", card.finding], className="survey-contrast")


def _themes(data: Dataset, topic: str) -> Component:
    entries = [(of_topic(id_), label) for id_, label in topics_of(data).items()]
    return ways(entries, of_topic(topic), "Themen")


def _question_row(data: Dataset, group: Comparison) -> Component:
    facts = facts_of(facts_by_id(data), group.facts)
    found = [one for one in facts if one.exactness is not Exactness.NOT_FOUND]
    result = (
        fact_value(found[0]) if len(found) == 1 else counted(len(found), "Wert", "Werte", "ein")
    )
    place = "" if _is_benchmark(data, group) else "am Ort"
    name = [html.A(group.label, href=of_question(group.topic, group.id))]
    if place:
        name.append(html.Div(place, className="data-table__about"))
    return html.Tr(
        [
            html.Th(name, scope="row"),
            *(html.Td(text) for text in (group.asked, group.about, result)),
            html.Td([_grade(group.grade), html.Span(GRADES[group.grade])], className="grade-cell"),
        ]
    )


def question(data: Dataset, id_: str, cards: Cards) -> Iterator[Component | None]:
    """Yield a question alone: who was asked, its values with their sources, what stands beside."""
    if id_ == CONTRAST:
        yield _themes(data, contrast_topic(data))
        yield section(THEMES, "Was gleich klingt und nicht gleich ist", [figure_card(cards[id_]())])
        return
    group = data.comparability[id_]
    yield _themes(data, group.topic)
    groups = groups_of(data, group.topic)
    yield section(
        THEMES,
        f"{TOPICS[group.topic]}: eine Frage",
        [comparison(data, group, cards), _beside(data, group), _neighbours(groups, group)],
    )


def _neighbours(groups: Sequence[Comparison], group: Comparison) -> Component:
    """Return links to the questions before and after, and to all of the theme."""
    at = groups.index(group)
    found = [(label, groups[i]) for label, i in (("Vorige", at - 1), ("Nächste", at + 1))
             if 0 <= i < len(groups)]  # fmt: skip
    links_ = [
        html.A(f"{label}: {one.label}", href=of_question(one.topic, one.id)) for label, one in found
    ]
    links_.append(html.A(f"Alle {len(groups)} Fragen zum Thema", href=of_topic(group.topic)))
    return html.Nav(links_, className="paging no-print", **{"aria-label": "Weitere Fragen"})


def every_question(data: Dataset, cards: Cards) -> Iterator[Component]:
    """Yield all themes with every question that was asked elsewhere."""
    told: set[str] = set()
    for topic, label in topics_of(data).items():
        parts: list[Component | None] = []
        if CONTRAST in cards and topic == contrast_topic(data):
            parts.append(figure_card(cards[CONTRAST]()))
        for group in groups_of(data, topic):
            if _is_benchmark(data, group):
                parts.append(comparison(data, group, cards, told))
                told |= {one.survey for one in facts_of(facts_by_id(data), group.facts)}
        if parts:
            yield section(f"{THEMES}-{topic}", f"Anderswo gefragt: {label}", parts)


def comparison(
    data: Dataset, group: Comparison, cards: Cards, told: Set[str] = frozenset()
) -> Component:
    """Return a question of a theme with its figure, where it has one, and all of its values.

    What contradicts itself in surveys was `told` of these already.
    """
    facts = facts_of(facts_by_id(data), group.facts)
    surveys = {fact.survey for fact in facts}
    survey = data.surveys[facts[0].survey] if len(surveys) == 1 else None
    drawn = figure_card(cards[group.id]()) if group.id in cards else None
    values = fact_blocks(facts, data.surveys, around=survey is not None)
    if drawn:
        summary = html.Summary("Jeder Wert mit Quelle")
        values = [html.Details([summary, *values], className="disclosure")]
    asked = [html.B("Gefragt: "), group.asked, ". "] if group.asked else []
    about = [html.B("Wonach: "), group.about] if group.about else []
    reason = "" if drawn else group.reason  # a figure says it below its chart
    how_far = html.Span([html.B(f"{GRADES[group.grade]}. "), reason])
    return html.Article(
        [
            drawn or html.H3(group.label),
            html.P([*asked, *about], className="comparison__what"),
            html.P([_grade(group.grade), how_far], className="grade-cell"),
            html.P(method_line(survey), className="fact__meta") if survey else None,
            html.Div(values),
            *(
                contradiction(one.label, one.reason, found)
                for one, found in contradictions(data, surveys - told)
            ),
        ],
        className="survey-article",
        id=f"{THEMES}-{group.id}",
    )


def grade_key() -> Component:
    """Return what the letters of comparability mean."""
    return html.Ul(
        [html.Li([_grade(grade), label]) for grade, label in GRADES.items()],
        className="grade-key",
    )


def _grade(grade: Grade) -> Component:
    return html.Span([grade.value, pause(":")], className="grade", **{"data-grade": grade.value})


def _is_benchmark(data: Dataset, group: Comparison) -> bool:
    facts = facts_of(facts_by_id(data), group.facts)
    return all(data.surveys[one.survey].role is SurveyRole.BENCHMARK for one in facts)


def _beside(data: Dataset, group: Comparison) -> Component | None:
    """Return the towns' own values on the theme, as links to the surveys they are from."""
    if not _is_benchmark(data, group):
        return None
    items = [
        html.Li(
            [
                html.Span(f"{data.surveys[fact.survey].place}: {fact.answer} "),
                html.A(fact_value(fact), href=links.survey(fact.survey, fact_anchor(fact))),
            ]
        )
        for one in groups_of(data, group.topic)
        if not _is_benchmark(data, one)
        for fact in facts_of(facts_by_id(data), one.facts)
        if fact.exactness is not Exactness.NOT_FOUND
    ]
    if not items:
        return None
    return html.Details(
        [
            html.Summary(f"Zum Thema vom Ort: {counted(len(items), 'Wert', 'Werte', 'ein')}"),
            html.P(
                "Keiner davon ist mit den Werten oben vergleichbar (C): Gefragt wurden andere, "
                "anders und meist auf offenen Aufruf."
            ),
            html.Ul(items),
        ],
        className="disclosure",
    )


def comparison_cards(data: Dataset) -> Cards:
    """Return the figures of all themes; each leads to the state in which it is shown."""
    facts = facts_by_id(data)
    kinds: Mapping[str, Callable[..., FigureCard]] = {
        ComparisonChart.SERIES: _series_card,
        ComparisonChart.BARS: _bars_card,
    }
    topic = contrast_topic(data)
    return {
        **({CONTRAST: partial(_contrast_card, data, topic)} if topic else {}),
        **{
            one.id: partial(kinds[one.chart], data, one, facts_of(facts, one.facts))
            for one in data.comparability.values()
            if one.chart and one.topic in TOPICS
        },
    }


def _contrast_card(data: Dataset, topic: str) -> FigureCard:
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
        query=((Key.THEME, topic), (Key.QUESTION, CONTRAST)),
        size="strips",
        rows=len(dots),
    )


def _query(group: Comparison) -> tuple[tuple[str, str], ...]:
    return ((Key.THEME, group.topic), (Key.QUESTION, group.id))


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _series_card(data: Dataset, group: Comparison, facts: Sequence[SurveyFact]) -> FigureCard:
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
        query=_query(group),
    )


def _bars_card(data: Dataset, group: Comparison, facts: Sequence[SurveyFact]) -> FigureCard:
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
        query=_query(group),
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
    query: tuple[tuple[str, str], ...],
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
        Column(id="value", label="Wert", decimals=AS_THEY_ARE),
        Column(id="n", label="Befragte", decimals=0),
        Column(id="field_start", label="von", date=True),
        Column(id="field_end", label="bis", date=True),
        Column(id="note", label="Anmerkung"),
        Column(id="source", label="Quelle"),
    )
    return Table(caption=caption, columns=columns, rows=tuple(_fact_cells(data, f) for f in facts))


def _fact_cells(data: Dataset, fact: SurveyFact) -> tuple[Cell, ...]:
    return (
        fact.id,
        fact.place,
        data.surveys[fact.survey].population or Missing("nicht angegeben"),
        fact.question,
        "" if fact.exactness is Exactness.NOT_FOUND else fact.answer,
        fact_cell(fact),
        Missing("nicht angegeben") if fact.n is None else fact.n,
        *(day or Missing("nicht angegeben") for day in (fact.field_start, fact.field_end)),
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
