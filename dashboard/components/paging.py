"""Lists shown in pieces: which piece is shown, and the links to the ones before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from dash import html
from dash.development.base_component import Component

from dashboard.wording.numbers import number

Entry = TypeVar("Entry")


def piece(entries: Sequence[Entry], after: int, size: int) -> Sequence[Entry]:
    """Return the entries of the piece that begins after so many; the last where there are fewer."""
    start = _start(len(entries), after, size)
    return entries[start : start + size]


def pager(
    total: int,
    after: int,
    size: int,
    link: Callable[[int], str],
    what: str,
    *,
    whole: str = "",
) -> Component | None:
    """Return „1–10 von 57 Aktivitäten“ with links to the other pieces; nothing where one is all.

    `link` makes an address of the number of entries before a piece; `what` names the entries. On
    paper it says that there are others, and where: at `whole`, or on the page.
    """
    if total <= size:
        return None
    start = _start(total, after, size)
    end = min(start + size, total)
    steps = []
    if start:
        steps.append(
            _step("← Vorige", f"{number(min(size, start))} vorige {what}", link, start - size)
        )
    if end < total:
        steps.append(
            _step("Weitere →", f"{number(min(size, total - end))} weitere {what}", link, end)
        )
    where = ["unter ", html.Span(whole, **{"data-address": whole})] if whole else ["im Netz"]
    on_paper = ["Gedruckt sind nur diese; alle stehen ", *where, "."]
    return html.Nav(
        [
            html.P(f"{number(start + 1)}–{number(end)} von {number(total)} {what}"),
            *steps,
            html.P(on_paper, className="only-print"),
        ],
        className="paging",
        **{"aria-label": f"Weitere {what}"},
    )


def _start(total: int, after: int, size: int) -> int:
    """Return how many entries stand before the piece: whole pieces, and never all of them."""
    last = max(0, total - 1) // size * size
    return min(max(0, after) // size * size, last)


def _step(text: str, spoken: str, link: Callable[[int], str], after: int) -> Component:
    return html.A(
        text,
        href=link(max(0, after)),
        className="no-print",
        **{"data-view": "true", "aria-label": spoken},
    )
