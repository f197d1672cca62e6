"""What people type, the town they mean, and which letters fit: for server and browser."""

from __future__ import annotations

import random

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde
from dashboard.findings.town_search import all_towns, towns
from dashboard.wording.search import words_of

# typed, name of what comes first, its marked letters
CASES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Mölln", "Mölln", ("Mölln",)),
    ("moelln", "Mölln", ("Mölln",)),
    ("MOLLN", "Mölln", ("Mölln",)),
    ("Mo\u0308ll", "Mölln", ("Möll",)),  # NFD
    ("Dießen", "Dießen am Ammersee", ("Dießen",)),
    ("diessen", "Dießen am Ammersee", ("Dießen",)),
    ("Diessen a. Amm", "Dießen am Ammersee", ("Dießen", "a", "Amm")),
    ("gross-zimm", "Groß-Zimmern", ("Groß", "Zimm")),
    ("Burgstadt", "Burgstädt", ("Burgstädt",)),
    ("neuenk", "Neuenkirchen", ("Neuenk",)),
    ("Neunkirchen", "Neunkirchen", ("Neunkirchen",)),
    ("Murnau am Staffelsee", "Murnau a.Staffelsee", ("Murnau", "a", "Staffelsee")),
    ("Murnau a. Staffelsee", "Murnau a.Staffelsee", ("Murnau", "a", "Staffelsee")),
    ("murnau staffel", "Murnau a.Staffelsee", ("Murnau", "Staffel")),
    ("staffelse", "Murnau a.Staffelsee", ("Staffelse",)),
    ("Neustadt an der Ai", "Neustadt a.d.Aisch", ("Neustadt", "a", "d", "Ai")),
    ("Auerbach in der Oberpf", "Auerbach i.d.OPf.", ("Auerbach", "i", "d", "OPf")),
    ("Garching bei München", "Garching b.München", ("Garching", "b", "München")),
    ("Neuenhagen b. Berlin", "Neuenhagen bei Berlin", ("Neuenhagen", "b", "Berlin")),
    ("Weißenburg in Bayern", "Weißenburg i.Bay.", ("Weißenburg", "i", "Bay")),
    ("Sankt Leon", "St. Leon-Rot", ("St", "Leon")),
    ("St Leon-R", "St. Leon-Rot", ("St", "Leon", "R")),
    ("Lugau im Erzgebirge", "Lugau/Erzgeb.", ("Lugau", "Erzgeb")),
    ("Lugau Erzgebirge", "Lugau/Erzgeb.", ("Lugau", "Erzgeb")),
    ("Ostseebad Heringsdorf", "Heringsdorf", ("Heringsdorf",)),
    ("Markt Murnau", "Murnau a.Staffelsee", ("Murnau",)),
    ("Stadt Wittenberge", "Wittenberge", ("Wittenberge",)),
    ("Abbach", "Bad Abbach", ("Abbach",)),
    ("Lubin", "Lübben (Spreewald) / Lubin (Błota)", ("Lubin",)),
    ("forst luzyca", "Forst (Lausitz)/Baršć (Łužyca)", ("Forst", "Łužyca")),
    ("Neuenkirchen Heide", "Neuenkirchen", ("Neuenkirchen",)),
    ("01053090", "Mölln", ()),
    ("01 0 53 090", "Mölln", ()),
    ("23879", "Mölln", ()),
    ("23879 Möl", "Mölln", ("Möl",)),
    ("Atlantis", "", ()),
    (".*", "", ()),
    ("…", "", ()),
)
SEED = 16
FIRST = 10  # suggestions


def seeded_towns(data: Dataset, number: int = 50) -> list[tuple[Gemeinde, str]]:
    """Return so many towns, and what is typed of each; empty where that is not enough."""
    return [(one, enough(data, one)) for one in random.Random(SEED).sample(all_towns(data), number)]


def enough(data: Dataset, town: Gemeinde) -> str:
    """Return the three to six letters of one of its words that bring a town among the first ten."""
    words = words_of(town.name)
    for typed in (word.letters[:end] for end in range(3, 7) for word in words):
        if any(hit.thing == town for hit in towns(data).find(typed)[:FIRST]):
            return typed
    return ""
