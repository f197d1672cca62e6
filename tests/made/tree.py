"""Looking into a tree of components, so that tests need no HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dash.development.base_component import Component


def nodes(root: Any, into: Callable[[Component], bool] = lambda _node: True) -> Iterator[Component]:
    """Yield every component, parents first; `into` says whose children are looked at."""
    if isinstance(root, Iterable) and not isinstance(root, str | Component):
        for one in root:
            yield from nodes(one, into)
    elif isinstance(root, Component):
        yield root
        if into(root):
            yield from nodes(getattr(root, "children", None), into)


def prop(node: Component, name: str) -> Any:
    """Return a property, or None."""
    return getattr(node, name, None)


def text(root: Any) -> str:
    """Return all the text in a tree."""
    if isinstance(root, str | int | float):
        return str(root)
    if isinstance(root, Component):
        return text(getattr(root, "children", None))
    return "".join(map(text, root)) if root is not None else ""


def by_id(root: Any, id_: str) -> Component:
    """Return the component of that id."""
    return next(node for node in nodes(root) if prop(node, "id") == id_)


def links(root: Any) -> list[str]:
    """Return where the links in a tree lead."""
    return [str(node.href) for node in nodes(root) if prop(node, "href")]
