"""The field in which a town is searched for: a plain form, with suggestions where scripts run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import Input, control_id, hidden_fields
from dashboard.components.live_part import ANNOUNCED
from dashboard.wording import links
from dashboard.wording.links import Key

CLASS = "town-search"
LABEL = "Eine Stadt suchen"
HINT = "Name, Postleitzahl des Rathauses oder Gemeindeschlüssel"
# which page's choices a found town is added to: the key that tells the search of them
ADDED = {links.COMPARISON: Key.ADD_TO, links.START: Key.SHOW_ON}
ANY_TOWN = "0" * 8  # stands in an address where the script puts the key of the chosen town


def town_search(
    page: str,
    *,
    label: str = LABEL,
    value: str = "",
    choices: Mapping[str, str] | None = None,
    added_to: str = links.COMPARISON,
    path: str = links.SEARCH,
    found_at: Callable[[str], str] = links.town,
    button: str = "Suchen",
) -> Component:
    """Return the form that leads to the search; `value` is what was searched for.

    Args:
        page: id of the page on which it stands.
        label: what stands above the field.
        value: what stands in the field.
        choices: those of a page to which the found town is added as an own one; without them, a
            found town leads to its page.
        added_to: which page that is, the comparison or the overview.
        path: of the page that shows what was found.
        found_at: where a town, by slug or key, leads without choices.
        button: what the button says.
    """
    id_ = control_id(page, Key.WORDS)
    kept: dict[str, str] = {}
    if choices is not None:
        kept[ADDED[added_to]] = links.written(choices.items()).removeprefix("?")
    field = Input(
        id=id_,
        type="text",
        name=Key.WORDS,
        value=value,
        className="form-control",
        autoComplete="off",
        autoCapitalize="words",
        spellCheck="false",
        enterKeyHint="search",
        maxLength="100",
        **{
            "aria-describedby": f"{id_}-hinweis",
            "data-goal": goal(ANY_TOWN, choices, added_to, found_at),
        },
    )
    send = html.Button(
        html.Span(button, className="kern-label"),
        type="submit",
        className="kern-btn kern-btn--primary",
    )
    return html.Form(
        [
            *hidden_fields(page, kept),
            html.Label(label, htmlFor=id_),
            html.Div([field, send], className="town-search__row"),
            html.P(HINT, id=f"{id_}-hinweis", className="small"),
            html.P(className="visually-hidden", **ANNOUNCED),
        ],
        action=links.to(path),
        method="get",
        className=CLASS if value else f"{CLASS} no-print",  # on paper it says what was typed
        role="search",
        **{"aria-label": "im Inhalt"},  # the other search is that of the header
    )


def goal(
    ags: str,
    choices: Mapping[str, str] | None,
    added_to: str = links.COMPARISON,
    found_at: Callable[[str], str] = links.town,
) -> str:
    """Return where a found town leads: to a page of it, or to the page to which it is added."""
    return found_at(ags) if choices is None else links.with_own(choices, ags, added_to)


def is_town_search(component: Any) -> bool:
    """Return whether a component is a form in which a town is searched for."""
    return isinstance(component, html.Form) and CLASS in str(getattr(component, "className", ""))
