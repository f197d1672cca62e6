"""The looks of every figure: one plotly template on the colours of `assets/css/tokens.css`."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go

from dashboard import ROOT
from dashboard.facts.model import Town

HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
FONT = "Fira Sans, Arial, sans-serif"


def colours(css: str) -> Mapping[str, str]:
    """Return the colour tokens of a style sheet: `--name: #hex` without the dashes."""
    return MappingProxyType(dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-fA-F]{6})\b", css)))


TOKENS = colours((ROOT / "assets" / "css" / "tokens.css").read_text("utf-8"))
INK = TOKENS["ink"]
MUTED = TOKENS["ink-muted"]
HAIRLINE = TOKENS["line"]
BAND = TOKENS["band"]
BAND_EDGE = TOKENS["band-edge"]
PERIOD = TOKENS["period"]
PAPER = TOKENS["paper"]

_AXIS = {
    "showgrid": False,
    "zeroline": False,
    "automargin": True,
    "ticklabeloverflow": "allow",  # margins hold labels; plotly measures each it might hide
    "linecolor": MUTED,
    "linewidth": 1,
    "ticks": "outside",
    "tickcolor": MUTED,
    "ticklen": 5,
    "tickfont": {"size": 14, "color": MUTED},
    "title": {"font": {"size": 14, "color": MUTED}},
    "fixedrange": True,
}
LAYOUT: dict[str, Any] = {
    "font": {"family": FONT, "size": 15, "color": INK},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "margin": {"l": 8, "r": 8, "t": 28, "b": 8},
    "separators": ",.",
    "showlegend": False,
    "dragmode": False,
    "hovermode": "closest",
    "hoverlabel": {
        "bgcolor": PAPER,
        "bordercolor": INK,
        "font": {"family": FONT, "size": 15, "color": INK},
    },
    "xaxis": _AXIS,
    "yaxis": {**_AXIS, "showgrid": True, "gridcolor": HAIRLINE, "linewidth": 0, "ticks": ""},
}


def halo(ground: str) -> str:
    """Return the shadow that keeps a label legible over lines: a thin seam of the ground."""
    return ", ".join([f"0 0 3px {ground}"] * 4)


def on_dark(colour: str) -> str:
    """Return the colour of the same hue that plays its part on a dark ground: ink turns light."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    turned = colorsys.hls_to_rgb(hue, 0.09 + 0.86 * (1 - light), saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in turned)


def dark_css(towns: Iterable[Town]) -> str:
    """Return the tokens and town colours as they are within `[data-colours="dunkel"]`."""
    tokens = "".join(f"--{name}:{on_dark(colour)};" for name, colour in TOKENS.items())
    own = "".join(f"--town-{town.slug}:{on_dark(town.colour)};" for town in towns)
    return f'[data-colours="dunkel"]{{{tokens}{own}}}'


def blank_figure() -> go.Figure:
    """Return an empty figure in the site's looks; the empty template keeps plotly's own out."""
    return go.Figure(layout={"template": {}, **LAYOUT})


def figure(data: Sequence[Mapping[str, Any]], **layout: Any) -> go.Figure:
    """Return a figure in the site's looks, made in one step: plotly takes its time for each change.

    Axes in `layout` are added to those of the site, everything else replaces it.
    """
    axes = {name: _axis(layout.pop(name, {}), LAYOUT[name]) for name in ("xaxis", "yaxis")}
    return go.Figure(data=list(data), layout={"template": {}, **LAYOUT, **layout, **axes})


def _axis(own: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
    return {**ours, **own, "title": {**ours["title"], **own.get("title", {})}}
