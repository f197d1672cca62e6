"""What Dash does not run, sent to it as finished HTML: one part for it to mind, not hundreds."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from dashboard.components.markup import SERVER_ONLY, TAG_NAMES, VOID_TAGS, to_html


class StaticPart(Component):
    """An element whose content is HTML; drawn by `assets/js/static-part.js`."""

    _namespace = "dashboard_parts"
    _type = "StaticPart"
    _children_props: tuple[str, ...] = ()
    _base_nodes = ("children",)

    def __init__(self, tag: str, attributes: dict[str, Any], html: str) -> None:
        """Keep the element's name, its attributes as React names them, and what is in it."""
        self._prop_names = ["tag", "attributes", "html"]
        self._valid_wildcard_attributes: list[str] = []
        super().__init__(tag=tag, attributes=attributes, html=html)


def is_live(node: Any) -> bool:
    """Return whether a component needs Dash in the browser: a chart, a control, a callback."""
    if isinstance(node, list | tuple):
        return any(map(is_live, node))
    if not isinstance(node, Component):
        return False
    return node._namespace != "dash_html_components" or is_live(getattr(node, "children", None))


def settled(node: Any) -> Any:
    """Return the tree with all that is not live as finished HTML."""
    if isinstance(node, list | tuple):
        return [settled(one) for one in node]
    if not isinstance(node, Component) or node._namespace != "dash_html_components":
        return node
    props = dict(node.to_plotly_json()["props"])
    children = props.pop("children", None)
    if is_live(children):
        return type(node)(settled(children), **props)
    tag = TAG_NAMES.get(node._type, node._type.lower())
    if tag in VOID_TAGS:
        return node
    attributes = {name: value for name, value in props.items() if name not in SERVER_ONLY}
    return StaticPart(tag, attributes, to_html(children))
