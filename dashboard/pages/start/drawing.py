"""What each of the overview's three charts hands over: to the screen, to a frame, as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard.downloads.table import Table
from dashboard.facts.model import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One chart: what it shows, in a sentence what can be seen, and where it comes from.

    `table` is made when it is asked for.
    """

    title: str
    finding: str
    body: Component
    table: Callable[[], Table]
    note: str = ""
    sources: tuple[Source, ...] = ()
    credits: tuple[str, ...] = ()
