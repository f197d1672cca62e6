"""An imported survey: its questions in a list, and one of them with its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.figure_card import Cards, figure_card
from dashboard.components.paging import pager, piece
from dashboard.components.surveys.cards import BY_GROUP, asked, title_of
from dashboard.components.take_away import take_away
from dashboard.facts.survey_model import SurveyQuestion, SurveyResult

LISTED = 15  # questions at a time
FEW = 1  # a survey of so many needs no list
Address = Callable[[str, int], str]  # id of a figure, questions listed before → address


def shown_of(result: SurveyResult, question: str) -> str:
    """Return the id of the figure that is shown: the one that is named, or the first."""
    known = asked(result)
    return question if question in known else next(iter(known), "")


def question_names(result: SurveyResult) -> dict[str, str]:
    """Return what stands above each figure, numbered, by its id."""
    return {
        id_: f"{number}. {title_of(items)}"
        for number, (id_, items) in enumerate(asked(result).items(), start=1)
    }


def is_rated(result: SurveyResult, figure: str) -> bool:
    """Tell whether the questions of a figure have answers that approve and others that reject."""
    options = (option for one in asked(result).get(figure, ()) for option in one.options)
    return any(option.polarity for option in options)


def one_question(
    result: SurveyResult, chosen: str, after: int, cards: Cards, address: Address
) -> list[Component | None]:
    """Return the list of questions, the chosen one's figures and what is taken away of them.

    Args:
        result: the survey.
        chosen: the id of the figure that is shown.
        after: questions before the first that is listed.
        cards: all figures of the page, those that surveys share among them.
        address: makes the address at which another question is shown.
    """
    questions = asked(result)
    if not questions:
        return [html.P("Zu dieser Befragung gibt es keine Ergebnisse.", className="missing")]
    drawn = [cards[id_]() for id_ in _figures(questions[chosen], chosen, cards)]
    return [
        _list(question_names(result), chosen, after, address) if len(questions) > FEW else None,
        html.Div([figure_card(one, tools=False) for one in drawn], className="survey-figures"),
        take_away(drawn),
    ]


def _figures(items: Sequence[SurveyQuestion], chosen: str, cards: Cards) -> list[str]:
    """Return the figures of a question: its own, by group, and of several surveys."""
    concepts = {one.concept for one in items if one.concept}
    shared = [id_ for id_ in cards if any(id_.endswith(f"staedte-{one}") for one in concepts)]
    return [chosen, *([f"{chosen}{BY_GROUP}"] if f"{chosen}{BY_GROUP}" in cards else []), *shared]


def _list(names: Mapping[str, str], chosen: str, after: int, address: Address) -> Component:
    ids = list(names)
    rows = [
        html.Li(
            html.A(
                names[id_],
                href=address(id_, after),
                **{"data-view": "true"},
                **({"aria-current": "true"} if id_ == chosen else {}),
            )
        )
        for id_ in piece(ids, after, LISTED)
    ]
    return html.Nav(
        [
            html.Ul(rows, className="question-list"),
            pager(len(ids), after, LISTED, lambda before: address(chosen, before), "Fragen"),
        ],
        className="no-print",
        **{"aria-label": "Fragen dieser Befragung"},
    )
