"""Pages that are a text: one Markdown file in `data/texts` each."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html

from dashboard.components.prose import prose
from dashboard.facts.dataset import Dataset
from dashboard.pages.contract import Address, Menu, Page, View
from dashboard.wording import links


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """A page module whose content is the text `data.texts[id]`, beginning with its h1."""

    PAGE: Page
    description: str

    def addresses(self, data: Dataset) -> tuple[str, ...]:
        """Return the one path of the page."""
        return (self.PAGE.path,)

    def view(self, data: Dataset, address: Address) -> View:
        """Return the text."""
        return View(
            title=self.PAGE.name,
            description=self.description,
            content=(html.Article(prose(data.texts[self.PAGE.id]), className="prose"),),
        )


def _page(path: str, name: str, description: str) -> TextPage:
    page = Page(id=path.strip("/"), path=path, name=name, menu=Menu.ABOUT)
    return TextPage(PAGE=page, description=description)


PAGES = (
    _page(links.IMPRINT, "Impressum", "Wer diese Seite verantwortet."),
    _page(links.PRIVACY, "Datenschutz", "Was diese Seite speichert: keine Cookies, keine Profile."),
    _page(
        links.ACCESSIBILITY,
        "Erklärung zur Barrierefreiheit",
        "Was zugänglich ist, was nicht.",
    ),
    _page(links.EASY_LANGUAGE, "Leichte Sprache", "Diese Seite in einfachen, kurzen Sätzen."),
    _page(links.ABOUT, "Über diese Seite", "Wozu es diese Seite gibt und wie sie gemacht ist."),
)
