"""Run by `make bench`: one interleaved series, medians (min–max) and ratios, written down."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Request, sync_playwright

from tests.bench import pages
from tests.bench.contenders import OWN, ROOT, Contender, comparisons, overviews, running
from tests.bench.crowd import Ask, crowd
from tests.bench.loads import LINES, load
from tests.browser.conftest import BROWSERS, FLAGS
from tests.made.shipped import one_of_each
from tests.serving import children_of, memory_of

FIGURES = {
    "kb": "bytes of a cold load, kB",
    "requests": "requests",
    "used_kb": "the same after choices, kB, without their answers",
    "used_requests": "requests for it",
    "foreign": "foreign hosts",
    "text": "first text, ms",
    "visible": "what is drawn visible, ms",
    "live": "what is drawn usable, ms",
    "blocked": "blocking time, ms",
    "click": "a choice to all redrawn, ms",
    "repeat_kb": "repeat visit, kB",
    "start": "start to first 200, s",
    "memory": "memory, idle, MiB",
    "views": "page views a second, 50 users",
    "moved": "the same if the mouse moves",
    "p95": "p95 of a page view, ms",
    "failures": "failed page views",
}
Results = dict[str, dict[str, dict[str, list[float]]]]


def main() -> None:
    """Measure, print and write `test-output/bench.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loads", type=int, default=7, help="cold loads per site and line")
    parser.add_argument("--starts", type=int, default=3, help="starts per site")
    parser.add_argument("--crowds", type=int, default=3, help="crowds of fifty per site")
    parser.add_argument("--streamlit", type=Path, default=ROOT / ".venv-bench")
    parser.add_argument("--lines", nargs="*", default=["desktop", "phone 4G"], choices=[*LINES])
    chosen = parser.parse_args()
    sites = [c for c in comparisons(chosen.streamlit) if _is_there(c)]
    linked = [c for c in overviews(chosen.streamlit) if _is_there(c)]
    results: Results = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for _ in range(chosen.starts):
        for site in sites:
            with running(site) as (_port, process, seconds):
                results["server"][site.name]["start"].append(seconds)
                results["server"][site.name]["memory"].append(
                    memory_of(process, *children_of(process))
                )
    found = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        for line in chosen.lines:
            _series(browser, sites, line, line, chosen.loads, results)
            _series(browser, linked, line, f"overview, {line}", chosen.loads, results)
        if chosen.crowds:
            _crowds(browser, sites, chosen.crowds, results)
        _print(results)
        with running(sites[0]) as (port, _process, _seconds):
            pages.show(browser.new_page(), sites[0].root(port), list(one_of_each()))
        browser.close()


def _is_there(contender: Contender) -> bool:
    there = shutil.which(contender.command[0]) is not None
    if not there:
        print(f"{contender.name} is left out: {contender.command[0]} is not installed.")
    return there


def _series(
    browser: Browser,
    sites: Sequence[Contender],
    line: str,
    name: str,
    loads: int,
    results: Results,
) -> None:
    """Load every site in turn; what is cold is the browser, the servers run throughout."""
    with ExitStack() as stack:
        ports = [stack.enter_context(running(site))[0] for site in sites]
        for _ in range(loads):
            for site, port in zip(sites, ports, strict=True):
                measured = load(browser, site, site.address(port), line)
                clicks = measured.pop("clicks")
                row = results[name][site.name]
                for what, value in measured.items():
                    if value is not None:
                        row[what].append(value)
                row["click"] += clicks
            _keep(results)


def _crowds(browser: Browser, sites: Sequence[Contender], rounds: int, results: Results) -> None:
    """Send fifty visitors to every site in turn.

    Where there are two cores, the server that is asked and the visitors have one each.
    """
    cores = sorted(os.sched_getaffinity(0))
    apart = len(cores) > 1
    with ExitStack() as stack:
        own = {cores[0]} if apart else None
        ports = [stack.enter_context(running(site, cores=own))[0] for site in sites]
        pairs = list(zip(sites, ports, strict=True))
        asked = [
            {
                "views": _asked(browser, site, site.address(at), moves=False),
                "moved": _asked(browser, site, site.address(at), moves=True),
            }
            for site, at in pairs
        ]
        os.sched_setaffinity(0, cores[1:] if apart else cores)
        for _ in range(rounds):
            for (site, port), kinds in zip(pairs, asked, strict=True):
                row = results["server"][site.name]
                for name, asks in kinds.items():
                    views, slow, failures = crowd(asks, port)
                    row[name].append(views)
                    row["failures"].append(failures)
                    if name == "views":
                        row["p95"].append(slow)
            _keep(results)
        os.sched_setaffinity(0, cores)


def _asked(browser: Browser, site: Contender, address: str, *, moves: bool) -> list[Ask]:
    """Return what a first visit asks for over HTTP, until its chart is live.

    Where the mouse moves, it includes what a page fetches only then.
    """
    page = browser.new_page()
    seen: list[Request] = []
    page.on("request", lambda request: seen.append(request))
    page.goto(address)
    for one in site.live:
        page.wait_for_selector(one, timeout=60_000)
    if moves:
        page.mouse.move(2, 2)
        page.wait_for_timeout(1000)
    page.close()
    return [
        Ask(
            method=one.method,
            url=one.url,
            body=one.post_data_buffer or b"",
            content_type=one.headers.get("content-type", ""),
        )
        for one in seen
        if one.url.startswith("http")
    ]


def _keep(results: Results) -> None:
    """Write what is known so far, so that a run that breaks off leaves what it measured."""
    folder = ROOT / "test-output"
    folder.mkdir(exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(results, indent=1), encoding="utf-8")


def _print(results: Results) -> None:
    for line, by_site in results.items():
        print(f"\n{line}")
        names = [name for name in FIGURES if any(name in row for row in by_site.values())]
        for name in names:
            cells = [f"{site}: {_summary(row.get(name, []))}" for site, row in by_site.items()]
            print(f"  {FIGURES[name]:32} {'   '.join(cells)}   {_ratios(by_site, name)}")


def _summary(values: Sequence[float]) -> str:
    if not values:
        return "–"
    return f"{statistics.median(values):.4g} ({min(values):.4g}–{max(values):.4g})"


def _ratios(by_site: dict[str, dict[str, list[float]]], name: str) -> str:
    """Return how many times more the others need than this site, by their medians."""
    own: Any = by_site[OWN].get(name)
    if not own or not statistics.median(own):
        return ""
    others = {site: row[name] for site, row in by_site.items() if site != OWN and row.get(name)}
    parts = [
        f"{site} {statistics.median(values) / statistics.median(own):.2f}×"
        for site, values in others.items()
    ]
    return "| " + ", ".join(parts)


if __name__ == "__main__":
    main()
