"""Towns that are like a town: in bands without a rank, in what they are alike, how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan

from dash import html
from dash.development.base_component import Component

from dashboard.components.data_table import html_table
from dashboard.components.figure_card import FigureCard
from dashboard.components.layout import fact_list, section
from dashboard.components.provenance import provenance
from dashboard.downloads.table import Cell, Column, Missing, Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Flag, Gemeinde, Lens, Observation, Town, Trait
from dashboard.findings.band import SIZE
from dashboard.findings.similar import (
    ALIKE,
    AMONG,
    DIFFERENT,
    FEWEST,
    NEAREST,
    RELATED,
    Likeness,
    Neighbour,
    Similar,
    similar,
    value_of,
)
from dashboard.findings.town import full_name
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import NO_BREAK_SPACE, count_text, listed, number

NO_JUDGEMENT = (
    "Ähnlich heißt: ähnlich gebaut, mehr nicht. Das ist kein Urteil darüber, wie gut es einer "
    "Stadt geht oder wie gut sie verwaltet wird, und keine Rangliste."
)
MOST_NAMED = 4  # of a band, on the page of a town
IN_SHORT = "Ähnlich gebaut, mehr heißt das nicht: kein Urteil, keine Rangliste."
WEIGHT_WORDS = ("nicht", "einfach", "doppelt", "dreifach")


def similar_part(data: Dataset, town: Gemeinde) -> Component:
    """Return the section of a town's page: what each lens shows, and where it is explained."""
    rows = [(lens.label, _in_short(data, town, lens)) for lens in data.similarity.values()]
    more = html.A("Worin sie sich ähneln", href=links.similar(town.slug))
    return section(
        links.SIMILAR_TOWNS,
        "Ähnliche Städte",
        [fact_list(rows), html.P([IN_SHORT, " ", more], className="small")],
    )


def _in_short(data: Dataset, town: Gemeinde, lens: Lens) -> str:
    found = similar(data, town.ags, lens)
    told = [
        f"{_heading(likeness)}: {_named(data, neighbours)}."
        for likeness, neighbours in _bands(found)
    ]
    return " ".join(told) or _nothing(found, town)


def _named(data: Dataset, neighbours: Sequence[Neighbour]) -> str:
    names = [full_name(data, one.town) for one in neighbours]
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" und {number(more)} weitere" if more > 0 else "")


def similar_card(
    data: Dataset,
    town: Gemeinde,
    lens: Lens,
    weights: tuple[int, ...],
    query: tuple[tuple[str, str], ...] = (),
) -> FigureCard:
    """Return the neighbours of a town through a lens, with their values as a table."""
    found = similar(data, town.ags, lens, weights)
    told = [one.town for one in found.shown]
    told += [one.town for one in found.pilots if one.town not in told]
    values = [one for place in (town, *told) for one in _observations(data, place, lens)]
    return FigureCard(
        id=f"aehnlich-{lens.id}",
        title=f"{lens.label}: welche Kleinstädte {town.name} ähneln",
        finding=_finding(found, town),
        chart=html.Div([*_lists(found), *_five(found)], className="similar"),
        table=_table(data, town, found, told),
        sources=data.named_sources(one.source for one in values),
        stand=data.stand,
        path=links.path(links.SIMILAR, slug=town.slug),
        query=query,
        note=" ".join(_notes(found)),
        provenance=provenance(data, values),
    )


def _bands(found: Similar) -> Iterator[tuple[Likeness, list[Neighbour]]]:
    for likeness in Likeness:
        if neighbours := [one for one in found.shown if one.likeness is likeness]:
            yield likeness, neighbours


def _finding(found: Similar, town: Gemeinde) -> str:
    if not found.shown:
        return _nothing(found, town)
    near, stay = len(found.shown) + found.unstable, len(found.shown)
    if found.far:
        begin = (
            f"Selbst die nächsten Städte sind von {town.name} weiter entfernt, als hier ähnlich "
            "heißt: Die Stadt ist in diesem Blick ungewöhnlich."
        )
    else:
        begin = (
            f"Von den {count_text(NEAREST)} nächsten Städten {_are('ist', 'sind', near, NEAREST)} "
            "ähnlich."
        )
    only = "" if stay == near else f"; nur {'sie steht' if stay == 1 else 'diese stehen'} hier"
    return (
        f"{begin} Welches Merkmal man auch weglässt, {_are('bleibt', 'bleiben', stay, near)} unter "
        f"den {AMONG} nächsten{only}."
    )


def _are(one: str, many: str, count: int, of: int) -> str:
    """Return verb and number: „bleibt eine“, „bleiben vier“, „bleiben alle“."""
    if count == 1:
        return f"{one} {'sie' if of == 1 else 'eine'}"
    return f"{many} {'alle' if count == of else count_text(count)}"


def _nothing(found: Similar, town: Gemeinde) -> str:
    if len(found.used) < FEWEST:
        known = ("keines", "nur eines")[len(found.used)] if len(found.used) < 2 else "nur zwei"
        return (
            f"Dazu lässt sich nichts sagen: Von den Merkmalen, die zählen, ist zu {town.name} "
            f"{known} bekannt, und mit weniger als {count_text(FEWEST)} entschiede ein einziges."
        )
    return (
        "Hier steht keine Stadt: Welche die nächsten sind, hängt davon ab, welche Merkmale zählen. "
        f"Keine der nächsten bleibt unter den {AMONG} nächsten, wenn man eines weglässt."
    )


def _lists(found: Similar) -> Iterator[Component]:
    for likeness, neighbours in _bands(found):
        yield html.H3(_heading(likeness))
        items = [_neighbour(one) for one in neighbours]
        yield html.Ul(items, className="similar__list")


def _heading(likeness: Likeness) -> str:
    if likeness is Likeness.FAR:
        return "Am nächsten, aber nicht ähnlich"
    return f"{likeness.value[0].upper()}{likeness.value[1:]}"


def _five(found: Similar) -> Iterator[Component]:
    """Return how the pilot towns stand to the town, where they can be compared."""
    if found.pilots:
        yield html.H3("Und die Pilotstädte des Projekts")
        yield html.P(
            "So nah, wie sie bleiben, welches Merkmal man auch weglässt.", className="small"
        )
        yield html.Ul(
            [_neighbour(one, told=True) for one in found.pilots], className="similar__list"
        )


def _neighbour(one: Neighbour, *, told: bool = False) -> Component:
    """Return a town with what it is alike in; of one of the five also what it did."""
    town = one.town
    where = f", {town.kreis_label}, {town.land}" + (f": {one.likeness.value}" if told else "")
    traits = [
        f"{word} {listed([trait.label for trait in found])}"
        for word, found in (("ähnlich bei", one.alike), ("anders bei", one.different))
        if found
    ]
    words = "; ".join(traits) or "in keinem Merkmal ganz nah und in keinem weit auseinander"
    did = html.A(f"Was {town.short_name} erprobt hat", href=links.town(town.slug, links.ACTIVITIES))
    return html.Li(
        [
            html.B(html.A(town.name, href=links.town(town.slug))),
            where,
            html.Div(f"{words[0].upper()}{words[1:]}. ", className="similar__traits"),
            did if isinstance(town, Town) else None,
        ],
        **({"data-town": town.slug} if isinstance(town, Town) else {}),
    )


def _notes(found: Similar) -> Iterator[str]:
    yield NO_JUDGEMENT
    changed = [
        f"{trait.label} zählt {WEIGHT_WORDS[weight]}"
        for trait, weight in zip(found.lens.traits, found.weights, strict=True)
        if weight != trait.weight
    ]
    if changed:
        yield f"Mit geänderten Gewichten: {listed(changed)}."
    if found.missing:
        names = listed([one.label for one in found.missing])
        every = len(found.used) + len(found.missing)
        yield (
            f"Ohne eigenen Wert und darum nicht gezählt ({number(len(found.missing))} von "
            f"{number(every)} Merkmalen): {names}."
        )
    if found.compared:
        yield (
            f"Verglichen wird mit {number(found.compared)} Gemeinden mit {SIZE}; {_others(found)}"
        )
    yield _bounds(found.lens)
    yield _of_traits()


def _others(found: Similar) -> str:
    if not found.others:
        return "keiner fehlt eines der Merkmale."
    return f"{number(found.others)} weiteren fehlt mindestens eines der Merkmale."


def _bounds(lens: Lens) -> str:
    return (
        f"Sehr ähnlich: im Mittel höchstens {_quartiles(lens.very_near)} auseinander, ähnlich: "
        f"höchstens {_quartiles(lens.near)}."
    )


def _of_traits() -> str:
    return (
        f"Ein Merkmal heißt ähnlich bis {_quartiles(ALIKE)} und anders ab {_quartiles(DIFFERENT)}. "
        "Ein Quartilsabstand ist, was die mittlere Hälfte aller Kleinstädte überspannt."
    )


def _quartiles(distance: float) -> str:
    return f"{number(distance, 2)}{NO_BREAK_SPACE}Quartilsabstände"


# ----------------------------------------------------------------------------------------- table


def _observations(data: Dataset, town: Gemeinde, lens: Lens) -> Iterator[Observation]:
    for trait in lens.traits:
        for key in trait.keys:
            one = data.gemeinden.observation(town.ags, *key)
            if one and not one.flag:
                yield one


def _table(data: Dataset, town: Gemeinde, found: Similar, told: Sequence[Gemeinde]) -> Table:
    likeness = {one.town.id: one.likeness.value for one in (*found.pilots, *found.shown)}
    columns = [
        Column(
            id=trait.indicator,
            label=f"{trait.label} ({_about(data, trait)})",
            decimals=0 if trait.per else data.indicators[trait.indicator].decimals,
            unit="" if trait.per else data.units[data.indicators[trait.indicator].unit].label,
        )
        for trait in found.lens.traits
    ]
    return Table(
        caption=f"{found.lens.label}: {town.name} und die genannten Städte",
        columns=(
            Column(id="town", label="Stadt"),
            Column(id="district", label="Kreis"),
            Column(id="land", label="Land"),
            Column(id="likeness", label="Nähe"),
            *columns,
        ),
        rows=tuple(
            (
                one.name,
                one.kreis_label,
                one.land,
                likeness.get(one.id) or Missing("die Stadt selbst"),
                *(_cell(data, one, trait) for trait in found.lens.traits),
            )
            for one in (town, *told)
        ),
    )


def _about(data: Dataset, trait: Trait) -> str:
    days = " und ".join(dict.fromkeys(date_text(date) for _, date in trait.keys))
    return (
        days if trait.per else f"{data.units[data.indicators[trait.indicator].unit].label}, {days}"
    )


def _cell(data: Dataset, town: Gemeinde, trait: Trait) -> Cell:
    at = data.gemeinden.by_ags[town.ags]
    value = value_of(data.gemeinden, trait, at)
    if not isnan(value):
        return round(value) if trait.per else value
    flags = [data.gemeinden.columns[key].flags.get(at) for key in trait.keys]
    if Flag.VERBAND in flags:
        return Missing("nur für den Gemeindeverband")
    return Missing("nur für anderes Gebiet") if Flag.TERRITORY in flags else Missing()


# ---------------------------------------------------------------------------------------- method


def similar_method(data: Dataset) -> list[Component]:
    """Return how similar towns are found, with every trait, its weight and its reason."""
    stays = "; ".join(
        f"{lens.label} {number(100 * lens.stays)}{NO_BREAK_SPACE}%"
        for lens in data.similarity.values()
    )
    return [
        html.P(NO_JUDGEMENT),
        html.P(
            "Jeder Unterschied wird in Quartilsabständen gemessen: daran, wie breit die mittlere "
            "Hälfte aller Kleinstädte ist. So lassen sich Minuten und Prozente zusammenzählen. Wo "
            "es auf das Verhältnis ankommt, zählt, wievielmal so groß ein Wert ist (gerechnet wird "
            "mit dem Logarithmus). Die Entfernung zweier Städte ist das "
            "quadratische Mittel dieser Unterschiede mit den Gewichten, die auf der Seite jeder "
            "Stadt zu sehen und zu ändern sind. Es zählen nur eigene, mögliche Werte auf heutigem "
            "Gebiet. Fehlt der gesuchten Stadt ein Merkmal, zählt es nicht; fehlt es einer "
            "anderen, wird sie nicht verglichen. "
            f"Nichts wird ergänzt, und mit weniger als {count_text(FEWEST)} Merkmalen steht dort "
            "nichts."
        ),
        html.P(
            "„Sehr ähnlich“ ist so eng, dass die Hälfte aller Kleinstädte eine solche Nachbarin "
            f"hat, „ähnlich“ so weit, dass drei Viertel {count_text(NEAREST)} haben. Genannt wird "
            f"nur, wer unter den {count_text(NEAREST)} nächsten ist und unter den {AMONG} nächsten "
            "bleibt, welches Merkmal man auch weglässt. Das gelingt im Mittel aller Kleinstädte "
            f"so vielen der {count_text(NEAREST)}: {stays}. {_of_traits()}"
        ),
        html.P(
            "Welche Merkmale zusammenhängen, wurde an den Rängen aller Kleinstädte geprüft: "
            f"Hängen zwei stark zusammen (Rangkorrelation ab {number(RELATED, 1)}), ist nur eines "
            "dabei, oder jedes zählt einfach."
        ),
        *(_lens(data, one) for one in data.similarity.values()),
    ]


def _lens(data: Dataset, lens: Lens) -> Component:
    """Return one way to look for similar towns, folded: its bounds and its traits."""
    return html.Details(
        [
            html.Summary([html.B(lens.label), html.Span(lens.description)]),
            html.P(f"{_bounds(lens)} {lens.left_out}"),
            html_table(
                Table(
                    caption=f"Merkmale: {lens.label}",
                    columns=(
                        Column(id="trait", label="Merkmal"),
                        Column(id="about", label="Einheit und Stand"),
                        Column(id="weight", label="Gewicht", decimals=0),
                        Column(id="reason", label="Warum"),
                    ),
                    rows=tuple(
                        (
                            trait.label,
                            f"{_about(data, trait)}{', im Verhältnis' if trait.ratio else ''}",
                            trait.weight,
                            trait.reason,
                        )
                        for trait in lens.traits
                    ),
                )
            ),
        ],
        className="method-card",
    )
