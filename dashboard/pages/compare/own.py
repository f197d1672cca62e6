"""„Meine Stadt dazu“: the form for a visitor's own town, and which pilot town is nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.comparison.scene import Scene, Shown
from dashboard.components.controls import Input, hidden_fields
from dashboard.components.data_table import scroll_box
from dashboard.facts.model import Indicator, ShownIn
from dashboard.findings.comparison import can_be_drawn, signed
from dashboard.findings.nearness import Nearness, nearest
from dashboard.pages.compare.own_address import LONGEST_NAME
from dashboard.wording import links
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text, listed, number


def own_town_part(scene: Scene) -> Component:
    """Return the form, open once there is an own town, and what it says about nearness."""
    found = nearest(scene.data, scene.own) if scene.own else ()
    return html.Section(
        [
            html.H2("Meine Stadt dazu", id="meine-stadt"),
            html.P(
                "Geben Sie Namen und Werte Ihrer Stadt ein. Sie erscheint dann in jeder Ansicht "
                "und jeder Datei als zusätzlicher, gekennzeichneter Ort. Die Angaben stehen nur "
                "in der Adresse dieser Seite."
            ),
            html.Details(
                [html.Summary("Name und Werte eingeben"), _form(scene)],
                open=scene.own is not None and not scene.own.values,
                className="disclosure",
            ),
            *(_nearness(scene, found) if found else []),
        ],
        className="section own-town-part no-print",
        **{"aria-labelledby": "meine-stadt"},
    )


def _asked(scene: Scene) -> tuple[Indicator, ...]:
    chosen = [scene.indicator]
    if scene.view is Shown.CROSSING:
        chosen.append(scene.other)
    if scene.view in (Shown.PROFILE, Shown.TABLE):
        chosen += scene.themed()
    chosen += [scene.data.indicators[id_] for id_ in scene.data.shown_in(ShownIn.OWN_TOWN)]
    if scene.own:
        chosen += [scene.data.indicators[id_] for id_, _value in scene.own.values]
    return tuple(one for one in dict.fromkeys(chosen) if can_be_drawn(one))


def _form(scene: Scene) -> Component:
    values = dict(scene.own.values) if scene.own else {}
    kept = hidden_fields("eigene-behalten", {k: text for k, text in scene.query if k != Key.OWN})
    name = _field(Key.OWN_NAME, "Name Ihrer Stadt", scene.own.name if scene.own else "")
    fields = [
        _field(
            f"{links.OWN_VALUE}{one.id}",
            f"{one.label} ({scene.unit(one).label})",
            number(values[one.id], one.decimals).replace(".", "") if one.id in values else "",
            numeric=True,
        )
        for one in _asked(scene)
    ]
    actions = [html.Button("Übernehmen", type="submit", className="kern-btn")]
    if scene.own:
        actions.append(
            html.A("Stadt entfernen", href=scene.link(own=None, first="keine"), **{"data-view": ""})
        )
    parts = [
        *kept,
        html.Div([name, *fields], className="own-town__fields"),
        html.Div(actions, className="actions"),
    ]
    return html.Form(parts, action=links.to(links.COMPARISON), method="get", className="own-town")


def _field(key: str, label: str, value: str, *, numeric: bool = False) -> Component:
    id_ = f"eigene-{key}"
    field = Input(
        id=id_,
        name=key,
        type="text",
        value=value,
        inputMode="decimal" if numeric else "text",
        maxLength=20 if numeric else LONGEST_NAME,
        className="form-control",
        autoComplete="off",
    )
    return html.Div([html.Label(label, htmlFor=id_), field], className="control")


def _nearness(scene: Scene, found: Sequence[Nearness]) -> list[Component]:
    towns = scene.data.towns
    counts = Counter(town for one in found for town in one.nearest)
    most = max(counts.values())
    often = [town for town in towns if counts[town] == most]
    name = scene.own.name if scene.own else ""
    all_towns = f"{count_text(len(towns))} Städte"
    caption = f"{name}: Abstand zu den {all_towns}n gemessen an der mittleren Hälfte"
    heads = ("Kennzahl", "Ihr Wert", "Am nächsten", "Abstand (Ihr Wert minus Stadt)",
             "Breite der mittleren Hälfte")  # fmt: skip
    table = html.Table(
        [
            html.Caption(caption),
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
    return [
        html.H3(f"Welche der {all_towns} ähnelt Ihrer?"),
        html.P(
            f"Am nächsten in den meisten Angaben ({most} von {len(found)}): {names}. Das gilt für "
            "diese Angaben, nicht im Ganzen. Damit Kennzahlen vergleichbar werden, ist jeder "
            "Abstand durch die Spanne geteilt, in der die mittlere Hälfte der Gemeinden mit 5.000 "
            "bis unter 20.000 Einwohnerinnen und Einwohnern liegt. Angaben ohne solche Spanne "
            "fehlen hier."
        ),
        scroll_box(table, caption),
        html.Ul(tried),
    ]


def _near_row(scene: Scene, near: Nearness) -> Component:
    towns, decimals = scene.data.towns, near.indicator.decimals
    suffix = scene.unit(near.indicator).suffix
    distances = [
        f"{towns[town].short_name} {signed(distance, 1)}"
        for town, _difference, distance in near.distances
    ]
    nearest_names = listed([towns[town].short_name for town in near.nearest])
    return html.Tr(
        [
            html.Th(near.indicator.label, scope="row"),
            html.Td(f"{number(near.value, decimals)} {suffix}".strip(), className="number"),
            html.Td(html.Strong(nearest_names)),
            html.Td(", ".join(distances)),
            html.Td(f"{number(near.spread, decimals)} {suffix}".strip(), className="number"),
        ]
    )
