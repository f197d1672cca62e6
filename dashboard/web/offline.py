"""A town as files for a stick: slides, page, fact sheet, an index, each HTML that asks nobody."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from urllib.parse import urlsplit

from dash import html
from dash.development.base_component import Component
from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from dashboard.components.paper import legal_line
from dashboard.components.shell import SITE_NAME
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde
from dashboard.pages import search
from dashboard.pages.choices import query_of
from dashboard.pages.contract import Address, Frame, View
from dashboard.pages.town import factsheet
from dashboard.pages.town import page as town
from dashboard.pages.town.meeting import talk
from dashboard.web.bundles import Bundles, StaticFile
from dashboard.web.config import Settings
from dashboard.web.document import Surroundings, document
from dashboard.wording import links
from dashboard.wording.dates import date_text

SLIDES = "sitzung.html"
PROFILE = "stadt.html"
SHEET = "steckbrief.html"
# a file has no parts to ask a server for
WHOLE: Mapping[str, str] = {links.Key.SCOPE: links.ALL_OF_IT}
INDEX = "verzeichnis.html"
# a file from a stick may ask for nothing, and the browser sees to it; a PNG is made by a blob
POLICY = (
    "default-src 'none'; img-src data: blob:; font-src data:; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'"
)
LINK = re.compile(r"\[(?P<label>[^]]+)\]\((?P<address>[^)]+)\)")
NO_ADDRESS = (
    "Die Adresse der Seite ist in dieser Datei nicht eingetragen; bitte fragen Sie, von wem Sie "
    "die Datei haben."
)


def files_of(one: Gemeinde, around: Surroundings, settings: Settings) -> Mapping[str, str]:
    """Return file name to HTML of everything a town gets."""
    pages = (
        (SLIDES, talk, links.path(links.MEETING, slug=one.slug)),
        (PROFILE, town, links.path(links.TOWN, slug=one.slug)),
        (SHEET, factsheet, links.path(links.FACT_SHEET, slug=one.slug)),
    )
    data = _with_legal_text(around.data, settings.base_url)
    names = {links.to(path): name for name, _module, path in pages}
    files = {}
    for name, module, path in pages:
        query = WHOLE if module is town else {}
        address = Address(
            path=path, origin=settings.base_url, values={"slug": one.slug}, query=query
        )
        view = module.view(data, address)
        if view.frame is Frame.SITE:
            beside = html.A("Verzeichnis", href=INDEX)
            view = _as_file(view, data, settings.base_url + links.to(path), beside)
        page = document(view, path, around, {})
        files[name] = self_contained(page, around.files, settings.base_url, names)
    where, beside = settings.base_url + links.to(links.SEARCH), html.A(one.name, href=PROFILE)
    index = _as_file(search.directory(data), data, where, beside)
    page = document(index, links.SEARCH, around, {})
    files[INDEX] = self_contained(page, around.files, settings.base_url, names)
    return files


def talk_file(one: Gemeinde, around: Surroundings, origin: str, query: Mapping[str, str]) -> str:
    """Return the slides of a town as one file, those of the query in its order.

    Args:
        one: the town.
        around: what the site has around every page.
        origin: where the links in the file lead.
        query: the choices of the talk.
    """
    path = links.path(links.MEETING, slug=one.slug)
    address = Address(path=path, origin=origin, values={"slug": one.slug}, query=query)
    view = talk.view(_with_legal_text(around.data, origin), address)
    return self_contained(document(view, path, around, {}), around.files, origin, {})


def add_talk_files(server: Flask, around: Surroundings, origin: Callable[[], str]) -> None:
    """Give every small town its slides as a file to download.

    It is as public as the page, and no business of search engines.
    """

    def download(slug: str) -> Response:
        town = around.data.gemeinde(slug)
        if town is None or town.slug != slug:
            raise NotFound
        query = query_of(request.query_string.decode("utf-8", "replace"))
        answer = Response(talk_file(town, around, origin(), query), mimetype="text/html")
        answer.headers["Content-Disposition"] = f'attachment; filename="folien-{slug}.html"'
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    server.add_url_rule(links.MEETING_FILE, view_func=download)


def _with_legal_text(data: Dataset, origin: str) -> Dataset:
    """Return the data with the legal line as a file needs it: it says where its links lead."""
    text = _legal_text(data.texts[legal_line.TEXT], origin)
    return replace(data, texts={**data.texts, legal_line.TEXT: text})


def _legal_text(markdown: str, origin: str) -> str:
    """Return links to the site with their addresses in words, for a room without network.

    Args:
        markdown: the links in one line.
        origin: where the site is; without it only links elsewhere, such as mail, remain links.
    """

    def written_out(match: re.Match[str]) -> str:
        label, address = match["label"], match["address"]
        if address.startswith("/"):
            if not origin:
                return label
            address = origin + address
        shown = re.sub(r"^(?:https?://|mailto:)|\?.*", "", address)
        return f"[{label}]({address}) ({shown})"

    line = LINK.sub(written_out, markdown.strip())
    return f"Auf der Seite im Netz stehen: {line}." + ("" if origin else f" {NO_ADDRESS}")


def _as_file(view: View, data: Dataset, address: str, beside: Component) -> View:
    """Return a page of the site for a file: what was header and footer is a line each.

    `beside` leads to another of the files.
    """
    line = (
        f"{SITE_NAME}, Stand der Daten: {date_text(data.stand)}, Fassung {data.version}, "
        f"{address if address.startswith('http') else 'Auszug ohne Netz'}"
    )
    note = html.P([line, "; ", beside], className="file-note small")
    content = (note, *view.content, legal_line.legal_line(data))
    return replace(view, content=content, frame=Frame.FILE)


def self_contained(page: str, files: Bundles, origin: str, names: Mapping[str, str]) -> str:
    """Return the page with every file inside it and every link leading somewhere.

    Args:
        page: HTML as the site sends it.
        files: what the page's own addresses stand for.
        origin: where links to the rest of the site lead; without it they are plain text.
        names: address on the site to the file beside this one.
    """
    scripts: list[str] = []

    def script(match: re.Match[str]) -> str:
        code = _text(files.by_path[match["address"]]).replace("</script", "<\\/script")
        scripts.append(f"<script>{code}</script>")
        return ""

    def link(match: re.Match[str]) -> str:
        path, anchor = match["path"], match["anchor"] or ""
        if path in names:
            return f' {match["name"]}="{names[path]}{anchor}"'
        return f' {match["name"]}="{origin}{path}{anchor}"' if origin else ""

    page = re.sub(r'<link rel="(?:preload|alternate|canonical)"[^>]*>', "", page)
    page = re.sub(r"<noscript>.*?</noscript>", "", page)  # a file brings its scripts
    page = re.sub(r'<script src="(?P<address>[^"]+)" defer></script>', script, page)
    prefix = re.escape(urlsplit(origin).path)
    static = prefix + re.escape(links.to(links.path(links.STATIC, name="")))
    page = re.sub(
        rf'(?P<before>(?:src=|href=|url\()")(?P<address>{static}[^"]+)"',
        lambda match: f'{match["before"]}{_data_address(files.by_path[match["address"]])}"',
        page,
    )
    page = re.sub(
        rf' (?P<name>href|data-exit)="{prefix}(?P<path>/[^"#]*)(?P<anchor>#[^"]*)?"', link, page
    )
    policy = f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    page = page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{policy}', 1)
    # what was deferred must again run after the content
    return page.replace("</body>", "".join(scripts) + "</body>")


def _text(file: StaticFile) -> str:
    return file.encodings[""].decode()


def _data_address(file: StaticFile) -> str:
    return f"data:{file.mime_type};base64,{b64encode(file.encodings['']).decode()}"
