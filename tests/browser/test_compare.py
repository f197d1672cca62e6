"""The comparison in a browser: few steps, shared links, linked marks, the visitor's own town."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visit import TOWNS, errors_on, in_towns, settle, without
from tests.serving import served

CHART = """() => {
  const graph = document.querySelector('figure[data-figure] .js-plotly-plot');
  return graph.data.map(trace => ({
    name: trace.name, x: Array.from(trace.x), y: Array.from(trace.y),
    colour: trace.marker.color, symbol: trace.marker.symbol,
  }));
}"""
MARKED = "[...document.querySelectorAll('.compare [data-marked]')].map(e => e.dataset.town)"


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """The page, which must say nothing of errors."""
    page.set_viewport_size({"width": 1440, "height": 1000})
    errors = errors_on(page)
    yield page
    assert errors == []


def show(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


def title_has(page: Page, words: str) -> None:
    page.locator(".figure-card__title", has_text=words).first.wait_for()


def traces(page: Page) -> Any:
    return page.evaluate(CHART)


def test_two_towns_over_time_take_four_steps_and_a_link_shares_them(
    page: Page, site: str, browser: Browser
) -> None:
    show(page, site)
    page.get_by_role("link", name="Vergleichen").click()  # 1
    settle(page)
    page.get_by_label("Verlauf", exact=True).check()  # 2
    title_has(page, "2018 bis")
    page.get_by_role("navigation", name="Nur eine Stadt").get_by_text("Mölln").click()  # 3
    title_has(page, "in Mölln, 2018")
    page.get_by_label("Wittenberge").check()  # 4
    title_has(page, "Breitband ab 1.000 Mbit/s in Mölln und Wittenberge, 2018 bis")
    sent = page.url
    assert sent == f"{site}/vergleich?staedte=moelln,wittenberge&ansicht=verlauf"
    mine = traces(page)
    other = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    show(other, sent)
    assert traces(other) == mine
    other.context.close()


def test_back_and_forward_step_through_views_and_reload_keeps_them(page: Page, site: str) -> None:
    show(page, f"{site}/vergleich")
    page.get_by_label("Profil", exact=True).check()
    title_has(page, "Lage in der Größenklasse")
    page.get_by_label("Tabelle", exact=True).check()
    title_has(page, "alle Kennzahlen")
    page.go_back()
    title_has(page, "Lage in der Größenklasse")
    assert page.get_by_label("Profil", exact=True).is_checked()
    page.go_forward()
    title_has(page, "alle Kennzahlen")
    page.reload()
    settle(page)
    title_has(page, "alle Kennzahlen")


def test_one_request_an_interaction_and_none_for_marking(page: Page, site: str) -> None:
    show(page, f"{site}/vergleich")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/_dash" in one.url else None)
    page.get_by_label("Tabelle", exact=True).check()
    title_has(page, "alle Kennzahlen")
    page.locator(".wide-table tr[data-town=diessen] td").first.hover()
    page.wait_for_timeout(100)
    assert len(asked) == 1


def test_pointing_at_a_choice_brings_its_answer_and_going_back_asks_nothing(
    page: Page, site: str
) -> None:
    show(page, f"{site}/vergleich")
    asked: list[str] = []
    page.on("requestfinished", lambda one: asked.append(one.url) if "/_dash" in one.url else None)
    with page.expect_response("**/_dash-update-component"):
        page.locator(".compare__towns label", has_text="Mölln").hover()
    page.wait_for_timeout(100)
    assert in_towns() in page.locator(".figure-card__title").first.inner_text()
    page.get_by_label("Mölln", exact=True).uncheck()
    title_has(page, in_towns(1))
    assert len(asked) == 1
    page.get_by_label("Tabelle", exact=True).check()
    title_has(page, "alle Kennzahlen")
    assert len(asked) == 2
    page.go_back()
    title_has(page, in_towns(1))
    assert page.get_by_label("Ein Stichtag", exact=True).is_checked()
    assert len(asked) == 2


def test_a_press_sends_its_question_before_dash_has_drawn_anything(page: Page, site: str) -> None:
    show(page, f"{site}/vergleich")
    page.mouse.move(2, 2)
    page.wait_for_function("() => window.dashboardLater.isRunning")
    box = page.get_by_label("Wittenberge", exact=True)
    sent = box.evaluate(
        """box => {
          const fetch = window.fetch;
          let sent = 0;
          window.fetch = (...all) => (sent += 1, fetch(...all));
          box.dispatchEvent(new PointerEvent("pointerdown", {bubbles: true}));
          window.fetch = fetch;
          return sent;
        }"""
    )
    assert sent == 1


def test_a_press_draws_the_chart_it_leads_to_out_of_sight_until_it_is_a_click(
    page: Page, site: str
) -> None:
    show(page, f"{site}/vergleich")
    with page.expect_response("**/_dash-update-component"):
        page.locator(".compare__towns label", has_text="Mölln").hover()
    page.wait_for_timeout(100)
    ahead, shown = page.locator(".chart--ahead path.point"), page.locator(".chart[id] path.point")
    page.mouse.down()
    expect(ahead).to_have_count(len(TOWNS) - 1)
    assert (shown.count(), ahead.first.is_visible()) == (len(TOWNS), False)
    page.mouse.move(2, 2)
    page.mouse.up()
    assert shown.count() == len(TOWNS)
    label = page.locator(".compare__towns label", has_text="Wittenberge")
    label.hover()
    page.wait_for_timeout(200)
    page.mouse.down()
    page.wait_for_timeout(100)
    drawn = page.locator(".chart--ahead .graph").element_handle()
    page.mouse.up()
    title_has(page, in_towns(1))
    assert drawn.evaluate("graph => !!graph.closest('.chart[id]')")
    expect(ahead).to_have_count(0)
    assert in_towns(1) in page.locator(".figure-card__title").first.inner_text()
    assert page.url.endswith(f"?staedte={without('wittenberge')}")
    place = shown.first.bounding_box() or {}
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(page.locator(".chart[id] path.point.is-dimmed")).to_have_count(len(TOWNS) - 2)


def test_the_chart_follows_a_choice_before_the_words_do(page: Page, site: str) -> None:
    show(page, f"{site}/vergleich")
    page.evaluate(
        """() => document.addEventListener("gezeichnet", event => {
          window.drawn = [event.target.data[0].x.length,
            document.querySelector(".figure-card__title").textContent];
        }, {once: true})"""
    )
    page.get_by_label("Mölln", exact=True).uncheck()
    title_has(page, in_towns(1))
    points, title = page.evaluate("window.drawn")
    assert (points, in_towns() in title) == (len(TOWNS) - 1, True)


def test_of_two_quick_choices_the_last_one_stands(page: Page, site: str) -> None:
    show(page, f"{site}/vergleich")
    for town, words in (("Mölln", in_towns(1)), ("Wittenberge", in_towns(2))):
        page.get_by_label(town, exact=True).uncheck()
        title_has(page, words)
    page.get_by_label("Mölln", exact=True).check()
    title_has(page, in_towns(1))
    page.get_by_label("Wittenberge", exact=True).check()
    title_has(page, in_towns())
    # both answers are known by now, so each click is answered at once
    page.evaluate(
        """() => ["moelln", "wittenberge"].forEach(
          town => document.getElementById(`vergleich-staedte-${town}`).click())"""
    )
    title_has(page, in_towns(2))
    page.wait_for_timeout(200)
    assert in_towns(2) in page.locator(".figure-card__title").first.inner_text()
    assert page.url.endswith(f"?staedte={without('moelln', 'wittenberge')}")
    assert len(traces(page)[0]["x"]) == len(TOWNS) - 2


def test_a11y_15_a_new_view_is_told_to_those_who_do_not_see_it(page: Page, site: str) -> None:
    show(page, f"{site}/vergleich")
    told = page.locator("#ansicht + [aria-live]")
    assert told.inner_text() == ""
    page.get_by_label("Mölln", exact=True).uncheck()
    title_has(page, in_towns(1))
    assert f"Breitband ab 1.000 Mbit/s {in_towns(1)}" in told.inner_text()


def test_two_quick_steps_back_end_where_the_address_says(page: Page, site: str) -> None:
    show(page, f"{site}/vergleich")
    for view, words in (("Profil", "Lage in der"), ("Tabelle", "alle Kennzahlen")):
        page.get_by_label(view, exact=True).check()
        title_has(page, words)
    page.evaluate("history.back(), history.back()")
    title_has(page, f"Mbit/s {in_towns()}")
    assert page.url == f"{site}/vergleich"
    assert page.get_by_label("Ein Stichtag", exact=True).is_checked()


def test_what_is_chosen_before_the_scripts_run_is_not_lost(page: Page, site: str) -> None:
    held = []
    page.route("**/choices.*.js", lambda route: held.append(route))
    page.goto(f"{site}/vergleich", wait_until="commit")
    page.get_by_label("Mölln", exact=True).uncheck()
    page.get_by_text("Name und Werte selbst eingeben").click()
    page.get_by_label("Name Ihrer Stadt").fill("Musterstadt")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    title_has(page, in_towns(1))
    assert page.get_by_label("Name Ihrer Stadt").input_value() == "Musterstadt"


def test_a_server_that_does_not_answer_is_said_and_can_be_asked_again(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    show(page, f"{site}/vergleich")
    context.set_offline(True)
    page.get_by_label("Tabelle", exact=True).click()
    page.locator("[aria-live]").get_by_text("Der Server antwortet nicht").wait_for()
    assert page.url == f"{site}/vergleich"
    assert page.get_by_label("Ein Stichtag", exact=True).is_checked()
    context.set_offline(False)
    page.get_by_label("Tabelle", exact=True).check()
    title_has(page, "alle Kennzahlen")
    assert page.get_by_text("Der Server antwortet nicht").count() == 0
    context.close()


def test_hover_and_focus_mark_a_town_everywhere(page: Page, site: str) -> None:
    show(page, f"{site}/vergleich")
    page.locator(".compare__towns span[data-town=diessen]").first.hover()
    marked = page.evaluate(MARKED)
    assert set(marked) == {"diessen"}
    dimmed = page.locator("figure[data-figure] .scatterlayer .is-dimmed")
    assert page.locator(".scatterlayer .point.is-dimmed").count() == len(TOWNS) - 1
    assert page.locator(".annotation.is-dimmed").count() == len(TOWNS) - 1
    assert dimmed.count() == len(TOWNS) - 1
    page.locator("h1").hover()
    assert page.evaluate(MARKED) == []
    assert dimmed.count() == 0
    page.get_by_label("Wittenberge").focus()
    assert set(page.evaluate(MARKED)) == {"wittenberge"}


def test_on_a_phone_the_chart_comes_first_and_stays_in_sight_while_choosing(
    page: Page, site: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    show(page, f"{site}/vergleich")
    chart, line = page.locator(".figure-card__chart").first, page.locator(".folded > summary")
    chosen = line.bounding_box()
    drawn = chart.bounding_box()
    assert chosen
    assert drawn
    assert chosen["height"] < 60
    assert drawn["y"] + drawn["height"] < chosen["y"] + 1  # above the fold, and above the line
    line.click()
    page.get_by_label("Tabelle", exact=True).check()
    title_has(page, "alle Kennzahlen")
    sheet, drawn = page.locator(".folded").bounding_box(), chart.bounding_box()
    assert sheet
    assert drawn
    assert 0 <= drawn["y"] < sheet["y"] - 150


def test_a_click_on_the_map_chooses_the_town(page: Page, site: str) -> None:
    show(page, f"{site}/vergleich?ansicht=karte&staedte=moelln")
    page.locator(".germany-map .pin[data-town=diessen]").click()
    title_has(page, "Mölln")
    page.locator(".pin[data-town=diessen][aria-current]").wait_for()
    assert page.url.endswith("?staedte=moelln,diessen&ansicht=karte&erste=diessen")


def test_an_own_town_lives_in_the_address_and_in_the_files(page: Page, site: str) -> None:
    show(page, f"{site}/vergleich?erste=moelln")
    page.get_by_text("Name und Werte selbst eingeben").click()
    page.get_by_label("Name Ihrer Stadt").fill("Musterstadt")
    page.get_by_label("Breitband ab 1.000 Mbit/s (").fill("43,5")
    page.get_by_label("Bevölkerung (Personen)").fill("9.400")
    page.get_by_role("button", name="Übernehmen").click()
    title_has(page, f"in Musterstadt (eigene Angabe) und {in_towns().removeprefix('in ')}")
    assert "eigene=Musterstadt~population~9400~broadband_1000~43,5" in page.url
    page.get_by_role("heading", name="Musterstadt (eigene Angabe)", exact=True).wait_for()
    with page.expect_download() as download:
        page.locator("summary", has_text="Herunterladen, zitieren").click()
        page.get_by_role("link", name="XLSX").first.click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    names = [row[0].value for row in book["Werte"].iter_rows(min_row=2)]
    assert "Musterstadt (eigene Angabe)" in names
    assert "eigene" in download.value.suggested_filename or "Musterstadt" in (
        download.value.suggested_filename
    )
    page.get_by_role("link", name="Musterstadt (eigene Angabe) entfernen").click()
    title_has(page, in_towns())


def test_a_town_is_added_by_name_and_its_values_changed_in_place(page: Page, site: str) -> None:
    show(page, f"{site}/vergleich?indikator=vacancy_rate")
    page.get_by_role("textbox", name="Ihre Gemeinde dazunehmen").fill("Büsum")
    page.get_by_role("option", name="Büsum").click()
    title_has(page, f"in Büsum und {in_towns().removeprefix('in ')}")
    assert page.url.endswith("eigene=01051013")
    page.get_by_text("Werte von Büsum ändern").click()
    page.get_by_label("Wohnungsleerstand (").first.fill("9,5")
    page.get_by_role("button", name="Übernehmen").first.click()
    page.locator(".figure-card__note", has_text="nicht geprüft").first.wait_for()
    assert page.url.endswith("eigene=01051013~vacancy_rate~9,5")
    page.get_by_label("Verglichen mit").select_option("land-01")
    page.locator(".finding", has_text="in Schleswig-Holstein").first.wait_for()
    assert "gruppe=land-01" in page.url


def test_a_link_to_the_dots_opens_them(page: Page, site: str) -> None:
    show(page, f"{site}/vergleich?indikator=vacancy_rate&eigene=01051013#verteilung")
    page.get_by_text("Punkten ist der Wert niedriger als Büsum").wait_for()


def test_typing_finds_indicators(page: Page, site: str) -> None:
    show(page, f"{site}/vergleich")
    page.get_by_label("Kennzahl suchen").fill("leerst")
    page.get_by_role("link", name="Wohnungsleerstand, Gemeinde, 2022").click()
    title_has(page, f"Wohnungsleerstand {in_towns()}")
    assert page.url.endswith("?indikator=vacancy_rate")


def test_who_only_reads_needs_nothing_of_dash(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    # a browser may scroll or move its pointer by itself when it opens; nobody does here
    page.add_init_script(
        "for (const sign of ['scroll', 'pointermove', 'focusin'])"
        " addEventListener(sign, event => event.stopImmediatePropagation(), true)"
    )
    page.goto(f"{site}/vergleich")
    page.wait_for_selector("html:not([data-loading])", state="attached")
    page.wait_for_load_state("networkidle")
    assert len([address for address in asked if address.startswith(site)]) == 4
    assert page.locator(".scatterlayer path.point").count() == len(TOWNS)
    page.close()


@pytest.mark.parametrize("first", ["mouse", "keyboard", "touch"])
def test_a_choice_that_comes_before_dash_is_not_lost(
    browser: Browser, site: str, first: str
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, has_touch=True)
    page = context.new_page()
    page.goto(f"{site}/vergleich")
    page.wait_for_selector("html:not([data-loading])", state="attached")
    page.evaluate("window.notLoadedAgain = true")
    label = page.locator("label", has_text="Dippoldiswalde").first
    if first == "keyboard":
        page.get_by_label("Dippoldiswalde").focus()
        page.keyboard.press("Space")
    elif first == "touch":
        label.tap()
    else:
        label.click()
    title_has(page, in_towns(1))
    assert page.evaluate("window.notLoadedAgain")
    assert "dippoldiswalde" not in page.url
    context.close()


def test_a_choice_whose_scripts_do_not_come_is_said_and_made_later(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    # from the start on: a browser may count its own scrolling as the first sign of use
    page.route("**/static/choices.*", lambda route: route.abort())
    page.goto(f"{site}/vergleich")
    page.wait_for_selector("html:not([data-loading])", state="attached")
    page.get_by_label("Tabelle", exact=True).click()
    page.locator("[aria-live]").get_by_text("Der Server antwortet nicht").first.wait_for()
    page.unroute("**/static/choices.*")
    page.mouse.move(300, 300)
    title_has(page, "alle Kennzahlen")
    assert page.get_by_text("Der Server antwortet nicht").count() == 0
    context.close()


def test_choices_work_with_the_scripts_of_dash_as_they_come(page: Page, tmp_path: Path) -> None:
    with served(tmp_path, {"DASHBOARD_STOCK_SCRIPTS": "ja"}) as stock:
        show(page, f"{stock.address}/vergleich")
        assert page.locator("script[src*='_dash-component-suites']").count() > 5
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url) if one.method == "POST" else None)
        page.get_by_label("Tabelle", exact=True).check()
        title_has(page, "alle Kennzahlen")
        assert len(asked) == 1


def test_the_page_works_without_scripts(bare_page: Page, site: str) -> None:
    bare_page.goto(f"{site}/vergleich")
    bare_page.get_by_label("Tabelle").check(force=True)
    bare_page.get_by_label("Dippoldiswalde").uncheck()
    bare_page.get_by_role("button", name="Anzeigen").click()
    assert in_towns(1) in bare_page.locator(".figure-card__title").first.inner_text()
    assert bare_page.locator(".wide-table tbody tr").count() == len(TOWNS) - 1


def test_a_workbook_has_values_sources_and_notes(page: Page, site: str) -> None:
    answer = page.request.get(f"{site}/figur/vergleich/vergleich-stand.xlsx?staedte=moelln,diessen")
    assert answer.status == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.body()))
    assert book.sheetnames == ["Werte", "Quellen", "Hinweise"]
    notes = {row[0].value: row[1].value for row in book["Hinweise"].iter_rows(min_row=2)}
    assert notes["Auswahl"] == "staedte = moelln,diessen"
    assert notes["Adresse dieser Ansicht"].endswith("/vergleich?staedte=moelln,diessen")
