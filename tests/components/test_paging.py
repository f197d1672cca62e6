"""Lists shown in pieces."""

import re

import pytest

from dashboard.components.markup import to_html
from dashboard.components.paging import pager, piece


@pytest.mark.parametrize("total", [0, 1, 10, 11, 20, 57])
def test_who_follows_the_links_meets_every_entry_once_and_can_go_back(total: int) -> None:
    entries, seen, after = list(range(total)), [], 0
    while True:
        seen += piece(entries, after, 10)
        drawn = pager(total, after, 10, lambda at: f"/?ab={at}", "Zeilen")
        html = "" if drawn is None else to_html(drawn)
        if further := re.search(r'ab=(\d+)"[^>]*>Weitere', html):
            after = int(further[1])
            continue
        assert ("Vorige" in html) is (total > 10)
        break
    assert seen == entries


@pytest.mark.parametrize("wild", [-3, 7, 60, 99999])
def test_a_wild_number_shows_a_whole_piece(wild: int) -> None:
    assert piece(list(range(57)), wild, 10) in [
        list(range(57))[at : at + 10] for at in range(0, 57, 10)
    ]


def test_a_list_that_is_shown_whole_has_no_links() -> None:
    assert pager(10, 0, 10, str, "Zeilen") is None
