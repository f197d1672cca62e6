"""Official files in miniature: the forms of the real ones, towns and numbers invented.

The tiny data folder gets tables of two dozen small towns; its declarations of forms have the marks
and layouts of the shipped ones, and the two indicators the tiny folder knows.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from dashboard import ROOT
from tests.made.faults import replaced

PILOTS = {"01999001": "Musterau", "09999002": "Probenheim"}
TOWNS = {**PILOTS, **{f"019991{n:02}": f"Erfunden {n}" for n in range(1, 23)}}
ARS = {ags: f"{ags[:5]}0{ags[5:]}{ags[5:]}" for ags in TOWNS}
PEOPLE = {ags: 6000 + 100 * at for at, ags in enumerate(TOWNS)}
PEOPLE |= {"01999001": 9950, "09999002": 12400}
SMALLER = "01999500"  # a Gemeinde below the class
NAMES = {**TOWNS, SMALLER: "Klein Muster"}
ARS[SMALLER] = "019990500500"
ALL = {**PEOPLE, SMALLER: 4900}
EMPTY = {ags: round(2 + at / 10, 1) for at, ags in enumerate(TOWNS)}
ELSEWHERE = "01999102"  # had another territory in 2022
VERBAND = "01999103", "01999104"  # the two Gemeinden of one Verband
EMPTY[VERBAND[1]] = EMPTY[VERBAND[0]]
HEADS = {
    "GEMEINDEN": "ags,ars,name,official_name,slug,status,plz,area_km2,longitude,latitude,verband,"
    "verband_kind,regiostar7,lage,typ,stadtregion,einzugsbereich,metropolis,metropolis_km,"
    "large_city",
    "SPALTEN": "table,indicator,date,source,confidence,rounded_to,from_population,target,note,"
    "files",
}


def with_small_towns(folder: Path) -> Path:
    """Give the tiny data folder tables of small towns, one older edition of all their values."""
    place = folder / "gemeinden"
    place.mkdir()
    for town in VERBAND:
        ARS[town] = f"019995001{town[5:]}"

    def table(name: str, head: str, rows: Iterable[Iterable[object]]) -> None:
        with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([head.split(","), *rows])

    table("gemeinden", HEADS["GEMEINDEN"], (
        [ags, ARS[ags], name, f"{name}, Stadt", name.lower().replace(" ", "-"), "Stadt", "23999",
         10, "10.000000", "54.000000", *(("Amt Muster", "Amt") if ags in VERBAND else ("", "")),
         *[""] * 8] for ags, name in sorted(TOWNS.items())
    ))  # fmt: skip
    table("kreise", "key,label", [["01999", "Musterkreis"], ["09999", "Probenkreis"]])
    table("grossstaedte", "ags,name,longitude,latitude", [["02000000", "Hamburg", 10, 53.5]])
    table("andere", "ags,name,population", [[SMALLER, NAMES[SMALLER], ALL[SMALLER]]])
    table("kennzeichen", "ags,flag,indicator,dates", [[ELSEWHERE, "G", "population", "2022-12-31"]])
    table("spalten", HEADS["SPALTEN"], [
        ["bevoelkerung", "population", date, "amt_2023", "high", "", "", "", "Basis Muster", ""]
        for date in ("2022-12-31", "2023-12-31")
    ] + [["wohnen", "vacancy_rate", "2022", "amt_2026", "high", "", "", "", "", ""]])  # fmt: skip
    before = {**PEOPLE, "01999001": 9900, "09999002": 12345}
    table("bevoelkerung", "ags,population@2022-12-31,population@2023-12-31",
          ([ags, before[ags], PEOPLE[ags]] for ags in sorted(TOWNS)))  # fmt: skip
    table("wohnen", "ags,vacancy_rate@2022", ([ags, f"{EMPTY[ags]:g}"] for ags in sorted(TOWNS)))
    with (folder / "sources.toml").open("a", encoding="utf-8") as file:
        file.writelines(
            f'\n[amt_{day[-4:]}]\nkind = "statistik"\ntitle = "Erfundene Tabellen, Stand {day}"\n'
            'publisher = "Amt für Muster"\nurl = "https://amt.example/tabellen"\n'
            'licence = "frei"\naccessed = "2026-11-22"\n'
            for day in ("31.12.2023", "22.04.2026")
        )
    with (folder / "breaks.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[ausgaben]\nindicators = ["population", "vacancy_rate"]\ntowns = []\n'
            'label = "dieselbe Statistik"\nexplanation = "Erfunden."\n'
            'joins = ["statistik", "amt_2023", "amt_2026"]\n'
        )
    with (folder / "observations.csv").open("a", encoding="utf-8") as file:
        file.write(
            f"probenheim,population,2023-12-31,{PEOPLE['09999002']},,Gemeinde,amt_2023,high,,\n"
        )
    replaced(folder / "observations.csv", "bm-gem-5-20k,vacancy_rate,2022-05-15,4.6,,Größenklasse,"
             "statistik,medium,,\n", "")  # fmt: skip
    (place / "formen.toml").write_text(_forms(), encoding="utf-8")
    return folder


def _forms() -> str:
    shipped = tomllib.loads((ROOT / "data/gemeinden/formen.toml").read_text(encoding="utf-8"))
    rules = {
        "gv_isys": 'unused = ["männlich", "weiblich", "je km2"]\n'
        'columns.population = { cells = ["insgesamt"] }',
        "gv100ad": 'columns.population = { cells = ["insgesamt"] }',
        "deutschlandatlas": 'missing = [-9999]\nunused = ["p_alt"]\n'
        'columns.vacancy_rate = { cells = ["leer"] }',
        "zensus_demografie": 'zero = ["–"]\nwithheld = ["/", "."]\nunused = ["GESCHLECHT__"]\n'
        'columns.vacancy_rate = { cells = ["Alter_infr__01"], of = "0_Insgesamt_" }',
        "pendleratlas": "",
    }
    blocks = []
    for id_, rule in rules.items():
        one = shipped[id_]
        rows = [f'{key} = "{one[key]}"' for key in ("label", "mark", "layout", "ask") if key in one]
        if "layout" in one:
            rows += [
                'source = "amt_{year}"', 'family = "amt"', 'title = "Tabellen, Stand {stand}"',
                'publisher = "Amt für Muster"', 'url = "https://amt.example/"', 'licence = "frei"',
                'joins = "ausgaben"', rule,
            ]  # fmt: skip
        blocks.append(f"[{id_}]\n" + "\n".join(rows))
    return "\n\n".join(blocks) + "\n"


def deutschlandatlas(
    path: Path,
    values: Mapping[str, Any] = EMPTY,
    *,
    year: int = 2022,
    stand: str = "22.04.2026",
    key: str = "GKZ1224",
    more: str = "",
) -> Path:
    """Write a workbook with a sheet of Gemeinden, each in a row without its first zero.

    A `key` that begins with VBG makes it one of Verbände, by their keys.
    """
    book = openpyxl.Workbook()
    title = book.worksheets[0]
    title.title = "Titel"
    title.append(["Datentabellen"])
    title.append(["Daten zu den Indikatoren des Deutschlandatlas"])
    title.append([f"Stand: {stand}"])
    sheet = book.create_sheet("Deutschlandatlas_GEM1224")
    heads = [key, "Gemeindename", f"Indikatorkürzel: leer \n\nAnteil im Jahr {year} in %"]
    heads += [f"Indikatorkürzel: {more}\n\nEtwas im Jahr 2022"] if more else []
    for row in (["Ein Titel"], ["zurück"], [None], heads):
        sheet.append(row)
    for ags, value in values.items():
        label = f"{TOWNS.get(ags, 'Verband')}, Stadt"
        sheet.append([int(ags), label, value, *([1] if more else [])])
    sheet.append(["Ende der Tabelle."])
    book.save(path)
    return path


def gv_isys(
    path: Path, people: Mapping[str, int] = ALL, *, day: str = "31.12.2023",
    names: Mapping[str, str] = NAMES, areas: Mapping[str, float] = {}, without: str = "",
) -> Path:  # fmt: skip
    """Write a workbook of the register: a sheet with the contents, one with three kinds of rows."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Ergänzt um die geografischen Mittelpunktkoordinaten"])
    sheet = book.create_sheet("Onlineprodukt_Gemeinden")
    above = ["Satz-art", "Text-kenn-zeichen", "Amtlicher Regionalschlüssel (ARS)", None, None, None,
             None, "Gemeindename", "Fläche km2 1)", "Bevölkerung2)", None, None, None,
             "Postleit-zahl3)", "Geografische Mittelpunktkoordinaten", None]  # fmt: skip
    below = [None, None, "Land", "RB", "Kreis", "VB", "Gem", None, None, "insgesamt", "männlich",
             "weiblich", "je km2", None, "Längengrad", "Breitengrad"]  # fmt: skip
    sheet.append([f"Gemeinden am {day}"])
    sheet.append([one if one != without else "anders" for one in above])
    sheet.append([one if one != without else "anders" for one in below])
    sheet.append([None] * 8 + [f"{day} (Jahr)", f"{day} (Jahr)"])
    for kreis, label in (("01999", "Musterkreis"), ("09999", "Probenkreis")):
        sheet.append(["40", "43", kreis[:2], kreis[2], kreis[3:], None, None, label])
    sheet.append(["50", "51", "01", "9", "99", "5001", None, "Amt Muster"])
    for ags, count in people.items():
        ars = ARS.get(ags, f"{ags[:5]}0{ags[5:]}{ags[5:]}")
        sheet.append(["60", "63", ags[:2], ags[2], ags[3:5], ars[5:9], ags[5:],
                      f"{names.get(ags, 'Neuheim')}, Stadt", areas.get(ags, 10), count, count // 2,
                      count - count // 2, 1, "23999", "10,5", "54,25"])  # fmt: skip
    sheet.append(["Quelle: erfunden"])
    book.save(path)
    return path


def gv100ad(path: Path, people: Mapping[str, int] = ALL, *, day: str = "20251130") -> Path:
    """Write the register as lines of fixed width."""

    def line(kind: str, key: str, name: str, rest: str = "") -> str:
        return f"{kind}{day}{key:<12}{name:<50}{rest}"

    rows = [line("10", "01", "Schleswig-Holstein"), line("40", "01999", "Musterkreis")]
    rows += [
        line("40", "09999", "Probenkreis"),
        line("50", "01999   5001", "Amt Muster", " " * 50 + "51"),
    ]
    rows += [
        line("60", f"{ags}{ARS[ags][5:9]}", f"{NAMES[ags]}, Stadt",
             f"{'':50}63    {1000:011}{count:011}{count // 2:011}    23999")
        for ags, count in people.items()
    ]  # fmt: skip
    path.write_text("".join(f"{row:<220}\n" for row in rows), encoding="utf-8")
    return path


def zensus(path: Path, cells: Mapping[str, tuple[str, str]]) -> Path:
    """Write a regional table: of each town the cell counted and the total."""
    rows = ["Berichtszeitpunkt;_RS;Name;Regionalebene;0_Insgesamt_;GESCHLECHT__1;Alter_infr__01"]
    rows.append("20220515;00;Deutschland;Bund;82719540;1;2")
    rows += [
        f"20220515;{ARS[ags]};{TOWNS[ags]};Gemeinde;{total};1;{cell}"
        for ags, (cell, total) in cells.items()
    ]
    path.write_text("\ufeff" + "\n".join(rows) + "\n", encoding="utf-8")
    return path
