"""Rules SEC-01 to SEC-12 of the public-sector list, on the app without a server around it."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from dashboard import ROOT
from dashboard.web import security
from dashboard.web.app import create_app
from dashboard.web.config import settings_from
from dashboard.web.delivery import FINGERPRINT
from dashboard.web.security import NO_QUESTION
from dashboard.web.site import Site
from tests.serving import call, configuration

ANSWERS = {
    "page": "/",
    "download": "/daten/quellen.csv",
    "missing": "/gibt-es-nicht",
    "health": "/healthz",
    "ready": "/bereit",
}


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return site.server.test_client()


# --- headers ---


@pytest.mark.parametrize("path", ANSWERS.values(), ids=ANSWERS)
def test_sec_03_every_kind_of_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    shared = path == ANSWERS["download"]  # data are there for programs of other sites
    assert_headers(client.get(path).headers, resource="cross-origin" if shared else "same-origin")


def test_sec_03_a_static_file_carries_the_headers(client: FlaskClient) -> None:
    font = re.search(r'href="(/static/[^"]+\.woff2)"', client.get("/").text)
    assert font is not None
    assert_headers(client.get(font[1]).headers, resource="cross-origin")


def test_sec_03_refused_and_failed_requests_carry_the_headers(site: Site) -> None:
    broken = Flask("broken")
    security.prepare(broken, settings_from({}))
    broken.add_url_rule("/", view_func=lambda: 1 / 0)
    answer = broken.test_client().get("/")
    assert answer.status_code == 500
    assert_headers(answer.headers)
    assert_headers(site.server.test_client().post("/_dash-update-component", data=b"{").headers)


def assert_headers(headers: Any, *, resource: str = "same-origin") -> None:
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == resource
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_sec_01_no_inline_script_and_no_eval_is_allowed(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["script-src"] == "'self'"
    assert rules["default-src"] == "'self'"
    assert rules["object-src"] == "'none'"
    assert rules["base-uri"] == "'self'"


def test_sec_01_no_page_holds_an_inline_script(site: Site, client: FlaskClient) -> None:
    for path in site.server.extensions["readiness"].paths:
        for attributes in re.findall(r"<script([^>]*)>", client.get(path).text):
            assert "src=" in attributes or 'type="application/json"' in attributes, path


def test_sec_02_no_figure_needs_webgl_or_eval() -> None:
    forbidden = re.compile(r"\b(Scattergl|Scatterpolargl|Splom|Parcoords|Heatmapgl)\b", re.I)
    for file in (ROOT / "dashboard").rglob("*.py"):
        code = ast.unparse(ast.parse(file.read_text(encoding="utf-8")))
        assert not forbidden.search(code), file


def test_sec_03_https_is_made_lasting_only_where_it_is_used(
    client: FlaskClient, public: FlaskClient
) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    there = public.get("/", headers={"Host": "kleinstadt.example.de"})
    assert there.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_sec_03_only_embedded_figures_may_be_framed() -> None:
    settings = settings_from({"DASHBOARD_FRAME_ANCESTORS": "https://www.moelln.de"})
    server = Flask("framed")
    security.prepare(server, settings)
    for path in ("/einbetten/figur/x", "/einbettend"):
        server.add_url_rule(path, endpoint=path, view_func=lambda: "")
    framed, other = map(server.test_client().get, ("/einbetten/figur/x", "/einbettend"))
    assert "frame-ancestors https://www.moelln.de" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert_headers(other.headers)


def test_sec_03_what_dash_answers_is_never_kept(client: FlaskClient) -> None:
    for path in ("/_dash-layout", "/_dash-dependencies", "/healthz", "/bereit"):
        assert client.get(path).headers["Cache-Control"] == "no-store", path


# --- what is not there ---


@pytest.mark.parametrize(
    "path",
    [
        "/gibt-es-nicht",
        "/stadt/atlantis",
        "/assets/site.css",
        "/static/../app.py",
        "/static/..%2f..%2fapp.py",
        "/_dash-component-suites/os/x.js",
        "/_dash-component-suites/dash/dash.py",
        "/_reload-hash",
        "/_favicon.ico",
        "/figur/gibt-es-nicht.csv",
        "/.env",
        "/demo",
    ],
)
def test_sec_08_what_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/_mcp", "/_dash-ws-callback"])
def test_sec_05_no_door_to_callbacks_besides_the_guarded_one(
    client: FlaskClient, path: str
) -> None:
    assert client.post(path, json={}).status_code in (404, 405)
    assert client.get(path).status_code == 404


def test_sec_09_nothing_tells_which_versions_run(site: Site, client: FlaskClient) -> None:
    versions = re.compile(r"python_version|dash_version|plotly_version|Werkzeug|CPython", re.I)
    for path in (*site.server.extensions["readiness"].paths, "/gibt-es-nicht"):
        answer = client.get(path)
        assert not versions.search(answer.text), path
        assert not versions.search(str(answer.headers)), path


# --- limits ---


def test_sec_07_a_request_over_256_kib_is_413(client: FlaskClient) -> None:
    answer = client.post("/_dash-update-component", json={"output": "x" * 300_000})
    assert answer.status_code == 413
    assert answer.json == {"fehler": "Die Anfrage ist zu groß"}


def test_sec_10_another_host_name_is_400(public: FlaskClient) -> None:
    assert public.get("/", headers={"Host": "kleinstadt.example.de"}).status_code == 200
    assert public.get("/", headers={"Host": "kleinstadt.example.de:8000"}).status_code == 200
    assert public.get("/healthz", headers={"Host": "127.0.0.1:8000"}).status_code == 200
    for foreign in ("evil.example", "kleinstadt.example.de.evil.example", "<script>", ""):
        answer = public.get("/", headers={"Host": foreign})
        assert answer.status_code == 400, foreign
        assert "evil.example" not in answer.text


def test_sec_10_a_draft_answers_to_any_name(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "rechner-im-amt:8000"}).status_code == 200


def test_sec_10_forwarded_headers_are_believed_only_behind_a_known_proxy() -> None:
    def seen(hops: str) -> str:
        server = Flask("behind")
        security.prepare(server, settings_from({"DASHBOARD_PROXY_HOPS": hops}))
        server.add_url_rule("/", view_func=lambda: request.host_url)
        headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
        return server.test_client().get("/", headers=headers).text

    assert seen("0") == "http://localhost/"
    assert seen("1") == "https://evil.example/"


def test_sec_10_gunicorn_is_set_up_narrowly() -> None:
    conf = configuration()
    assert conf["control_socket_disable"]
    assert conf["limit_request_line"] == 4094
    assert conf["timeout"] == 30
    assert conf["max_requests"] > 0
    assert conf["preload_app"]
    assert "errorlog" not in conf


# --- the guard before Dash ---

VALID = call("/vergleich?ansicht=profil")
(INPUT,) = VALID["inputs"]


def asking(value: Any) -> dict[str, Any]:
    return {**VALID, "inputs": [{**INPUT, "value": value}]}


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in VALID.items() if name != key}


def test_sec_06_what_the_renderer_sends_is_answered(site: Site, client: FlaskClient) -> None:
    answer = client.post("/_dash-update-component", json=VALID)
    assert answer.status_code == 200
    assert "Profil" in answer.text
    assert [*site.callback_map] == [VALID["output"]]
    older = {**without("parsedChangedPropsIds"), "state": []}
    assert client.post("/_dash-update-component", json=older).status_code == 200


MALFORMED: dict[str, Any] = {
    "object": {},
    "list": [],
    "null": None,
    "number": 42,
    "text": "x",
    "unknown output": {**VALID, "output": "x.y"},
    "output is a list": {**VALID, "output": [VALID["output"]]},
    "output is missing": without("output"),
    "outputs are missing": without("outputs"),
    "outputs are a list": {**VALID, "outputs": [VALID["outputs"]]},
    "inputs are missing": without("inputs"),
    "inputs are null": {**VALID, "inputs": None},
    "inputs are an object": {**VALID, "inputs": {}},
    "inputs are texts": {**VALID, "inputs": ["ansicht.asked"]},
    "inputs are empty": {**VALID, "inputs": []},
    "inputs are doubled": {**VALID, "inputs": [INPUT] * 2},
    "inputs are nested": {**VALID, "inputs": [[INPUT]]},
    "input of another id": {**VALID, "inputs": [{**INPUT, "id": "b"}]},
    "input with a pattern": {**VALID, "inputs": [{**INPUT, "id": {"type": "a"}}]},
    "input of another property": {**VALID, "inputs": [{**INPUT, "property": "href"}]},
    "state too much": {**VALID, "state": [INPUT]},
    "value is an object": asking({"a": 1, "b": 2}),
    "value is a text of two letters": asking("/a"),
    "value is an address alone": asking(["/vergleich"]),
    "value holds a list": asking([["/vergleich"], 1]),
    "value has no number": asking(["/vergleich", "1"]),
    "value has half a letter": asking(["\ud800", 1]),
    "changed is missing": without("changedPropIds"),
    "changed is null": {**VALID, "changedPropIds": None},
    "changed is unknown": {**VALID, "changedPropIds": ["ansicht.href"]},
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_sec_06_a_malformed_call_is_400(client: FlaskClient, body: Any) -> None:
    answer = client.post(
        "/_dash-update-component", data=json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 400
    assert answer.json == {"fehler": NO_QUESTION}


@pytest.mark.parametrize(
    ("raw", "type_", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b'\xff"', "application/json", 400),
        (b"1" * 5000, "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"output":' + b"[" * 3000 + b"]" * 3000 + b"}", "application/json", 400),
        (json.dumps(VALID).encode(), "text/plain", 415),
    ],
    ids=["empty", "broken", "not utf-8", "endless number", "deep", "deep but whole", "plain text"],
)
def test_sec_06_bytes_that_are_no_call_are_4xx(
    client: FlaskClient, raw: bytes, type_: str, status: int
) -> None:
    answer = client.post("/_dash-update-component", data=raw, content_type=type_)
    assert answer.status_code == status
    if status == 400:
        assert answer.json == {"fehler": NO_QUESTION}


def test_sec_06_an_own_fault_is_a_plain_500(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(settings_from({}))
    app.server.config["PROPAGATE_EXCEPTIONS"] = False

    def broken(*_values: object) -> object:
        raise RuntimeError("geheim")

    monkeypatch.setitem(app.server.view_functions, "daten", broken)
    answer = app.server.test_client().get("/daten")
    assert answer.status_code == 500
    assert "geheim" not in answer.text
    assert "Hier ist ein Fehler passiert" in answer.text


def test_a_fingerprint_is_found_only_before_the_suffix() -> None:
    assert FINGERPRINT.sub("", "site.0123456789abcdef.css") == "site.css"
    assert FINGERPRINT.sub("", "site.css") == "site.css"
