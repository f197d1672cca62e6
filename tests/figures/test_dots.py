"""Dots, strips and crossings: labels that fit, no place lost, nothing told by colour alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.crossing import SCREENS, Crossing, crossings
from dashboard.figures.dots import (
    Context,
    Dot,
    Strip,
    dot_plot,
    strips,
)
from tests.made.figures import checked

NAMES = ("Mölln", "Wittenberge", "Dippoldiswalde", "Dießen", "Oestrich-Winkel")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross")


def dot(position: int, value: float | None, *, strong: bool = False) -> Dot:
    return Dot(
        key=NAMES[position].lower(),
        label=NAMES[position],
        colour="#23418c",
        symbol=SYMBOLS[position],
        value=value,
        text="keine Angabe" if value is None else f"{value} %",
        hover=NAMES[position],
        strong=strong,
    )


def test_each_place_has_its_row_even_without_a_value() -> None:
    figure = checked(dot_plot([dot(0, 5.0, strong=True), dot(1, None)], unit="Prozent", decimals=1))
    assert list(figure.layout.yaxis.ticktext) == ["<b>Mölln</b>", "Wittenberge"]
    (dots,) = figure.data
    assert (list(dots.meta), list(dots.y)) == (["mölln"], [0])
    words = {note.name: (note.y, note.text) for note in figure.layout.annotations if note.name}
    assert words == {"mölln": (0, "<b>5.0 %</b>"), "wittenberge": (1, "<i>keine Angabe</i>")}


def test_the_scale_holds_values_and_quartiles() -> None:
    context = Context(median=50.0, text="Median", low=40.0, high=60.0)
    figure = checked(dot_plot([dot(0, 5.0), dot(1, 70.0)], unit="", decimals=0, context=context))
    low, high = figure.layout.xaxis.range
    assert low < 5
    assert high > 70


@pytest.mark.parametrize(
    ("values", "room"),
    [((10_600.0, 19_390.0), 21), ((10_600.0, 18_900.0), 14), ((1.0, 4.0), 14)],
)
def test_a_tick_at_the_end_of_the_axis_has_room_for_its_label(
    values: tuple[float, float], room: int
) -> None:
    """„20.000“ is written at the very end of an axis up to 20.005; nothing near that of 19.481."""
    figure = checked(dot_plot([dot(n, x) for n, x in enumerate(values)], unit="", decimals=0))
    assert figure.layout.margin.r == pytest.approx(room, abs=1)


def test_ticks_are_few_where_their_numbers_are_long() -> None:
    long, short = (
        checked(dot_plot([dot(2, x), dot(4, 1.8 * x)], unit="", decimals=0)).layout.xaxis.nticks
        for x in (10_600.0, 10.6)
    )
    assert long < short


def test_names_on_the_axis_take_their_room_and_no_more() -> None:
    names = {1.0: "I", 2.0: "bis unter zwei Drittel", 5.0: "dreimal so lang wie jeder andere"}
    chosen = [dot(0, 1.0), dot(1, 2.0)]
    margins = [
        checked(dot_plot(dots, unit="", decimals=0, ticks=names)).layout.margin.r
        for dots in (chosen[:1], chosen)
    ]
    assert margins[0] == 14 < margins[1] < 100


def test_places_are_told_apart_by_symbol_and_name() -> None:
    figure = checked(dot_plot([dot(n, float(n)) for n in range(5)], unit="", decimals=0))
    (dots,) = figure.data
    assert len(set(dots.marker.symbol)) == 5
    assert len(set(figure.layout.yaxis.ticktext)) == 5


def test_a11y_05_dots_keep_the_whole_contrast_of_their_colour() -> None:
    figure = checked(dot_plot([dot(n, float(n)) for n in range(5)], unit="", decimals=0))
    (dots,) = figure.data
    assert dots.marker.opacity == 1


def test_labels_keep_away_from_the_median() -> None:
    context = Context(median=50.0, text="Median", low=0.0, high=100.0)
    figure = checked(dot_plot([dot(0, 48.0), dot(1, 52.0)], unit="", decimals=0, context=context))
    sides = {note.name: note.xanchor for note in figure.layout.annotations if note.name}
    assert sides == {"mölln": "right", "wittenberge": "left"}


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_label_stays_in_the_drawing_on_the_smallest_phone(value: float, median: float) -> None:
    context = Context(median=median, text="Median", low=0.0, high=100.0)
    figure = checked(dot_plot([dot(0, value)], unit="", decimals=0, context=context))
    label = next(note for note in figure.layout.annotations if note.name)
    low, high = figure.layout.xaxis.range
    room = 272 - figure.layout.margin.l - figure.layout.margin.r
    at = (value - low) / (high - low) * room + label.xshift
    width = len(label.text) * 8.2
    if width * 2 + 40 < room:  # on one side at least there is room
        assert (at - width >= 0) if label.xanchor == "right" else (at + width <= room)


@given(st.floats(0, 100), st.integers(1, 21))
def test_words_over_the_median_stay_in_the_drawing_on_the_smallest_phone(
    median: float, letters: int
) -> None:
    context = Context(median=median, text="mittlere Hälfte 6.495 bis 12.515<br>Median", low=0.0,
                      high=100.0)  # fmt: skip
    dots = [replace(dot(0, 50.0), label="M" * letters)]
    figure = checked(dot_plot(dots, unit="", decimals=0, context=context))
    words = next(note for note in figure.layout.annotations if note.text == context.text)
    low, high = figure.layout.xaxis.range
    left, right = figure.layout.margin.l, figure.layout.margin.r
    at = left + (median - low) / (high - low) * (272 - left - right) + words.xshift
    width = 32 * 7.2
    start = at - width * {"center": 0.5, "right": 1}[words.xanchor]
    assert start > -1
    assert start + width < 273


def test_long_names_give_way_to_values_that_have_no_room_beside_their_dots() -> None:
    def lines(label: str, text: str) -> str:
        shown = replace(dot(0, 50.0), label=label, text=text)
        return str(checked(dot_plot([shown], unit="", decimals=0)).layout.yaxis.ticktext[0])

    assert lines("Lübben (Spreewald)", "9") == "Lübben (Spreewald)"
    assert lines("Lübben (Spreewald)", "22,0 km") == "Lübben<br>(Spreewald)"
    # three lines would meet those of the next row
    assert lines("Lübben (Spreewald) / Lubin (Błota)", "22,0 km").count("<br>") == 1


def test_labels_end_the_lines_below_them() -> None:
    context = Context(median=50.0, text="Median", low=0.0, high=100.0, bars=((0.0, 100.0, 1.0),))
    figure = checked(dot_plot([dot(0, 48.0), dot(1, None)], unit="", decimals=0, context=context))
    assert [note.bgcolor for note in figure.layout.annotations if note.name] == ["#ffffff"] * 2


def test_the_unit_stands_below_the_names_or_where_it_is_too_long_below_the_axis() -> None:
    short, long = (
        checked(dot_plot([dot(2, 5.0), dot(1, 70.0)], unit=unit, decimals=0)).layout
        for unit in ("Prozent", "Einwohnerinnen und Einwohner je Quadratkilometer")
    )
    assert ("Prozent" in [note.text for note in short.annotations], short.xaxis.title.text) == (
        True, "",
    )  # fmt: skip
    assert long.xaxis.title.text.startswith("Einwohnerinnen")
    assert short.margin.b < long.margin.b


def test_equal_values_on_a_strip_evade_each_other() -> None:
    bars = ((0.0, 50.0, 1.0), (50.0, 100.0, 0.5))
    row = Strip(
        label="Netz",
        bars=bars,
        low=40,
        median=50,
        high=60,
        dots=tuple(dot(n, 50.0) for n in range(5)),
    )
    figure = checked(strips([row]))
    heights = [trace.y[0] for trace in figure.data if trace.showlegend is False]
    assert len(set(heights)) == 5
    named = [trace.name for trace in figure.data if trace.showlegend is not False]
    assert named == [one.label for one in row.dots]


POINTS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=5)


@given(POINTS)
def test_names_in_a_crossing_meet_on_no_screen(
    places: list[tuple[int, int]],
) -> None:
    points = [
        Crossing(dot=dot(n, float(x)), x=float(x), y=float(y)) for n, (x, y) in enumerate(places)
    ]
    figure = checked(crossings(points, x_title="", y_title="", decimals=(0, 0)))
    left, right = figure.layout.xaxis.range
    bottom, top = figure.layout.yaxis.range
    for width, height in SCREENS:
        boxes = []
        for note in figure.layout.annotations:
            x = width * (note.x - left) / (right - left) + note.ax
            y = height * (top - note.y) / (top - bottom) + note.ay
            half = len(note.text) * 8 / 2
            assert half <= x <= width - half
            boxes.append((x - half, x + half, y - 9, y + 9))
        for one, other in combinations(boxes, 2):
            apart = one[1] <= other[0] or other[1] <= one[0]
            assert apart or one[3] <= other[2] or other[3] <= one[2]
