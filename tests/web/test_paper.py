"""The address on every sheet is the one at which the same can be seen again."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("/suche?q=breitband&art=", "/suche?q=breitband"),
        ("/suche?q=m%C3%B6lln%22%7D%27&vergleich=", "/suche?q=m%C3%B6lln%22%7D%27"),
        ("/daten?ansicht=luecken", "/daten?ansicht=luecken"),
        ("/stadt/buesum/aehnlich?blick=lage", "/stadt/buesum/aehnlich?blick=lage"),
        ("/sitzung?q=b%C3%BCsum", "/sitzung?q=b%C3%BCsum"),
        ("/glossar?q=breitband", "/glossar?q=breitband"),
        ("/zeitleiste?staedte=diessen&q=x", "/zeitleiste?staedte=diessen&q=x"),
        (
            "/einbetten/figur/zeitleiste/zeitleiste-bild?q=x",
            "/einbetten/figur/zeitleiste/zeitleiste-bild?q=x",
        ),
        ("/impressum", "/impressum"),
    ],
)
def test_each_sheet_has_the_address_of_what_is_shown(
    draft: FlaskClient, asked: str, printed: str
) -> None:
    found = re.search(r'<style id="adresse-auf-papier">.*?content:"([^"]*)"', draft.get(asked).text)
    assert found, asked
    assert found[1].startswith(printed)
    again = re.search(r'content:"([^"]*)"', draft.get(found[1]).text.partition("auf-papier")[2])
    assert again
    assert again[1] == found[1]
