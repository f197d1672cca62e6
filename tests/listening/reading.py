"""Pages read aloud: all of one from top to bottom, its way by headings, and one choice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.visit import settle
from tests.listening.desk import Desk

BROWSERS = ("chromium", "chromium-browser", "google-chrome")  # with windows: not the headless shell
PREFERENCES = '{"translate": {"enabled": false}, "intl": {"accept_languages": "de"}}'
FIRST_SECONDS = 30  # until something is said of a page or a key
QUIET = 4.0  # seconds after which a page is over: Orca may think for long about a large one
QUIET_KEY = 1.5  # the same after a key
LAST = "Barriere melden"  # ends every page with menus
QUIET_LAST = 1.0
NAMED = ("link", "button", "heading", "DisclosureTriangle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What was heard of a page, a piece each, in the order of time.

    `read` from top to bottom, `jumps` of the key for headings from the top, `choices` by their
    name what was heard after the choice was made. `names` are those that the browser computed for
    links, buttons and headings: pairs of role and name, in the order of the page.
    """

    address: str
    read: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    jumps: tuple[tuple[str, ...], ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def text(self) -> str:
        """Return the transcript as a file, for a person to read."""
        parts = [self.address, f"— von oben nach unten, {len(self.read)} Stücke —", *self.read]
        for at, jump in enumerate(self.jumps, start=1):
            parts += [f"— Taste H, zum {at}. Mal —", *jump]
        for name, pieces in self.choices:
            parts += [f"— Wahl: {name} —", *pieces]
        return "\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a visitor: what has the focus, by role and name, and the keys then pressed."""

    role: str
    name: str
    keys: Sequence[str] = ("space",)


class Reader:
    """A window of a browser at a desk."""

    def __init__(self, desk: Desk, page: Page) -> None:
        self.desk, self.voice, self.page = desk, desk.voice, page

    def read(self, site: str, address: str, jumps: int, choices: Sequence[Choice]) -> Transcript:
        """Read a page of the site, jump so many headings from its top, make the choices."""
        start = len(self.voice.pieces)
        self.page.goto(site + address)
        self._wait_for_speech(start, address)
        self.voice.wait_for_silence(QUIET, LAST, QUIET_LAST)
        read = tuple(self.voice.pieces[start:])
        names = tuple(self._names())
        self.heard("ctrl+Home")
        jumped = tuple(self.heard("h") for _ in range(jumps))
        made = tuple((choice.name, self._made(choice)) for choice in choices)
        return Transcript(address=address, read=read, names=names, jumps=jumped, choices=made)

    def heard(self, *keys: str) -> tuple[str, ...]:
        """Return what is said after keys, until it is quiet."""
        start = len(self.voice.pieces)
        self.desk.press(*keys)
        self._wait_for_speech(start, " ".join(keys))
        self.voice.wait_for_silence(QUIET_KEY)
        return tuple(self.voice.pieces[start:])

    def _made(self, choice: Choice) -> tuple[str, ...]:
        control = self.page.get_by_role(choice.role, name=choice.name).first  # type: ignore[arg-type]
        control.focus()
        self.voice.wait_for_silence(QUIET_KEY)  # Orca may think that its own key moved the focus
        start = len(self.voice.pieces)
        self.desk.press(*choice.keys)
        self._wait_for_speech(start, choice.name)
        settle(self.page)
        self.voice.wait_for_silence(QUIET_KEY)
        return tuple(self.voice.pieces[start:])

    def _wait_for_speech(self, since: int, what: str) -> None:
        said = self.voice.wait_for(since, FIRST_SECONDS)
        assert said, f"Orca sagt zu „{what}“ nach {FIRST_SECONDS} Sekunden nichts."

    def _names(self) -> Iterator[tuple[str, str]]:
        tree = self.page.context.new_cdp_session(self.page).send("Accessibility.getFullAXTree")
        for node in tree["nodes"]:
            role = node.get("role", {}).get("value")
            name = " ".join(node.get("name", {}).get("value", "").split())
            if role in NAMED and not node["ignored"]:
                yield role, name


@contextmanager
def chromium(desk: Desk) -> Iterator[Reader]:
    """A Chromium with windows at the desk, its first page clicked into so that it is read."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "Kein Chromium mit Fenstern gefunden; `make listen` installiert es."
    profile = desk.folder / "chromium"
    (profile / "Default").mkdir(parents=True)
    (profile / "Default" / "Preferences").write_text(PREFERENCES)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=found,
            headless=False,
            no_viewport=True,
            env=dict(desk.environment),
            args=[*FLAGS, "--force-renderer-accessibility", "--window-size=1440,900"],
        )
        page = context.pages[0]
        desk.voice.wait_for_silence(QUIET_KEY)
        # what is typed now goes to the page, no longer to the line for addresses
        subprocess.run(
            ["xdotool", "mousemove", "700", "500", "click", "1"], env=desk.environment, check=True
        )
        desk.voice.wait_for_silence(QUIET_KEY)
        yield Reader(desk, page)
        context.close()
