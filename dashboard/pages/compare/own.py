"""The visitor's own towns: how they are added, and which of the pilot towns is nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.components.comparison.scene import Scene, Shown
from dashboard.components.controls import Input, hidden_fields
from dashboard.components.data_table import scroll_box
from dashboard.components.layout import disclosure
from dashboard.components.town_search import town_search
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Indicator, ShownIn
from dashboard.findings.comparison import can_be_drawn, own_name, signed
from dashboard.findings.first_reads import compared
from dashboard.findings.nearness import Nearness, nearest
from dashboard.findings.own_town import MOST, OwnTown
from dashboard.pages.compare.own_address import LONGEST_NAME
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import MISSING, count_text, listed, number

ID, ADD = "eigene", "Ihre Gemeinde dazunehmen"


def which_is_like(data: Dataset) -> Component:
    """Return the link from the head of the page to the own towns."""
    return html.A(_question(data), href=f"#{links.OWN_TOWN}", className="no-print")


def _with_official(data: Dataset, own: OwnTown) -> OwnTown:
    """Return the town with its official values, as far as they are compared, below those typed."""
    town = data.gemeinde(own.ags)
    official = compared(data, town) if town else ()
    values = {one.indicator: one.value for one in official if one.value is not None}
    return replace(own, values=tuple((values | dict(own.values)).items()))


def _question(data: Dataset) -> str:
    return f"Welche der {count_text(len(data.towns))} ähnelt Ihrer Stadt?"


def own_town_part(scene: Scene) -> Component:
    """Return how towns are added, what of them can be changed, and which pilot town is nearest."""
    named = next((one for one in scene.own if not one.ags), None)
    kept = "Ihre Auswahl steht nur in der Adresse dieser Seite."
    offered = (
        f"Bis zu {count_text(MOST)} Gemeinden mit 5.000 bis unter 20.000 Einwohnern stehen mit "
        "ihren amtlichen Werten neben den Pilotstädten, in jeder Ansicht und jeder Datei; hier "
        "steht dann, welche ihnen am nächsten liegt. "
    )
    return html.Section(
        [
            html.H2(_question(scene.data), id=links.OWN_TOWN),
            html.P(kept if len(scene.own) == MOST else f"{offered}{kept}"),
            *(
                []
                if len(scene.own) == MOST
                else [town_search(ID, label=ADD, choices=dict(scene.query))]
            ),
            html.Div([_own_town(scene, one) for one in scene.own], className="own-towns")
            if scene.own
            else None,
            *([] if len(scene.own) == MOST and not named else [_typed(scene, named)]),
        ],
        className="section own-town-part no-print",
    )


def _own_town(scene: Scene, own: OwnTown) -> Component:
    """Return which pilot town is nearest to a town, and what of it can be changed."""
    found = nearest(scene.data, _with_official(scene.data, own))
    return html.Article(
        [
            html.H3(own_name(scene.data, own)),
            html.P(_remove(scene, own)),
            *(_nearness(scene, own, found) if found else ()),
            _changes(scene, own) if own.ags else None,
        ],
        **{"data-town": own.id},
    )


def _remove(scene: Scene, own: OwnTown) -> Component:
    rest = tuple(one for one in scene.own if one is not own)
    stays = any(place.first and place.id != own.id for place in scene.places)
    changes = {"own": rest} if stays else {"own": rest, "first": "keine"}
    return html.A(
        "entfernen",
        href=scene.link(**changes),
        **{"data-view": "", "aria-label": f"{own_name(scene.data, own)} entfernen"},
    )


def _typed(scene: Scene, named: OwnTown | None) -> Component:
    """Return the form of a town that is no Gemeinde of the tables: a name and all its values."""
    name = _field(Key.OWN_NAME, "Name Ihrer Stadt", named.name if named else "")
    return html.Details(
        [
            html.Summary("Name und Werte selbst eingeben"),
            _form([*_kept(scene, "name"), _fields(scene, named, name), _take()]),
        ],
        open=named is not None and not named.values,
        className="disclosure",
    )


def _changes(scene: Scene, own: OwnTown) -> Component:
    """Return the form that overrides official values of a town."""
    place = hidden_fields(f"eigene-{own.ags}", {Key.OWN_PLACE: own.ags})
    about = html.P(
        "Leere Felder lassen den amtlichen Wert stehen. Was Sie eintragen, heißt überall „eigene "
        "Angabe“."
    )
    return disclosure(
        f"Werte von {own_name(scene.data, own)} ändern",
        [about, _form([*_kept(scene, own.ags), *place, _fields(scene, own), _take()])],
        alone=True,
    )


def _take() -> Component:
    button = html.Button(
        html.Span("Übernehmen", className="kern-label"),
        type="submit",
        className="kern-btn kern-btn--primary",
    )
    return html.Div(button, className="actions")


def _form(parts: Sequence[Component]) -> Component:
    return html.Form(
        list(parts), action=links.to(links.COMPARISON), method="get", className="own-town"
    )


def _kept(scene: Scene, form: str) -> list[Component]:
    """Return what a form keeps of the address; the own towns too, of which it changes one."""
    return hidden_fields(f"eigene-{form}-behalten", dict(scene.query))


def _asked(scene: Scene, own: OwnTown | None) -> tuple[Indicator, ...]:
    chosen = [scene.indicator]
    if scene.view is Shown.CROSSING:
        chosen.append(scene.other)
    if scene.view in (Shown.PROFILE, Shown.TABLE):
        chosen += scene.themed()
    chosen += [scene.data.indicators[id_] for id_ in scene.data.shown_in(ShownIn.OWN_TOWN)]
    if own:
        chosen += [scene.data.indicators[id_] for id_, _value in own.values]
    return tuple(one for one in dict.fromkeys(chosen) if can_be_drawn(one))


def _fields(scene: Scene, own: OwnTown | None, *before: Component) -> Component:
    values = dict(own.values) if own else {}
    fields = [
        _field(
            f"{links.OWN_VALUE}{one.id}",
            f"{one.label} ({scene.unit(one).label})",
            number(values[one.id], one.decimals).replace(".", "") if one.id in values else "",
            numeric=True,
            ags=own.ags if own else "",
            hint=_official(scene, own, one) if own and own.ags else "",
        )
        for one in _asked(scene, own)
    ]
    return html.Div([*before, *fields], className="own-town__fields")


def _official(scene: Scene, own: OwnTown, indicator: Indicator) -> str:
    newest = scene.data.latest(own.ags, indicator.id)
    if newest is None:
        return "amtlich: keine Angabe"
    return f"amtlich: {scene.text(newest, indicator)} ({date_text(newest.date)})"


def _field(
    key: str, label: str, value: str, *, numeric: bool = False, ags: str = "", hint: str = ""
) -> Component:
    id_ = f"eigene-{ags}-{key}" if ags else f"eigene-{key}"
    told = f"{id_}-hinweis"
    field = Input(
        id=id_,
        name=key,
        type="text",
        value=value,
        inputMode="decimal" if numeric else "text",
        maxLength=20 if numeric else LONGEST_NAME,
        className="form-control",
        autoComplete="off",
        **({"aria-describedby": told} if hint else {}),
    )
    words = [html.Small(hint, id=told, className="own-town__hint")] if hint else []
    return html.Div([html.Label(label, htmlFor=id_), *words, field], className="control")


def _nearness(scene: Scene, own: OwnTown, found: Sequence[Nearness]) -> list[Component]:
    """Return which pilot towns are nearest in most values, what they tried, and all distances."""
    towns = scene.data.towns
    counts = Counter(town for one in found for town in one.nearest)
    most = max(counts.values())
    often = [town for town in towns if counts[town] == most]
    all_towns = f"{count_text(len(towns))} Städte"
    caption = f"{own.name}: Abstand zu den {all_towns}n gemessen an der mittleren Hälfte"
    heads = (
        "Kennzahl",
        own.name,
        *(town.short_name for town in towns.values()),
        "Breite der mittleren Hälfte",
    )
    table = html.Table(
        [
            html.Caption(caption, className="visually-hidden"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_near_row(scene, one) for one in found]),
        ],
        className="data-table near-table",
    )
    tried = [
        html.Li(
            [
                html.A(
                    f"Was {towns[town].name} versucht hat", href=links.town(town, links.ACTIVITIES)
                ),
                f": {towns[town].tried}",
            ],
            **{"data-town": town},
        )
        for town in often
    ]
    names = listed([towns[town].name for town in often])
    about = html.P(
        "Die Zahlen sagen, wie weit der eigene Wert über (+) oder unter (−) dem der Stadt liegt; "
        "der kleinste Abstand jeder Zeile ist fett. Damit Kennzahlen vergleichbar werden, ist "
        "jeder Abstand durch die Spanne geteilt, in der die mittlere Hälfte der Gemeinden mit "
        "5.000 bis unter 20.000 Einwohnerinnen und Einwohnern liegt. Angaben ohne solche Spanne "
        "fehlen hier."
    )
    return [
        html.P(
            f"Am nächsten in den meisten Angaben ({most} von {len(found)}): {names}. Das gilt für "
            "diese Angaben, nicht im Ganzen."
        ),
        html.Ul(tried),
        disclosure(
            f"In welchen Angaben? Die Abstände zu den {all_towns}n",
            [about, scroll_box(table, caption)],
            alone=True,
        ),
    ]


def _near_row(scene: Scene, near: Nearness) -> Component:
    towns, decimals = scene.data.towns, near.indicator.decimals
    suffix = scene.unit(near.indicator).suffix
    distances = {town: signed(distance, 1) for town, _difference, distance in near.distances}
    return html.Tr(
        [
            html.Th(near.indicator.short_label, scope="row"),
            html.Td(f"{number(near.value, decimals)} {suffix}".strip(), className="number"),
            *(
                html.Td(
                    html.B(distances[town])
                    if town in near.nearest
                    else distances.get(town, MISSING),
                    className="number",
                )
                for town in towns
            ),
            html.Td(f"{number(near.spread, decimals)} {suffix}".strip(), className="number"),
        ]
    )
