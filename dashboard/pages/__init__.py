"""The pages of the site, in menu order."""

from __future__ import annotations

from dashboard.pages import english, glossary, lessons, search, texts, towns, versions
from dashboard.pages.compare import page as compare
from dashboard.pages.contract import AnchoredPage, ChoicePage, FigurePage, PageModule
from dashboard.pages.data import page as data
from dashboard.pages.start import page as start
from dashboard.pages.surveys import page as surveys
from dashboard.pages.timeline import page as timeline
from dashboard.pages.town import factsheet, similar
from dashboard.pages.town import page as town
from dashboard.pages.town.meeting import choosing, plan, talk

# what a page offers beyond its view is checked by these types
_WITH_FIGURES: tuple[FigurePage, ...] = (town, similar, surveys)
_WITH_CHOICES: tuple[ChoicePage, ...] = (compare, timeline, lessons)
_IN_PARTS: tuple[AnchoredPage, ...] = (surveys, data, glossary)
_START: ChoicePage = start

PAGES: tuple[PageModule, ...] = (
    _START,
    search,
    towns,
    town,
    similar,
    talk,
    plan,
    factsheet,
    compare,
    timeline,
    surveys,
    lessons,
    choosing,
    data,
    glossary,
    versions,
    *texts.PAGES,
    english,
)
