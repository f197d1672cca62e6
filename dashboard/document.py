"""The HTML document around a page: head, header, main, footer, and what Dash needs to take over."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import brotli
from dash import html
from plotly.utils import PlotlyJSONEncoder

from dashboard.bundles import Bundles
from dashboard.components import shell
from dashboard.components.markup import to_html
from dashboard.components.static_part import is_live, settled
from dashboard.dataset import Dataset
from dashboard.fingerprint import digest
from dashboard.page import Content, Frame, View, graphs_in, scripts_of
from dashboard.pictures import picture_html
from dashboard.theme import HEX, on_dark

PRELOADED_FONTS = ("fira-sans-400.woff2", "fira-sans-600.woff2")
BROTLI_QUALITY = 5  # a page is compressed while a visitor waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page as sent; `encodings` maps a content encoding to its bytes, "" to the plain ones."""

    encodings: Mapping[str, bytes]
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is the same around every page."""

    data: Dataset
    files: Bundles
    menu: Sequence[shell.NavEntry]
    about: Sequence[shell.NavEntry]
    pictures: Mapping[str, str]


def page_body(page_id: str, view: View) -> html.Div:
    """Return the live part of a page; the browser knows by `data-page` that it is drawn."""
    _before, live, _after = live_part(view)
    return html.Div([*live], className="live", **{"data-page": page_id})


def live_part(view: View) -> tuple[Content, Content, Content]:
    """Return what stands before, within and after the part that Dash runs.

    Text around the charts stays plain HTML: it costs the browser nothing.
    """
    positions = [place for place, part in enumerate(view.content) if is_live(part)]
    if not positions:
        return view.content, (), ()
    first, end = positions[0], positions[-1] + 1
    return view.content[:first], view.content[first:end], view.content[end:]


def document(
    page_id: str, path: str, view: View, around: Surroundings, dash_parts: Mapping[str, Any]
) -> Document:
    """Return the whole page; `dash_parts` are sent only where the page is live."""
    files = around.files
    scripts = [files.address(name) for name in scripts_of(view)]
    if view.frame is Frame.SITE:
        body = _site_body(page_id, path, view, around, dash_parts)
    else:
        body = _bare_body(view)
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(view.title)} – {shell.SITE_NAME}</title>",
        f'<meta name="description" content="{escape(view.description)}">',
        *(['<meta name="robots" content="noindex, nofollow">'] if view.noindex else []),
        f'<link rel="icon" href="{_icon(view.frame, files)}" type="image/svg+xml">',
        *(
            f'<link rel="preload" href="{files.address(font)}" as="font" type="font/woff2"'
            " crossorigin>"
            for font in PRELOADED_FONTS
        ),
        f'<link rel="stylesheet" href="{files.address("site.css")}">',
        *(f'<script src="{script}" defer></script>' for script in scripts),
        *(
            [f'<link rel="alternate" type="application/json+oembed" href="{escape(view.oembed)}">']
            if view.oembed
            else []
        ),
    ]
    text = "".join(
        [
            '<!doctype html><html lang="de" data-kern-theme="light"><head>',
            *head,
            f'</head><body data-frame="{view.frame}">',
            body,
            "</body></html>",
        ]
    )
    return encoded(text.encode())


def _site_body(
    page_id: str, path: str, view: View, around: Surroundings, dash_parts: Mapping[str, Any]
) -> str:
    data = around.data
    towns = tuple(data.towns.values())
    before, live, after = live_part(view)
    main = to_html(shell.breadcrumb(view.breadcrumb)) if view.breadcrumb else ""
    main += to_html(before)
    main += _live_main(page_body(page_id, view), dash_parts, around.pictures) if live else ""
    main += to_html(after)
    return "".join(
        [
            to_html(shell.skip_link()),
            to_html(shell.header(towns=towns, nav=around.menu, current=path)),
            f'<main id="inhalt" tabindex="-1" class="page">{main}</main>',
            to_html(
                shell.footer(
                    towns=towns, stand=data.stand, version=data.version, links=around.about
                )
            ),
        ]
    )


def _icon(frame: Frame, files: Bundles) -> str:
    """Return the address of the icon; a talk holds it, for it is asked for with every slide."""
    icon = files.by_name["favicon.svg"]
    if frame is Frame.SITE:
        return icon.path
    return f"data:{icon.mime_type};base64,{b64encode(icon.encodings['']).decode()}"


def _bare_body(view: View) -> str:
    """Return the content alone, with the figures that `frames/charts.js` draws into its boxes."""
    graphs = {graph.id: [graph.figure, graph.config] for graph in graphs_in(view.content)}
    drawn = _script_json(graphs)
    dark = {colour: on_dark(colour) for colour in set(HEX.findall(drawn))}
    return (
        f'<main id="inhalt" tabindex="-1">{to_html(view.content)}</main>'
        f'<script type="application/json" id="charts">{drawn}</script>'
        f'<script type="application/json" id="dark-colours">{_script_json(dark)}</script>'
    )


def encoded(body: bytes) -> Document:
    """Return the bytes in every encoding the site offers, with the tag of their content."""
    return Document(
        encodings={
            "": body,
            "br": brotli.compress(body, quality=BROTLI_QUALITY),
            "gzip": gzip.compress(body, 6, mtime=0),
        },
        etag=digest(body),
    )


def _live_main(body: html.Div, dash_parts: Mapping[str, Any], pictures: Mapping[str, str]) -> str:
    inlined = {**dash_parts, "page-layout": settled(body)}
    return (
        f'<div id="server-view">{to_html(body, partial(picture_html, pictures))}</div>'
        '<div id="react-entry-point" class="dash-pending" aria-hidden="true"></div>'
        + "".join(
            f'<script type="application/json" id="{name}">{_script_json(value)}</script>'
            for name, value in inlined.items()
        )
    )


def _script_json(value: Any) -> str:
    # sorted, because Dash mixes attributes anew in every process: same data, same bytes, same tag
    text = json.dumps(value, cls=PlotlyJSONEncoder, separators=(",", ":"), sort_keys=True)
    return text.replace("</", "<\\/")
