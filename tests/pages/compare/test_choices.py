"""The choices of the comparison: one line says what is chosen, views say what they cannot show."""

from __future__ import annotations

import re
from html import unescape

import pytest
from dash.development.base_component import Component

from dashboard.components.comparison.scene import Shown
from dashboard.components.markup import to_html
from dashboard.findings.comparison import dates, offered
from dashboard.pages.compare import page as compare
from dashboard.pages.compare.views import card_of_view, unfilled
from dashboard.pages.contract import Address, View
from dashboard.wording import links
from dashboard.wording.numbers import count_text
from tests.made.shipped import shipped_data

DATA = shipped_data()
STATE = compare.url_state(DATA)
INDICATORS = [one.id for one in offered(DATA)]
ONE_DATE = next(id_ for id_ in INDICATORS if len(dates(DATA, DATA.towns, id_)) == 1)
COMPARED = [Shown.COURSE, Shown.PROFILE, Shown.CROSSING]
TYPED = {"eigene-name": "Musterstadt"}


def view(**query: str) -> View:
    return compare.view(DATA, Address(path="/vergleich", query=query))


def page(**query: str) -> str:
    return to_html(view(**query).content)


def line(**query: str) -> str:
    found = re.search(r'class="folded__told">([^<]*)<', page(**query))
    assert found
    return unescape(found[1])


def offered_views(html: str) -> set[str]:
    return set(re.findall(r'id="vergleich-ansicht-(\w+)"', html))


@pytest.mark.parametrize("indicator", INDICATORS)
def test_views_that_show_nothing_are_named_before_they_are_chosen_and_no_other(
    indicator: str,
) -> None:
    for shown in COMPARED:
        query = {"indikator": indicator, "ansicht": shown.value}
        other = next(one for one in ("population", "broadband_1000") if one != indicator)
        scene = compare._scene(DATA, STATE, STATE.read({**query, "indikator2": other})[0])
        empty = unfilled(scene)
        chart = card_of_view(scene).chart
        assert (shown in empty) is isinstance(chart, Component), shown


def test_the_reason_stands_in_words_beside_the_views() -> None:
    html = page(indikator=ONE_DATE)
    assert "<b>Verlauf</b> – es gibt nur einen Stichtag" in html
    assert offered_views(html) & {*COMPARED} == {Shown.PROFILE, Shown.CROSSING}
    # in force it is kept: no radio would be ticked without it
    assert Shown.COURSE in offered_views(page(indikator=ONE_DATE, ansicht="verlauf"))
    assert "Hier nicht möglich" not in page(indikator="population")


def test_one_line_says_what_is_chosen() -> None:
    count = count_text(len(DATA.towns))
    name = DATA.indicators["population"].short_label
    assert line(indikator="population") == f"{name}, Ein Stichtag, {count} Städte"
    assert line(staedte="moelln", eigene="01051013").endswith("Mölln und Büsum")
    assert line(ansicht="tabelle", thema="wohnen").startswith(DATA.themes["wohnen"].label)
    assert line(staedte="").endswith("keine Stadt")


def test_the_own_town_is_one_click_from_the_head_and_from_elsewhere() -> None:
    html = page()
    head, _, rest = html.partition("</div>")
    assert f'href="#{links.OWN_TOWN}"' in head
    assert f'id="{links.OWN_TOWN}"' in rest
    assert links.own_town() == f"/vergleich#{links.OWN_TOWN}"
    assert f'id="{links.OWN_TOWN}"' not in "".join(re.findall(r"<details.*?</details>", rest))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"wert-population": "12.000"}, "population"),
        ({"wert-population": "12.000", "wert-broadband_1000": "40"}, "broadband_1000"),
        ({}, "broadband_1000"),
    ],
)
def test_what_a_visitor_filled_in_is_what_the_chart_shows(
    given: dict[str, str], shown: str
) -> None:
    assert DATA.indicators[shown].label in view(**TYPED, **given).title
    filled = {**TYPED, **given, "indikator": "population"}
    expected = shown if given.keys() == {"wert-broadband_1000"} else "population"
    assert DATA.indicators[expected].label in view(**filled).title


def test_a_wrong_number_is_answered_with_its_field_and_what_is_wrong() -> None:
    html = page(**TYPED, **{"wert-population": "zwölf"})
    assert "Im Feld „Bevölkerung“ steht „zwölf“. Das ist keine Zahl" in html
    assert "zum Beispiel 12.000" in html


def test_official_values_are_enough_to_say_which_town_is_near() -> None:
    html = page(eigene="01051013")
    assert "<h3>Büsum</h3>" in html
    assert "Am nächsten in den meisten Angaben" in html
    rows = html.partition("near-table")[2].partition("</table>")[0].count("<tr")
    assert rows > 5


def test_one_block_takes_all_figures_away() -> None:
    html = page()
    assert html.count("take-away") == 1
    for figure in ("vergleich-stand", "vergleich-verteilung"):
        assert re.search(rf'href="/figur/vergleich/{figure}\.xlsx', html)
    assert len(re.findall(r"Herunterladen, zitieren, einbetten</summary>", html)) == 1


def test_old_fragments_still_lead_somewhere() -> None:
    """What could be linked to before the page was folded: its headings and its distribution."""
    html = page()
    for fragment in (
        "verteilung", "meine-stadt", "nicht-verglichen", "vergleich-stand-titel",
        "vergleich-stand-grafik", "vergleich-ansicht", "vergleich-staedte", "vergleich-indikator",
        "eigene-q", "eigene-eigene-name", "eigene-wert-population", "ansicht",
    ):  # fmt: skip
        assert f'id="{fragment}"' in html, fragment


def test_a_long_table_is_named_on_paper_and_a_short_one_printed() -> None:
    long, short = page(ansicht="verlauf", indikator="population"), page()
    assert "figure-card__table--long" in long
    assert re.search(r"Die \d+ Zeilen stehen nicht auf Papier, sondern unter ", long)
    assert "figure-card__table--long" not in short.partition("vergleich-verteilung")[0]
