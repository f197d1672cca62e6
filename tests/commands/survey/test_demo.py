"""The demonstration: invented, marked as such, and never near anything real."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard import ROOT
from dashboard.commands.survey.demo import CODEBOOK, files
from dashboard.commands.survey.detection import SurveyFileError
from dashboard.components.figure_card import FigureCard
from dashboard.components.markup import to_html
from dashboard.components.surveys.cards import Setting, survey_cards, town_cards
from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form
from dashboard.downloads.package import data_tables
from dashboard.facts.dataset import Dataset
from dashboard.facts.demo import SURVEYS, SYNTHETIC_LINE, load
from dashboard.facts.survey_model import (
    SMALLEST_CELL,
    OptionKind,
    Provenance,
    Statistic,
    Suppression,
    SurveyResult,
)
from dashboard.findings.survey_answers import (
    FIRM_BASE,
    ProvenanceMixError,
    Reliability,
    joined,
    reliability,
)
from dashboard.pages.contract import Address, View
from dashboard.pages.surveys import demo
from dashboard.web.app import create_app
from dashboard.web.config import settings_from
from tests.made.faults import replaced
from tests.made.figures import checked
from tests.made.survey_results import SHARES, is_marked, result

FOLDER = ROOT / "data" / "demo"
SETTING = Setting(path="/demo", stand="2026-11-22")


@pytest.fixture(scope="module")
def invented() -> tuple[SurveyResult, ...]:
    return load(FOLDER)


@pytest.fixture(scope="module")
def committed() -> dict[str, str]:
    """Every file of the folder by its path below it."""
    return {
        path.relative_to(FOLDER).as_posix(): path.read_text("utf-8")
        for path in FOLDER.rglob("*")
        if path.is_file()
    }


def test_committed_results_are_what_the_import_makes_of_the_answers(
    committed: dict[str, str],
) -> None:
    declared = {SURVEYS, CODEBOOK}
    assert declared <= committed.keys()
    assert {name: committed[name] for name in committed.keys() - declared} == files(FOLDER)


def test_an_answer_that_the_codebook_does_not_explain_stops_the_generator(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(FOLDER, tmp_path / "demo"))
    replaced(copy / CODEBOOK, '  {code = "5", label = "an allen"},\n', "")
    with pytest.raises(SurveyFileError, match=r"erklärt nicht alle Werte.*tage"):
        files(copy)


def test_small_counts_are_withheld_and_which_ones_is_not_told(
    invented: tuple[SurveyResult, ...],
) -> None:
    for one in invented:
        counts = [row for row in one.aggregates if row.stat is Statistic.COUNT]
        assert not [row for row in counts if row.value in range(1, SMALLEST_CELL)]
        for row in counts:
            if row.suppression is Suppression.PROTECTED:  # never one alone in its column
                same = [o for o in counts if o.question_id == row.question_id
                        and o.group_value == row.group_value and o.value is None]  # fmt: skip
                assert len(same) > 1 or row.question_id == "nutzen"


def test_only_finished_answers_are_counted(invented: tuple[SurveyResult, ...]) -> None:
    for one in invented:
        bases = {row.n_base for row in one.aggregates if row.question_id == "nutzen"}
        assert bases == {int(one.survey.n)}


def test_every_file_says_in_name_and_first_line_what_it_is(committed: dict[str, str]) -> None:
    for name, text in committed.items():
        assert Path(name).name.startswith("DEMO_")
        assert text.startswith(SYNTHETIC_LINE)


def test_no_file_names_a_real_town(shipped: Dataset, committed: dict[str, str]) -> None:
    names = {word for town in shipped.towns.values() for word in (town.name, town.short_name)}
    for name, text in committed.items():
        assert [town for town in names if town in text] == [], name


def test_surveys_are_invented_from_id_to_year(invented: tuple[SurveyResult, ...]) -> None:
    assert {one.survey.place for one in invented} == {"Musterau", "Beispielstadt", "Probenheim"}
    for one in invented:
        assert one.survey.id.startswith("DEMO-")
        assert one.survey.town == ""
        assert one.survey.field_start.startswith("2099")
        assert one.survey.n.endswith("99")
        assert {row.provenance for row in one.aggregates} == {Provenance.SYNTHETIC}


def test_demonstration_shows_every_case_the_charts_have(
    invented: tuple[SurveyResult, ...],
) -> None:
    rows = [row for one in invented for row in one.aggregates]
    assert {row.suppression for row in rows} == set(Suppression)
    assert {reliability(row.n_base) for row in rows} == set(Reliability)
    assert any(row.ci_low is not None for row in rows)
    assert {option.kind for one in invented for q in one.questions for option in q.options} >= {
        OptionKind.NEUTRAL,
        OptionKind.DONT_KNOW,
        OptionKind.NO_ANSWER,
    }


def test_shares_of_a_single_choice_sum_to_a_hundred(invented: tuple[SurveyResult, ...]) -> None:
    for one in invented:
        shares = [
            row.value
            for row in one.aggregates
            if row.question_id == "tage" and row.stat is Statistic.SHARE and not row.group_dim
        ]
        assert sum(value for value in shares if value is not None) == pytest.approx(100, abs=0.3)


def test_changed_file_is_refused(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(FOLDER, tmp_path / "demo"))
    path = copy / "DEMO-MUS-2099" / "DEMO_aggregates.csv"
    path.write_text(path.read_text("utf-8").replace(SYNTHETIC_LINE + "\n", ""), "utf-8")
    with pytest.raises(ValueError, match="DEMO_aggregates"):
        load(copy)


def test_real_provenance_is_refused_here(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(FOLDER, tmp_path / "demo"))
    path = copy / "DEMO-MUS-2099" / "DEMO_aggregates.csv"
    path.write_text(path.read_text("utf-8").replace("synthetic", "delivered", 1), "utf-8")
    with pytest.raises(ValueError, match="delivered"):
        load(copy)


def test_invented_and_real_never_share_a_card(invented: tuple[SurveyResult, ...]) -> None:
    with pytest.raises(ProvenanceMixError):
        joined([*invented, result(*SHARES)])
    with pytest.raises(ProvenanceMixError):
        town_cards([*invented, result(*SHARES)], SETTING)


def test_every_figure_and_export_of_the_demonstration_is_marked(
    invented: tuple[SurveyResult, ...],
) -> None:
    each = [survey_cards(one, SETTING) for one in invented]
    cards = [draw() for found in (*each, town_cards(invented, SETTING)) for draw in found.values()]
    assert len(cards) == 3 * 5 + 2
    for card in cards:
        assert is_marked(checked(card.chart)), card.id
        assert card.id.startswith("DEMO-")
        assert "rfundene" in card.finding
        for variant in Form:
            first = csv_bytes(card.table, variant).decode("utf-8-sig").splitlines()[0]
            assert first.strip('"') == SYNTHETIC_LINE.strip()
        column = [one.id for one in card.table.columns].index("provenance")
        assert {row[column] for row in card.table.rows} == {"synthetisch"}


def test_watermark_is_in_the_demo_route_and_its_banner_cannot_be_closed(
    shipped: Dataset,
) -> None:
    page = demo.page(FOLDER)
    view = page.view(shipped, Address(path="/demo"))
    assert view.noindex
    banner = to_html(view.content[0])
    assert "SYNTHETISCHE DEMODATEN" in banner
    assert "<button" not in banner
    assert "<details" not in banner


def test_demonstration_exists_only_where_it_was_asked_for(draft: FlaskClient) -> None:
    asked = create_app(settings_from({"DASHBOARD_DEMO": "1"})).server.test_client()
    download = "/figur/demo/DEMO-MUS-2099-tage.csv"
    assert [draft.get(path).status_code for path in ("/demo", download)] == [404, 404]
    answer = asked.get("/demo")
    assert answer.status_code == 200
    assert 'name="robots" content="noindex' in answer.get_data(as_text=True)
    assert asked.get(download).get_data(as_text=True).startswith(SYNTHETIC_LINE)
    assert "Vorführung" in asked.get("/").get_data(as_text=True)
    assert "Vorführung" not in draft.get("/").get_data(as_text=True)


def test_no_real_page_figure_or_export_holds_anything_invented(
    shipped: Dataset, views: Mapping[str, View], figures: Mapping[str, Sequence[FigureCard]]
) -> None:
    invented = re.compile(r"DEMO-|SYNTHETISCH|synthetisch|Musterau|Beispielstadt|Probenheim")
    for path, view in views.items():
        assert not invented.search(to_html(view.content)), path
    for card in chain.from_iterable(figures.values()):
        assert not invented.search(csv_bytes(card.table, Form.OFFICE).decode("utf-8-sig"))
        if isinstance(card.chart, dict):
            assert not invented.search(str(card.chart)), card.id
    for table in data_tables(shipped):
        text = csv_bytes(table.table, Form.MACHINE).decode()
        assert not re.search(r"DEMO-|SYNTHETISCHE|Musterau", text), table.id


def test_thresholds_leave_room_for_brackets() -> None:
    assert reliability(FIRM_BASE - 1) is Reliability.BRACKETED
