"""Markdown texts as Dash components."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html
from dash.development.base_component import Component

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

TAGS = {
    "paragraph": html.P,
    "bullet_list": html.Ul,
    "ordered_list": html.Ol,
    "list_item": html.Li,
    "strong": html.B,
    "em": html.I,
    "blockquote": html.Blockquote,
}
HEADINGS = {"h1": html.H1, "h2": html.H2, "h3": html.H3, "h4": html.H4}


def prose(markdown: str) -> list[Component | str]:
    """Return the components of a Markdown text (CommonMark without raw HTML)."""
    # few pages need them, and a start would wait for them
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    parser = MarkdownIt("commonmark", {"html": False})
    return _children(SyntaxTreeNode(parser.parse(markdown)))


def _children(node: SyntaxTreeNode) -> list[Component | str]:
    return [part for child in node.children for part in _parts(child)]


def _parts(node: SyntaxTreeNode) -> list[Component | str]:
    if node.type == "text":
        return [node.content]
    if node.type in ("softbreak", "inline") and not node.children:
        return [" "]
    if node.type == "hardbreak":
        return [html.Br()]
    if node.type == "code_inline":
        return [html.Code(node.content)]
    if node.type == "heading":
        return [HEADINGS[node.tag](_children(node))]
    if node.type == "link":
        return [html.A(_children(node), href=str(node.attrs["href"]))]
    if node.type in TAGS:
        if node.type == "paragraph" and node.hidden:
            return _children(node)
        return [TAGS[node.type](_children(node))]
    return _children(node)
