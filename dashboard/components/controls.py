"""Native controls with labels: fieldsets of radios and checkboxes, selects, text fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

Options = Mapping[str, str]


def radio_choice(
    id_: str, legend: str, options: Options, value: str, *, segmented: bool = False
) -> Component:
    """Return a fieldset of radio buttons; `options` maps value to label."""
    radios = dbc.RadioItems(
        id=id_,
        options=[{"value": key, "label": label} for key, label in options.items()],
        value=value,
        className="segmented" if segmented else "choices",
        name=_name(id_),
    )
    return html.Fieldset([html.Legend(legend), radios], className="control")


def check_choice(id_: str, legend: str, options: Options, value: Sequence[str]) -> Component:
    """Return a fieldset of checkboxes; `options` maps value to label."""
    boxes = dbc.Checklist(
        id=id_,
        options=[{"value": key, "label": label} for key, label in options.items()],
        value=list(value),
        className="choices",
        name=_name(id_),
    )
    return html.Fieldset([html.Legend(legend), boxes], className="control")


def select_choice(id_: str, label: str, options: Options, value: str) -> Component:
    """Return a labelled native select; `options` maps value to label."""
    select = dbc.Select(
        id=id_,
        options=[{"value": key, "label": label} for key, label in options.items()],
        value=value,
        name=_name(id_),
    )
    return html.Div([html.Label(label, htmlFor=id_), select], className="control")


def text_choice(
    id_: str, label: str, value: str, *, suggestions: Sequence[str] = (), kind: str = "text"
) -> Component:
    """Return a labelled text field, with suggestions while typing where there are any."""
    known = f"{id_}-vorschlaege"
    field = dcc.Input(
        id=id_,
        type=kind,
        value=value,
        debounce=0.4,
        name=_name(id_),
        list=known if suggestions else None,
        className="form-control",
        autoComplete="off",
    )
    parts: list[Component] = [html.Label(label, htmlFor=id_), field]
    if suggestions:
        parts.append(html.Datalist([html.Option(value=one) for one in suggestions], id=known))
    return html.Div(parts, className="control")


def control_form(path: str, controls: Sequence[Component]) -> Component:
    """Return the controls as a form that also works, by a button, where scripts do not."""
    button = html.Button(
        html.Span("Anzeigen", className="kern-label"),
        type="submit",
        className="kern-btn kern-btn--primary needs-no-script",
    )
    return html.Form([*controls, button], action=path, method="get", className="controls no-print")


def _name(id_: str) -> str:
    """Return the key of a control in the address: its id is `<page>-<key>`."""
    return id_.split("-", 1)[1]
