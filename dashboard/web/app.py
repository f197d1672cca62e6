"""The Dash app, put together: data, files, pages, routes, the one callback, and their guards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from dashboard.components.germany_map import germany_picture
from dashboard.components.markup import Writing
from dashboard.components.paper.print_css import print_css
from dashboard.components.shell import SITE_NAME, NavEntry
from dashboard.components.terms import with_terms
from dashboard.components.town_style import town_css
from dashboard.facts.built import Parts, read_parts
from dashboard.facts.dataset import DataError, Dataset, load_built
from dashboard.figures.theme import dark_css
from dashboard.findings.town_search import names_file
from dashboard.pages import PAGES
from dashboard.pages.choices import query_of
from dashboard.pages.contract import (
    Address,
    ChoicePage,
    Live,
    Menu,
    PageModule,
    UnknownAddressError,
    is_personal,
)
from dashboard.pages.search import prepare
from dashboard.pages.surveys import demo
from dashboard.pages.texts import own_pages
from dashboard.web import live, security
from dashboard.web.answers import Remembering
from dashboard.web.bundles import Bundles, bundles
from dashboard.web.config import Settings, SettingsError, settings_from
from dashboard.web.delivery import (
    add_cache_headers,
    add_compression,
    add_static_files,
    mounted,
    origin_of,
)
from dashboard.web.document import NAMES, Surroundings, document
from dashboard.web.embedding import add_embedding
from dashboard.web.files import add_files
from dashboard.web.imprint import barrier_address, with_operator
from dashboard.web.offline import add_talk_files
from dashboard.web.pictures import picture_css, picture_files, picture_html, read_pictures, turning
from dashboard.web.routes import (
    Pages,
    Resolve,
    add_errors,
    add_map_places,
    add_pages,
    resolver,
)
from dashboard.web.service import add_service_routes
from dashboard.web.site import Site
from dashboard.wording import links


def create_app(settings: Settings | None = None, known: Dataset | None = None) -> Site:
    """Return the app on the data of the settings, or on those given: a preview shows more.

    Raises:
        DataError: if anything in the data folder is wrong; it lists every fault.
    """
    settings = settings or settings_from()
    built = read_parts(settings.build_folder)
    data = with_operator(known or load_built(settings.data_folder, built), settings)
    files = site_files(data, settings, built)
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
        routes_pathname_prefix="/",
        requests_pathname_prefix=f"{settings.prefix}/",
        title=SITE_NAME,
        update_title=None,
        suppress_callback_exceptions=True,
        prevent_initial_callbacks=True,
        enable_mcp=False,
        health_endpoint=links.HEALTH.removeprefix("/"),
        add_log_handler=False,
    )
    pages = _pages(data, settings)
    resolve = resolver(server, pages)
    dash_scripts = app.stock_scripts() if settings.stock_scripts else ()
    around = _surroundings(data, files, settings, pages, dash_scripts)
    server.extensions["surroundings"] = around

    def draw(module: PageModule, address: Address) -> str:
        view = module.view(data, address)
        return document(view, address.path, around, app.browser_parts(), address.query)

    origin = partial(origin_of, settings)
    add_pages(server, data, pages, draw, origin)
    add_files(server, data, resolve, origin)
    add_map_places(server, data)
    add_embedding(server, around, resolve, origin)
    add_talk_files(server, around, origin)
    add_static_files(server, files)
    add_service_routes(server, data, settings)
    app.layout = live.AddressedView()
    live.connect(
        app,
        _finder(data, resolve),
        lambda asked: is_personal(_query(asked), personal),
        Writing(prefix=settings.prefix),
    )
    app.init_app(server)
    security.guard(server, settings)
    add_errors(server, around)
    if settings.prefix:
        server.wsgi_app = mounted(  # type: ignore[assignment,method-assign]
            server.wsgi_app, settings.prefix
        )
    return app


def site_files(data: Dataset, settings: Settings, built: Parts) -> Bundles:
    """Return every static file of the site, as far as possible from what was built."""
    own = (data.towns.values(), data.categories.values())
    colours = town_css(*own) + dark_css(*own)
    pictures = read_pictures(settings.assets_folder / "pictures")
    return bundles(
        settings.assets_folder,
        built,
        styles={
            "tokens": colours,
            "components/chart": picture_css(pictures),
            "base": print_css(data),
        },
        made={
            "deutschland.svg": germany_picture(data.geometry),
            NAMES: names_file(data),
            **picture_files(pictures),
        },
        prefix=settings.prefix,
    )


def _pages(data: Dataset, settings: Settings) -> Pages:
    """Return the pages of this instance; only one asked to demonstrate has the demonstration."""
    demonstration = (demo.page(settings.data_folder / "demo"),) if settings.demo else ()
    return (*PAGES, *own_pages(data), *demonstration)


def surroundings_of(app: Site) -> Surroundings:
    """Return what is the same around every page of an app."""
    found: Surroundings = app.server.extensions["surroundings"]
    return found


def _surroundings(
    data: Dataset, files: Bundles, settings: Settings, pages: Pages, dash_scripts: Sequence[str]
) -> Surroundings:
    menu = [_entry(module) for module in pages if module.PAGE.menu is Menu.MAIN]
    about = [_entry(module) for module in pages if module.PAGE.menu is Menu.ABOUT]
    about.append(NavEntry(label="Barriere melden", href=barrier_address(settings)))
    pictures = turning(read_pictures(settings.assets_folder / "pictures"))
    return Surroundings(
        data=data,
        files=files,
        menu=menu,
        about=about,
        writing=Writing(prefix=settings.prefix, pictures=partial(picture_html, pictures)),
        dash_scripts=dash_scripts,
        home=settings.base_url,
    )


def _entry(module: PageModule) -> NavEntry:
    page = module.PAGE
    lang = page.lang if page.lang != links.GERMAN else None
    return NavEntry(label=page.name, href=links.to(page.path), lang=lang)


def _finder(data: Dataset, resolve: Resolve) -> live.FindLive:
    """Return the function that draws what choices change, for an address as the browser has it."""

    def find(asked: str) -> Live | None:
        try:
            module, address = resolve(urlsplit(asked).path, _query(asked))
        except (HTTPException, ValueError):  # no page, or no address at all
            return None
        if not isinstance(module, ChoicePage):
            return None
        try:
            shown = module.live(data, address)
        except UnknownAddressError:
            return None
        return replace(shown, part=with_terms(shown.part, data.glossary))

    return find


def _query(asked: str) -> dict[str, str]:
    return query_of(asked.partition("?")[2])


def ready_server(settings: Settings | None = None) -> Flask:
    """Return the server with its search made ready before anyone waits for it."""
    app = create_app(settings)
    prepare(surroundings_of(app).data)
    server: Flask = app.server
    return server


def __getattr__(name: str) -> Any:
    """Return `server` for gunicorn (`dashboard.web.app:server`), made when first asked for."""
    if name == "server":
        try:
            return ready_server()
        except (DataError, SettingsError) as reason:
            raise SystemExit(str(reason)) from None  # a clerk reads sentences, not a traceback
    raise AttributeError(name)
