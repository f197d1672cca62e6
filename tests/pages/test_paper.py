"""What paper leaves out is for screens alone, or named with where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.components import take_away
from dashboard.components.activities.lanes import legend
from dashboard.components.paging import pager
from dashboard.facts.dataset import Dataset
from dashboard.pages.contract import View
from tests.made.drawn import drawn_whole
from tests.made.tree import nodes, prop, text

# folded, and of no use on paper: files, addresses and code to copy, and choices
FOR_SCREENS = {take_away.TITLE, "Zitieren, verlinken, einbetten", "Zitieren"}


def classes(node: Component) -> list[str]:
    return str(prop(node, "className") or "").split()


def left_out(view: View) -> Iterator[str]:
    """Yield what is folded and neither printed nor named beside it."""
    for parent in nodes(html.Div(list(view.content))):
        children = getattr(parent, "children", None)
        beside = children if isinstance(children, list | tuple) else [children]
        named = any("only-print" in classes(one) for one in beside if isinstance(one, Component))
        for one in beside:
            is_folded = type(one).__name__ == "Details"  # of Dash, or of our own
            if is_folded and "no-print" in classes(one) and not named:
                title = text(next(node for node in nodes(one) if isinstance(node, html.Summary)))
                if "folded" not in classes(one) and title not in FOR_SCREENS:
                    yield title


def test_what_is_folded_is_printed_or_named(views: Mapping[str, View]) -> None:
    pages = [*views.items(), *drawn_whole().items()]
    assert {(path, one) for path, view in pages for one in left_out(view)} == set()


def test_what_signs_mean_is_printed(shipped: Dataset) -> None:
    assert "no-print" not in classes(legend(shipped.categories.values(), shipped.activities, ()))


def test_a_list_in_pieces_says_on_paper_that_it_goes_on() -> None:
    drawn = pager(57, 10, 10, str, "Zeilen", whole="/alle")
    assert drawn is not None
    assert "no-print" not in classes(drawn)
    printed = text(next(node for node in nodes(drawn) if "only-print" in classes(node)))
    assert printed == "Gedruckt sind nur diese; alle stehen unter /alle."
