"""Whatever a visitor does first, while scripts are still on their way, is done, and in order."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lines import ANSWERS, CHARTS, CHOICES, Line, Views, shown, usual
from tests.browser.visit import without

DEVICES = ("mouse", "touch", "keyboard")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One action: `target` is what is clicked, tapped or typed in, `query` what the address gets.

    Of a link it names the keys only; what they become stands in the link.
    """

    name: str
    target: str
    query: Mapping[str, str]
    text: str = ""  # typed, then `key`
    key: str = ""
    option: str = ""  # of a select
    is_link: bool = False


COMPARE = (
    Act(name="tick", target="#vergleich-staedte-moelln", query={"staedte": without("moelln")}),
    Act(name="radio", target="#vergleich-ansicht-profil", query={"ansicht": "profil"}),
    Act(name="table", target="#vergleich-ansicht-tabelle", query={"ansicht": "tabelle"}),
    Act(name="select", target="#vergleich-erste", option="diessen", query={"erste": "diessen"}),
    Act(name="Enter", target="#vergleich-suche", text="Miete", key="Enter",
        query={"suche": "Miete"}),
    Act(name="Tab", target="#vergleich-suche", text="Büro", key="Tab", query={"suche": "Büro"}),
    Act(name="link", target=".quick a >> text=Dießen", is_link=True, query={"staedte": ""}),
)  # fmt: skip
TIMELINE = (
    Act(name="tick", target="#zeitleiste-staedte-moelln", query={"staedte": "moelln"}),
    Act(name="tick two", target="#zeitleiste-staedte-diessen", query={"staedte": "diessen"}),
    Act(name="month", target="#zeitleiste-von", text="2021-10", key="Tab",
        query={"von": "2021-10"}),
    Act(name="German month", target="#zeitleiste-bis", text="10/2022", key="Tab",
        query={"bis": "2022-10"}),
    Act(name="Enter", target="#zeitleiste-q", text="Workshop", key="Enter",
        query={"q": "Workshop"}),
    Act(name="select", target="#zeitleiste-partner", option="TH Lübeck",
        query={"partner": "TH Lübeck"}),
    Act(name="kind", target="#zeitleiste-kategorie-coworking", query={"kategorie": "coworking"}),
    Act(name="link", target="#zeitraum-danach", is_link=True, query={"von": "", "bis": ""}),
)  # fmt: skip
PAGES = {"/vergleich": COMPARE, "/zeitleiste": TIMELINE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Someone opens a page and acts; all times in milliseconds."""

    path: str
    acts: tuple[Act, ...]
    device: str
    after: int  # first paint
    charts: int  # how late the script is that comes with the page
    choices: int  # and the one that comes at the first sign of use
    answer: int
    kilobits: float | None

    def __str__(self) -> str:
        names = ", ".join(act.name for act in self.acts)
        line = f"{self.kilobits} kbit" if self.kilobits else "loopback"
        late = f"charts {self.charts}, choices {self.choices}, answer {self.answer} ms"
        return f"{self.path} {names} by {self.device} after {self.after} ms, {line}, {late}"


def starts(number: int, seed: int, *, longest: int) -> list[Start]:
    """Return so many tries: pages, actions and devices in turn, times and lines by chance."""
    chance = random.Random(seed)
    made = []
    for turn in range(number):
        path = ("/vergleich", "/zeitleiste", "/vergleich", "/zeitleiste", "/vergleich")[turn % 5]
        acts = [chance.choice(PAGES[path])]
        others = [act for act in PAGES[path] if _is_apart(act, acts[0])]
        if others and turn % 3 == 2:
            acts.append(chance.choice(others))
            acts.sort(key=lambda act: act.is_link or act.key == "Enter")  # what may leave the page
        late = (0, longest // 6, longest // 2, longest)
        made.append(
            Start(
                path=path,
                acts=tuple(acts),
                device=DEVICES[turn // 5 % 3],
                after=chance.randint(0, longest),
                charts=chance.choice(late),
                choices=chance.choice((*late, 80, 160, 240)),  # while someone still types
                answer=chance.choice(late),
                kilobits=chance.choice((None, None, None, 1600, 400)),
            )
        )
    return made


def _is_apart(one: Act, other: Act) -> bool:
    return one.target != other.target and not one.query.keys() & other.query.keys()


def act_out(page: Page, act: Act, device: str) -> None:
    """Do it as people do, with a mouse, a finger or keys; nothing is waited for.

    Forced, because the box of a button in a row lies over its words.
    """
    target = page.locator(act.target).first
    words = target if act.is_link or act.text else page.locator(f"label[for={act.target[1:]}]")
    if act.option:
        target.select_option(act.option, no_wait_after=True)
    elif device == "keyboard":
        target.focus()
        if not act.text:
            page.keyboard.press("Enter" if act.is_link else "Space")
    elif device == "touch":
        words.first.tap(force=True, no_wait_after=True)
    else:
        words.first.click(force=True, no_wait_after=True)
    if act.text:
        expect(target).to_be_focused()  # a finger takes a moment
        page.keyboard.press("Control+a")
        page.keyboard.type(act.text, delay=15)
        assert target.input_value() == act.text
        page.keyboard.press(act.key)


def carried_out(page: Page, site: str, views: Views, one: Start, oracle: str = "") -> str:
    """Act and tell what is wrong afterwards, "" if nothing; `oracle` tells usual addresses."""
    late = {CHARTS: one.charts, CHOICES: one.choices, ANSWERS: one.answer}
    line = Line(page, late, kilobits=one.kilobits)
    line.open(site + one.path)
    line.pass_time(one.after)
    query: dict[str, str] = {}
    plain: dict[str, str] | None = None
    for act in one.acts:
        wanted = dict(act.query)
        if act.is_link:
            href = page.locator(act.target).first.get_attribute("href") or ""
            wanted = dict(parse_qsl(href.partition("?")[2], keep_blank_values=True))
            if not page.evaluate("document.documentElement.dataset.choices"):
                plain = wanted  # until a script of ours runs, a link leads where it says
        query |= wanted
        act_out(page, act, one.device)
        line.pass_time(60)
    ends = [query] if plain is None else [query, plain]
    addresses = [usual(page, oracle or site, one.path, end) for end in ends]
    rest = (one.charts + one.choices + one.answer) / 1000
    fault = ""
    if not line.wait(lambda: page.url.removeprefix(site) in addresses, 25 + rest):
        fault = f"at {page.url.removeprefix(site)}, not {addresses}"
    elif not line.wait(lambda: shown(page) == views.at(page.url.removeprefix(site)), 10 + rest):
        fault = f"shows {shown(page)} at {page.url.removeprefix(site)}"
    line.end()
    return fault


@pytest.fixture(scope="module")
def views(browser: Browser, site: str) -> Iterator[Views]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    yield Views(page, site)
    page.close()


def faults_of(browser: Browser, site: str, views: Views, made: list[Start]) -> list[str]:
    """Return every action that was not carried out."""
    faults = []
    for one in made:
        context = browser.new_context(
            viewport={"width": 1440, "height": 900}, has_touch=one.device == "touch"
        )
        fault = carried_out(context.new_page(), site, views, one)
        faults += [f"{one}: {fault}"] if fault else []
        context.close()
    return faults


def test_a_text_left_before_the_first_script_is_asked_for_where_tab_leads_back_to_it(
    browser: Browser, site: str, views: Views
) -> None:
    month, german_month = (
        next(act for act in TIMELINE if act.name == name) for name in ("month", "German month")
    )
    back = Start(path="/zeitleiste", acts=(german_month, month), device="keyboard", after=100,
                 charts=1500, choices=0, answer=0, kilobits=None)  # fmt: skip
    assert faults_of(browser, site, views, [back]) == []


def test_a_first_action_is_carried_out(browser: Browser, site: str, views: Views) -> None:
    made = [one for one in starts(90, 3, longest=900) if not one.kilobits]
    sent = [one for one in made if one.acts[-1].text and one.charts < one.after]
    meanwhile = [one for one in sent if one.choices <= 240]  # the scripts come while someone types
    assert faults_of(browser, site, views, [made[0], meanwhile[0]]) == []


@pytest.mark.hurts
@pytest.mark.parametrize("part", range(12))
def test_of_hundreds_of_first_actions_none_is_lost(
    browser: Browser, site: str, views: Views, part: int
) -> None:
    every = starts(300, 7, longest=3000)
    assert faults_of(browser, site, views, every[part::12]) == []


def test_going_back_before_the_scripts_are_there_shows_what_the_address_says(
    browser: Browser, site: str, views: Views
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    line = Line(page, {})
    line.open(f"{site}/vergleich")
    page.get_by_label("Profil", exact=True).check()
    assert line.wait(lambda: page.url == f"{site}/vergleich?ansicht=profil")
    for late in (CHARTS, CHOICES):
        line = Line(page, {late: 700})
        page.reload(wait_until="commit")
        line.pass_time(300)
        page.evaluate("history.back()")
        assert line.wait(lambda: shown(page) == views.at("/vergleich")), late
        assert page.url == f"{site}/vergleich"
        page.evaluate("history.forward()")
        assert line.wait(lambda: shown(page) == views.at("/vergleich?ansicht=profil")), late
        line.end()
    page.close()


def test_the_long_address_of_a_plain_form_gets_its_usual_form(browser: Browser, site: str) -> None:
    page = browser.new_page()
    line = Line(page, {CHARTS: 1500})
    line.open(f"{site}/vergleich")
    page.get_by_label("Mölln", exact=True).uncheck()
    page.get_by_label("Kennzahl suchen").fill("Miete")
    page.keyboard.press("Enter")
    assert line.wait(lambda: "staedte=&" in page.url)
    assert line.wait(
        lambda: page.url == f"{site}/vergleich?staedte={without('moelln')}&suche=Miete"
    )
    line.end()
    page.close()
