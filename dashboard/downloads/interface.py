"""The files for programs as an OpenAPI description: what there is, how it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.downloads.forms import Form
from dashboard.downloads.package import LICENCE, DataTable, data_tables
from dashboard.downloads.records import SOURCE_FIELDS
from dashboard.downloads.table import Column, Kind
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import POPULATION, Town
from dashboard.wording import links
from dashboard.wording.links import Key

OPENAPI = "3.1.0"
# address of a file → its form; of the two kinds of CSV the query tells
OF_FIGURES = {
    links.FIGURE_TABLE: Form.MACHINE,
    links.FIGURE_WORKBOOK: Form.WORKBOOK,
    links.FIGURE_RECORDS: Form.RECORDS,
}
OF_DATA = {
    links.TABLE: Form.MACHINE,
    links.TABLE_WORKBOOK: Form.WORKBOOK,
    links.TABLE_RECORDS: Form.RECORDS,
}
VIEW = "vergleich-stand"  # the figure that the comparison shows first
INTERFACE_VERSION = "1.1.0"  # grows with what is promised here, not with the data
PROMISE = (
    "Alle Dateien dieser Website, ohne Schlüssel und ohne Anmeldung, auch für Skripte anderer "
    "Websites (CORS). Namen und Arten von Spalten bleiben, was immer gewählt ist; neue Spalten "
    "kommen dazu, und ändert sich mehr, steigt die erste Ziffer der Version dieser Beschreibung. "
    "Fragen Sie darum nach Namen, nicht nach Stellen. Neben einer Spalte steht, wo ein Wert sie "
    "braucht, eine zweite mit ihrem Namen und „_unit“ (Einheit), „_words“ (der Wert, wie die Seite "
    "ihn schreibt), „_url“ (wohin er führt) oder „_missing“ (warum er fehlt; dann ist er null oder "
    "leer). In den breiten Tabellen aller Kleinstädte steht das je Zeile in einer einzigen Spalte, "
    "„luecken“: Gründe durch „ | “ getrennt, vor jedem nach dem ersten die Namen der leeren "
    "Spalten und „: “; der erste gilt für alle übrigen leeren. Tage sind JJJJ-MM-TT, Monate "
    "JJJJ-MM, Jahre JJJJ, Halbjahre JJJJ-H1, Spannen von "
    "Monaten haben einen Schrägstrich. Antworten haben ein ETag und dürfen aufbewahrt werden; "
    "fragen Sie mit If-None-Match nach, ob sie noch gelten (304). Außer GET geht auch HEAD. Eine "
    "Wahl, die es nicht gibt, wird mit 400 und einem Satz beantwortet, nie mit etwas anderem; "
    "Namen in der Anfrage, die hier nicht stehen, bleiben ohne Wirkung. Eine feste Grenze für "
    "Anfragen gibt es nicht; holen Sie ganze Tabellen statt vieler einzelner Abbildungen, und "
    "nicht mehr als eine Datei zugleich."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An address that answers a question."""

    question: str
    address: str


def examples(data: Dataset) -> tuple[Example, ...]:
    """Return worked examples: a table of all data, a view of the comparison, a town's figure."""
    town = next(iter(data.towns.values()))
    theme = data.indicators[POPULATION].theme
    return (
        Example(
            question="Alle Werte der Städte, jeder mit Stand, Ebene und Quelle",
            address=links.table_records("beobachtungen"),
        ),
        Example(
            question="Die Bevölkerung der Städte, wie der Vergleich sie zeigt",
            address=links.figure_records(links.COMPARISON, VIEW, ((Key.INDICATOR, POPULATION),)),
        ),
        Example(
            question=f"{data.themes[theme].label} in {town.name}, mit dem Median der Kleinstädte",
            address=links.figure_records(
                links.path(links.TOWN, slug=town.slug), _figure_of(data, town), ()
            ),
        ),
    )


def _figure_of(data: Dataset, town: Town) -> str:
    return f"{town.slug}-{data.indicators[POPULATION].theme}"


def interface(data: Dataset, origin: str) -> dict[str, Any]:
    """Return the description; `origin` is the site's public address, its own path included."""
    return {
        "openapi": OPENAPI,
        "info": {
            "title": data.project.title,
            "version": INTERFACE_VERSION,
            "summary": data.project.summary,
            "description": PROMISE,
            "license": {"name": LICENCE["title"], "url": LICENCE["path"]},
        },
        "servers": [{"url": origin, "description": "diese Website"}],
        "externalDocs": {"description": "Alle Tabellen", "url": f"{origin}{links.to(links.DATA)}"},
        "paths": dict(_paths(data)),
        "components": {
            "schemas": {**SCHEMAS, **{_schema_of(one): _rows_of(one) for one in data_tables(data)}},
            "parameters": {"IfNoneMatch": IF_NONE_MATCH},
            "headers": HEADERS,
            "responses": ERRORS,
        },
    }


def _paths(data: Dataset) -> Iterator[tuple[str, Any]]:
    table = _in_path("name", "Tabelle", enum=[one.id for one in data_tables(data)])
    for template, form in OF_DATA.items():
        if form is not Form.RECORDS:
            yield _operation(template, f"Eine Tabelle als {form.label}", form, [table])
    for one in data_tables(data):  # each has columns of its own
        yield _operation(
            links.path(links.TABLE_RECORDS, name=one.id), one.title, Form.RECORDS, [],
            schema=_schema_of(one), description=f"{one.description} {one.source_line}",
        )  # fmt: skip
    named = "Abbildung, wie sie im HTML der Seite heißt (data-figure)"
    town = next(iter(data.towns.values()))
    view = _in_path("figure", named, examples=[VIEW])
    of_town = [
        _in_path("slug", "Stadt, wie sie in der Adresse ihrer Seite heißt", examples=[town.slug]),
        _in_path("figure", named, examples=[_figure_of(data, town)]),
    ]
    choices = [
        _in_query(Key.INDICATOR, "Kennzahl", enum=list(data.indicators)),
        _in_query(Key.DATE, "Stand, wenn nicht der jüngste"),
        _in_query(Key.TOWNS, "Städte, durch Kommas getrennt; sonst alle"),
        _in_query(Key.OWN, "bis zu drei weitere Kleinstädte: AGS, durch Kommas getrennt"),
    ]
    for template, form in OF_FIGURES.items():
        for page, name, more in (
            (links.COMPARISON, "Vergleich", [view, *choices]),
            (links.TOWN, "Stadtseite", of_town),
        ):
            rule = template.replace("<path:page>", page.removeprefix("/"))
            yield _operation(rule, f"Eine Abbildung als {form.label}: {name}", form, more)
    summary = "Beschreibung aller Tabellen (Data Package)"
    yield _operation(links.PACKAGE, summary, Form.RECORDS, [], schema="", operationId="package")


def _operation(
    rule: str,
    summary: str,
    form: Form,
    parameters: list[dict[str, Any]],
    schema: str = "Records",
    **more: str,
) -> tuple[str, Any]:
    """Return a path and what it answers; `schema` is that of JSON, empty where none is declared."""
    if form is Form.MACHINE:
        kinds = [Form.MACHINE.value, Form.OFFICE.value]
        text = "für Programme (Komma, Dezimalpunkt) oder für Excel (Semikolon, Dezimalkomma)"
        parameters = [*parameters, _in_query(Key.FORM, text, enum=kinds)]
    path = links.FIELD.sub(lambda field: f"{{{field[1]}}}", rule)
    operation = {
        "summary": summary,
        "operationId": "_".join(re.findall(r"\w+", rule)),
        "parameters": [*parameters, {"$ref": "#/components/parameters/IfNoneMatch"}],
        "responses": _answers(form, schema),
        **more,
    }
    return path, {"get": operation}


def _answers(form: Form, schema: str) -> dict[str, Any]:
    return {
        "200": {
            "description": "Die Datei.",
            "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS},
            "content": _content(form, schema),
        },
        **{code: {"$ref": f"#/components/responses/{name}"} for code, name in CODES.items()},
    }


def _content(form: Form, schema: str) -> dict[str, Any]:
    if form is not Form.RECORDS or not schema:
        return {form.media_type: {}}
    return {form.media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _schema_of(table: DataTable) -> str:
    return f"Records-{table.id}"


def _rows_of(table: DataTable) -> dict[str, Any]:
    """Return the schema of a table as JSON: that of all, with the columns of its rows."""
    properties = {one.id: _property(one) for one in table.columns}
    row = {"type": "object", "properties": properties, "required": [*properties]}
    return {
        "allOf": [
            {"$ref": "#/components/schemas/Records"},
            {"type": "object", "properties": {"rows": {"type": "array", "items": row}}},
        ]
    }


def _property(column: Column) -> dict[str, Any]:
    numbers = column.kind is Kind.NUMBER
    pattern = {"pattern": PATTERNS[column.kind]} if column.kind in PATTERNS else {}
    return {
        "type": ["number" if numbers else "string", "null"],
        "description": column.label,
        **pattern,
    }


def _in_path(name: str, text: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": text,
        "schema": {"type": "string", **schema},
    }


def _in_query(name: str, text: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": str(name),
        "in": "query",
        "description": text,
        "schema": {"type": "string", **schema},
    }


def _object(required: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": {**required, **more}}


TEXT = {"type": "string"}
PATTERNS = {
    Kind.DATE: r"^\d{4}(-\d{2}(-\d{2})?|-H[12]|-\d{2}/\d{4}-\d{2})?$",
    Kind.KEY: r"^\d+$",
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "das ETag einer Antwort, die Sie noch haben",
    "schema": TEXT,
}
HEADERS = {
    "ETag": {"description": "Kennung dieser Antwort, für If-None-Match", "schema": TEXT},
    "Cache-Control": {"description": "wie lange sie aufbewahrt werden darf", "schema": TEXT},
}
CODES = {"304": "NotModified", "400": "BadRequest", "404": "NotFound"}
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
ERRORS = {
    "NotModified": {"description": "Die Antwort, die Sie noch haben, gilt."},
    "BadRequest": {
        "description": "Eine Wahl gibt es nicht; bei JSON steht unter detail, welche.",
        "content": PROBLEM,
    },
    "NotFound": {"description": "So etwas gibt es nicht.", "content": PROBLEM},
}
SCHEMAS = {
    "Records": _object(
        {
            "title": TEXT,
            "address": {"type": "string", "description": "wo ein Mensch dasselbe sieht"},
            "stand": {"type": "string", "format": "date"},
            "version": {"type": "string", "description": "Kennung der Fassung der Daten"},
            "sources": {"type": "array", "items": {"$ref": "#/components/schemas/Source"}},
            "credits": {
                "type": "array",
                "items": TEXT,
                "description": "was außerdem über Herkunft und Rechte zu sagen ist",
            },
            "columns": {"type": "array", "items": {"$ref": "#/components/schemas/Column"}},
            "rows": {
                "type": "array",
                "items": {
                    "type": "object",
                    "description": "je Spalte ein Wert",
                    "additionalProperties": {"type": ["string", "number", "null"]},
                },
            },
        },
        warning={"type": "string", "description": "was vor den Werten zu wissen ist"},
    ),
    "Source": _object(dict.fromkeys(SOURCE_FIELDS, TEXT)),
    "Column": _object(
        {"id": TEXT, "label": TEXT, "kind": {"type": "string", "enum": [one.value for one in Kind]}}
    ),
    "Problem": _object({"title": TEXT, "status": {"type": "integer"}, "detail": TEXT}),
}
