"""The data as it ships, read once a process, also where tests are still being collected."""

from __future__ import annotations

from functools import cache

from dashboard import ROOT
from dashboard.facts.dataset import Dataset, load


@cache
def shipped_data() -> Dataset:
    """Return the shipped data; they cannot be changed, so all tests may share them."""
    return load(ROOT / "data")
