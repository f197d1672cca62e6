"""Dash component trees as plain HTML, so that a page can be read before, or without, scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

VOID_TAGS = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"})
SERVER_ONLY = frozenset({"children", "key", "disable_n_clicks", "loading_state"})
TAG_NAMES = {"ObjectEl": "object", "MapEl": "map"}  # Dash's other names are the tags' own
ATTRIBUTE_NAMES = {"className": "class", "htmlFor": "for"}
VISITORS_OWN = "value"  # may begin with a slash and be no address
# signs that stand right after a link, or alone before one: readers, who stop there, say their names
SIGN = r"\s*[.,;:!?()·]+\s*"
AFTER_LINK = re.compile(rf"(</a>(?:</(?:span|b|i)>)*)({SIGN}(?:<br>|(?=<))|[.,;:!?)]+(?=\s))")
BEFORE_LINK = re.compile(rf"(>)({SIGN})(?=(?:<\w[^>]*>)*<a\b)")
SEEN_ONLY = r'\1<span aria-hidden="true">\2</span>'
ADDRESS = "data-address"  # names an address that the text of its element spells out
# what every component of Dash carries beside what it was given
ABOUT_THE_CLASS = frozenset(vars(html.Br())) - {"children"}

Pictures = Callable[[Any], str]


class _Beyond(Component):
    """An element that `dash.html` leaves out; only `to_html` writes it."""

    _namespace = "dash_html_components"
    _children_props: tuple[str, ...] = ()
    _base_nodes: tuple[str, ...] = ("children",)

    def __init__(self, children: Any = None, **attributes: Any) -> None:
        """Take what stands in the element, and its attributes as React names them."""
        self._prop_names = ["children", *attributes]
        self._valid_wildcard_attributes: list[str] = []
        super().__init__(children=children, **attributes)


def beyond_dash(name: str) -> type[_Beyond]:
    """Return the class of an element that `dash.html` leaves out, as `input` and those of SVG."""
    return type(name, (_Beyond,), {"_type": name, "__module__": __name__})


class MarkupError(TypeError):
    """A component or value that has no plain HTML form; name it in `to_html` or avoid it."""


def no_picture(_figure: Any) -> str:
    """Leave the box of a chart empty."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How trees become HTML: the path below which the site stands, and what pictures charts have.

    `prefix` is `/kleinstadt` or the like, empty at the root of a host; `pictures` maps the figure
    of a chart to what stands in its box until the chart is drawn.
    """

    prefix: str = ""
    pictures: Pictures = no_picture

    def address(self, text: str) -> str:
        """Return an address of the site as browsers must ask for it; anything else as it is."""
        return self.prefix + text if text.startswith("/") and text[1:2] != "/" else text


PLAIN = Writing()


def to_html(node: Any, writing: Writing = PLAIN) -> str:
    """Return the HTML of a component, a text, a number or a (nested) sequence of these.

    Args:
        node: what to write.
        writing: how; every attribute that begins with a slash is taken for an address of the site.

    Raises:
        MarkupError: for a component that is neither of `dash.html` nor a chart.
    """
    return BEFORE_LINK.sub(SEEN_ONLY, AFTER_LINK.sub(SEEN_ONLY, _html(node, writing)))


def _html(node: Any, writing: Writing) -> str:
    if node is None or isinstance(node, bool):
        return ""
    if isinstance(node, str):
        return escape(node, quote=False)
    if isinstance(node, int | float):
        return str(node)
    if isinstance(node, list | tuple):
        return "".join(_html(child, writing) for child in node)
    if not isinstance(node, Component):
        raise MarkupError(f"{type(node).__name__} cannot be written as HTML: {node!r}")
    name, namespace = node._type, node._namespace
    if namespace == "dash_html_components":
        return element(TAG_NAMES.get(name, name.lower()), _properties(node), writing)
    if isinstance(node, dcc.Graph):
        return _graph(_properties(node), writing)
    raise MarkupError(f"{namespace}.{name} has no plain HTML form; add one here")


def _properties(node: Component) -> Mapping[str, Any]:
    """Return what a component was given; its own `to_plotly_json` tries every name there is."""
    return {name: value for name, value in vars(node).items() if name not in ABOUT_THE_CLASS}


def element(tag: str, props: Mapping[str, Any], writing: Writing = PLAIN) -> str:
    """Return one HTML element from a tag name and Dash (React) properties."""
    # sorted, because Dash mixes them anew in every process: same data, same bytes, same tag
    attributes = "".join(_attribute(name, value, writing) for name, value in sorted(props.items()))
    if tag in VOID_TAGS:
        return f"<{tag}{attributes}>"
    return f"<{tag}{attributes}>{_content(props, writing)}</{tag}>"


def _content(props: Mapping[str, Any], writing: Writing) -> str:
    """Return what stands in an element; an address that it spells out is that of its attribute."""
    content = _html(props.get("children"), writing)
    if not (writing.prefix and ADDRESS in props):
        return content
    spelt = escape(props[ADDRESS], quote=False)
    return content.replace(spelt, writing.address(spelt))


def _attribute(name: str, value: Any, writing: Writing) -> str:
    if name in SERVER_ONLY or name.startswith("n_clicks") or value is None or value is False:
        return ""
    name = ATTRIBUTE_NAMES.get(name, name)
    name = name if "-" in name else name.lower()
    if value is True:
        # aria-* and data-* know no bare form: true is a word there
        return f' {name}="true"' if "-" in name else f" {name}"
    text = _style(value) if name == "style" else str(value)
    if name != VISITORS_OWN:
        text = writing.address(text)
    return f' {name}="{escape(text)}"'


def _style(rules: Mapping[str, Any]) -> str:
    return ";".join(f"{_css_name(name)}:{value}" for name, value in rules.items())


def _css_name(name: str) -> str:
    if name.startswith("--"):
        return name
    return re.sub(r"[A-Z]", lambda letter: "-" + letter.group().lower(), name)


def _graph(props: Mapping[str, Any], writing: Writing) -> str:
    """A box of the chart's final size; `assets/js/charts.js` draws into it.

    What stands around it has its name; words in the drawing are not read, whatever the browser.
    """
    kept = {name: props.get(name) for name in ("id", "className", "style")}
    box = element("div", {**kept, "aria-hidden": "true", "data-chart": ""}).removesuffix("</div>")
    return f"{box}{writing.pictures(props.get('figure'))}</div>"
