"""The looks of every figure: one plotly template on the colours of `assets/css/tokens.css`."""

from __future__ import annotations

import colorsys
import re
import textwrap
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from dashboard import ROOT
from dashboard.facts.model import Category, Town

# what plotly.js draws: `data` and `layout` with plotly's own names. Figures are made whole and
# changed by nobody; the tests have plotly read every one, a request has not the time.
Figure: TypeAlias = dict[str, Any]
Part: TypeAlias = dict[str, Any]  # a trace, a shape or a note of a figure

HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
# what a browser must know for the dark scheme; assets/css/tokens.css asks the same
BOTH_WAYS = "@supports (color:light-dark(red,red)) and (color:hsl(from red h s calc(100 - l)))"
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
ACCENT = TOKENS["accent"]
LABEL_LETTERS = 44  # of a label above its row: they fit 350 px, a chart on a phone

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
    # an empty one, as plotly writes it; without any, plotly for Python would add its own
    "template": {"data": {"scatter": [{"type": "scatter"}]}},
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
    """Return the colour of the same hue that plays its part on a dark ground: ink turns light.

    `assets/js/charts.js` has the browser reckon the same for what plotly draws.
    """
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    turned = colorsys.hls_to_rgb(hue, 1 - 0.92 * light, saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in turned)


def dark_token(name: str) -> str:
    """Return a token's colour on a dark ground: the one `--dark-<name>` states, else reckoned."""
    return TOKENS.get(f"dark-{name}") or on_dark(TOKENS[name])


def both_ways(named: Mapping[str, tuple[str, str]], where: str = ":root") -> str:
    """Return rules that give these variables (name → light, dark) the colour of the scheme.

    A browser that cannot tell the schemes apart, or cannot turn a colour, keeps all as it is.
    """
    values = "".join(f"--{name}:light-dark({a},{b});" for name, (a, b) in named.items())
    return f"{BOTH_WAYS}{{{where}{{{values}}}}}"


def dark_css(towns: Iterable[Town], categories: Iterable[Category]) -> str:
    """Return the tokens and the colours of towns and categories for light and dark schemes."""
    named = {one: (TOKENS[one], dark_token(one)) for one in TOKENS if not one.startswith("dark-")}
    own = {f"town-{town.slug}": town.colour for town in towns}
    own |= {f"category-{one.id}": one.colour for one in categories}
    return both_ways(named | {name: (one, on_dark(one)) for name, one in own.items()})


def figure(
    data: Iterable[Part], *, notes: Iterable[Part] = (), shapes: Iterable[Part] = (), **layout: Any
) -> Figure:
    """Return a figure in the site's looks.

    Axes in `layout` are added to those of the site, everything else replaces it.
    """
    axes = {name: _axis(layout.pop(name, {}), LAYOUT[name]) for name in ("xaxis", "yaxis")}
    marked = {"annotations": list(notes), "shapes": list(shapes)}
    drawn = {name: parts for name, parts in marked.items() if parts}
    return {"data": list(data), "layout": {**LAYOUT, **drawn, **layout, **axes}}


def _axis(own: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
    return {**ours, **own, "title": {**ours["title"], **own.get("title", {})}}


def note(x: Any, y: Any, text: str, *, size: int = 13, colour: str = INK, **more: Any) -> Part:
    """Return words at a place of a figure, without an arrow."""
    font = {"size": size, "color": colour, **more.pop("font", {})}
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": font, **more}


def on_plate(part: Part, ground: str = PAPER) -> Part:
    """Return words of a note on a ground of their own: lines below end at its edge.

    Plotly draws notes over shapes, axes and traces, so a place for one must be free of points.
    """
    return {**part, "bgcolor": ground, "borderpad": 1}


def through(axis: Literal["x", "y"], start: Any, end: Any = None, **looks: Any) -> Part:
    """Return a line at a value of an axis, or a band between two, through the whole figure."""
    other = "y" if axis == "x" else "x"
    span = (start, start if end is None else end)
    return {
        "type": "line" if end is None else "rect",
        f"{axis}ref": axis,
        f"{axis}0": span[0],
        f"{axis}1": span[1],
        f"{other}ref": f"{other} domain",
        f"{other}0": 0,
        f"{other}1": 1,
        **looks,
    }


def named_ticks(names: Mapping[float, str] | None) -> dict[str, Any]:
    """Return what an axis needs to show these names at these values, and no other."""
    return {"tickvals": list(names), "ticktext": list(names.values())} if names else {}


def absence(place: float, text: str) -> Part:
    """Return the words in a row of bars that say why there is no bar."""
    words = note(
        0, place, text, size=14, colour=MUTED, font={"style": "italic"},
        xref="x", yref="y", xanchor="left", yanchor="middle", xshift=6,
    )  # fmt: skip
    return on_plate(words)


def from_top(count: int) -> list[float]:
    """Return the heights of so many rows, the first row on top."""
    return [float(count - position) for position in range(count)]


def wrapped(text: str, letters: int, *, at_hyphens: bool = False) -> str:
    """Return the text in lines of at most so many letters, words whole."""
    return "<br>".join(textwrap.wrap(text, letters, break_on_hyphens=at_hyphens)) or text
