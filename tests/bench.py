"""What a page costs: bytes over the wire, requests, start of the server, memory of a worker.

Run by `make bench`. Sizes and counts are facts; times are of this machine and only for comparing.
"""

from __future__ import annotations

import json
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import BROWSERS, FLAGS

ROOT = Path(__file__).resolve().parents[1]
ROUTES = ("/", "/stadt/moelln", "/daten")
STARTS = 5


def main() -> None:
    """Print the table and write it to `test-output/bench.json`."""
    report: dict[str, object] = {"starts": [_start_seconds() for _ in range(STARTS)]}
    port, process = _served()
    try:
        report["pages"] = {route: _page(f"http://127.0.0.1:{port}{route}") for route in ROUTES}
        report["worker_rss_mb"] = _worker_memory(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)
    folder = ROOT / "test-output"
    folder.mkdir(exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(report, indent=2), encoding="utf-8")
    _print(report)


def _served() -> tuple[int, subprocess.Popen[bytes]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn"],
        cwd=ROOT,
        env={"DASHBOARD_BIND": f"127.0.0.1:{port}", "DASHBOARD_WORKERS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                return port, process
        except OSError:
            if process.poll() is not None:
                raise
            time.sleep(0.02)


def _start_seconds() -> float:
    begin = time.perf_counter()
    _port, process = _served()
    seconds = time.perf_counter() - begin
    process.terminate()
    process.wait(timeout=20)
    return round(seconds, 2)


def _page(address: str) -> dict[str, object]:
    """Return bytes and requests of a cold and of a repeated visit, as Chromium counts them."""
    found = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        visits = [_visit(context.new_page(), address) for _ in range(2)]
        browser.close()
    return {"cold": visits[0], "repeat": visits[1]}


def _visit(page, address: str) -> dict[str, int]:  # type: ignore[no-untyped-def]
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[int] = []
    urls: list[str] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    network.on("Network.requestWillBeSent", lambda event: urls.append(event["request"]["url"]))
    page.goto(address, wait_until="networkidle")
    page.wait_for_selector("#server-view", state="detached")
    asked = [url for url in urls if not url.startswith(("data:", "blob:"))]
    own = address.split("/", 3)[:3]
    return {
        "kB": round(sum(sizes) / 1000),
        "requests": len(asked),
        "foreign": sum(url.split("/", 3)[:3] != own for url in asked),
    }


def _worker_memory(parent: int) -> float:
    """Return the resident memory of the one worker, in MB."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    status = Path(f"/proc/{children[0]}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1000, 1)


def _print(report: dict[str, object]) -> None:
    starts = sorted(report["starts"])  # type: ignore[call-overload]
    print(f"start to first 200: median {statistics.median(starts)} s ({starts[0]}–{starts[-1]})")
    print(f"memory of one worker: {report['worker_rss_mb']} MB")
    print(f"{'page':16} {'cold kB':>8} {'requests':>9} {'foreign':>8} {'repeat kB':>10}")
    for route, visits in report["pages"].items():  # type: ignore[attr-defined]
        cold, repeat = visits["cold"], visits["repeat"]
        print(
            f"{route:16} {cold['kB']:8} {cold['requests']:9} {cold['foreign']:8} {repeat['kB']:10}"
        )


if __name__ == "__main__":
    main()
