"""Which indicators are shown where is declared in the data; no module picks one by its id."""

from __future__ import annotations

import ast

from dashboard import ROOT
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import POPULATION
from dashboard.pages.town.course import BROADBAND

# a town is introduced with its population; one finding says a speed of broadband in words
MEANT = {("facts/model.py", POPULATION), *(("pages/town/course.py", id_) for id_ in BROADBAND)}
# columns of towns.toml, gemeinden.csv and surveys.toml, which have the same name
COLUMNS = {
    ("commands/geometry.py", "area_km2"),
    ("commands/official/plan.py", "area_km2"),
    ("commands/official/plan.py", "population"),
    ("downloads/columns.py", "area_km2"),
    ("downloads/columns.py", "population"),
    ("facts/gemeinden_tables.py", "area_km2"),
    ("facts/gemeinden_tables.py", "population"),
}


def test_no_other_module_spells_an_indicator(shipped: Dataset) -> None:
    folder = ROOT / "dashboard"
    found = {
        (module.relative_to(folder).as_posix(), node.value)
        for module in folder.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in shipped.indicators
    }
    assert found == MEANT | COLUMNS
