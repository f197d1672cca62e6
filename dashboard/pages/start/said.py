"""The overview in one sentence: what is chosen, with its count, and how to take it back."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.lanes import counted_words
from dashboard.findings.activities import count_of, short_name, undated_elsewhere
from dashboard.pages.start.choices import Chosen
from dashboard.wording.dates import span_text
from dashboard.wording.numbers import listed


def sentence(chosen: Chosen) -> str:
    """Return what is shown, with its count."""
    choices, data = chosen.choices, chosen.data
    places = [short_name(data, one) for one in choices.towns]
    kinds = [data.categories[one].label for one in choices.categories]
    found = counted_words(count_of(chosen.activities()))
    parts = [
        listed(places) if places else "Alle Städte",
        listed(kinds) if kinds else "alle Arten",
        span_text(choices.start, choices.end),
    ]
    return f"{', '.join(parts)}: {found}"


def title(chosen: Chosen) -> str:
    """Return the sentence as the title of the page, which is read out after each choice."""
    if chosen.is_narrowed:
        return sentence(chosen)
    return f"Start: {counted_words(count_of(chosen.activities()))}"


def draw_said(chosen: Chosen) -> Component:
    """Draw the sentence and a chip for each clause.

    In: all clauses. Out: `gezeigt`; a chip takes its clause back, the last link all of them.
    """
    number = count_of(chosen.activities()).number
    return html.Div(
        [
            html.P([html.B(f"{sentence(chosen)}."), _undated(chosen)], className="shown"),
            _chips(chosen),
        ],
        id="gezeigt",
        className="overview__said",
        **{"data-count": str(number)},
    )


def _undated(chosen: Chosen) -> str:
    """Say how many activities have no known date, and so fit no part of the time."""
    count = len(undated_elsewhere(chosen.data, chosen.filters()))
    if not count:
        return ""
    more = (
        "Eine weitere ohne bekanntes Datum ist"
        if count == 1
        else f"{count} weitere ohne bekanntes Datum sind"
    )
    return f" {more} nicht mitgezählt."


def clauses(chosen: Chosen) -> list[tuple[str, str, str]]:
    """Return id, words and the address without it of each clause in force."""
    choices, data = chosen.choices, chosen.data
    fields = chosen.state.fields
    found = [
        (f"stadt-{one}", short_name(data, one), chosen.with_town(one)) for one in choices.towns
    ]
    found += [
        (f"art-{one}", data.categories[one].label, chosen.with_kind(one))
        for one in choices.categories
    ]
    if not chosen.is_whole:
        whole = {name: fields[name].default for name in ("start", "end")}
        found.append(("monate", span_text(choices.start, choices.end), chosen.link(**whole)))
    if choices.own:
        found.append(("eigene", data.place_label(choices.own), chosen.link(own="")))
    return found


def _chips(chosen: Chosen) -> Component | None:
    found = clauses(chosen)
    if not found:
        return None
    items = [
        html.Li(
            html.A(
                [text, html.Span(" ×", className="no-print", **{"aria-hidden": "true"})],
                href=href,
                className="action",
                id=f"wahl-{id_}",
                **{
                    "data-view": "true",
                    "data-clause": id_,
                    "aria-label": f"{text} nicht mehr wählen",
                },
            )
        )
        for id_, text, href in found
    ]
    fields = chosen.state.fields
    reset = {name: fields[name].default for name in ("towns", "categories", "start", "end", "own")}
    items.append(
        html.Li(
            html.A("Alles zeigen", href=chosen.link(**reset), **{"data-view": "alles"}),
            className="no-print",
        )
    )
    return html.Ul(items, className="clauses", **{"aria-label": "Gewählt"})
