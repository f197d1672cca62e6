"""The routes: what a request asks for, the pages, and errors in German."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from flask import Flask, Response, jsonify, redirect, request
from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.wrappers import Response as BaseResponse

from dashboard.components.comparison.points import nearest_town
from dashboard.components.figure_card import FigureCard
from dashboard.downloads.forms import Form
from dashboard.downloads.records import json_bytes
from dashboard.facts.dataset import Dataset
from dashboard.findings.town_search import Outside, named
from dashboard.pages import error
from dashboard.pages.choices import query_of
from dashboard.pages.contract import (
    Address,
    AnchoredPage,
    FigurePage,
    PageModule,
    UnknownAddressError,
)
from dashboard.web.delivery import asked_encoding, encoded
from dashboard.web.document import Surroundings, document
from dashboard.web.encoding import compressed
from dashboard.web.security import FOR_ALL
from dashboard.wording import links
from dashboard.wording.links import Key

PROBLEM = "application/problem+json"
Pages = tuple[PageModule, ...]
Resolve = Callable[[str, Mapping[str, str]], tuple[PageModule, Address]]


class WrongChoiceError(BadRequest):
    """A choice that is not to be had, where nothing else may be answered; said in German."""


def asked_query() -> dict[str, str]:
    """Return the query; the boxes of a form that share a key are one list."""
    return query_of(request.query_string.decode("utf-8", "replace"))


def asked_card(
    data: Dataset,
    resolve: Resolve,
    figure: str,
    page: str,
    query: Mapping[str, str],
) -> tuple[FigureCard, Sequence[str]]:
    """Return the figure of that id on that page, drawn for the query; the page is not.

    With it comes a sentence for each choice that is not to be had, in whose place stands the
    nearest: who shows the figure says so, who hands out a file refuses (`refuse`).

    Raises:
        NotFound: where there is no such page, or no such figure on it.
    """
    module, address = resolve(f"/{page}", query)
    if not isinstance(module, FigurePage):
        raise NotFound
    try:
        cards, sentences = module.cards(data, address)
    except UnknownAddressError as reason:
        raise NotFound from reason
    if figure not in cards:
        raise NotFound
    return cards[figure](), sentences


def refuse(sentences: Sequence[str]) -> None:
    """Refuse choices that are not to be had, each with its sentence, where nothing can be said.

    Raises:
        WrongChoiceError: where there are any.
    """
    if sentences:
        raise WrongChoiceError(" ".join(sentences))


def resolver(server: Flask, pages: Pages) -> Resolve:
    """Return the function that finds the page of a path; it raises `NotFound` for others."""
    modules = {module.PAGE.id: module for module in pages}

    def resolve(path: str, query: Mapping[str, str]) -> tuple[PageModule, Address]:
        endpoint, values = server.url_map.bind("").match(path)
        if endpoint not in modules:
            raise NotFound
        return modules[endpoint], Address(path=path, values=values, query=query)

    return resolve


def add_pages(
    server: Flask,
    data: Dataset,
    pages: Pages,
    draw: Callable[[PageModule, Address], str],
    origin: Callable[[], str],
) -> None:
    """Give every page its route; what a path names but does not exist is a 404.

    A town may be asked for by name, in any spelling, and by its official key.
    """
    for module in pages:

        def show(module: PageModule = module, **values: str) -> BaseResponse:
            path, query = request.path, asked_query()
            address = Address(path=path, origin=origin(), values=values, query=query)
            try:
                if Key.ANCHOR in query:
                    return redirect(request.script_root + _anchored(data, module, address))
                return _elsewhere(data, module, address) or Response(
                    draw(module, address), mimetype="text/html"
                )
            except UnknownAddressError as reason:
                raise NotFound from reason

        server.add_url_rule(module.PAGE.path, endpoint=module.PAGE.id, view_func=show)


def _anchored(data: Dataset, module: PageModule, address: Address) -> str:
    """Return where the page shows what an anchor names; the anchor is left out where it never does.

    So it is where the choices in the address are right already: a browser that asks again did not
    find the anchor there, and shall not ask for ever.
    """
    query = dict(address.query)
    anchor = query.pop(Key.ANCHOR)
    found = module.query_of(data, address, anchor) if isinstance(module, AnchoredPage) else None
    if found is None or found == query:
        return links.to(address.path, query.items())
    return links.to(address.path, found.items(), anchor)


def _elsewhere(data: Dataset, module: PageModule, address: Address) -> BaseResponse | None:
    """Return the way to the town that is meant, or to those that may be, unless this is it.

    Raises:
        UnknownAddressError: for a Gemeinde that has no page; it says why.
    """
    asked = address.values.get("slug")
    if asked is None or asked in data.towns or asked in data.gemeinden.by_slug:
        return None
    found = named(data, asked)
    if not found:
        return None
    if len(found) > 1:
        there = links.to(links.SEARCH, ((Key.WORDS, asked),))
        return redirect(request.script_root + there)
    one = found[0]
    if isinstance(one, Outside):
        raise UnknownAddressError(address.path, one)
    there = links.to(links.path(module.PAGE.path, slug=one.slug), address.query.items())
    return redirect(request.script_root + there, 301)


def add_map_places(server: Flask, data: Dataset) -> None:
    """Answer a press on the map with the town next to it, without a script."""

    def place() -> Response:
        for key, text in request.args.items():
            width, _, axis = key.removeprefix(links.PRESSED).partition(".")
            across, down = text, request.args.get(f"{links.PRESSED}{width}.y", "")
            if axis == "x" and all(map(_is_length, (width, across, down))) and int(width):
                _left, _top, wide, high = data.geometry["germany"]["viewBox"]
                left, top = int(across) / int(width), int(down) / int(width) * wide / high
                at = nearest_town(data, left, top)
                found = None if at is None else data.gemeinde(data.gemeinden.towns[at].ags)
                if found:
                    return redirect(links.town(found.slug), 303)  # type: ignore[return-value]
        raise NotFound

    if data.gemeinden.towns:
        server.add_url_rule(links.MAP_PLACE, view_func=place)


def _is_length(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6


def add_errors(server: Flask, around: Surroundings) -> None:
    """Answer every error in German: visitors with a page, Dash in the browser with JSON.

    Programs that ask for JSON get an error as RFC 9457 has it.
    """

    @lru_cache
    def page(code: int, encoding: str, outside: Outside | None, words: str, said: str) -> bytes:
        # remembered: whoever probes the same addresses, or many that mean nothing, costs little
        shown = error.view(around.data, code, outside, words, said)
        return compressed(document(shown, "", around, {}).encode(), encoding)

    def answered(reason: HTTPException) -> Response:
        code = reason.code or 500
        if request.path.startswith(links.DASH):
            sentence = reason.description if code == 400 else error.view(around.data, code).title
            answer = jsonify(fehler=sentence)
            answer.status_code = code
            return answer
        said = reason.description or "" if isinstance(reason, WrongChoiceError) else ""
        if request.path.endswith(f".{Form.RECORDS.suffix}"):
            shown = error.view(around.data, code, said=said)
            problem = {"title": shown.title, "status": code, "detail": shown.description}
            return Response(json_bytes(problem), code, FOR_ALL, content_type=PROBLEM)
        encoding = asked_encoding()
        cause = reason.__cause__
        outside = cause.outside if isinstance(cause, UnknownAddressError) else None
        words = error.asked_words(request.path) if code == 404 else ""
        if words and not error.meant(around.data, words):
            words = ""
        answer = encoded(page(code, encoding, outside, words, said), encoding, "text/html")
        answer.status_code = code
        return answer

    server.register_error_handler(HTTPException, answered)
