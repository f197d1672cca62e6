"""The site in English, on one page: what it is, the towns, lessons, how to read and take the data.

Its sentences about towns, lessons and indicators stand in `data/english.toml`. What is not said
there is shown in German, and named as that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from dash import html
from dash.development.base_component import Component

from dashboard.components.data_table import scroll_box
from dashboard.components.layout import read_as, section
from dashboard.components.shell import SITE_NAME
from dashboard.components.silhouette import Mark, silhouette
from dashboard.components.sources import numbered_sources
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.english import English, english, german_texts
from dashboard.facts.model import Indicator, Lesson, Theme, Town
from dashboard.findings.comparison import PlaceValue, common_date, places, rows_at
from dashboard.findings.distribution import LARGER_SINCE, Distribution, distribution
from dashboard.pages.contract import Address, Menu, Page, View
from dashboard.wording import links
from dashboard.wording.english import (
    MISSING,
    count_text,
    date_text,
    number,
    value_text,
    with_unit,
)

LANG = "en"
PAGE = Page(id=LANG, path=links.ENGLISH, name="In English", menu=Menu.ABOUT, lang=LANG)
ENDS = ("From", "to")  # said of the ends of a drawing, which stand at its sides
UNTRANSLATED = "There is no English text yet; in German:"
WIDTH, TOP = 400, 64  # pixels of an outline

Content: TypeAlias = str | Component | Sequence[str | Component]


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return the page."""
    towns = f"{count_text(len(data.in_project))} small German towns"
    title = english(data, "project")
    return View(
        title=title.title if title else f"{SITE_NAME}, in English",
        description=f"What {towns} tried out about new ways of working, with sources and data.",
        content=(
            html.Div(
                [
                    _head(data),
                    section("towns", "The towns and what they tried", [_towns(data)]),
                    section("numbers", "The towns among all small towns", _numbers(data)),
                    section("lessons", "Lessons, and who says them", _lessons(data)),
                    html.Div(
                        [
                            section("reading", "How to read the numbers", [_reading()]),
                            section(
                                "data", "How to cite, how to get the data", _files(data, address)
                            ),
                        ],
                        className="english__pair",
                    ),
                ],
                className="english",
            ),
        ),
        lang=LANG,
    )


def _german(content: Content) -> Component:
    """Return what is German in this page, named as that for who reads it aloud."""
    return html.Span(content, lang=links.GERMAN)


def _said(data: Dataset, file: str, entry: str, name: str) -> Content:
    """Return a field in English, or in German, named as that, where it is not translated."""
    found = english(data, file, entry)
    if found:
        return str(getattr(found, name))
    texts = german_texts(data, f"{file}/{entry}" if entry else file) or {}
    return [f"{UNTRANSLATED} ", _german(texts.get(name, MISSING))]


def _link(label: str, href: str, about: str = "") -> Component:
    """Return a link to a page in German, by an English label; `about` tells it from its like."""
    name = {"aria-label": f"{label}: {about}"} if about else {}
    return html.A(label, href=href, hrefLang=links.GERMAN, **name)


def _sources(data: Dataset, ids: Iterable[str]) -> Component:
    return numbered_sources(data.named_sources(ids), ("Source", "Sources"), links.GERMAN)


def _head(data: Dataset) -> Component:
    found = english(data, "project")
    return html.Div(
        [
            html.H1(found.title if found else _german(data.project.title)),
            html.P(_said(data, "project", "", "summary"), className="lead"),
            html.P(
                [
                    "This one page is in English; whatever it links to is in German. It says "
                    "nothing that the German pages do not say. ",
                    _sources(data, data.project.sources),
                ],
                className="small",
            ),
        ],
        className="page-head page-head--short",
    )


def _towns(data: Dataset) -> Component:
    return html.Div([_town(data, one) for one in data.in_project], className="english-towns")


def _town(data: Dataset, town: Town) -> Component:
    def told(name: str, sources: Sequence[str]) -> Content:
        text = _said(data, "towns", town.slug, name)
        words = [text] if isinstance(text, str | Component) else [*text]
        return [*words, " ", _sources(data, sources)] if sources else words

    where = [_german(f"{town.kreis_label}, {town.land}")]
    if town.metropolis_km is not None:
        far = with_unit(town.metropolis_km, 0, "km")
        where += [f"; {far} from ", _german(town.metropolis), " in a straight line"]
    parts = {
        "What it did": told("happened", town.happened_sources),
        "What lasted": told("stayed", town.stayed_sources),
        "What is not known": told("unknown", ()),
    }
    name = html.A(town.name, href=links.town(town.slug), lang=links.GERMAN, hrefLang=links.GERMAN)
    return html.Article(
        [
            html.Div(
                [
                    html.H3([town_symbol(town), name]),
                    html.P(where, className="english-towns__where"),
                ]
            ),
            *(html.Div([html.H4(label), html.P(content)]) for label, content in parts.items()),
        ],
        **{"data-town": town.slug},
    )


def _numbers(data: Dataset) -> list[Component | None]:
    """Return an outline of every indicator that is said in English, and their values as a table."""
    shown = [
        (one, said, rows_at(data, places(data, tuple(data.towns)), one))
        for one in data.indicators.values()
        if (said := english(data, "indicators", one.id))
    ]
    if not shown:
        return [html.P(_link("The comparison, in German", links.to(links.COMPARISON)))]
    return [
        html.P(
            "Each shape is how many small towns have which value: the higher, the more towns. "
            "The strip below is the middle half of them, the stroke across it their median, and "
            "the marks are the towns of the table. It is no ranking."
        ),
        html.Div(
            [*(_outline(data, *one) for one in shown), _table(data, shown)],
            className="english-figures",
        ),
    ]


def _date(data: Dataset, indicator: Indicator) -> str:
    return common_date(data, tuple(data.towns), indicator.id)


def _outline(
    data: Dataset, indicator: Indicator, said: English, rows: Sequence[PlaceValue]
) -> Component:
    when = _date(data, indicator)
    found = distribution(data, indicator.id, when)
    given = [one.observation for one in rows if one.observation]
    marks = [
        Mark(one.place.id, one.place.symbol, one.observation.value)
        for one in rows
        if one.observation and one.observation.value is not None and not one.observation.flag
    ]
    drawn: list[Component] = []
    if found:
        column = data.gemeinden.columns[indicator.id, when]
        edges = [with_unit(edge, found.decimals, said.unit) for edge in found.edges]
        drawn = [
            silhouette(found, marks, width=WIDTH, top=TOP),
            html.Div(
                [
                    html.Div(read_as(edge, f"{word} {edge}"))
                    for word, edge in zip(ENDS, edges, strict=True)
                ],
                className="english-figures__ends",
            ),
            html.P(_spread(found, said)),
        ]
        ids = (column.source, *(one.source for one in given))
    else:
        drawn = [html.P("How all small towns are spread is not available for this date.")]
        ids = tuple(one.source for one in given)
    return html.Article(
        [
            html.H3([said.label, ", ", date_text(when)]),
            *drawn,
            html.P([said.definition, " ", _sources(data, ids)], className="small"),
        ]
    )


def _spread(found: Distribution, said: English) -> str:
    """Return the quartiles, who is counted, and what lies beyond the ends of the drawing."""
    low, median, high = (number(one, found.decimals) for one in found.quartiles)
    first = "10,000" if found.since >= LARGER_SINCE else "5,000"
    whom = f"{number(found.towns)} municipalities"
    if found.verbaende:
        whom += f" and {number(found.verbaende)} municipal associations"
    beyond = sum(found.beyond)
    told = f" {number(beyond)} lie beyond the ends of the drawing." if beyond else ""
    return (
        f"A quarter lie below {low}, half below {median}, a quarter above {high} ({said.unit}). "
        f"Counted: {whom} of {first} to under 20,000 people.{told}"
    )


def _table(
    data: Dataset, shown: Sequence[tuple[Indicator, English, Sequence[PlaceValue]]]
) -> Component:
    caption = "Values, each with a link to its source"
    heads = [
        html.Th(f"{said.label}, {date_text(_date(data, indicator))} ({said.unit})", scope="col")
        for indicator, said, _rows in shown
    ]
    rows = [
        html.Tr(
            [
                html.Th([town_symbol(town), _german(town.short_name)], scope="row"),
                *(_cell(town, indicator, rows[at]) for indicator, _said, rows in shown),
            ],
            **{"data-town": town.slug},
        )
        for at, town in enumerate(data.towns.values())
    ]
    parts = [
        html.Caption(caption),
        html.Thead(html.Tr([html.Th("Town", scope="col"), *heads])),
        html.Tbody(rows),
    ]
    return scroll_box(html.Table(parts, className="data-table"), caption)


def _cell(town: Town, indicator: Indicator, row: PlaceValue) -> Component:
    if row.observation is None:
        when = " for this date" if row.elsewhere else ""
        return html.Td(_link(f"{MISSING}{when}", links.gaps(town.slug)), className="missing")
    text = value_text(row.observation, indicator)
    return html.Td(_link(text, links.value(town.slug, indicator.id)), className="number")


def _lessons(data: Dataset) -> list[Component | None]:
    """Return the lessons by theme; each unfolds to what was said, by whom and where."""
    return [
        html.P(
            [
                f"{number(len(data.lessons))} lessons that other small towns can use, by theme: "
                "what was said, and by whom. What this site itself advises stands apart, ",
                _link("with the lessons in German", links.to(links.LESSONS)),
                ".",
            ]
        ),
        html.Div([_theme(data, one) for one in data.lesson_themes.values()]),
    ]


def _theme(data: Dataset, theme: Theme) -> Component:
    lessons = [_lesson(data, one) for one in data.lessons.values() if one.theme == theme.id]
    label = _said(data, "lesson_themes", theme.id, "label")
    count = f" ({number(len(lessons))})"
    return html.Details(
        [
            html.Summary([label, count] if isinstance(label, str) else [*label, count]),
            html.Div(lessons, className="english-lessons"),
        ],
        className="disclosure",
    )


def _lesson(data: Dataset, lesson: Lesson) -> Component:
    found = english(data, "lessons", lesson.id)
    said_by = found.said_by if found else _german(lesson.said_by)
    title = found.title if found else lesson.title
    address = links.lesson(lesson.id, lesson.theme)
    return html.Article(
        [
            html.H3(title if found else _german(title)),
            html.P(_said(data, "lessons", lesson.id, "statement")),
            html.P(
                [
                    "Said by: ",
                    said_by,
                    ". ",
                    _link("Sources and evidence", address, title),
                ],
                className="said-by",
            ),
        ]
    )


def _reading() -> Component:
    entries: tuple[Content, ...] = (
        "Every value leads to its source, with publisher, date and licence.",
        "What is missing is shown as missing, with the reason. Nothing is estimated to fill a gap.",
        [
            "Towns are compared, where possible, with all municipalities (",
            _german("Gemeinden"),
            ") of 5,000 to under 20,000 people: a value lies in the middle half of them, or in the "
            "quarter below or above.",
        ],
        [
            "A district (",
            _german("Kreis"),
            ") or a municipal association (",
            _german("Gemeindeverband"),
            ") is not the town. Where only they have a value, the page says so.",
        ],
        "Where a way of counting or a territory changed, the line is broken and the reason given.",
        "How certain a value is: high (read from an official file, or two sources agree), medium "
        "(prepared by others, derived or rounded, or the year had to be inferred), low (from the "
        "press or local bodies; never in a comparison).",
        f"The German pages write {number(1234.5, 1)} as 1.234,5: a comma before the decimals, "
        "a point between thousands.",
    )
    return html.Ul([html.Li(one) for one in entries], className="english-list")


def _files(data: Dataset, address: Address) -> list[Component | None]:
    cite = (
        f", data as of {date_text(data.stand)}, version {data.version}. "
        f"{address.origin}{links.to(PAGE.path)}"
    )
    files = (
        (_link("All tables", links.to(links.DATA)), " as CSV, XLSX and JSON, with sources."),
        (
            _link("OpenAPI description", links.to(links.INTERFACE)),
            " of all files, for programs: every table and every figure by a stable address; other "
            "sites may read them.",
        ),
        (
            _link("Data package", links.to(links.PACKAGE)),
            " with the meaning of every column, and a ",
            _link("catalogue for data portals", links.to(links.CATALOGUE)),
            " (DCAT).",
        ),
        (
            _link("Versions", links.to(links.VERSIONS)),
            ": which data these are, and what changed since the last time.",
        ),
    )
    return [
        html.P(["To cite: ", html.Span([_german(SITE_NAME), cite], className="citation")]),
        html.Ul([html.Li([*one]) for one in files], className="english-list"),
        html.P(
            [
                "The numbers are under the terms of their sources, each named with the tables. Our "
                "own texts and compilations are under CC BY 4.0, the program under EUPL 1.2. Who "
                "runs this site is in the ",
                _link("legal notice", links.to(links.IMPRINT)),
                ".",
            ]
        ),
    ]
