"""The one callback of a page with choices: controls and address bar in step, one round trip."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from dash import Dash, Input, Output, ctx, dcc, html
from dash.development.base_component import Component

from dashboard.state import UrlState, query_of

Chosen = TypeVar("Chosen")
Draw = Callable[[Chosen, tuple[str, ...]], Sequence[Component]]


def address_bar(page_id: str, path: str, search: str) -> Component:
    """Return the page's link to the address bar; it must stand in the live part."""
    return dcc.Location(id=_address(page_id), pathname=path, search=search, refresh=False)


def result(page_id: str, children: Sequence[Component]) -> Component:
    """Return the box that the callback fills anew after each choice."""
    return html.Div(list(children), id=_result(page_id), className="result")


def notices(sentences: Sequence[str]) -> Component:
    """Return what was replaced in a misspelt address; empty where nothing was."""
    return html.Div([html.P(one) for one in sentences], role="status", className="notices")


def connect_state(
    app: Dash,
    page_id: str,
    state: UrlState[Chosen],
    controls: Mapping[str, str],
    draw: Draw[Chosen],
) -> None:
    """Keep controls, address and result in step.

    Args:
        app: where the callback is registered.
        page_id: prefix of the ids.
        state: the page's codec.
        controls: attribute of the choices → id of the control whose `value` it is.
        draw: choices and notices in, the children of the result box out.
    """

    @app.callback(
        Output(_address(page_id), "search"),
        Output(_result(page_id), "children"),
        [Output(control, "value") for control in controls.values()],
        Input(_address(page_id), "search"),
        [Input(control, "value") for control in controls.values()],
    )
    def update(search: str, values: list[Any]) -> tuple[Any, ...]:
        query = query_of(search)
        if ctx.triggered_id != _address(page_id):
            query |= {
                state.fields[name].key: _typed(value)
                for name, value in zip(controls, values, strict=True)
            }
        choices, sentences = state.read(query)
        shown = [_shown(getattr(choices, name)) for name in controls]
        return state.search(choices), list(draw(choices, sentences)), shown


def _typed(value: Any) -> str:
    """Return what a control holds as it would stand in the address; whatever it is, it is text."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return "" if value is None else str(value)


def _shown(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _address(page_id: str) -> str:
    return f"{page_id}-adresse"


def _result(page_id: str) -> str:
    return f"{page_id}-ergebnis"
