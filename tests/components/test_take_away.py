"""One block in which a visitor takes away every figure of a page."""

import re
from html import unescape

from flask.testing import FlaskClient

from dashboard.components.figure_card import figure_card
from dashboard.components.markup import to_html
from dashboard.components.take_away import take_away
from dashboard.facts.dataset import Dataset
from dashboard.pages.contract import Address
from dashboard.pages.town import page
from dashboard.wording import links


def block_and_cards(data: Dataset, slug: str) -> tuple[str, list[str]]:
    address = Address(path=links.town(slug), values={"slug": slug})
    cards = [draw() for draw in page.cards(data, address)[0].values()]
    alone = [to_html(figure_card(card)) for card in cards]
    return to_html(take_away(cards)), alone


def files(html: str) -> list[str]:
    """Return the addresses of the files that may be loaded."""
    tags = re.findall(r"<a[^>]* download[^>]*>", html)
    return [unescape(address) for tag in tags for address in re.findall(r' href="([^"]+)"', tag)]


def taken(html: str) -> list[str]:
    """Return every address, code and citation that a visitor may take away."""
    texts = re.findall(r"<(?:textarea|code)[^>]*>([^<]*)</", html)
    return [*files(html), *map(unescape, re.findall(r'data-copy-address="([^"]+)"', html) + texts)]


def test_what_a_card_offers_the_block_offers(shipped: Dataset) -> None:
    block, alone = block_and_cards(shipped, "diessen")
    offered = "\n".join(taken(block))
    for card in alone:
        assert len(taken(card)) > 5
        for one in taken(card):
            assert one in offered
    assert "data-picture" in block


def test_no_picture_is_offered_of_what_is_no_chart_on_the_page(shipped: Dataset) -> None:
    address = Address(path=links.town("diessen"), values={"slug": "diessen"})
    part = to_html(page.live(shipped, address).part)
    saved = set(re.findall(r'data-of="([^"]+)"', part))
    assert saved
    for id_ in saved:
        assert f'id="{id_}-grafik"' in part


def test_the_block_needs_few_elements(shipped: Dataset) -> None:
    block, alone = block_and_cards(shipped, "diessen")
    assert block.count("</") < 20 * len(alone)


def test_its_files_are_there(shipped: Dataset, draft: FlaskClient) -> None:
    block, _ = block_and_cards(shipped, "diessen")
    assert files(block)
    for address in files(block)[:6]:
        assert draft.get(address).status_code == 200, address


def test_without_figures_there_is_none() -> None:
    assert take_away([]) is None
