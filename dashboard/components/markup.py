"""Dash component trees as plain HTML, so that a page can be read before, or without, scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any

from dash.development.base_component import Component

VOID_TAGS = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"})
SERVER_ONLY = frozenset({"children", "key", "disable_n_clicks", "loading_state"})
TAG_NAMES = {"ObjectEl": "object", "MapEl": "map"}  # Dash's other names are the tags' own
ATTRIBUTE_NAMES = {"className": "class", "htmlFor": "for"}


Pictures = Callable[[Any], str]


class MarkupError(TypeError):
    """A component or value that has no plain HTML form; name it in `to_html` or avoid it."""


def no_picture(_figure: Any) -> str:
    """Leave the box of a chart empty."""
    return ""


def to_html(node: Any, pictures: Pictures = no_picture) -> str:
    """Return the HTML of a component, a text, a number or a (nested) sequence of these.

    Args:
        node: what to write.
        pictures: figure of a chart → what stands in its box until Dash draws it.

    Raises:
        MarkupError: for a component that is neither `dash.html` nor one named in `_OTHERS`.
    """
    if node is None or isinstance(node, bool):
        return ""
    if isinstance(node, str):
        return escape(node, quote=False)
    if isinstance(node, int | float):
        return str(node)
    if isinstance(node, list | tuple):
        return "".join(to_html(child, pictures) for child in node)
    if not isinstance(node, Component):
        raise MarkupError(f"{type(node).__name__} cannot be written as HTML: {node!r}")
    parts = node.to_plotly_json()
    name, props = parts["type"], parts["props"]
    if parts["namespace"] == "dash_html_components":
        return element(TAG_NAMES.get(name, name.lower()), props, pictures)
    if (parts["namespace"], name) == ("dash_core_components", "Graph"):
        return _graph(props, pictures)
    write = _OTHERS.get((parts["namespace"], name))
    if write is None:
        raise MarkupError(f"{parts['namespace']}.{name} has no plain HTML form; add one here")
    return write(props)


def element(tag: str, props: Mapping[str, Any], pictures: Pictures = no_picture) -> str:
    """Return one HTML element from a tag name and Dash (React) properties."""
    # sorted, because Dash mixes them anew in every process: same data, same bytes, same tag
    attributes = "".join(_attribute(name, value) for name, value in sorted(props.items()))
    if tag in VOID_TAGS:
        return f"<{tag}{attributes}>"
    return f"<{tag}{attributes}>{to_html(props.get('children'), pictures)}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    if name in SERVER_ONLY or name.startswith("n_clicks") or value is None or value is False:
        return ""
    name = ATTRIBUTE_NAMES.get(name, name)
    name = name if "-" in name else name.lower()
    if value is True:
        # aria-* and data-* know no bare form: true is a word there
        return f' {name}="true"' if "-" in name else f" {name}"
    text = _style(value) if name == "style" else str(value)
    return f' {name}="{escape(text)}"'


def _style(rules: Mapping[str, Any]) -> str:
    return ";".join(f"{_css_name(name)}:{value}" for name, value in rules.items())


def _css_name(name: str) -> str:
    if name.startswith("--"):
        return name
    return re.sub(r"[A-Z]", lambda letter: "-" + letter.group().lower(), name)


def _graph(props: Mapping[str, Any], pictures: Pictures) -> str:
    """A box of the chart's final size; the chart is drawn into its twin by Dash."""
    box = element("div", {"id": props.get("id"), "className": props.get("className")})
    return f"{box.removesuffix('</div>')}{pictures(props.get('figure'))}</div>"


def _nothing(_props: Mapping[str, Any]) -> str:
    return ""


def _select(props: Mapping[str, Any]) -> str:
    options = "".join(
        element("option", {"value": one["value"], "selected": one["value"] == props.get("value"),
                           "disabled": one.get("disabled"), "children": one["label"]})
        for one in props["options"]
    )  # fmt: skip
    attributes = {key: props.get(key) for key in ("id", "name")}
    start = element("select", {**attributes, "className": "form-select"}).removesuffix("</select>")
    return f"{start}{options}</select>"


def _checks(kind: str, props: Mapping[str, Any]) -> str:
    """Radio buttons or checkboxes as dash-bootstrap-components draws them."""
    value = props.get("value")
    chosen = value if isinstance(value, list) else [value]
    rows = []
    for one in props["options"]:
        id_ = f"{props['id']}-{one['value']}"
        box = {
            "type": kind,
            "id": id_,
            "name": props.get("name"),
            "value": one["value"],
            "className": "form-check-input",
            "checked": one["value"] in chosen,
        }
        label = {"htmlFor": id_, "className": "form-check-label", "children": one["label"]}
        rows.append(
            f'<div class="form-check">{element("input", box)}{element("label", label)}</div>'
        )
    start = element("div", {"id": props["id"], "className": props.get("className")})
    return start.removesuffix("</div>") + "".join(rows) + "</div>"


def _input(props: Mapping[str, Any]) -> str:
    names = (
        "id",
        "type",
        "name",
        "value",
        "list",
        "placeholder",
        "min",
        "max",
        "step",
        "inputMode",
        "className",
    )
    return element("input", {name: props.get(name) for name in names})


_OTHERS: dict[tuple[str, str], Callable[[Mapping[str, Any]], str]] = {
    ("dash_core_components", "Location"): _nothing,
    ("dash_core_components", "Store"): _nothing,
    ("dash_core_components", "Input"): _input,
    ("dash_bootstrap_components", "Select"): _select,
    ("dash_bootstrap_components", "RadioItems"): partial(_checks, "radio"),
    ("dash_bootstrap_components", "Checklist"): partial(_checks, "checkbox"),
}
