"""The lessons: what others can carry over, a theme at a time, and a list to take away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.list import category_symbol
from dashboard.components.layout import fact_list, ways
from dashboard.components.lessons import ADVICE, advice, advice_list, said
from dashboard.components.live_part import REACHED, live_part, notices
from dashboard.components.sources import linked_sources
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Lesson
from dashboard.findings.activities import short_name
from dashboard.pages.choices import UrlState, one_of, scope, several
from dashboard.pages.contract import Address, AskedCards, Live, Page, View
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text, counted

PAGE = Page(id="erkenntnisse", path=links.LESSONS, name="Erkenntnisse")
REPORT = "seed"  # the closing report, in data/sources.toml
SHORTENED = "l-"  # what every lesson's id begins with is left out of the address
LIST = "liste"
THEME = "thema-"  # and a theme: its heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The theme that is shown, none for all titles, and the lessons on the visitor's list."""

    theme: str = ""
    kept: tuple[str, ...] = ()
    scope: str = ""

    @property
    def is_long(self) -> bool:
        """Whether everything stands on one page, for paper and for searching in it."""
        return self.scope == links.ALL_OF_IT


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path."""
    return (PAGE.path,)


def url_state(data: Dataset) -> UrlState[Choices]:
    """Return the codec between the address and the choices."""
    names = tuple(map(_short, data.lessons))
    return UrlState(
        Choices,
        {
            "theme": one_of(Key.THEME, "Das Thema", ("", *data.lesson_themes), ""),
            "kept": several(Key.LESSONS, "Die Erkenntnis", names, ()),
            "scope": scope(),
        },
    )


def _short(id_: str) -> str:
    return id_.removeprefix(SHORTENED)


def view(data: Dataset, address: Address) -> View:
    """Return the lessons of a theme, or the titles of all, and the visitor's list."""
    shown = live(data, address)
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
        className="page-head page-head--short",
    )
    return View(
        title=shown.title,
        description=(
            f"Was andere Kleinstädte aus den Erfahrungen der {towns} Städte mitnehmen können."
        ),
        content=(head, shown.part),
        address=shown.address,
        charts=False,
        anchored=True,
    )


def live(data: Dataset, address: Address) -> Live:
    """Return themes, lessons and list for the choices in the address."""
    state = url_state(data)
    choices, sentences = state.read(address.query)
    theme = data.lesson_themes.get(choices.theme)
    title = f"{theme.label} – Erkenntnisse" if theme else "Erkenntnisse"
    return Live(
        title=f"{_kept_words(choices)} – {title}" if choices.kept else title,
        address=_link(state, choices),
        part=live_part([notices(sentences), *_parts(data, state, choices)]),
    )


def cards(data: Dataset, address: Address) -> AskedCards:
    """Return no figures: the page has none."""
    return {}, ()


def query_of(data: Dataset, address: Address, anchor: str) -> Mapping[str, str] | None:
    """Return the choices at which the page shows the anchor; None where it never does."""
    state = url_state(data)
    choices, _sentences = state.read(address.query)
    if anchor in data.lessons:
        choices = replace(choices, theme=data.lessons[anchor].theme)
    elif anchor.removeprefix(THEME) in data.lesson_themes:
        choices = replace(choices, theme=anchor.removeprefix(THEME))
    elif anchor == LIST:
        scope = choices.scope if choices.kept else links.ALL_OF_IT
        choices = replace(choices, theme="", scope=scope)
    else:
        return None
    return dict(state.query(choices))


def _link(state: UrlState[Choices], choices: Choices, anchor: str = "", **changes: object) -> str:
    changed = replace(choices, **changes)  # type: ignore[arg-type]
    return links.to(PAGE.path, state.query(changed), anchor)


def _of(data: Dataset, theme: str) -> list[Lesson]:
    return [one for one in data.lessons.values() if one.theme == theme]


def _parts(data: Dataset, state: UrlState[Choices], choices: Choices) -> Iterator[Component]:
    """Yield how much is on the list, the list itself, the themes, and what was chosen.

    Beside the lessons of a theme the list is only printed, so that nothing moves while it grows.
    """
    yield _count(state, choices)
    if choices.kept:
        css = "lesson-list" + (" only-print" if choices.theme else "")
        yield _list(data, state, choices, css)
    if choices.is_long:
        yield html.P(
            [
                "Alle Erkenntnisse auf einer Seite. ",
                html.A(
                    "Zurück zur kurzen Seite",
                    href=_link(state, choices, scope=""),
                    **{"data-view": "true"},
                ),
            ],
            className="no-print",
        )
        yield from (_theme(data, state, choices, theme) for theme in data.lesson_themes)
        if not choices.kept:
            yield _list(data, state, choices, "lesson-list")
        return
    yield _themes(data, state, choices)
    if choices.theme:
        yield _theme(data, state, choices, choices.theme)
    else:
        yield _index(data, state, choices)
    yield html.P(
        [
            html.A(
                "Alle auf einer Seite, zum Drucken und Durchsuchen",
                href=_link(state, choices, scope=links.ALL_OF_IT),
                **{"data-view": "true"},
            ),
            ", mit dem ganzen Rat als Liste zum Abhaken.",
        ],
        className="lessons-further no-print",
    )


def _count(state: UrlState[Choices], choices: Choices) -> Component:
    """Return how many lessons are on the list; it stays in sight."""
    number = len(choices.kept)
    if not number:
        said_ = ["Ihre Liste ist leer. Mit „Auf unsere Liste“ legen Sie Erkenntnisse darauf."]
    else:
        said_ = [
            f"{_kept_words(choices)}. ",
            html.A(
                "Zur Liste", href=_link(state, choices, LIST, theme=""), **{"data-view": "true"}
            ),
            " · ",
            html.A("Liste leeren", href=_link(state, choices, kept=()), **{"data-view": "true"}),
        ]
    return html.P(said_, className="kept-count no-print", **{"data-count": str(number)})


def _kept_words(choices: Choices) -> str:
    noun = counted(len(choices.kept), "Erkenntnis", "Erkenntnisse", "eine")
    return f"Auf Ihrer Liste: {noun}"


def _themes(data: Dataset, state: UrlState[Choices], choices: Choices) -> Component:
    views = {
        "": f"Alle Titel ({len(data.lessons)})",
        **{id_: f"{one.label} ({len(_of(data, id_))})" for id_, one in data.lesson_themes.items()},
    }
    found = {_link(state, choices, theme=id_): words for id_, words in views.items()}
    return ways(found.items(), _link(state, choices), "Themen", found)


def _index(data: Dataset, state: UrlState[Choices], choices: Choices) -> Component:
    """Return every theme with its lessons: all at a glance."""
    themes = [
        html.Li(
            [
                html.H2(
                    html.A(
                        theme.label,
                        href=_link(state, choices, theme=theme.id),
                        **{"data-view": "true"},
                    ),
                    className="lesson-index__theme",
                ),
                html.Ul(
                    [
                        html.Li(
                            html.A(
                                one.title,
                                href=_link(state, choices, one.id, theme=theme.id),
                                **{"data-view": "true"},
                            )
                        )
                        for one in _of(data, theme.id)
                    ]
                ),
            ]
        )
        for theme in data.lesson_themes.values()
    ]
    return html.Nav(
        html.Ul(themes, className="lesson-index"),
        className="no-print" if choices.kept else None,
        **{"aria-label": "Themen und Erkenntnisse"},
    )


def _theme(data: Dataset, state: UrlState[Choices], choices: Choices, theme_id: str) -> Component:
    theme = data.lesson_themes[theme_id]
    heading = f"{THEME}{theme_id}"
    lessons = [_lesson(data, state, choices, one) for one in _of(data, theme_id)]
    return html.Section(
        [
            html.H2(theme.label, id=heading),
            html.P(theme.description, className="section__intro"),
            html.Div(lessons, className="lessons"),
        ],
        className="lesson-theme" + (" no-print" if choices.kept else ""),
    )


def _lesson(data: Dataset, state: UrlState[Choices], choices: Choices, lesson: Lesson) -> Component:
    facts = fact_list(_facts(data, lesson))
    evidence = html.Details(
        [html.Summary("Quellen, Belege, für wen es gilt"), facts], className="disclosure"
    )
    return html.Article(
        [
            html.H3(lesson.title, **REACHED),
            *said(lesson),
            facts if choices.is_long else evidence,
            advice(lesson),
            html.P(_keep(state, choices, lesson), className="no-print"),
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
                            f" ({short_name(data, one.town)}, {one.date_text})",
                        ]
                    ),
                ]
            )
        )
    return html.Ul(rows, className="linked-list")


def _keep(state: UrlState[Choices], choices: Choices, lesson: Lesson, at: str = "") -> Component:
    """Return the link that puts a lesson on the list, or takes it off; `at` begins its id."""
    name = _short(lesson.id)
    kept = name in choices.kept
    rest = tuple(one for one in choices.kept if one != name)
    text = "Von der Liste nehmen" if kept else "Auf unsere Liste"
    id_ = f"{at}merken-{name}"
    return html.A(
        text,
        href=_link(state, choices, "" if at else id_, kept=rest if kept else (*rest, name)),
        id=id_,
        className=None if at else "action",
        **{"data-view": "true", "aria-label": f"{text}: {lesson.title}"},
    )


def _list(data: Dataset, state: UrlState[Choices], choices: Choices, class_name: str) -> Component:
    """Return the site's advice as a list to print: of the lessons chosen, or of all."""
    names = choices.kept or tuple(map(_short, data.lessons))
    groups: list[Component] = []
    for theme in data.lesson_themes.values():
        listed = [one for one in _of(data, theme.id) if _short(one.id) in names]
        if listed and choices.kept:
            rows = advice_list(listed, lambda one: _taken_off(state, choices, one))
            groups += [html.H3(theme.label), rows]
        elif listed:
            groups += [html.H3(theme.label), advice_list(listed)]
    return html.Section(
        [
            html.H2(f"{ADVICE}: die Liste", id=LIST, **REACHED),
            html.P(_about_list(choices), className="section__intro no-print"),
            *groups,
            html.P(
                f"Aus: {data.project.title}. Stand der Daten: {date_text(data.stand)}. "
                + _link(state, choices, theme=""),
                className="small",
            ),
        ],
        className=class_name,
    )


def _taken_off(state: UrlState[Choices], choices: Choices, lesson: Lesson) -> Component:
    return html.Span(_keep(state, choices, lesson, "liste-"), className="no-print")


def _about_list(choices: Choices) -> str:
    if not choices.kept:
        return (
            "Was wir aus jeder Erkenntnis folgern, zum Abhaken; gesagt hat es so niemand. "
            "Wer nur einige mitnehmen will, legt sie mit "
            "„Auf unsere Liste“ darauf; die Auswahl steht dann in der Adresse und lässt sich "
            "weitergeben. Gedruckt wird mit der Druckfunktion des Browsers."
        )
    kept = counted(len(choices.kept), "Satz", "Sätze", "Ein")
    return (
        f"{kept} auf Ihrer Liste, unser Rat und kein Zitat. Die Adresse dieser Seite enthält die "
        "Auswahl und lässt sich weitergeben. Gedruckt wird nur diese Liste."
    )
