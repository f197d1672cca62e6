"""What stands on every printed page: its address, site, date and version of the data, number."""

from __future__ import annotations

from dashboard.components.shell import SITE_NAME
from dashboard.facts.dataset import Dataset
from dashboard.wording.dates import date_text


def print_css(data: Dataset) -> str:
    """Return the page rule for paper; slides and fact sheets bring their own."""
    line = f"{SITE_NAME} · Stand der Daten: {date_text(data.stand)} · Fassung {data.version}"
    return (
        '@page{@bottom-left{content:"' + line + '";font:8pt var(--font,sans-serif);width:80%}'
        '@bottom-right{content:"Seite " counter(page) " von " counter(pages);font:8pt sans-serif}}'
    )


def address_css(address: str) -> str:
    """Return the rule that puts the address of a page on each of its sheets; see `print.js`.

    Args:
        address: as a browser sends it, so without quotes or spaces.
    """
    return (
        f'@page{{@top-left{{content:"{address}";font:8pt sans-serif;'
        "width:100%;overflow-wrap:anywhere}}"
    )
