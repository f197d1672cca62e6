"""Pages read aloud: all of one from top to bottom, its way by headings, and one choice each."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import FLAGS
from tests.listening.desk import Desk

BROWSERS = ("chromium", "chromium-browser", "google-chrome")  # with windows: not the headless shell
PREFERENCES = '{"translate": {"enabled": false}, "intl": {"accept_languages": "de"}}'
FIRST_SECONDS = 30  # until something is said of a page or a key
QUIET = 5.0  # seconds after which a page is over: Orca may think for long about a large one
QUIET_KEY = 1.5  # the same after a key
QUIET_CHOICE = 3.0  # and after a choice: what is said twice may come late
QUIET_LAST = 1.0  # once what ends the page was said
TRIES = 3  # on a busy machine Orca now and then takes a page for another and stops
NAMED = ("link", "button", "heading", "DisclosureTriangle")
LAST_LINK = """() => {
  const shown = [...document.querySelectorAll('a[href]')].filter(one => one.checkVisibility());
  const last = shown.at(-1);
  const copy = last.cloneNode(true);
  copy.querySelectorAll('[aria-hidden=true]').forEach(one => one.remove());
  return last.ariaLabel ?? copy.textContent.trim();
}"""


@dataclass(slots=True, kw_only=True)
class Transcript:
    """What was heard of a page, a piece each, in the order of time.

    `read` from top to bottom; `jumps` at each press of the key for headings, from the top;
    `choices` after each choice, by what was chosen. `names` are those that the browser computed for
    links, buttons and headings: pairs of role and name.
    """

    address: str
    read: Sequence[str]
    names: Sequence[tuple[str, str]]
    jumps: list[Sequence[str]] = field(default_factory=list)
    choices: dict[str, Sequence[str]] = field(default_factory=dict)

    def text(self) -> str:
        """Return the transcript as a file, for a person to read."""
        parts = [self.address, f"— von oben nach unten, {len(self.read)} Stücke —", *self.read]
        for at, jump in enumerate(self.jumps, start=1):
            parts += [f"— Taste H, zum {at}. Mal —", *jump]
        for name, pieces in self.choices.items():
            parts += [f"— Wahl: {name} —", *pieces]
        return "\n".join(parts) + "\n"


class Reader:
    """A window of Chromium at a desk, and the site that is read in it."""

    def __init__(self, desk: Desk, page: Page, site: str) -> None:
        self.desk, self.voice, self.page, self.site = desk, desk.voice, page, site

    def read(self, address: str) -> Transcript:
        """Read a page from top to bottom, again where the reading was broken off."""
        for _ in range(TRIES):
            start = len(self.voice.pieces)
            self.page.goto(self.site + address)
            names = list(self._names())
            last = self.page.evaluate(LAST_LINK)
            times = [name for _role, name in names].count(last)  # a heading may say the same
            self._wait_for_speech(start, address)
            self.voice.wait_for_silence(QUIET, last, times, QUIET_LAST)
            read = self.voice.pieces[start:]
            if read.count(last) >= times:
                break
        return Transcript(address=address, read=read, names=names)

    def jump_to(self, heading: str, most: int) -> list[Sequence[str]]:
        """Press the key for headings from the top until this one is said; return what was heard."""
        self._heard("ctrl+Home")
        jumps: list[Sequence[str]] = []
        while len(jumps) < most and not (jumps and any(heading in one for one in jumps[-1])):
            jumps.append(self._heard("h"))
        return jumps

    def choose(
        self, role: str, name: str, keys: Sequence[str], is_said: Callable[[str], object]
    ) -> Sequence[str]:
        """Give the focus to a control, press keys; return what was heard from then on.

        It is listened to until `is_said` of a piece and silence after it, or for long enough.
        """
        # a person silences the reader; else it still minds the key for headings, and no focus
        self.desk.press("Control_L")
        control = self.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
        control.first.focus()
        self.voice.wait_for_silence(QUIET_KEY)
        start = len(self.voice.pieces)
        self.desk.press(*keys)
        self._wait_for_speech(start, name)
        heard = start
        while self.voice.wait_for(heard, FIRST_SECONDS):
            heard = len(self.voice.pieces)
            if any(map(is_said, self.voice.pieces[start:])):
                break
        self.voice.wait_for_silence(QUIET_CHOICE)
        return self.voice.pieces[start:]

    def _heard(self, key: str) -> Sequence[str]:
        start = len(self.voice.pieces)
        self.desk.press(key)
        self._wait_for_speech(start, key)
        self.voice.wait_for_silence(QUIET_KEY)
        return self.voice.pieces[start:]

    def _wait_for_speech(self, since: int, what: str) -> None:
        said = self.voice.wait_for(since, FIRST_SECONDS)
        assert said, f"Orca sagt zu „{what}“ nach {FIRST_SECONDS} Sekunden nichts."

    def _names(self) -> Iterator[tuple[str, str]]:
        tree = self.page.context.new_cdp_session(self.page).send("Accessibility.getFullAXTree")
        for node in tree["nodes"]:
            role = node.get("role", {}).get("value")
            if role in NAMED and not node["ignored"]:
                yield role, " ".join(node.get("name", {}).get("value", "").split())


@contextmanager
def chromium(desk: Desk, site: str) -> Iterator[Reader]:
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
        desk.voice.wait_for_silence(QUIET_KEY)
        # what is typed now goes to the page, no longer to the line for addresses
        subprocess.run(
            ["xdotool", "mousemove", "700", "500", "click", "1"], env=desk.environment, check=True
        )
        desk.voice.wait_for_silence(QUIET_KEY)
        yield Reader(desk, context.pages[0], site)
        context.close()
