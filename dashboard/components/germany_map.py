"""The map of Germany with a link on each town."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.town_style import town_symbol
from dashboard.facts.model import Town
from dashboard.wording import links


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A town on the map: where its link leads, and what stands and is said beside the name.

    `soft` marks a link that changes the same view; `current` a town that is chosen.
    """

    town: Town
    href: str
    aside: str = ""
    spoken: str = ""
    soft: bool = False
    current: bool = False


def germany_map(geometry: Mapping[str, Any], pins: Iterable[Pin], label: str) -> Component:
    """Return the map as a navigation; `label` names it for those who do not see it."""
    _left, _top, width, height = geometry["germany"]["viewBox"]
    places = geometry["germany"]["towns"]
    return html.Nav(
        [
            html.Img(
                src=links.static_file("deutschland.svg", geometry["germany.svg"].encode()),
                alt="",
                width=str(width),
                height=str(height),
            ),
            *(_pin(pin, places[pin.town.slug]) for pin in pins),
        ],
        className="germany-map",
        **{"aria-label": label},
    )


def _pin(pin: Pin, position: Mapping[str, float]) -> Component:
    text: list[Any] = [pin.town.short_name]
    if pin.aside:
        text += [" ", html.Strong(pin.aside, className="pin__aside")]
    if pin.spoken:
        text.append(html.Span(f" {pin.spoken}", className="visually-hidden"))
    more = {"data-view": "true"} if pin.soft else {}
    return html.A(
        [
            html.Span(town_symbol(pin.town), className="pin__point"),
            html.Span(text, className="pin__label"),
        ],
        href=pin.href,
        className="pin",
        id=f"pin-{pin.town.slug}",
        style={"--x": f"{position['left']}%", "--y": f"{position['top']}%"},
        **{
            "data-town": pin.town.slug,
            "data-side": "left" if position["left"] > 75 else "right",
            "aria-current": "true" if pin.current else None,
            **more,
        },
    )
