"""The comparison as a Streamlit tutorial would write it."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # streamlit runs a file, no module

from tests.bench.content import (
    COLUMNS,
    DEFAULT,
    INDICATORS,
    LEAD,
    LEFT_OUT,
    TITLE,
    TOWNS,
    answer,
    latest,
)

values = st.cache_data(latest)()
st.title(TITLE)
st.write(LEAD)
names = [*INDICATORS]
indicator = st.selectbox("Kennzahl", names, names.index(DEFAULT), format_func=INDICATORS.get)
chosen = [town for town, name in TOWNS.items() if st.checkbox(name, value=True)]
found = answer(values, chosen, indicator)
st.write(found.finding)
st.plotly_chart(found.figure)
st.table(pd.DataFrame(found.rows, columns=COLUMNS))
st.header(LEFT_OUT)
