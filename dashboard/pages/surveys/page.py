"""Surveys: all in a table, one with its values, or one question of a theme across surveys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import control_form, control_id, grouped_choice
from dashboard.components.figure_card import Cards, figure_card
from dashboard.components.layout import section, ways
from dashboard.components.live_part import notices
from dashboard.components.surveys.cards import ARRANGEMENTS, Setting, survey_cards, town_cards
from dashboard.components.surveys.note import ROLE
from dashboard.components.surveys.register import register_table
from dashboard.facts.dataset import Dataset
from dashboard.facts.survey_model import PublicationStatus, Survey, SurveyFact, SurveyRole
from dashboard.figures.answers import Arrangement
from dashboard.pages.contract import Address, AskedCards, Page, View
from dashboard.pages.surveys.comparisons import (
    THEMES,
    comparison_cards,
    every_question,
    question,
    theme,
    topics_of,
)
from dashboard.pages.surveys.one import anchors, survey_article, survey_facts
from dashboard.pages.surveys.results import is_rated, one_question, question_names, shown_of
from dashboard.pages.surveys.state import (
    ALL,
    Choices,
    asked_in,
    of_topic,
    state_of,
    survey_key,
)
from dashboard.wording import links
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text, number
from dashboard.wording.survey_words import TOPICS

PAGE = Page(id="befragungen", path=links.SURVEYS, name="Befragungen")
FEW = ("Keine", "Eine")
ONE = "ergebnisse"  # where a survey begins
RESULTS = "eingelesen"  # where the questions of an imported survey begin
METHODS = "methoden"
MOST_DRAWN = 60  # figures of imported surveys on the page with everything; more are listed

Group = tuple[str, list[tuple[Survey, list[SurveyFact]]]]  # a heading, surveys with their facts


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path of the page."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return the survey, theme or question that the address names; all of them if it says so."""
    choices, sentences = state_of(data).read(address.query)
    return View(
        title=_title(data, choices),
        description="Was die Städte ihre Einwohnerschaft gefragt haben, was davon veröffentlicht "
        "ist und womit es sich vergleichen lässt.",
        content=(
            _head(data, choices),
            _ways(data, choices),
            notices(sentences),
            *_shown(data, choices),
        ),
        anchored=not choices.scope,
    )


def cards(data: Dataset, address: Address) -> AskedCards:
    """Return every figure of the page; each leads to the state in which it is shown."""
    choices, sentences = state_of(data).read(address.query)
    return {**comparison_cards(data), **_imported(data, choices, choices.question)}, sentences


def query_of(data: Dataset, address: Address, anchor: str) -> Mapping[str, str] | None:
    """Return the choices at which an anchor is shown; None where it never is."""
    name = anchor.removesuffix("-titel")
    if name in (links.REGISTER, ONE, RESULTS, METHODS):
        return {}
    if survey := anchors(data).get(anchor):
        return {Key.SURVEY: survey_key(survey.id)}
    topics = topics_of(data)
    if name == THEMES:
        return {Key.THEME: next(iter(topics))} if topics else {}
    if (topic := name.removeprefix(f"{THEMES}-")) in topics:
        return {Key.THEME: topic}
    block = name.removeprefix(f"{THEMES}-")
    if block in data.comparability and data.comparability[block].topic in topics:
        return {Key.THEME: data.comparability[block].topic, Key.QUESTION: block}
    figure = anchor.rpartition("-")[0]  # what stands in a figure begins with its id
    if card := cards(data, address)[0].get(figure):
        return dict(card().query)
    return None


def _title(data: Dataset, choices: Choices) -> str:
    """Return the title of the window: what is shown, and that it is of the surveys."""
    shown = ""
    if choices.survey:
        shown = _named(data, choices.survey).title
    elif choices.question in data.comparability:
        shown = data.comparability[choices.question].label
    elif choices.topic != ALL:
        shown = TOPICS[choices.topic]
    return f"{shown} – {PAGE.name}" if shown else PAGE.name


def _shown(data: Dataset, choices: Choices) -> Iterator[Component | None]:
    if choices.scope:
        yield from _everything(data, choices)
    elif choices.survey:
        yield from _survey(data, choices)
    elif choices.question:
        yield from question(data, choices.question, comparison_cards(data))
    elif choices.topic != ALL:
        yield from theme(data, choices.topic, comparison_cards(data))
    else:
        yield from _register(data, choices)


# --------------------------------------------------------------------------------- head and ways


def _head(data: Dataset, choices: Choices) -> Component:
    own = [one for one in data.surveys.values() if one.role is SurveyRole.PROJECT]
    held = [one for one in own if one.status is not PublicationStatus.NOT_HELD]
    shares = [
        fact
        for fact in data.survey_facts
        if fact.unit == "percent" and data.surveys[fact.survey].role is SurveyRole.PROJECT
    ]
    asked, asking = (
        FEW[count] if count < len(FEW) else count_text(count).capitalize()
        for count in (len(held), len(own))
    )
    found = (
        "wurde davon ein einziger Prozentwert"
        if len(shares) == 1
        else f"wurden davon {len(shares)} Prozentwerte"
    )
    lead = html.P(
        f"{asked} der {asking.lower()} Städte haben im Projekt ihre Einwohnerschaft "
        f"befragt. Gefunden {found}. Hier steht, was es gibt, was "
        "fehlt und warum sich Zahlen aus verschiedenen Befragungen oft nicht vergleichen "
        "lassen.",
        className="lead",
    )
    narrowed = choices.survey or choices.question or choices.topic != ALL
    return html.Div(
        [html.H1("Befragungen"), None if narrowed else lead],
        className="page-head",
    )


def _ways(data: Dataset, choices: Choices) -> Component:
    everything = links.whole(PAGE.path)
    register = links.to(PAGE.path)
    entries, current = [(register, "Alle Befragungen")], register
    if choices.scope:
        current = everything
    if first := choices.survey or _first(data):
        entries.append((links.survey(first), "Eine Befragung"))
        current = links.survey(first) if choices.survey else current
    if topics := topics_of(data):
        topic = next(iter(topics)) if choices.topic == ALL else choices.topic
        entries.append((of_topic(topic), "Ein Thema, eine Frage"))
        current = of_topic(topic) if choices.topic != ALL else current
    entries.append((everything, "Alles auf einer Seite"))
    return ways(entries, current, "Teile der Befragungen")


def _first(data: Dataset) -> str:
    """Return the survey with which one may begin: the first of which values are published."""
    answered = {one.survey for one in data.survey_facts if one.value is not None}
    found = [id_ for id_ in data.surveys if id_ in answered or id_ in data.survey_results]
    return next(iter(found), "")


# -------------------------------------------------------------------------------------- register


def _register(data: Dataset, choices: Choices) -> Iterator[Component]:
    towns = [(links.to(PAGE.path), "alle Orte")]
    towns += [(links.surveys_of(slug), one.short_name) for slug, one in data.towns.items()]
    current = links.surveys_of(choices.town) if choices.town != ALL else links.to(PAGE.path)
    chosen = [one for one in data.surveys.values() if choices.town in (ALL, one.town)]
    groups = _by_role(data, chosen)
    nothing = html.P("Zu dieser Auswahl wurde keine Befragung gefunden.", className="missing")
    yield section(
        links.REGISTER,
        "Was es gibt und was fehlt",
        [
            ways(towns, current, "Befragungen am Ort"),
            register_table(groups, data.towns) if groups else nothing,
            _words(data),
            *(html.Span(id=one) for one in (ONE, METHODS, RESULTS) if not choices.scope),
        ],
        intro="Jede Zeile eine Befragung; ein Klick zeigt, wie gefragt wurde, und jeden Wert mit "
        "Quelle. Schraffiert ist, was nicht zu finden war; ob es irgendwo veröffentlicht ist, "
        "wissen wir nicht.",
    )


def _by_role(data: Dataset, surveys: Iterable[Survey]) -> list[Group]:
    found = []
    for role, title in ROLE.items():
        mine = [(one, survey_facts(data, one)) for one in surveys if one.role is role]
        if mine:
            found.append((title if len(mine) == 1 else _plural(title), mine))
    return found


def _plural(role: str) -> str:
    return (
        role.replace("Befragung des", "Befragungen des")
        .replace("Andere Befragung", "Andere Befragungen")
        .replace("Vergleichsbefragung", "Vergleichsbefragungen")
    )


def _words(data: Dataset) -> Component:
    whole = (
        "Vollständige Ergebnisse, Frage für Frage, liegen noch für keine Befragung vor. Sobald "
        "eine Stadt oder die Technische Hochschule Lübeck sie übergibt, stehen sie hier: "
        "zusammengefasst, nie als Antworten Einzelner, und so, dass niemand zu erkennen ist. "
    )
    return html.P(
        [
            "" if data.survey_results else whole,
            "Was Wörter wie ",
            html.A("Selbstauswahl", href=links.term("selbstauswahl")),
            ", ",
            html.A("Basis", href=links.term("basis")),
            " oder ",
            html.A("Vertrauensbereich", href=links.term("vertrauensbereich")),
            f" bedeuten, steht im Glossar. Alle {number(len(data.survey_facts))} Werte und Lücken "
            "gibt es als Tabelle unter ",
            html.A("Daten", href=links.to(links.DATA)),
            ".",
        ],
        className="small",
    )


# ------------------------------------------------------------------------------------ one survey


def _survey(data: Dataset, choices: Choices) -> Iterator[Component | None]:
    survey = _named(data, choices.survey)
    yield _choice(data, choices)
    # where all is known question by question, the questions go first
    if survey.id in data.survey_results:
        yield _results(data, survey, choices)
    yield section(ONE, survey.title, [survey_article(data, survey)])


def _named(data: Dataset, key: str) -> Survey:
    return next(one for one in data.surveys.values() if survey_key(one.id) == key)


def _choice(data: Dataset, choices: Choices) -> Component:
    groups = {
        title: {survey_key(one.id): f"{one.place}: {one.title}" for one, _facts in surveys}
        for title, surveys in _by_role(data, data.surveys.values())
    }
    return control_form(
        PAGE.path,
        [grouped_choice(control_id(PAGE.id, Key.SURVEY), "Befragung", groups, choices.survey)],
        button="Anzeigen",
    )


def _results(data: Dataset, survey: Survey, choices: Choices) -> Component:
    result, state = data.survey_results[survey.id], state_of(data)

    def address(figure: str, after: int) -> str:
        there = replace(choices, question=figure, after=after)
        return links.to(PAGE.path, state.query(there))

    def arranged(arrangement: str) -> str:
        return links.to(PAGE.path, state.query(replace(choices, arrangement=arrangement)))

    kinds = [(arranged(key.value), label) for key, label in ARRANGEMENTS.items()]
    chosen = shown_of(result, choices.question)
    rated = is_rated(result, chosen)  # where nobody approves or rejects, bars have no middle
    drawn = _imported(data, choices, chosen)
    return section(
        RESULTS,
        "Vollständige Ergebnisse",
        [
            ways(kinds, arranged(choices.arrangement), "Wie Bewertungen gezeichnet werden")
            if rated
            else None,
            *one_question(result, chosen, choices.after, drawn, address),
        ],
        intro=f"{survey.place}, Frage für Frage.",
    )


def _imported(data: Dataset, choices: Choices, only: str = "") -> Cards:
    """Return the figures of imported surveys: all, or those of the survey of one question."""
    keep = ((Key.VIEW, choices.arrangement),)
    changed = choices.arrangement != next(iter(ARRANGEMENTS))
    setting = Setting(
        path=PAGE.path,
        stand=data.stand,
        arrangement=Arrangement(choices.arrangement),
        query=keep if changed else (),
        sources=data.sources,
        question=Key.QUESTION,
    )
    results = tuple(data.survey_results.values())
    found = dict(town_cards(results, setting)) if len(results) > 1 else {}
    for one in results:
        if not only or only in asked_in(data, one.survey.id):
            found |= survey_cards(one, setting, only)
    return found


# ---------------------------------------------------------------------------------------- all of it


def _everything(data: Dataset, choices: Choices) -> Iterator[Component | None]:
    """Yield every survey, with the values from the towns, and every question asked elsewhere."""
    yield from _register(data, choices)
    articles = [
        survey_article(
            data,
            one,
            title=html.H3(one.title),
            values=one.role is not SurveyRole.BENCHMARK,
        )
        for one in data.surveys.values()
    ]
    yield section(ONE, "Jede Befragung", articles)
    yield from every_question(data, comparison_cards(data))
    results = _imported(data, choices)
    if len(results) > MOST_DRAWN:
        lists = [_question_list(data, one.survey) for one in data.survey_results.values()]
        yield section(
            RESULTS,
            "Vollständige Ergebnisse",
            lists,
            intro=f"Es sind {number(len(results))} Abbildungen, zu viele für eine Seite. Jede "
            "Frage steht für sich.",
        )
    elif results:
        drawn = [figure_card(draw()) for draw in results.values()]
        yield section(RESULTS, "Vollständige Ergebnisse", drawn)


def _question_list(data: Dataset, survey: Survey) -> Component:
    """Return every question of an imported survey as a link to where it stands."""
    state, nothing = state_of(data), state_of(data).read({})[0]
    links_ = [
        html.Li(html.A(name, href=links.to(PAGE.path, state.query(replace(nothing, question=id_)))))
        for id_, name in question_names(data.survey_results[survey.id]).items()
    ]
    heading = html.H3(f"{survey.place}: {survey.title}")
    return html.Div([heading, html.Ul(links_, className="question-list")])
