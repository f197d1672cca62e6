"""The pages of the site, in menu order."""

from __future__ import annotations

from dashboard.pages import data, glossary, lessons, search, start, texts, towns, versions
from dashboard.pages.compare import page as compare
from dashboard.pages.contract import ChoicePage, FigurePage, PageModule
from dashboard.pages.surveys import page as surveys
from dashboard.pages.timeline import page as timeline
from dashboard.pages.town import factsheet, similar
from dashboard.pages.town import page as town
from dashboard.pages.town.meeting import choosing, plan, talk

# what a page offers beyond its view is checked by these types
_WITH_FIGURES: tuple[FigurePage, ...] = (town, similar)
_WITH_CHOICES: tuple[ChoicePage, ...] = (compare, timeline, surveys)

PAGES: tuple[PageModule, ...] = (
    start,
    search,
    towns,
    *_WITH_FIGURES,
    talk,
    plan,
    factsheet,
    *_WITH_CHOICES,
    lessons,
    choosing,
    data,
    glossary,
    versions,
    *texts.PAGES,
)
