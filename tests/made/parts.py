"""What holds of every page that shows a part of what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask.testing import FlaskClient

from dashboard.wording.links import Key

MOST_ELEMENTS, MOST_LINKS, MOST_BYTES = 2500, 160, 200_000
NOT_CONTENT = re.compile(
    r"inhalt|charts|page-title|react-entry-point|_dash.*|suche-(menue|kopf)|(clip|topdefs|defs).*"
)


def is_short(visitor: FlaskClient, path: str) -> bool:
    """Whether the page of an address keeps the budgets; heights are measured in a browser."""
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    text = answer.text
    elements = len(re.findall(r"<[a-z]", text.partition("<body")[2]))
    few_links = len(re.findall(r"<a [^>]*href=", text)) <= MOST_LINKS
    return elements <= MOST_ELEMENTS and few_links and len(text.encode()) <= MOST_BYTES


def ids_of(html: str) -> set[str]:
    """The anchors of a page, without those of its frame."""
    body = html.partition("<main")[2].partition("</main>")[0]
    return {one for one in re.findall(r'\sid="([^"]+)"', body) if not NOT_CONTENT.fullmatch(one)}


def leads_to(visitor: FlaskClient, path: str, anchors: Iterable[str]) -> list[str]:
    """Which of the anchors the page does not lead to; each is asked for as the browser would.

    The names of sections stand with them.
    """
    shown = {path: ids_of(visitor.get(path).text)}
    lost = []
    for anchor in sorted(anchors):
        if anchor in shown[path] or anchor.removesuffix("-titel") in shown[path]:
            continue
        answer = visitor.get(path, query_string={Key.ANCHOR: anchor})
        where, _, named = answer.headers.get("Location", "").partition("#")
        if where not in shown:
            shown[where] = ids_of(visitor.get(where).text) if where else set()
        if named != anchor or anchor not in shown[where]:
            lost.append(anchor)
    return lost
