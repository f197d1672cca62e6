"""The HTML document around a page: head, header, main, footer, and what Dash needs to take over."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from types import MappingProxyType
from typing import Any

from plotly.utils import PlotlyJSONEncoder

from dashboard.components import shell
from dashboard.components.markup import Writing, to_html
from dashboard.components.paper.print_css import address_css
from dashboard.components.terms import with_terms
from dashboard.facts.dataset import Dataset
from dashboard.pages.contract import SEARCH_SCRIPT, Content, Frame, View, charts_in, scripts_of
from dashboard.web.bundles import Bundles
from dashboard.web.pictures import picture_without_scripts
from dashboard.wording import links

NAMES = "namen.json"  # what the search for towns suggests
ON_PAPER = "adresse-auf-papier"
PRELOADED_FONTS = ("fira-sans-400.woff2", "fira-sans-600.woff2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is the same around every page.

    `writing` is how pages of the site become HTML. `dash_scripts` are the addresses of Dash's
    scripts as they come; empty where ours are bundled. `home` is the site's public address, its own
    path included; empty where it is not known.
    """

    data: Dataset
    files: Bundles
    menu: Sequence[shell.NavEntry]
    about: Sequence[shell.NavEntry]
    writing: Writing
    dash_scripts: Sequence[str]
    home: str = ""


def document(
    view: View,
    path: str,
    around: Surroundings,
    dash_parts: Mapping[str, Any],
    query: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return the whole page; `dash_parts` (id → what Dash asks for first) go to pages with choices.

    The `query` that was asked for stands on paper where the page has no usual form of its own.

    `data-loading` names what scripts have yet to do; each takes its word away. `data-later` are the
    scripts that only a visitor who does something needs, `data-names` the names that one who
    searches for a town needs, `data-usual` is the page's address in its usual form; see
    `choices/asking.js`. `data-anchors` says that an anchor may lead to another part of the page.
    """
    files = around.files
    charts = charts_in(view.content)
    view_scripts = scripts_of(view, has_charts=bool(charts))
    # among choices it comes with what they need, at the first sign of someone using the page
    first = [name for name in view_scripts if not (view.address and name == SEARCH_SCRIPT)]
    scripts = [files.address(name) for name in first]
    later = " data-anchors" if view.anchored else ""
    if SEARCH_SCRIPT in view_scripts:
        later += f' data-names="{files.address(NAMES)}"'
    if view.address:
        later += f' data-usual="{escape(around.writing.address(view.address))}"'
        second = [files.address(name) for name in view_scripts if name not in first]
        later += f' data-later="{" ".join((*second, *_choice_scripts(around)))}"'
    if view.frame is Frame.SITE:
        body = _site_body(path, view, around)
    else:
        pictures = partial(picture_without_scripts, _picture_in(files))
        content = to_html(view.content, Writing(prefix=around.writing.prefix, pictures=pictures))
        body = f'<main id="{links.CONTENT}">{content}</main>'
    draws = any(name != SEARCH_SCRIPT for name in view_scripts)
    if draws:
        body += to_html(shell.unscripted(has_choices=bool(view.address)))
    css = files.styles.css(body)
    body += _inlined(view, charts, dash_parts)
    loading = ' data-loading="grafiken"' if draws else ""
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(view.title)} – {shell.SITE_NAME}</title>",
        f'<meta name="description" content="{escape(view.description)}">',
        *(['<meta name="robots" content="noindex, nofollow">'] if view.noindex else []),
        *_canonical(view, path, around),
        *_languages(path, around),
        f'<link rel="icon" href="{_icon(files)}" type="image/svg+xml">',
        *(
            f'<link rel="preload" href="{files.address(font)}" as="font" type="font/woff2"'
            " crossorigin>"
            for font in PRELOADED_FONTS
        ),
        f"<style>{css}</style>",
        *_on_paper(view, path, query, around),
        *(f'<script src="{script}" defer></script>' for script in scripts),
        *(
            [f'<link rel="alternate" type="application/json+oembed" href="{escape(view.oembed)}">']
            if view.oembed
            else []
        ),
    ]
    return "".join(
        [
            f'<!doctype html><html lang="{view.lang}" data-kern-theme="light"{loading}><head>',
            *head,
            f'</head><body data-frame="{view.frame}"{later}>',
            body,
            "</body></html>",
        ]
    )


def _picture_in(files: Bundles) -> Callable[[str], str | None]:
    return lambda name: files.by_name[name].path if name in files.by_name else None


def _on_paper(view: View, path: str, query: Mapping[str, str], around: Surroundings) -> list[str]:
    """Return what prints the page's address; slides and fact sheets say where they are from."""
    if not path or view.frame not in (Frame.SITE, Frame.EMBED):
        return []
    asked = view.address or links.to(path, query.items())
    address = around.home + asked  # written as links are: plain in CSS
    return [f'<style id="{ON_PAPER}">{address_css(address)}</style>']


def _canonical(view: View, path: str, around: Surroundings) -> list[str]:
    """Return the one address under which search engines shall know the page."""
    if not (path and around.home) or view.noindex or view.frame is Frame.EMBED:
        return []
    address = around.home + (view.address or links.to(path))
    return [f'<link rel="canonical" href="{escape(address)}">']


def _languages(path: str, around: Surroundings) -> list[str]:
    """Return where the start page and its like in other languages are: each names all of them."""
    if not around.home or path not in links.LANGUAGES.values():
        return []
    return [
        f'<link rel="alternate" hreflang="{lang}" href="{escape(around.home + links.to(where))}">'
        for lang, where in links.LANGUAGES.items()
    ]


def _choice_scripts(around: Surroundings) -> Sequence[str]:
    address = around.files.address
    if around.dash_scripts:
        return (*around.dash_scripts, address("own-choices.js"))
    return (address("choices.js"),)


def _site_body(path: str, view: View, around: Surroundings) -> str:
    data = around.data
    towns = tuple(data.towns.values())
    lang = None if view.lang == links.GERMAN else links.GERMAN  # of what stands around
    write = partial(to_html, writing=around.writing)
    main = write(shell.breadcrumb(view.breadcrumb)) if view.breadcrumb else ""
    main += write(_explained(view, path, data))
    return "".join(
        [
            write(shell.skip_link(view.lang)),
            write(shell.header(towns=towns, nav=around.menu, current=links.to(path), lang=lang)),
            f'<main id="{links.CONTENT}" class="page">{main}</main>',
            write(
                shell.footer(
                    towns=towns,
                    stand=data.stand,
                    version=data.version,
                    about=around.about,
                    lang=lang,
                )
            ),
        ]
    )


def _explained(view: View, path: str, data: Dataset) -> Content:
    """Return the content with its words linked, but for pages that explain all words themselves."""
    itself = path == links.GLOSSARY or path.startswith(links.EASY_LANGUAGE)
    if itself or view.lang != links.GERMAN:
        return view.content
    return tuple(with_terms(view.content, data.glossary))


def _icon(files: Bundles) -> str:
    """Return the icon itself: it is smaller than the request for it."""
    icon = files.by_name["favicon.svg"]
    return f"data:{icon.mime_type};base64,{b64encode(icon.encodings['']).decode()}"


def _inlined(view: View, charts: Mapping[str, Any], dash_parts: Mapping[str, Any]) -> str:
    """Return what the scripts read: the charts, and Dash's parts."""
    parts = {"charts": _script_json(charts)} if charts else {}
    if view.address:
        parts |= {name: _script_json(value) for name, value in dash_parts.items()}
    entry = '<div id="react-entry-point" hidden></div>' if view.address else ""
    return entry + "".join(
        f'<script type="application/json" id="{name}">{text}</script>'
        for name, text in parts.items()
    )


def _script_json(value: Any) -> str:
    # sorted, because Dash mixes attributes anew in every process: same data, same bytes, same tag
    text = json.dumps(value, cls=PlotlyJSONEncoder, separators=(",", ":"), sort_keys=True)
    return text.replace("</", "<\\/")
