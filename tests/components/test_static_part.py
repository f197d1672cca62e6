"""Finished HTML for all that Dash does not run: the same page, far fewer parts."""

from __future__ import annotations

from dash import dcc, html

from dashboard.components.markup import to_html
from dashboard.components.static_part import StaticPart, is_live, settled
from dashboard.config import ROOT
from dashboard.dataset import load
from dashboard.page import Address
from dashboard.pages import timeline
from tests.tree import nodes


def as_html(node: object) -> str:
    """Return what the browser draws of a settled tree."""
    if isinstance(node, list):
        return "".join(map(as_html, node))
    if isinstance(node, StaticPart):
        empty = to_html(getattr(html, node.tag.capitalize())(**node.attributes))
        start, end = empty.rsplit("</", 1)
        return f"{start}{node.html}</{end}"
    if not is_live(getattr(node, "children", None)):
        return to_html(node)
    opened = type(node)(**{**node.to_plotly_json()["props"], "children": "|"})  # type: ignore[attr-defined]
    return to_html(opened).replace("|", as_html(node.children))  # type: ignore[attr-defined]


def test_what_is_not_live_becomes_one_part_with_its_attributes() -> None:
    part = settled(html.P(["Eins ", html.B("zwei")], className="a", **{"data-b": "c"}))
    assert isinstance(part, StaticPart)
    assert part.tag == "p"
    assert part.attributes == {"className": "a", "data-b": "c"}
    assert part.html == "Eins <b>zwei</b>"


def test_what_is_live_stays_with_all_around_it() -> None:
    tree = html.Div([html.P("a < b"), html.Div([dcc.Location(id="l"), html.Hr()])], id="x")
    found = settled(tree)
    assert isinstance(found, html.Div)
    assert [type(one).__name__ for one in nodes(found)] == [
        "Div", "StaticPart", "Div", "Location", "Hr",
    ]  # fmt: skip
    assert as_html(found) == to_html(tree)
    assert [type(one).__name__ for one in nodes(tree)][1] == "P"


def test_a_page_looks_the_same_and_has_few_parts() -> None:
    data = load(ROOT / "data")
    content = timeline.view(data, Address(path="/zeitleiste")).content
    live = [one for one in content if is_live(one)]
    before = len(list(nodes(live)))
    after = len(list(nodes(settled(live))))
    assert before > 2000
    assert after < 100
