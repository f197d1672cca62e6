"""Page loads and clicks in a real browser, on an unshaped line and as a phone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Browser, Page

from tests.bench.contenders import Contender

TOWNS = ("Wittenberge", "Mölln", "Dippoldiswalde")
# latency in ms, bytes per second, how many times slower the processor
LINES: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {
        "desktop": (0, -1, 1),
        "phone 4G": (60, 10e6 / 8, 4),
        "phone 3G": (150, 1.6e6 / 8, 4),
    }
)
# notes when the first text, the first visible chart and the first live chart are there
WATCH = """(() => {
  const times = window.benchTimes = {blocked: 0};
  const shown = selectors => selectors.every(one => [...document.querySelectorAll(one)].some(
    element => element.checkVisibility({visibilityProperty: true})));
  const add = entry => times.blocked += Math.max(0, entry.duration - 50);
  new PerformanceObserver(list => list.getEntries().forEach(add))
    .observe({type: "longtask", buffered: true});
  const look = () => {
    if (!times.visible && shown(VISIBLE)) times.visible = performance.now();
    if (!times.live && shown(LIVE)) times.live = performance.now();
    if (!times.live) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
# from the click on, when it was made and not when a busy page came to it, how long it takes until
# the marks stand elsewhere, or all views are others;
# what pointing at a town marks is no answer
CLICK = """([moves, views]) => new Promise(done => {
  const places = e => e.getAttribute("transform");
  const marked = / ?\\bis-(dimmed|marked)\\b/g;
  const all = selector => [...document.querySelectorAll(selector)];
  const drawn = () => moves ? [all(moves).map(places).join()]
    : views.map(one => all(one).map(e => e.outerHTML.replace(marked, "")).join());
  document.addEventListener("click", event => {
    const before = drawn(), begin = event.timeStamp;
    const look = () => {
      const now = drawn();
      if (now.every((one, at) => one && one !== before[at])) done(performance.now() - begin);
      else if (performance.now() - begin > 15000) done(null);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, {capture: true, once: true});
})"""
PRESS = 80  # milliseconds that a finger or a button stays down


@dataclass(slots=True, kw_only=True)
class Sent:
    """One request over the line, and how many bytes came back."""

    method: str
    url: str
    bytes: float = 0


def load(browser: Browser, contender: Contender, address: str, line: str) -> dict[str, Any]:
    """Return what one cold load, one repeated load and some clicks took."""
    latency, rate, slower = LINES[line]
    width = 1440 if line == "desktop" else 390
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    quoted = {"VISIBLE": json.dumps(contender.visible), "LIVE": json.dumps(contender.live)}
    script = WATCH
    for name, selector in quoted.items():
        script = script.replace(name, selector)
    page.add_init_script(script)
    cold, sent = _visit(page, contender, address, (latency, rate, slower))
    clicks = _clicks(page, contender)
    used = [one for one in sent.values() if one.method == "GET"]
    page.close()
    again = context.new_page()
    again.add_init_script(script)
    repeat, _sent = _visit(again, contender, address, (latency, rate, slower))
    context.close()
    return {
        **cold,
        "used_kb": sum(one.bytes for one in used) / 1000,
        "used_requests": len(used),
        "clicks": clicks,
        "repeat_kb": repeat["kb"],
    }


def _visit(
    page: Page, contender: Contender, address: str, shape: tuple[float, float, float]
) -> tuple[dict[str, Any], dict[str, Sent]]:
    """Return what a load took, and by their ids the requests over the line; more may follow."""
    latency, rate, slower = shape
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    conditions = {"offline": False, "latency": latency}
    throughput = {"downloadThroughput": rate, "uploadThroughput": rate}
    network.send("Network.emulateNetworkConditions", {**conditions, **throughput})
    network.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    sent: dict[str, Sent] = {}

    def begin(event: dict[str, Any]) -> None:
        request = event["request"]
        if not request["url"].startswith(("data:", "blob:")):
            sent[event["requestId"]] = Sent(method=request["method"], url=request["url"])

    def end(event: dict[str, Any]) -> None:
        if event["requestId"] in sent:
            sent[event["requestId"]].bytes = event["encodedDataLength"]

    network.on("Network.requestWillBeSent", begin)
    network.on("Network.loadingFinished", end)
    page.goto(address, wait_until="commit", timeout=120_000)
    for one in contender.live:
        page.wait_for_selector(one, timeout=120_000)
    page.wait_for_timeout(300 * slower)
    times = page.evaluate("window.benchTimes")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    measured = {
        "kb": sum(one.bytes for one in sent.values()) / 1000,
        "requests": len(sent),
        "foreign": sum("127.0.0.1" not in one.url for one in sent.values()),
        "text": paint,
        "visible": times.get("visible"),
        "live": times.get("live"),
        "blocked": times["blocked"],
    }
    return measured, sent


def _clicks(page: Page, contender: Contender) -> list[float]:
    """Return what it takes to choose three towns and to take that back: six new views."""
    times = []
    for town in [*TOWNS, *TOWNS]:
        asked = json.dumps([contender.moves, contender.views])
        page.evaluate(f"(() => {{ window.benchTaken = ({CLICK})({asked}); }})()")
        target = page.locator(contender.town.format(town)).first
        target.evaluate(
            "e => { const folded = e.closest('details'); if (folded) folded.open = true; }"
        )
        target.click(delay=PRESS)
        taken = page.evaluate("window.benchTaken")
        if taken is not None:
            times.append(taken)
        page.wait_for_timeout(400)
    return times
