"""How cost grows with the number of towns: `python -m tests.bench.growth`.

Beside the five towns stand invented ones („Musterstadt 0006“ …) with rows and outlines of the five,
in a temporary folder; the tables of all small towns stay as they are. Each size is checked, served
and asked as the real site would be; what is printed are ratios against five towns. Seconds are what
the site itself computes: what else the machine does meanwhile is not counted.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.serving import ROOT, Served, served

SIZES = (5, 50, 500, 2_100)
PATHS = ("/", "/vergleich", "/stadt/moelln", "/zeitleiste")
TOO_LONG = 15  # seconds computed; a page that took longer is not asked for at larger sizes
PATIENCE = 1_800  # seconds that a start or an answer may take
Numbers = dict[str, float]


def main() -> None:
    """Measure every size and print it beside five towns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    chosen = parser.parse_args()
    first: Numbers = {}
    paths = list(PATHS)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for size in chosen.sizes:
            found = measured(work, size, paths)
            first = first or found
            print(f"\n{size} towns")
            for label, value in found.items():
                print(f"  {label:48} {value:10.4g}   {value / first[label]:8.2f}×", flush=True)
            paths = [path for path in paths if found.get(drawn(path), TOO_LONG) < TOO_LONG]


def measured(work: Path, size: int, paths: Sequence[str]) -> Numbers:
    """Serve this many towns, at first with nothing built, then as built."""
    folder = work / str(size)
    towns(folder / "data", size)
    found: Numbers = {"data folder, MB": _bytes(folder / "data") / 1e6}
    with served(folder, _settings(folder), seconds=PATIENCE) as site:
        found["start, data checked anew, s"] = site.computed()
    command = (sys.executable, "-m", "dashboard", "build")
    subprocess.run(command, cwd=ROOT, env={**os.environ, **_settings(folder)}, check=True)
    with served(folder, _settings(folder), seconds=PATIENCE) as site:
        found["start, as built, s"] = site.computed()
        found["memory after the start, MiB"] = site.memory()
        for path in paths:
            found |= _page(site, path)
        found["memory after these pages, MiB"] = site.memory()
        sitemaps = ("/sitemap/seiten.xml", "/sitemap/staedte.xml")
        found["page addresses"] = sum(_answer(site, one).count(b"<loc>") for one in sitemaps)
    shutil.rmtree(folder)
    return found


def _settings(folder: Path) -> dict[str, str]:
    return {
        "DASHBOARD_DATA": str(folder / "data"),
        "DASHBOARD_BUILD": str(folder / "build"),
    }


def drawn(path: str) -> str:
    """Return the name of the time it takes to draw a page."""
    return f"{path} first drawn, s"


def _page(site: Served, path: str) -> Numbers:
    begin = site.computed()
    try:
        plain = _answer(site, path)
    except urllib.error.HTTPError as error:
        print(f"{path} answers {error.code}:\n{site.log[-600:]}")
        return {}
    seconds = site.computed() - begin
    small = _answer(site, path, "br")
    return {
        drawn(path): seconds,
        f"{path} HTML, kB": len(plain) / 1e3,
        f"{path} HTML as sent (br), kB": len(small) / 1e3,
    }


def _answer(site: Served, path: str, encoding: str = "identity") -> bytes:
    asked = urllib.request.Request(site.address + path, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
        return bytes(answer.read())


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


# ---------------------------------------------------------------------------- invented towns


def towns(folder: Path, size: int) -> None:
    """Write a data folder with the five towns and as many invented ones as make up the size."""
    shutil.copytree(ROOT / "data", folder)
    models = tomllib.loads((folder / "towns.toml").read_text(encoding="utf-8"))
    slugs = list(models)
    keys = {town["ags"] for town in models.values()} | _real_keys(folder / "gemeinden")
    twins = {}
    for number in range(len(slugs) + 1, size + 1):
        model = slugs[number % len(slugs)]
        twins[f"musterstadt-{number:04}"] = (model, _free_key(models[model]["ags"], keys))
    _append_blocks(folder / "towns.toml", models, twins)
    _extend_breaks(folder / "breaks.toml", twins)
    for name in ("observations", "activities"):
        _append_rows(folder / f"{name}.csv", twins)
    _append_outlines(folder / "geo", twins)


def _real_keys(gemeinden: Path) -> set[str]:
    """Return the keys of all real Gemeinden: none of their values is an invented town's."""
    tables = [(gemeinden / name).read_text("utf-8") for name in ("gemeinden.csv", "andere.csv")]
    return {row["ags"] for table in tables for row in csv.DictReader(table.splitlines())}


def _free_key(ags: str, keys: set[str]) -> str:
    """Return a key of the same Kreis that no Gemeinde has yet."""
    found = next(key for n in range(1000) if (key := f"{ags[:5]}{n:03}") not in keys)
    keys.add(found)
    return found


def _name(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


def _append_blocks(path: Path, models: Mapping[str, Any], twins: Mapping[str, Any]) -> None:
    blocks = []
    for number, (slug, (model, ags)) in enumerate(twins.items()):
        block = {**models[model], "name": _name(slug), "short_name": _name(slug), "ags": ags}
        block["colour"] = f"#{number:06x}"
        block |= {"ars": f"{ags[:5]}9999{ags[5:]}", "lead": False, "note": "Erfunden."}
        block |= {"website": "https://musterstadt.example.de", "tried": "Erfunden."}
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in block.items()]
        blocks.append("\n".join(["", f"[{slug}]", *lines, ""]))
    with path.open("a", encoding="utf-8") as file:
        file.writelines(blocks)


def _extend_breaks(path: Path, twins: Mapping[str, Any]) -> None:
    """Cut the series of an invented town where those of its model are cut."""

    def extended(line: re.Match[str]) -> str:
        named = json.loads(line[1])
        named += [slug for slug, (model, _ags) in twins.items() if model in named]
        return f"towns = {json.dumps(named)}"

    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^towns = (\[.*\])$", extended, text, flags=re.MULTILINE), "utf-8")


def _append_rows(path: Path, twins: Mapping[str, Any]) -> None:
    """Give every invented town the rows of its model, under ids of their own."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        for slug, (model, _ags) in twins.items():
            own = [row for row in rows if row["town"] == model]
            renamed = {row["id"]: f"{row['id']}-{slug}" for row in own if "id" in row}
            for row in own:
                ids = {
                    key: renamed.get(row[key], row[key]) for key in ("id", "part_of") & row.keys()
                }
                writer.writerow({**row, **ids, "town": slug})


def _append_outlines(geo: Path, twins: Mapping[str, Any]) -> None:
    placing = json.loads((geo / "germany.json").read_text(encoding="utf-8"))
    placing["towns"] |= {slug: placing["towns"][model] for slug, (model, _ags) in twins.items()}
    (geo / "germany.json").write_text(json.dumps(placing), encoding="utf-8")
    for name, key in (("towns", "slug"), ("local", "town")):
        path = geo / f"{name}.geojson"
        collection = json.loads(path.read_text(encoding="utf-8"))
        features = collection["features"]
        by_town: dict[str, list[Any]] = {}
        for feature in features:
            by_town.setdefault(feature["properties"][key], []).append(feature)
        for slug, (model, ags) in twins.items():
            features += [_twin(feature, key, slug, ags) for feature in by_town[model]]
        path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


def _twin(feature: Mapping[str, Any], key: str, slug: str, ags: str) -> dict[str, Any]:
    changed = {"ags": ags, "name": _name(slug)} if key == "slug" else {}
    twin = {**feature, "properties": {**feature["properties"], key: slug, **changed}}
    return {**twin, "id": ags} if "id" in feature else twin


if __name__ == "__main__":
    main()
