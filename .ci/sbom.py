"""Adds to a list of parts in CycloneDX what its tool cannot see; run by `make sbom`.

That is, as BSI TR-03183-2 wants it: who made the list, file name and SHA-512 of every package, and
the packages that lie in `assets/vendor`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename
from packaging.version import Version

VENDORED = Path(__file__).resolve().parent.parent / "assets" / "vendor" / "README.md"
ROW = re.compile(
    r"^\| `[\w-]+/` \| `(?P<name>[^`]+)`[^|]* \| (?P<version>[^|]+?) \| (?P<licence>[^|]+?) \| "
    r"`sha512-(?P<sum>[^`]+)` \|$",
    re.MULTILINE,
)
FILE_NAME = "bsi:component:filename"  # of BSI's names for properties in CycloneDX
Part = dict[str, Any]


def main() -> None:
    """Complete the list in its file, check it and say what it lacks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list", type=Path, help="the list, which is written anew")
    parser.add_argument("packages", type=Path, help="folder with every package as downloaded")
    parser.add_argument("--name", default="", help="who makes the list")
    parser.add_argument("--email", default="", help="how to reach them")
    chosen = parser.parse_args()
    found = completed(
        json.loads(chosen.list.read_text(encoding="utf-8")),
        tuple(chosen.packages.iterdir()),
        VENDORED.read_text(encoding="utf-8"),
        name=chosen.name,
        email=chosen.email,
    )
    text = json.dumps(found, ensure_ascii=False, indent=2)
    check(text)
    chosen.list.write_text(text, encoding="utf-8")
    print(f"{chosen.list}: {len(found['components'])} Bestandteile.")
    without = [part["name"] for part in found["components"] if "hashes" not in part]
    if without:
        print(f"Ohne Prüfsumme: {', '.join(without)}.")
    if "manufacturer" not in found["metadata"]:
        print("Wer die Liste macht, fehlt: DASHBOARD_OPERATOR_NAME und _EMAIL in .env eintragen.")


def completed(
    parts: Mapping[str, Any], packages: Sequence[Path], vendored: str, *, name: str, email: str
) -> dict[str, Any]:
    """Return the list with sums, vendored packages and maker.

    Args:
        parts: the list as its tool wrote it.
        packages: the files that were installed.
        vendored: the text with the table of vendored packages.
        name: who makes the list; empty where that is not known, as is `email`.
        email: how to reach them.
    """
    files = {_package(path): path for path in packages}
    own = vendored_parts(vendored)
    root = parts["metadata"]["component"]["bom-ref"]
    dependencies = [
        {**one, "dependsOn": [*one["dependsOn"], *(part["bom-ref"] for part in own)]}
        if one["ref"] == root
        else one
        for one in parts["dependencies"]
    ]
    maker = {"name": name, "contact": [{"email": email}]}
    known = {"manufacturer": maker} if name and email else {}
    return {
        **parts,
        "metadata": {**parts["metadata"], **known},
        "components": [*(_with_sum(part, files) for part in parts["components"]), *own],
        "dependencies": [*dependencies, *({"ref": part["bom-ref"]} for part in own)],
    }


def vendored_parts(table: str) -> list[Part]:
    """Return the packages of the table, with the sum their registry gives."""
    parts = []
    for row in ROW.finditer(table):
        group, _, name = row["name"].rpartition("/")
        address = f"pkg:npm/{quote(row['name'])}@{row['version']}"
        parts.append(
            {
                "type": "library",
                **({"group": group} if group else {}),
                "name": name,
                "version": row["version"],
                "bom-ref": address,
                "purl": address,
                "licenses": [{"license": {"id": row["licence"]}}],
                "hashes": [_sum(b64decode(row["sum"]).hex())],
            }
        )
    return parts


def _package(path: Path) -> tuple[str, Version]:
    """Return name and version of the package in a file."""
    if path.suffix == ".whl":
        return parse_wheel_filename(path.name)[:2]
    return parse_sdist_filename(path.name)


def _with_sum(part: Part, files: Mapping[tuple[str, Version], Path]) -> Part:
    path = files.get((canonicalize_name(part["name"]), Version(part["version"])))
    if path is None:
        return part
    file_name = {"name": FILE_NAME, "value": path.name}
    return {
        **part,
        "hashes": [_sum(hashlib.sha512(path.read_bytes()).hexdigest())],
        "properties": [*part.get("properties", ()), file_name],
    }


def _sum(content: str) -> dict[str, str]:
    return {"alg": "SHA-512", "content": content}


def check(text: str) -> None:
    """Check the list against the schema of CycloneDX; only the tool's environment can."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        raise SystemExit(f"Die Liste passt nicht zu CycloneDX 1.6: {fault}")


if __name__ == "__main__":
    main()
