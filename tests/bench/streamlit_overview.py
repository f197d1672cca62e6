"""The linked views as a Streamlit tutorial would write them."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import pandas as pd
import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # streamlit runs a file, no module

from tests.bench import content, linked

done = st.cache_data(linked.activities)()
values = st.cache_data(content.latest)()
every = st.cache_data(linked.small_towns)()
st.title(linked.TITLE)
st.write(linked.LEAD)
towns = [one for one, name in linked.PLACES.items() if st.checkbox(name)]
kinds = [linked.ANY, *linked.KINDS]
kind = st.selectbox("Art", kinds, format_func=lambda one: linked.KINDS.get(one, one))
start = st.selectbox("Von", linked.MONTHS)
end = st.selectbox("Bis", linked.MONTHS, len(linked.MONTHS) - 1)
found = linked.fitting(done, towns, kind, start, end)
st.write(linked.sentence(found, towns, kind, start, end))
picture = base64.b64encode((content.DATA / "geo" / "germany.svg").read_bytes()).decode()
everywhere = linked.fitting(done, [], kind, start, end)
town_map = linked.town_map(everywhere, towns, f"data:image/svg+xml;base64,{picture}")
st.plotly_chart(town_map, key="map")
st.plotly_chart(linked.timeline(done, found), key="timeline")
names = [*linked.INDICATORS]
indicator = st.selectbox(
    "Kennzahl", names, names.index(linked.DEFAULT), format_func=linked.INDICATORS.get
)
st.plotly_chart(linked.chart(values, every, indicator, towns), key="chart")
st.table(pd.DataFrame(linked.first_rows(found), columns=linked.COLUMNS))
