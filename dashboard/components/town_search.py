"""The field in which a town is searched for: a plain form, with suggestions where scripts run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import Input, control_id, hidden_fields
from dashboard.wording import links
from dashboard.wording.links import Key

CLASS = "town-search"
LABEL = "Eine Stadt suchen"
HINT = "Name, Postleitzahl des Rathauses oder Gemeindeschlüssel"
ANY_TOWN = "0" * 8  # stands in an address where the script puts the key of the chosen town


def town_search(
    page: str,
    *,
    label: str = LABEL,
    value: str = "",
    comparison: Mapping[str, str] | None = None,
    path: str = links.SEARCH,
    found_at: Callable[[str], str] = links.town,
) -> Component:
    """Return the form that leads to the search; `value` is what was searched for.

    Args:
        page: id of the page on which it stands.
        label: what stands above the field.
        value: what stands in the field.
        comparison: the choices of the comparison to which the found town is added as an own one;
            without them, a found town leads to its page.
        path: of the page that shows what was found.
        found_at: where a town, by slug or key, leads without a comparison.
    """
    id_ = control_id(page, Key.WORDS)
    kept: dict[str, str] = {}
    if comparison is not None:
        kept[Key.ADD_TO] = links.written(comparison.items()).removeprefix("?")
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
        **{"aria-describedby": f"{id_}-hinweis", "data-goal": goal(ANY_TOWN, comparison, found_at)},
    )
    button = html.Button(
        html.Span("Suchen", className="kern-label"),
        type="submit",
        className="kern-btn kern-btn--primary",
    )
    return html.Form(
        [
            *hidden_fields(page, kept),
            html.Label(label, htmlFor=id_),
            html.Div([field, button], className="town-search__row"),
            html.P(HINT, id=f"{id_}-hinweis", className="small"),
            html.P(role="status", className="visually-hidden"),
        ],
        action=links.to(path),
        method="get",
        className=f"{CLASS} no-print",
        role="search",
        **{"aria-label": label},
    )


def goal(
    ags: str,
    comparison: Mapping[str, str] | None,
    found_at: Callable[[str], str] = links.town,
) -> str:
    """Return where a found town leads: to a page of it, or to the comparison with it."""
    return found_at(ags) if comparison is None else links.with_own(comparison, ags)


def is_town_search(component: Any) -> bool:
    """Return whether a component is a form in which a town is searched for."""
    return isinstance(component, html.Form) and CLASS in str(getattr(component, "className", ""))
