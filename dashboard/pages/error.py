"""What a visitor sees when something is not there or went wrong; not a page of the menu."""

from __future__ import annotations

from dash import html

from dashboard.components.sources import linked_sources
from dashboard.components.town_search import town_search
from dashboard.facts.dataset import Dataset
from dashboard.findings.town_search import Outside
from dashboard.pages.contract import View
from dashboard.wording import links
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
NO_VALUES = "Von dieser Gemeinde gibt es hier keine Werte"
OTHER = ("Diese Anfrage war nicht verständlich", "Bitte prüfen Sie die Adresse.")


def view(data: Dataset, code: int, outside: Outside | None = None) -> View:
    """Return the page for an HTTP status code; `outside` is the Gemeinde that was asked for."""
    to_start = f"Zur Startseite mit den {count_text(len(data.towns))} Städten"
    title, advice = TEXTS.get(code, TEXTS[500] if code >= 500 else OTHER)
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
                    town_search("fehler") if code == 404 else None,
                ],
                className="page-head",
            ),
            html.Ul(
                [
                    html.Li(html.A(to_start, href=links.to(links.START))),
                    html.Li(html.A("Zu allen Städten nach Ländern", href=links.to(links.TOWNS))),
                    html.Li(html.A("Zu allen Daten und Quellen", href=links.to(links.DATA))),
                ],
            ),
        ),
    )
