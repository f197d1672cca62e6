"""The pages of the site, in menu order."""

from __future__ import annotations

from dashboard.pages import data, glossary, lessons, start, texts, versions
from dashboard.pages.compare import page as compare
from dashboard.pages.contract import PageModule
from dashboard.pages.surveys import page as surveys
from dashboard.pages.timeline import page as timeline
from dashboard.pages.town import factsheet, meeting
from dashboard.pages.town import page as town

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
