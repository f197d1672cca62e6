from __future__ import annotations

import csv
import tomllib
from pathlib import Path

from dashboard import ROOT
from tests.bench.growth import towns


def test_no_invented_town_is_given_the_key_of_a_real_gemeinde(tmp_path: Path) -> None:
    towns(tmp_path / "data", 60)
    written = tomllib.loads((tmp_path / "data" / "towns.toml").read_text(encoding="utf-8"))
    invented = [town["ags"] for slug, town in written.items() if slug.startswith("musterstadt")]
    assert len(set(invented)) == len(invented) > 50
    for name in ("gemeinden.csv", "andere.csv"):
        with (ROOT / "data" / "gemeinden" / name).open(encoding="utf-8", newline="") as file:
            assert not {row["ags"] for row in csv.DictReader(file)} & set(invented)
