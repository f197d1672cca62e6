"""Which data these are, and what changed from one version to the next."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.data_table import html_table
from dashboard.components.layout import fact_list
from dashboard.downloads.table import Column, Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import ChangedCell, Version
from dashboard.pages.contract import Address, Menu, Page, View
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import number

PAGE = Page(id="stand", path=links.VERSIONS, name="Stand und Änderungen", menu=Menu.ABOUT)
NOTHING = "nicht vorhanden"
NEW, GONE = "neu", "entfallen"
FEW = 10  # changes that are shown at once
COLUMNS = (
    Column(id="entry", label="Eintrag"),
    Column(id="changed", label="Was anders ist"),
    Column(id="file", label="Datei"),
    Column(id="reason", label="Grund"),
)


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return the version in force and all changes, the newest first."""
    return View(
        title="Stand und Änderungen",
        description="Welche Fassung der Daten hier gezeigt wird und was sich wann geändert hat.",
        content=(
            html.Div(
                [
                    html.H1("Stand und Änderungen"),
                    html.P(
                        "Wer eine Zahl von hier verwendet, soll sie wiederfinden können. Darum "
                        "trägt jede Datei, jede Folie und jeder Ausdruck das Kennzeichen der "
                        "Daten, aus denen sie gemacht sind.",
                        className="lead",
                    ),
                    fact_list(
                        (
                            ("Stand der Daten", date_text(data.stand)),
                            ("Fassung", html.Code(data.version)),
                        )
                    ),
                ],
                className="page-head",
            ),
            html.Section(
                [
                    html.H2("Was die Fassung sagt", id="fassung"),
                    html.P(
                        "Die zwölf Zeichen sind eine Prüfsumme über alle Dateien des Datenordners: "
                        "Gleiche Zeichen heißen gleiche Daten, eine geänderte Zelle ergibt andere "
                        "Zeichen. Der Stand ist der Tag, an dem die Daten zuletzt durchgesehen "
                        "wurden."
                    ),
                    html.P(
                        html.A(
                            "Alle Tabellen dieser Fassung herunterladen",
                            href=links.to(links.DATA, anchor=links.TABLES),
                        )
                    ),
                ],
                className="section prose",
            ),
            html.Section(
                [
                    html.H2("Änderungen", id="aenderungen"),
                    *(_entry(version) for version in data.versions.values()),
                ],
                className="section",
            ),
        ),
    )


def _entry(version: Version) -> Component:
    count = len(version.changes)
    changed = (
        html_table(_changes(version))
        if count
        else html.P("Geänderte Einträge: keine.", className="small")
    )
    if count > FEW:
        # dozens of sheets of paper
        summary = html.Summary(f"Alle {number(count)} geänderten Einträge.")
        changed = html.Details([summary, changed], className="named-on-paper")
    return html.Article(
        [
            html.H3(f"{date_text(version.date)}: {version.title}", id=f"fassung-{version.id}"),
            html.P(version.summary),
            changed,
        ],
        className="version",
    )


def _changes(version: Version) -> Table:
    return Table(
        caption=f"Geänderte Angaben vom {date_text(version.date)}",
        columns=COLUMNS,
        rows=tuple(
            (one.entry, "; ".join(map(_changed, one.cells)), one.file, one.reason)
            for one in version.changes
        ),
    )


def _changed(cell: ChangedCell) -> str:
    """Return what a cell said and says: „Wert: bisher 1,5 km, jetzt 1,7 km“."""
    if not cell.name:
        return NEW if cell.new else GONE
    return f"{cell.name}: bisher {cell.old or NOTHING}, jetzt {cell.new or NOTHING}"
