"""The data as it ships, read once a process, also where tests are still being collected.

And the addresses of its pages: all, one of each kind, and some.
"""

from __future__ import annotations

import random
from functools import cache

from dashboard import ROOT
from dashboard.facts.built import read_parts
from dashboard.facts.dataset import Dataset, load_built
from dashboard.pages import PAGES


@cache
def shipped_data() -> Dataset:
    """Return the shipped data; they cannot be changed, so all tests may share them.

    What was built of the same files by the same code is taken, as a start does.
    """
    return load_built(ROOT / "data", read_parts(ROOT / ".build"))


@cache
def every_path() -> tuple[str, ...]:
    """Return the path of every page that the site draws for itself."""
    return tuple(path for module in PAGES for path in module.addresses(shipped_data()))


@cache
def one_of_each() -> tuple[str, ...]:
    """Return a path of each kind of page; the others differ in their data only."""
    return tuple(module.addresses(shipped_data())[0] for module in PAGES)


def some_paths(more: int = 3, seed: int = 17) -> tuple[str, ...]:
    """Return a path of each kind of page, and so many others by chance, always the same."""
    others = [path for path in every_path() if path not in one_of_each()]
    return (*one_of_each(), *random.Random(seed).sample(others, min(more, len(others))))
