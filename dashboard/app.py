"""The Dash app: routes to pages and downloads, errors, and what guards and serves them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException, NotFound

from dashboard import live, security
from dashboard.answers import Remembering
from dashboard.asking import Resolve, asked_card, asked_query
from dashboard.bundles import Bundles, bundles
from dashboard.components.figure_card import FigureCard, about
from dashboard.components.paper import print_css
from dashboard.components.shell import SITE_NAME, NavEntry
from dashboard.components.town_style import town_css
from dashboard.config import Settings, SettingsError, settings_from
from dashboard.dataset import DataError, Dataset, load_remembered
from dashboard.delivery import (
    HEALTH,
    add_cache_headers,
    add_compression,
    add_static_files,
    failed,
    origin_of,
    sent,
)
from dashboard.document import Document, Surroundings, document
from dashboard.embedding import add_embedding
from dashboard.exports import Variant, csv_bytes
from dashboard.fingerprint import forget_unused
from dashboard.imprint import barrier_address, with_operator
from dashboard.page import Address, Menu, PageModule, UnknownAddressError, View, is_personal
from dashboard.pages import PAGES, demo, error, timeline_cards
from dashboard.pictures import read_pictures
from dashboard.release import data_tables, datapackage
from dashboard.service import add_service_routes
from dashboard.state import query_of
from dashboard.tabular import Table
from dashboard.theme import dark_css
from dashboard.timeline import PATH as TIMELINE

# facts about the server that no visitor needs
HIDDEN_CONFIG = frozenset(
    {"python_version", "plotly_version", "dash_version", "dash_version_url", "ddk_version"}
    | {"end_id"}
)
REMEMBERED_DOCUMENTS = 512
CALENDAR_HEADERS = {"Content-Disposition": 'attachment; filename="zeitleiste.ics"'}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Pairs = tuple[tuple[str, str], ...]
Pages = tuple[PageModule, ...]


class Site(Dash):
    """Dash without its catch-all page: every page has a route of its own, the rest is a 404."""

    def index(self, *_args: Any, **_kwargs: Any) -> str:
        """Answer Dash's own index and catch-all routes."""
        abort(404)

    def browser_parts(self) -> dict[str, Any]:
        """Return what Dash's renderer asks for first, and nothing more."""
        config = {key: value for key, value in self._config().items() if key not in HIDDEN_CONFIG}
        return {
            "_dash-config": config,
            "page-layout": self.layout,
            "page-dependencies": self._callback_list,
        }

    def stock_scripts(self) -> tuple[str, ...]:
        """Return the addresses of all scripts that Dash would load."""
        return tuple(re.findall(r'src="([^"]+)"', self._generate_scripts_html()))


def create_app(settings: Settings | None = None) -> Site:
    """Return the app on the data of the settings.

    Raises:
        DataError: if anything in the data folder is wrong; it lists every fault.
    """
    settings = settings or settings_from()
    data = with_operator(load_remembered(settings.data_folder, settings.build_folder), settings)
    files = bundles(
        settings.assets_folder,
        settings.build_folder,
        styles={
            "tokens": town_css(data.towns.values()),
            "base": print_css(data),
            "frames/slides": dark_css(data.towns.values()),
        },
        pictures={"deutschland.svg": data.geometry["germany.svg"]},
    )
    forget_unused(settings.build_folder, time.time())  # after the reading, which marks what is used
    server = Flask("dashboard", static_folder=None)
    server.wsgi_app = Remembering(server.wsgi_app)  # type: ignore[method-assign]
    security.prepare(server, settings)
    personal = frozenset[str]().union(*(module.PAGE.personal for module in PAGES))
    add_compression(server)
    add_cache_headers(server, settings.shared_cache_seconds, personal)
    app = Site(
        "dashboard",
        server=False,
        include_assets_files=False,
        use_pages=False,
        title=SITE_NAME,
        update_title=None,
        suppress_callback_exceptions=True,
        prevent_initial_callbacks=True,
        enable_mcp=False,
        health_endpoint=HEALTH,
        add_log_handler=False,
    )
    pages = _pages(settings)
    resolve = _resolver(server, pages)
    dash_scripts = app.stock_scripts() if settings.stock_scripts else ()
    around = _surroundings(data, files, settings, pages, dash_scripts)
    server.extensions["surroundings"] = around
    origin = partial(origin_of, settings)
    _add_pages(server, pages, _documents(app, around, pages), origin)
    _add_downloads(server, data, resolve, origin)
    add_embedding(server, around, resolve, origin)
    add_static_files(server, files)
    add_service_routes(server, data, settings)
    app.layout = live.AddressedView()
    live.connect(app, _finder(data, resolve), lambda asked: is_personal(_query(asked), personal))
    app.init_app(server)
    security.guard(app, server, settings)
    _add_errors(server, around)
    return app


def _pages(settings: Settings) -> Pages:
    """Return the pages of this instance; only one asked to demonstrate has the demonstration."""
    return (*PAGES, demo.page(settings.data_folder / "demo")) if settings.demo else PAGES


def surroundings_of(app: Site) -> Surroundings:
    """Return what is the same around every page of an app."""
    found: Surroundings = app.server.extensions["surroundings"]
    return found


def _resolver(server: Flask, pages: Pages) -> Resolve:
    """Return the function that finds the page of a path; it raises `NotFound` for others."""
    modules = {module.PAGE.id: module for module in pages}

    def resolve(path: str, query: Mapping[str, str]) -> tuple[PageModule, Address]:
        endpoint, values = server.url_map.bind("").match(path)
        if endpoint not in modules:
            raise NotFound
        return modules[endpoint], Address(path=path, values=values, query=query)

    return resolve


def _surroundings(
    data: Dataset, files: Bundles, settings: Settings, pages: Pages, dash_scripts: Sequence[str]
) -> Surroundings:
    menu = [_entry(module) for module in pages if module.PAGE.menu is Menu.MAIN]
    about = [_entry(module) for module in pages if module.PAGE.menu is Menu.ABOUT]
    about.append(NavEntry(label="Barriere melden", href=barrier_address(settings)))
    pictures = read_pictures(settings.assets_folder / "pictures")
    return Surroundings(
        data=data,
        files=files,
        menu=menu,
        about=about,
        pictures=pictures,
        dash_scripts=dash_scripts,
    )


def _entry(module: PageModule) -> NavEntry:
    return NavEntry(label=module.PAGE.name, href=module.PAGE.path)


def _documents(
    app: Site, around: Surroundings, pages: Pages
) -> Callable[[PageModule, Address], Document]:
    """Return the function that draws a page; what depends on the address alone is remembered."""
    modules = {module.PAGE.id: module for module in pages}

    @lru_cache(maxsize=REMEMBERED_DOCUMENTS)
    def drawn(page_id: str, path: str, origin: str, values: Pairs, query: Pairs) -> Document:
        address = Address(path=path, origin=origin, values=dict(values), query=dict(query))
        view = modules[page_id].view(around.data, address)
        return document(view, path, around, app.browser_parts())

    def draw(module: PageModule, address: Address) -> Document:
        values, query = _pairs(address.values), _pairs(address.query)
        own = is_personal(address.query, module.PAGE.personal)
        draw_or_remember = drawn.__wrapped__ if own else drawn
        return draw_or_remember(module.PAGE.id, address.path, address.origin, values, query)

    return draw


def _pairs(mapping: Mapping[str, str]) -> Pairs:
    return tuple(sorted(mapping.items()))


def _add_pages(
    server: Flask,
    pages: Pages,
    draw: Callable[[PageModule, Address], Document],
    origin: Callable[[], str],
) -> None:
    for module in pages:

        def show(module: PageModule = module, **values: str) -> Response:
            path, query = request.path, asked_query()
            address = Address(path=path, origin=origin(), values=values, query=query)
            try:
                return sent(draw(module, address))
            except UnknownAddressError as reason:
                raise NotFound from reason

        server.add_url_rule(module.PAGE.path, endpoint=module.PAGE.id, view_func=show)


def _add_downloads(
    server: Flask, data: Dataset, resolve: Resolve, origin: Callable[[], str]
) -> None:
    def table_of_figure(figure: str, page: str = "") -> Response:
        query = asked_query()
        try:
            variant = Variant(query.pop("form", Variant.MACHINE))
        except ValueError as reason:
            raise NotFound from reason
        card = asked_card(data, resolve, figure, page, query)
        return _csv(card.table, variant, f"{_name_of(card)}_{data.version}_{variant.value}")

    def workbook_of_figure(figure: str, page: str = "") -> Response:
        card = asked_card(data, resolve, figure, page, asked_query())
        facts = (*about(card, origin()), ("Fassung der Daten", data.version))
        from dashboard.workbooks import xlsx_bytes

        body = xlsx_bytes(card.table, card.sources, facts)
        return _download(body, XLSX, f"{_file_name(_name_of(card))}_{data.version}.xlsx")

    def table_of_data(name: str) -> Response:
        chosen = next((one for one in data_tables(data) if one.id == name), None)
        try:
            variant = Variant(request.args.get("form", Variant.MACHINE))
        except ValueError:
            chosen = None
        if chosen is None:
            raise NotFound
        stem = f"{name}_{data.stand}_{data.version}_{variant.value}"
        return _csv(chosen.table, variant, stem)

    def package() -> Response:
        return Response(datapackage(data), mimetype="application/json")

    def calendar() -> Response:
        text = timeline_cards.calendar(data, asked_query())
        return Response(text, mimetype="text/calendar", headers=CALENDAR_HEADERS)

    server.add_url_rule(f"{TIMELINE}.ics", view_func=calendar)
    server.add_url_rule("/figur/<figure>.csv", view_func=table_of_figure)
    server.add_url_rule("/figur/<path:page>/<figure>.csv", view_func=table_of_figure)
    server.add_url_rule("/figur/<figure>.xlsx", view_func=workbook_of_figure)
    server.add_url_rule("/figur/<path:page>/<figure>.xlsx", view_func=workbook_of_figure)
    server.add_url_rule("/daten/<name>.csv", view_func=table_of_data)
    server.add_url_rule("/daten/datapackage.json", view_func=package)


def _name_of(card: FigureCard) -> str:
    """Return what a file of the card is called: the card and the choices in force."""
    return "_".join([card.id, *(value for _name, value in card.query)])


def _csv(table: Table, variant: Variant, name: str) -> Response:
    body = csv_bytes(table, variant)
    return _download(body, "text/csv; charset=utf-8", f"{_file_name(name)}.csv")


def _download(body: bytes, content_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type=content_type, headers=headers)


def _file_name(text: str) -> str:
    """Return the text as a name every file system takes."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in text)[:120]


def _finder(data: Dataset, resolve: Resolve) -> live.FindView:
    """Return the function that draws the view of an address as the browser has it."""

    def find(asked: str) -> View | None:
        try:
            module, address = resolve(urlsplit(asked).path, _query(asked))
        except (HTTPException, ValueError):  # no page, or no address at all
            return None
        try:
            return module.view(data, address)
        except UnknownAddressError:
            return None

    return find


def _query(asked: str) -> dict[str, str]:
    return query_of(asked.partition("?")[2])


def _add_errors(server: Flask, around: Surroundings) -> None:
    """Answer every error in German: visitors with a page, Dash in the browser with JSON."""

    @lru_cache
    def page(code: int) -> Document:
        return document(error.view(code), "", around, {})

    def answered(reason: HTTPException) -> Response:
        code = reason.code or 500
        if request.path.startswith("/_dash"):
            sentence = reason.description if code == 400 else error.view(code).title
            answer = jsonify(fehler=sentence)
            answer.status_code = code
            return answer
        return failed(page(code), code)

    server.register_error_handler(HTTPException, answered)


def __getattr__(name: str) -> Any:
    """Return `server` for gunicorn (`dashboard.app:server`), made when first asked for."""
    if name == "server":
        try:
            return create_app().server
        except (DataError, SettingsError) as reason:
            raise SystemExit(str(reason)) from None  # a clerk reads sentences, not a traceback
    raise AttributeError(name)
