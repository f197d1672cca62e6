"""What guards the server: headers on every answer, and a look at every request to Dash."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.components.live_part import VIEW
from dashboard.web.config import Settings
from dashboard.wording import links

# Scripts and styles are all files of our own, so no hash and no inline script is allowed;
# Plotly and Dash set style attributes.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors {ancestors}"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# data are there for programs of other sites, and what a page is made of for frames that a sandbox
# parts from their own origin; pages are not
FOR_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Disposition",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
MAXIMUM_REQUEST_BYTES = 256 * 1024
NO_QUESTION = "Diese Anfrage passt zu keiner Auswahl auf dieser Seite."
# no JSON, broken off, too deep, or of another form
UNFIT = (BadRequest, ParseException, OSError, RecursionError, LookupError, TypeError, ValueError)
SURROGATE = re.compile("[\ud800-\udfff]")  # halves of a letter that no answer can be written in


def prepare(server: Flask, settings: Settings) -> None:
    """Set limits and answer headers; call it before any route is added."""
    server.config["MAX_CONTENT_LENGTH"] = MAXIMUM_REQUEST_BYTES
    server.config["TRUSTED_HOSTS"] = trusted_hosts(settings)
    server.after_request(lambda answer: with_headers(answer, request.path, settings))
    if settings.proxy_hops:
        server.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            server.wsgi_app, x_for=0, x_proto=settings.proxy_hops, x_host=settings.proxy_hops
        )


def guard(server: Flask, settings: Settings) -> None:
    """Refuse requests to Dash that its own renderer would never send."""
    unused: tuple[str, ...] = links.DASH_UNUSED
    if not settings.stock_scripts:  # our own bundles make them needless
        unused = (*unused, links.DASH_SCRIPTS)

    def check() -> None:
        if request.path.startswith(unused):
            abort(404)
        if request.path == links.CALLBACKS and request.method == "POST":
            _check_callback()

    server.before_request(check)


def trusted_hosts(settings: Settings) -> list[str] | None:
    """Return the host names that are answered; None answers to all, which public mode never does.

    This machine may always ask, for its health checks.
    """
    own = urlsplit(settings.base_url).hostname
    named = [*settings.trusted_hosts, *([own] if own else [])]
    return [*named, "localhost", "127.0.0.1"] if named else None


def with_headers(answer: Response, path: str, settings: Settings) -> Response:
    """Return the answer with all headers that it does not set itself."""
    ancestors = settings.frame_ancestors if path.startswith(links.FRAMES) else "'none'"
    headers = {**HEADERS, "Content-Security-Policy": CONTENT_POLICY.format(ancestors=ancestors)}
    if ancestors == "'none'":
        headers["X-Frame-Options"] = "DENY"
    if settings.base_url.startswith("https://"):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if settings.prefix and not settings.public:  # robots.txt is only asked for at a host's root
        headers["X-Robots-Tag"] = "noindex"
    for name, value in headers.items():
        answer.headers.setdefault(name, value)
    return answer


def _check_callback() -> None:
    """Answer 400 to anything but the one question that Dash's renderer asks on this site."""
    try:
        body = request.get_json()
        address, number = body["inputs"][0]["value"]
    except UNFIT:
        abort(400, NO_QUESTION)
    changed = [f"{VIEW}.asked"]
    question = {
        "output": f"{VIEW}.drawn",
        "outputs": {"id": VIEW, "property": "drawn"},
        "inputs": [{"id": VIEW, "property": "asked", "value": [address, number]}],
        "changedPropIds": changed,
    }
    other = {"state": [], "parsedChangedPropsIds": changed}  # may be left out
    plain = isinstance(address, str) and isinstance(number, int) and not SURROGATE.search(address)
    if {**other, **body} != {**other, **question} or not plain:
        abort(400, NO_QUESTION)
