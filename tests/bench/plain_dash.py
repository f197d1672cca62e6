"""The comparison as a Dash tutorial would write it: plotly.express, dcc controls, no tuning."""

from __future__ import annotations

from dash import Dash, Input, Output, dcc, html

from tests.bench import content

values = content.latest()

app = Dash(__name__)
app.layout = html.Div(
    [
        html.H1(content.TITLE),
        html.P(content.LEAD),
        dcc.Dropdown(content.INDICATORS, content.DEFAULT, id="indicator"),
        dcc.Checklist(content.TOWNS, [*content.TOWNS], id="towns"),
        html.P(id="finding"),
        dcc.Graph(id="values"),
        html.Div(id="table"),
        html.H2(content.LEFT_OUT),
    ]
)


@app.callback(
    Output("values", "figure"),
    Output("finding", "children"),
    Output("table", "children"),
    Input("towns", "value"),
    Input("indicator", "value"),
)
def update(towns, indicator):  # type: ignore[no-untyped-def]
    """Draw the chosen towns' newest values, with what they say and their table."""
    found = content.answer(values, towns, indicator)
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(name) for name in content.COLUMNS])),
            html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in found.rows]),
        ]
    )
    return found.figure, found.finding, table


server = app.server
