"""The map of Germany with a link on each town."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.town_style import town_symbol
from dashboard.facts.model import Town
from dashboard.wording import links

POINT = 0.75  # rem: across a point that stands for no value


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A town on the map: where its link leads, and what stands and is said beside the name.

    `soft` marks a link that changes the same view; `current` a town that is chosen. A `value`
    stands below the `name` of its territory; `size` is how wide it makes the point, in rem.
    """

    town: Town
    href: str
    name: str = ""
    value: str = ""
    size: float = 0.0
    aside: str = ""
    spoken: str = ""
    soft: bool = False
    current: bool = False


def germany_map(geometry: Mapping[str, Any], pins: Sequence[Pin], label: str) -> Component:
    """Return the map as a navigation; `label` names it for those who do not see it."""
    _left, _top, width, height = geometry["germany"]["viewBox"]
    picture = html.Img(
        src=links.static_file("deutschland.svg", geometry["germany.svg"].encode()),
        alt="",
        width=str(width),
        height=str(height),
    )
    values = any(pin.value for pin in pins)
    return html.Nav(
        [picture, *(_pin(pin, geometry["germany"]["towns"], values) for pin in pins)],
        className="germany-map germany-map--values" if values else "germany-map",
        **{"aria-label": label},
    )


def _pin(pin: Pin, places: Mapping[str, Mapping[str, float]], values: bool) -> Component:
    at = places[pin.town.slug]
    text: list[Any] = [pin.name or pin.town.short_name]
    if pin.value:
        text.append(html.Span(pin.value, className="pin__value"))
    if pin.aside:
        text += [" ", html.Strong(pin.aside, className="pin__aside")]
    if pin.spoken:
        text.append(html.Span(f" {pin.spoken}", className="visually-hidden"))
    plain = " pin__point--plain" if values and not pin.size else ""
    size = {"--size": f"{pin.size or POINT:.2f}rem"} if values else {}
    on_the_left = at["left"] > 75 or _is_crowded(at, places.values(), 9 if values else 4)
    return html.A(
        [
            html.Span(town_symbol(pin.town), className=f"pin__point{plain}"),
            html.Span(text, className="pin__label"),
        ],
        href=pin.href,
        className="pin",
        id=f"pin-{pin.town.slug}",
        style={"--x": f"{at['left']}%", "--y": f"{at['top']}%", **size},
        **{
            "data-town": pin.town.slug,
            "data-side": "left" if on_the_left else "right",
            "data-view": "true" if pin.soft else None,
            "aria-current": "true" if pin.current else None,
        },
    )


def _is_crowded(
    at: Mapping[str, float], places: Iterable[Mapping[str, float]], height: float
) -> bool:
    """Return whether a neighbour is so close that words this high (%) would run into it."""
    return any(
        0 < other["left"] - at["left"] < 20 and abs(other["top"] - at["top"]) < height
        for other in places
    )
