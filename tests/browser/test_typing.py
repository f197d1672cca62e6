"""Whatever is typed into a field stands there, letter by letter, and is asked for in the end."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.lines import ANSWERS, Line, Views, shown, usual
from tests.browser.visit import KINDS, settle

# every field of the site into which something can be typed, and what may be typed there
WORDS = (
    "Miete", "Büro", "Dießen", "Leerstand", "Homeoffice", "Einwohnerinnen", "Größe 2023",
    "Bevölkerungsdichte", "Breitbandversorgung", "Sozialversicherungspflichtig 15",
)  # fmt: skip
MONTHS = ("2021-10", "10/2021", "2022-05", "2020-12")
NUMBERS = ("12.000", "43,5", "1.234,56", "9400")
FIELDS = {
    "/vergleich": {
        "vergleich-suche": WORDS,
        "eigene-eigene-name": WORDS,
        **{
            f"eigene-wert-{one}": NUMBERS
            for one in ("population", "population_density", "age_67_plus", "foreign_share")
        },
        **{
            f"eigene-wert-{one}": NUMBERS
            for one in ("commute_distance", "broadband_1000", "rent_net_cold", "vacancy_rate")
        },
    },
    "/zeitleiste": {"zeitleiste-q": WORDS, "zeitleiste-von": MONTHS, "zeitleiste-bis": MONTHS},
}
EVERY_FIELD = [(path, field) for path, fields in FIELDS.items() for field in fields]
# (of a search, and where no choice is answered in place, nothing is asked for before it is sent)
WRITABLE = """() => [...document.querySelectorAll('input, textarea')]
  .filter(one => !one.readOnly && one.closest('#ansicht') && !one.closest('[role=search]'))
  .filter(one => !['hidden', 'checkbox', 'radio'].includes(one.type))
  .map(one => one.id)"""
# notes, at each frame, what the field holds, where its caret stands and whether it has the focus
WATCH = """id => {
  const field = document.getElementById(id), seen = window.seenOfField = [];
  field.focus();
  field.select(); // as Tab does
  const look = () => {
    const now = [field.value, field.selectionStart, document.activeElement === field].join("|");
    if (seen[seen.length - 1] !== now) seen.push(now);
    if (window.seenOfField === seen) requestAnimationFrame(look);
  };
  look();
}"""
SEEN = "() => { const seen = window.seenOfField; window.seenOfField = null; return seen; }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """Someone types; times in milliseconds, `kilobits` a second of the line, None for loopback."""

    path: str
    field: str
    text: str
    a_key: int
    answer: int
    kilobits: float | None
    other: str  # something chosen just before, the answer of which comes while someone types

    def __str__(self) -> str:
        line = f"{self.kilobits} kbit" if self.kilobits else "loopback"
        return (
            f"{self.field} {self.text!r} {self.a_key} ms/key {line} {self.answer} ms {self.other}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """How it went: letters typed and kept, what else is wrong."""

    letters: int
    kept: int
    faults: list[str]


def tries(number: int, seed: int, *, slowest: int, longest: int) -> list[Typing]:
    """Return so many tries, every field in turn."""
    chance = random.Random(seed)
    made = []
    for turn in range(number):
        path, field = EVERY_FIELD[turn % len(EVERY_FIELD)]
        made.append(
            Typing(
                path=path,
                field=field,
                text=chance.choice(FIELDS[path][field]),
                a_key=chance.randint(40, slowest),
                answer=chance.choice((0, longest // 10, longest // 3, longest)),
                kilobits=chance.choice((None, None, 1600, 400)),
                other=chance.choice(("", "", "#vergleich-staedte-moelln"))
                if path == "/vergleich"
                else chance.choice(("", "", "#zeitleiste-staedte-moelln")),
            )
        )
    return made


def typed(page: Page, site: str, views: Views, one: Typing, oracle: str = "") -> Typed:
    """Type and tell how it went; `oracle` is a site that tells usual addresses."""
    line = Line(page, {ANSWERS: one.answer}, kilobits=one.kilobits)
    line.open(site + one.path)
    faults = []
    page.wait_for_selector(f"#{one.field}", state="attached")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    query = {}
    if one.other:
        line.wait(lambda: page.evaluate("!document.documentElement.dataset.loading"))
        page.locator(f"{one.other} + label").click()
        towns = page.evaluate(
            "name => [...document.querySelectorAll(`[name=${name}]:checked`)].map(e => e.value)",
            "staedte",
        )
        query["staedte"] = ",".join(towns)
    page.evaluate(WATCH, one.field)
    for letter in one.text:
        page.keyboard.type(letter)
        line.pass_time(one.a_key)
    line.pass_time(300 + min(one.answer, 1000))
    seen = page.evaluate(SEEN)
    value = page.input_value(f"#{one.field}")
    # a frame may be left out where the machine is busy
    expected = [f"{one.text[:n]}|{n}|true" for n in range(1, len(one.text) + 1)]
    if seen[1:] != [state for state in expected if state in seen]:
        faults.append(f"seen {seen}")
    kept = sum(1 for ours, theirs in zip(one.text, value, strict=False) if ours == theirs)
    page.keyboard.press("Tab")
    if one.field.startswith("eigene-"):
        line.pass_time(500)
        if page.input_value(f"#{one.field}") != one.text:
            faults.append("not there after leaving")
        page.locator(f"#{one.field}").press("Enter")
        names = {"eigene-name": "", f"{one.field.removeprefix('eigene-')}": one.text}
        query |= names
    else:
        query[one.field.split("-")[1]] = one.text
    address = usual(page, oracle or site, one.path, query)
    if not line.wait(lambda: page.url == site + address, 12 + one.answer / 1000):
        faults.append(f"at {page.url.removeprefix(site)}, not {address}")
    elif not line.wait(lambda: shown(page) == views.at(address), 8 + one.answer / 1000):
        faults.append(f"shows {shown(page)}, not {views.at(address)}")
    line.end()
    return Typed(letters=len(one.text), kept=kept, faults=faults)


@pytest.fixture(scope="module")
def views(browser: Browser, site: str) -> Iterator[Views]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    yield Views(page, site)
    page.close()


def faults_of(browser: Browser, site: str, views: Views, made: list[Typing]) -> list[str]:
    """Return every fault of every try."""
    faults = []
    for one in made:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        found = typed(page, site, views, one)
        faults += [f"{one}: {fault}" for fault in found.faults]
        if found.kept != found.letters:
            faults.append(f"{one}: {found.kept} of {found.letters} letters kept")
        context.close()
    return faults


def test_every_field_that_can_be_typed_in_is_tried(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.route("**/*.js", lambda route: route.abort())
    found = []
    for route in KINDS:
        page.goto(site + route, wait_until="domcontentloaded")
        found += [(route, field) for field in page.evaluate(WRITABLE)]
    page.close()
    assert sorted(found) == sorted(EVERY_FIELD)


# the first letter brings the scripts, and answers come between the next ones
SAMPLE = [
    Typing(
        path=path, field=field, text=text, a_key=a_key, answer=answer, kilobits=None, other=other
    )
    for path, field, text, a_key, answer, other in (
        ("/vergleich", "vergleich-suche", "Leerstand", 200, 300, ""),
        ("/zeitleiste", "zeitleiste-von", "2021-10", 150, 600, "#zeitleiste-staedte-moelln"),
    )
]


def test_what_is_typed_stands_letter_by_letter_and_is_asked_for(
    browser: Browser, site: str, views: Views
) -> None:
    assert faults_of(browser, site, views, SAMPLE) == []


@pytest.mark.parametrize(
    ("field", "chosen"),
    [
        # its field moves in the form
        pytest.param("eigene-wert-rent_net_cold", "stand", marks=pytest.mark.hurts),
        # and this one is no longer asked for
        ("eigene-wert-mobile_5g_area", "stand"),
    ],
)
def test_a_field_that_an_answer_moves_or_leaves_out_stays_under_the_hands(
    browser: Browser, site: str, field: str, chosen: str
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{site}/vergleich?ansicht=profil")
    settle(page)
    line = Line(page, {ANSWERS: 700})
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate("view => document.getElementById(`vergleich-ansicht-${view}`).click()", chosen)
    page.evaluate(WATCH, field)
    for letter in "12.345,67":
        page.keyboard.type(letter)
        line.pass_time(120)
    assert line.wait(lambda: page.url == f"{site}/vergleich")
    page.keyboard.type("8")
    line.pass_time(200)
    seen = page.evaluate(SEEN)
    assert seen[-1] == "12.345,678|10|true"
    assert all("12.345,678".startswith(state.split("|")[0]) for state in seen)
    assert all(state.endswith("|true") for state in seen)
    line.end()
    page.close()


def test_a_word_that_is_being_composed_is_not_broken_off(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{site}/vergleich")
    settle(page)
    line = Line(page, {ANSWERS: 400})
    composing = page.context.new_cdp_session(page)
    page.locator("#vergleich-staedte-moelln + label").click()
    page.locator("#vergleich-suche").focus()
    for text in ("B", "Bu", "Bu¨"):
        composing.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
        )
        line.pass_time(250)
    assert line.wait(lambda: "staedte=" in page.url)
    composing.send("Input.insertText", {"text": "Büro"})
    assert page.input_value("#vergleich-suche") == "Büro"
    assert line.wait(lambda: page.url.endswith("&suche=B%C3%BCro"))
    line.end()
    page.close()


@pytest.mark.hurts
@pytest.mark.parametrize("part", range(4))
def test_on_any_line_at_any_speed_no_letter_is_lost(
    browser: Browser, site: str, views: Views, part: int
) -> None:
    every = tries(72, 5, slowest=400, longest=3000)
    assert faults_of(browser, site, views, every[part::4]) == []
