"""The view „Verlauf“: series with their breaks, as they are or against a base."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard.components.comparison.scene import (
    Drawing,
    Scene,
    Shown,
    card_of,
    line_of,
    observations_of,
    tier_names,
    title_of,
    value_row,
    value_table,
    warnings,
)
from dashboard.components.figure_card import FigureCard
from dashboard.downloads.table import Cell, Column, Missing, Number, Table
from dashboard.facts.model import Break, Flag
from dashboard.figures.series import Line, numbered, time_lines, visible_breaks
from dashboard.figures.theme import MUTED
from dashboard.findings import comparison
from dashboard.findings.band import WEIGHTS
from dashboard.findings.comparison import GERMANY, MEDIANS, Based, Basis, Place, PlaceValue
from dashboard.findings.own_town import OWN, typed
from dashboard.wording.dates import date_text, short_date
from dashboard.wording.numbers import listed, number

COURSE_HEIGHT = 430  # pixels between the axes of the large chart of this view


def course_card(scene: Scene) -> FigureCard:
    """Return the values over time, as they are or against a base."""
    indicator = scene.indicator
    base = scene.shown_date
    known = comparison.dates(scene.data, scene.towns, indicator.id)
    span = f"{known[0][:4]} bis {known[-1][:4]}" if known else ""
    title = title_of(scene, indicator, known[0][:4] if len(known) == 1 else span)
    if scene.basis is not Basis.ABSOLUTE:
        title += f": {comparison.basis_unit(scene.basis, scene.unit(indicator), date_text(base))}"
    if len(known) < 2 or not comparison.can_be_drawn(indicator):
        return _no_course(scene, title, known)
    courses = {
        p.id: comparison.based(scene.data, p.id, indicator.id, base, scene.basis)
        for p in scene.places
        if p.id != OWN
    }
    context = _course_benchmarks(scene, known, base)
    everywhere, local = _shared_breaks(scene)
    lines = [_course_line(scene, place, courses.get(place.id, ()), local) for place in scene.places]
    lines += [_quiet_line(scene, id_, course) for id_, course in context.items()]
    drawn = [line for line in lines if line.points or line.level is not None]
    marks = visible_breaks(drawn, everywhere)
    table_rows, keys = _course_rows(scene, {**courses, **context})
    unit = comparison.basis_unit(scene.basis, scene.unit(indicator), date_text(base))
    decimals = 1 if scene.basis is Basis.INDEX else indicator.decimals
    bare = [line for line in lines if line not in drawn and line.key != OWN]
    chart: Drawing = html.P(
        "Mit diesem Bezugstag ist keine Reihe vergleichbar.", className="missing"
    )
    if any(line.points for line in drawn):
        tiers = tier_names(scene, indicator) if scene.basis is Basis.ABSOLUTE else None
        chart = time_lines(
            drawn,
            unit=unit,
            decimals=decimals,
            breaks=marks,
            period=(scene.data.project.start, scene.data.project.end, "Projekt"),
            ticks=tiers,
            height=COURSE_HEIGHT,
        )
    observations = [
        step.observation for course in (*courses.values(), *context.values()) for step in course
    ]
    return card_of(
        scene,
        title=title,
        finding=course_finding(scene),
        chart=chart,
        table=_course_table(scene, title, unit, table_rows, keys),
        observations=observations,
        notes=[
            *_course_words(scene, marks, local, courses),
            WEIGHTS if GERMANY in context and len(context) > 1 else "",
            f"Ohne Linie: {listed([line.label.replace('<br>', ' ') for line in bare])}."
            if bare
            else "",
            *warnings(scene, indicator),
        ],
    )


def _no_course(scene: Scene, title: str, known: Sequence[str]) -> FigureCard:
    indicator = scene.indicator
    rows = scene.rows(indicator)
    if not comparison.can_be_drawn(indicator):
        sentence = "Die Quelle nennt Klassen, keine Zahlen; einen Verlauf gibt es darum nicht."
    elif known:
        sentence = (
            f"Werte gibt es nur für einen Stichtag ({date_text(known[0])}), also keinen Verlauf."
        )
    else:
        sentence = "Für diese Auswahl gibt es keine Werte."
    return card_of(
        scene,
        title=title,
        finding=sentence,
        chart=html.P(
            [
                "Die Werte selbst zeigt die Ansicht ",
                html.A("Ein Stichtag", href=scene.link(view=Shown.LEVEL), **{"data-view": ""}),
                ".",
            ],
            className="missing",
        ),
        table=value_table(
            title,
            [value_row(scene, row, indicator) for row in rows],
            [row.place.id for row in rows],
        ),
        observations=observations_of(rows),
        notes=warnings(scene, indicator),
    )


def _shared_breaks(scene: Scene) -> tuple[list[Break], dict[str, list[Break]]]:
    """Return the breaks of all shown series, and those of single towns."""
    found = {town: scene.data.breaks_in(town, scene.indicator.id) for town in scene.towns}
    everywhere = {one.id: one for breaks in found.values() for one in breaks if not one.towns}
    local = {town: [one for one in breaks if one.towns] for town, breaks in found.items()}
    return list(everywhere.values()), local


def _course_line(
    scene: Scene, place: Place, course: Sequence[Based], local: dict[str, list[Break]]
) -> Line:
    label = _end_label(place.called(scene.indicator.level))
    level = None
    if place.id == OWN and scene.basis is Basis.ABSOLUTE:
        mine = typed(scene.own, OWN, scene.indicator)
        level = mine.value if mine else None
    return Line(
        label=label,
        colour=place.colour,
        symbol=place.symbol,
        dash=place.dash,
        points=_points(scene, course),
        strong=place.first,
        breaks=tuple(local.get(place.id, ())),
        alone=frozenset(
            step.observation.date for step in course if step.observation.flag is Flag.TERRITORY
        ),
        level=level,
        key=place.id,
    )


def _end_label(name: str) -> str:
    """Return a name in two lines where one would take too much of a small screen."""
    if len(name) <= 16 or " " not in name:
        return name
    words = name.split(" ")
    cuts = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return "<br>".join(min(cuts, key=lambda parts: max(map(len, parts))))


def _points(scene: Scene, course: Sequence[Based]) -> tuple[tuple[str, float, str], ...]:
    return tuple(
        (step.observation.date, step.value, _point_text(scene, step))
        for step in course
        if step.value is not None
    )


def _point_text(scene: Scene, step: Based) -> str:
    text = f"{date_text(step.observation.date)}: {scene.text(step.observation, scene.indicator)}"
    if scene.basis is Basis.INDEX:
        about = "etwa " if step.rounded_to else ""
        value = number(step.value, 0 if step.rounded_to else 1)
        return f"{text} ({about}{value}, wenn der Bezugstag 100 ist)"
    if scene.basis is Basis.CHANGE and step.value is not None:
        decimals = scene.indicator.decimals
        return f"{text} ({comparison.change_text(step.value, decimals, step.rounded_to)})"
    return text


def _course_benchmarks(
    scene: Scene, known: Sequence[str], base: str
) -> dict[str, tuple[Based, ...]]:
    """Return the quiet lines: the median that has a series, and Germany where it is in scale."""
    data, indicator = scene.data, scene.indicator.id
    values = [one.value for t in scene.towns for one in comparison.sound(data, t, indicator)]
    reach = [value for value in values if value is not None]
    found: dict[str, tuple[Based, ...]] = {}
    for id_ in (*MEDIANS, GERMANY):
        course = comparison.based(data, id_, indicator, base, scene.basis)
        course = tuple(step for step in course if known[0] <= step.observation.date <= known[-1])
        if len([step for step in course if step.value is not None]) < 2:
            continue
        newest = course[-1].observation.value
        fits = scene.basis is Basis.INDEX or (
            newest is not None and comparison.in_scale(newest, reach)
        )
        if fits and (id_ == GERMANY or not found):
            found[id_] = course
    return found


def _quiet_line(scene: Scene, id_: str, course: Sequence[Based]) -> Line:
    return Line(
        label=_end_label(scene.data.benchmarks[id_].short_label),
        colour=MUTED,
        symbol="circle" if id_ == GERMANY else "line-ew-open",
        dash="dot" if id_ == GERMANY else "solid",
        points=_points(scene, course),
        quiet=True,
        breaks=tuple(scene.data.breaks_in(id_, scene.indicator.id)),
        key=id_,
    )


def _course_words(
    scene: Scene,
    marks: Sequence[Break],
    local: dict[str, list[Break]],
    courses: dict[str, tuple[Based, ...]],
) -> list[str]:
    words = [f"{mark} {one.label}: {one.explanation}" for mark, one in numbered(marks)]
    gaps: dict[str, list[str]] = {}
    names = {place.id: place.name for place in scene.places}
    for town, breaks in local.items():
        shown = {step.observation.date for step in courses.get(town, ()) if step.value is not None}
        for one in breaks:
            if any(d <= one.after for d in shown) and any(d >= one.before for d in shown):
                name = names[town]
                years = f"{one.after[:4]}/{one.before[:4]}"
                gaps.setdefault(one.label, []).append(f"{name} {years}")
    if gaps:
        parts = [f"{label} ({', '.join(towns)})" for label, towns in gaps.items()]
        words.append(f"Lücken in einzelnen Linien: {'; '.join(parts)}.")
    if scene.basis is not Basis.ABSOLUTE:
        words.append(
            "Verglichen wird nur innerhalb eines Abschnitts ohne Bruch; Werte jenseits eines "
            "Bruchs haben darum keinen Punkt."
        )
    for place in scene.places:
        mine = typed(scene.own, place.id, scene.indicator)
        if place.id != OWN:
            if mine:
                words.append(f"Die eigene Angabe für {place.name} hat kein Datum und fehlt hier.")
        elif mine and scene.basis is Basis.ABSOLUTE:
            words.append(f"Der Wert von {place.name} hat kein Datum und ist als Linie gezogen.")
        elif not mine:
            words.append(f"Für {place.name} ist kein Wert eingegeben.")
        else:
            words.append(f"Für {place.name} gibt es ohne Bezugstag keine Veränderung.")
    return words


def course_finding(scene: Scene) -> str:
    """Return how the values changed within the newest stretch without a break."""
    indicator = scene.indicator
    sentences = []
    found = comparison.stretches(scene.data, scene.towns, indicator.id)
    for place in scene.places:
        if place.id not in found:
            continue
        first, last = found[place.id]
        difference = (last.value or 0) - (first.value or 0)
        span = _short_span(first.date, last.date)
        rounded_to = max(first.rounded_to, last.rounded_to)
        change = comparison.change_text(difference, indicator.decimals, rounded_to)
        sentences.append((place.called(indicator.level), span, change))
    if not sentences:
        return (
            "Zwischen den Brüchen liegt nirgends mehr als ein Wert; eine Veränderung lässt sich "
            "nicht angeben."
        )
    spans = {span for _name, span, _change in sentences}
    unit = (
        "Prozentpunkte"
        if scene.unit(indicator).suffix.startswith("%")
        else scene.unit(indicator).suffix
    )
    if len(spans) == 1:
        parts = ", ".join(f"{name} {change}" for name, _span, change in sentences)
        return f"Veränderung {spans.pop()}{f' ({unit})' if unit else ''}: {parts}."
    parts = ", ".join(f"{name} {change} ({span})" for name, span, change in sentences)
    return f"Veränderung im jüngsten Abschnitt ohne Bruch{f', {unit}' if unit else ''}: {parts}."


def _short_span(first: str, last: str) -> str:
    """Return two dates in a few letters; key dates of the same kind differ by their years only."""
    if first[4:] == last[4:]:
        return f"{first[:4]}–{last[:4]}"
    return f"{short_date(first)}–{short_date(last)}"


def _course_rows(
    scene: Scene, courses: dict[str, tuple[Based, ...]]
) -> tuple[list[tuple[Cell, ...]], list[str]]:
    indicator = scene.indicator
    rows: list[tuple[Cell, ...]] = []
    keys = []
    for place in scene.places:
        if place.id == OWN:
            mine = typed(scene.own, OWN, indicator)
            value = PlaceValue(place=place, observation=mine, reason="kein Wert eingegeben")
            rows.append((*value_row(scene, value, indicator), Missing("ohne Bezugstag")))
            keys.append(place.id)
        elif not courses.get(place.id):
            reason = comparison.reason_missing(scene.data, place.id, indicator.id)
            value = PlaceValue(place=place, observation=None, reason=reason)
            rows.append((*value_row(scene, value, indicator), Missing(reason)))
            keys.append(place.id)
    places = {place.id: place for place in scene.places}
    for id_, course in courses.items():
        for step in course:
            if id_ in places:
                value = PlaceValue(place=places[id_], observation=step.observation)
                row = value_row(scene, value, indicator)
            else:
                label = scene.data.place_label(id_)
                row = line_of(scene, label, "", indicator, step.observation)
            rows.append((*row, _against(scene, step)))
            keys.append(id_ if id_ in places else "")
    return rows, keys


def _against(scene: Scene, step: Based) -> Cell:
    """Return index or change as a cell, no more exact than the values it comes from."""
    if step.value is None:
        return Missing(step.reason)
    decimals = 1 if scene.basis is Basis.INDEX else scene.indicator.decimals
    if step.rounded_to <= 10**-scene.indicator.decimals:
        return Number(step.value, decimals)
    if scene.basis is Basis.INDEX:
        return Number(float(round(step.value)), 0)
    return Number(comparison.coarse(step.value, step.rounded_to), 0)


def _course_table(
    scene: Scene, title: str, unit: str, rows: Sequence[tuple[Cell, ...]], keys: Sequence[str]
) -> Table:
    if scene.basis is Basis.ABSOLUTE:
        return value_table(title, [row[:-1] for row in rows], keys)
    decimals = 1 if scene.basis is Basis.INDEX else scene.indicator.decimals
    more = Column(id=scene.basis.value, label=unit, decimals=decimals)
    return value_table(title, rows, keys, (more,))
