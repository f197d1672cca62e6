"""Pictures of the charts as first seen: drawn by plotly ahead of time, shown before any script.

`make pictures` fills `assets/pictures/`: one SVG a chart and width, named by the figure's digest.
A chart whose picture is missing, because its data or the choices differ, simply shows none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from dashboard.facts.fingerprint import digest
from dashboard.figures.theme import FONT, Figure, both_ways, on_dark

WIDE = "breit"
WIDTHS = MappingProxyType({WIDE: 1440, "schmal": 390})  # name → width of the window in pixels
TEXT = re.compile(r"<text [^>]*font-size: ([\d.]+)px.*?</text>")
# as plotly moves a line from its place
LINE = re.compile(r' dy="([-\d.]+)em"([^>]*) y="([-\d.]+)"')
COLOUR = re.compile(r"rgb\(\d+, \d+, \d+\)")  # as a browser writes it


def picture_key(figure: Figure) -> str:
    """Return the name of a figure's pictures: it changes with anything that is drawn."""
    return digest(json.dumps(figure, separators=(",", ":"), sort_keys=True).encode())


def read_pictures(folder: Path) -> Mapping[str, str]:
    """Return file stem (`<key>-<width name>`) to SVG text; a missing folder holds none."""
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.svg"))}


def picture_css(pictures: Mapping[str, str]) -> str:
    """Return the rules that turn the colours of the pictures with the page."""
    found = {_hex(one) for one in set().union(*map(COLOUR.findall, pictures.values()))}
    return both_ways({f"c{one[1:]}": (one, on_dark(one)) for one in sorted(found)}, ".picture")


def _hex(colour: str) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour))


def picture_files(pictures: Mapping[str, str]) -> Mapping[str, str]:
    """Return file name to SVG of every wide picture, for where one is only loaded if needed.

    Alone it is right in every program, as those are that `figure-pictures.js` saves: it names its
    fonts, and each line of a text has its own place.
    """
    root = f'<svg font-family="{FONT}" xml:space="preserve" '
    return {
        f"{stem}.svg": TEXT.sub(_placed, svg.replace("<svg ", root, 1))
        for stem, svg in pictures.items()
        if stem.endswith(f"-{WIDE}")
    }


def _placed(text: re.Match[str]) -> str:
    size = float(text[1])
    return LINE.sub(
        lambda line: f'{line[2]} y="{float(line[3]) + float(line[1]) * size:.1f}"', text[0]
    )


def picture_without_scripts(address: Callable[[str], str | None], figure: Figure) -> str:
    """Return what loads a figure's picture where no script will draw it; empty where is none.

    Args:
        address: file name of a wide picture → where it is.
        figure: of the chart.
    """
    found = address(f"{picture_key(figure)}-{WIDE}.svg")
    return f'<noscript><img class="picture" src="{found}" alt=""></noscript>' if found else ""


def turning(pictures: Mapping[str, str]) -> Mapping[str, str]:
    """Return the pictures with colours that turn with the page that carries them."""
    return {
        stem: COLOUR.sub(lambda found: _variable(found[0]), svg) for stem, svg in pictures.items()
    }


def picture_html(pictures: Mapping[str, str], figure: Figure) -> str:
    """Return the pictures of a figure for both widths, of which the style sheet shows one.

    One that scrolls in its frame looks the same at every width and stands there once.

    Args:
        pictures: those that turn with the page.
        figure: of the chart.
    """
    key = picture_key(figure)
    found = {name: pictures.get(f"{key}-{name}", "") for name in WIDTHS}
    if not all(found.values()):
        return ""
    if len(set(found.values())) == 1:
        return f'<div class="picture">{found[WIDE]}</div>'
    return "".join(
        f'<div class="picture picture--{name}">{svg}</div>' for name, svg in found.items()
    )


@lru_cache(maxsize=256)  # more than there are colours
def _variable(colour: str) -> str:
    return f"var(--c{_hex(colour)[1:]},{colour})"
