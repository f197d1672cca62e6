"""Style sheets: a page is sent those in which a rule can match, whatever it may show later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest

from dashboard import ROOT
from dashboard.pages import PAGES
from dashboard.pages.choices import query_of
from dashboard.web.app import Site, create_app, surroundings_of
from dashboard.web.config import settings_from
from dashboard.web.stylesheets import LAYERS, StyleSheets, style_sheets
from dashboard.wording import links

SITE_SHEETS = style_sheets(ROOT / "assets", {}, str)
CHOICES = ("/vergleich", "/zeitleiste", "/erkenntnisse", "/demo", "/stadt/moelln")
WHOLE = f"{links.Key.SCOPE}={links.ALL_OF_IT}"  # another page, no choice
# what a visitor may write, besides what is offered
MORE = {
    "/vergleich": (
        "eigene-name=Neustadt&wert-population_density=200&ansicht=stand",
        "eigene=01051013,01051011&gruppe=land-01",
        "suche=wohn",
        "suche=zzz",
        "staedte=",
        "indikator=unbekannt",
    ),
    "/zeitleiste": ("q=zzz", "von=unbekannt", "q=eröffnung", "ansicht=netz", "umfang=alles"),
    "/stadt/moelln": ("thema=kreis&ab=18", "indikator=population", "thema=unbekannt"),
}


@pytest.fixture(scope="module")
def demonstration() -> Site:
    """The site as it ships with the demonstration, the page with every kind of survey chart."""
    return create_app(settings_from({"DASHBOARD_DEMO": "ja"}))


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., StyleSheets]:
    """Sheets written for a test, by name and text."""

    def write(**sheets: str) -> StyleSheets:
        (tmp_path / "vendor/kern").mkdir(parents=True)
        (tmp_path / "vendor/kern/kern.min.css").write_text("/*! EUPL */.kern-btn{color:red}")
        for name, text in sheets.items():
            path = tmp_path / "css" / f"{name.replace('__', '/')}.css"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return style_sheets(tmp_path, {"base": "a{color:green}"}, str)

    return write


def test_a_sheet_is_sent_where_all_classes_of_one_selector_occur(
    made: Callable[..., StyleSheets],
) -> None:
    sheets = made(
        base="p { margin: 0 }",
        components__card="/* a card */\n.card > .title,\n.lid {\n  color: red;\n}",
        pages__start="@media print {\n  :is(.hall, .door) .title { color: red }\n}",
    )
    assert sheets.named("<p>") == ("base",)
    assert sheets.named('<p class="title">') == ("base",)
    assert sheets.named('<p class="title card">') == ("base", "components/card")
    assert sheets.named('<p id="x" class="lid">') == ("base", "components/card")
    assert sheets.named('<i class="door"><b class="title">') == ("base", "pages/start")
    assert sheets.named('<p class="kern-btn">') == ("kern", "base")


def test_what_must_not_or_need_not_stand_there_is_no_reason_to_send_a_sheet(
    made: Callable[..., StyleSheets],
) -> None:
    sheets = made(components__a=".a:not(.b):hover { color: red }")
    assert sheets.named('<p class="a">') == ("components/a",)
    assert sheets.named('<p class="b">') == ()


def test_what_must_stand_within_is_needed_as_well(made: Callable[..., StyleSheets]) -> None:
    sheets = made(components__a="body:has(.a) .b,\n.c:has(:is(.d, .e)) { color: red }")
    assert sheets.named('<p class="b c">') == ()
    assert sheets.named('<p class="a b">') == ("components/a",)
    assert sheets.named('<p class="c e">') == ("components/a",)


def test_a_sheet_brings_those_it_imports_and_theirs(made: Callable[..., StyleSheets]) -> None:
    sheets = made(
        components__a='@import "b.css";\n.a { color: red }',
        components__b=".b { color: red }",
        pages__all='@import "../components/a.css";\n.all { color: red }',
    )
    assert sheets.named('<p class="all">') == ("components/a", "components/b", "pages/all")
    assert "@import" not in sheets.css('<p class="all">')


def test_layers_stand_in_their_order_and_css_made_from_data_after_its_sheet(
    made: Callable[..., StyleSheets],
) -> None:
    css = made(pages__x=".x { color: red }", base="p { margin: 0 }").css('<p class="x kern-btn">')
    assert css == (
        f"@layer {','.join(LAYERS)};\n"
        "@layer kern{/*! EUPL */.kern-btn{color:red}}\n"
        "@layer base{p { margin: 0 }a{color:green}}\n"
        "@layer pages{.x { color: red }}"
    )


def test_every_sheet_of_the_site_is_whole() -> None:
    for one in SITE_SHEETS.by_name.values():
        assert one.css.count("{") == one.css.count("}"), one.name
        assert set(one.imports) <= SITE_SHEETS.by_name.keys(), one.name


def test_every_sheet_is_sent_to_somebody(demonstration: Site) -> None:
    visitor, around = demonstration.server.test_client(), surroundings_of(demonstration)
    kinds = [module.addresses(around.data)[0] for module in PAGES]
    parts = [links.survey(id_) for id_ in around.data.surveys][:1]
    [figure, *_] = re.findall(r'data-figure="([^"]+)"', visitor.get("/vergleich").text)
    sent = {
        name
        for path in (
            *kinds,
            *CHOICES,
            *parts,
            f"/stadt/moelln?{WHOLE}",
            f"/einbetten/figur/vergleich/{figure}",
        )
        for name in SITE_SHEETS.named(visitor.get(path).text)
    }
    assert SITE_SHEETS.by_name.keys() - sent == {"frames/file"}, "a file is no address"


class Offered(HTMLParser):
    """What a page offers: the queries of its links to itself, and those of its controls alone."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.select = path, ""
        self.queries: dict[tuple[str, ...], list[str]] = {}  # keys of a query → such queries

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "select":
            self.select = found.get("name", "")
        name = self.select if tag == "option" else found.get("name", "")
        if tag in ("input", "option") and name:
            self._add(urlencode({name: found.get("value", "")}))
        if tag == "a" and found.get("href", "").startswith(f"{self.path}?"):
            self._add(found["href"].partition("?")[2].partition("#")[0])

    def _add(self, query: str) -> None:
        if query != WHOLE:
            self.queries.setdefault(tuple(query_of(query)), []).append(query)

    def some(self, number: int) -> Iterator[str]:
        """Yield so many of each kind from either end: what comes first and last differs most."""
        for alike in self.queries.values():
            yield from dict.fromkeys([*alike[:number], *alike[-number:]])


@pytest.mark.parametrize("number", [1, pytest.param(4, marks=pytest.mark.hurts)])
@pytest.mark.parametrize("path", CHOICES)
def test_an_answer_to_a_choice_needs_no_sheet_that_the_page_was_not_sent(
    path: str, number: int, demonstration: Site
) -> None:
    visitor = demonstration.server.test_client()
    first = visitor.get(path).text
    offered = Offered(path)
    offered.feed(first)
    queries = [*offered.some(number), *MORE.get(path, ())]
    assert len(queries) > 2
    sent = {query: SITE_SHEETS.named(visitor.get(f"{path}?{query}").text) for query in queries}
    assert set(sent.values()) == {SITE_SHEETS.named(first)}, "import the others in the page's sheet"


def blocks(css: str) -> set[str]:
    """Return the blocks of the classes with which a selector of the sheet begins."""
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    selectors = (one for group in re.findall(r"([^{}]+)\{", plain) for one in group.split(","))
    found = (
        re.match(r"\s*\.([a-zA-Z][a-zA-Z0-9-]*?)(?:__|--|(?![\w-]))", one) for one in selectors
    )
    return {match[1] for match in found if match}


def test_two_pages_do_not_draw_different_things_under_one_class() -> None:
    sheets = {path.stem: path.read_text("utf-8") for path in (ROOT / "assets/css").rglob("*.css")}
    pages = {path.stem for path in (ROOT / "assets/css/pages").glob("*.css")}
    shared = {block for name in sheets.keys() - pages for block in blocks(sheets[name])}
    owners: dict[str, set[str]] = {}
    for page in pages:
        for block in blocks(sheets[page]) - shared:
            owners.setdefault(block, set()).add(page)
    assert {block: found for block, found in owners.items() if len(found) > 1} == {}


def test_a_class_of_two_pages_would_be_noticed() -> None:
    assert blocks(".a__b > .c, .d--e:hover { } @media print { .f { } }") == {"a", "d", "f"}


@pytest.mark.parametrize("name", ["tokens", "base"])
def test_every_page_is_sent_what_all_are_made_of(name: str) -> None:
    """A class in a sheet of elements would keep it from the pages without that class."""
    assert name in SITE_SHEETS.named("<p>")
