"""The one callback of a page with choices: controls and address bar in step, one round trip."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from dash import Dash, Input, Output, ctx, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.components.static_part import settled
from dashboard.state import UrlState, query_of

Chosen = TypeVar("Chosen")
Option = Mapping[str, Any]  # value and label of one offer of a control
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
    options: Mapping[str, Callable[[Chosen], Sequence[Option]]] | None = None,
) -> None:
    """Keep controls, address and result in step.

    Args:
        app: where the callback is registered.
        page_id: prefix of the ids.
        state: the page's codec.
        controls: attribute of the choices → id of the control whose `value` it is.
        draw: choices and notices in, the children of the result box out.
        options: attribute → what its control offers after a choice, where labels change.
    """
    renewed = options or {}

    # only keyword arguments keep the lists; positional ones Dash flattens
    @app.callback(
        output=(
            Output(_address(page_id), "search"),
            Output(_result(page_id), "children"),
            [Output(control, "value") for control in controls.values()],
            [Output(controls[name], "options") for name in renewed],
        ),
        inputs=(
            Input(_address(page_id), "search"),
            [Input(control, "value") for control in controls.values()],
        ),
    )
    def update(search: str, values: list[Any]) -> tuple[Any, ...]:
        query = query_of(search)
        if ctx.triggered_id != _address(page_id):
            query |= {
                state.fields[name].key: _typed(value)
                for name, value in zip(controls, values, strict=True)
            }
        choices, sentences = state.read(query)
        # what was typed stays as typed: another entry in the history would block the way back
        came_by_address = ctx.triggered_id == _address(page_id)
        search = no_update if came_by_address else state.search(choices)
        shown = [_shown(getattr(choices, name)) for name in controls]
        offered = [list(offer(choices)) for offer in renewed.values()]
        return search, settled(list(draw(choices, sentences))), shown, offered


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
