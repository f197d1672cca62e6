"""Rules PRIV-1 to PRIV-5 of the public-sector list, as far as no browser is needed for them."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

import pytest

from dashboard import ROOT
from dashboard.pages.contract import View, charts_in
from dashboard.web.app import surroundings_of
from dashboard.web.site import Site

# what plotly fills in from cdn.plot.ly or from a map service
FOREIGN_TRACES = re.compile(r"geo|map|choropleth")
OTHERS = ("/gibt-es-nicht", "/healthz", "/bereit", "/katalog.ttl", "/daten/quellen.csv")


@pytest.fixture(scope="module")
def traces(views: Mapping[str, View]) -> set[str]:
    """Every kind of trace on any page."""
    return {
        trace["type"]
        for view in views.values()
        for figure, *_config in charts_in(view.content).values()
        for trace in figure["data"]
    }


def test_priv_1_no_answer_sets_a_cookie(site: Site, pages: dict[str, str]) -> None:
    browser = site.server.test_client()
    for path in (*pages, *OTHERS):
        assert "Set-Cookie" not in browser.get(path).headers, path
    refused = browser.post("/_dash-update-component", json={})
    assert "Set-Cookie" not in refused.headers


def test_priv_1_no_script_of_ours_stores_anything() -> None:
    storing = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open")
    scripts = list((ROOT / "assets" / "js").rglob("*.js"))
    assert scripts
    assert [file.name for file in scripts if storing.search(file.read_text("utf-8"))] == []


def test_priv_1_no_control_remembers_in_the_browser() -> None:
    for file in (ROOT / "dashboard").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword):
                assert node.arg not in ("persistence", "storage_type"), file
            if isinstance(node, ast.Attribute):
                assert node.attr != "Store", file


def test_priv_3_no_chart_fetches_outlines_of_countries(traces: set[str]) -> None:
    assert {"scatter", "bar"} & traces
    assert [kind for kind in traces if "geo" in kind or "choropleth" in kind] == []


def test_priv_4_no_chart_fetches_map_tiles(traces: set[str]) -> None:
    assert [kind for kind in traces if FOREIGN_TRACES.search(kind)] == []


def test_priv_5_pages_load_only_from_the_site_itself(pages: dict[str, str]) -> None:
    loading = re.compile(
        r'<(?!a\b|textarea\b)[a-z]+\b[^>]*\s(?:src|srcset|data|poster|href)="([^"]*)"'
    )
    for path, text in pages.items():
        named = [address for address in loading.findall(text) if not address.startswith("/")]
        assert not [one for one in named if not one.startswith(("data:", "#"))], path
        assert "cdn." not in text, path


def test_priv_5_styles_load_only_from_the_site_itself(site: Site) -> None:
    for name, file in surroundings_of(site).files.by_name.items():
        if name.endswith(".css"):
            text = file.encodings[""].decode()
            assert "@import" not in text
            addresses = re.findall(r"""url\(["']?([^"')]+)""", text)
            assert [
                one for one in addresses if not one.startswith(("/static/", "data:", "#"))
            ] == []
