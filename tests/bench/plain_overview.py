"""The linked views as a Dash tutorial would write them: dcc controls, four callbacks, no tuning.

With BENCH_CUT set it loads the plotly of this site in place of the full one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from dash import Dash, Input, Output, dcc, html

from tests.bench import content, linked

CUT = Path(__file__).resolve().parents[2] / "assets/vendor/plotly/plotly.min.js"
done, values, every = linked.activities(), content.latest(), linked.small_towns()

assets = tempfile.mkdtemp(prefix="kleinstadt-bench-")
shutil.copy(content.DATA / "geo" / "germany.svg", assets)
if os.environ.get("BENCH_CUT"):  # a script among the assets; Dash takes the plotly that is there
    shutil.copy(CUT, assets)
app = Dash(__name__, assets_folder=assets)
months = linked.MONTHS
app.layout = html.Div(
    [
        html.H1(linked.TITLE),
        html.P(linked.LEAD),
        dcc.Checklist(linked.PLACES, [], id="towns", inline=True),
        dcc.Dropdown({linked.ANY: linked.ANY, **linked.KINDS}, linked.ANY, id="kind"),
        dcc.Dropdown(months, months[0], id="start"),
        dcc.Dropdown(months, months[-1], id="end"),
        html.P(id="sentence"),
        dcc.Graph(id="map"),
        dcc.Graph(id="timeline"),
        dcc.Dropdown(linked.INDICATORS, linked.DEFAULT, id="indicator"),
        dcc.Graph(id="chart"),
        html.Div(id="table"),
    ]
)
CHOICES = (
    Input("towns", "value"),
    Input("kind", "value"),
    Input("start", "value"),
    Input("end", "value"),
)


@app.callback(Output("map", "figure"), *CHOICES)
def update_map(towns, kind, start, end):  # type: ignore[no-untyped-def]
    """Draw the map: counts of what fits but for the towns, which it dims."""
    found = linked.fitting(done, [], kind, start, end)
    return linked.town_map(found, towns, app.get_asset_url("germany.svg"))


@app.callback(Output("timeline", "figure"), *CHOICES)
def update_timeline(towns, kind, start, end):  # type: ignore[no-untyped-def]
    """Draw the timeline, what does not fit faintly."""
    return linked.timeline(done, linked.fitting(done, towns, kind, start, end))


@app.callback(Output("chart", "figure"), Input("indicator", "value"), Input("towns", "value"))
def update_chart(indicator, towns):  # type: ignore[no-untyped-def]
    """Draw the towns' values on the distribution of all small towns."""
    return linked.chart(values, every, indicator, towns)


@app.callback(Output("table", "children"), Output("sentence", "children"), *CHOICES)
def update_table(towns, kind, start, end):  # type: ignore[no-untyped-def]
    """List what fits, and say what is shown."""
    found = linked.fitting(done, towns, kind, start, end)
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(name) for name in linked.COLUMNS])),
            html.Tbody(
                [html.Tr([html.Td(cell) for cell in row]) for row in linked.first_rows(found)]
            ),
        ]
    )
    return table, linked.sentence(found, towns, kind, start, end)


server = app.server
