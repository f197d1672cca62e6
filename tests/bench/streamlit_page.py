"""The comparison as a Streamlit tutorial would write it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

DATA = Path(__file__).resolve().parents[2] / "data"
TOWNS = ["moelln", "wittenberge", "dippoldiswalde", "diessen", "oestrich-winkel"]


@st.cache_data
def latest() -> pd.DataFrame:
    """Return the newest value of each town and indicator."""
    rows = pd.read_csv(DATA / "observations.csv").sort_values("date")
    return rows.groupby(["town", "indicator"]).last().reset_index()


st.title("Vergleich")
chosen = [town for town in TOWNS if st.checkbox(town, value=True)]
names = sorted(latest()["indicator"].unique())
indicator = st.selectbox("Kennzahl", names, index=names.index("broadband_1000"))
rows = latest()[latest()["town"].isin(chosen) & (latest()["indicator"] == indicator)]
st.plotly_chart(px.scatter(rows, x="value", y="town", color="town", text="value", title=indicator))
st.table(rows[["town", "date", "value", "level", "source"]])
