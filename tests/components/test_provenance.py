"""Where a number comes from: source, level, licence, confidence, file line and breaks."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from dashboard.components.figure_card import source_line
from dashboard.components.markup import to_html
from dashboard.components.provenance import provenance, provenance_details
from dashboard.findings.own_town import OwnTown
from tests.made.shipped import shipped_data

DATA = shipped_data()


def test_each_value_is_named_with_its_line() -> None:
    series = DATA.series("moelln", "population")
    entries = provenance(DATA, series)
    lines = sorted(line for entry in entries for *_rest, line in entry.values)
    assert lines == sorted(one.line for one in series)


def test_data_1_the_way_back_is_complete() -> None:
    html = to_html(provenance_details(provenance(DATA, DATA.series("moelln", "population"))))
    for words in ("Quelle", "Ebene", "Lizenz", "Belastbarkeit", "Zensus 2022", "observations.csv"):
        assert words in html


def test_data_1_estimates_and_own_calculations_are_named() -> None:
    estimate = DATA.series("moelln", "mid_share_bike")
    derived = DATA.series("moelln", "rented_share")
    html = to_html(provenance_details(provenance(DATA, [*estimate, *derived])))
    assert "Modellschätzung" in html
    assert "Eigene Berechnung" in html


def test_a_break_stands_only_under_values_that_it_parts() -> None:
    one_date = [DATA.series(town, "tax_rate_property_b")[-1] for town in ("moelln", "wittenberge")]
    assert not any(entry.breaks for entry in provenance(DATA, one_date))
    apart = [one_date[0], DATA.series("diessen", "tax_rate_property_b")[-1]]
    labels = {cut.label for entry in provenance(DATA, apart) for cut in entry.breaks}
    assert labels == {"Grundsteuerreform"}


def test_the_file_is_named_once() -> None:
    html = to_html(provenance_details(provenance(DATA, DATA.series("moelln", "population"))))
    assert html.count("observations.csv") == 1


def test_what_a_visitor_entered_has_no_source() -> None:
    own = OwnTown(name="Probe", values=(("population", 9000.0),))
    entered = own.observation(DATA.indicators["population"])
    assert entered is not None
    assert provenance(DATA, [entered]) == ()


def test_data_1_a_source_line_links_work_and_licence() -> None:
    source = next(one for one in DATA.sources.values() if one.licence_url)
    html = to_html(source_line([source], DATA.stand))
    for part in (source.publisher, f'href="{source.url}"', f'href="{source.licence_url}"'):
        assert part in html
    assert source.licence in html
    assert "Stand der Daten" in html


@pytest.mark.parametrize(
    "path",
    [
        "/vergleich",
        "/stadt/moelln",
        "/zeitleiste?umfang=alles",
        "/befragungen?frage=homeoffice-laender",
    ],
)
def test_data_1_every_figure_has_its_source_line(draft: FlaskClient, path: str) -> None:
    text = draft.get(path).text
    figures = re.findall(r"<figure\b[^>]*\bdata-figure=.*?</figure>", text, re.DOTALL)
    assert figures
    for figure in figures:
        assert re.search(r'<p class="source">.*?Stand der Daten: ', figure, re.DOTALL), figure[:200]


def test_data_1_maps_say_that_their_data_were_changed() -> None:
    assert any(
        "BKG" in line and "(Daten verändert)" in line for line in DATA.geometry["attribution"]
    )
