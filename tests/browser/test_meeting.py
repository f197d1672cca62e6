"""A talk as it is given, a file as it is opened, paper as it is printed."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from dashboard.commands import export
from dashboard.web.app import create_app, surroundings_of
from dashboard.web.config import settings_from
from dashboard.web.offline import files_of
from tests.browser.visit import COLOURS, assert_accessible
from tests.made.hardest import hardest
from tests.made.shipped import shipped_data

DATA = shipped_data()
SLUGS = tuple(DATA.towns)
OTHERS = tuple(hardest())  # the hardest of all other small towns
SAMPLE = (*SLUGS[::2], *OTHERS[:2])
LOOKED_AT = (
    *SAMPLE,
    *(
        pytest.param(slug, marks=pytest.mark.hurts)
        for slug in (*SLUGS, *OTHERS)
        if slug not in SAMPLE
    ),
)
PRINTED = (
    SLUGS[0],
    OTHERS[0],
    *(pytest.param(slug, marks=pytest.mark.hurts) for slug in (*SLUGS[1:], *OTHERS[1:])),
)
SIZES = ((1280, 720), (1920, 1080))

# what reaches over the edge of a slide, or into its foot; what has no room inside its own box
OVERFLOW = """() => [...document.querySelectorAll(".slide")].flatMap(slide => {
  const edge = slide.getBoundingClientRect();
  const foot = slide.querySelector(".slide__foot").getBoundingClientRect();
  slide.querySelector(".slide__others").hidden = false;
  const parts = [...slide.querySelectorAll(".slide__body *, .slide__others *, .slide__head *")];
  const found = parts.filter(part => {
    if (part.closest("svg") || part.closest(".visually-hidden, .finding")) return false;
    const box = part.getBoundingClientRect();
    return box.width && (box.right > edge.right + 1 || box.bottom > foot.top + 1);
  }).map(part => `${slide.id} ${part.tagName}.${part.className}`);
  slide.querySelector(".slide__others").hidden = true;
  return foot.bottom > edge.bottom + 1 ? [...found, `${slide.id} foot`] : found;
})"""
# the smallest text of the slides in pixels as shown, that of the charts included
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".slide *")]
  .filter(part => [...part.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(part => !part.closest(".visually-hidden, .slide__link, sup, sub, script"))
  .filter(part => getComputedStyle(part).display !== "none")
  .map(part => {
    const size = parseFloat(getComputedStyle(part).fontSize);
    const svg = part.closest("svg.main-svg");
    return svg ? size * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : size;
  }))"""


# frames an address and returns what the frame tells, or null after ten seconds
TOLD = """address => new Promise(done => {
  addEventListener("message", event => done(event.data));
  setTimeout(done, 10000, null);
  const frame = document.createElement("iframe");
  frame.src = address;
  frame.width = 320;
  document.body.append(frame);
})"""


def settle(page: Page) -> None:
    """Wait until every chart is drawn."""
    for chart in page.locator(".chart").all():
        chart.and_(page.locator("[data-drawn]")).wait_for(state="attached", timeout=15_000)


@pytest.mark.sample(2)
@pytest.mark.parametrize("slug", LOOKED_AT)
def test_nothing_runs_over_its_slide_and_all_is_legible(page: Page, site: str, slug: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{site}/sitzung/{slug}")
    settle(page)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(OVERFLOW) == [], (width, height)
        bar = page.locator(".bar").bounding_box()
        assert bar is not None
        assert bar["width"] <= width, "the bar is wider than the stage"
        assert page.evaluate(SMALLEST) >= 24 * height / 1080 - 0.05, (width, height)


def test_a_whole_talk_is_given_from_the_keyboard_without_a_request(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{site}/stadt/moelln")
    page.get_by_role("link", name="Folien zeigen").click()
    page.wait_for_url("**/sitzung/moelln")
    settle(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    shown = page.locator(".slide[data-shown]")
    for number, key in enumerate(("PageDown", " ", "ArrowRight", "ArrowDown"), start=2):
        page.keyboard.press(key)
        assert shown.get_attribute("data-slide") == str(number)
        assert page.url.endswith(f"?folie={number}")
    page.keyboard.press("v")
    assert page.locator("#andere-5").is_visible()
    assert page.locator("#folie-5 .slide__body").is_hidden()
    page.keyboard.press("Escape")
    assert page.locator("#andere-5").is_hidden()
    page.keyboard.press("End")
    assert shown.get_attribute("data-slide") == "9"
    page.keyboard.press("PageUp")
    assert shown.get_attribute("data-slide") == "8"
    page.keyboard.press("d")
    assert page.locator(".talk").get_attribute("data-colours") == "dunkel"
    assert "farben=dunkel" in page.url
    page.keyboard.press("o")
    assert all(slide.is_visible() for slide in page.locator(".slide").all())
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert shown.get_attribute("data-slide") == "7"
    page.keyboard.press("Home")
    assert shown.get_attribute("data-slide") == "1"
    assert [url for url in asked if not url.startswith("data:")] == []
    page.keyboard.press("Escape")
    page.wait_for_url("**/stadt/moelln")
    assert errors == []


def test_a11y_09_letters_are_keys_on_a_slide_only(site: str, page: Page) -> None:
    page.goto(f"{site}/sitzung/moelln")
    page.wait_for_selector("html:not([data-loading])", state="attached")
    page.locator(".bar button").first.focus()
    page.keyboard.press("d")
    assert page.locator("[data-colours='dunkel']").count() == 0
    page.keyboard.press("ArrowRight")
    page.keyboard.press("d")
    assert page.locator("[data-colours='dunkel']").count() == 1


def test_a_clerk_orders_slides_and_takes_them_along(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}/sitzung")
    page.get_by_role("link", name="Dießen am Ammersee").first.click()
    page.wait_for_selector("html:not([data-loading])", state="attached")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for title in ("Wo Dießen steht", "Was die Menschen sagten"):
        move = page.get_by_role("button", name=f"„{title}“ nach oben")
        for _step in range(2):
            move.press("Enter")
            assert move.evaluate("button => button === document.activeElement")
    assert page.locator(".order-form [aria-live]").text_content() == (
        "Was die Menschen sagten: Platz 3"
    )
    for title in ("Dießen am Ammersee in Kürze", "Was ausprobiert wurde"):
        page.get_by_label(title, exact=True).uncheck()
    assert asked == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Datei herunterladen").click()
    page.get_by_role("button", name="Folien zeigen").click()
    page.wait_for_url("**/sitzung/diessen?**")
    order = ["3", "5", "4", "6", "7", "9", "8"]
    numbers = "slides => slides.map(slide => slide.dataset.number)"
    assert page.locator(".slide").evaluate_all(numbers) == order
    context.set_offline(True)
    download.value.save_as(tmp_path / "folien.html")
    asked.clear()
    page.goto((tmp_path / "folien.html").as_uri())
    settle(page)
    assert page.locator(".slide").evaluate_all(numbers) == order
    assert [one for one in asked if not one.startswith(("data:", "file:"))] == []
    context.close()


def test_a_text_is_copied_without_https_as_well(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{site}/sitzung/moelln/vorbereiten")
    page.wait_for_selector("html:not([data-loading])", state="attached")
    page.evaluate("document.execCommand = name => { window.did = name; return true; }")
    button = page.get_by_role("button", name="Text kopieren")
    button.click()
    page.get_by_role("button", name="Kopiert").wait_for()
    text = page.locator("#tagesordnung-text").input_value()
    assert page.evaluate("[window.did, getSelection().toString()]") == ["copy", text]
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="Text kopieren").click()
    page.get_by_role("button", name="Bitte die Auswahl kopieren").wait_for()
    page.close()


def test_an_address_that_cannot_be_copied_is_left_selected(browser: Browser, site: str) -> None:
    page = browser.new_page()
    refused = "{writeText: () => Promise.reject(new Error('refused'))}"
    page.add_init_script(
        f"Object.defineProperty(navigator, 'clipboard', {{value: {refused}}});"
        "document.execCommand = () => false;"
    )
    page.goto(f"{site}/vergleich")
    settle(page)
    page.locator("summary", has_text="Herunterladen, zitieren").click()
    page.get_by_role("button", name="Link kopieren").first.click()
    page.get_by_role("button", name="Bitte die Auswahl kopieren").wait_for()
    assert page.evaluate("getSelection().toString()").startswith(f"{site}/vergleich")
    page.close()


def test_a_finger_turns_the_slides(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{site}/sitzung/moelln")
    page.wait_for_selector("[data-talk]")
    swipe = """([from, to]) => {
      const at = x => [new Touch({identifier: 1, target: document.body, clientX: x, clientY: 300})];
      const send = (name, touches, changedTouches) => document.body.dispatchEvent(
        new TouchEvent(name, {touches, changedTouches, bubbles: true}));
      send("touchstart", at(from), at(from));
      send("touchend", [], at(to));
    }"""
    page.evaluate(swipe, [300, 100])
    assert page.locator("#folie-2").is_visible()
    page.evaluate(swipe, [100, 300])
    assert page.locator("#folie-1").is_visible()
    context.close()


def test_enlarged_to_400_percent_the_slide_keeps_the_screen(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(f"{site}/sitzung/moelln")
    settle(page)
    bar = page.locator(".bar")
    assert bar.evaluate("one => one.getBoundingClientRect().top / innerHeight") >= 0.6
    page.locator(".picker summary").click()
    held = "one => one.getBoundingClientRect().height <= one.offsetParent.scrollHeight"
    assert page.locator(".picker__form").evaluate(held)
    opened = "([one]) => one.getBoundingClientRect().top >= 0"
    page.evaluate("scrollTo(0, 0)")
    assert bar.evaluate("one => one.getBoundingClientRect().top / innerHeight") >= 0.6
    page.locator(".picker__form").scroll_into_view_if_needed()
    assert page.locator(".picker__form").evaluate_all(opened)
    page.get_by_role("button", name="Weiter").click()
    assert page.locator(".slide[data-shown]").get_attribute("data-slide") == "2"


@pytest.mark.parametrize("some", [3, pytest.param(None, marks=pytest.mark.hurts)])
def test_dark_slides_are_as_accessible_as_light_ones(
    page: Page, site: str, some: int | None
) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{site}/sitzung/diessen?farben=dunkel")
    settle(page)
    slides = range(page.locator(".slide").count())
    looked_at = slides if some is None else random.Random(17).sample(slides, some)
    for slide in slides:
        if slide in looked_at:
            assert_accessible(page, COLOURS)
        page.keyboard.press("PageDown")


def decoded(picture: bytes) -> str:
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return found[0].text if found else ""


@pytest.mark.parametrize(
    ("path", "slugs"),
    [
        ("/sitzung/{}", SLUGS[:2]),
        ("/stadt/{}/steckbrief", SLUGS[-1:]),
        *(
            pytest.param(path, SLUGS, marks=pytest.mark.hurts)
            for path in ("/sitzung/{}", "/stadt/{}/steckbrief", "/sitzung/{}?farben=dunkel")
        ),
    ],
)
def test_codes_lead_to_the_town(page: Page, site: str, path: str, slugs: tuple[str, ...]) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    for slug in slugs:
        page.goto(site + path.format(slug))
        code = page.locator(".qr-code").first
        assert decoded(code.screenshot()) == f"{site}/stadt/{slug}"


# ---------------------------------------------------------------------------------------- files


def test_files_run_from_a_stick_without_a_net(browser: Browser, tmp_path: Path) -> None:
    settings = replace(settings_from({}), base_url="https://kleinstadt.example.de")
    around = surroundings_of(create_app(settings))
    files = files_of(around.data.towns["wittenberge"], around, settings)
    folder = export.write(tmp_path / "wittenberge", files, force=False)
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for name, charts in (("stadt.html", 3), ("steckbrief.html", 1), ("sitzung.html", 3)):
        page.goto((folder / name).as_uri())
        assert page.locator(".chart").count() >= charts
        settle(page)
        if name == "stadt.html":
            for kind in ("svg", "png"):
                with page.expect_download() as taken:
                    page.locator(f"button[data-picture={kind}]").first.click()
                assert taken.value.suggested_filename.endswith(f".{kind}")
    page.get_by_text("Rechtliches").click()
    legal = page.locator(".bar__links").bounding_box()
    assert legal is not None
    assert legal["x"] >= 0, "the addresses of the legal line fit the screen"
    page.keyboard.press("Escape")
    page.keyboard.press("End")
    assert page.locator("#folie-9").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_url("**/stadt.html")
    assert [url for url in asked if not url.startswith(("data:", "blob:", folder.as_uri()))] == []
    assert said == []
    context.close()


# ---------------------------------------------------------------------------------------- paper


def printed(page: Page, name: str) -> PdfReader:
    folder = Path("test-output") / "paper"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.pdf"
    page.pdf(path=path, tagged=True, prefer_css_page_size=True, print_background=True)
    return PdfReader(path)


def plain(reader: PdfReader, number: int) -> str:
    return re.sub(r"\s+", " ", reader.pages[number].extract_text())


@pytest.mark.sample(1)
@pytest.mark.parametrize("slug", PRINTED)
def test_a11y_18_fact_sheet_is_two_tagged_pages_and_nothing_is_cut_off(
    page: Page, site: str, slug: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/stadt/{slug}/steckbrief")
    settle(page)
    page.emulate_media(media="print")
    hidden = """() => [...document.querySelectorAll(".sheet__body, .sheet")].map(
      e => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth]).flat()"""
    assert max(page.evaluate(hidden)) <= 0
    page.emulate_media(media="null")
    reader = printed(page, f"steckbrief-{slug}")
    assert len(reader.pages) == 2
    assert {tuple(map(round, one.mediabox[2:])) for one in reader.pages} == {(595, 842)}
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    for number in (0, 1):
        text = plain(reader, number)
        assert f"Fassung {DATA.version}" in text
        assert f"Seite {number + 1} von 2" in text
        assert "Quellen:" in text
    town = DATA.gemeinde(slug)
    assert town is not None
    assert town.name in plain(reader, 0)
    assert [image.name for one in reader.pages for image in one.images] == [], "not a vector"


@pytest.mark.sample(1)
@pytest.mark.parametrize("path", ["/stadt/moelln/steckbrief", "/sitzung/moelln", "/vergleich"])
def test_every_drawing_scales_to_the_paper(page: Page, site: str, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(site + path)
    settle(page)
    view_boxes = """() => [...document.querySelectorAll(".main-svg")].map(
      svg => svg.getAttribute("viewBox"))"""
    before = page.evaluate(view_boxes)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    printing = page.evaluate(view_boxes)
    assert printing
    assert [one for one in printing if not re.fullmatch(r"0 0 [1-9]\d* [1-9]\d*", one or "")] == []
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(view_boxes) == before


PAPER: dict[str, Callable[[int], bool]] = {
    "/vergleich?indikator=commute_distance": lambda pages: pages <= 5,
    "/erkenntnisse": lambda pages: pages <= 15,
    "/sitzung/moelln": lambda pages: pages == 9,
}


@pytest.mark.sample(2)
@pytest.mark.parametrize("path", PAPER)
def test_pages_print_with_number_date_and_nothing_cut_off(page: Page, site: str, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(site + path)
    page.wait_for_selector("html:not([data-loading])", state="attached", timeout=20_000)
    if path.startswith("/sitzung"):
        settle(page)
    name = path.strip("/").partition("?")[0].replace("/", "-")
    reader = printed(page, name)
    count = len(reader.pages)
    assert PAPER[path](count)
    for number in range(count):
        text = plain(reader, number)
        assert f"Fassung {DATA.version}" in text
        assert f"Seite {number + 1} von {count}" in text or f"{number + 1} / {count}" in text


# ---------------------------------------------------------------------------------------- frames


@pytest.mark.parametrize("sandbox", ["", "allow-scripts"])
def test_a_frame_in_a_strict_sandbox_shows_its_chart_or_its_numbers(
    page: Page, site: str, sandbox: str
) -> None:
    page.goto(f"{site}/impressum")
    for asked, picture in (("", True), ("?indikator=vacancy_rate", False)):
        framed = f"{site}/einbetten/figur/vergleich/vergleich-stand{asked}"
        page.set_content(f'<iframe sandbox="{sandbox}" src="{framed}" width="700" height="900">')
        frame = page.frame_locator("iframe")
        if sandbox:
            frame.locator(".main-svg").first.wait_for()
        elif picture:
            seen = "one => one.decode().then(() => one.naturalWidth)"
            assert frame.locator("img.picture").evaluate(seen) > 0
        else:
            assert frame.locator(".figure-card__table td").first.is_visible()


def test_frame_fits_320_pixels_and_tells_its_height(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    path = "/einbetten/figur/vergleich/vergleich-stand?indikator=commute_distance"
    page.goto(site + path)
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert_accessible(page)
    told = page.evaluate(TOLD, site + path)
    assert told["type"] == "kleinstadt-hoehe"
    assert told["figure"] == "vergleich-stand"
    assert told["height"] > 300


def test_code_to_embed_names_the_whole_address(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/vergleich?indikator=commute_distance")
    page.wait_for_selector("html:not([data-loading])", state="attached", timeout=20_000)
    page.locator("summary", has_text="Herunterladen, zitieren, einbetten").click()
    page.locator("summary", has_text="Zitieren, einbetten").first.click()
    code = page.locator("#vergleich-stand-einbetten")
    address = f"{site}/einbetten/figur/vergleich/vergleich-stand?indikator=commute_distance"
    assert f'src="{address}"' in code.input_value()
