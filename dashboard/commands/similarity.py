"""`python -m dashboard similarity`: measure over all small towns what `similarity.toml` states."""

from __future__ import annotations

import argparse
from pathlib import Path

from dashboard import ROOT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what can be asked of the sub-command."""
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="Datenordner")


def run(chosen: argparse.Namespace) -> int:
    """Print for each lens the numbers that belong into its block."""
    from dashboard.facts.dataset import load
    from dashboard.findings.similar import measured

    data = load(chosen.data)
    for lens in data.similarity.values():
        found = measured(data, lens)
        print(f"[{lens.id}]  {found.compared} Städte, bei {found.alone:.1%} bleibt keine andere")
        for name in ("very_near", "near", "stays"):
            print(f"{name} = {getattr(found, name):.3f}  (bisher {getattr(lens, name)})")
    print("In similarity.toml übernehmen, was anders ist.")
    return 0
