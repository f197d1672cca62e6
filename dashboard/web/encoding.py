"""Content encodings: which one a browser is sent, and how it is made."""

from __future__ import annotations

import gzip
from functools import lru_cache, partial
from types import MappingProxyType

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

# encoding → how it is made while somebody waits, the best first
COMPRESSORS = MappingProxyType(
    {
        "br": partial(brotli.compress, quality=5),
        "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
    }
)
# the same where nobody waits: brotli's best takes fifty times as long for a tenth less
THOROUGH = MappingProxyType(
    {
        "br": partial(brotli.compress, quality=11),
        "gzip": partial(gzip.compress, compresslevel=9, mtime=0),
    }
)


@lru_cache(maxsize=256)
def best_encoding(accepted: str) -> str:
    """Return the encoding for an Accept-Encoding header; empty where none will do."""
    return parse_accept_header(accepted, Accept).best_match(COMPRESSORS, default="")


def compressed(body: bytes, encoding: str) -> bytes:
    """Return the body in an encoding that `best_encoding` named; empty leaves it as it is."""
    return COMPRESSORS[encoding](body) if encoding else body
