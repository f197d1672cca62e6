"""The comparison as a Dash tutorial would write it: plotly.express, dcc controls, no tuning."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, dcc, html

DATA = Path(__file__).resolve().parents[2] / "data"
TOWNS = ["moelln", "wittenberge", "dippoldiswalde", "diessen", "oestrich-winkel"]
INDICATOR = "broadband_1000"

observations = pd.read_csv(DATA / "observations.csv")
latest = observations.sort_values("date").groupby(["town", "indicator"]).last().reset_index()

app = Dash(__name__)
app.layout = html.Div(
    [
        html.H1("Vergleich"),
        dcc.Checklist(TOWNS, TOWNS, id="towns"),
        dcc.Dropdown(sorted(observations["indicator"].unique()), INDICATOR, id="indicator"),
        dcc.Graph(id="values"),
        html.Div(id="table"),
    ]
)


@app.callback(
    Output("values", "figure"),
    Output("table", "children"),
    Input("towns", "value"),
    Input("indicator", "value"),
)
def update(towns, indicator):  # type: ignore[no-untyped-def]
    """Draw the chosen towns' newest values and their table."""
    rows = latest[latest["town"].isin(towns) & (latest["indicator"] == indicator)]
    figure = px.scatter(rows, x="value", y="town", color="town", text="value", title=indicator)
    columns = ["town", "date", "value", "level", "source"]
    table = html.Table(
        [html.Tr([html.Th(name) for name in columns])]
        + [html.Tr([html.Td(row[name]) for name in columns]) for _, row in rows.iterrows()]
    )
    return figure, table


server = app.server
