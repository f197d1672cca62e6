"""The talk: about eight slides of one town for its council, made of the site's own parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from dashboard.components.band_table import band_table
from dashboard.components.comparison.level import level_card
from dashboard.components.comparison.scene import Scene
from dashboard.components.figure_card import BareFigure, FigureCard, bare_figure
from dashboard.components.layout import fact_list
from dashboard.components.lessons import advice, said
from dashboard.components.paper.legal_line import legal_line
from dashboard.components.paper.qr_code import qr_code
from dashboard.components.paper.slide import Slide, Talk, picker, stage
from dashboard.components.sources import publishers
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import (
    NETWORK,
    Activity,
    Gemeinde,
    Indicator,
    Lesson,
    Phase,
    Precision,
    ShownIn,
    Town,
)
from dashboard.figures.glance import GlanceRow, glance
from dashboard.figures.lanes import span
from dashboard.figures.theme import INK
from dashboard.findings.absence import Absence, absences
from dashboard.findings.activities import short_name
from dashboard.findings.band import SIZE
from dashboard.findings.comparison import Place, common_date, places, reference, rows_at
from dashboard.findings.first_reads import (
    Alike,
    FirstRead,
    alike,
    compared,
    first_reads,
    near_sources,
)
from dashboard.findings.own_town import OwnTown
from dashboard.findings.town import (
    CITY,
    MUNICIPAL_KEY,
    POPULATION,
    full_name,
    gaps_of,
    lessons_of,
    of_phase,
    surveyed,
    to_city,
)
from dashboard.pages.choices import Field, NotAChoiceError, UrlState, one_of
from dashboard.pages.contract import Address, Frame, Menu, Page, View
from dashboard.pages.town.brief import (
    after_end,
    facts,
    introduced_by,
    leading_figures,
    map_card,
    open_questions,
    outside,
    project_survey,
    some_paths,
    steps,
    survey_values,
    town_of,
)
from dashboard.pages.town.reading import (
    MEANS,
    alike_table,
    lessons_for,
    not_in_project,
    read_list,
)
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import SLIDE_PLACE, Key
from dashboard.wording.numbers import count_text, flag_words, number, number_of

PAGE = Page(id="sitzung", path=links.MEETING, name="Folien", menu=Menu.NONE)

NUMBERS = tuple("12345678")
COLOURS = ("hell", "dunkel")
LEFT_OUT = (MUNICIPAL_KEY, "Rechtsstellung")
MOST_COLUMNS = 5  # towns: more stand closer in a table
MOST_FACTS, MOST_LESSONS, MOST_STEPS, MOST_GAPS = 4, 2, 6, 4
MOST_NEAR, MOST_NAMED, MOST_ROWS = 3, 3, 6
ROOM = 560  # characters that say what a town's activities were


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Which slides in which order, which of them is shown, light or dark."""

    slides: tuple[str, ...]
    slide: str
    colours: str


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the path of each pilot town, and some that stand for all others."""
    return some_paths(data, PAGE.path)


def url_state() -> UrlState[Choices]:
    """Return the codec of the address."""
    return UrlState(
        Choices,
        {
            "slides": _sequence(Key.SLIDES),
            "slide": one_of(Key.SLIDE, "Die Folie", NUMBERS, "1"),
            "colours": one_of(Key.COLOURS, "Die Farben", COLOURS, "hell"),
        },
        settle=_settled,
        fold=_from_form,
    )


def _sequence(key: str) -> Field:
    """Return a field with slides in the visitor's own order."""

    def parse(text: str) -> tuple[str, ...]:
        asked = [part.strip() for part in text.split(",") if part.strip()]
        chosen = tuple(dict.fromkeys(part for part in asked if part in NUMBERS))
        if not chosen or len(chosen) < len(set(asked)):
            raise NotAChoiceError(chosen or NUMBERS, "Eine dieser Folien gibt es nicht.")
        return chosen

    return Field(key=key, default=NUMBERS, parse=parse, text=",".join)


def _settled(choices: Choices) -> tuple[Choices, tuple[str, ...]]:
    if int(choices.slide) <= len(choices.slides):
        return choices, ()
    return replace(choices, slide="1"), (f"Es gibt nur {len(choices.slides)} Folien.",)


def _from_form(query: Mapping[str, str]) -> dict[str, str]:
    """Return the query with the places of the form folded into one order."""
    placed = {
        key.removeprefix(SLIDE_PLACE): int(text)
        for key, text in query.items()
        if key.startswith(SLIDE_PLACE) and text in NUMBERS
    }
    rest = {key: text for key, text in query.items() if not key.startswith(SLIDE_PLACE)}
    order = sorted(placed, key=lambda slide: placed[slide])
    return {**rest, Key.SLIDES: ",".join(order)} if order else rest


def view(data: Dataset, address: Address) -> View:
    """Return the talk of the town named in the path."""
    town = town_of(data, address)
    choices, sentences = url_state().read(address.query)
    public = address.origin + links.town(town.slug) if address.origin else ""
    slides = slides_of(data, town, public)
    shown = [slide for asked in choices.slides for slide in slides if slide.number == asked]
    talk = Talk(
        town=town,
        stand=data.stand,
        version=data.version,
        address=public,
        exit=links.town(town.slug),
        dark=choices.colours == "dunkel",
        current=min(int(choices.slide), len(shown)),
        notices=sentences,
        legal=legal_line(data),
    )
    form = picker(address.path, [(slide.number, slide.title) for slide in slides], choices.slides)
    name = full_name(data, town)
    return View(
        title=f"Folien: {name}",
        description=f"Folien zu {name} für Rat und Ausschuss, mit Quellen auf jeder Folie.",
        content=(stage(shown, talk, form),),
        frame=Frame.SLIDES,
    )


def slides_of(data: Dataset, town: Gemeinde, public: str) -> tuple[Slide, ...]:
    """Return every slide of a town, in the usual order; one that would be empty is left out.

    A town that was not in the project has the pilot towns' experience where they have their own.
    """
    same = (_who(data, town), *_standing(data, town), _together(data, town))
    own: tuple[Slide, ...]
    if isinstance(town, Town):
        own = _tried(data, town), _said(data, town), _learned(data, town), _next(data, town)
    else:
        own = _of_pilots(data, town)
    slides = sorted((*same, *own), key=lambda slide: slide.number)
    return (*slides, _sources(data, town, slides, public))


def _places(data: Dataset, town: Gemeinde, first: str = "") -> tuple[Place, ...]:
    """Return the same towns as places of a comparison."""
    own = () if isinstance(town, Town) else (OwnTown(name=town.short_name, ags=town.ags),)
    return places(data, tuple(data.towns), first, own, INK)


def _with_pilots(data: Dataset, town: Gemeinde) -> tuple[Gemeinde, ...]:
    """Return the pilot towns, and before them a town that is none."""
    pilots = tuple(data.towns.values())
    return pilots if isinstance(town, Town) else (town, *pilots)


# ------------------------------------------------------------------------------------- the slides


def _who(data: Dataset, town: Gemeinde) -> Slide:
    card = map_card(data, town)
    kept = [entry for entry in facts(data, town) if entry[0] not in LEFT_OUT]
    text = html.Div(
        [
            html.P(f"{town.land} · {town.kreis_label}", className="slide__lead"),
            fact_list(kept),
        ]
    )
    towns, indicator = _with_pilots(data, town), data.indicators[POPULATION]
    ids = [one.id for one in towns]
    date = common_date(data, ids, POPULATION)
    rows = [
        (
            one,
            (one.land, number_of(row.observation, indicator), f"{to_city(one)} Luftlinie"),
        )
        for one, row in zip(towns, rows_at(data, _places(data, town), indicator, date), strict=True)
    ]
    return Slide(
        number="1",
        title=f"{town.name} in Kürze",
        body=(_columns([text, bare_figure(card)]),),
        others=(_by_town(town, ("Land", f"Bevölkerung, {date_text(date)}", CITY), rows),),
        sources=data.named_sources(introduced_by(data, town)),
        credits=card.credits,
    )


def _tried(data: Dataset, town: Town) -> Slide:
    activities = of_phase(data, town, Phase.PROJECT)
    return Slide(
        number="2",
        title="Was ausprobiert wurde",
        body=(
            html.P(town.tried, className="slide__lead"),
            _columns([steps(data, activities, room=ROOM), bare_figure(_at_a_glance(data, town))]),
        ),
        others=(
            _by_town(
                town,
                ("Was die Stadt ausprobiert hat",),
                [(one, (one.tried,)) for one in data.in_project],
            ),
        ),
        sources=data.named_sources([id_ for one in activities for id_ in one.sources]),
    )


def _at_a_glance(data: Dataset, town: Gemeinde) -> BareFigure:
    """Return when something happened where, this town marked."""
    rows = [
        GlanceRow(
            name=short_name(data, place),
            activities=tuple(filter(_dated_in_project, data.activities_of(place))),
            marked=place == town.id,
        )
        for place in (NETWORK, *(one.slug for one in data.in_project))
    ]
    workshops = [data.activity(id_) for id_ in data.project.workshops]
    days = span(data.project.start, data.project.end)
    return BareFigure(
        id="zeitleiste-bild",
        title=f"Im Zeitplan der {count_text(len(data.in_project))} Städte",
        finding="Jedes Zeichen steht für eine Aktivität mit bekanntem Datum, die gepunkteten "
        "Linien für die Transferwerkstätten.",
        chart=glance(rows, days, data.categories, workshops),
    )


def _dated_in_project(one: Activity) -> bool:
    dated = one.precision is not Precision.PROJECT and not one.part_of
    return dated and one.phase is Phase.PROJECT


def _standing(data: Dataset, town: Gemeinde) -> tuple[Slide, ...]:
    figures = leading_figures(data, town, ShownIn.SLIDES)
    if not figures:
        return ()
    caption = f"Kennzahlen von {town.name} im Vergleich mit der Größenklasse"
    slide = Slide(
        number="3",
        title=f"Wo {town.short_name} steht",
        body=(
            html.P(
                f"Umriss: alle Gemeinden mit {SIZE}; Streifen: ihre mittlere Hälfte; Strich: ihr "
                f"Median, bei dem jede gleich zählt. Punkt: {town.short_name}.",
                className="slide__aid",
            ),
            html.Div(band_table(figures, caption), className="slide__band"),
        ),
        others=(_matrix(data, town, [figure.indicator.id for figure in figures]),),
        sources=tuple(dict.fromkeys(figure.source for figure in figures)),
    )
    return (slide,)


def comparison_card(data: Dataset, town: Gemeinde, indicator: str) -> FigureCard:
    """Return the comparison's own figure of an indicator, with this town marked."""
    shown, one = _places(data, town, town.id), data.indicators[indicator]
    card = level_card(Scene(data=data, places=shown, indicator=one, other=one))
    return replace(card, id=f"{card.id}-{indicator}")  # several of them stand on one slide


def _together(data: Dataset, town: Gemeinde) -> Slide:
    ids = [*data.shown_in(ShownIn.SLIDE_LEFT), *data.shown_in(ShownIn.SLIDE_RIGHT)]
    cards = [comparison_card(data, town, id_) for id_ in ids]
    others = f"die {count_text(len(data.towns))} Pilotstädte"
    if isinstance(town, Town):
        others = f"die {count_text(len(data.towns) - 1)} anderen"
    return Slide(
        number="4",
        title=f"{town.short_name} und {others}",
        body=(
            _columns(list(map(bare_figure, cards))),
            html.P(
                f"Umriss: Gemeinden mit {SIZE}, die Größenklasse. Beim Median zählt jede gleich.",
                className="slide__aid",
            ),
        ),
        others=(_matrix(data, town, ids),),
        sources=tuple(dict.fromkeys(source for card in cards for source in card.sources)),
    )


def _said(data: Dataset, town: Town) -> Slide:
    values, unknown = surveyed(data, town)
    own = project_survey(data, town)
    return Slide(
        number="5",
        title="Was die Menschen sagten – und was nicht bekannt ist",
        body=(
            _columns(
                [
                    _said_part("Veröffentlicht", survey_values(data, values, MOST_FACTS), own[0]),
                    _said_part("Nicht gefunden", open_questions(unknown), ""),
                ]
            ),
        ),
        others=(
            _by_town(
                town,
                ("Befragung des Projekts", "Stand der Veröffentlichung", "Teilnehmende"),
                [(one, project_survey(data, one)[1]) for one in data.in_project],
            ),
        ),
        sources=(),
        credits=tuple(dict.fromkeys(fact.source_title for fact in values[:MOST_FACTS])),
    )


def _said_part(title: str, children: Sequence[Component], sentence: str) -> Component:
    return html.Div(
        [
            html.P(title, className="slide__subtitle"),
            html.P(sentence, className="slide__aid") if sentence else None,
            *children,
        ]
    )


def _learned(data: Dataset, town: Town) -> Slide:
    lessons = lessons_of(data, town)[:MOST_LESSONS]
    return Slide(
        number="6",
        title="Was sich daraus lernen lässt",
        body=(
            html.Div([_lesson(one, _about(one, town)) for one in lessons], className="slide__grid"),
        ),
        others=(_a_lesson_each(data, town),),
        sources=data.named_sources([id_ for one in lessons for id_ in one.sources]),
    )


def _a_lesson_each(data: Dataset, town: Gemeinde) -> Component:
    return _by_town(
        town,
        ("Eine Erkenntnis von dort", "Gesagt von"),
        [
            (one, (first.title, first.said_by))
            for one in data.towns.values()
            for first in lessons_of(data, one)[:1]
            if one.slug in first.about
        ],
    )


def _about(lesson: Lesson, town: Town) -> str:
    return f"Gilt für {town.short_name if town.slug in lesson.about else 'den ganzen Verbund'}"


def _lesson(lesson: Lesson, where: str) -> Component:
    return html.Div(
        [
            html.P(where, className="slide__where"),
            html.P(lesson.title, className="slide__subtitle"),
            *said(lesson, class_name="slide__where"),
            advice(lesson),
        ],
        className="slide__card",
    )


def _next(data: Dataset, town: Town) -> Slide:
    after = of_phase(data, town, Phase.AFTER)
    missing = sorted(gaps_of(data, town), key=lambda gap: not gap.towns)[:MOST_GAPS]
    shown = (
        [steps(data, after[-MOST_STEPS:])]
        if after
        else [
            html.P(
                f"Was in {town.name} {after_end(data)} daraus wurde, steht in keiner der "
                "gefundenen Quellen."
                if town.partner
                else outside(town),
                className="missing",
            )
        ]
    )
    return Slide(
        number="7",
        title="Wie es weitergeht",
        body=(
            _columns(
                [
                    html.Div(
                        [html.P("Was nach dem Projekt kam", className="slide__subtitle"), *shown]
                    ),
                    _said_part(
                        "Welche Zahlen fehlen",
                        [
                            html.Ul(
                                [
                                    html.Li([html.Strong(gap.label), html.Span(gap.remedy)])
                                    for gap in missing
                                ],
                                className="slide__gaps",
                            )
                        ],
                        "und wo es zu finden wäre",
                    ),
                ]
            ),
        ),
        others=(_last_steps(data, town),),
        sources=data.named_sources([id_ for one in after[-MOST_STEPS:] for id_ in one.sources]),
    )


def _last_steps(data: Dataset, town: Gemeinde) -> Component:
    rows = [(one, (_last_step(data, one),)) for one in data.towns.values()]
    return _by_town(town, ("Zuletzt verzeichnet",), rows)


def _last_step(data: Dataset, town: Town) -> str:
    after = of_phase(data, town, Phase.AFTER)
    if not after:
        return f"{after_end(data)} nichts bekannt"
    return f"{after[-1].date_text}: {after[-1].title}"


# -------------------------------------------- the slides of a town that was not in the project


def _of_pilots(data: Dataset, town: Gemeinde) -> tuple[Slide, ...]:
    found, of = alike(data, town)
    reads = first_reads(data, found)
    return (
        _tried_there(data, town),
        _near(data, town, found, of),
        _learned_there(data, town, reads),
        _reading(data, town, reads),
    )


def _tried_there(data: Dataset, town: Gemeinde) -> Slide:
    tried = [(one.short_name, one.tried) for one in data.towns.values()]
    sources = [id_ for one in data.towns.values() for id_ in one.happened_sources]
    return Slide(
        number="2",
        title=f"Was die {count_text(len(data.towns))} Pilotstädte ausprobiert haben",
        body=(
            html.P(not_in_project(data, town), className="slide__lead"),
            _columns(
                [
                    html.Div(fact_list(tried), className="slide__tried"),
                    bare_figure(_at_a_glance(data, town)),
                ]
            ),
        ),
        others=(_last_steps(data, town),),
        sources=data.named_sources(sources),
    )


def _near(data: Dataset, town: Gemeinde, found: Sequence[Alike], of: int) -> Slide:
    ids = [one.indicator for one in compared(data, town)][:MOST_ROWS]
    return Slide(
        number="5",
        title="Worin die Pilotstädte nahe liegen",
        body=(
            html.P(MEANS, className="slide__aid"),
            html.Div(
                alike_table(data, town, found, of, most=MOST_NEAR, tried=False),
                className="slide__alike",
            ),
        ),
        others=(_matrix(data, town, ids),),
        sources=data.named_sources(near_sources(data, town)),
    )


def _learned_there(data: Dataset, town: Gemeinde, reads: Sequence[FirstRead]) -> Slide:
    lessons = lessons_for(data, reads)[:MOST_LESSONS]
    return Slide(
        number="6",
        title="Was sich daraus lernen lässt",
        body=(html.Div([_lesson(one, why) for one, why in lessons], className="slide__grid"),),
        others=(_a_lesson_each(data, town),),
        sources=data.named_sources([id_ for one, _why in lessons for id_ in one.sources]),
    )


def _reading(data: Dataset, town: Gemeinde, reads: Sequence[FirstRead]) -> Slide:
    missing = [
        html.Li([html.Strong(_indicators(one)), html.Span(one.reason)])
        for one in absences(data, town)[:MOST_GAPS]
    ]
    nothing = html.P("Nahe liegt bei diesen Werten keine Pilotstadt.", className="missing")
    rows = [(one, (_with_value(data, one),)) for one in _with_pilots(data, town)]
    return Slide(
        number="7",
        title="Was zuerst zu lesen ist – und was fehlt",
        body=(
            _columns(
                [
                    _said_part(
                        "Aktivitäten der Pilotstädte",
                        [read_list(data, reads, near=False) if reads else nothing],
                        "von denen, die in den meisten Werten nahe liegen" if reads else "",
                    ),
                    _said_part(
                        f"Welche Zahlen für {town.short_name} fehlen",
                        [html.Ul(missing, className="slide__gaps")],
                        "und warum",
                    ),
                ]
            ),
        ),
        others=(_by_town(town, ("Kennzahlen mit einem Wert",), rows),),
        sources=data.named_sources([id_ for one in reads for id_ in one.activity.sources]),
    )


def _indicators(one: Absence) -> str:
    if len(one.indicators) > MOST_NAMED:
        return one.count
    return ", ".join(indicator.short_label for indicator in one.indicators)


def _with_value(data: Dataset, town: Gemeinde) -> str:
    found = [one for one in data.indicators.values() if one.comparable]
    count = sum(data.latest(town.id, one.id) is not None for one in found)
    return f"{number(count)} von {number(len(found))}"


def _sources(data: Dataset, town: Gemeinde, slides: Iterable[Slide], public: str) -> Slide:
    names = publishers(
        [source for slide in slides for source in slide.sources],
        [line for slide in slides for line in slide.credits],
    )
    cite = (
        f"{data.project.title}: {town.name}. Stand der Daten: {date_text(data.stand)}, "
        f"Fassung {data.version}."
    )
    where = (
        [qr_code(public), html.P(public, className="slide__address")]
        if public
        else [html.P("Diese Seite hat noch keine öffentliche Adresse.", className="missing")]
    )
    return Slide(
        number="8",
        title="Woher das alles kommt",
        body=(
            _wide_columns(
                [
                    html.Div(
                        [
                            html.Ul([html.Li(name) for name in names], className="slide__sources"),
                            html.P(
                                "Titel, Lizenz und Adresse jeder Quelle stehen auf der Seite der "
                                "Stadt und unter „Daten“."
                            ),
                        ]
                    ),
                    html.Div(
                        [
                            html.P("Zum Nachlesen", className="slide__subtitle"),
                            *where,
                            html.P(["So zitieren Sie: ", html.Span(cite)]),
                        ],
                        className="slide__take-away",
                    ),
                ]
            ),
        ),
        others=(
            _by_town(
                town,
                ("Die Stadt im Netz",),
                [(one, (one.website.removeprefix("https://"),)) for one in data.towns.values()],
            ),
        ),
    )


# -------------------------------------------------------------------------------- shared pieces


def _columns(children: Sequence[Component]) -> Component:
    return html.Div(list(children), className="slide__columns")


def _wide_columns(children: Sequence[Component]) -> Component:
    return html.Div(list(children), className="slide__columns slide__columns--wide")


def _by_town(
    town: Gemeinde, heads: Sequence[str], rows: Iterable[tuple[Gemeinde, Sequence[str]]]
) -> Component:
    """Return a table with one row a town, the speaking one marked."""
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in ("Stadt", *heads)])),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th([town_symbol(one), one.name], scope="row"),
                            *map(html.Td, cells),
                        ],
                        className="own" if one == town else None,
                    )
                    for one, cells in rows
                ]
            ),
        ],
        className="others",
    )


def _matrix(data: Dataset, town: Gemeinde, ids: Sequence[str]) -> Component:
    """Return the same indicators for all towns, with the median where there is one."""
    towns = _with_pilots(data, town)
    heads = [
        html.Th(
            [town_symbol(one), one.short_name],
            scope="col",
            className="own" if one == town else None,
        )
        for one in towns
    ]
    rows = [_matrix_row(data, town, data.indicators[id_]) for id_ in ids]
    head = html.Tr([html.Th("Kennzahl", scope="col"), *heads, html.Th("Median", scope="col")])
    narrow = " others--narrow" if len(towns) > MOST_COLUMNS else ""
    return html.Table(
        [html.Thead(head), html.Tbody(rows)], className=f"others others--matrix{narrow}"
    )


def _matrix_row(data: Dataset, town: Gemeinde, indicator: Indicator) -> Component:
    ids = [one.id for one in _with_pilots(data, town)]
    found = rows_at(data, _places(data, town), indicator)
    date = common_date(data, ids, indicator.id)
    cells = []
    for row in found:
        text = number_of(row.observation, indicator)
        if row.elsewhere:
            other = number_of(row.elsewhere, indicator)
            text += f" ({row.elsewhere.date[:4]}: {other})"
        mark = flag_words(row.observation or row.elsewhere)
        content = [text, html.Span(mark, className="others__date")] if mark else text
        cells.append(html.Td(content, className="own" if row.place.id == town.id else None))
    against = reference(data, indicator.id, date)
    unit = data.units[indicator.unit]
    about = f"{unit.suffix or unit.label}, {date_text(date)}"
    name = [indicator.short_label, html.Span(about, className="others__date")]
    last = html.Td("–")
    if against.median:
        whose = html.Span(
            data.benchmarks[against.median.town].short_label, className="others__date"
        )
        last = html.Td([number_of(against.median, indicator), whose])
    return html.Tr([html.Th(name, scope="row"), *cells, last])
