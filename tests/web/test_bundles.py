"""Scripts and styles as sent."""

import gzip
import re

import brotli
import dash
import pytest

from dashboard import ROOT
from dashboard.web.bundles import DASH_SCRIPTS, Bundles, bundles, part_of_file

# what Dash loads itself and the site leaves out: the page has no component of its libraries, and
# browsers that know `async` need no polyfill
LEFT_OUT = {
    "dash_table/bundle.js",
    "dcc/async-graph.js",
    "dcc/dash_core_components.js",
    "dcc/dash_core_components-shared.js",
    "deps/polyfill@7.12.1.min.js",
    "html/dash_html_components.min.js",
}


@pytest.fixture(scope="module")
def files() -> Bundles:
    return bundles(ROOT / "assets", {}, styles={"tokens": ":root{--x:1}"}, made={"a.svg": "<svg/>"})


def test_every_script_of_dash_is_bundled_or_left_out_on_purpose() -> None:
    app = dash.Dash("probe")
    app.layout = dash.html.Div()
    page = app.server.test_client().get("/").get_data(as_text=True)
    served = re.findall(r'_dash-component-suites/([^"/]+)/([^"]+\.js)', page)
    plain = {(package, re.sub(r"\.v[\d_]+m\d+", "", path)) for package, path in served}
    assert plain - {("dash", path) for path in {*DASH_SCRIPTS, *LEFT_OUT}} == set()


def test_scripts_go_without_our_notes_and_keep_the_licences_of_others(files: Bundles) -> None:
    script = files.by_name["choices.js"].encodings[""].decode()
    assert "@license React" in script
    assert "Dash's renderer runs the site's one callback" not in script


def test_only_the_renderer_of_dash_fetches_in_its_own_way(files: Bundles) -> None:
    scripts = {
        name: file.encodings[""].decode()
        for name, file in files.by_name.items()
        if name.endswith(".js")
    }
    ours = "})((...all) => window.dashboardChoices.fetch(...all))"
    assert [name for name, text in scripts.items() if ours in text] == ["choices.js"]
    assert not [name for name, text in scripts.items() if re.search(r"window\.fetch\s*=[^=]", text)]


def test_encodings_hold_the_same_file(files: Bundles) -> None:
    for file in files.by_path.values():
        if "br" in file.encodings:
            assert brotli.decompress(file.encodings["br"]) == file.encodings[""]
            assert gzip.decompress(file.encodings["gzip"]) == file.encodings[""]


def test_addresses_change_with_the_content() -> None:
    def address(text: str) -> str:
        made = bundles(ROOT / "assets", {}, styles={}, made={"a.svg": text})
        return made.address("a.svg")

    assert address("<svg>1</svg>") != address("<svg>2</svg>")


def test_style_sheets_name_no_foreign_address(files: Bundles) -> None:
    css = "".join(one.css for one in files.styles.by_name.values())
    assert re.findall(r"url\([\"']?(?:https?:)?//", css) == []
    assert "--x:1" in css


def test_style_sheets_can_stand_in_a_page(files: Bundles) -> None:
    css = "".join(one.css for one in files.styles.by_name.values())
    assert "</" not in css
    assert re.findall(r"/\*(?!!)", css) == []
    assert "@kern-ux/native" in css  # the note on its licence stays


def test_fonts_in_the_style_sheets_are_served(files: Bundles) -> None:
    fonts = re.findall(r'url\("?([^")]+\.woff2)"?\)', files.styles.css(""))
    assert fonts
    assert all(font in files.by_path for font in fonts)


def test_what_was_built_is_sent_as_it_is_and_the_rest_is_made() -> None:
    built = {part_of_file(b"<svg/>", "br"): b"built"}
    pictures = {"a.svg": "<svg/>", "b.svg": "<svg>1</svg>"}
    made = bundles(ROOT / "assets", built, styles={}, made=pictures).by_name
    assert made["a.svg"].encodings["br"] == b"built"
    assert gzip.decompress(made["a.svg"].encodings["gzip"]) == b"<svg/>"
    assert brotli.decompress(made["b.svg"].encodings["br"]) == b"<svg>1</svg>"
