"""Pages that are a text: one Markdown file in `data/texts` each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dash import html

from dashboard.components.prose import prose
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Fault
from dashboard.findings.town import easy_name, easy_text
from dashboard.pages.contract import Address, Menu, Page, UnknownAddressError, View
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


@dataclass(frozen=True, slots=True, kw_only=True)
class EasyTown:
    """A page module: a town in Leichte Sprache, where there is such a text of it."""

    PAGE: Page

    def addresses(self, data: Dataset) -> tuple[str, ...]:
        """Return one path a town that has a text."""
        return tuple(
            links.easy_town(one.slug) for one in data.towns.values() if easy_text(data, one)
        )

    def view(self, data: Dataset, address: Address) -> View:
        """Return the text of the town named in the path."""
        town = data.towns.get(address.values["slug"])
        text = easy_text(data, town) if town else ""
        if town is None or not text:
            raise UnknownAddressError(address.path)
        return View(
            title=f"{town.name} in Leichter Sprache",
            description=f"Was {town.name} gemacht hat, in einfachen, kurzen Sätzen.",
            content=(html.Article(prose(text), className="prose"),),
            breadcrumb=((town.name, links.town(town.slug)), (self.PAGE.name, address.path)),
        )


PAGES: tuple[TextPage | EasyTown, ...] = (
    _page(links.IMPRINT, "Impressum", "Wer diese Seite verantwortet."),
    _page(links.PRIVACY, "Datenschutz", "Was diese Seite speichert: keine Cookies, keine Profile."),
    _page(
        links.ACCESSIBILITY,
        "Erklärung zur Barrierefreiheit",
        "Was zugänglich ist, was nicht.",
    ),
    _page(links.EASY_LANGUAGE, "Leichte Sprache", "Diese Seite in einfachen, kurzen Sätzen."),
    EasyTown(
        PAGE=Page(
            id="leichte-sprache-stadt",
            path=links.EASY_TOWN,
            name="Leichte Sprache",
            menu=Menu.NONE,
        )
    ),
    _page(links.ABOUT, "Über diese Seite", "Wozu es diese Seite gibt und wie sie gemacht ist."),
)

FOOTER = "fusszeile"  # the one text on every page
# what pages of the program show: without it there is no such page
NEEDED = (*(page.PAGE.id for page in PAGES if isinstance(page, TextPage)), FOOTER)
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def own_pages(data: Dataset) -> tuple[TextPage, ...]:
    """Return the pages that `data/pages.toml` makes of texts, in the order of the file."""
    return tuple(
        TextPage(
            PAGE=Page(
                id=one.id, path=links.own_text(one.id), name=one.title, menu=Menu[one.menu.name]
            ),
            description=one.description,
        )
        for one in data.text_pages.values()
    )


def faults(data: Dataset) -> Iterator[Fault]:
    """Yield texts that lack, or that no page shows; pages whose address is none or taken."""
    for name in (one for one in NEEDED if one not in data.texts):
        message = "Diese Datei fehlt; eine Seite des Programms zeigt ihren Text."
        remedy = "Sie aus der letzten Sicherung oder aus data/texts des Programms zurückholen."
        yield Fault(f"texts/{name}.md", None, name, message, remedy)
    shown = {*NEEDED, *data.text_pages, *(easy_name(one) for one in data.towns.values())}
    for name in data.texts.keys() - shown:
        message = "Diesen Text zeigt keine Seite."
        remedy = f"In pages.toml einen Block [{name}] anlegen oder die Datei löschen."
        yield Fault(f"texts/{name}.md", 1, name, message, remedy)
    for name in data.text_pages:
        remedy = "Datei und Block anders nennen: kleine Buchstaben ohne Umlaute, Ziffern, -."
        if not NAME.fullmatch(name):
            message = "Der Name der Datei wird zur Adresse der Seite und taugt nicht dazu."
            yield Fault(f"texts/{name}.md", 1, name, message, remedy)
        elif links.is_own(links.own_text(name)):
            message = "Unter dieser Adresse hat die Website schon etwas anderes."
            yield Fault(f"texts/{name}.md", 1, name, message, remedy)
