"""Surveys: what the towns asked, what of it is published, and what it can be set against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import control_form, control_id, radio_choice
from dashboard.components.figure_card import Cards, figure_card
from dashboard.components.layout import contents, section
from dashboard.components.live_part import live_part, notices
from dashboard.components.surveys.cards import ARRANGEMENTS, Setting, survey_cards, town_cards
from dashboard.components.surveys.facts import contradiction, fact_blocks, facts_of
from dashboard.components.surveys.note import ROLE, shown_value
from dashboard.components.surveys.register import method_card, method_line, register_card
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.survey_model import (
    Exactness,
    PublicationStatus,
    Survey,
    SurveyFact,
    SurveyRole,
    Topic,
)
from dashboard.figures.answers import Arrangement
from dashboard.pages.choices import UrlState, one_of
from dashboard.pages.contract import Address, Live, Page, View
from dashboard.pages.surveys.comparisons import (
    ALL,
    comparison_cards,
    comparisons,
    contradictions,
    facts_by_id,
    groups_of,
)
from dashboard.wording import links
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text, number
from dashboard.wording.survey_words import TOPICS

PAGE = Page(id="befragungen", path=links.SURVEYS, name="Befragungen")
FEW = ("Keine", "Eine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a visitor chose."""

    town: str
    topic: str
    arrangement: str


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path of the page."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return the page for the choices in the address."""
    shown = live(data, address)
    return View(
        title=shown.title,
        description="Was die Städte ihre Einwohnerschaft gefragt haben, was davon veröffentlicht "
        "ist und womit es sich vergleichen lässt.",
        content=(
            _head(data),
            _contents(),
            _register(data),
            shown.part,
            _methods(data),
        ),
        address=shown.address,
    )


def live(data: Dataset, address: Address) -> Live:
    """Return controls, values on the spot and figures for the choices in the address."""
    state = _state(data)
    choices, sentences = state.read(address.query)
    return Live(
        title="Befragungen",
        address=links.to(PAGE.path, state.query(choices)),
        part=live_part(
            [
                _controls(data, choices),
                html.Div(_result(data, choices, sentences), className="result"),
            ],
            css_class="surveys-live",
        ),
    )


def cards(data: Dataset, address: Address) -> Cards:
    """Return the figures for the choices in the address."""
    choices, _sentences = _state(data).read(address.query)
    return {**_compared(data, choices), **_imported(data, choices)}


def _state(data: Dataset) -> UrlState[Choices]:
    arrangements = tuple(ARRANGEMENTS)
    return UrlState(
        Choices,
        {
            "town": one_of(Key.TOWN, "Die Stadt", (ALL, *data.towns), ALL),
            "topic": one_of(Key.THEME, "Das Thema", (ALL, *TOPICS), ALL),
            "arrangement": one_of(Key.VIEW, "Die Ansicht", arrangements, arrangements[0]),
        },
    )


# -------------------------------------------------------------------------------------- parts


def _head(data: Dataset) -> Component:
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
    return html.Div(
        [
            html.H1("Befragungen"),
            html.P(
                f"{asked} der {asking.lower()} Städte haben im Projekt ihre Einwohnerschaft "
                f"befragt. Gefunden {found}. Hier steht, was es gibt, was "
                "fehlt und warum sich Zahlen aus verschiedenen Befragungen oft nicht vergleichen "
                "lassen.",
                className="lead",
            ),
        ],
        className="page-head",
    )


def _contents() -> Component:
    return contents(
        (
            (links.REGISTER, "Was es gibt und was fehlt"),
            (links.RESULTS, "Ergebnisse am Ort"),
            ("vergleich", "Werte zum Vergleich"),
            ("eingelesen", "Vollständige Ergebnisse"),
            ("methoden", "Wie gefragt wurde"),
        )
    )


def _register(data: Dataset) -> Component:
    rows = [one for one in data.comparability.values() if one.topic is Topic.REGISTER]
    cards = [
        (survey, register_card(town, survey, _facts(data, survey), rows))
        for town in data.towns.values()
        for survey in data.surveys.values()
        if survey.town == town.slug and survey.role is SurveyRole.PROJECT
    ]
    absent = [card for one, card in cards if one.status is PublicationStatus.NOT_HELD]
    held = [card for one, card in cards if one.status is not PublicationStatus.NOT_HELD]
    return section(
        links.REGISTER,
        "Was es gibt und was fehlt",
        [
            html.Div(held, className="register"),
            html.Div(absent, className="register register--none"),
        ],
        intro="Die Befragungen des Projekts, Stadt für Stadt. Schraffiert ist, was nicht "
        "zu finden war; ob es irgendwo veröffentlicht ist, wissen wir nicht.",
    )


def _controls(data: Dataset, choices: Choices) -> Component:
    towns = {ALL: "alle", **{one.slug: one.short_name for one in data.towns.values()}}
    controls = [
        radio_choice(
            control_id(PAGE.id, Key.TOWN), "Ergebnisse aus", towns, choices.town, segmented=True
        ),
        radio_choice(
            control_id(PAGE.id, Key.THEME),
            "Thema",
            {ALL: "alle", **TOPICS},
            choices.topic,
            segmented=True,
        ),
    ]
    if data.survey_results:
        options = {key.value: label for key, label in ARRANGEMENTS.items()}
        controls.append(
            radio_choice(control_id(PAGE.id, Key.VIEW), "Bewertungen", options, choices.arrangement)
        )
    return control_form(PAGE.path, controls)


def _result(data: Dataset, choices: Choices, sentences: Sequence[str]) -> list[Component]:
    return [
        notices(sentences),
        _local(data, choices),
        comparisons(data, choices.topic, _compared(data, choices)),
        _whole_results(_imported(data, choices)),
    ]


# ----------------------------------------------------------------------------- values on the spot


def _local(data: Dataset, choices: Choices) -> Component:
    parts: list[Component | None] = []
    for role, title, intro in (
        (SurveyRole.PROJECT, "Aus dem Projekt", ""),
        (
            SurveyRole.LOCAL_OTHER,
            "Andere Befragungen am Ort",
            "Diese Befragungen gehören nicht zum Projekt. Andere haben sie gemacht, vorher, "
            "gleichzeitig oder danach.",
        ),
    ):
        articles = [
            article
            for survey in data.surveys.values()
            if survey.role is role and choices.town in (ALL, survey.town)
            if (article := _survey(data, survey, choices))
        ]
        if articles:
            parts.append(html.H3(title))
            parts.append(html.P(intro) if intro else None)
            wide = role is SurveyRole.PROJECT
            parts.append(html.Div(articles, className="survey-own" if wide else "survey-columns"))
    if not parts:
        parts.append(html.P("Zu dieser Auswahl wurde kein Wert gefunden.", className="missing"))
    return section(
        links.RESULTS,
        "Ergebnisse am Ort",
        parts,
        intro="Jeder veröffentlichte Wert mit Frage, Zahl der Befragten (n), Zeit und Quelle. "
        "Nennt die Quelle nur Worte und keine genaue Zahl, stehen hier diese Worte.",
    )


def _survey(data: Dataset, survey: Survey, choices: Choices) -> Component | None:
    """Return a survey's published values, or None where the choices leave none."""
    groups = groups_of(data, choices.topic)
    facts = [
        fact
        for group in groups
        for fact in facts_of(facts_by_id(data), group.facts)
        if fact.survey == survey.id
    ]
    if not facts:
        return None
    disputed = contradictions(data, {survey.id})
    town = data.towns[survey.town]
    own = survey.role is SurveyRole.PROJECT
    return html.Article(
        [
            html.Header(
                [
                    html.P([town_symbol(town), town.name], className="survey-article__place"),
                    html.H4(survey.title),
                    html.P(method_line(survey), className="fact__meta"),
                    *_highlight(survey, facts),
                ]
            ),
            html.Div(
                [
                    *fact_blocks(facts, data.surveys),
                    *(contradiction(one.label, one.reason, found) for one, found in disputed),
                ]
            ),
        ],
        className="survey-article survey-article--wide" if own else "survey-article",
        **{"data-town": town.slug},
    )


def _highlight(survey: Survey, facts: Sequence[SurveyFact]) -> list[Component]:
    """Return the shares of the project's own surveys in large figures; there are not many."""
    if survey.role is not SurveyRole.PROJECT:
        return []
    return [
        html.P([shown_value(fact, ""), html.Span(fact.answer)], className="survey-highlight")
        for fact in facts
        if fact.unit == "percent" and fact.exactness is Exactness.EXACT
    ]


# --------------------------------------------------------------------------------------- imported


def _whole_results(cards: Cards) -> Component:
    empty = html.P(
        "Noch liegt keine Datei vor. Sobald eine Stadt oder die Technische Hochschule Lübeck ihre "
        "Ergebnisse übergibt, stehen hier alle Fragen mit Grafik und Tabelle: zusammengefasst, nie "
        "als Antworten Einzelner, und so, dass niemand zu erkennen ist.",
        className="missing",
    )
    return section(
        "eingelesen",
        "Vollständige Ergebnisse",
        [figure_card(draw()) for draw in cards.values()] or [empty],
        intro="Befragungen, deren Ergebnisse Frage für Frage vorliegen.",
    )


def _compared(data: Dataset, choices: Choices) -> Cards:
    return comparison_cards(data, choices.topic, _state(data).query(choices))


def _imported(data: Dataset, choices: Choices) -> Cards:
    chosen = [one for one in data.survey_results.values() if choices.town in (ALL, one.survey.town)]
    setting = Setting(
        path=PAGE.path,
        stand=data.stand,
        arrangement=Arrangement(choices.arrangement),
        query=_state(data).query(choices),
        sources=data.sources,
    )
    found = dict(town_cards(chosen, setting)) if len(chosen) > 1 else {}
    for one in chosen:
        found |= survey_cards(one, setting)
    return found


# ---------------------------------------------------------------------------------------- methods


def _methods(data: Dataset) -> Component:
    parts: list[Component] = []
    for role, title in ROLE.items():
        surveys = [
            one
            for one in data.surveys.values()
            if one.role is role and one.status is not PublicationStatus.NOT_HELD
        ]
        parts += [
            html.H3(title if len(surveys) == 1 else _plural(title)),
            html.Div([method_card(one) for one in surveys], className="method-cards"),
        ]
    words = html.P(
        [
            "Was Wörter wie ",
            html.A("Selbstauswahl", href=links.term("selbstauswahl")),
            ", ",
            html.A("Basis", href=links.term("basis")),
            " oder ",
            html.A("Vertrauensbereich", href=links.term("vertrauensbereich")),
            " bedeuten, steht im ",
            html.A("Glossar", href=links.to(links.GLOSSARY)),
            f". Alle {number(len(data.survey_facts))} Werte und Lücken gibt es als Tabelle unter ",
            html.A("Daten", href=links.to(links.DATA)),
            ".",
        ]
    )
    return section(
        "methoden",
        "Wie gefragt wurde",
        [*parts, words],
        intro="Zu jeder Befragung eine Karte: wer, wen, wann, wie und was davon veröffentlicht "
        "ist.",
    )


def _plural(role: str) -> str:
    return (
        role.replace("Befragung des", "Befragungen des")
        .replace("Andere Befragung", "Andere Befragungen")
        .replace("Vergleichsbefragung", "Vergleichsbefragungen")
    )


def _facts(data: Dataset, survey: Survey) -> list[SurveyFact]:
    return [one for one in data.survey_facts if one.survey == survey.id]
