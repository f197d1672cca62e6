"""Tables as JSON for programs: the rows, what the columns are, and where the values come from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dashboard.downloads.table import Table, file_columns
from dashboard.facts.model import Source

SOURCE_FIELDS = ("publisher", "title", "url", "licence", "licence_url", "accessed")


def records(
    table: Table,
    sources: Sequence[Source],
    credits_: Sequence[str] = (),
    *,
    address: str,
    stand: str,
    version: str,
) -> dict[str, Any]:
    """Return a table as plain values: `rows` are objects by the ids of `columns`, null where empty.

    Args:
        table: what is written.
        sources: where its values come from.
        credits_: what is to be said of origin and rights beside them.
        address: where a person sees it.
        stand: the date of the data as ISO.
        version: the fingerprint of the data.
    """
    columns = file_columns(table)
    ids = [one.id for one in columns]
    return {
        "title": table.caption,
        **({"warning": table.first_line} if table.first_line else {}),
        "address": address,
        "stand": stand,
        "version": version,
        "sources": [{name: getattr(one, name) for name in SOURCE_FIELDS} for one in sources],
        "credits": [*credits_],
        "columns": [{"id": one.id, "label": one.label, "kind": one.kind} for one in columns],
        "rows": [
            dict(zip(ids, cells, strict=True))
            for cells in zip(*(one.cells for one in columns), strict=True)
        ],
    }


def json_bytes(found: dict[str, Any]) -> bytes:
    """Return it as UTF-8."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
