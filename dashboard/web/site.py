"""Dash as this site uses it: no page of its own, and only what its renderer asks for."""

from __future__ import annotations

import re
from typing import Any

from dash import Dash
from flask import abort

# facts about the server that no visitor needs
HIDDEN_CONFIG = frozenset(
    {"python_version", "plotly_version", "dash_version", "dash_version_url", "ddk_version"}
    | {"end_id"}
)


class Site(Dash):
    """Dash without its catch-all page: every page has a route of its own, the rest is a 404."""

    def index(self, *_args: Any, **_kwargs: Any) -> str:
        """Answer Dash's own index and catch-all routes."""
        abort(404)

    def browser_parts(self) -> dict[str, Any]:
        """Return what Dash's renderer asks for first, and nothing more."""
        config = {key: value for key, value in self._config().items() if key not in HIDDEN_CONFIG}
        ours = self.layout._namespace  # Dash minds nothing else, but names all that it could
        config["children_props"] = {ours: config["children_props"][ours]}
        return {
            "_dash-config": config,
            "page-layout": self.layout,
            "page-dependencies": self._callback_list,
        }

    def stock_scripts(self) -> tuple[str, ...]:
        """Return the addresses of all scripts that Dash would load."""
        return tuple(re.findall(r'src="([^"]+)"', self._generate_scripts_html()))
