"""The demonstration: what imported surveys will look like, on invented towns and answers.

Only an instance started with `DASHBOARD_DEMO=1` has this page; it reads nothing real.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import control_form, control_id, radio_choice
from dashboard.components.figure_card import Cards
from dashboard.components.layout import section
from dashboard.components.live_part import live_part, notices
from dashboard.components.surveys.cards import (
    ARRANGEMENTS,
    Setting,
    asked,
    survey_cards,
    town_cards,
)
from dashboard.components.surveys.register import method_card
from dashboard.facts.dataset import Dataset
from dashboard.facts.demo import load
from dashboard.facts.survey_model import SurveyResult
from dashboard.figures.answers import WATERMARK, Arrangement
from dashboard.pages.choices import UrlState, count_before, one_of
from dashboard.pages.contract import Address, AskedCards, ChoicePage, Live, Menu, Page, View
from dashboard.pages.surveys.results import one_question, shown_of
from dashboard.wording import links
from dashboard.wording.links import Key

PAGE = Page(id="demo", path=links.DEMONSTRATION, name="Vorführung (erfunden)", menu=Menu.ABOUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a visitor chose."""

    survey: str
    arrangement: str
    question: str
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPage:
    """A page module on the demonstration it was given, and on nothing else."""

    results: tuple[SurveyResult, ...]
    PAGE: Page = PAGE

    def addresses(self, data: Dataset) -> tuple[str, ...]:
        """Return the one path of the page."""
        return (self.PAGE.path,)

    def view(self, data: Dataset, address: Address) -> View:
        """Return the demonstration for the choices in the address."""
        shown = self.live(data, address)
        return View(
            title=shown.title,
            description="Erfundene Antworten erfundener Orte, um Grafiken und Import zu zeigen.",
            content=(
                _banner(),
                _head(),
                shown.part,
            ),
            noindex=True,
            address=shown.address,
        )

    def live(self, data: Dataset, address: Address) -> Live:
        """Return controls and figures for the choices in the address."""
        state = self._state()
        choices, sentences = state.read(address.query)
        return Live(
            title="SYNTHETISCHE VORFÜHRUNG, keine Umfrageergebnisse",
            address=links.to(self.PAGE.path, state.query(choices)),
            part=live_part(
                [
                    self._controls(choices),
                    html.Div(self._result(data, choices, sentences), className="result"),
                ]
            ),
        )

    def cards(self, data: Dataset, address: Address) -> AskedCards:
        """Return the figures for the choices in the address."""
        choices, sentences = self._state().read(address.query)
        return self._cards(data, choices), sentences

    def _state(self) -> UrlState[Choices]:
        ids = tuple(one.survey.id for one in self.results)
        arrangements = tuple(ARRANGEMENTS)
        by_question = {figure: one.survey.id for one in self.results for figure in asked(one)}

        def settle(choices: Choices) -> tuple[Choices, tuple[str, ...]]:
            fits = by_question.get(choices.question, choices.survey) == choices.survey
            return choices if fits else replace(choices, question="", after=0), ()

        return UrlState(
            Choices,
            {
                "survey": one_of(Key.PLACE, "Den Ort", ids, ids[0]),
                "arrangement": one_of(Key.VIEW, "Die Ansicht", arrangements, arrangements[0]),
                "question": one_of(Key.QUESTION, "Die Frage", ("", *by_question), ""),
                "after": count_before(Key.AFTER),
            },
            settle,
        )

    def _controls(self, choices: Choices) -> Component:
        places = {one.survey.id: one.survey.place for one in self.results}
        options = {key.value: label for key, label in ARRANGEMENTS.items()}
        return control_form(
            self.PAGE.path,
            [
                radio_choice(
                    control_id(PAGE.id, Key.PLACE),
                    "Erfundener Ort",
                    places,
                    choices.survey,
                    segmented=True,
                ),
                radio_choice(
                    control_id(PAGE.id, Key.VIEW),
                    "Aussagen zeigen",
                    options,
                    choices.arrangement,
                    segmented=True,
                ),
            ],
        )

    def _result(self, data: Dataset, choices: Choices, sentences: Sequence[str]) -> list[Component]:
        chosen, state = self._chosen(choices), self._state()

        def address(figure: str, after: int) -> str:
            there = replace(choices, question=figure, after=after)
            return links.to(self.PAGE.path, state.query(there))

        answers = one_question(
            chosen,
            shown_of(chosen, choices.question),
            choices.after,
            self._cards(data, choices),
            address,
        )
        return [
            notices(sentences),
            section("antworten", f"Erfundene Antworten aus {chosen.survey.place}", answers),
            section("methode", "Methodenkarte", [method_card(chosen.survey, linked=False)]),
        ]

    def _chosen(self, choices: Choices) -> SurveyResult:
        return next(one for one in self.results if one.survey.id == choices.survey)

    def _cards(self, data: Dataset, choices: Choices) -> Cards:
        found = dict(town_cards(self.results, self._setting(data, choices)))
        for one in self.results:
            there = replace(choices, survey=one.survey.id)
            found |= survey_cards(one, self._setting(data, there))
        return found

    def _setting(self, data: Dataset, choices: Choices) -> Setting:
        return Setting(
            path=self.PAGE.path,
            stand=data.stand,
            arrangement=Arrangement(choices.arrangement),
            query=self._state().query(replace(choices, question="", after=0)),
            question=Key.QUESTION,
        )


def page(folder: Path) -> ChoicePage:
    """Return the page on the files of a demonstration folder."""
    return DemoPage(results=load(folder))


def _banner() -> Component:
    return html.P(
        [html.B(f"{WATERMARK}. "), "Orte und Antworten auf dieser Seite sind erfunden."],
        className="demo-banner",
        role="note",
    )


def _head() -> Component:
    return html.Div(
        [
            html.H1("Vorführung mit erfundenen Daten"),
            html.P(
                "So werden Befragungen aussehen, wenn eine Stadt ihre Ergebnisse übergibt: jede "
                "Frage mit Grafik, Tabelle und der Zahl der Befragten. Musterau, Beispielstadt und "
                "Probenheim gibt es nicht; ein Programm hat ihre Antworten ausgewürfelt.",
                className="lead",
            ),
        ],
        className="page-head",
    )
