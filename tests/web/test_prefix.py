"""The site below a path of a host: every address it writes begins with that path."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from dashboard import ROOT
from dashboard.web.app import create_app, surroundings_of
from dashboard.web.config import Settings, settings_from
from dashboard.web.offline import files_of
from dashboard.web.site import Site
from tests.serving import call

PREFIX = "/kleinstadt"
HOME = f"https://example.de{PREFIX}"
FRAMED = "/einbetten/figur/vergleich/vergleich-stand?ansicht=stand&indikator=commute_distance"
# an address from the host's root that does not begin with the prefix
BESIDE = re.compile(rf"""(?:[\w-]+="|url\(["']?|\\")/(?!{PREFIX[1:]}[/"])[^"]*""")


@pytest.fixture(scope="module")
def settings() -> Settings:
    return settings_from({"DASHBOARD_BASE_URL": HOME})


@pytest.fixture(scope="module")
def below(settings: Settings) -> Site:
    return create_app(settings)


@pytest.fixture(scope="module")
def client(below: Site) -> FlaskClient:
    browser = below.server.test_client()
    browser.environ_base["HTTP_HOST"] = "example.de"
    return browser


def test_no_page_frame_or_error_has_an_address_beside_the_prefix(
    client: FlaskClient, paths: tuple[str, ...]
) -> None:
    for path in (*paths, FRAMED, "/vergleich?ansicht=tabelle", "/nirgends"):
        text = client.get(PREFIX + path).text
        assert f'="{PREFIX}/' in text, path
        assert BESIDE.findall(text) == [], path


def test_a_proxy_may_pass_the_prefix_on_or_strip_it(client: FlaskClient) -> None:
    for path in ("/glossar", "/daten/quellen.csv", "/nirgends", "/kleinstadtnetz"):
        whole, stripped = client.get(PREFIX + path), client.get(path)
        assert whole.status_code == stripped.status_code, path
        assert whole.data == stripped.data, path
    assert client.get(PREFIX).location.endswith(f"{PREFIX}/")


def test_what_a_visitor_has_typed_stays_as_it_was_typed(client: FlaskClient) -> None:
    text = client.get(f"{PREFIX}/zeitleiste?q=/stadt").text
    assert 'value="/stadt"' in text


def test_the_answer_to_a_choice_leads_below_the_prefix(client: FlaskClient) -> None:
    asked = f"{PREFIX}/vergleich?ansicht=profil"
    answer = client.post(f"{PREFIX}/_dash-update-component", json=call(asked)).json
    assert answer is not None
    drawn = answer["response"]["ansicht"]["drawn"]
    assert drawn["asked"] == drawn["address"] == asked
    assert f'href="{PREFIX}/' in drawn["html"]
    assert BESIDE.findall(drawn["html"]) == []


def test_a_town_in_another_spelling_leads_below_the_prefix(client: FlaskClient) -> None:
    for asked, there in (("Moelln", "/stadt/moelln"), ("neuried", "/suche?q=neuried")):
        assert client.get(f"{PREFIX}/stadt/{asked}").location == PREFIX + there


def test_machines_are_told_the_whole_address(client: FlaskClient) -> None:
    sitemaps = ("/sitemap.xml", "/sitemap/seiten.xml", "/sitemap/staedte.xml")
    for path in (*sitemaps, "/katalog.ttl", "/robots.txt", "/stadt/moelln", FRAMED):
        addresses = re.findall(r"https://example\.de[^\s<>\"]*", client.get(PREFIX + path).text)
        assert {one for one in addresses if not one.startswith(f"{HOME}/")} == set(), path
        assert addresses or path == "/stadt/moelln", path
    assert f"Disallow: {PREFIX}/\n" in client.get(f"{PREFIX}/robots.txt").text
    assert client.get(f"{PREFIX}/glossar").headers["X-Robots-Tag"] == "noindex"
    framed = client.get(f"{PREFIX}/oembed", query_string={"url": HOME + FRAMED}).json
    assert framed is not None
    assert f'src="{HOME}/einbetten/' in framed["html"]
    beside = {"url": f"https://example.de{FRAMED}"}
    assert client.get(f"{PREFIX}/oembed", query_string=beside).status_code == 404


def test_what_a_page_spells_out_to_be_copied_has_the_prefix(client: FlaskClient) -> None:
    text = client.get(f"{PREFIX}/vergleich?indikator=commute_distance&ansicht=verlauf").text
    marked = re.findall(r'<(?:a|code|textarea)[^>]* data-address="([^"]+)"[^>]*>([^<]*)<', text)
    assert marked
    for address, content in marked:
        assert address.startswith(f"{PREFIX}/")
        assert address.partition("&")[0] in content


def test_files_for_a_stick_hold_all_they_need(below: Site, settings: Settings) -> None:
    around = surroundings_of(below)
    files: Mapping[str, str] = files_of(around.data.towns["diessen"], around, settings)
    assert 'href="sitzung.html"' in files["stadt.html"]
    assert f'href="{HOME}/daten?quelle=' in files["stadt.html"]
    for name, text in files.items():
        shown = re.sub(r"<script.*?</script>|<textarea.*?</textarea>", "", text, flags=re.DOTALL)
        assert re.findall(r'(?:src|href|data-exit)="/[^"]*"|url\("/[^)]*', shown) == [], name


def test_scripts_spell_no_address_of_the_site() -> None:
    literal = re.compile(r"""["'`]/[a-z_.]""")
    for script in sorted((ROOT / "assets/js").rglob("*.js")):
        assert literal.findall(script.read_text(encoding="utf-8")) == [], script.name


def test_a_site_at_the_root_of_a_host_is_the_same_to_the_byte_wherever_that_is(
    site: Site,
) -> None:
    named = create_app(settings_from({"DASHBOARD_BASE_URL": "https://example.de/"}))
    here, there = site.server.test_client(), named.server.test_client()
    there.environ_base["HTTP_HOST"] = "example.de"
    for path in ("/", "/glossar", "/zeitleiste", "/vergleich"):
        known = f'<link rel="canonical" href="https://example.de{path}">'.encode()
        page = there.get(path).data
        assert known in page
        on_paper = b'content:"https://example.de'
        assert on_paper in page
        bare = page.replace(known, b"").replace(on_paper, b'content:"')
        bare = re.sub(rb'<link rel="alternate" hreflang="[^>]+>', b"", bare)
        assert here.get(path).data == bare, path
