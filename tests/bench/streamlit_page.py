"""The comparison as a Streamlit tutorial would write it."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # streamlit runs a file, no module

from tests.bench import content

values = st.cache_data(content.latest)()
st.title(content.TITLE)
st.write(content.LEAD)
names = [*content.INDICATORS]
indicator = st.selectbox(
    "Kennzahl", names, names.index(content.DEFAULT), format_func=content.INDICATORS.get
)
chosen = [town for town, name in content.TOWNS.items() if st.checkbox(name, value=True)]
found = content.answer(values, chosen, indicator)
st.write(found.finding)
st.plotly_chart(found.figure)
st.table(pd.DataFrame(found.rows, columns=content.COLUMNS))
st.header(content.LEFT_OUT)
