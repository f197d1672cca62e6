"""What a page may take at most (tests/budgets.toml), and what it takes as it was sent."""

from __future__ import annotations

import html
import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from dashboard.pages import PAGES
from dashboard.wording.links import ALL_OF_IT, FIELD, Key

FILE = Path(__file__).parents[1] / "budgets.toml"
USUAL = "usual"
WINDOWS = ((1440, 900), (390, 844))
NO_MARKUP = re.compile(r"<(script|style|textarea)\b.*?</\1>", re.DOTALL)
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The most a page may take: heights in the windows, as it is and with something opened."""

    screens: tuple[float, float]
    unfolded: tuple[float, float]
    elements: int
    links: int
    kilobytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a page takes as it was sent."""

    elements: int
    links: int
    kilobytes: float

    def over(self, budget: Budget) -> dict[str, float]:
        """Return what is more than the budget has."""
        pairs = {name: getattr(self, name) for name in ("elements", "links", "kilobytes")}
        return {name: value for name, value in pairs.items() if value > getattr(budget, name)}


@cache
def budgets() -> Mapping[str, Budget]:
    """Return the budget of every route of the site; a route that is none is an error."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    usual = told.pop(USUAL)
    routes = [module.PAGE.path for module in PAGES]
    if unknown := told.keys() - set(routes):
        raise LookupError(f"{FILE.name}: no page has the route {', '.join(sorted(unknown))}")
    found = {route: {**usual, **told.get(route, {})} for route in routes}
    return {route: Budget(**{"unfolded": one["screens"], **one}) for route, one in found.items()}


def budget_of(address: str) -> Budget:
    """Return the budget of a page, by its path and query."""
    path = urlsplit(address).path
    rules = {route: re.compile(FIELD.sub("[^/]+", route)) for route in budgets()}
    exact = [route for route, rule in rules.items() if rule.fullmatch(path)]
    return budgets()[min(exact, key=lambda route: route.count("<"))]


def taken(text: str) -> Taken:
    """Return what a page takes as it was sent, before any script."""
    markup = NO_MARKUP.sub("", text)
    return Taken(
        elements=len(re.findall(r"<[a-zA-Z]", markup)) + len(NO_MARKUP.findall(text)),
        links=len(re.findall(r'<a\b[^>]*\bhref="', markup)),
        kilobytes=len(text.encode()) / 1000,
    )


def parts(address: str, text: str) -> Iterator[str]:
    """Yield the addresses of the other parts of a page that its links to itself lead to.

    Long forms are none: who asks for everything gets it.
    """
    path = urlsplit(address).path
    known = {address, path}
    for found in LINK.findall(text.partition("<main")[2]):
        href = html.unescape(found).partition("#")[0]
        query = dict(parse_qsl(urlsplit(href).query))
        is_part = urlsplit(href).path == path and query.get(Key.SCOPE) != ALL_OF_IT
        if is_part and href not in known:
            known.add(href)
            yield href


def some_parts(address: str, text: str, number: int) -> list[str]:
    """Return every theme of a page, and so many of its other parts by chance, always the same."""
    found = list(parts(address, text))
    themes = [one for one in found if set(dict(parse_qsl(urlsplit(one).query))) == {Key.THEME}]
    others = [one for one in found if one not in themes]
    return [*themes, *random.Random(address).sample(others, min(number, len(others)))]
