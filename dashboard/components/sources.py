"""Sources in words and links: who published them, under which licence, where they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

from dash import html
from dash.development.base_component import Component

from dashboard.facts.model import Source
from dashboard.wording.dates import date_text


def source_links(sources: Sequence[Source]) -> Component:
    """Return links to the sources, by publisher and date."""
    word = "Quelle: " if len(sources) == 1 else "Quellen: "
    return html.P([word, *linked_sources(sources)], className="source")


def linked_sources(sources: Iterable[Source]) -> list[str | Component]:
    """Return the links alone, with commas between them."""
    parts: list[str | Component] = []
    for source in sources:
        parts += [", "] if parts else []
        day = f" ({date_text(source.published)})" if source.published else ""
        parts.append(html.A(f"{source.publisher}{day}", href=source.url, title=source.title))
    return parts


def numbered_sources(
    sources: Sequence[Source],
    words: tuple[str, str] = ("Quelle", "Quellen"),
    lang: str | None = None,
) -> Component:
    """Return „Quellen: 1, 2“: links that name themselves when asked, read out or printed.

    `words` are those for one and for several; `lang` is the language of names and titles, where
    the page has another.
    """
    parts: list[str | Component] = [f"{words[len(sources) > 1]}: "]
    for number, source in enumerate(sources, start=1):
        day = f" ({date_text(source.published)})" if source.published else ""
        name = f"{source.publisher}{day}: {source.title}"
        parts += [", "] if number > 1 else []
        parts.append(
            html.A(
                str(number),
                href=source.url,
                title=name,
                lang=lang,
                **{"aria-label": f"{number}: {name}"},
            )
        )
    return html.Span(parts, className="source source--numbered")


def licence_of(source: Source) -> str | Component:
    """Return the licence, as a link where its text has an address; empty where there is none."""
    if source.licence and source.licence_url:
        return html.A(source.licence, href=source.licence_url)
    return source.licence


def file_link(source: Source) -> Component | None:
    """Return the link to a file with the values, where one is known; it says whose copy it is."""
    if not source.file_url:
        return None
    address = urlsplit(source.file_url)
    name = unquote(address.path.rstrip("/").rsplit("/", 1)[-1])
    text = f"Datei mit den Werten: {name} (Kopie auf {address.netloc})"
    return html.A(text, href=source.file_url)


def publishers(sources: Iterable[Source], credits_: Iterable[str] = ()) -> list[str]:
    """Return who published the sources, each once, then the credits."""
    return list(dict.fromkeys([*(source.publisher for source in sources), *credits_]))
