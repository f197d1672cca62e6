"""A town's profile: who it is, what it did, where it stands, what is not known."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.list import ListStyle, activity_list
from dashboard.components.band_table import band_table, numbers_of
from dashboard.components.figure_card import Cards, FigureCard, figure_card, source_line
from dashboard.components.layout import contents, fact_list, section
from dashboard.components.provenance import provenance
from dashboard.components.surveys.note import survey_notes
from dashboard.components.town_style import town_colour, town_symbol
from dashboard.downloads.table import Column, Link, Missing, Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.gemeinden import REGISTERS
from dashboard.facts.model import (
    Break,
    Confidence,
    Flag,
    Gemeinde,
    Indicator,
    Observation,
    Phase,
    Theme,
    Town,
    Unit,
)
from dashboard.figures.series import Line, numbered, time_lines, visible_breaks
from dashboard.findings.absence import absences
from dashboard.findings.activities import in_time
from dashboard.findings.band import SIZE, WEIGHTS, quarters_sentence
from dashboard.findings.comparison import sound, stretches
from dashboard.findings.first_reads import alike, first_reads, near_sources
from dashboard.findings.location import near_towns
from dashboard.findings.town import (
    POPULATION,
    easy_text,
    full_name,
    gaps_of,
    key_figures,
    population_text,
    surveys_of,
)
from dashboard.pages.contract import Address, Menu, Page, View
from dashboard.pages.town.brief import (
    facts,
    in_brief,
    introduced_by,
    map_card,
    map_id,
    nothing_done,
    some_paths,
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
from dashboard.wording.dates import date_text, span_text, when_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text, flag_words, listed, number, value_text

PAGE = Page(id="stadt", path=links.TOWN, name="Stadt", menu=Menu.NONE)

# one figure of three lines; its finding says the last of them in words: „Mindestens 1.000 Mbit/s“
BROADBAND = ("broadband_50", "broadband_100", "broadband_1000")
FASTEST = BROADBAND[-1]
MOST_LESSONS = 4  # of those to read first
FEW = 4  # so many are named in sight, more are folded or counted
PHASES = (
    (Phase.PROJECT, "Im Projekt", "{months}, in zeitlicher Folge."),
    (Phase.BEFORE, "Davor", "Was es schon gab, als das Projekt begann."),
    (Phase.AFTER, "Danach", "Was nach dem Projekt kam oder blieb."),
    (
        Phase.CONTEXT,
        "Am Rande",
        "Was zur selben Zeit am Ort geschah, aber nicht zum Projekt zählt.",
    ),
)


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the path of each pilot town, and some that stand for all others."""
    return some_paths(data, PAGE.path)


def view(data: Dataset, address: Address) -> View:
    """Return the profile of the town named in the path."""
    town = town_of(data, address)
    name = full_name(data, town)
    if isinstance(town, Town):
        description = f"{name} ({town.land}) im Projekt „{data.project.title}“: {town.tried}"
    else:
        description = (
            f"{name}, {town.land}: amtliche Zahlen zu Bevölkerung, Arbeit, Internet und Wohnen, "
            "eingeordnet unter allen Kleinstädten, mit Quellen."
        )
    return View(
        title=name,
        description=description,
        content=(
            _head(data, town),
            _contents(town),
            html.Div(
                [
                    section("lage", f"Wo {town.name} liegt", [figure_card(map_card(data, town))]),
                    section("verlauf", "Im Zeitverlauf", _over_time(data, town)),
                ],
                className="stack",
            ),
            _activities(data, town) if isinstance(town, Town) else _pilots(data, town),
            section(
                "kennzahlen",
                "Kennzahlen",
                [_reading_aid(data, town), *_shown(_theme_cards(data, town))],
            ),
            *_last(data, town),
        ),
        breadcrumb=(("Städte", links.to(links.TOWNS)), (town.name, address.path)),
    )


def _last(data: Dataset, town: Gemeinde) -> list[Component]:
    """Return what follows the figures: surveys of a pilot town, what is missing, other towns."""
    if isinstance(town, Town):
        return [_surveys(data, town), _gaps(data, town), _pager(data, town)]
    return [_absences(data, town), _near(data, town)]


def cards(data: Dataset, address: Address) -> Cards:
    """Return the figures of the town named in the path: its map, its series, its themes."""
    town = town_of(data, address)
    return {
        map_id(town): partial(map_card, data, town),
        **_series_cards(data, town),
        **_theme_cards(data, town),
    }


def _shown(cards: Cards) -> list[Component]:
    return [figure_card(draw()) for draw in cards.values()]


def _over_time(data: Dataset, town: Gemeinde) -> list[Component]:
    if cards := _series_cards(data, town):
        return _shown(cards)
    return [html.P("Zahlen über die Zeit gibt es hier noch keine.", className="missing")]


def _head(data: Dataset, town: Gemeinde) -> Component:
    pilot = town if isinstance(town, Town) else None
    return html.Div(
        [
            html.P([town_symbol(town), f" {town.land} · {town.kreis_label}"], className="eyebrow"),
            html.H1(town.name),
            html.P(pilot.tried if pilot else _in_short(data, town), className="lead"),
            html.Div(fact_list(in_brief(data, pilot)), className="in-brief") if pilot else None,
            html.P(
                [
                    html.A("Folien zeigen", href=links.meeting(town.slug), className="action"),
                    html.A(
                        "Steckbrief zum Drucken",
                        href=links.fact_sheet(town.slug),
                        className="action",
                    ),
                    html.A("Ähnliche Städte", href=links.similar(town.slug), className="action")
                    if data.similarity
                    else None,
                    html.A(
                        "In Leichter Sprache",
                        href=links.easy_town(town.slug),
                        className="action",
                    )
                    if easy_text(data, town)
                    else None,
                ],
                className="actions no-print",
            ),
            fact_list(facts(data, town, linked=True)),
            html.Details(
                [
                    html.Summary("Woher kommen diese Angaben?"),
                    html.P(pilot.note) if pilot and pilot.note else None,
                    source_line(
                        data.named_sources(
                            (
                                *(pilot.sources if pilot else introduced_by(data, town)),
                                REGISTERS[-1],
                            )
                        ),
                        data.stand,
                    ),
                ],
                className="disclosure",
            ),
        ],
        className="page-head",
        **{"data-town": town.id},
    )


def _in_short(data: Dataset, town: Gemeinde) -> str:
    """Return how many live in a town that was not in the project, and that it was not."""
    newest = data.latest(town.id, POPULATION)
    people = f"{population_text(data, town)} {when_text(newest.date)}. " if newest else ""
    return f"{people}{not_in_project(data, town)} {who_was(data)}"


def _entries(data: Dataset, indicator: str) -> tuple[Indicator, Unit]:
    entry = data.indicators[indicator]
    return entry, data.units[entry.unit]


def _contents(town: Gemeinde) -> Component:
    pilot = isinstance(town, Town)
    did = (links.ACTIVITIES, "Was die Stadt getan hat")
    return contents(
        (
            ("lage", "Lage"),
            ("verlauf", "Im Zeitverlauf"),
            did if pilot else (links.PILOTS, "Was die Pilotstädte erprobt haben"),
            ("kennzahlen", "Kennzahlen"),
            *([("befragungen", "Befragungen")] if pilot else []),
            ("luecken", "Was fehlt"),
        )
    )


def _series_cards(data: Dataset, town: Gemeinde) -> Cards:
    """Return the figures over time for which there are values of more than one date."""
    found = (
        (POPULATION, "bevoelkerung-verlauf", _population_card),
        (FASTEST, "breitband-verlauf", _broadband_card),
    )
    return {
        f"{town.slug}-{id_}": partial(card, data, town, f"{town.slug}-{id_}")
        for indicator, id_, card in found
        if len(sound(data, town.id, indicator)) > 1
    }


def _population_card(data: Dataset, town: Gemeinde, id_: str) -> FigureCard:
    series = sound(data, town.id, POPULATION)
    first, last = series[0], series[-1]
    indicator, unit = _entries(data, POPULATION)
    finding = (
        f"{value_text(last, indicator, unit)} lebten {when_text(last.date)} in {town.name}."
        f"{_comparable(data, town, POPULATION)}"
    )
    return _series_card(
        data,
        town,
        id_=id_,
        title=f"Bevölkerung von {town.name} seit {first.date[:4]}",
        finding=finding,
        indicators=(POPULATION,),
    )


def _broadband_card(data: Dataset, town: Gemeinde, id_: str) -> FigureCard:
    indicators = [one for one in BROADBAND if sound(data, town.id, one)]
    fastest = sound(data, town.id, FASTEST)
    indicator, unit = _entries(data, FASTEST)
    last = fastest[-1]
    return _series_card(
        data,
        town,
        id_=id_,
        title=f"Breitband in {town.name}: für wie viele Haushalte es verfügbar ist",
        finding=(
            f"Mindestens 1.000 Mbit/s waren {when_text(last.date)} für "
            f"{value_text(last, indicator, unit)} verfügbar.{_comparable(data, town, FASTEST)} "
            "Verfügbar heißt nicht genutzt."
        ),
        indicators=indicators,
        from_zero=True,
    )


def _comparable(data: Dataset, town: Gemeinde, id_: str) -> str:
    """Return the sentence on the newest stretch without a break, or nothing."""
    stretch = stretches(data, [town.id], id_).get(town.id)
    if stretch is None:
        return ""
    indicator, unit = _entries(data, id_)
    told = [f"{when_text(one.date)} ({value_text(one, indicator, unit)})" for one in stretch]
    return f" Vergleichen lassen sich zuletzt die Werte {' und '.join(told)}."


def _line(data: Dataset, town: Gemeinde, indicator_id: str, position: int = 0) -> Line:
    indicator, unit = _entries(data, indicator_id)
    series = [one for one in sound(data, town.id, indicator_id) if one.value is not None]
    return Line(
        label=indicator.short_label,
        colour=town_colour(town),
        symbol=("circle", "square", "diamond")[position],
        dash=("solid", "dash", "dot")[position],
        points=tuple(
            (one.date, one.value, _said(one, indicator, unit))
            for one in series
            if one.value is not None
        ),
        alone=frozenset(one.date for one in series if one.flag is Flag.TERRITORY),
    )


def _said(one: Observation, indicator: Indicator, unit: Unit) -> str:
    """Return date and value, and what it may not be taken for."""
    words = [f"{date_text(one.date)}: {value_text(one, indicator, unit)}", flag_words(one)]
    return ", ".join(filter(None, words))


def _told_apart(lines: Iterable[Line]) -> list[Line]:
    """Return the lines labelled by what they do not share: one alone needs no label."""
    lines = list(lines)
    shared = len(os.path.commonprefix([line.label for line in lines]))  # noqa: RUF071 - by letter
    return [replace(line, label=line.label[shared:]) for line in lines]


def _only(data: Dataset, cut: Break, shown: Sequence[str]) -> str:
    """Return which of the series shown a break is about, where it is not about all."""
    names = [data.indicators[id_].short_label for id_ in shown if id_ in cut.indicators]
    return "" if len(names) == len(shown) else f" ({', '.join(names)})"


def _series_card(
    data: Dataset,
    town: Gemeinde,
    *,
    id_: str,
    title: str,
    finding: str,
    indicators: Sequence[str],
    from_zero: bool = False,
) -> FigureCard:
    lines = _told_apart(_line(data, town, one, at) for at, one in enumerate(indicators))
    indicator, unit = _entries(data, indicators[0])
    cuts = {one.id: one for id_cut in indicators for one in data.breaks_in(town.id, id_cut)}
    breaks = visible_breaks(lines, sorted(cuts.values(), key=lambda one: one.before))
    rows = [
        (data.indicators[one.indicator], one)
        for id_indicator in indicators
        for one in sound(data, town.id, id_indicator)
    ]
    notes = [
        f"{mark} {one.label}{_only(data, one, indicators)}: {one.explanation}"
        for mark, one in numbered(breaks)
    ]
    if elsewhere := [one for _entry, one in rows if one.flag is Flag.TERRITORY]:
        dates = listed([date_text(one.date) for one in elsewhere])
        if len(elsewhere) > FEW:
            first, last = date_text(elsewhere[0].date), date_text(elsewhere[-1].date)
            dates = f"{number(len(elsewhere))} Stichtage von {first} bis {last}"
        notes.append(f"Hohle Zeichen: {flag_words(elsewhere[0])} ({dates}).")
    return FigureCard(
        id=id_,
        title=title,
        finding=finding,
        chart=time_lines(
            lines,
            unit=unit.label,
            decimals=0,
            breaks=breaks,
            period=(data.project.start, data.project.end, "Projekt"),
            from_zero=from_zero,
        ),
        note=" ".join(notes),
        table=Table(
            caption=title,
            columns=(
                Column(id="reference_date", label="Stichtag", date=True),
                Column(id="indicator", label="Kennzahl"),
                Column(id="value", label=unit.label, decimals=indicator.decimals),
                Column(id="note", label="Anmerkung"),
                Column(id="source", label="Quelle"),
            ),
            rows=tuple(
                (
                    date_text(one.date),
                    entry.label,
                    one.value if one.value is not None else Missing(),
                    one.note,
                    Link(data.sources[one.source].name, data.sources[one.source].url),
                )
                for entry, one in rows
            ),
        ),
        sources=data.named_sources(one.source for _entry, one in rows),
        stand=data.stand,
        path=links.path(PAGE.path, slug=town.slug),
        provenance=provenance(data, [one for _entry, one in rows]),
    )


def _theme_cards(data: Dataset, town: Gemeinde) -> Cards:
    """Return a figure a theme, with the indicators that the town has a value for."""
    found: dict[str, list[str]] = {}
    for one in data.indicators.values():
        if one.comparable and data.latest(town.id, one.id):
            found.setdefault(one.theme, []).append(one.id)
    return {
        f"{town.slug}-{theme.id}": partial(_theme_card, data, town, theme, found[theme.id])
        for theme in data.themes.values()
        if theme.id in found
    }


def _theme_card(
    data: Dataset, town: Gemeinde, theme: Theme, indicators: Sequence[str]
) -> FigureCard:
    figures = key_figures(data, town, indicators)
    title = f"{theme.label}: {town.kreis_label if theme.id == 'kreis' else town.name}"
    quarters = [(figure.quarter, figure.indicator.reading) for figure in figures if figure.quarter]
    finding = quarters_sentence(quarters)
    if theme.id == "kreis":
        finding = (
            f"Diese Werte gelten für den ganzen {town.kreis_label}, nicht für {town.name} "
            "allein; verglichen wird mit dem Median aller Kreise und kreisfreien Städte."
        )
    return FigureCard(
        id=f"{town.slug}-{theme.id}",
        title=title,
        finding=finding,
        chart=html.Div(
            [
                band_table(
                    figures,
                    f"{title}, Werte und Einordnung",
                    lambda figure: links.standing(figure.indicator.id, town.id),
                ),
                _to_comparison(town, theme, bool(quarters), len(data.towns)),
            ],
            **{"data-town": town.id},
        ),
        table=numbers_of(figures, f"{title}, alle Angaben"),
        sources=data.named_sources(figure.observation.source for figure in figures),
        stand=data.stand,
        path=links.path(PAGE.path, slug=town.slug),
        provenance=provenance(data, [figure.observation for figure in figures]),
    )


def _to_comparison(town: Gemeinde, theme: Theme, in_class: bool, count: int) -> Component:
    """Return the link to the same theme for all pilot towns, `count` of them, this one in front."""
    query = [(Key.VIEW, "profil" if in_class else "tabelle"), (Key.THEME, theme.id)]
    if isinstance(town, Town):
        query.append((Key.FIRST, town.slug))
        label = f"{theme.label}: alle {count_text(count)} Städte im Vergleich zeigen"
    else:
        query.append((Key.OWN, town.ags))
        label = f"{theme.label}: neben die {count_text(count)} Pilotstädte stellen"
    link = html.A(label, href=links.to(links.COMPARISON, query))
    return html.P(link, className="no-print to-comparison")


def _reading_aid(data: Dataset, town: Gemeinde) -> Component:
    if isinstance(town, Town):
        last = f"Eine Rangfolge der {count_text(len(data.towns))} Städte ist das nicht."
    else:
        last = (
            "Eine Rangfolge ist das nicht. Gilt ein Wert für den ganzen Gemeindeverband oder für "
            "ein früheres Gebiet, steht das unter dem Namen der Kennzahl."
        )
    return html.P(
        f"So lesen Sie die Umrisse: Je höher, desto mehr Gemeinden mit {SIZE} haben etwa diesen "
        "Wert. Der Streifen darunter zeigt ihre mittlere Hälfte, der Strich darin ihren "
        "Median, der Punkt den Wert der Stadt. Hohl und mit den Worten „weit außen“ liegt er "
        "jenseits der Zeichnung. Ein Klick zeigt alle als Punkte. "
        f"{last} {WEIGHTS}",
        className="reading-aid",
    )


def _activities(data: Dataset, town: Town) -> Component:
    activities = data.activities_of(town.slug)
    style = ListStyle(categories=data.categories, sources=data.sources, address=links.activity)
    months = span_text(data.project.start[:7], data.project.end[:7])
    children: list[Component] = []
    for phase, title, explanation in PHASES:
        chosen = in_time(one for one in activities if one.phase is phase)
        listed = activity_list(chosen, style)
        about = html.P(explanation.format(months=months), className="small")
        if phase is Phase.PROJECT:
            children += [html.H3(title), about, listed] if chosen else [nothing_done(town)]
        elif chosen:
            head = html.Summary(f"{title} ({len(chosen)})")
            children.append(html.Details([head, about, listed], className="disclosure"))
    return section(links.ACTIVITIES, f"Was {town.name} getan hat", children)


def _surveys(data: Dataset, town: Town) -> Component:
    nothing = html.P("Eine Befragung am Ort wurde nicht gefunden.", className="missing")
    return section("befragungen", "Befragungen", survey_notes(surveys_of(data, town)) or [nothing])


def _gaps(data: Dataset, town: Town) -> Component:
    entries = [
        html.Li([html.Strong(gap.label), f": {gap.reason} ", html.Span(gap.remedy)])
        for gap in gaps_of(data, town)
    ]
    local = [
        one
        for one in data.observations
        if one.town == town.slug and one.confidence is Confidence.LOW
    ]
    children: list[Component] = [html.Ul(entries, className="missing-list")]
    if local:
        children += [
            html.H3("Einzelne Angaben, die nicht zum Vergleichen taugen"),
            html.P(
                "Sie stammen aus Presse oder örtlichen Berichten und stehen in keinem Vergleich."
            ),
            html.Ul([_local_claim(data, one) for one in local], className="missing-list"),
        ]
    return section("luecken", "Was fehlt", children)


def _pilots(data: Dataset, town: Gemeinde) -> Component:
    """Return what the pilot towns tried, and what of it a town may read first, with why."""
    found, of = alike(data, town)
    reads = first_reads(data, found)
    children: list[Component] = [
        html.P(f"{not_in_project(data, town)} {MEANS}", className="section__intro"),
        alike_table(data, town, found, of),
        source_line(data.named_sources(near_sources(data, town)), data.stand),
    ]
    if reads:
        children += [
            html.H3("Zuerst lesen: Aktivitäten"),
            read_list(data, reads),
            html.H3("Zuerst lesen: Erkenntnisse"),
        ]
    else:
        children += [
            html.P("Nahe liegt bei diesen Werten keine von ihnen.", className="missing"),
            html.H3("Was für alle gilt"),
        ]
    children += [
        lesson_list(lessons_for(data, reads)[:MOST_LESSONS], class_name="read-lessons"),
        html.P(
            [
                html.A("Alle Erkenntnisse", href=links.to(links.LESSONS)),
                " · ",
                html.A("Alle Aktivitäten", href=links.to(links.TIMELINE)),
            ]
        ),
    ]
    title = f"Was die {count_text(len(data.towns))} Pilotstädte erprobt haben"
    return section(links.PILOTS, title, children)


def _absences(data: Dataset, town: Gemeinde) -> Component:
    """Return which indicators have no value here and why, and what is missing for every town."""
    found = absences(data, town)
    count = sum(len(one.indicators) for one in found)
    entries = [
        html.Li(
            html.Details(
                [
                    html.Summary(f"{one.count}: {one.reason}"),
                    html.P("; ".join(indicator.label for indicator in one.indicators) + "."),
                ]
            )
            if len(one.indicators) > FEW
            else f"{'; '.join(each.label for each in one.indicators)}: {one.reason}."
        )
        for one in found
    ]
    everywhere = [
        html.Li([html.Strong(gap.label), ": ", gap.remedy]) for gap in gaps_of(data, town)
    ]
    return section(
        "luecken",
        "Was fehlt",
        [
            html.P(f"{number(count)} Kennzahlen dieser Seite haben für {town.name} keinen Wert."),
            html.Ul(entries, className="missing-list"),
            html.H3("Was für keine Stadt vorliegt, und wo es zu finden wäre"),
            html.Ul(everywhere, className="missing-list"),
        ],
    )


def _near(data: Dataset, town: Gemeinde) -> Component:
    """Return the way to the small towns nearby."""
    found = [html.A(one.name, href=links.town(one.slug)) for one in near_towns(data, town)]
    return html.Nav(
        [
            html.P("Kleinstädte in der Nähe"),
            html.Ul([html.Li(one) for one in found], className="near-towns__list"),
        ],
        className="near-towns no-print",
        **{"aria-label": "Kleinstädte in der Nähe"},
    )


def _local_claim(data: Dataset, one: Observation) -> Component:
    indicator, unit = _entries(data, one.indicator)
    source = data.sources[one.source]
    note = f" ({one.note})" if one.note else ""
    return html.Li(
        [
            f"{indicator.label}, {date_text(one.date)}: {value_text(one, indicator, unit)}{note}. ",
            html.A(source.name, href=source.url),
        ]
    )


def _pager(data: Dataset, town: Town) -> Component:
    towns = list(data.towns.values())
    position = towns.index(town)
    before, after = towns[position - 1], towns[(position + 1) % len(towns)]
    return html.Nav(
        [
            html.A(f"← {before.name}", href=links.town(before.slug), rel="prev"),
            html.A(f"{after.name} →", href=links.town(after.slug), rel="next"),
        ],
        className="pager no-print",
        **{"aria-label": "Andere Städte"},
    )
