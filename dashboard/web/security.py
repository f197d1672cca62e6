"""What guards the server: headers on every answer, and a look at every request to Dash."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dash import Dash
from flask import Flask, Response, abort, request
from gunicorn.http.errors import ParseException
from werkzeug.middleware.proxy_fix import ProxyFix

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
MAXIMUM_REQUEST_BYTES = 256 * 1024
SCALARS = (str, int, float, type(None))
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


def guard(app: Dash, server: Flask, settings: Settings) -> None:
    """Refuse requests to Dash that its own renderer would never send."""
    unused: tuple[str, ...] = links.DASH_UNUSED
    if not settings.stock_scripts:  # our own bundles make them needless
        unused = (*unused, links.DASH_SCRIPTS)

    def check() -> None:
        if request.path.startswith(unused):
            abort(404)
        if request.path == links.CALLBACKS and request.method == "POST":
            _check_callback(app.callback_map)

    server.before_request(check)


def trusted_hosts(settings: Settings) -> list[str] | None:
    """Return the host names that are answered; None answers to all, which public mode never does.

    This machine may always ask, for its health checks.
    """
    own = settings.base_url.partition("://")[2].partition(":")[0]
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
    for name, value in headers.items():
        answer.headers.setdefault(name, value)
    return answer


def _check_callback(callbacks: Mapping[str, Any]) -> None:
    """Answer 400 unless the body asks for a registered callback with exactly its arguments."""
    try:
        body = request.get_json()
    except RecursionError:
        abort(400, "Die Anfrage ist zu tief verschachtelt.")
    except (ParseException, OSError):  # the body broke off, or its parts do not fit
        abort(400, "Die Anfrage ist unvollständig.")
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        abort(400, "Erwartet wird ein Objekt mit „output“.")
    callback = callbacks.get(body["output"])
    if callback is None:
        abort(400, "Diese Ausgabe gibt es nicht.")
    outputs, inputs, state = body.get("outputs"), body.get("inputs"), body.get("state", [])
    registered = callback.get("output")
    expected = _names(registered if isinstance(registered, list) else [registered])
    if _asked(outputs if isinstance(registered, list) else [outputs]) != expected:
        abort(400, "Die Ausgaben passen nicht.")
    if _asked(inputs) != _listed(callback["inputs"]) or _asked(state) != _listed(callback["state"]):
        abort(400, "Die Eingaben passen nicht.")
    if not all(_plain(one.get("value")) for one in [*body["inputs"], *state]):
        abort(400, "Ein Wert hat eine unbekannte Form.")
    changed = body.get("changedPropIds", [])
    known = {f"{id_}.{property_}" for id_, property_ in _listed(callback["inputs"])}
    if not isinstance(changed, list) or not all(isinstance(one, str) for one in changed):
        abort(400, "„changedPropIds“ muss eine Liste von Texten sein.")
    if not known.issuperset(changed):
        abort(400, "„changedPropIds“ nennt eine unbekannte Eingabe.")


def _names(dependencies: Any) -> list[tuple[str, str]]:
    return [(one.component_id, one.component_property) for one in dependencies]


def _listed(entries: Any) -> list[tuple[str, str]]:
    return [(one["id"], one["property"]) for one in entries]


def _asked(entries: Any) -> list[tuple[Any, Any]] | None:
    """Return ids and properties of a request, or None where it is no list of objects."""
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        return None
    return [(one.get("id"), one.get("property")) for one in entries]


def _plain(value: Any) -> bool:
    """Return whether a value is what our controls send: a scalar or a list of scalars."""
    parts = value if isinstance(value, list) else [value]
    return all(isinstance(one, SCALARS) and not SURROGATE.search(str(one)) for one in parts)
