"""The Dash app: routes to pages, static files, downloads, headers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from dash import Dash, html
from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException, NotFound

from dashboard.bundles import Bundles, StaticFile, bundles
from dashboard.components.shell import SITE_NAME, NavEntry
from dashboard.components.town_style import town_css
from dashboard.config import Settings, settings_from
from dashboard.dataset import Dataset, load
from dashboard.document import Document, Surroundings, document, page_body
from dashboard.exports import Variant, csv_bytes
from dashboard.page import Address, Menu, PageModule, UnknownAddressError, View
from dashboard.pages import PAGES, error
from dashboard.release import data_tables, datapackage
from dashboard.tabular import Table

# facts about the server that no visitor needs
HIDDEN_CONFIG = frozenset({"python_version", "dash_version_url", "ddk_version", "end_id"})
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
MAXIMUM_REQUEST_BYTES = 256 * 1024
REMEMBERED_DOCUMENTS = 512

Pairs = tuple[tuple[str, str], ...]
Resolve = Callable[[str, Mapping[str, str]], tuple[PageModule, Address]]


class Site(Dash):
    """Dash without its catch-all page: every page has a route of its own, the rest is a 404."""

    def index(self, *_args: Any, **_kwargs: Any) -> str:
        """Answer Dash's own index and catch-all routes."""
        abort(404)

    def browser_parts(self) -> dict[str, Any]:
        """Return what Dash's renderer must know besides the layout, and nothing more."""
        config = {key: value for key, value in self._config().items() if key not in HIDDEN_CONFIG}
        return {"_dash-config": config, "page-dependencies": self._callback_list}


def create_app(settings: Settings | None = None) -> Site:
    """Return the app on the data of the settings.

    Raises:
        DataError: if anything in the data folder is wrong; it lists every fault.
    """
    settings = settings or settings_from()
    data = load(settings.data_folder)
    files = bundles(
        settings.assets_folder,
        settings.build_folder,
        styles=town_css(data.towns.values()),
        pictures={"deutschland.svg": data.geometry["germany.svg"]},
    )
    server = Flask("dashboard", static_folder=None)
    server.config["MAX_CONTENT_LENGTH"] = MAXIMUM_REQUEST_BYTES
    app = Site(
        "dashboard",
        server=False,
        include_assets_files=False,
        pages_folder="",
        title=SITE_NAME,
        update_title=None,
        suppress_callback_exceptions=True,
        prevent_initial_callbacks=True,
        enable_mcp=False,
        health_endpoint="healthz",
        add_log_handler=False,
    )
    resolve = _resolver(server)
    _add_pages(server, _documents(app, data, files))
    _add_downloads(server, data, resolve)
    _add_static_files(server, files)
    for module in PAGES:
        module.connect(app, data)
    app.layout = lambda: _asked_layout(data, resolve)
    app.init_app(server)
    _add_errors(server, _surroundings(data, files))
    server.after_request(_with_headers)
    return app


def _resolver(server: Flask) -> Resolve:
    """Return the function that finds the page of a path; it raises `NotFound` for others."""
    modules = {module.PAGE.id: module for module in PAGES}

    def resolve(path: str, query: Mapping[str, str]) -> tuple[PageModule, Address]:
        endpoint, values = server.url_map.bind("").match(path)
        if endpoint not in modules:
            raise NotFound
        return modules[endpoint], Address(path=path, values=values, query=query)

    return resolve


def _surroundings(data: Dataset, files: Bundles) -> Surroundings:
    menu = [_entry(module) for module in PAGES if module.PAGE.menu is Menu.MAIN]
    about = [_entry(module) for module in PAGES if module.PAGE.menu is Menu.ABOUT]
    return Surroundings(data=data, files=files, menu=menu, about=about)


def _entry(module: PageModule) -> NavEntry:
    return NavEntry(label=module.PAGE.name, href=module.PAGE.path)


def _documents(
    app: Site, data: Dataset, files: Bundles
) -> Callable[[PageModule, Address], Document]:
    """Return the function that draws a page; what depends on the address alone is remembered."""
    around = _surroundings(data, files)
    modules = {module.PAGE.id: module for module in PAGES}

    @lru_cache(maxsize=REMEMBERED_DOCUMENTS)
    def drawn(page_id: str, path: str, values: Pairs, query: Pairs) -> Document:
        address = Address(path=path, values=dict(values), query=dict(query))
        view = modules[page_id].view(data, address)
        return document(page_id, path, view, around, app.browser_parts())

    def draw(module: PageModule, address: Address) -> Document:
        return drawn(module.PAGE.id, address.path, _pairs(address.values), _pairs(address.query))

    return draw


def _pairs(mapping: Mapping[str, str]) -> Pairs:
    return tuple(sorted(mapping.items()))


def _add_pages(server: Flask, draw: Callable[[PageModule, Address], Document]) -> None:
    for module in PAGES:

        def show(module: PageModule = module, **values: str) -> Response:
            address = Address(path=request.path, values=values, query=request.args.to_dict())
            try:
                return _sent(draw(module, address))
            except UnknownAddressError as reason:
                raise NotFound from reason

        server.add_url_rule(module.PAGE.path, endpoint=module.PAGE.id, view_func=show)


def _sent(page: Document) -> Response:
    """Return the document in the best encoding the browser accepts, or 304 where it has it."""
    encoding = request.accept_encodings.best_match(["br", "gzip"], default="")
    response = Response(page.encodings[encoding], mimetype="text/html")
    if encoding:
        response.content_encoding = encoding
    response.vary.add("Accept-Encoding")
    response.set_etag(f"{page.etag}-{encoding}", weak=True)
    response.cache_control.no_cache = True  # keep it, but ask before showing it again
    response.make_conditional(request)
    return response


def _add_static_files(server: Flask, files: Bundles) -> None:
    def static_file(path: str) -> Response:
        file: StaticFile | None = files.by_path.get(f"/static/{path}")
        if file is None:
            raise NotFound
        encoding = request.accept_encodings.best_match([*filter(None, file.encodings)], default="")
        response = Response(file.encodings[encoding or ""], mimetype=file.mime_type)
        if encoding:
            response.content_encoding = encoding
        response.vary.add("Accept-Encoding")
        response.cache_control.public = True
        response.cache_control.max_age = 365 * 24 * 3600
        response.cache_control.immutable = True
        return response

    server.add_url_rule("/static/<path:path>", view_func=static_file)


def _add_downloads(server: Flask, data: Dataset, resolve: Resolve) -> None:
    def table_of_figure(figure: str, page: str = "") -> Response:
        query = request.args.to_dict()
        try:
            variant = Variant(query.pop("form", Variant.MACHINE))
            module, address = resolve(f"/{page}", query)
            cards = module.view(data, address).cards
            card = next(card for card in cards if card.id == figure)
        except (UnknownAddressError, StopIteration, ValueError) as reason:
            raise NotFound from reason
        choices = (value for _name, value in card.query)
        return _csv(card.table, variant, "_".join([card.id, *choices, variant.value]))

    def table_of_data(name: str) -> Response:
        chosen = next((one for one in data_tables(data) if one.id == name), None)
        try:
            variant = Variant(request.args.get("form", Variant.MACHINE))
        except ValueError:
            chosen = None
        if chosen is None:
            raise NotFound
        return _csv(chosen.table, variant, f"{name}_{data.stand}_{variant.value}")

    def package() -> Response:
        return Response(datapackage(data), mimetype="application/json")

    server.add_url_rule("/figur/<figure>.csv", view_func=table_of_figure)
    server.add_url_rule("/figur/<path:page>/<figure>.csv", view_func=table_of_figure)
    server.add_url_rule("/daten/<name>.csv", view_func=table_of_data)
    server.add_url_rule("/daten/datapackage.json", view_func=package)


def _csv(table: Table, variant: Variant, name: str) -> Response:
    return Response(
        csv_bytes(table, variant),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_file_name(name)}.csv"'},
    )


def _file_name(text: str) -> str:
    """Return the text as a name every file system takes."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in text)[:120]


def _asked_layout(data: Dataset, resolve: Resolve) -> html.Div:
    """Return the layout of the page that asks, for a renderer that does not use the inlined one."""
    asking = urlsplit(request.referrer or "/") if request else urlsplit("/")
    try:
        module, address = resolve(asking.path, dict(parse_qsl(asking.query)))
        view: View = module.view(data, address)
    except (HTTPException, UnknownAddressError):
        return html.Div()
    return page_body(module.PAGE.id, view)


def _add_errors(server: Flask, around: Surroundings) -> None:
    """Answer every error with a page in German that says what to do."""

    def error_page(reason: HTTPException) -> Response:
        code = reason.code or 500
        response = _sent(document("fehler", request.path, error.view(code), around, {}))
        if response.status_code != 304:
            response.status_code = code
        return response

    server.register_error_handler(HTTPException, error_page)


def _with_headers(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def __getattr__(name: str) -> Any:
    """Return `server` for gunicorn (`dashboard.app:server`), made when first asked for."""
    if name == "server":
        return create_app().server
    raise AttributeError(name)
