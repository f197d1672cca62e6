"""Scripts, fonts and pictures as few, fingerprinted, compressed files."""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import dash as dash_package

from dashboard.facts.built import Parts
from dashboard.facts.fingerprint import digest
from dashboard.web.encoding import COMPRESSORS, compressed
from dashboard.web.stylesheets import StyleSheets, style_sheets
from dashboard.wording import links

# What of Dash's scripts runs here, each after what it needs: its renderer, and no component of its
# libraries. `tests/web/test_bundles.py` notices when a new Dash has others.
DASH_SCRIPTS = (
    "deps/react@18.3.1.min.js",
    "deps/react-dom@18.3.1.min.js",
    "deps/prop-types@15.8.1.min.js",
    "dash-renderer/build/dash_renderer.min.js",
)
SITE_SCRIPTS = (
    "reach", "charts", "figure-pictures", "print", "share", "anchors", "order", "running",
)  # fmt: skip
# on a page with choices: at once, and at the first sign of someone using it
ASKING_SCRIPTS = ("choices/forms", "choices/later", "choices/awaited", "choices/asking")
CHOICE_SCRIPTS = ("choices/ahead", "choices/laying", "compare", "overview", "choices/dash")
# Dash's renderer fetches with what `choices/dash.js` gives it, and nobody else does
RENDERER = "dash_renderer.min.js"
FETCHING = b"(function (fetch) {\n%b\n})((...all) => window.dashboardChoices.fetch(...all))"
SOURCE_MAP = re.compile(rb"\n//# sourceMappingURL=.*")
NOTES = re.compile(rb"^ *(/\*.*?\*/|//.*?)$|^ +", re.M | re.S)
MIME_TYPES = {".js": "text/javascript", ".woff2": "font/woff2"}
COMPRESSED_ALREADY = frozenset({".woff2"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """One file as sent: `encodings` maps a content encoding to its bytes, "" to the plain ones."""

    path: str
    mime_type: str
    encodings: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundles:
    """All static files, by address and by plain name, and the style sheets.

    A style sheet is no file: it stands in the page, for a page can show nothing without it.
    """

    by_path: Mapping[str, StaticFile]
    by_name: Mapping[str, StaticFile]
    styles: StyleSheets

    def address(self, name: str) -> str:
        """Return the fingerprinted address of a file known by its plain name."""
        return self.by_name[name].path


def bundles(
    assets: Path,
    built: Parts,
    *,
    styles: Mapping[str, str],
    made: Mapping[str, str],
    prefix: str = "",
) -> Bundles:
    """Return every static file of the site.

    Args:
        assets: the folder `assets/`.
        built: compressed forms that were made ready; others are made now, somewhat larger.
        styles: name of a style sheet → CSS made from data (town colours), appended to it.
        made: file name to text of files made from data.
        prefix: the path below which the site stands.
    """
    files: dict[str, StaticFile] = {}

    def add(name: str, body: bytes) -> None:
        files[name] = _static_file(name, body, built, prefix)

    for font in sorted(assets.glob("vendor/fonts/*.woff2")):
        add(font.name, font.read_bytes())
    for picture in sorted(assets.glob("*.svg")):
        add(picture.name, picture.read_bytes())
    for name, text in made.items():
        add(name, text.encode())
    site = [assets / f"js/{name}.js" for name in SITE_SCRIPTS]
    plotly = [assets / f"vendor/plotly/{name}.js" for name in ("plotly.min", "plotly-locale-de")]
    dash = Path(dash_package.__file__).parent
    idiomorph = assets / "vendor/idiomorph/idiomorph.min.js"
    asking = [assets / f"js/{name}.js" for name in ASKING_SCRIPTS]
    choices = [idiomorph, *(assets / f"js/{name}.js" for name in CHOICE_SCRIPTS)]
    scripts = {
        "site.js": site,
        "live.js": [*site, *asking],
        "charts.js": [*plotly, *site, *asking],
        "choices.js": [*(dash / script for script in DASH_SCRIPTS), *choices],
        "own-choices.js": choices,  # beside Dash's scripts as they come
        "search.js": [
            assets / "vendor/combobox-nav/combobox-nav.min.js",
            assets / "js/town-search.js",
        ],
        "frames.js": sorted(assets.glob("js/frames/*.js")),
    }
    script = cache(_script)  # several files have the same
    for name, parts in scripts.items():
        add(name, b";\n".join(map(script, parts)))
    return Bundles(
        by_path={file.path: file for file in files.values()},
        by_name=files,
        styles=style_sheets(assets, styles, lambda css: _with_addresses(css, files)),
    )


def _script(path: Path) -> bytes:
    """Return a script without its source map; one of our own without notes and indentation."""
    is_own = "js" in (path.parent.name, path.parents[1].name)
    text = (NOTES if is_own else SOURCE_MAP).sub(b"", path.read_bytes())
    return FETCHING % text if path.name == RENDERER else text


def _with_addresses(css: str, files: Mapping[str, StaticFile]) -> str:
    """Return the CSS with `url(…)` of own files pointing to their fingerprinted addresses."""

    def address(match: re.Match[str]) -> str:
        file = files.get(match["path"].rsplit("/", 1)[-1])
        return f'url("{file.path}")' if file else match.group()

    return re.sub(r"""url\(["']?(?P<path>[^"')]+)["']?\)""", address, css)


def _static_file(name: str, body: bytes, built: Parts, prefix: str) -> StaticFile:
    suffix = os.path.splitext(name)[1]
    encodings = {"": body}
    if suffix not in COMPRESSED_ALREADY:
        for encoding in COMPRESSORS:
            ready = built.get(part_of_file(body, encoding))
            encodings[encoding] = ready or compressed(body, encoding)
    mime_type = MIME_TYPES.get(suffix) or mimetypes.guess_type(name)[0]
    return StaticFile(
        path=prefix + links.static_file(name, body),
        mime_type=mime_type or "application/octet-stream",
        encodings=encodings,
    )


def part_of_file(body: bytes, encoding: str) -> str:
    """Return the name of a file's compressed form among what was built."""
    return f"{digest(body)}.{encoding}"
