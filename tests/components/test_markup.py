"""Component trees as plain HTML."""

import pytest
from dash import dcc, html

from dashboard.components.markup import MarkupError, to_html


def test_text_is_escaped() -> None:
    assert to_html(html.P("1 < 2 & 3")) == "<p>1 &lt; 2 &amp; 3</p>"


def test_attribute_values_are_escaped() -> None:
    assert to_html(html.A("x", href='/?a="b"&c=<')) == (
        '<a href="/?a=&quot;b&quot;&amp;c=&lt;">x</a>'
    )


def test_react_names_become_html_names() -> None:
    label = html.Label("Stadt", htmlFor="stadt", className="eng", tabIndex=0)
    assert to_html(label) == '<label class="eng" for="stadt" tabindex="0">Stadt</label>'


def test_true_stands_bare_but_is_a_word_for_aria() -> None:
    assert to_html(html.Details(open=True)) == "<details open></details>"
    assert to_html(html.Span(**{"aria-hidden": True})) == '<span aria-hidden="true"></span>'


def test_false_and_none_leave_no_attribute() -> None:
    assert to_html(html.Button("x", disabled=False, title=None)) == "<button>x</button>"


def test_custom_properties_survive_in_style() -> None:
    element = html.Span(style={"--low": "3%", "fontWeight": 600})
    assert to_html(element) == '<span style="--low:3%;font-weight:600"></span>'


def test_void_elements_are_not_closed() -> None:
    assert to_html(html.Img(src="/a.svg", alt="")) == '<img alt="" src="/a.svg">'


def test_numbers_lists_and_gaps_are_children() -> None:
    assert to_html(html.P(["a", None, 3, html.Br(), ["b"]])) == "<p>a3<br>b</p>"


def test_a_chart_becomes_a_box_of_its_size() -> None:
    box = '<div aria-hidden="true" class="chart" data-chart="" id="g"></div>'
    assert to_html(dcc.Graph(id="g", className="chart")) == box


def test_unknown_component_is_refused_by_name() -> None:
    with pytest.raises(MarkupError, match="Dropdown"):
        to_html(dcc.Dropdown())


def test_other_objects_are_refused() -> None:
    with pytest.raises(MarkupError, match="object"):
        to_html(html.P(object()))


def test_a_sign_alone_beside_a_link_is_seen_and_not_heard() -> None:
    link, b = html.A("x", href="/x"), html.B("y")
    shown, unheard = '<a href="/x">x</a>', '<span aria-hidden="true">{}</span>'.format
    for parts, written in (
        ([link, "."], shown + unheard(".")),
        ([link, ")", "; ", link], shown + unheard("); ") + shown),
        ([html.Span(link), ", ", b], f"<span>{shown}</span>{unheard(', ')}<b>y</b>"),
        ([b, " (", html.B(link)], f"<b>y</b>{unheard(' (')}<b>{shown}</b>"),
        ([b, ".", b], "<b>y</b>.<b>y</b>"),
        ([link, ". ", "Danach"], f"{shown}{unheard('.')} Danach"),
        ([link, ".", html.Br(), "Danach"], f"{shown}{unheard('.<br>')}Danach"),
        ([link, ".1"], f"{shown}.1"),
        (["Davor", ". ", link], f"Davor. {shown}"),
    ):
        assert to_html(html.P(parts)) == f"<p>{written}</p>"
