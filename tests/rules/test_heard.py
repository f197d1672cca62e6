"""What readers say of every kind of page, as far as the HTML decides it; `make listen` hears."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from dashboard import ROOT
from dashboard.components.markup import SIGN, VOID_TAGS, to_html
from tests.made.drawn import WHOLE, view_of
from tests.made.shipped import one_of_each

UNHEARD = {"script", "style", "svg", "template"}
BREAKING = {"strong", "em"}  # readers stop before and after them, in the middle of a sentence
NAMED_ALOUD = re.compile(r"[·→←↑↓▲▼●○◐]")


class Heard(HTMLParser):
    """Collects the texts that are read, each with the tags just before and after it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.tags: set[str] = set()
        self.texts: list[tuple[str, str, str]] = []
        self.last = self.text = ""
        self.feed(page)
        self.close()
        self._next("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._next(f"<{tag}")
        self.tags.add(tag)
        label = given.get("aria-label")
        if label:
            self.texts.append(("", label, ""))
        if tag not in VOID_TAGS:
            named = label and tag in {"a", "button"}  # of which the name is read, not the text
            hidden = given.get("aria-hidden") == "true" or "hidden" in given or tag in UNHEARD
            self.open.append((tag, bool(hidden or named)))

    def handle_endtag(self, tag: str) -> None:
        self._next(f"</{tag}")
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(hidden for _tag, hidden in self.open):
            self.text += data

    def _next(self, tag: str) -> None:
        if self.text.strip():
            self.texts.append((self.last, self.text, tag))
        self.last, self.text = tag, ""


def faults(page: str) -> Iterator[str]:
    heard = Heard(page)
    yield from (f"<{tag}>" for tag in sorted(heard.tags & BREAKING))
    for before, text, after in heard.texts:
        beside_link = before in {"</a", "</button"} or after in {"<a", "<button"}
        alone = re.fullmatch(SIGN, text) and beside_link
        alone = alone or (before == "</a" and re.match(r"[.!?)]+\s", text))
        empty_cell = text.strip() == "–" and (before, after) in {
            ("<td", "</td"),
            ("<span", "</span"),
        }
        if alone or empty_cell or NAMED_ALOUD.search(text):
            yield f"{before}>{text}{after}>"


@pytest.mark.parametrize("path", one_of_each())
def test_no_sign_is_named_and_no_sentence_is_broken(path: str) -> None:
    for query in ({}, WHOLE):
        assert list(faults(to_html(view_of(path, query).content))) == [], query


def test_signs_of_style_sheets_say_what_is_heard_in_their_place() -> None:
    signs = re.compile(r"content:\s*(?P<quote>[\"'])(?P<sign>[^\w\"']+)(?P=quote)\s*;")
    for sheet in (ROOT / "assets" / "css").rglob("*.css"):
        found = signs.search(sheet.read_text(encoding="utf-8"))
        assert found is None, f"{sheet.name}: {found and found[0]}"


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ('<p>Siehe <a href="/x">Daten</a><span aria-hidden="true">.</span></p>', 0),
        ('<p>Siehe <a href="/x">Daten</a>. Und mehr.</p>', 1),
        ('<p>Siehe <a href="/x">Daten</a>.</p>', 1),
        ('<p><a href="/x">A</a>, <a href="/x">B</a> (<a href="/x">C</a>)</p>', 3),
        ("<p>Es sind <strong>12 %</strong>.</p>", 1),
        ("<p>Sachsen · Dresden</p><i aria-hidden='true'>·</i>", 1),
        ("<table><tr><td>–</td></tr></table>", 1),
    ],
)
def test_such_faults_are_found(page: str, count: int) -> None:
    assert len(list(faults(page))) == count
