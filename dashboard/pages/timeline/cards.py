"""The timeline's figure cards: the picture, what towns did alike, who worked with whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.lanes import counted_words
from dashboard.components.activities.shared_work import Share, kinds_by_place, partners_by_place
from dashboard.components.figure_card import FIXED, FigureCard
from dashboard.downloads.calendar import Event, calendar_text
from dashboard.downloads.forms import file_name
from dashboard.downloads.table import Cell, Column, Link, Missing, Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import NETWORK, Activity, Precision
from dashboard.figures import lanes as drawing
from dashboard.figures.lanes_picture import Labelled, picture_rows, timeline_picture
from dashboard.figures.theme import INK
from dashboard.findings.activities import (
    ANYONE,
    PRECISION_TEXT,
    count_of,
    counted,
    counts_by_town,
    days,
    grouped,
    is_municipal,
    partners,
    place_name,
    short_name,
    visible,
)
from dashboard.pages.choices import UrlState
from dashboard.pages.timeline.choices import (
    Choices,
    Shown,
    in_words,
    link,
    narrowed,
    period,
    url_state,
)
from dashboard.pages.timeline.drawn import drawn_lanes
from dashboard.wording import links
from dashboard.wording.links import Key

LIST_CREDIT = "Quellen stehen bei jeder Aktivität, in der Liste wie in der Tabelle"
PICTURE, ALIKE, PARTNERS = "zeitleiste-bild", "zeitleiste-gleiches", "zeitleiste-partner"
PICTURE_KEY = (
    "Senkrechte Linien: die Transferwerkstätten des Projekts, mit ihrer Nummer; graue Fläche: "
    "seine Laufzeit. Gestrichelte Balken: Zeit nicht auf den Tag bekannt. Kursiv: nicht Teil des "
    "Projekts."
)
NONE_KNOWN = Missing("keine bekannt")


def picture_card(
    data: Dataset, choices: Choices, state: UrlState[Choices], *, is_drawn: bool = True
) -> FigureCard:
    """Return the lanes as one picture, with the chosen activities as its table.

    Where only its files are named, it need not be drawn.
    """
    choices = replace(choices, chosen="", view=Shown.PICTURE, after=0, scope="")
    shown = visible(data, choices)
    drawn = drawing.span(*days(choices))
    labelled = [
        Labelled(
            lane=lane,
            name=place_name(data, lane.place),
            colour=data.towns[lane.place].colour if lane.place in data.towns else INK,
        )
        for lane in (drawn_lanes(data, choices, shown, drawing.WIDTH) if is_drawn else ())
    ]
    return FigureCard(
        id=PICTURE,
        title=_titled(data, choices),
        finding=_finding(data, shown),
        chart=timeline_picture(
            labelled,
            drawn,
            data.categories,
            project=(data.project.start, data.project.end),
            workshops=[data.activity(id_) for id_ in data.project.workshops],
        )
        if is_drawn
        else html.Div(),
        note=PICTURE_KEY,
        table=activity_table(data, shown),
        sources=(),
        credits=(LIST_CREDIT,),
        stand=data.stand,
        path=links.TIMELINE,
        query=state.query(choices),
        size=FIXED,
        rows=picture_rows(labelled),
    )


def _titled(data: Dataset, choices: Choices) -> str:
    """Return the title of what is taken away: the time, and all that narrows the choice."""
    narrow = ", ".join(text for text, _without in narrowed(data, choices))
    return f"Zeitleiste {period(choices)}" + (f": nur {narrow}" if narrow else "")


def _finding(data: Dataset, shown: Sequence[Activity]) -> str:
    found = {place: one for place, one in counts_by_town(data, shown).items() if one.number}
    if not found:
        return "Zu dieser Auswahl ist keine Aktivität bekannt."
    each = ", ".join(f"{short_name(data, place)} {one}" for place, one in found.items())
    return f"{counted_words(count_of(shown))}: {each} (in Klammern: des Projekts)."


def activity_table(data: Dataset, activities: Iterable[Activity]) -> Table:
    """Return the activities as rows; what has no date has none here either."""
    return Table(
        caption="Aktivitäten dieser Auswahl",
        columns=(
            Column(id="id", label="Kennung"),
            Column(id="town", label="Stadt"),
            Column(id="title", label="Aktivität"),
            Column(id="category", label="Art"),
            Column(id="phase", label="Phase"),
            Column(id="start", label="Beginn", date=True),
            Column(id="end", label="Ende", date=True),
            Column(id="date_text", label="Zeit in Worten"),
            Column(id="precision", label="Genauigkeit"),
            Column(id="place", label="Ort"),
            Column(id="actors", label="Beteiligte"),
            Column(id="part_of", label="Teil von"),
            Column(id="sources", label="Quellen"),
        ),
        rows=tuple(_row(data, one) for one in activities),
    )


def _row(data: Dataset, one: Activity) -> tuple[Cell, ...]:
    unknown = Missing("Datum nicht bekannt")
    undated = one.precision is Precision.PROJECT
    return (
        Link(one.id, links.activity(one.id)),
        place_name(data, one.town),
        one.title,
        data.categories[one.category].label,
        one.phase.value,
        unknown if undated else one.start,
        unknown if undated else one.end,
        one.date_text,
        PRECISION_TEXT[one.precision],
        one.place or Missing(),
        "; ".join(one.actors) or Missing(),
        one.part_of or "",
        "; ".join(data.sources[id_].url for id_ in one.sources),
    )


def calendar(data: Dataset, query: Mapping[str, str]) -> tuple[str, str, Sequence[str]]:
    """Return the chosen activities of known days as an iCalendar file, and its name without ending.

    The calendar and its file are called what is chosen. The third is a sentence for each choice
    that is not to be had.
    """
    state = url_state(data)
    choices, sentences = state.read(query)
    choices = replace(choices, chosen="", view=Shown.LANES, after=0, scope="")
    title = f"{data.project.title}: {_titled(data, choices)}"
    name = file_name("zeitleiste", *(value for _key, value in state.query(choices)))
    text = calendar_text(events(data, visible(data, choices)), title, data.stand)
    return text, name, sentences


def events(data: Dataset, activities: Iterable[Activity]) -> list[Event]:
    """Return what a calendar can hold: only days that are known."""
    return [
        Event(
            id=one.id,
            start=one.start,
            end=one.end,
            title=f"{short_name(data, one.town)}: {one.title}",
            description=f"{one.date_text}. {one.description}",
            place=one.place,
            category=data.categories[one.category].label,
            url=data.sources[one.sources[0]].url,
        )
        for one in activities
        if one.precision is Precision.DAY
    ]


# --------------------------------------------- what towns did alike, and with whom


def alike_card(data: Dataset, choices: Choices, state: UrlState[Choices]) -> FigureCard:
    """Return how many of the chosen activities each place had of each kind."""
    places = _places(data, choices)
    groups = grouped(visible(data, choices), lambda one: ((one.category, one.town),))
    shares = []
    for category in data.categories.values():
        found = {}
        for place in places:
            if group := groups.get((category.id, place)):
                changed = replace(choices, towns=(place,), categories=(category.id,))
                found[place] = (len(counted(group)), _list_of(state, changed))
        if found:
            shares.append(Share(label=category.label, category=category, places=found))
    shares.sort(key=lambda one: -len(set(one.places) - {NETWORK}))
    widest = [one for one in shares if len(set(one.places) - {NETWORK}) >= 3]
    names = ", ".join(f"{one.label} ({len(set(one.places) - {NETWORK})} Städte)" for one in widest)
    return FigureCard(
        id=ALIKE,
        title=f"Arten von Aktivitäten je Stadt, {period(choices)}",
        finding=f"Von drei oder mehr Städten bekannt: {names}."
        if names
        else "Keine Art ist in dieser Auswahl von drei oder mehr Städten bekannt.",
        chart=kinds_by_place(shares, places, data.towns) if shares else _nothing(),
        table=Table(
            caption="Aktivitäten nach Art und Stadt",
            columns=(
                Column(id="category", label="Art"),
                *(Column(id=place, label=short_name(data, place), decimals=0) for place in places),
            ),
            rows=tuple(
                (one.label, *(one.places[p][0] if p in one.places else NONE_KNOWN for p in places))
                for one in shares
            ),
        ),
        sources=(),
        credits=(LIST_CREDIT,),
        stand=data.stand,
        path=links.TIMELINE,
        query=_query(state, choices, Shown.ALIKE),
        note=f"{_follows(data, choices)} Jede Zahl führt zu ihren Aktivitäten. Ein leeres Feld "
        "heißt: Dazu ist nichts bekannt. Teile einer größeren Aktivität derselben Art zählen mit "
        "ihr.",
    )


def network_card(data: Dataset, choices: Choices, state: UrlState[Choices]) -> FigureCard:
    """Return who worked with which towns on the chosen activities, and on what."""
    places = _places(data, choices)
    groups = grouped(
        visible(data, choices), lambda one: [(actor, one.town) for actor in one.actors]
    )
    asked = [one for one in partners(data) if not is_municipal(data, one)]
    if choices.partner != ANYONE:
        asked = [choices.partner]
    shares, rows = [], []
    for partner in asked:
        found = {}
        for place in places:
            if group := groups.get((partner, place)):
                number = len(counted(group))
                changed = replace(choices, towns=(place,), partner=partner)
                found[place] = (number, _list_of(state, changed))
                titles = "; ".join(one.title for one in group)
                rows.append((partner, place_name(data, place), number, titles))
        if found:
            shares.append(Share(label=partner, places=found))
    bridges = [one for one in shares if len(one.places) > 1]
    bridges.sort(key=lambda one: -len(one.places))
    most = bridges[0] if bridges else None
    drawn = bridges or shares
    return FigureCard(
        id=PARTNERS,
        title=f"Wer an mehreren Stellen mitwirkte, {period(choices)}",
        finding=_bridging(len(bridges), len(shares), choices)
        + (f", am weitesten verbreitet {most.label}." if most else "."),
        chart=partners_by_place(drawn, places, data.towns) if drawn else _nothing(),
        table=Table(
            caption="Beteiligte, Städte und woran sie zusammen arbeiteten",
            columns=(
                Column(id="partner", label="Beteiligte"),
                Column(id="town", label="Stadt"),
                Column(id="activities", label="Aktivitäten", decimals=0),
                Column(id="titles", label="Woran"),
            ),
            rows=tuple(rows),
        ),
        sources=(),
        credits=(LIST_CREDIT,),
        stand=data.stand,
        path=links.TIMELINE,
        query=_query(state, choices, Shown.NETWORK),
        note=f"{_follows(data, choices)} Die Tabelle darunter nennt alle Beteiligten und woran sie "
        "mitwirkten.",
    )


def _bridging(bridges: int, all_of_them: int, choices: Choices) -> str:
    if choices.partner != ANYONE:
        places = "an mehreren Stellen" if bridges else "nicht an mehreren Stellen"
        return f"{choices.partner} wirkte in dieser Auswahl {places} mit"
    return (
        f"{bridges} von {all_of_them} Beteiligten außerhalb der Rathäuser wirkten an mehreren "
        "Stellen mit"
    )


def _places(data: Dataset, choices: Choices) -> list[str]:
    return [one for one in (NETWORK, *data.towns) if not choices.towns or one in choices.towns]


def _list_of(state: UrlState[Choices], choices: Choices) -> str:
    """Return where the list shows the activities of a number."""
    return f"{link(state, choices, view=Shown.LANES, chosen='', scope='')}#liste"


def _query(state: UrlState[Choices], choices: Choices, view: Shown) -> tuple[tuple[str, str], ...]:
    """Return the choices of a matrix, its months named: without, one is of all years."""
    asked = replace(choices, view=view, chosen="", after=0, scope="")
    months = {Key.FROM: choices.start, Key.UNTIL: choices.end}
    return tuple((dict(state.query(asked)) | months).items())


def _follows(data: Dataset, choices: Choices) -> str:
    return f"Gezählt ist, was gewählt ist: {in_words(data, choices)}."


def _nothing() -> Component:
    return html.P("Zu dieser Auswahl ist nichts bekannt.", className="missing")
