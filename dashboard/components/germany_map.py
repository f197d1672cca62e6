"""The map of Germany with a link on each town."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.town_style import place_symbol
from dashboard.facts.model import Gemeinde, Town
from dashboard.figures.points import on_map
from dashboard.figures.theme import BOTH_WAYS, HEX, on_dark
from dashboard.wording import links

POINT = 0.75  # rem: across a point that stands for no value


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A town on the map: where its link leads, and what stands and is said beside the name.

    `symbol` is needed for one that has none of its own.
    `soft` marks a link that changes the same view; `current` a town that is chosen. A `value`
    stands below the `name` of its territory; `size` is how wide it makes the point, in rem.
    """

    town: Gemeinde
    href: str
    symbol: str = ""
    name: str = ""
    value: str = ""
    size: float = 0.0
    aside: str = ""
    spoken: str = ""
    soft: bool = False
    current: bool = False


def germany_picture(geometry: Mapping[str, Any]) -> str:
    """Return the SVG of the map, which turns dark with the page around it."""
    svg: str = geometry["germany.svg"].replace("#fff;", "#ffffff;")
    rules = svg.partition("<style>")[2].partition("</style>")[0]
    dark = HEX.sub(lambda found: on_dark(found[0]), rules)
    turned = f"@media (prefers-color-scheme:dark){{{BOTH_WAYS}{{{dark}}}}}"
    return svg.replace("</style>", f"{turned}</style>", 1)


def germany_map(
    geometry: Mapping[str, Any], pins: Sequence[Pin], label: str, over: Sequence[Component] = ()
) -> Component:
    """Return the map as a navigation; `label` names it for those who do not see it.

    What lies `over` the picture lies below the towns.
    """
    _left, _top, width, height = geometry["germany"]["viewBox"]
    picture = html.Img(
        src=links.static_file("deutschland.svg", germany_picture(geometry).encode()),
        alt="",
        width=str(width),
        height=str(height),
    )
    values = any(pin.value for pin in pins)
    places = [_place(geometry["germany"], pin.town) for pin in pins]
    css = ["germany-map", *(["germany-map--values"] if values else [])]
    return html.Nav(
        [
            picture,
            *over,
            *(_pin(pin, at, places, values) for pin, at in zip(pins, places, strict=True)),
        ],
        className=" ".join([*css, *(["germany-map--points"] if over else [])]),
        **{"aria-label": label},
    )


def _place(germany: Mapping[str, Any], town: Gemeinde) -> tuple[float, float]:
    """Return where a town stands: percent from the left and the top of the picture."""
    if at := germany["towns"].get(town.slug):
        return at["left"], at["top"]
    left, top = on_map(germany, town.longitude, town.latitude)
    return round(left, 2), round(top, 2)


def _pin(
    pin: Pin, at: tuple[float, float], places: Iterable[tuple[float, float]], values: bool
) -> Component:
    left, top = at
    text: list[Any] = [pin.name or pin.town.short_name]
    if pin.value:
        text.append(html.Span(pin.value, className="pin__value"))
    if pin.aside:
        text += [" ", html.Strong(pin.aside, className="pin__aside")]
    if pin.spoken:
        text.append(html.Span(f" {pin.spoken}", className="visually-hidden"))
    plain = " pin__point--plain" if values and not pin.size else ""
    size = {"--size": f"{pin.size or POINT:.2f}rem"} if values else {}
    on_the_left = left > 75 or _is_crowded(at, places, 9 if values else 4)
    symbol = pin.town.symbol if isinstance(pin.town, Town) else pin.symbol
    return html.A(
        [
            html.Span(place_symbol(pin.town.id, symbol), className=f"pin__point{plain}"),
            html.Span(text, className="pin__label"),
        ],
        href=pin.href,
        className="pin",
        id=f"pin-{pin.town.id}",
        style={"--x": f"{left}%", "--y": f"{top}%", **size},
        **{
            "data-town": pin.town.id,
            "data-side": "left" if on_the_left else "right",
            "data-view": "true" if pin.soft else None,
            "aria-current": "true" if pin.current else None,
        },
    )


def _is_crowded(
    at: tuple[float, float], places: Iterable[tuple[float, float]], height: float
) -> bool:
    """Return whether a neighbour is so close that words this high (%) would run into it."""
    return any(0 < left - at[0] < 20 and abs(top - at[1]) < height for left, top in places)
