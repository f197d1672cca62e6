"""Native controls with labels: fieldsets of radios and checkboxes, selects, text fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

Options = Mapping[str, str] | Mapping[str, Component]


def choice_options(options: Options) -> list[dict[str, Any]]:
    """Return what a control offers, as its `options`; `options` maps value to label."""
    return [{"value": key, "label": label} for key, label in options.items()]


def radio_choice(
    id_: str, legend: str, options: Options, value: str, *, segmented: bool = False
) -> Component:
    """Return a fieldset of radio buttons; `options` maps value to label."""
    radios = dbc.RadioItems(
        id=id_,
        options=choice_options(options),
        value=value,
        className="segmented" if segmented else "choices",
        name=_name(id_),
    )
    return html.Fieldset([html.Legend(legend), radios], className="control")


def check_choice(id_: str, legend: str, options: Options, value: Sequence[str]) -> Component:
    """Return a fieldset of checkboxes; `options` maps value to label."""
    boxes = dbc.Checklist(
        id=id_,
        options=choice_options(options),
        value=list(value),
        className="choices",
        name=_name(id_),
    )
    return html.Fieldset([html.Legend(legend), boxes], className="control")


def select_choice(id_: str, label: str, options: Options, value: str) -> Component:
    """Return a labelled native select; `options` maps value to label."""
    select = dbc.Select(
        id=id_,
        options=choice_options(options),
        value=value,
        name=_name(id_),
    )
    return html.Div([html.Label(label, htmlFor=id_), select], className="control")


def grouped_choice(
    id_: str, label: str, groups: Mapping[str, Mapping[str, str]], value: str
) -> Component:
    """Return a labelled native select whose options stand under headings."""
    options: list[dict[str, Any]] = []
    for number, (heading, members) in enumerate(groups.items()):
        options.append({"value": f"#{number}", "label": f"— {heading} —", "disabled": True})
        options += choice_options(members)
    select = dbc.Select(id=id_, options=options, value=value, name=_name(id_))
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
