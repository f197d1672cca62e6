"""The one callback of the site: an address in, the part of its page that depends on choices out.

The server has drawn the page already, and it stays where it is. `assets/js/choices/` tells Dash
which address is wanted, and lays the answer over what stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard.components.live_part import VIEW
from dashboard.components.markup import Writing, to_html
from dashboard.pages.contract import Live, charts_in

REMEMBERED_ANSWERS = 512

FindLive = Callable[[str], Live | None]


class AddressedView(Component):
    """What Dash minds in the browser.

    `asked` is an address and a running number, `drawn` the server's answer to the address.
    """

    _namespace = "dashboard_parts"
    _type = "AddressedView"
    _children_props: tuple[str, ...] = ()
    _base_nodes: tuple[str, ...] = ()

    def __init__(self) -> None:
        """Give the component its one id; a page has one such part."""
        self._prop_names = ["id", "asked", "drawn"]
        self._valid_wildcard_attributes: list[str] = []
        super().__init__(id=VIEW)


def connect(
    app: Dash, find: FindLive, is_personal: Callable[[str], bool], writing: Writing
) -> None:
    """Register the callback.

    Args:
        app: where the callback is registered.
        find: path and query in, what choices change there out; None where they change nothing.
        is_personal: whether an address holds something of the visitor's own; nothing keeps that.
        writing: how trees become HTML, and below which path the browser asks.
    """
    remembered = lru_cache(maxsize=REMEMBERED_ANSWERS)(lambda asked: _drawn(find, asked, writing))

    @app.callback(Output(VIEW, "drawn"), Input(VIEW, "asked"))
    def draw(asked: tuple[str, int]) -> Mapping[str, Any]:
        address, _number = asked  # the guard lets nothing else through
        personal = is_personal(address)
        answer = _drawn(find, address, writing) if personal else remembered(address)
        if answer is None:
            raise PreventUpdate
        return answer


def _drawn(find: FindLive, asked: str, writing: Writing) -> Mapping[str, Any] | None:
    """Return an address, its usual form, and what the page shows there."""
    live = find(asked.removeprefix(writing.prefix))
    if live is None:
        return None
    return {
        "asked": asked,
        "address": writing.address(live.address),
        "title": live.title,
        "html": to_html(live.part.children, writing),
        "charts": charts_in(live.part),
    }
