"""Cards of imported surveys: what they say of their own numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.components.figure_card import FigureCard
from dashboard.components.surveys.cards import Setting, survey_cards, town_cards
from dashboard.facts.survey_model import Grade, Suppression
from tests.made.survey_results import SHARES, aggregate, question, result, survey

SETTING = Setting(path="/befragungen", stand="2026-11-22")


def remarks_of(card: FigureCard) -> set[object]:
    position = [one.id for one in card.table.columns].index("remark")
    return {row[position] for row in card.table.rows}


def test_an_unknown_base_is_not_called_a_small_one() -> None:
    (draw,) = survey_cards(result(aggregate("1", 40.0, n=None)), SETTING).values()
    card = draw()
    assert "wo die Zahl der Befragten unbekannt ist" in card.note
    assert "30 bis 99" not in card.note
    assert remarks_of(card) == {""}


def test_a_small_base_is_named_with_its_bounds() -> None:
    (draw,) = survey_cards(result(aggregate("1", 40.0, n=99)), SETTING).values()
    card = draw()
    assert "In Klammern und blass: 30 bis 99 Befragte." in card.note
    assert "unbekannt" not in card.note
    assert remarks_of(card) == {"kleine Basis"}


def test_weighted_shares_say_so_in_title_table_and_note() -> None:
    (draw,) = survey_cards(result(aggregate("1", 40.0, weighted=True)), SETTING).values()
    card = draw()
    assert card.title.endswith("(gewichtet)")
    assert card.table.caption == card.title
    assert "Anteile gewichtet" in card.note
    (draw,) = survey_cards(result(aggregate("1", 40.0)), SETTING).values()
    assert "gewichtet" not in draw().title + draw().note


def test_what_is_withheld_for_protection_is_not_called_too_few() -> None:
    hidden = [aggregate(code, None, n=120, suppression=Suppression.PROTECTED) for code in "123"]
    (draw,) = survey_cards(result(*hidden), SETTING).values()
    assert draw().finding == "Die Anteile sind zum Schutz Einzelner nicht gezeigt."


@pytest.mark.parametrize(
    ("grades", "words"),
    [
        ((Grade.A, Grade.A), "ist die Frage gleich gestellt"),
        ((Grade.A, Grade.B), "ist die Frage mit kleinen Abweichungen gestellt"),
    ],
)
def test_towns_share_a_card_under_the_weakest_of_their_grades(
    grades: tuple[Grade, Grade], words: str
) -> None:
    results = [
        result(*SHARES, of=survey(id_), questions=(replace(question(), grade=grade),))
        for id_, grade in zip(("B1", "B2"), grades, strict=True)
    ]
    (draw,) = town_cards(results, SETTING).values()
    card = draw()
    assert card.finding == f"Vergleichbarkeit {grades[1]}: In zwei Orten {words}."
