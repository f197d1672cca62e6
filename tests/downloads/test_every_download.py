"""Every file of every table, read by programs that are not ours and compared cell by cell."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pytest

from dashboard.components.figure_card import FigureCard
from dashboard.downloads.forms import Form
from dashboard.downloads.package import data_tables
from dashboard.downloads.table import Column, Missing, Table
from dashboard.facts.dataset import Dataset
from tests.downloads.reading import READERS, faults, misplaced

SAMPLE = 3  # tables of all data in `make test`; the whole in `make test-hurts`


@pytest.mark.parametrize("form", Form)
def test_every_figure_is_read_as_it_is(
    form: Form, figures: Mapping[str, Sequence[FigureCard]]
) -> None:
    cards = [card for path in figures.values() for card in path]
    found = [fault for card in cards for fault in faults(card.table, READERS[form](card.table))]
    assert found == []


def test_every_cell_of_a_figure_is_what_its_column_is_said_to_hold(
    figures: Mapping[str, Sequence[FigureCard]],
) -> None:
    assert [
        one for path in figures.values() for card in path for one in misplaced(card.table)
    ] == []


def test_looks_among_the_data_would_be_noticed() -> None:
    columns = (
        Column(id="day", label="Tag", date=True),
        Column(id="value", label="Wert", decimals=0),
        Column(id="text", label="Text"),
    )
    right = ("2024-12-31", 19627, "Mölln")
    wrong = ("31. Dezember 2024", 14.3235, "6,87\u00a0€/m²")
    table = Table(caption="Probe", columns=columns, rows=(right, wrong))
    assert len(list(misplaced(table))) == len(wrong)


def tables(shipped: Dataset, some: int | None) -> list[Table]:
    found = data_tables(shipped)
    chosen = found if some is None else random.Random(17).sample(found, some)
    return [one.table for one in chosen]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("some", [SAMPLE, pytest.param(None, marks=pytest.mark.hurts)])
def test_tables_of_the_data_are_read_as_they_are(
    form: Form, some: int | None, shipped: Dataset
) -> None:
    found = [fault for one in tables(shipped, some) for fault in faults(one, READERS[form](one))]
    assert found == []


def test_a_wrong_number_and_a_lost_reason_would_be_noticed() -> None:
    column = Column(id="value", label="Wert", decimals=1)
    table = Table(caption="Probe", columns=(column,), rows=((1.5,), (Missing("nicht erhoben"),)))
    spoilt = Table(caption="Probe", columns=table.columns, rows=((2.5,), (Missing("anders"),)))
    for read in READERS.values():
        assert list(faults(table, read(table))) == []
        assert len(list(faults(spoilt, read(table)))) == 2
