"""An answer that is late, wrong, not ours or missing: seen, said in sight, and tried again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.lines import ANSWERS, CHARTS, CHOICES, Line
from tests.browser.visit import in_towns, settle, unfold, without

SILENT = "Der Server antwortet nicht."
FOREIGN = "Statt der Antwort kam etwas anderes"
SCRIPTS = re.compile(r"/static/[^/]+\.js$")
OTHER_PAGE = {
    "asked": "/zeitleiste",
    "address": "/zeitleiste",
    "title": "Zeitleiste",
    "html": "<p>Zeitleiste</p>",
    "charts": {},
}
# what may come instead of an answer, and how the page calls it
WRONG: dict[str, tuple[Callable[[Route], None], str]] = {
    "500": (lambda route: route.fulfill(status=500, json={"fehler": "Fehler"}), SILENT),
    "502": (lambda route: route.fulfill(status=502, body="Bad gateway"), SILENT),
    "refused": (lambda route: route.abort("connectionrefused"), SILENT),
    "400": (lambda route: route.fulfill(status=400, json={"fehler": "Eingaben"}), FOREIGN),
    "login": (
        lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Login</h1>"),
        FOREIGN,
    ),
    "list": (lambda route: route.fulfill(json=[1, 2]), FOREIGN),
    "other shape": (lambda route: route.fulfill(json={"response": {"ansicht": {}}}), FOREIGN),
    "nothing": (lambda route: route.fulfill(status=204), FOREIGN),
    "other page": (
        lambda route: route.fulfill(
            json={"multi": True, "response": {"ansicht": {"drawn": OTHER_PAGE}}}
        ),
        FOREIGN,
    ),
}


BOTH_WIDTHS = pytest.mark.parametrize("page", [1440, 390], indirect=True)


@pytest.fixture
def page(request: pytest.FixtureRequest, page: Page) -> Page:
    """The page on a phone, or as wide as is asked for."""
    page.set_viewport_size({"width": getattr(request, "param", 390), "height": 844})
    return page


def choose(page: Page, view: str) -> None:
    unfold(page)
    page.locator(f"#vergleich-ansicht-{view}").check(force=True)


def whole_in_sight(page: Page) -> bool:
    """Return whether what is said lies in the window, wherever the visitor has scrolled to."""
    box = page.locator(".awaited").bounding_box()
    size = page.viewport_size
    assert box
    assert size
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    return box["x"] >= 0 and box["y"] >= 0 and right <= size["width"] and bottom <= size["height"]


def keep_picture(page: Page, name: str) -> None:
    width = (page.viewport_size or {})["width"]
    page.screenshot(path=Path("test-output") / "screenshots" / f"{name}-{width}.png")


@pytest.mark.sample(1)
@BOTH_WIDTHS
def test_a_wait_is_shown_in_sight_and_told_once(page: Page, site: str) -> None:
    page.goto(f"{site}/vergleich")
    settle(page)
    line = Line(page, {ANSWERS: 1500})
    sign = page.locator(".awaited[data-state=awaited]")
    page.evaluate(
        """() => { window.toldOfWaiting = []; new MutationObserver(() => window.toldOfWaiting.push(
          document.querySelector('.awaited p').textContent
        )).observe(document.querySelector('.awaited p'), {childList: true}); }"""
    )
    choose(page, "tabelle")
    page.evaluate("window.scrollTo(0, 900)")
    assert line.wait(sign.is_visible, 1.4)
    assert whole_in_sight(page)
    keep_picture(page, "awaited")
    choose(page, "profil")
    line.pass_time(300)
    assert sign.is_visible()
    assert line.wait(lambda: page.url.endswith("ansicht=profil"))
    assert line.wait(lambda: not sign.is_visible())
    assert page.evaluate("window.toldOfWaiting") == ["Wird geladen …", ""]
    line.end()


def test_the_sign_of_a_wait_needs_neither_motion_nor_colours(page: Page, site: str) -> None:
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    page.goto(f"{site}/vergleich")
    settle(page)
    line = Line(page, {ANSWERS: 1000})
    choose(page, "tabelle")
    sign = page.locator(".awaited[data-state=awaited]")
    assert line.wait(sign.is_visible)
    moves, border = sign.evaluate(
        """one => [getComputedStyle(one, '::after').animationName,
          getComputedStyle(one).borderTopWidth]"""
    )
    assert (moves, border) == ("none", "1px")
    expect(sign).to_have_text("Wird geladen …")
    line.end()


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("page", "wrong"),
    [
        (390, [*WRONG]),
        (1440, ["500", "login", "other page"]),
        pytest.param(1440, [*WRONG], marks=pytest.mark.hurts),
    ],
    indirect=["page"],
    ids=["390", "1440", "1440 whole"],
)
def test_what_is_wrong_is_said_in_sight_and_the_choice_can_be_made_again(
    page: Page, site: str, wrong: list[str]
) -> None:
    page.goto(f"{site}/vergleich")
    settle(page)
    said = page.locator(".awaited[data-state=fault]")
    chosen = "stand"
    for turn, name in enumerate(wrong):
        answer, sentence = WRONG[name]
        view = ("tabelle", "karte", "luecken", "verlauf", "profil", "zusammenhang")[turn % 6]
        page.route(ANSWERS, answer)
        choose_unseen(page, view)
        expect(said, name).to_contain_text(sentence)
        assert whole_in_sight(page), name
        expect(page.locator(f"#vergleich-ansicht-{chosen}"), name).to_be_checked()
        expect(page.locator("#ansicht"), name).not_to_have_attribute("aria-busy", "true")
        if name == "login":
            keep_picture(page, "fault")
        page.unroute(ANSWERS)
        if turn % 3 == 0:
            said.get_by_role("link").click()  # "Noch einmal versuchen" or "Seite neu laden"
        else:
            choose_unseen(page, view)
        page.wait_for_url(f"**/vergleich?ansicht={view}")
        expect(said, name).to_have_count(0)
        expect(page.locator(f"#vergleich-ansicht-{view}"), name).to_be_checked()
        settle(page)
        chosen = view


def choose_unseen(page: Page, view: str) -> None:
    """Choose by the keyboard, which brings no answer ahead."""
    page.evaluate("view => document.getElementById(`vergleich-ansicht-${view}`).click()", view)


def test_a_sentence_can_be_closed(page: Page, site: str) -> None:
    page.goto(f"{site}/vergleich")
    settle(page)
    page.route(ANSWERS, WRONG["500"][0])
    choose_unseen(page, "tabelle")
    page.locator(".awaited").get_by_role("button", name="Schließen").click()
    expect(page.locator(".awaited")).to_have_text("")


def test_an_answer_that_never_comes_is_called_missing_and_shown_if_it_comes_after_all(
    browser: Browser, site: str
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    sooner(page, CHARTS, "LIMIT = 20000", "LIMIT = 1200")
    page.goto(f"{site}/vergleich")
    settle(page)
    line = Line(page, {ANSWERS: 2500})
    choose_unseen(page, "tabelle")
    said = page.locator(".awaited[data-state=fault]")
    assert line.wait(said.is_visible, 10)
    expect(page.locator("#vergleich-ansicht-stand")).to_be_checked()
    assert line.wait(lambda: page.url.endswith("ansicht=tabelle"))
    assert line.wait(page.locator("#vergleich-ansicht-tabelle").is_checked)
    expect(said).to_have_count(0)
    line.end()
    page.close()


def sooner(page: Page, pattern: str, old: str, new: str) -> None:
    """Serve a script with something in it replaced."""

    def changed(route: Route) -> None:
        answer = route.fetch()
        text = answer.text()
        assert old in text
        route.fulfill(response=answer, body=text.replace(old, new))

    page.route(pattern, changed)


def test_text_that_was_sent_and_not_answered_is_not_lost(page: Page, site: str) -> None:
    page.goto(f"{site}/zeitleiste")
    settle(page)
    page.locator(".folded > summary").click()
    page.route(ANSWERS, WRONG["500"][0])
    page.fill("#zeitleiste-von", "2021-10")
    page.keyboard.press("Enter")
    expect(page.locator(".awaited")).to_contain_text(SILENT)
    expect(page.locator("#zeitleiste-von")).to_have_value("2021-10")
    page.unroute(ANSWERS)
    page.keyboard.press("Tab")
    page.wait_for_url("**/zeitleiste?von=2021-10")


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "body", ["window.(", "throw new Error('x');", "window.dashboardChoices.ofAnotherVersion();"]
)
def test_where_the_script_for_choices_does_not_run_the_browser_does_what_was_chosen(
    browser: Browser, site: str, body: str
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.route(CHOICES, lambda route: route.fulfill(content_type="text/javascript", body=body))
    page.goto(f"{site}/vergleich")
    unfold(page)
    page.locator("label[for=vergleich-staedte-moelln]").click()
    page.wait_for_url(f"**/vergleich?staedte={without('moelln')}")
    expect(page.locator(".figure-card__title").first).to_contain_text(in_towns(1))
    unfold(page)
    page.locator(".quick a", has_text="Wittenberge").click()
    page.wait_for_url(lambda url: "dippoldiswalde" not in url)
    settle(page)
    unfold(page)
    expect(page.locator("html[data-choices=ohne]")).to_be_attached()
    expect(page.get_by_role("button", name="Anzeigen")).to_be_visible()
    page.get_by_label("Kennzahl suchen").fill("Miete")
    page.keyboard.press("Enter")
    page.wait_for_url("**suche=Miete")
    page.close()


@pytest.mark.sample(1)
@pytest.mark.parametrize("path", ["/vergleich", "/sitzung/moelln", "/stadt/moelln/steckbrief"])
def test_scripts_that_cannot_be_read_leave_no_dead_control_and_are_told(
    browser: Browser, site: str, path: str
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.route(SCRIPTS, lambda route: route.fulfill(content_type="text/javascript", body="let = ;"))
    page.goto(site + path)
    expect(page.locator(".unscripted")).to_be_hidden()
    assert not any(one.is_visible() for one in page.locator(".needs-script").all())
    unfold(page)
    # what comes after a while comes now
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")
    expect(page.locator(".unscripted")).to_be_in_viewport()
    for button in page.locator(".controls .needs-no-script").all():
        expect(button).to_have_css("visibility", "visible")
    page.unroute(SCRIPTS)
    page.reload()
    settle(page)
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")
    expect(page.locator(".unscripted")).to_be_hidden()
    page.close()


def test_an_answer_that_cannot_be_laid_is_loaded_by_the_browser(
    browser: Browser, site: str
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    sooner(page, CHOICES, "window.Idiomorph.morph(", "window.missing.morph(")
    page.goto(f"{site}/vergleich")
    settle(page)
    with page.expect_navigation(url="**/vergleich?ansicht=tabelle", wait_until="load"):
        choose(page, "tabelle")
        page.wait_for_timeout(500)  # the address is there before
    expect(page.locator(".figure-card__title").first).to_contain_text("alle Kennzahlen")
    page.close()


def test_without_any_script_of_ours_the_button_comes_after_a_while(
    browser: Browser, site: str
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.route(CHARTS, lambda route: route.fulfill(content_type="text/javascript", body="window.("))
    page.goto(f"{site}/zeitleiste")
    page.locator(".folded > summary").click()
    button = page.get_by_role("button", name="Anzeigen", include_hidden=True)
    expect(button).to_be_hidden()
    button.evaluate("one => one.getAnimations().forEach(each => each.finish())")
    expect(button).to_be_visible()
    page.locator("label[for=zeitleiste-staedte-moelln]").click()
    button.click()
    page.wait_for_url("**/zeitleiste?*staedte=moelln*")
    page.close()


def test_where_back_is_not_answered_the_address_is_that_of_what_is_shown(
    page: Page, site: str
) -> None:
    page.goto(f"{site}/vergleich")
    settle(page)
    choose(page, "profil")
    page.wait_for_url(f"{site}/vergleich?ansicht=profil")
    page.route(ANSWERS, lambda route: route.abort("connectionrefused"))
    page.go_back()
    expect(page.locator(".awaited")).to_contain_text(SILENT)
    expect(page.locator("#vergleich-ansicht-profil")).to_be_checked()
    assert page.url == f"{site}/vergleich?ansicht=profil"
    page.unroute(ANSWERS)
    page.get_by_text("Noch einmal versuchen").click()
    page.wait_for_url(f"{site}/vergleich")


def test_who_resets_all_drops_a_choice_that_is_still_awaited_too(page: Page, site: str) -> None:
    page.goto(f"{site}/zeitleiste?staedte=moelln")
    settle(page)
    line = Line(page, {ANSWERS: 700})
    page.evaluate("""() => {
      const partner = document.querySelector('#ansicht .controls select[name=partner]');
      partner.selectedIndex = 1;
      partner.dispatchEvent(new Event('change', {bubbles: true}));
    }""")
    page.evaluate("document.querySelector('#ansicht a[data-view=alles]').click()")
    assert line.wait(lambda: page.url == f"{site}/zeitleiste")
    line.pass_time(1500)
    assert page.url == f"{site}/zeitleiste"
    line.end()
