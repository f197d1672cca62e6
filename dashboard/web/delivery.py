"""How answers travel: compressed once, kept by browsers and proxies as long as they are true."""

from __future__ import annotations

import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from dashboard.pages.contract import is_personal
from dashboard.web.bundles import Bundles
from dashboard.web.config import Settings
from dashboard.web.encoding import best_encoding, compressed
from dashboard.web.security import FOR_ALL
from dashboard.wording import links

FINGERPRINT = re.compile(r"\.[0-9a-f]{16}(?=\.\w+$)")
YEAR = 365 * 24 * 3600
WORTH_COMPRESSING = 1000  # bytes


def asked_encoding() -> str:
    """Return the content encoding for who is asking."""
    return best_encoding(request.headers.get("Accept-Encoding", ""))


def encoded(body: bytes, encoding: str, mime_type: str) -> Response:
    """Return the answer with a body that is in this encoding already."""
    answer = Response(body, mimetype=mime_type)
    if encoding:
        answer.content_encoding = encoding
    return answer


def add_static_files(server: Flask, files: Bundles) -> None:
    """Serve every file under its fingerprinted address.

    A page of another version, older or newer behind the same balancer, asks for an address that
    this server never had: it gets the present file of that name, and nobody keeps it.
    """

    def static_file(name: str) -> Response:
        exact = files.by_path.get(links.to(request.script_root + request.path))
        file = exact or files.by_name.get(FINGERPRINT.sub("", name))
        if file is None:
            raise NotFound
        encoding = asked_encoding()
        if encoding not in file.encodings:  # fonts are compressed as they are
            encoding = ""
        answer = encoded(file.encodings[encoding], encoding, file.mime_type)
        answer.headers.update(FOR_ALL)
        if exact:
            answer.cache_control.public = True
            answer.cache_control.max_age = YEAR
            answer.cache_control.immutable = True
        else:
            answer.cache_control.no_store = True
        return answer

    server.add_url_rule(links.STATIC, view_func=static_file)


def origin_of(settings: Settings) -> str:
    """Return the public address of the site, its prefix included, as set or as asked for."""
    return settings.base_url or request.host_url.rstrip("/")


def mounted(application: WSGIApplication, prefix: str) -> WSGIApplication:
    """Return the application as it stands below a path.

    A proxy may pass the path on or strip it: `/kleinstadt/glossar` and `/glossar` are the same
    page, whose links begin with the prefix; settings refuse a prefix that would be ambiguous.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = environ.get("PATH_INFO", "")
        path = asked.removeprefix(prefix) if f"{asked}/".startswith(f"{prefix}/") else asked
        below = {**environ, "SCRIPT_NAME": prefix, "PATH_INFO": path}
        return application(below, start_response)

    return answer


def add_cache_headers(
    server: Flask, shared_seconds: int, personal: frozenset[str] = frozenset()
) -> None:
    """Let proxies answer what only depends on the address, and browsers ask before they reuse.

    Args:
        server: where the answers come from.
        shared_seconds: how long a proxy may answer without asking; so old may be what it shows.
        personal: keys of the query with a visitor's own input; such an answer nobody keeps, and no
            request that its page makes names its address.
    """

    def with_cache_headers(answer: Response) -> Response:
        if "Cache-Control" in answer.headers:
            return answer
        query = {key: ",".join(texts) for key, texts in request.args.lists()}
        if not _depends_on_address(answer) or is_personal(query, personal):
            answer.cache_control.no_store = True
            if is_personal(request.args, personal):
                answer.headers["Referrer-Policy"] = "no-referrer"
            return answer
        answer.cache_control.public = True
        answer.cache_control.max_age = 0
        answer.cache_control.must_revalidate = True
        answer.cache_control.s_maxage = shared_seconds
        answer.add_etag(weak=True)  # of what is not yet compressed: the same in every encoding
        return answer

    server.after_request(with_cache_headers)


def add_compression(server: Flask) -> None:
    """Compress text that is worth it; add it before the cache headers, so that it comes after."""

    def with_less_bytes(answer: Response) -> Response:
        is_ready = "Content-Encoding" in answer.headers
        is_text = (answer.mimetype or "").startswith(("text/", "application/json"))
        if is_ready or is_text:
            answer.vary.add("Accept-Encoding")
        if is_ready or not is_text:
            return answer
        body = answer.get_data()
        encoding = asked_encoding()
        if encoding and len(body) >= WORTH_COMPRESSING:
            answer.set_data(compressed(body, encoding))
            answer.content_encoding = encoding
        return answer

    server.after_request(with_less_bytes)


def _depends_on_address(answer: Response) -> bool:
    asked = request.path
    return (
        request.method in ("GET", "HEAD")
        and answer.status_code in (200, 304)
        and not asked.startswith((links.DASH, links.HEALTH))
    )
