"""What the other two pages show: the default comparison, read by pandas as in a tutorial."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

DATA = Path(__file__).resolve().parents[2] / "data"
TITLE = "Städte vergleichen"
LEAD = (
    "Fünf Städte sind keine Stichprobe und keine Rangliste. Darum steht neben jedem Wert, was bei "
    "anderen Gemeinden dieser Größe üblich ist."
)
LEFT_OUT = "Was hier nicht verglichen wird"
DEFAULT = "broadband_1000"
BAND = ("bm-gem-5-20k-p25", "bm-gem-5-20k", "bm-gem-5-20k-p75")
COLUMNS = ("Stadt", "Stand", "Wert", "Ebene", "Quelle")


def _blocks(name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((DATA / name).read_text("utf-8"))


TOWNS = {slug: str(town["name"]) for slug, town in _blocks("towns.toml").items()}
INDICATORS = {id_: str(one["label"]) for id_, one in _blocks("indicators.toml").items()}
SOURCES = {id_: str(one["title"]) for id_, one in _blocks("sources.toml").items()}


@dataclass(frozen=True)
class Answer:
    """The view of one choice."""

    figure: go.Figure
    finding: str
    rows: list[tuple[str, str, str, str, str]]


def latest() -> pd.DataFrame:
    """Return the newest value of each place and indicator."""
    rows = pd.read_csv(DATA / "observations.csv").sort_values("date")
    return rows.groupby(["town", "indicator"]).last().reset_index()


def answer(values: pd.DataFrame, towns: list[str], indicator: str) -> Answer:
    """Return chart, finding and table for the chosen towns and indicator."""
    chosen = values[values["indicator"] == indicator].set_index("town")
    rows = chosen.loc[[town for town in towns if town in chosen.index]].reset_index()
    rows["Stadt"] = rows["town"].map(TOWNS)
    figure = px.scatter(
        rows, x="value", y="Stadt", color="Stadt", symbol="Stadt", text="value",
        title=f"{INDICATORS[indicator]} in {len(rows)} Städten",
    )  # fmt: skip
    figure.update_traces(textposition="middle right")
    if all(place in chosen.index for place in BAND):
        low, median, high = (chosen.loc[place, "value"] for place in BAND)
        figure.add_vrect(low, high, annotation_text=f"mittlere Hälfte {low} bis {high}")
        figure.add_vline(median, annotation_text=f"Median {median}")
    finding = "Keine Stadt gewählt."
    if len(rows):
        lowest, highest = rows.loc[rows["value"].idxmin()], rows.loc[rows["value"].idxmax()]
        finding = (
            f"Die Werte reichen von {lowest['value']} ({lowest['Stadt']}) bis {highest['value']} "
            f"({highest['Stadt']})."
        )
    table = [
        (row["Stadt"], row["date"], str(row["value"]), row["level"], SOURCES.get(row["source"], ""))
        for _, row in rows.iterrows()
    ]
    return Answer(figure=figure, finding=finding, rows=table)
