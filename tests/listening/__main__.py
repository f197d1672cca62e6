"""Run by `make listen`: Orca reads the site; what was heard is kept and compared with expectations.

No part of `make test`: it takes minutes and programs of a desktop. Transcripts are for people to
read; what a machine can hear wrong is told at the end.
"""

from __future__ import annotations

import argparse
import re
import signal
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Error

from dashboard import ROOT
from tests.listening import expected as told
from tests.listening.desk import laid_out
from tests.listening.expected import Expected, expectations, faults
from tests.listening.reading import Reader, Transcript, chromium
from tests.serving import served

FOLDER = ROOT / "test-output" / "listening"
MOST_JUMPS = 20


def main() -> int:
    """Listen to every page of the expectations; return 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.listening", description=__doc__)
    parser.add_argument("addresses", nargs="*", help="only these, as in expectations.toml")
    only = parser.parse_args().addresses
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is ended then, too
    wanted = [one for one in expectations() if not only or one.address in only]
    FOLDER.mkdir(parents=True, exist_ok=True)
    wrong: dict[str, list[str]] = {}
    begin = time.monotonic()
    print("Seite | Stücke | davor | zum Befund | Ansagen", flush=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as site,
        laid_out() as desk,
        chromium(desk, site.address) as reader,
    ):
        for one in wanted:
            transcript = _listened(reader, one)
            (FOLDER / f"{_name(one.address)}.txt").write_text(transcript.text(), encoding="utf-8")
            wrong[one.address] = list(faults(transcript, one))
            print(_row(transcript, one), flush=True)
    for address, found in wrong.items():
        for fault in found:
            print(f"{address}: {fault}")
    count = sum(map(len, wrong.values()))
    minutes = (time.monotonic() - begin) / 60
    print(f"{len(wanted)} Seiten in {minutes:.1f} Minuten gehört, {count} Fehler.")
    print(f"Zum Lesen: {FOLDER.relative_to(ROOT)}/")
    return 1 if count else 0


def _listened(reader: Reader, one: Expected) -> Transcript:
    transcript = reader.read(one.address)
    if heading := told.heading_before(transcript, one):
        transcript.jumps = reader.jump_to(heading, MOST_JUMPS)
    for at, choice in enumerate(one.choices):
        if at:
            reader.page.goto(reader.site + one.address)  # each begins with the page as it comes
            reader.voice.wait_for_silence(2)
        said = re.compile(choice.said).search
        try:
            heard = reader.choose(choice.role, choice.name, choice.keys, said)
        except (AssertionError, Error) as reason:
            heard = [f"nichts: {str(reason).splitlines()[0]}"]
        transcript.choices[choice.name] = heard
    return transcript


def _row(transcript: Transcript, one: Expected) -> str:
    """Return a line of the table: pieces of all, before the content, to the finding, of choices."""
    levels = told.words().levels
    first = next((at for at, piece in enumerate(transcript.read) if piece.startswith(levels)), 0)
    said = [
        sum(1 for piece in transcript.choices.get(choice.name, ()) if re.search(choice.said, piece))
        for choice in one.choices
    ]
    cells = (
        one.address,
        len(transcript.read),
        first + 1,
        told.pieces_to_finding(transcript, one),
        ", ".join(map(str, said)) or "–",
    )
    return " | ".join(map(str, cells))


def _name(address: str) -> str:
    return re.sub(r"\W+", "_", address).strip("_") or "start"


if __name__ == "__main__":
    sys.exit(main())
