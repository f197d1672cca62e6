"""The lessons: what others can carry over, by theme, with evidence; and a list to take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.list import category_symbol
from dashboard.components.layout import fact_list
from dashboard.components.lessons import ADVICE, advice, advice_list, said
from dashboard.components.sources import linked_sources
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Lesson
from dashboard.pages.choices import UrlState, several
from dashboard.pages.contract import Address, Page, View
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text

PAGE = Page(id="erkenntnisse", path=links.LESSONS, name="Erkenntnisse")
REPORT = "seed"  # the closing report, in data/sources.toml
SHORTENED = "l-"  # what every lesson's id begins with is left out of the address


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The lessons a visitor put on the list; none means all."""

    kept: tuple[str, ...] = ()


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path."""
    return (PAGE.path,)


def url_state(data: Dataset) -> UrlState[Choices]:
    """Return the codec between the address and the list."""
    names = tuple(map(_short, data.lessons))
    return UrlState(Choices, {"kept": several(Key.LESSONS, "Die Erkenntnis", names, ())})


def _short(id_: str) -> str:
    return id_.removeprefix(SHORTENED)


def view(data: Dataset, address: Address) -> View:
    """Return the lessons by theme, and the list of those chosen."""
    state = url_state(data)
    choices, _sentences = state.read(address.query)
    report = [one for one in data.lessons.values() if REPORT in one.said_in]
    named = {place for one in data.lessons.values() for place in one.about if place in data.towns}
    towns = count_text(len(named))
    head = html.Div(
        [
            html.H1("Erkenntnisse"),
            html.P(
                f"{len(data.lessons)} Erkenntnisse aus {towns} Städten, die andere Kleinstädte "
                "nutzen können: was gesagt wurde, von wem, und was dafür spricht. Getrennt davon "
                "steht bei jeder der Rat dieser Website.",
                className="lead",
            ),
            html.P(
                [
                    f"{len(report)} davon stehen in der ",
                    html.A("Abschlussmeldung", href=links.source(REPORT)),
                    f" vom {date_text(data.sources[REPORT].published)}, einer Meldung des "
                    f"Herausgebers „{data.sources[REPORT].publisher}“. Alle sind hier in eigenen "
                    "Worten wiedergegeben.",
                ],
                className="small",
            )
            if report
            else None,
        ],
        className="page-head",
    )
    return View(
        title="Erkenntnisse",
        description=(
            f"Was andere Kleinstädte aus den Erfahrungen der {towns} Städte mitnehmen können."
        ),
        content=(
            head,
            _contents(data),
            *(_theme(data, state, choices, theme) for theme in data.lesson_themes),
            _list(data, state, choices),
        ),
    )


def _of(data: Dataset, theme: str) -> list[Lesson]:
    return [one for one in data.lessons.values() if one.theme == theme]


def _contents(data: Dataset) -> Component:
    """Return every theme with its lessons: the page at a glance."""
    themes = [
        html.Li(
            [
                html.A(theme.label, href=f"#thema-{theme.id}", className="lesson-index__theme"),
                html.Ul(
                    [html.Li(html.A(one.title, href=f"#{one.id}")) for one in _of(data, theme.id)]
                ),
            ]
        )
        for theme in data.lesson_themes.values()
    ]
    to_list = html.P(html.A(f"Zur Liste: {ADVICE}", href="#liste"))
    return html.Nav(
        [html.Ul(themes, className="lesson-index"), to_list],
        className="lesson-contents no-print",
        **{"aria-label": "Themen und Erkenntnisse"},
    )


def _theme(data: Dataset, state: UrlState[Choices], choices: Choices, theme_id: str) -> Component:
    theme = data.lesson_themes[theme_id]
    heading = f"thema-{theme_id}"
    lessons = [_lesson(data, state, choices, one) for one in _of(data, theme_id)]
    return html.Section(
        [
            html.H2(theme.label, id=heading),
            html.P(theme.description, className="section__intro"),
            html.Div(lessons, className="lessons"),
        ],
        className="section" + (" no-print" if choices.kept else ""),
        **{"aria-labelledby": heading},
    )


def _lesson(data: Dataset, state: UrlState[Choices], choices: Choices, lesson: Lesson) -> Component:
    return html.Article(
        [
            html.H3(lesson.title),
            *said(lesson),
            fact_list(_facts(data, lesson)),
            advice(lesson),
            _keep(state, choices, lesson),
        ],
        id=lesson.id,
        className="lesson",
        **{"data-kept": "true" if _short(lesson.id) in choices.kept else None},
    )


def _facts(data: Dataset, lesson: Lesson) -> list[tuple[str, object]]:
    """Return where it was said, what supports it, and for whom it holds, as far as there is any."""
    entries: tuple[tuple[str, object], ...] = (
        ("Gesagt in", _sources(data, lesson.said_in)),
        ("Belegt durch", _evidence(data, lesson) if lesson.supported_by else None),
        ("Weitere Quellen", _sources(data, lesson.further_sources)),
        ("Gilt für", _towns(data, lesson)),
    )
    return [(term, value) for term, value in entries if value]


def _sources(data: Dataset, ids: Sequence[str]) -> list[str | Component]:
    return linked_sources([data.sources[id_] for id_ in ids])


def _towns(data: Dataset, lesson: Lesson) -> list[str | Component]:
    parts: list[str | Component] = []
    for place in lesson.about:
        town = data.towns.get(place)
        parts += [", "] if parts else []
        if town:
            link = html.A(town.name, href=links.town(town.slug))
            parts.append(html.Span([town_symbol(town), " ", link]))
        else:
            parts.append(data.place_label(place))
    return parts


def _evidence(data: Dataset, lesson: Lesson) -> Component:
    rows = []
    for id_ in lesson.supported_by:
        one = data.activity(id_)
        rows.append(
            html.Li(
                [
                    category_symbol(data.categories[one.category]),
                    html.Span(
                        [
                            html.A(one.title, href=links.activity(id_)),
                            f" ({_place(data, one.town)}, {one.date_text})",
                        ]
                    ),
                ]
            )
        )
    return html.Ul(rows, className="linked-list")


def _place(data: Dataset, place: str) -> str:
    return data.towns[place].short_name if place in data.towns else data.place_label(place)


def _keep(state: UrlState[Choices], choices: Choices, lesson: Lesson) -> Component:
    name = _short(lesson.id)
    kept = name in choices.kept
    rest = tuple(one for one in choices.kept if one != name)
    changed = replace(choices, kept=rest if kept else (*rest, name))
    text = "Von der Liste nehmen" if kept else "Auf unsere Liste"
    return html.P(
        html.A(
            [text, html.Span(f": {lesson.title}", className="visually-hidden")],
            href=links.to(PAGE.path, state.query(changed), lesson.id),
            className="action",
        ),
        className="no-print",
    )


def _list(data: Dataset, state: UrlState[Choices], choices: Choices) -> Component:
    """Return the site's advice as a list to print: of the lessons chosen, or of all."""
    names = choices.kept or tuple(map(_short, data.lessons))
    groups: list[Component] = []
    for theme in data.lesson_themes.values():
        listed = [one for one in _of(data, theme.id) if _short(one.id) in names]
        if listed:
            groups += [html.H3(theme.label), advice_list(listed)]
    return html.Section(
        [
            html.H2(f"{ADVICE}: die Liste", id="liste"),
            html.P(_about_list(choices), className="section__intro no-print"),
            _reset(choices),
            *groups,
            html.P(
                f"Aus: {data.project.title}. Stand der Daten: {date_text(data.stand)}. "
                + links.to(PAGE.path, state.query(choices)),
                className="small",
            ),
        ],
        className="section lesson-list",
        **{"aria-labelledby": "liste"},
    )


def _about_list(choices: Choices) -> str:
    if not choices.kept:
        return (
            "Was wir aus jeder Erkenntnis folgern, zum Abhaken; gesagt hat es so niemand. "
            "Wer nur einige mitnehmen will, legt sie oben mit "
            "„Auf unsere Liste“ darauf; die Auswahl steht dann in der Adresse und lässt sich "
            "weitergeben. Gedruckt wird mit der Druckfunktion des Browsers."
        )
    number = "Ein Satz" if len(choices.kept) == 1 else f"{len(choices.kept)} Sätze"
    return (
        f"{number} auf Ihrer Liste, unser Rat und kein Zitat. Die Adresse dieser Seite enthält die "
        "Auswahl und lässt sich weitergeben. Gedruckt wird nur diese Liste."
    )


def _reset(choices: Choices) -> Component | None:
    if not choices.kept:
        return None
    link = html.A("Liste leeren und alle Sätze zeigen", href=links.to(PAGE.path, anchor="liste"))
    return html.P(link, className="no-print")
