"""What the other overviews show: the linked views of the start page, as a tutorial reads them.

A view keeps what is not chosen, dimmed, as the site does: the map its towns, the timeline its bars,
the chart its marks; the list has the first eight that fit.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

from tests.bench import content

TITLE = "Fünf Kleinstädte, neue Arbeitswelten"
LEAD = "Wählen Sie Städte, eine Art oder Monate: Karte, Zeit, Zahlen und Liste zeigen dasselbe."
ANY = "alle Arten"
MOST = 8
BINS = 40
FAINT = 0.2
COLUMNS = ("Titel", "Stadt", "Art", "Wann")


def _block(name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((content.DATA / name).read_text("utf-8"))


PROJECT = tomllib.loads((content.DATA / "project.toml").read_text("utf-8"))
KINDS = {id_: str(one["label"]) for id_, one in _block("categories.toml").items()}
COLOURS = {id_: str(one["colour"]) for id_, one in _block("categories.toml").items()}
PLACES = {"verbund": "Alle gemeinsam", **content.TOWNS}
MONTHS = [f"{one:%Y-%m}" for one in pd.period_range(PROJECT["start"], PROJECT["end"], freq="M")]
INDICATORS = {
    column.partition("@")[0]: content.INDICATORS[column.partition("@")[0]]
    for column in pd.read_csv(content.DATA / "gemeinden" / "digital.csv", nrows=0).columns[1:]
}
DEFAULT = content.DEFAULT


def activities() -> pd.DataFrame:
    """Return what was done during the project, with first and last day."""
    rows = pd.read_csv(content.DATA / "activities.csv", keep_default_na=False)
    rows["start"] = pd.to_datetime(rows["start"], errors="coerce")
    rows["end"] = pd.to_datetime(rows["end"], errors="coerce") + pd.Timedelta(days=1)
    inside = (rows["end"] > PROJECT["start"]) & (rows["start"] <= PROJECT["end"])
    rows = rows[inside & rows["town"].isin(list(PLACES))].copy()
    rows["Stadt"] = rows["town"].map(PLACES)
    rows["Art"] = rows["category"].map(KINDS)
    return rows


def small_towns() -> pd.DataFrame:
    """Return the values of all small towns, a column an indicator and date."""
    return pd.read_csv(content.DATA / "gemeinden" / "digital.csv")


def fitting(
    rows: pd.DataFrame, towns: Sequence[str], kind: str, start: str, end: str
) -> pd.DataFrame:
    """Return the activities that fit a choice; no town means all."""
    found = rows[rows["town"].isin(list(towns))] if towns else rows
    if kind != ANY:
        found = found[found["category"] == kind]
    last = pd.Period(end).end_time
    return found[(found["end"] > start) & (found["start"] <= last)]


def sentence(found: pd.DataFrame, towns: Sequence[str], kind: str, start: str, end: str) -> str:
    """Return what is shown, with its count."""
    places = ", ".join(PLACES[one] for one in towns) or "Alle Städte"
    return f"{places}, {KINDS.get(kind, kind)}, {start} bis {end}: {len(found)} Aktivitäten"


def opacity(places: pd.Series, towns: Sequence[str]) -> list[float]:
    """Return how opaque the mark of each place is: faint where others are chosen."""
    return [1.0 if not towns or one in towns else FAINT for one in places]


def town_map(found: pd.DataFrame, towns: Sequence[str], picture: str) -> go.Figure:
    """Return the towns on the map of Germany, an address, each with its number of activities."""
    drawn = json.loads((content.DATA / "geo" / "germany.json").read_text("utf-8"))
    places = pd.DataFrame(drawn["towns"]).T.rename_axis("town").reset_index()
    counts = found["town"].value_counts()
    places["Stadt"] = places["town"].map(content.TOWNS)
    places["text"] = (
        places["Stadt"] + " " + places["town"].map(counts).fillna(0).astype(int).astype(str)
    )
    figure = px.scatter(places, x="left", y="top", text="text", hover_name="Stadt")
    figure.update_traces(
        marker={
            "size": 14,
            "opacity": opacity(places["town"], towns),
        },
        textposition="middle right",
    )
    figure.add_layout_image(
        source=picture,
        xref="x", yref="y", x=0, y=0, sizex=100, sizey=100, sizing="stretch", layer="below",
    )  # fmt: skip
    figure.update_xaxes(range=[0, 100], visible=False)
    figure.update_yaxes(range=[100, 0], visible=False)
    return figure.update_layout(height=420, margin={"l": 0, "r": 0, "t": 0, "b": 0})


def timeline(rows: pd.DataFrame, found: pd.DataFrame) -> go.Figure:
    """Return a lane for each place; what does not fit is faint."""
    shown = rows.assign(
        fits=rows["id"].isin(found["id"]).map({True: "passt", False: "passt nicht"})
    )
    figure = px.timeline(
        shown, x_start="start", x_end="end", y="Stadt", color="Art", hover_name="title",
        pattern_shape="fits", pattern_shape_map={"passt": "", "passt nicht": ""},
        range_x=[PROJECT["start"], PROJECT["end"]],
        category_orders={"Stadt": list(PLACES.values())},
    )  # fmt: skip
    for trace in figure.data:
        if trace.name.endswith("passt nicht"):
            trace.opacity = FAINT
    return figure.update_layout(height=420, showlegend=False)


def chart(
    values: pd.DataFrame, every: pd.DataFrame, indicator: str, towns: Sequence[str]
) -> go.Figure:
    """Return the towns' newest values on the distribution of all small towns."""
    column = sorted(one for one in every.columns if one.partition("@")[0] == indicator)[-1]
    heights, edges = np.histogram(every[column].dropna(), bins=BINS)
    figure = px.bar(x=(edges[:-1] + edges[1:]) / 2, y=heights)
    figure.update_traces(marker_color="lightgrey")
    own = values[(values["indicator"] == indicator) & values["town"].isin(list(content.TOWNS))]
    names = own["town"].map(content.TOWNS)
    figure.add_scatter(
        x=own["value"], y=[heights.max() / 8] * len(own), mode="markers+text",
        text=names + " " + own["value"].astype(str), textposition="top center",
        marker={"size": 12, "opacity": opacity(own["town"], towns)},
    )  # fmt: skip
    return figure.update_layout(height=420, showlegend=False, title=INDICATORS[indicator])


def first_rows(found: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """Return the first activities that fit, as rows of a table."""
    shown = found.sort_values("start").head(MOST)
    columns = shown[["title", "Stadt", "Art", "date_text"]]
    return [tuple(row) for row in columns.itertuples(index=False)]
