from __future__ import annotations

import re
import subprocess
import sys

import pytest

from dashboard import ROOT
from dashboard.web.config import OPERATOR, PREFIX, SettingsError, settings_from
from tests.serving import PUBLIC

MANDATORY = [PREFIX + one.variable for one in OPERATOR if one.mandatory]


def faults_of(environment: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        settings_from(environment)
    return caught.value.faults


def test_without_any_variable_the_site_is_a_local_draft() -> None:
    settings = settings_from({})
    assert settings.data_folder == ROOT / "data"
    assert settings.bind.startswith("127.0.0.1:")
    assert not settings.public
    assert not settings.demo


def test_page_4_a_complete_public_instance_is_accepted() -> None:
    settings = settings_from(PUBLIC)
    assert settings.public
    assert settings.operator["betreiber_name"] == "Prüfstelle Musterstadt"


@pytest.mark.parametrize("missing", [*MANDATORY, "DASHBOARD_BASE_URL"])
def test_page_4_public_mode_names_what_is_missing(missing: str) -> None:
    faults = faults_of({**PUBLIC, missing: " "})
    assert len(faults) == 1
    assert faults[0].startswith(f"{missing} fehlt")


@pytest.mark.parametrize("name", ["DASH_DEBUG", "DASH_MCP_ENABLED", "FLASK_DEBUG"])
def test_sec_04_and_05_debug_and_mcp_are_refused(name: str) -> None:
    assert faults_of({name: "1"}) == (f"{name} darf nicht gesetzt sein: Es öffnet den Server.",)


@pytest.mark.parametrize("bind", ["", "127.0.0.1:9125", "localhost:9125", "[::1]:9125"])
def test_counts_go_to_a_host_and_a_port_or_nowhere(bind: str) -> None:
    assert settings_from({"DASHBOARD_STATSD": bind}).statsd == bind


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DASHBOARD_WORKERS", "viele", "ganze Zahl von 1 bis 64"),
        ("DASHBOARD_WORKERS", "0", "ganze Zahl von 1 bis 64"),
        ("DASHBOARD_PROXY_HOPS", "-1", "ganze Zahl von 0 bis 5"),
        ("DASHBOARD_PUBLIC", "vielleicht", "„ja“ oder „nein“"),
        ("DASHBOARD_BASE_URL", "kleinstadt.example.de", "https://kleinstadt.example.de"),
        ("DASHBOARD_BASE_URL", "https://example.de/stadt", "Adressen der Seite selbst"),
        ("DASHBOARD_BASE_URL", "https://example.de/../a", "https://example.de/kleinstadt"),
        ("DASHBOARD_BASE_URL", "https://example.de/?a", "https://example.de/kleinstadt"),
        ("DASHBOARD_BASE_URL", "https://[", "geht nicht"),
        ("DASHBOARD_BIND", "überall", ".env.example"),
        ("DASHBOARD_STATSD", "9125", "127.0.0.1:9125"),
        ("DASHBOARD_STATSD", ":9125", "127.0.0.1:9125"),
        ("DASHBOARD_STATSD", "127.0.0.1:65536", "127.0.0.1:9125"),
        ("DASHBOARD_STATSD", "127.0.0.1:0", "127.0.0.1:9125"),
        ("DASHBOARD_STATSD", "unix:/run/statsd", "127.0.0.1:9125"),
        ("DASHBOARD_FRAME_ANCESTORS", "*; script-src *", ".env.example"),
        ("DASHBOARD_OPERATOR_EMAIL", "post at example.de", "keine E-Mail-Adresse"),
        ("DASHBOARD_WOKERS", "2", "Gemeint ist vielleicht DASHBOARD_WORKERS."),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy(name: str, value: str, said: str) -> None:
    (fault,) = faults_of({name: value})
    assert fault.startswith(name)
    assert said in fault


def test_the_public_address_may_have_a_path() -> None:
    for text in ("https://example.de/klein/stadt", "https://example.de/klein/stadt/"):
        settings = settings_from({"DASHBOARD_BASE_URL": text})
        assert settings.base_url == "https://example.de/klein/stadt"
        assert settings.prefix == "/klein/stadt"
    assert settings_from({"DASHBOARD_BASE_URL": "https://example.de/"}).prefix == ""


def test_what_is_wrong_is_not_called_missing_too() -> None:
    for name, value in (("BASE_URL", "https://example.de/stadt"), ("OPERATOR_EMAIL", "post")):
        (fault,) = faults_of({**PUBLIC, f"DASHBOARD_{name}": value})
        assert "geht nicht" in fault


def test_every_fault_is_named_at_once() -> None:
    faults = faults_of({"DASHBOARD_WORKERS": "x", "DASHBOARD_PUBLIC": "x", "DASH_DEBUG": "1"})
    assert len(faults) == 3


def test_invented_data_are_refused_in_public() -> None:
    assert "Erfundene Daten" in faults_of({**PUBLIC, "DASHBOARD_DEMO": "ja"})[0]


def test_the_example_file_holds_every_setting_and_is_accepted() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    lines = dict(re.findall(r'^(DASHBOARD_\w+)="(.*)"$', text, re.MULTILINE))
    source = (ROOT / "dashboard" / "web" / "config.py").read_text(encoding="utf-8")
    named = {*re.findall(r'reading\.\w+\(\s*"([A-Z_]+)"', source), *(o.variable for o in OPERATOR)}
    assert set(lines) == {PREFIX + name for name in named}
    assert settings_from(lines) == settings_from(dict.fromkeys(lines, ""))


def test_the_server_refuses_to_start_with_sentences_and_no_traceback() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "gunicorn"],
        cwd=ROOT,
        env={"DASHBOARD_PUBLIC": "ja", "DASH_DEBUG": "true"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 1
    assert "DASH_DEBUG darf nicht gesetzt sein" in run.stderr
    assert "DASHBOARD_OPERATOR_NAME fehlt" in run.stderr
    assert "Traceback" not in run.stderr
