"""The pages of the site, in menu order."""

from __future__ import annotations

from dashboard.page import PageModule
from dashboard.pages import data, start, texts, town

PAGES: tuple[PageModule, ...] = (start, town, data, *texts.PAGES)
