"""The pages of the site, in menu order."""

from __future__ import annotations

from dashboard.page import PageModule
from dashboard.pages import (
    compare,
    data,
    factsheet,
    glossary,
    lessons,
    meeting,
    start,
    surveys,
    texts,
    timeline,
    town,
    versions,
)

PAGES: tuple[PageModule, ...] = (
    start,
    town,
    meeting,
    factsheet,
    compare,
    timeline,
    surveys,
    lessons,
    data,
    glossary,
    versions,
    *texts.PAGES,
)
