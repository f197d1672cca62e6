"""Native controls with labels: fieldsets of radios and checkboxes, selects, text fields.

A control's id is `<page>-<key>`, and `key` is its name in the address: the form that is sent
without scripts and the one that `assets/js/choices/forms.js` reads are the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from dash import html
from dash.development.base_component import Component

from dashboard.components.markup import beyond_dash
from dashboard.wording import links

Options = Mapping[str, str] | Mapping[str, Component]
NO_TITLES: Mapping[str, str] = MappingProxyType({})

Input = beyond_dash("Input")


def radio_choice(
    id_: str, legend: str, options: Options, value: str, *, segmented: bool = False
) -> Component:
    """Return a fieldset of radio buttons; `options` maps value to label."""
    boxes = _boxes("radio", id_, options, (value,), "segmented" if segmented else "choices")
    return html.Fieldset([html.Legend(legend), boxes], className="control")


def check_choice(
    id_: str,
    legend: str,
    options: Options,
    value: Sequence[str],
    titles: Mapping[str, str] = NO_TITLES,
) -> Component:
    """Return a fieldset of checkboxes; `options` maps value to label, `titles` to what it means."""
    boxes = _boxes("checkbox", id_, options, value, "choices", titles)
    return html.Fieldset([html.Legend(legend), boxes], className="control")


def _boxes(
    kind: str,
    id_: str,
    options: Options,
    chosen: Sequence[str],
    css_class: str,
    titles: Mapping[str, str] = NO_TITLES,
) -> Component:
    rows = []
    for value, label in options.items():
        box = Input(
            type=kind,
            id=f"{id_}-{value}",
            name=key_of(id_),
            value=value,
            className="form-check-input",
            checked=value in chosen,
        )
        words = html.Label(label, htmlFor=f"{id_}-{value}", className="form-check-label")
        rows.append(html.Div([box, words], className="form-check", title=titles.get(value)))
    return html.Div(rows, id=id_, className=css_class)


def select_choice(id_: str, label: str, options: Options, value: str) -> Component:
    """Return a labelled native select; `options` maps value to label."""
    return _select(id_, label, _options(options, value))


def grouped_choice(
    id_: str, label: str, groups: Mapping[str, Mapping[str, str]], value: str
) -> Component:
    """Return a labelled native select whose options stand under headings."""
    parts = [html.Optgroup(_options(one, value), label=name) for name, one in groups.items()]
    return _select(id_, label, parts)


def _select(id_: str, label: str, options: Sequence[Component]) -> Component:
    select = html.Select(list(options), id=id_, name=key_of(id_), className="form-select")
    return html.Div([html.Label(label, htmlFor=id_), select], className="control")


def _options(options: Options, chosen: str) -> list[Component]:
    return [
        html.Option(label, value=value, selected=value == chosen)
        for value, label in options.items()
    ]


def text_choice(id_: str, label: str, value: str, *, kind: str = "text") -> Component:
    """Return a labelled text field; one of the kind `search` answers while a visitor types."""
    field = Input(
        id=id_,
        type=kind,
        value=value,
        name=key_of(id_),
        className="form-control",
        autoComplete="off",
    )
    return html.Div([html.Label(label, htmlFor=id_), field], className="control")


def hidden_fields(id_: str, values: Mapping[str, str]) -> list[Component]:
    """Return what a form keeps without showing it; `values` maps key to text."""
    return [
        Input(id=f"{id_}-{key}", type="hidden", name=key, value=text)
        for key, text in values.items()
    ]


def control_form(path: str, controls: Sequence[Component], *, button: str = "") -> Component:
    """Return the controls as a form that also works, by a button, where scripts do not.

    Where choices load the page anew, the `button` with this label stands there for everyone, and
    on paper the form says what was chosen.
    """
    send = html.Button(
        html.Span(button or "Anzeigen", className="kern-label"),
        type="submit",
        className=f"kern-btn kern-btn--primary{'' if button else ' needs-no-script'}",
    )
    return html.Form(
        [*controls, send],
        action=links.to(path),
        method="get",
        className="controls" if button else "controls no-print",
        autoComplete="off",  # what a browser remembers is not what the address says
    )


def control_id(page: str, key: str) -> str:
    """Return the id of a control of a page, from its name in the address."""
    return f"{page}-{key}"


def key_of(id_: str) -> str:
    """Return the name in the address of a control, from its id."""
    return id_.split("-", 1)[1]
