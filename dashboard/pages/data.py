"""All data to open and take away: sources, dictionary, tables, licences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import isnan

from dash import html
from dash.development.base_component import Component

from dashboard.components.data_table import html_table
from dashboard.components.layout import section
from dashboard.components.similar import similar_method
from dashboard.components.sources import file_link, licence_of
from dashboard.downloads.forms import Form
from dashboard.downloads.package import DataTable, data_tables, file_address
from dashboard.downloads.table import Column, Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Source, SourceKind
from dashboard.pages.contract import Address, Page, View
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import number

PAGE = Page(id="daten", path=links.DATA, name="Daten")
KINDS = (
    (SourceKind.STATISTIK, "Statistische Quellen"),
    (SourceKind.DOKUMENT, "Veröffentlichungen zu Projekt und Städten"),
)


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path of the data page."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return the data page."""
    tables = data_tables(data)
    return View(
        title="Daten und Quellen",
        description="Alle Daten dieser Seite zum Herunterladen, mit Quellen und Lizenzen.",
        content=(
            html.Div(
                [
                    html.H1("Daten und Quellen"),
                    html.P(
                        "Jede Zahl auf diesen Seiten steht auch hier: mit Quelle, Stand und "
                        "Lizenz. Was fehlt, ist als fehlend verzeichnet.",
                        className="lead",
                    ),
                    html.P(
                        f"Stand der Daten: {date_text(data.stand)}, Fassung {data.version}.",
                        className="small",
                    ),
                ],
                className="page-head",
            ),
            section(links.TABLES, "Tabellen zum Herunterladen", _downloads(tables)),
            section("kennzahlen", "Verzeichnis der Kennzahlen", [_dictionary(data)]),
            *(section(kind.value, title, [_sources(data, kind)]) for kind, title in KINDS),
            section("luecken", "Was nicht zu bekommen war", [_gaps(data)]),
            section(
                links.SIMILAR_METHOD,
                "Ähnliche Städte: wie gerechnet wird",
                similar_method(data),
            )
            if data.similarity
            else None,
            section("lizenzen", "Lizenzen", _licences(data)),
        ),
    )


def _downloads(tables: Iterable[DataTable]) -> list[Component]:
    rows = [
        html.Li(
            id=links.table_anchor(table.id),
            children=[
                html.H3(table.title),
                html.P(f"{table.description} {number(table.count, 0)} Zeilen."),
                html.P(table.source_line, className="source"),
                html.P(
                    [
                        html.A(
                            form.label,
                            href=file_address(table.id, form),
                            download="",
                            className="action",
                            **{"aria-label": f"{table.title}: {form.label}"},
                        )
                        for form in Form
                    ],
                    className="actions",
                ),
            ],
        )
        for table in tables
    ]
    return [
        html.Ul(rows, className="download-list"),
        html.P(
            [
                "Für Fachleute: ",
                html.A("datapackage.json", href=links.to(links.PACKAGE)),
                " beschreibt alle Tabellen maschinenlesbar (Data Package), ",
                html.A("katalog.ttl", href=links.to(links.CATALOGUE)),
                " verzeichnet sie für Datenportale (DCAT-AP.de). Die CSV ohne Zusatz "
                "trennt mit Komma und schreibt den Dezimalpunkt; die CSV für Excel trennt mit "
                "Semikolon und schreibt das Dezimalkomma.",
            ]
        ),
    ]


def _dictionary(data: Dataset) -> Component:
    keys = {slug: town.ags for slug, town in data.towns.items()}
    # a value of the five that stands in both files is one value
    counts = Counter(
        one.indicator
        for one in data.observations
        if not data.gemeinden.observation(keys.get(one.town, ""), one.indicator, one.date)
    )
    for column in data.gemeinden.columns.values():
        counts[column.indicator] += sum(not isnan(value) for value in column.values)
    return html_table(
        Table(
            caption=f"{len(data.indicators)} Kennzahlen",
            columns=(
                Column(id="label", label="Kennzahl"),
                Column(id="unit", label="Einheit"),
                Column(id="theme", label="Thema"),
                Column(id="level", label="Ebene"),
                Column(id="definition", label="Was gezählt wird"),
                Column(id="values", label="Werte", decimals=0),
            ),
            rows=tuple(
                (
                    one.label,
                    data.units[one.unit].label,
                    data.themes[one.theme].label,
                    one.level.value,
                    one.definition,
                    counts[one.id],
                )
                for one in data.indicators.values()
            ),
        )
    )


def _sources(data: Dataset, kind: SourceKind) -> Component:
    return html.Ul(
        [_source(one) for one in data.sources.values() if one.kind is kind],
        className="source-list",
    )


def _source(source: Source) -> Component:
    about = [f"{source.publisher}. "]
    if source.published:
        about.append(f"Veröffentlicht: {date_text(source.published)}. ")
    about.append(f"Abgerufen: {date_text(source.accessed)}. ")
    licence: list[str | Component] = []
    if source.licence:
        licence = ["Bedingungen: ", licence_of(source), ". "]
    return html.Li(
        [
            html.A(source.title, href=source.url),
            html.Br(),
            *about,
            *licence,
            source.note,
            *([" ", link] if (link := file_link(source)) else []),
        ],
        id=links.source_anchor(source.id),
    )


def _gaps(data: Dataset) -> Component:
    return html.Ul(
        [
            html.Li([html.Strong(gap.label), f": {gap.reason} {gap.remedy}"])
            for gap in data.gaps.values()
        ],
        className="missing-list",
    )


def _licences(data: Dataset) -> list[Component]:
    lines = "; ".join(data.geometry["attribution"])
    return [
        html.P(
            "Die Zahlen stehen unter den Bedingungen ihrer Quellen, die oben einzeln genannt sind. "
            "Unsere eigenen Texte und Zusammenstellungen dürfen unter der Lizenz CC BY 4.0 "
            "weiterverwendet werden. Das Programm steht unter der EUPL 1.2."
        ),
        html.P(f"Karten: {lines}."),
    ]
