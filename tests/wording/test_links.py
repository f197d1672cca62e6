"""Every path and query key of the site is spelt in `wording/links.py`, and leads somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from dashboard import ROOT
from dashboard.facts.dataset import Dataset
from dashboard.pages import PAGES
from dashboard.pages.choices import query_of
from dashboard.pages.surveys import demo
from dashboard.pages.texts import own_pages
from dashboard.web.site import Site
from dashboard.wording import links
from dashboard.wording.links import Key

MODULES = sorted((ROOT / "dashboard").rglob("*.py"))
THE_ONE = Path(links.__file__)
PATHS = [
    one
    for name, one in vars(links).items()
    if name.isupper() and isinstance(one, str) and one.startswith("/")
]
BEGINNINGS = {links.FRAMES, links.DASH, links.DASH_SCRIPTS}  # of paths, and none themselves
RULES = Map([Rule(one, endpoint=one) for one in PATHS if one not in BEGINNINGS])

PATH = re.compile(r"""(?:^|[\s"'(>=])/(?:[a-z_<]|\.well)""")
QUERY = re.compile(r"[?&][\w-]+=")
ENCODERS = {"quote", "quote_plus", "urlencode"}
QUERIES = {"query", "args"}  # what a mapping from keys to texts is called
FIELDS = {"one_of", "several", "free_text"}
PAGE_IDS = {page.PAGE.id for page in (*PAGES, demo)}
CONTROLS = {f"{page}-{key}" for page in PAGE_IDS for key in Key}
PLAIN = (Key.OWN_NAME, links.SLIDE_PLACE, links.WEIGHT)  # no words beside
BEGINNING_KEYS = {links.OWN_VALUE, links.SLIDE_PLACE, links.WEIGHT, links.PRESSED}


def spelt(code: str) -> list[tuple[int, str]]:
    """Return line and text of every path and query key that a module spells itself."""
    tree = ast.parse(code)
    texts = {
        id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)
    }  # docstrings do nothing
    found = [
        (one.lineno, text)
        for one in ast.walk(tree)
        if id(one) not in texts
        for text in (*_in_a_text(one), *_as_a_key(one))
    ]
    return sorted(set(found))


def _in_a_text(one: ast.AST) -> Iterator[str]:
    if isinstance(one, ast.ImportFrom) and one.module == "urllib.parse":
        yield from (name.name for name in one.names if name.name in ENCODERS)
    text = _text(one)
    if text and (PATH.search(text) or QUERY.search(text) or text.startswith(PLAIN)):
        yield text


def _as_a_key(one: ast.AST) -> Iterator[str]:
    """Yield the texts that stand where a key stands: in fields, ids, and mappings of queries."""
    if isinstance(one, ast.Call):
        named = {word.arg: word.value for word in one.keywords}
        function = _name(one.func)
        if function in FIELDS:
            yield from filter(None, map(_text, one.args[:1]))
        yield from filter(None, map(_text, _present(named.get("key"))))
        if function == "UrlState":
            calls = [part for part in ast.walk(one) if isinstance(part, ast.Call) and part.args]
            yield from filter(None, (_text(call.args[0]) for call in calls))
        if function in ("get", "pop", "getlist") and _is_a_query(one.func.value):  # type: ignore[attr-defined]
            yield from filter(None, map(_text, one.args[:1]))
        yield from (text for text in map(_text, one.args) if text in CONTROLS | BEGINNING_KEYS)
        yield from _keys(named.get("query"))
        if _name(one.func, whole=True).startswith("links."):
            pairs = [part for part in ast.walk(one) if isinstance(part, ast.Tuple) and part.elts]
            yield from filter(None, (_text(pair.elts[0]) for pair in pairs))
    elif isinstance(one, ast.Subscript) and _is_a_query(one.value):
        yield from filter(None, [_text(one.slice)])
    elif isinstance(one, ast.Compare) and any(map(_is_a_query, one.comparators)):
        yield from filter(None, [_text(one.left)])
    elif isinstance(one, ast.Assign | ast.AnnAssign):
        targets = one.targets if isinstance(one, ast.Assign) else [one.target]
        if any(map(_is_a_query, targets)):
            yield from _keys(one.value)
    elif isinstance(one, ast.Dict):
        keys = [*_keys(one)]
        yield from keys if set(keys) <= set(Key) else ()  # a mapping of keys and nothing else
        yield from (text for text in map(_text, one.values) if text in CONTROLS)


def _keys(one: ast.AST | None) -> Iterator[str]:
    if isinstance(one, ast.Dict):
        yield from filter(None, (_text(key) for key in one.keys if key))


def _present(one: ast.expr | None) -> list[ast.expr]:
    return [one] if one else []


def _text(one: ast.AST) -> str:
    return one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else ""


def _name(one: ast.AST, *, whole: bool = False) -> str:
    """Return the last word of a dotted name, or all of it."""
    if isinstance(one, ast.Attribute):
        return f"{_name(one.value, whole=True)}.{one.attr}" if whole else one.attr
    return one.id if isinstance(one, ast.Name) else ""


def _is_a_query(one: ast.AST) -> bool:
    return _name(one) in QUERIES


@pytest.mark.parametrize(
    "module",
    [one for one in MODULES if one != THE_ONE],
    ids=lambda one: str(one.relative_to(ROOT / "dashboard")),
)
def test_no_other_module_spells_a_path_or_a_query_key(module: Path) -> None:
    assert spelt(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        'href = f"/stadt/{slug}"',
        'href = "/stadt/" + slug',
        'href = f"{address}/steckbrief"',
        'server.add_url_rule("/bereit", view_func=ready)',
        'line = f"Sitemap: {origin}/sitemap.xml"',
        """pattern = r'href="/static/[^"]+"'""",
        'href = PATH + f"?aktivitaet={id_}"',
        'href = f"{PATH}?{rest}&neu={value}"',
        "from urllib.parse import quote, urlsplit",
        'field = several("staedte", "Die Stadt", towns)',
        'field = Field(key="neu", default="")',
        'state = UrlState(Choices, {"start": _month("neu", first)})',
        'form = query.pop("form", "")',
        'url = request.args.get("url")',
        'words = address.query["q"]',
        'has_words = "q" in address.query',
        'query = {"neu": value}',
        'card = view(data, Address(path=path, query={"neu": value}))',
        'kept = {**rest, "folien": text}',
        'href = links.to(links.COMPARISON, [*pairs, ("thema", theme)])',
        'CONTROLS = {"words": "zeitleiste-q"}',
        'box = radio_choice("vergleich-ansicht", "Ansicht", views, chosen)',
        'name = f"platz-{number}"',
        'NAME = "eigene-name"',
        'indicator = key.removeprefix("wert-")',
    ],
)
def test_a_path_or_key_that_is_spelt_again_is_found(code: str) -> None:
    assert spelt(code), code


@pytest.mark.parametrize(
    "code",
    [
        '"""What /stadt/moelln?erste=moelln shows."""',
        "href = links.town(slug)",
        "href = links.to(links.COMPARISON, ((Key.THEME, theme.id),))",
        'href = "#liste"',
        'picture = "data:image/svg+xml"',
        'unit = "Einwohner/km²"',
        'closed = "</script>"',
        'page = FigureCard(id="zeitleiste-partner")',
        'options = {"partner": who, "towns": where}',
        'kind = "partner"',
        'namespace = "http://www.w3.org/2000/svg"',
    ],
)
def test_what_is_no_path_and_no_key_is_left_alone(code: str) -> None:
    assert spelt(code) == []


# ------------------------------------------------------------------------------ the module itself


def test_every_route_of_the_site_stands_there_and_every_path_there_is_a_route(
    site: Site, shipped: Dataset
) -> None:
    routes = {one.rule for one in site.server.url_map.iter_rules()}
    own = {one for one in routes if not one.startswith((links.DASH, *links.DASH_UNUSED))}
    figures = {
        links.FIGURE_TABLE,
        links.FIGURE_WORKBOOK,
        links.FIGURE_RECORDS,
        links.FRAMED_FIGURE,
    }
    named = {*PATHS} | {links.figure_rules(one)[1] for one in figures}
    texts = set(map("/{}".format, shipped.text_pages))  # their addresses stand in the data
    assert own - named == {"/<path:path>", "/assets/<path:filename>"} | texts  # Dash's own
    assert named - routes == {*BEGINNINGS, links.DEMONSTRATION}
    assert all(any(route.startswith(one) for route in routes) for one in BEGINNINGS)


def test_every_module_named_there_exists() -> None:
    named = set(re.findall(r"(?:pages|web|downloads)/[\w/]+\.py", THE_ONE.read_text("utf-8")))
    assert len(named) > 10
    assert {one for one in named if not (ROOT / "dashboard" / one).exists()} == set()


def test_no_two_names_stand_for_one_path() -> None:
    assert len(set(PATHS)) == len(PATHS)


SEGMENT = st.text("abcdefghijklmnopqrstuvwxyzäöüß0123456789-_ %?#&", min_size=1).filter(
    lambda text: text.strip()
)


@given(SEGMENT, SEGMENT)
def test_what_a_link_is_made_of_is_what_flask_finds(slug: str, other: str) -> None:
    for address, rule, values in (
        (links.town(slug), links.TOWN, {"slug": slug}),
        (links.fact_sheet(slug), links.FACT_SHEET, {"slug": slug}),
        (links.meeting(slug), links.MEETING, {"slug": slug}),
        (links.table_file(slug, other), links.TABLE, {"name": slug}),
        (
            links.framed_figure(f"/{slug}/{other}", other, ()),
            links.FRAMED_FIGURE,
            {"page": f"{slug}/{other}", "figure": other},
        ),
    ):
        assert _found(address) == (rule, values)


def _found(address: str) -> tuple[str, dict[str, str]]:
    """Return the rule and values of an address, as a browser asks for it."""
    from urllib.parse import unquote, urlsplit

    rule, values = RULES.bind("").match(unquote(urlsplit(address).path))
    return rule, dict(values)


@pytest.mark.parametrize("page", ["/", "/vergleich", "/stadt/moelln"])
def test_a_figure_of_any_page_has_its_files_and_its_frame(page: str, site: Site) -> None:
    routes = site.server.url_map.bind("")
    for address, endpoint in (
        (links.figure_table(page, "karte", (), "excel"), "figure maschine"),
        (links.figure_workbook(page, "karte", ()), "figure xlsx"),
        (links.figure_records(page, "karte", ()), "figure json"),
        (links.framed_figure(page, "karte", ()), "framed"),
    ):
        found, values = routes.match(address.partition("?")[0])
        assert found == endpoint
        assert (values.get("page", ""), values["figure"]) == (page.removeprefix("/"), "karte")


# signs that no text holds become spaces: `test_contract`
SIGNS = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")


@given(st.dictionaries(st.sampled_from(list(Key)), st.text(SIGNS), min_size=1))
def test_a_query_comes_back_as_it_was_written(query: dict[str, str]) -> None:
    assert query_of(links.written(query.items())) == query
    files = links.figure_workbook(links.COMPARISON, "vergleich-stand", query.items())
    assert query_of(files.partition("?")[2]) == query


def test_links_in_texts_lead_to_pages(shipped: Dataset, site: Site) -> None:
    routes = site.server.url_map.bind("")
    found = {
        address.partition("#")[0]
        for text in shipped.texts.values()
        for address in re.findall(r"\]\((/[^)\s]*)\)", text)
    }
    assert found
    pages = {page.PAGE.id for page in (*PAGES, *own_pages(shipped))}
    for address in found:
        try:
            endpoint, _values = routes.match(address)
        except NotFound:
            endpoint = ""
        assert endpoint in pages, address
