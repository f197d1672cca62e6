"""The words of this site in plain German: terms of method, then every indicator."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import section
from dashboard.facts.dataset import Dataset
from dashboard.pages.contract import Address, Menu, Page, View
from dashboard.wording import links
from dashboard.wording.search import sort_key

PAGE = Page(id="glossar", path=links.GLOSSARY, name="Glossar", menu=Menu.ABOUT)
LEAD = "Was Fachwörter und Kennzahlen auf diesen Seiten bedeuten, von A bis Z."

Entry = tuple[str, str, str]  # id, word, meaning


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path of the glossary."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return the glossary."""
    words = [
        (one.id, " · ".join([one.word, *one.also]), one.meaning) for one in data.glossary.values()
    ]
    indicators = [
        (links.indicator_term(one.id), one.label, one.definition)
        for one in data.indicators.values()
    ]
    return View(
        title=PAGE.name,
        description=LEAD,
        content=(
            html.Div(
                [html.H1(PAGE.name), html.P(LEAD, className="lead")],
                className="page-head",
            ),
            _section("woerter", "Fachwörter", words),
            _section("kennzahlen", "Kennzahlen", indicators),
        ),
    )


def _section(id_: str, title: str, entries: Iterable[Entry]) -> Component:
    parts = []
    for entry_id, word, meaning in sorted(entries, key=lambda entry: sort_key(entry[1])):
        parts += [html.Dt(word, id=entry_id), html.Dd(meaning)]
    return section(id_, title, [html.Dl(parts, className="glossary")])
