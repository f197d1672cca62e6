"""The town that a meeting is about: one of the pilot towns, or any other small town by name."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import section
from dashboard.components.search_results import marked_name, result_list, result_row
from dashboard.components.town_search import town_search
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.findings.band import SIZE
from dashboard.findings.town_search import place, towns
from dashboard.pages.contract import Address, Page, View
from dashboard.wording import links
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text, number

PAGE = Page(id="sitzungen", path=links.MEETINGS, name="Sitzung", personal=frozenset({Key.WORDS}))
LEAD = (
    "Bereiten Sie eine Sitzung von Rat oder Ausschuss vor: Stadt wählen, Folien ordnen, als Datei "
    "mitnehmen, Text für die Tagesordnung kopieren."
)
MOST = 20  # towns that are shown
LONGEST = 100


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return the ways to a town; those that fit, where one was searched for."""
    words = " ".join(address.query.get(Key.WORDS, "").split())[:LONGEST]
    pilots = [
        html.Li([town_symbol(one), " ", html.A(one.name, href=links.meeting_plan(one.slug))])
        for one in data.towns.values()
    ]
    title = f"Eine der {count_text(len(pilots))} Städte des Projekts"
    search = town_search(
        PAGE.id,
        label="Stadt oder Gemeinde",
        value=words,
        path=PAGE.path,
        found_at=links.meeting_plan,
    )
    return View(
        title="Folien für eine Sitzung",
        description=LEAD,
        content=(
            html.Div(
                [html.H1("Folien für eine Sitzung"), html.P(LEAD, className="lead")],
                className="page-head",
            ),
            section("projekt", title, [html.Ul(pilots, className="town-list")]),
            section(
                "andere",
                "Ihre eigene Kleinstadt",
                [search, *_found(data, words)],
                intro=f"Jede Gemeinde mit {SIZE} hat eigene Folien: ihre Zahlen, und was sie von "
                "den Städten des Projekts mitnehmen kann.",
            ),
        ),
        noindex=bool(words),
    )


def _found(data: Dataset, words: str) -> list[Component]:
    if not words:
        return []
    hits = towns(data).find(words)
    if not hits:
        return [html.P(f"Zu „{words}“ wurde keine Kleinstadt gefunden.", className="missing")]
    rows = [
        result_row(
            html.A(marked_name(hit), href=links.meeting_plan(hit.thing.slug)), place(hit.thing)
        )
        for hit in hits[:MOST]
    ]
    more = f"Gezeigt sind {MOST} von {number(len(hits), 0)}. Mit mehr Buchstaben werden es weniger."
    return [result_list(rows), *([html.P(more, className="small")] if len(hits) > MOST else [])]
