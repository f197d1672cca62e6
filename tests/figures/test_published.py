"""Published values as figures: nothing shared to compare on, gaps named."""

from __future__ import annotations

import re

from dashboard.figures.published import PublishedValue, Ranked, ranked_bars, separate_dots
from tests.made.figures import checked


def test_values_of_grade_c_have_an_axis_each() -> None:
    dots = [
        PublishedValue(title=t, detail="", value=v, text=f"{v} %")
        for t, v in (("a", 24.2), ("b", 55))
    ]
    figure = checked(separate_dots(dots))
    axes = [trace.xaxis for trace in figure.data]
    assert len(set(axes)) == len(dots)
    assert {
        tuple(figure.layout[f"xaxis{'' if a in (None, 'x') else a[1:]}"].range) for a in axes
    } == {(0, 100)}


def test_gap_in_a_ranking_is_named_and_stands_last() -> None:
    rows = [
        Ranked(label="Lücke", value=None, text="nicht gefunden"),
        Ranked(label="Wenig", value=1, text="1 %"),
        Ranked(label="Viel", value=2, text="2 %"),
    ]
    figure = checked(ranked_bars(rows, unit="Prozent"))
    assert list(figure.layout.yaxis.ticktext) == ["Viel", "Wenig", "Lücke"]
    assert list(figure.data[0].x) == [2, 1, None]
    (gap,) = figure.layout.annotations
    assert gap.text == "nicht gefunden"
    # what stands after a bar has its own room, however narrow the chart is
    assert figure.layout.margin.r > 3 * 6


def test_words_above_a_dot_fit_the_narrowest_chart() -> None:
    words = "mindestens einmal in vier Wochen zu Hause gearbeitet"
    dots = [PublishedValue(title=words, detail=words, value=3, text="3 %")]
    label = checked(separate_dots(dots)).layout.annotations[0]
    lines = re.sub(r"</?(?:b|span\b[^>]*)>", "", label.text).split("<br>")
    assert " ".join(lines) == f"{words} {words}"
    assert max(map(len, lines)) <= 33
