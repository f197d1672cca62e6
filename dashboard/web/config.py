"""Settings from the environment, checked; the only place that reads it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dashboard import ROOT
from dashboard.wording import links

PREFIX = "DASHBOARD_"
# each opens a door that a public server must keep shut
FORBIDDEN = ("DASH_DEBUG", "DASH_MCP_ENABLED", "FLASK_DEBUG")
YES, NO = frozenset({"ja", "1", "true"}), frozenset({"nein", "0", "false", ""})


class SettingsError(Exception):
    """Settings that cannot be served with; the message names every one and its remedy.

    `settings` are those that could be read, with what holds without a setting for the others.
    """

    def __init__(self, faults: list[str], settings: Settings) -> None:
        """Keep the sentences, one for each fault."""
        super().__init__("\n".join(["Die Einstellungen passen nicht:", *faults]))
        self.faults = tuple(faults)
        self.settings = settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One thing said about the operator; `{name}` in a text of `data/texts` becomes its value."""

    variable: str
    name: str
    label: str
    mandatory: bool = True
    email: bool = False


OPERATOR = (
    Detail(variable="OPERATOR_NAME", name="betreiber_name", label="Name des Betreibers"),
    Detail(variable="OPERATOR_ADDRESS", name="betreiber_anschrift", label="Anschrift"),
    Detail(variable="OPERATOR_REPRESENTATIVE", name="betreiber_vertretung", label="Vertretung"),
    Detail(variable="OPERATOR_EMAIL", name="betreiber_email", label="E-Mail-Adresse", email=True),
    Detail(
        variable="OPERATOR_PHONE", name="betreiber_telefon", label="Telefonnummer", mandatory=False
    ),
    Detail(
        variable="OPERATOR_EDITOR",
        name="inhalt_verantwortlich",
        label="verantwortlich für den Inhalt",
    ),
    Detail(
        variable="ACCESSIBILITY_EMAIL",
        name="barriere_email",
        label="E-Mail-Adresse für Barrieren",
        email=True,
    ),
    Detail(
        variable="ENFORCEMENT_BODY",
        name="durchsetzungsstelle",
        label="Schlichtungs- oder Durchsetzungsstelle",
    ),
    Detail(variable="ENFORCEMENT_URL", name="durchsetzungsstelle_adresse", label="deren Adresse"),
    Detail(variable="PRIVACY_OFFICER", name="datenschutz_kontakt", label="Datenschutzbeauftragte"),
    Detail(
        variable="PRIVACY_AUTHORITY",
        name="aufsichtsbehoerde",
        label="Aufsichtsbehörde für den Datenschutz",
    ),
    Detail(variable="LOG_RETENTION", name="protokoll_frist", label="Aufbewahrung der Protokolle"),
    Detail(
        variable="SECURITY_EMAIL",
        name="sicherheit_email",
        label="E-Mail-Adresse für Sicherheitslücken",
        email=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where things lie, how they are served, and who runs the instance."""

    data_folder: Path
    assets_folder: Path
    build_folder: Path
    bind: str = "127.0.0.1:8000"
    workers: int = 2
    threads: int = 4
    statsd: str = ""
    public: bool = False
    demo: bool = False
    stock_scripts: bool = False
    base_url: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    frame_ancestors: str = "*"
    shared_cache_seconds: int = 60
    operator: Mapping[str, str] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """The path of the public address, below which everything stands; empty at its root."""
        return urlsplit(self.base_url).path


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings; every variable is named `DASHBOARD_…`, see `.env.example`.

    Raises:
        SettingsError: with a German sentence for everything that is wrong.
    """
    reading = _Reading(environment)
    settings = Settings(
        data_folder=Path(reading.value("DATA") or ROOT / "data"),
        assets_folder=ROOT / "assets",
        build_folder=Path(reading.value("BUILD") or ROOT / ".build"),
        bind=reading.matching("BIND", r"\S+:\d+|unix:\S+", "127.0.0.1:8000"),
        workers=reading.number("WORKERS", 2, 1, 64),
        threads=reading.number("THREADS", 4, 1, 64),
        statsd=reading.checked("STATSD", _host_and_port, ""),
        public=reading.yes("PUBLIC"),
        demo=reading.yes("DEMO"),
        stock_scripts=reading.yes("STOCK_SCRIPTS"),
        base_url=reading.checked("BASE_URL", _base_url, ""),
        trusted_hosts=reading.names("TRUSTED_HOSTS"),
        proxy_hops=reading.number("PROXY_HOPS", 0, 0, 5),
        frame_ancestors=reading.matching(
            "FRAME_ANCESTORS", r"\*|'none'|'self'|(https://[\w.:*-]+ ?)+", "*"
        ),
        shared_cache_seconds=reading.number("SHARED_CACHE_SECONDS", 60, 0, 86400),
        operator={one.name: reading.detail(one) for one in OPERATOR},
    )
    reading.finish(settings)
    return settings


class _Reading:
    """One pass over the environment that collects faults instead of stopping at the first."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.asked: set[str] = set()
        self.faults: list[str] = []

    def value(self, name: str) -> str:
        self.asked.add(PREFIX + name)
        return self.environment.get(PREFIX + name, "").strip()

    def checked(self, name: str, parse: Callable[[str], Any], default: Any) -> Any:
        text = self.value(name)
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as reason:
            self.faults.append(f"{PREFIX}{name}: „{text}“ geht nicht. {reason}")
            return default

    def matching(self, name: str, pattern: str, default: str) -> str:
        def parse(text: str) -> str:
            if not re.fullmatch(pattern, text):
                raise ValueError("Beispiele stehen in .env.example.")
            return text

        return str(self.checked(name, parse, default))

    def number(self, name: str, default: int, least: int, most: int) -> int:
        def parse(text: str) -> int:
            if not text.isdecimal() or not least <= int(text) <= most:
                raise ValueError(f"Erlaubt ist eine ganze Zahl von {least} bis {most}.")
            return int(text)

        return int(self.checked(name, parse, default))

    def yes(self, name: str) -> bool:
        def parse(text: str) -> bool:
            if text.lower() not in YES | NO:
                raise ValueError("Bitte „ja“ oder „nein“ schreiben.")
            return text.lower() in YES

        return bool(self.checked(name, parse, False))

    def names(self, name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.value(name).split(",") if part.strip())

    def detail(self, detail: Detail) -> str:
        def parse(text: str) -> str:
            if detail.email and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", text):
                raise ValueError("Das ist keine E-Mail-Adresse.")
            return text

        return str(self.checked(detail.variable, parse, ""))

    def finish(self, settings: Settings) -> None:
        """Check what concerns several settings at once, then raise if anything was found."""
        for name in FORBIDDEN:
            if self.environment.get(name):
                self.faults.append(f"{name} darf nicht gesetzt sein: Es öffnet den Server.")
        for name in sorted(self.environment):
            if name.startswith(PREFIX) and name not in self.asked:
                near = get_close_matches(name, sorted(self.asked), n=1)
                meant = f" Gemeint ist vielleicht {near[0]}." if near else ""
                self.faults.append(f"{name} ist keine Einstellung.{meant}")
        if settings.public:
            if settings.demo:
                self.faults.append(f"{PREFIX}DEMO: Erfundene Daten haben öffentlich keinen Platz.")
            if not self.value("BASE_URL"):
                self.faults.append(f"{PREFIX}BASE_URL fehlt: die öffentliche Adresse der Seite.")
            self.faults += [
                f"{PREFIX}{one.variable} fehlt: {one.label}. Öffentlich ist das Pflicht."
                for one in OPERATOR
                if one.mandatory and not self.value(one.variable)
            ]
        if self.faults:
            raise SettingsError(self.faults, settings)


def _host_and_port(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("Erwartet wird etwa 127.0.0.1:9125.")
    return text


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    path = parts.path.rstrip("/")
    plain = re.fullmatch(r"(/(?!\.)[\w.~-]+)*", path, re.ASCII) and not parts.query + parts.fragment
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise ValueError(
            "Erwartet wird etwa https://kleinstadt.example.de oder https://example.de/kleinstadt."
        )
    if path and links.is_own(path):
        raise ValueError(
            f"Mit „{path}“ beginnen Adressen der Seite selbst; der Pfad muss anders sein."
        )
    return f"{parts.scheme}://{parts.netloc}{path}"
