"""One figure for other people's sites: the framed page, and the oEmbed answer that describes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from dash import html
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import BadRequest, NotFound

from dashboard.components.figure_card import (
    FRAME_HEIGHT,
    FigureCard,
    embed_address,
    figure_card,
    frame_code,
    permalink,
)
from dashboard.components.live_part import notices
from dashboard.components.paper.legal_line import legal_line
from dashboard.components.shell import SITE_NAME
from dashboard.facts.dataset import Dataset
from dashboard.pages.choices import query_of
from dashboard.pages.contract import Frame, View
from dashboard.web.document import Surroundings, document
from dashboard.web.routes import Resolve, asked_card, asked_query, refuse
from dashboard.wording import links
from dashboard.wording.links import Key

FIGURES = links.FRAMED_FIGURE.partition("<")[0]
FRAME_WIDTH, NARROWEST = 800, 320
DAY = 24 * 3600


def add_embedding(
    server: Flask, around: Surroundings, resolve: Resolve, origin: Callable[[], str]
) -> None:
    """Add the framed figures and the oEmbed endpoint."""
    data = around.data

    def framed(figure: str, page: str = "") -> Response:
        query = asked_query()
        card, sentences = asked_card(data, resolve, figure, page, query)
        view = framed_view(card, sentences, data, origin())
        return Response(document(view, request.path, around, {}, query), mimetype="text/html")

    def oembed() -> Response:
        if request.args.get(Key.FORMAT, "json") != "json":
            return Response("Diese Antwort gibt es nur als JSON.", 501, mimetype="text/plain")
        figure, page, query = named_figure(request.args.get(Key.FRAMED, ""), origin())
        card, sentences = asked_card(data, resolve, figure, page, query)
        refuse(sentences)
        return jsonify(oembed_answer(card, origin(), request.args))

    for rule in links.figure_rules(links.FRAMED_FIGURE):
        server.add_url_rule(rule, view_func=framed)
    server.add_url_rule(links.OEMBED, view_func=oembed)


def framed_view(card: FigureCard, sentences: Sequence[str], data: Dataset, origin: str) -> View:
    """Return the figure alone, with source and licence and the way to the site.

    `sentences` say which choices of its address are not to be had.
    """
    here = origin + permalink(card)
    return View(
        title=card.title,
        description=card.finding,
        content=(
            notices(sentences),
            figure_card(card, heading=html.H1, tools=False),
            html.P(
                [
                    html.A(SITE_NAME, href=here, target="_blank", rel="noopener"),
                    f", Fassung {data.version}",
                ],
                className="embed-foot",
            ),
            legal_line(data, framed_from=origin),
        ),
        frame=Frame.EMBED,
        oembed=origin + links.oembed(origin + embed_address(card)),
    )


def named_figure(url: str, origin: str) -> tuple[str, str, Mapping[str, str]]:
    """Return figure, page and query of the address of a framed figure.

    Raises:
        BadRequest: where no address is given.
        NotFound: for an address that is not one of ours.
    """
    if not url:
        raise BadRequest("Die Angabe „url“ fehlt.")
    try:
        parts = urlsplit(url)
    except ValueError as reason:
        raise NotFound from reason
    begin = origin + FIGURES
    address = f"{parts.scheme}://{parts.netloc}{parts.path}"
    if not address.startswith(begin):
        raise NotFound
    page, _slash, figure = address.removeprefix(begin).rpartition("/")
    return figure, page, query_of(parts.query)


def oembed_answer(card: FigureCard, origin: str, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the figure as oEmbed 1.0 describes one, no larger than was asked for."""
    width = min(FRAME_WIDTH, max(NARROWEST, _number(query.get(Key.WIDEST), FRAME_WIDTH)))
    height = min(FRAME_HEIGHT, _number(query.get(Key.HIGHEST), FRAME_HEIGHT))
    return {
        "version": "1.0",
        "type": "rich",
        "title": card.title,
        "provider_name": SITE_NAME,
        "provider_url": origin + links.to(links.START),
        "cache_age": DAY,
        "width": width,
        "height": height,
        "html": frame_code(card, origin, height=height),
    }


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else default
