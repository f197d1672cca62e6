"""„Woher kommt diese Zahl?“: the way from a shown value back to its source and file line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import fact_list
from dashboard.components.sources import file_link, licence_of
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Break, Confidence, Indicator, Level, Observation, Source
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import value_text

CONFIDENCE = {Confidence.HIGH: "hoch", Confidence.MEDIUM: "mittel", Confidence.LOW: "gering"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Values of one indicator that share source, level, confidence and note.

    `values` are place, date and value as shown, with the file and line each stands in.
    """

    indicator: Indicator
    source: Source
    level: Level
    confidence: Confidence
    note: str
    values: tuple[tuple[str, str, str, str, int], ...]
    breaks: tuple[Break, ...] = ()


def provenance(data: Dataset, observations: Iterable[Observation]) -> tuple[Provenance, ...]:
    """Return where the observations come from; what a visitor entered has no source."""
    groups: dict[tuple[str, str, Level, Confidence, str], list[Observation]] = {}
    for one in observations:
        if one.source:
            key = (one.indicator, one.source, one.level, one.confidence, one.note)
            groups.setdefault(key, []).append(one)
    shown = [one for group in groups.values() for one in group]
    return tuple(_group(data, group, shown) for group in groups.values())


def _crossed(cut: Break, shown: Iterable[Observation]) -> bool:
    """Return whether values on both sides of the break are shown of a series it is about."""
    return len({cut.side(one.date) for one in shown if cut.concerns(one.town, one.indicator)}) > 1


def _group(data: Dataset, group: Sequence[Observation], shown: Sequence[Observation]) -> Provenance:
    first = group[0]
    indicator = data.indicators[first.indicator]
    unit = data.units[indicator.unit]
    return Provenance(
        indicator=indicator,
        source=data.sources[first.source],
        level=first.level,
        confidence=first.confidence,
        note=first.note,
        values=tuple(
            (
                data.place_label(one.town),
                date_text(one.date),
                value_text(one, indicator, unit),
                one.file,
                one.line,
            )
            for one in group
        ),
        breaks=tuple(
            cut
            for cut in data.breaks.values()
            if indicator.id in cut.indicators and _crossed(cut, shown)
        ),
    )


def provenance_details(entries: Sequence[Provenance]) -> Component:
    """Return the folded part of a figure card that answers the question."""
    return html.Details(
        [html.Summary("Woher kommt diese Zahl?"), *provenance_parts(entries)],
        className="disclosure provenance named-on-paper",
    )


def provenance_parts(entries: Sequence[Provenance], *, licences: bool = True) -> list[Component]:
    """Return definitions, sources and notes of values, and the lines of the files they stand in.

    Where links must be few, `licences` are none.
    """
    children: list[Component] = []
    indicator = None
    for entry in entries:
        if entry.indicator != indicator:
            indicator = entry.indicator
            children += _definition(indicator)
        children.append(_entry(entry, licences=licences))
    breaks = {one.id: one for entry in entries for one in entry.breaks}
    if breaks:
        children.append(html.P(html.B("Brüche in den Reihen")))
        children.append(
            html.Ul(
                [
                    html.Li(
                        f"{one.label} ({date_text(one.after)} / {date_text(one.before)}): "
                        f"{one.explanation}"
                    )
                    for one in breaks.values()
                ]
            )
        )
    lines: dict[str, set[int]] = {}
    for entry in entries:
        for *_value, file, line in entry.values:
            lines.setdefault(file, set()).add(line)
    children += [
        html.P(f"In {file} stehen diese Werte in: {_lines_text(sorted(found))}.")
        for file, found in lines.items()
    ]
    return children


def _lines_text(lines: Sequence[int]) -> str:
    """Return numbers of lines, those without a gap as a span: „Zeile 3, 7–9“."""
    starts = [n for n in lines if n - 1 not in lines]
    ends = [n for n in lines if n + 1 not in lines]
    spans = [f"{a}" if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True)]
    return f"{'Zeile' if len(lines) == 1 else 'Zeilen'} {', '.join(spans)}"


def _definition(indicator: Indicator) -> list[Component]:
    kinds = [
        word
        for applies, word in (
            (indicator.estimate, "Modellschätzung, keine Zählung"),
            (indicator.derived, "Eigene Berechnung aus den genannten Quellen"),
        )
        if applies
    ]
    sentences = [indicator.definition, indicator.note, *(f"{kind}." for kind in kinds)]
    return [html.P([html.B(f"{indicator.label}: "), " ".join(filter(None, sentences))])]


def _entry(entry: Provenance, *, licences: bool) -> Component:
    values = "; ".join(f"{place}, {date}: {value}" for place, date, value, *_ in entry.values)
    licence = licence_of(entry.source) if licences else entry.source.licence
    terms: list[tuple[str, object]] = [
        ("Werte", values),
        ("Quelle", [html.A(entry.source.name, href=entry.source.url), *_file(entry.source)]),
        ("Ebene", str(entry.level)),
        ("Lizenz", licence or "nicht angegeben"),
        ("Belastbarkeit", CONFIDENCE[entry.confidence]),
    ]
    if entry.note:
        terms.append(("Anmerkung", entry.note))
    return fact_list(terms)


def _file(source: Source) -> list[str | Component]:
    link = file_link(source)
    return ["; ", link] if link else []
