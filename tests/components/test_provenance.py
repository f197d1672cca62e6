"""Where a number comes from: source, level, licence, confidence, file line and breaks."""

from __future__ import annotations

from dashboard.components.markup import to_html
from dashboard.components.provenance import provenance, provenance_details
from dashboard.config import ROOT
from dashboard.dataset import load
from dashboard.own_town import OwnTown

DATA = load(ROOT / "data")


def test_each_value_is_named_with_its_line() -> None:
    series = DATA.series("moelln", "population")
    entries = provenance(DATA, series)
    lines = sorted(line for entry in entries for *_rest, line in entry.values)
    assert lines == sorted(one.line for one in series)


def test_the_way_back_is_complete() -> None:
    html = to_html(provenance_details(provenance(DATA, DATA.series("moelln", "population"))))
    for words in ("Quelle", "Ebene", "Lizenz", "Belastbarkeit", "Zensus 2022", "observations.csv"):
        assert words in html


def test_estimates_and_own_calculations_are_named() -> None:
    estimate = DATA.series("moelln", "mid_share_bike")
    derived = DATA.series("moelln", "rented_share")
    html = to_html(provenance_details(provenance(DATA, [*estimate, *derived])))
    assert "Modellschätzung" in html
    assert "eigene Berechnung" in html


def test_what_a_visitor_entered_has_no_source() -> None:
    own = OwnTown(name="Probe", values=(("population", 9000.0),))
    entered = own.observation(DATA.indicators["population"])
    assert entered is not None
    assert provenance(DATA, [entered]) == ()
