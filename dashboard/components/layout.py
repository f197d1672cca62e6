"""What pages are made of: sections with a heading, their contents, terms with values."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.markup import beyond_dash

Details = beyond_dash("Details")


def section(
    id_: str, title: str, children: Iterable[Component | None], *, intro: str = ""
) -> Component:
    """Return a section that can be jumped to; its heading is what readers list, no landmark."""
    words = [html.P(intro, className="section__intro")] if intro else []
    return html.Section(
        [html.H2(title, id=f"{id_}-titel"), *words, *children],
        id=id_,
        className="section",
    )


def pause(sign: str = ",") -> Component:
    """Return a sign that is heard, not seen: between words that only their places keep apart."""
    return _heard(f"{sign}\u00a0")


def _heard(words: str) -> Component:
    """Return words that are heard, not seen."""
    return html.Span(words, className="visually-hidden")


def arrow(sign: str, css_class: str | None = None) -> Component:
    """Return a sign that is seen, not heard: readers would name it."""
    return html.Span(sign, className=css_class, **{"aria-hidden": "true"})


def read_as(sign: str, words: str) -> Component:
    """Return a sign that is seen, with what is heard in its place."""
    return html.Span([arrow(sign), _heard(words)])


def with_pauses(parts: Sequence[Component]) -> list[Component]:
    """Return parts that stand side by side, a pause between each and the next."""
    return [part for one in parts for part in (pause(), one)][1:]


def contents(anchors: Iterable[tuple[str, str]], *, sticky: bool = False) -> Component:
    """Return links to the sections of a page, by id and title; `sticky` ones stay in sight."""
    return html.Nav(
        html.Ul([html.Li(html.A(title, href=f"#{id_}")) for id_, title in anchors]),
        className=f"toc{' toc--sticky' if sticky else ''} no-print",
        **{"aria-label": "Auf dieser Seite"},
    )


def disclosure(
    title: str, children: Iterable[Component | None], *, alone: bool, css_class: str = ""
) -> Component:
    """Return a part that unfolds; opening one that stands `alone` shuts the others that do."""
    given = {"name": "eines"} if alone else {}
    css_class = f"disclosure {css_class}".rstrip()
    return Details([html.Summary(title), *children], className=css_class, **given)


def ways(
    entries: Iterable[tuple[str, str]], current: str, label: str, in_place: Container[str] = ()
) -> Component:
    """Return links to the parts of a page of which one is shown, by address and title.

    Those to an address `in_place` are answered without loading the page.
    """
    items = [
        html.Li(
            html.A(
                title,
                href=href,
                **{
                    "data-view": "true" if href in in_place else None,
                    "aria-current": "true" if href == current else None,
                },
            )
        )
        for href, title in entries
    ]
    return html.Nav(html.Ul(items), className="ways no-print", **{"aria-label": label})


def fact_list(entries: Iterable[tuple[str, Any]]) -> Component:
    """Return terms, each with what there is to say about it."""
    return html.Dl(
        [html.Div([html.Dt(term), html.Dd(value)]) for term, value in entries],
        className="fact-list",
    )
