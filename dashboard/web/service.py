"""Addresses for machines: readiness, robots, sitemap, security contact, catalogue of the data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

from flask import Flask, Response, jsonify
from werkzeug.exceptions import NotFound

from dashboard.downloads.catalogue import catalogue
from dashboard.facts.dataset import Dataset
from dashboard.findings.town_search import all_towns
from dashboard.pages import PAGES
from dashboard.pages.texts import own_pages
from dashboard.web.config import Settings
from dashboard.web.delivery import origin_of
from dashboard.wording import links

SECURITY_CONTACT_DAYS = 180  # how long a reader may trust security.txt


@dataclass(slots=True, kw_only=True)
class Readiness:
    """What is served, and, when newer data were refused, why."""

    data: Dataset
    rejected: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of all pages, of the towns some; they are reckoned when asked for."""
        pages = (*PAGES, *own_pages(self.data))
        return tuple(path for module in pages for path in module.addresses(self.data))


def readiness(server: Flask) -> Readiness:
    """Return the readiness of a server made by `create_app`."""
    found: Readiness = server.extensions["readiness"]
    return found


def add_service_routes(server: Flask, data: Dataset, settings: Settings) -> None:
    """Add every address that is asked for by machines."""
    state = server.extensions["readiness"] = Readiness(data=data)

    def pages() -> Iterable[str]:
        modules = (*PAGES, *own_pages(data))
        elsewhere = {*towns(), *(one.PAGE.path for one in modules if not one.PAGE.listed)}
        return (path for path in state.paths if path not in elsewhere)

    def towns() -> Iterable[str]:
        return (links.path(links.TOWN, slug=one.slug) for one in all_towns(data))

    sitemaps = {links.SITEMAP_OF_PAGES: pages, links.SITEMAP_OF_TOWNS: towns}

    def ready() -> Response:
        answer = jsonify(
            bereit=True, fassung=data.version, stand=data.stand, abgelehnt=state.rejected or None
        )
        answer.cache_control.no_store = True
        return answer

    def robots() -> Response:
        # a draft is not to be found by search engines
        closed = f"{links.DASH}-" if settings.public else links.START
        return _plain(
            f"User-agent: *\nDisallow: {settings.prefix}{closed}\n"
            f"Sitemap: {origin_of(settings)}{links.to(links.SITEMAP)}\n"
        )

    def sitemap() -> Response:
        return _urls("sitemapindex", "sitemap", sitemaps)

    def sitemap_of(part: str) -> Response:
        return _urls("urlset", "url", sitemaps[part]())

    def _urls(whole: str, entry: str, named: Iterable[str]) -> Response:
        entries = "".join(
            f"<{entry}><loc>{escape(origin_of(settings) + links.to(path))}</loc>"
            f"<lastmod>{data.stand}</lastmod></{entry}>"
            for path in named
        )
        return Response(
            '<?xml version="1.0" encoding="UTF-8"?>'
            f'<{whole} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{whole}>',
            mimetype="application/xml",
        )

    def security() -> Response:
        email = settings.operator.get("sicherheit_email")
        if not email:
            raise NotFound
        expires = datetime.now(UTC) + timedelta(days=SECURITY_CONTACT_DAYS)
        answer = _plain(
            f"Contact: mailto:{email}\nExpires: {expires:%Y-%m-%dT00:00:00Z}\n"
            "Preferred-Languages: de, en\n"
            f"Canonical: {origin_of(settings)}{links.to(links.SECURITY_CONTACT)}\n"
        )
        answer.cache_control.no_store = True  # the date moves on
        return answer

    def catalogue_file() -> Response:
        text = catalogue(data, settings.operator, origin_of(settings))
        return Response(text, content_type="text/turtle; charset=utf-8")

    server.add_url_rule(links.READY, view_func=ready)
    server.add_url_rule(links.ROBOTS, view_func=robots)
    server.add_url_rule(links.SITEMAP, view_func=sitemap)
    for part in sitemaps:
        server.add_url_rule(part, endpoint=part, view_func=sitemap_of, defaults={"part": part})
    server.add_url_rule(links.SECURITY_CONTACT, view_func=security)
    server.add_url_rule(links.CATALOGUE, view_func=catalogue_file)


def _plain(text: str) -> Response:
    return Response(text, mimetype="text/plain")
