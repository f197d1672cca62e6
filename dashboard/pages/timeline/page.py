"""The timeline: what the towns did and when, as lanes, list and map that always agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.card import activity_card
from dashboard.components.activities.lanes import TimeAxis, counted_words, lanes, legend
from dashboard.components.activities.list import ListStyle, activity_list, category_symbol
from dashboard.components.controls import (
    Options,
    check_choice,
    control_form,
    control_id,
    hidden_fields,
    select_choice,
    text_choice,
)
from dashboard.components.data_table import scroll_box
from dashboard.components.figure_card import Cards, figure_card
from dashboard.components.germany_map import Pin, germany_map
from dashboard.components.layout import section
from dashboard.components.live_part import live_part, notices
from dashboard.facts.dataset import NETWORK_LABEL, Dataset
from dashboard.facts.model import NETWORK, Activity, Precision
from dashboard.figures import lanes as drawing
from dashboard.findings.activities import (
    ANYONE,
    PRECISION_TEXT,
    Choices,
    Count,
    all_years,
    changes_of_office,
    count_of,
    counted,
    counts_by_town,
    days,
    in_time,
    lessons_from,
    option_counts,
    partners,
    parts,
    place_name,
    project_choices,
    related,
    short_name,
    undated_elsewhere,
    visible,
)
from dashboard.pages.choices import UrlState
from dashboard.pages.contract import Address, Live, Page, View
from dashboard.pages.timeline.cards import (
    ALIKE,
    PARTNERS,
    PICTURE,
    alike_card,
    drawn_lanes,
    events,
    network_card,
    picture_card,
)
from dashboard.pages.timeline.choices import link, url_state
from dashboard.wording import links
from dashboard.wording.dates import date_text, span_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text

PAGE = Page(id="zeitleiste", path=links.TIMELINE, name="Zeitleiste")
CONTROLS = {
    "words": control_id(PAGE.id, Key.WORDS),
    "start": control_id(PAGE.id, Key.FROM),
    "end": control_id(PAGE.id, Key.UNTIL),
    "partner": control_id(PAGE.id, Key.PARTNER),
    "towns": control_id(PAGE.id, Key.TOWNS),
}


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path; every activity has its own query on it."""
    return (PAGE.path,)


def _options(data: Dataset, name: str, choices: Choices) -> Options:
    """Return what a filter offers, with the number each option would leave."""
    if name == "partner":
        found = option_counts(data, choices, name, partners(data))
        kept = {one: count for one, count in found.items() if count or one == choices.partner}
        return {ANYONE: "alle", **{one: f"{one} ({count})" for one, count in kept.items()}}
    found = option_counts(data, choices, name, (NETWORK, *data.towns))
    return {place: f"{short_name(data, place)} ({count})" for place, count in found.items()}


# ------------------------------------------------------------------------------------------- view


def view(data: Dataset, address: Address) -> View:
    """Return the timeline for the choices in the address."""
    state = url_state(data)
    choices, sentences = state.read(address.query)
    shown = _live(data, state, choices, sentences)
    chosen = _chosen(data, choices)
    months = span_text(data.project.start[:7], data.project.end[:7])
    towns = count_text(len(data.in_project))
    head = html.Div(
        [
            html.H1("Zeitleiste"),
            html.P(
                f"Was {towns} Städte von {months} gemeinsam und einzeln "
                "taten, was vorausging und was blieb.",
                className="lead",
            ),
        ],
        className="page-head",
    )
    return View(
        title=shown.title,
        description=chosen.description
        if chosen
        else f"Aktivitäten der {towns} Städte in der Zeit.",
        content=(
            head,
            shown.part,
            section("gleiches", "Was Städte ähnlich taten", [figure_card(alike_card(data))]),
            section("netz", "Wer mit wem arbeitete", [figure_card(network_card(data))]),
        ),
        address=shown.address,
    )


def live(data: Dataset, address: Address) -> Live:
    """Return controls, counter, lanes, list and picture for the choices in the address."""
    state = url_state(data)
    return _live(data, state, *state.read(address.query))


def cards(data: Dataset, address: Address) -> Cards:
    """Return the picture for the choices in the address, and what holds for all years."""
    state = url_state(data)
    choices, _sentences = state.read(address.query)
    return {
        PICTURE: partial(picture_card, data, choices, state),
        ALIKE: partial(alike_card, data),
        PARTNERS: partial(network_card, data),
    }


def _live(
    data: Dataset, state: UrlState[Choices], choices: Choices, sentences: Sequence[str]
) -> Live:
    chosen = _chosen(data, choices)
    return Live(
        title=f"{chosen.title} – Zeitleiste" if chosen else "Zeitleiste",
        address=link(state, choices),
        part=live_part(
            [
                control_form(PAGE.path, _controls(data, choices)),
                html.Div(_result(data, state, choices, sentences), className="result"),
            ],
        ),
    )


def _chosen(data: Dataset, choices: Choices) -> Activity | None:
    return next((one for one in data.activities if one.id == choices.chosen), None)


def _controls(data: Dataset, choices: Choices) -> list[Component]:
    return [
        check_choice(
            CONTROLS["towns"],
            "Städte; nichts angekreuzt heißt alle",
            _options(data, "towns", choices),
            choices.towns,
        ),
        text_choice(CONTROLS["words"], "Suchen", choices.words, kind="search"),
        select_choice(
            CONTROLS["partner"], "Beteiligt", _options(data, "partner", choices), choices.partner
        ),
        text_choice(CONTROLS["start"], "Von (Jahr-Monat)", choices.start),
        text_choice(CONTROLS["end"], "Bis (Jahr-Monat)", choices.end),
        *_kept(choices),
    ]


def _kept(choices: Choices) -> list[Component]:
    """Return what is chosen by links, so that the form keeps it where there are no scripts."""
    kept = {Key.CATEGORIES: ",".join(choices.categories), Key.ACTIVITY: choices.chosen}
    return hidden_fields("zeitleiste-fest", {key: text for key, text in kept.items() if text})


def _result(
    data: Dataset, state: UrlState[Choices], choices: Choices, sentences: Sequence[str]
) -> list[Component]:
    """Return everything that depends on the choices, drawn from the same activities."""
    shown = visible(data, choices)
    chosen = _chosen(data, choices)
    return [
        notices(sentences),
        _zoom(data, state, choices),
        _summary(data, state, choices, shown),
        *([_card(data, state, choices, chosen)] if chosen else []),
        html.Div(
            [_lanes(data, state, choices, shown), _list(data, state, choices, shown)],
            className="timeline-views",
        ),
        _take_away(data, state, choices, shown),
    ]


def _card_link(state: UrlState[Choices], choices: Choices, id_: str) -> str:
    return f"{link(state, choices, chosen=id_)}#{links.CARD}"


# ------------------------------------------------------------------------------ counter and map


def _summary(
    data: Dataset, state: UrlState[Choices], choices: Choices, shown: Sequence[Activity]
) -> Component:
    found = count_of(shown)
    number = found.number
    first, last = days(choices)
    period = span_text(first[:7], last[:7])
    held = len(shown) - number
    notes = [f"{period}.", _of_project(found)]
    if held:
        notes.append(
            f"Dazu {held} Teile größerer Aktivitäten; sie zählen mit diesen und stehen bei ihnen."
            if held > 1
            else "Dazu ein Teil einer größeren Aktivität; er zählt mit ihr und steht bei ihr."
        )
    left_out = undated_elsewhere(data, choices)
    counter = html.Div(
        [
            html.P(
                [html.Strong(str(number)), " Aktivitäten" if number != 1 else " Aktivität"],
                className="counter",
                role="status",
                **{"data-count": str(number)},
            ),
            html.P(" ".join(notes)),
            _undated_note(data, state, choices, len(left_out)),
            _active(data, state, choices),
            _kinds(data, state, choices),
            html.P(
                [
                    "Zur ",
                    html.A("Zeichnung", href="#bahnen"),
                    ", zur ",
                    html.A("Liste", href="#liste"),
                    ", zu den ",
                    html.A("Dateien", href="#mitnehmen"),
                ],
                className="no-print",
            ),
        ],
        className="timeline-summary__text",
    )
    return html.Div(
        [counter, _map(data, state, choices, shown)],
        className="timeline-summary",
    )


def _of_project(found: Count) -> str:
    """Say how many of the activities in the period are the project's own."""
    if found.number == found.of_project:
        return "Alle gehören zum Projekt." if found.number > 1 else ""
    return (
        f"Zum Projekt gehören davon {found.of_project}; die übrigen geschahen davor, danach oder "
        "am Rande."
    )


def _kinds(data: Dataset, state: UrlState[Choices], choices: Choices) -> Component:
    """Return every kind that is left to choose, with its number; a click chooses it or not."""
    found = option_counts(data, choices, "categories", data.categories)
    items = []
    for id_, count in found.items():
        chosen = id_ in choices.categories
        if not count and not chosen:
            continue
        rest = tuple(one for one in choices.categories if one != id_)
        kept = rest if chosen else tuple(one for one in found if one in (*rest, id_))
        category = data.categories[id_]
        items.append(
            html.Li(
                html.A(
                    [category_symbol(category), category.label, html.Strong(str(count))],
                    href=link(state, choices, categories=kept),
                    className="chip",
                    id=f"art-{id_}",
                    title=category.description,
                    **{"data-view": "true", "aria-current": "true" if chosen else None},
                )
            )
        )
    return html.Div(
        [
            html.Ul(items, className="chips kinds", **{"aria-label": "Arten von Aktivitäten"}),
            html.P("Jede Zahl gilt, wenn allein diese Art gewählt ist.", className="small"),
        ],
        className="no-print",
    )


def _undated_note(
    data: Dataset, state: UrlState[Choices], choices: Choices, number: int
) -> Component | None:
    if not number:
        return None
    default = project_choices(data)
    start, end = min(choices.start, default.start), max(choices.end, default.end)
    words = (
        "Von einer weiteren Aktivität des Projekts ist kein Datum bekannt; ob sie in diesen "
        "Zeitraum fiel, ist nicht belegt. Sie ist nicht mitgezählt."
        if number == 1
        else f"Von {number} weiteren Aktivitäten des Projekts ist kein Datum bekannt; ob sie in "
        "diesen Zeitraum fielen, ist nicht belegt. Sie sind nicht mitgezählt."
    )
    widen = html.A(
        "Zeitraum weiten",
        href=link(state, choices, start=start, end=end),
        **{"data-view": "true"},
    )
    return html.P([words, " ", widen], className="missing")


def _active(data: Dataset, state: UrlState[Choices], choices: Choices) -> Component | None:
    """Return each filter with the link that takes it away."""
    default = project_choices(data)
    filters: list[tuple[str, str]] = []
    for place in choices.towns:
        rest = tuple(one for one in choices.towns if one != place)
        filters.append((short_name(data, place), link(state, choices, towns=rest)))
    for id_ in choices.categories:
        rest = tuple(one for one in choices.categories if one != id_)
        label = data.categories[id_].label
        filters.append((label, link(state, choices, categories=rest)))
    if choices.partner != ANYONE:
        filters.append((f"mit {choices.partner}", link(state, choices, partner=ANYONE)))
    if choices.words:
        filters.append((f"„{choices.words}“", link(state, choices, words="")))
    if not filters:
        return None
    items = [
        html.Li(
            html.A(
                [text, html.Span(" ×", **{"aria-hidden": "true"})],
                href=href,
                className="action",
                **{"data-view": "true", "aria-label": f"{text} nicht mehr auswählen"},
            )
        )
        for text, href in filters
    ]
    reset = link(state, default, chosen=choices.chosen)
    items.append(html.Li(html.A("Alles zurücksetzen", href=reset, **{"data-view": "alles"})))
    return html.Ul(items, className="active-filters no-print", **{"aria-label": "Gewählt"})


def _map(
    data: Dataset, state: UrlState[Choices], choices: Choices, shown: Sequence[Activity]
) -> Component:
    found = counts_by_town(data, shown)
    pins = [
        Pin(
            town=town,
            href=link(state, choices, towns=() if choices.towns == (town.slug,) else (town.slug,)),
            aside=str(found[town.slug]),
            spoken="Aktivitäten in den gezeigten Jahren (davon im Projekt), nur diese Stadt zeigen",
            soft=True,
            current=town.slug in choices.towns,
        )
        for town in data.towns.values()
    ]
    network = html.P(
        [
            html.A(
                NETWORK_LABEL,
                href=link(state, choices, towns=(NETWORK,)),
                **{"data-view": "true"},
            ),
            " ",
            html.Strong(str(found[NETWORK]), className="pin__aside"),
        ],
        className="timeline-map__network",
        **{"data-network": str(found[NETWORK].number)},
    )
    key = html.P(
        "Neben jedem Ort steht, wie viele Aktivitäten aus den gezeigten Jahren bekannt sind; in "
        "Klammern, wie viele davon zum Projekt gehörten.",
        className="small",
    )
    label = "Aktivitäten je Stadt auf der Deutschlandkarte"
    drawn = germany_map(data.geometry, pins, label)
    return html.Div([drawn, network, key], className="timeline-map")


# ---------------------------------------------------------------------------------- the drawing


def _zoom(data: Dataset, state: UrlState[Choices], choices: Choices) -> Component:
    default, (first, last) = project_choices(data), all_years(data)
    before, after = _neighbours(default)
    presets = (
        ("Projektzeit", default.start, default.end),
        ("Vorgeschichte", first, before),
        ("Danach", after, last),
        ("Alles", first, last),
    )
    periods = []
    for label, start, end in presets:
        changed = replace(choices, start=start, end=end)
        found = count_of(visible(data, changed))
        number = (
            f"{found.number}, davon {found.of_project} des Projekts"
            if start == default.start
            else str(found.number)
        )
        current = (choices.start, choices.end) == (start, end)
        periods.append(
            html.Li(
                html.A(
                    [label, html.Small(f" {span_text(start[:4], end[:4])}"), f" ({number})"],
                    href=link(state, changed),
                    className="zoom__link",
                    id=f"zeitraum-{label.lower()}",
                    **{"data-view": "true", "aria-current": "true" if current else None},
                )
            )
        )
    return html.Nav(
        html.Ul(periods), className="zoom no-print", **{"aria-label": "Zeitraum wählen"}
    )


def _neighbours(default: Choices) -> tuple[str, str]:
    """Return the month before the project and the month after it."""
    start, end = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (default.start, default.end))
    before, after = start - 1, end + 1
    return f"{before // 12}-{before % 12 + 1:02}", f"{after // 12}-{after % 12 + 1:02}"


def _lanes(
    data: Dataset, state: UrlState[Choices], choices: Choices, shown: Sequence[Activity]
) -> Component:
    drawn = drawing.span(*days(choices))
    found = counts_by_town(data, shown)
    rows = drawn_lanes(data, choices, shown, drawing.WIDTH)
    workshops = [data.activity(id_) for id_ in data.project.workshops]
    start, end = data.project.start, data.project.end
    axis = TimeAxis(
        ticks=drawing.ticks(drawn),
        project=(drawn.share(start), drawn.share(end, after=True)),
        beats=drawing.beats(workshops, drawn),
        has_undated=any(lane.undated for lane in rows),
    )
    offices = drawing.lane("stadtspitze", changes_of_office(data, choices), drawn, parts={})
    kinds = [one for one in data.categories.values() if any(o.category == one.id for o in shown)]
    box = lanes(
        [(lane, found[lane.place]) for lane in rows],
        offices,
        axis,
        towns=data.towns,
        names=partial(place_name, data),
        categories=data.categories,
        sources=data.sources,
        address=partial(_card_link, state, choices),
        chosen=choices.chosen,
    )
    many = len(counted(shown)) > drawing.LABELLED
    note = html.P(
        "So viele Aktivitäten stehen ohne Beschriftung; die Liste nennt jede.", className="small"
    )
    return html.Section(
        [
            html.H2("In der Zeit", id="bahnen-titel"),
            note if many else None,
            box,
            legend(kinds, shown, axis.beats),
        ],
        className="timeline-views__lanes",
        id="bahnen",
        **{"aria-labelledby": "bahnen-titel"},
    )


# ------------------------------------------------------------------------------- list and card


def _style(
    data: Dataset, state: UrlState[Choices], choices: Choices, shown: Sequence[Activity]
) -> ListStyle:
    return ListStyle(
        categories=data.categories,
        sources=data.sources,
        address=partial(_card_link, state, choices),
        soft=True,
        towns=data.towns,
        network=NETWORK_LABEL,
        parts=parts(shown),
    )


def _list(
    data: Dataset, state: UrlState[Choices], choices: Choices, shown: Sequence[Activity]
) -> Component:
    style = _style(data, state, choices, shown)
    groups: dict[str, list[Activity]] = defaultdict(list)
    for one in in_time(counted(shown)):
        undated = one.precision is Precision.PROJECT
        groups["Im Projekt, Datum nicht bekannt" if undated else one.start[:4]].append(one)
    listed: list[Component] = []
    for title, group in groups.items():
        listed += [html.H3(title), activity_list(group, style)]
    if not shown:
        listed = [
            html.P(
                "Zu dieser Auswahl ist keine Aktivität bekannt. Das heißt nicht, dass es keine "
                "gab: Hier steht nur, was eine Quelle belegt.",
                className="missing",
            )
        ]
    found = count_of(shown)
    return html.Section(
        [
            html.H2(["Als Liste ", html.Small(f"({counted_words(found)})")], id="liste-titel"),
            *listed,
        ],
        className="timeline-views__list",
        id="liste",
        **{"aria-labelledby": "liste-titel", "data-count": str(found.number)},
    )


def _card(data: Dataset, state: UrlState[Choices], choices: Choices, chosen: Activity) -> Component:
    style = _style(data, state, choices, ())
    shown = {one.id for one in visible(data, choices)}
    back = f"#{links.activity_mark(chosen.id)}" if chosen.id in shown else ""
    return activity_card(
        chosen,
        style,
        precision=PRECISION_TEXT[chosen.precision],
        related=related(data, chosen),
        lessons=lessons_from(data, chosen),
        partner_address=lambda partner: link(
            state, project_choices(data), start=all_years(data)[0], end=all_years(data)[1],
            partner=partner,
        ),
        citation=_citation(data, chosen),
        address=links.activity(chosen.id),
        close=link(state, choices, chosen="") + back,
        id_=links.CARD,
    )  # fmt: skip


def _citation(data: Dataset, one: Activity) -> str:
    return (
        f"{data.project.title}: {one.title} ({place_name(data, one.town)}, {one.date_text}). "
        f"Stand der Daten: {date_text(data.stand)}. {links.activity(one.id)}"
    )


# ------------------------------------------------------------------------------------ take away


def _take_away(
    data: Dataset, state: UrlState[Choices], choices: Choices, shown: Sequence[Activity]
) -> Component:
    number = len(events(data, shown))
    calendar = links.to(links.CALENDAR, state.query(replace(choices, chosen="")))
    return html.Details(
        [
            html.Summary("Dateien: Tabelle, Bild und Kalender dieser Auswahl"),
            html.P(
                [
                    html.A("Kalender (ICS)", href=calendar, className="action", download=""),
                    html.Span(
                        f"{number} {'Eintrag' if number == 1 else 'Einträge'}: nur was auf den "
                        "Tag genau bekannt ist.",
                        className="small",
                    ),
                ],
                className="actions",
            ),
            scroll_box(
                figure_card(picture_card(data, choices, state)),
                "Bild der Zeitleiste, seitlich verschiebbar",
                "timeline-picture",
            ),
        ],
        className="disclosure no-print",
        id="mitnehmen",
    )
