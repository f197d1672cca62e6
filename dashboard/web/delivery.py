"""How answers travel: compressed once, kept by browsers and proxies as long as they are true."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping

import brotli
from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from dashboard.pages.contract import is_personal
from dashboard.web.bundles import Bundles
from dashboard.web.config import Settings
from dashboard.web.document import BROTLI_QUALITY, Document
from dashboard.wording import links

FINGERPRINT = re.compile(r"\.[0-9a-f]{16}(?=\.\w+$)")
YEAR = 365 * 24 * 3600
WORTH_COMPRESSING = 1000  # bytes


def sent(page: Document) -> Response:
    """Return the document in the best encoding the browser accepts, or 304 where it has it."""
    answer, encoding = _encoded(page.encodings, "text/html")
    answer.set_etag(f"{page.etag}-{encoding}", weak=True)
    answer.make_conditional(request)
    return answer


def failed(page: Document, status: int) -> Response:
    """Return a page that says what went wrong; nobody keeps it."""
    answer, _encoding = _encoded(page.encodings, "text/html")
    answer.status_code = status
    return answer


def add_static_files(server: Flask, files: Bundles) -> None:
    """Serve every file under its fingerprinted address.

    A page of another version, older or newer behind the same balancer, asks for an address that
    this server never had: it gets the present file of that name, and nobody keeps it.
    """

    def static_file(name: str) -> Response:
        exact = files.by_path.get(links.to(links.path(links.STATIC, name=name)))
        file = exact or files.by_name.get(FINGERPRINT.sub("", name))
        if file is None:
            raise NotFound
        answer, _encoding = _encoded(file.encodings, file.mime_type)
        if exact:
            answer.cache_control.public = True
            answer.cache_control.max_age = YEAR
            answer.cache_control.immutable = True
        else:
            answer.cache_control.no_store = True
        return answer

    server.add_url_rule(links.STATIC, view_func=static_file)


def origin_of(settings: Settings) -> str:
    """Return the public address of the site without path, as set or as it was asked for."""
    return settings.base_url or request.host_url.rstrip("/")


def add_cache_headers(
    server: Flask, shared_seconds: int, personal: frozenset[str] = frozenset()
) -> None:
    """Let proxies answer what only depends on the address, and browsers ask before they reuse.

    Args:
        server: where the answers come from.
        shared_seconds: how long a proxy may answer without asking; so old may be what it shows.
        personal: keys of the query with a visitor's own input; such an answer nobody keeps.
    """

    def with_cache_headers(answer: Response) -> Response:
        if "Cache-Control" in answer.headers:
            return answer
        if not _depends_on_address(answer) or is_personal(request.args, personal):
            answer.cache_control.no_store = True
            return answer
        answer.cache_control.public = True
        answer.cache_control.max_age = 0
        answer.cache_control.must_revalidate = True
        answer.cache_control.s_maxage = shared_seconds
        if "ETag" not in answer.headers:
            answer.add_etag(weak=True)
            answer.make_conditional(request)
        return answer

    server.after_request(with_cache_headers)


def add_compression(server: Flask) -> None:
    """Compress what is made for one visitor alone, such as the answer to a choice."""

    def compressed(answer: Response) -> Response:
        body_is_known = not answer.is_streamed and not answer.direct_passthrough
        if "Content-Encoding" in answer.headers or not body_is_known:
            return answer
        body = answer.get_data()
        is_text = (answer.mimetype or "").startswith(("text/", "application/json"))
        if len(body) < WORTH_COMPRESSING or not is_text:
            return answer
        encoding = request.accept_encodings.best_match(["br", "gzip"], default="")
        if encoding == "br":
            answer.set_data(brotli.compress(body, quality=BROTLI_QUALITY))
        elif encoding == "gzip":
            answer.set_data(gzip.compress(body, 6, mtime=0))
        if encoding:
            answer.content_encoding = encoding
        answer.vary.add("Accept-Encoding")
        return answer

    server.after_request(compressed)


def _depends_on_address(answer: Response) -> bool:
    asked = request.path
    return (
        request.method in ("GET", "HEAD")
        and answer.status_code in (200, 304)
        and not asked.startswith((links.DASH, links.HEALTH))
    )


def _encoded(encodings: Mapping[str, bytes], mime_type: str) -> tuple[Response, str]:
    offered = [name for name in encodings if name]
    encoding = request.accept_encodings.best_match(offered, default="")
    answer = Response(encodings[encoding], mimetype=mime_type)
    if encoding:
        answer.content_encoding = encoding
    answer.vary.add("Accept-Encoding")
    return answer, encoding
