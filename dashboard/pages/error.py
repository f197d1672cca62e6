"""What a visitor sees when something is not there or went wrong; not a page of the menu."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import section
from dashboard.components.search_results import marked_name, result_list, result_row
from dashboard.components.sources import linked_sources
from dashboard.components.town_search import town_search
from dashboard.facts.dataset import Dataset
from dashboard.findings.site_search import site
from dashboard.findings.town_search import Outside, place, towns
from dashboard.pages.contract import View
from dashboard.wording import links
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text

TEXTS = {
    404: ("Diese Seite gibt es nicht", "Vielleicht ist die Adresse vertippt oder veraltet."),
    405: ("So lässt sich diese Adresse nicht aufrufen", "Bitte öffnen Sie sie als Seite."),
    413: ("Die Anfrage ist zu groß", "Bitte senden Sie höchstens 256 Kilobyte."),
    500: (
        "Hier ist ein Fehler passiert",
        "Er liegt bei uns. Bitte versuchen Sie es in einigen Minuten noch einmal.",
    ),
}
SEARCH = "Suchwort oder Stadt"
NO_VALUES = "Von dieser Gemeinde gibt es hier keine Werte"
OTHER = ("Diese Anfrage war nicht verständlich", "Bitte prüfen Sie die Adresse.")
MOST = 5  # towns, and other places of the site, that are offered instead
MOST_WORDS = 6  # of a path
LONGEST = 100  # letters of a path


def asked_words(path: str) -> str:
    """Return what someone may have meant by a path: the first words of its last part."""
    last = path.rstrip("/").rpartition("/")[2]
    words = re.sub(r"\.\w{1,5}$|[^\w]|_", " ", last)[:LONGEST].split()
    return " ".join([word for word in words if len(word) > 1][:MOST_WORDS])


def view(
    data: Dataset,
    code: int,
    outside: Outside | None = None,
    words: str = "",
    said: str = "",
) -> View:
    """Return the page for an HTTP status code.

    `outside` is the Gemeinde that was asked for; what `words` may have meant is offered; `said` is
    what is wrong, where that is known.
    """
    to_start = f"Zur Startseite mit den {count_text(len(data.towns))} Städten"
    title, advice = TEXTS.get(code, TEXTS[500] if code >= 500 else OTHER)
    advice = said or advice
    named = []
    if outside:
        title, advice = NO_VALUES, outside.reason
        named = ["Bevölkerung: ", *linked_sources(data.named_sources([outside.source]))]
    return View(
        title=title,
        description=advice,
        content=(
            html.Div(
                [
                    html.P(f"Fehler {code}", className="eyebrow"),
                    html.H1(title),
                    html.P(advice, className="lead"),
                    html.P(named, className="source") if named else None,
                    town_search("fehler", label=SEARCH, value=words) if code == 404 else None,
                ],
                className="page-head",
            ),
            *(meant(data, words) if words and not outside else ()),
            html.Ul(
                [
                    html.Li(html.A(to_start, href=links.to(links.START))),
                    html.Li(html.A("Zu allen Städten nach Ländern", href=links.to(links.TOWNS))),
                    html.Li(html.A("Zu allen Daten und Quellen", href=links.to(links.DATA))),
                ],
                className="section",
            ),
        ),
    )


@lru_cache
def meant(data: Dataset, words: str) -> tuple[Component, ...]:
    """Return what fits the words, towns first; nothing where nothing does."""
    rows = [
        result_row(html.A(marked_name(hit), href=links.town(hit.thing.slug)), place(hit.thing))
        for hit in islice(towns(data).find(words), MOST)
    ]
    rows += [
        result_row(html.A(marked_name(hit), href=hit.thing.href), (hit.thing.about,))
        for hit in islice(site(data).find(words), MOST)
    ]
    if not rows:
        return ()
    more = html.A("Alles zu diesem Suchwort", href=links.to(links.SEARCH, ((Key.WORDS, words),)))
    return (section("gemeint", "Vielleicht meinten Sie", [result_list(rows), html.P(more)]),)
