"""All data to open and take away, a part at a time: tables, indicators, sources, gaps, methods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import control_form, control_id, hidden_fields, select_choice
from dashboard.components.data_table import scroll_box
from dashboard.components.layout import pause, section, ways
from dashboard.components.live_part import notices
from dashboard.components.similar import similar_method
from dashboard.downloads.forms import Form
from dashboard.downloads.interface import examples
from dashboard.downloads.package import DataTable, data_tables, file_address
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gap, SourceKind
from dashboard.pages.contract import Address, Page, View
from dashboard.pages.data.lists import (
    ALL,
    INDICATORS,
    KINDS,
    SOURCES,
    Choices,
    all_sources,
    found_indicators,
    found_sources,
    one_source,
    page_before,
    state_of,
)
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import listed, number

PAGE = Page(id="daten", path=links.DATA, name="Daten", personal=frozenset({Key.WORDS}))
VIEWS: Mapping[str, str] = {
    links.TABLES: "Tabellen",
    INDICATORS: "Kennzahlen",
    SOURCES: "Quellen",
    links.GAPS: "Was fehlt",
    links.METHODS: "Methode und Lizenzen",
}
LICENCES = "lizenzen"
FEW_GAPS = 4  # that are open as they come


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path of the data page."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return the part of the data page that the address names; all of them where it says so."""
    choices, sentences = state_of(data, tuple(VIEWS)).read(address.query)
    return View(
        title=_title(data, choices),
        description="Alle Daten dieser Seite zum Herunterladen, mit Quellen und Lizenzen.",
        content=(
            html.Div(
                [
                    html.H1("Daten und Quellen"),
                    html.P(
                        "Jede Zahl auf diesen Seiten steht auch hier: mit Quelle, Stand und "
                        "Lizenz. Was fehlt, ist als fehlend verzeichnet. "
                        f"Stand der Daten: {date_text(data.stand)}, Fassung {data.version}.",
                        className="lead",
                    ),
                ],
                className="page-head",
            ),
            _ways(choices),
            notices(sentences),
            *(_everything(data) if choices.scope else PARTS[choices.view](data, choices)),
        ),
        anchored=not choices.scope,
    )


def query_of(data: Dataset, address: Address, anchor: str) -> Mapping[str, str] | None:
    """Return the choices at which an anchor of the page is shown; None where it never is."""
    name = anchor.removesuffix("-titel")
    if name in (links.SIMILAR_METHOD, LICENCES):
        return {Key.VIEW: links.METHODS}
    if name in VIEWS:
        return {} if name == links.TABLES else {Key.VIEW: name}
    if name in KINDS:
        return {Key.VIEW: SOURCES, Key.KIND: name}
    if anchor.startswith(links.table_anchor("")):
        return {}
    if (source := anchor.removeprefix(links.source_anchor(""))) in data.sources:
        return {Key.SOURCE: source}
    if (indicator := anchor.removeprefix(links.indicator_term(""))) in data.indicators:
        before = page_before(data, indicator)
        return {Key.VIEW: INDICATORS, **({Key.AFTER: str(before)} if before else {})}
    return None


def _title(data: Dataset, choices: Choices) -> str:
    """Return the title of the window: what is shown, and that it is of the data."""
    whole = "Daten und Quellen"
    if choices.source:
        return f"{data.sources[choices.source].title} – {whole}"
    if choices.scope or choices.view == links.TABLES:
        return whole
    return f"{VIEWS[choices.view]} – {whole}"


def _ways(choices: Choices) -> Component:
    entries = [(_part(id_), label) for id_, label in VIEWS.items()]
    everything = links.whole(PAGE.path)
    entries.append((everything, "Alles auf einer Seite"))
    return ways(entries, everything if choices.scope else _part(choices.view), "Teile der Daten")


def _part(id_: str) -> str:
    return links.to(PAGE.path, () if id_ == links.TABLES else ((Key.VIEW, id_),))


def _everything(data: Dataset) -> list[Component | None]:
    """Return every part whole."""
    start, _ = state_of(data, tuple(VIEWS)).read({})
    whole = replace(start, scope=links.ALL_OF_IT)
    return [
        *_tables(data, whole),
        *_indicators(data, whole),
        *(section(kind, title, [all_sources(data, kind)]) for kind, title in KINDS.items()),
        *_gaps(data, whole),
        *_methods(data, whole),
    ]


# ------------------------------------------------------------------------------------- tables


def _tables(data: Dataset, choices: Choices) -> list[Component | None]:
    return [section(links.TABLES, "Tabellen zum Herunterladen", _downloads(data))]


def _downloads(data: Dataset) -> list[Component]:
    heads = [html.Th("Tabelle", scope="col"), html.Th("Zeilen", scope="col", className="number")]
    heads.append(html.Th("Herunterladen", scope="col"))
    caption = "Zeilen und Dateien jeder Tabelle"
    tables = data_tables(data)
    common, _ = Counter(one.source_line for one in tables).most_common(1)[0]
    first = {one.description: one for one in reversed(tables)}
    rows = [_download(one, first[one.description], common) for one in tables]
    parts = [
        html.Caption(caption, className="visually-hidden"),
        html.Thead(html.Tr(heads)),
        html.Tbody(rows),
    ]
    return [
        scroll_box(html.Table(parts, className="data-table download-table"), "Alle Tabellen"),
        _for_programs(data),
        html.P(
            [
                "Für Fachleute: ",
                html.A("datapackage.json", href=links.to(links.PACKAGE)),
                " beschreibt alle Tabellen maschinenlesbar (Data Package), ",
                html.A("katalog.ttl", href=links.to(links.CATALOGUE)),
                " verzeichnet sie für Datenportale (DCAT-AP.de). Die CSV ohne Zusatz "
                "trennt mit Komma und schreibt den Dezimalpunkt; die CSV für Excel trennt mit "
                f"Semikolon und schreibt das Dezimalkomma. Wo nichts anderes steht: {common}",
            ],
            className="small",
        ),
    ]


def _for_programs(data: Dataset) -> Component:
    """Return what programs may ask for, with worked examples."""
    asked = [
        html.Li([f"{one.question}: ", html.A(one.address, href=one.address)])
        for one in examples(data)
    ]
    return html.Details(
        [
            html.Summary("Für Programme: dieselben Zeilen als JSON"),
            html.P(
                [
                    "Jede Tabelle und jede Abbildung gibt es auch als JSON, ohne Schlüssel und "
                    "ohne Anmeldung, auch für Programme anderer Websites. ",
                    html.A("openapi.json", href=links.to(links.INTERFACE)),
                    " beschreibt Adressen, Spalten und was Sie erwarten dürfen. Beispiele:",
                ]
            ),
            html.Ul(asked),
        ],
        className="disclosure",
    )


def _download(table: DataTable, alike: DataTable, common: str) -> Component:
    """Return the row of a table; what it is was said of the first one `alike`."""
    files: list[Component | str] = []
    for form in Form:
        address = file_address(table.id, form)
        spoken = {"aria-label": f"{table.title}: {form.label}"}
        files += [" · "] if files else []
        files.append(html.A(form.label, href=address, download="", **spoken))
    about = [f"Aufgebaut und belegt wie „{alike.title}“."]
    if table is alike:
        about = [table.description, *([table.source_line] if table.source_line != common else [])]
    name = [table.title, *(html.Div(one, className="data-table__about") for one in about)]
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(number(table.count, 0), className="number"),
            html.Td(files, className="data-table__files"),
        ],
        id=links.table_anchor(table.id),
    )


# --------------------------------------------------------------------- indicators and sources


def _indicators(data: Dataset, choices: Choices) -> list[Component | None]:
    title = "Verzeichnis der Kennzahlen"
    return [section(INDICATORS, title, found_indicators(data, choices, tuple(VIEWS)))]


def _sources(data: Dataset, choices: Choices) -> list[Component | None]:
    if choices.source:
        return [section(SOURCES, "Quelle", one_source(data, data.sources[choices.source]))]
    id_ = SOURCES if choices.kind == ALL else choices.kind
    title = "Quellen" if choices.kind == ALL else KINDS[SourceKind(choices.kind)]
    return [section(id_, title, found_sources(data, choices, tuple(VIEWS)))]


# --------------------------------------------------------------------------------------- gaps


def _gaps(data: Dataset, choices: Choices) -> list[Component | None]:
    found = [one for one in data.gaps.values() if _is_about(one, choices)]
    nothing = html.P("Zu dieser Auswahl ist keine Lücke verzeichnet.", className="missing")
    is_open = len(found) <= FEW_GAPS
    items = [_gap(data, one, is_open=is_open) for one in found]
    parts = [html.Div(items, className="gaps") if items else nothing]
    if not choices.scope:
        parts.insert(0, _gap_form(data, choices))
    intro = (
        "Was man hier erwarten würde, warum es fehlt und welche Quelle die Lücke schließen kann. "
        "Fehlt ein einzelner Wert, steht der Grund auf der Seite der Stadt."
    )
    return [section(links.GAPS, "Was nicht zu bekommen war", parts, intro=intro)]


def _gap(data: Dataset, gap: Gap, *, is_open: bool) -> Component:
    where = html.Span(_where(data, gap), className="small")
    return html.Details(
        [
            html.Summary([html.B(gap.label), pause(":"), where]),
            html.P(gap.reason),
            html.P(["Was sie schließen kann: ", gap.remedy]),
        ],
        className="method-card",
        open=is_open,
    )


def _is_about(gap: Gap, choices: Choices) -> bool:
    of_theme = choices.theme in (ALL, gap.theme)
    return of_theme and (choices.town == ALL or not gap.towns or choices.town in gap.towns)


def _where(data: Dataset, gap: Gap) -> str:
    towns = [data.towns[slug].name for slug in gap.towns]
    return f"{data.themes[gap.theme].label}; {listed(towns) if towns else 'alle Städte'}"


def _gap_form(data: Dataset, choices: Choices) -> Component:
    lacking = {one.theme for one in data.gaps.values()}
    themes = {id_: one.label for id_, one in data.themes.items() if id_ in lacking}
    towns = {slug: one.name for slug, one in data.towns.items()}
    return control_form(
        PAGE.path,
        [
            *hidden_fields(PAGE.id, {Key.VIEW: links.GAPS}),
            select_choice(
                control_id(PAGE.id, Key.THEME), "Thema", {ALL: "alle"} | themes, choices.theme
            ),
            select_choice(
                control_id(PAGE.id, Key.TOWN), "Stadt", {ALL: "alle"} | towns, choices.town
            ),
        ],
        button="Anzeigen",
    )


# ------------------------------------------------------------------------- methods and licences


def _methods(data: Dataset, choices: Choices) -> list[Component | None]:
    likeness = section(
        links.SIMILAR_METHOD, "Ähnliche Städte: wie gerechnet wird", similar_method(data)
    )
    return [
        section(LICENCES, "Lizenzen", _licences(data)),
        likeness if data.similarity else None,
    ]


def _licences(data: Dataset) -> Sequence[Component]:
    lines = "; ".join(data.geometry["attribution"])
    return [
        html.P(
            [
                "Die Zahlen stehen unter den Bedingungen ihrer ",
                html.A("Quellen", href=_part(SOURCES)),
                ", die dort einzeln genannt sind. "
                "Unsere eigenen Texte und Zusammenstellungen dürfen unter der Lizenz CC BY 4.0 "
                "weiterverwendet werden. Das Programm steht unter der EUPL 1.2.",
            ]
        ),
        html.P(f"Karten: {lines}."),
    ]


PARTS: Mapping[str, Callable[[Dataset, Choices], list[Component | None]]] = {
    links.TABLES: _tables,
    INDICATORS: _indicators,
    SOURCES: _sources,
    links.GAPS: _gaps,
    links.METHODS: _methods,
}
