"""The fact sheet of a town: two pages of A4 for the agenda, legible without colour."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.band_table import band_table
from dashboard.components.figure_card import bare_figure
from dashboard.components.layout import arrow, fact_list
from dashboard.components.lessons import advice, said
from dashboard.components.paper.legal_line import legal_line
from dashboard.components.paper.qr_code import qr_code
from dashboard.components.shell import SITE_NAME
from dashboard.components.sources import publishers
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde, Phase, ShownIn, Source, Town
from dashboard.findings.absence import absences
from dashboard.findings.band import SIZE
from dashboard.findings.first_reads import alike, first_reads, near_sources
from dashboard.findings.town import (
    full_name,
    gaps_of,
    lessons_of,
    of_phase,
    surveyed,
)
from dashboard.pages.contract import Address, Frame, Menu, Page, View
from dashboard.pages.town.brief import (
    Room,
    after_end,
    facts,
    first_gaps,
    introduced_by,
    leading_figures,
    map_card,
    nothing_done,
    open_questions,
    project_survey,
    some_paths,
    steps,
    survey_values,
    town_of,
)
from dashboard.pages.town.reading import (
    MEANS,
    alike_table,
    lesson_list,
    lessons_for,
    not_in_project,
    read_list,
    who_was,
)
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import count_text

PAGE = Page(id="steckbrief", path=links.FACT_SHEET, name="Steckbrief", menu=Menu.NONE)
MOST_BEFORE, MOST_AFTER, MOST_VALUES, MOST_LESSONS = 3, 5, 3, 2
MOST_NEAR, MOST_OF_PILOTS = 3, 2
ROOM = Room(lines=22, letters=54)  # of the column in which the activities stand


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the path of each pilot town, and some that stand for all others."""
    return some_paths(data, PAGE.path)


def view(data: Dataset, address: Address) -> View:
    """Return the fact sheet of the town named in the path."""
    town = town_of(data, address)
    public = address.public(links.town(town.slug))
    second = _second(data, town) if isinstance(town, Town) else _of_pilots(data, town)
    pages = (_first(data, town), second)
    name = full_name(data, town)
    sheets = [
        html.Section(
            [
                html.Div(content, className="sheet__body"),
                _foot(data, sources, credits_, public, number, len(pages)),
            ],
            className="sheet",
            **{"aria-label": f"Seite {number} von {len(pages)}"},
        )
        for number, (content, sources, credits_) in enumerate(pages, start=1)
    ]
    return View(
        title=f"Steckbrief {name}",
        description=f"{name} auf zwei Seiten zum Ausdrucken.",
        content=(
            html.P(
                [
                    html.A([arrow("← "), town.name], href=links.town(town.slug)),
                    html.Span("Zwei Seiten A4: drucken oder als PDF sichern mit Strg + P."),
                ],
                className="sheet-bar no-print",
            ),
            legal_line(data, class_name="sheet-bar no-print"),
            *sheets,
        ),
        breadcrumb=(
            ("Städte", links.to(links.TOWNS)),
            (town.name, links.town(town.slug)),
            ("Steckbrief", ""),
        ),
        frame=Frame.SHEET,
    )


Sheet = tuple[list[Component], tuple[Source, ...], tuple[str, ...]]


def _first(data: Dataset, town: Gemeinde) -> Sheet:
    card = map_card(data, town)
    figures = leading_figures(data, town, ShownIn.FACT_SHEET)
    head = html.Header(
        [
            html.P([town_symbol(town), f"{town.land}, {town.kreis_label}"], className="eyebrow"),
            html.H1(town.name),
            html.P(
                town.tried
                if isinstance(town, Town)
                else f"{not_in_project(data, town)} {who_was(data)}",
                className="sheet__lead",
            ),
        ],
        className="sheet__head",
        **{"data-town": town.id},
    )
    caption = f"Kennzahlen von {town.name} und die Größenklasse"
    content = [
        head,
        html.Div(
            [fact_list(facts(data, town)), bare_figure(card, title=html.P)],
            className="sheet__columns sheet__columns--map",
        ),
        html.H2("Kennzahlen"),
        html.P(
            f"Umriss: die Gemeinden mit {SIZE}; Streifen: ihre mittlere Hälfte; Strich: ihr "
            "Median, jede zählt gleich. Punkt: die Stadt; hohl: noch weiter außen. „Ganz "
            "Deutschland“ ist gewichtet.",
            className="sheet__aid",
        ),
        html.Div(band_table(figures, caption), **{"data-town": town.id}),
    ]
    sources = tuple(dict.fromkeys(figure.source for figure in figures))
    own_sources = data.named_sources(introduced_by(data, town))
    return content, (*own_sources, *sources), card.credits


def _second(data: Dataset, town: Town) -> Sheet:
    before, during, after = (
        of_phase(data, town, phase) for phase in (Phase.BEFORE, Phase.PROJECT, Phase.AFTER)
    )
    values, unknown = surveyed(data, town)
    lessons = lessons_of(data, town)[:MOST_LESSONS]
    shown = [*before[-MOST_BEFORE:], *during, *after[-MOST_AFTER:]]
    gaps = gaps_of(data, town)
    left = [
        _part(
            "Was die Stadt im Projekt getan hat",
            [steps(data, during, room=ROOM) if during else nothing_done(town)],
        ),
        *(
            [_part(_some("Davor", len(before), MOST_BEFORE), [steps(data, before[-MOST_BEFORE:])])]
            if before
            else []
        ),
        _part(
            _some("Danach", len(after), MOST_AFTER),
            [steps(data, after[-MOST_AFTER:])]
            if after
            else [
                html.P(
                    f"Für die Zeit {after_end(data)} steht in den gefundenen Quellen nichts.",
                    className="missing",
                )
            ],
        ),
    ]
    right = [
        _part(
            "Was die Menschen sagten",
            [html.P(project_survey(data, town)[0]), *survey_values(data, values, MOST_VALUES)],
        ),
        _part("Was von den Befragungen nicht bekannt ist", open_questions(unknown)),
        _part(
            "Was sich daraus lernen lässt",
            [
                html.Ul(
                    [html.Li([html.B(one.title), *said(one), advice(one)]) for one in lessons],
                    className="sheet__list",
                )
            ],
        ),
        _part(
            "Welche Zahlen fehlen",
            [
                html.P(
                    f"{first_gaps(gaps)}. Gründe und Fundorte: Seite der Stadt.",
                    className="sheet__gaps",
                )
            ],
        ),
    ]
    content: list[Component] = [
        html.P([town_symbol(town), town.name], className="eyebrow"),
        html.Div([html.Div(left), html.Div(right)], className="sheet__columns"),
    ]
    named = [id_ for one in shown for id_ in one.sources]
    named += [id_ for one in lessons for id_ in one.sources]
    surveys = tuple(dict.fromkeys(fact.source_title for fact in values[:MOST_VALUES]))
    return content, data.named_sources(named), surveys


def _of_pilots(data: Dataset, town: Gemeinde) -> Sheet:
    """Return the second page of a town that was not in the project: what it can take from those."""
    found, of = alike(data, town)
    reads = first_reads(data, found)
    lessons = lessons_for(data, reads)[:MOST_OF_PILOTS]
    pilots = f"die {count_text(len(data.towns))} Pilotstädte"
    read = read_list(data, reads, near=False)
    nothing = html.P("Nahe liegt bei diesen Werten keine Pilotstadt.", className="missing")
    lacking = [
        html.P([html.B(f"{one.count}: "), f"{one.reason}."], className="sheet__gaps")
        for one in absences(data, town)
    ]
    left = [
        _part("Zuerst lesen: Aktivitäten", [read if reads else nothing]),
        _part("Welche Zahlen fehlen", lacking),
    ]
    right = [
        _part("Zuerst lesen: Erkenntnisse", [lesson_list(lessons, class_name="sheet__list")]),
    ]
    content: list[Component] = [
        html.P([town_symbol(town), town.name], className="eyebrow"),
        _part(
            f"Was {pilots} erprobt haben",
            [
                alike_table(data, town, found, of, most=MOST_NEAR),
                html.P(MEANS, className="sheet__aid"),
            ],
        ),
        html.Div([html.Div(left), html.Div(right)], className="sheet__columns"),
    ]
    named = near_sources(data, town)
    named += [id_ for one in reads for id_ in one.activity.sources]
    named += [id_ for one, _why in lessons for id_ in one.sources]
    named += [id_ for one in data.towns.values() for id_ in one.happened_sources]
    return content, data.named_sources(named), ()


def _some(title: str, number: int, most: int) -> str:
    return f"{title} (die letzten {most} von {number})" if number > most else title


def _part(title: str, children: Sequence[Component]) -> Component:
    return html.Section([html.H2(title), *children])


def _foot(
    data: Dataset,
    sources: Sequence[Source],
    credits_: Sequence[str],
    public: str,
    number: int,
    count: int,
) -> Component:
    where = f" {public}" if public else ""
    text = html.Div(
        [
            html.P(f"Quellen: {'; '.join(publishers(sources, credits_)).rstrip('.')}."),
            html.P(
                f"{SITE_NAME}.{where} Stand der Daten: {date_text(data.stand)}, "
                f"Fassung {data.version}. Seite {number} von {count}"
            ),
        ]
    )
    return html.Div([text, qr_code(public) if public else None], className="sheet__foot")
