"""The looks of every figure: one plotly template on the colours of `assets/00-tokens.css`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import plotly.graph_objects as go

from dashboard.config import ROOT

FONT = "Fira Sans, Arial, sans-serif"


def colours(css: str) -> Mapping[str, str]:
    """Return the colour tokens of a style sheet: `--name: #hex` without the dashes."""
    return MappingProxyType(dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-fA-F]{6})\b", css)))


TOKENS = colours((ROOT / "assets" / "00-tokens.css").read_text("utf-8"))
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
    "linecolor": MUTED,
    "linewidth": 1,
    "ticks": "outside",
    "tickcolor": MUTED,
    "ticklen": 5,
    "tickfont": {"size": 14, "color": MUTED},
    "title": {"font": {"size": 14, "color": MUTED}},
    "fixedrange": True,
}
LAYOUT = {
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
    "transition": {"duration": 0},
    "xaxis": _AXIS,
    "yaxis": {**_AXIS, "showgrid": True, "gridcolor": HAIRLINE, "linewidth": 0, "ticks": ""},
}


def blank_figure() -> go.Figure:
    """Return an empty figure in the site's looks; the empty template keeps plotly's own out."""
    return go.Figure(layout={"template": {}, **LAYOUT})
