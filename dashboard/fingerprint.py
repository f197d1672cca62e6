"""Addresses of static files: they change with the content, so browsers may keep them for good."""

from __future__ import annotations

import hashlib
import os


def digest(body: bytes) -> str:
    """Return a short name of the content."""
    return hashlib.sha256(body).hexdigest()[:16]


def static_address(name: str, body: bytes) -> str:
    """Return the address under which a file of this name and content is served."""
    stem, suffix = os.path.splitext(name)
    return f"/static/{stem}.{digest(body)}{suffix}"
