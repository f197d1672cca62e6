"""The first use of a glossary word on a page leads to where it is explained."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.live_part import VIEW
from dashboard.facts.model import Term
from dashboard.wording import links

# a word in one of these is part of something else: a link, a name, a control, a title; told by
# name, for `markup` makes some elements anew that `dash.html` has
CLOSED = frozenset({
    "A", "Button", "Caption", "Code", "Details", "Dt", "Figcaption", "H1", "H2", "H3", "H4",
    "Label", "Nav", "Option", "Select", "Summary", "Table", "Textarea",
})  # fmt: skip


class TermLinks:
    """Links each word once; made anew for every page."""

    def __init__(self, glossary: Iterable[Term]) -> None:
        """Take the words that are linked, in all their forms."""
        self.glossary = tuple(glossary)
        forms = {
            form: one.id for one in self.glossary if one.linked for form in (one.word, *one.also)
        }
        self.left: Mapping[str, str] = forms
        longest_first = sorted(map(re.escape, forms), key=len, reverse=True)
        self.word = re.compile(rf"(?<![\w-])({'|'.join(longest_first)})(?![\w-])")

    def linked(self, node: Any) -> Any:
        """Return a tree with the links in it; the tree itself stays as it is."""
        if isinstance(node, str):
            return self._text(node)
        if isinstance(node, list | tuple):
            return [self.linked(one) for one in node]
        children = getattr(node, "children", None)
        if not isinstance(node, Component) or type(node).__name__ in CLOSED or children is None:
            return node
        if hasattr(node, "aria-hidden") or getattr(node, "className", None) == "visually-hidden":
            return node  # nobody reaches, or nobody sees, a link in it
        changed = copy.copy(node)
        # what choices change is also sent alone: it must be the same whatever stands around it
        words = TermLinks(self.glossary) if getattr(node, "id", None) == VIEW else self
        changed.children = words.linked(children)
        return changed

    def _text(self, text: str) -> Any:
        for match in self.word.finditer(text):
            id_ = self.left.get(match[1])
            if id_:
                self.left = {form: one for form, one in self.left.items() if one != id_}
                link = html.A(match[1], href=links.term(id_), className="term")
                return [text[: match.start()], link, self.linked(text[match.end() :])]
        return text


def with_terms(content: Any, glossary: Mapping[str, Term]) -> Any:
    """Return a page's content in which the first use of each linked word leads to the glossary."""
    return TermLinks(glossary.values()).linked(content)
