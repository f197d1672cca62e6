"""An address comes in, bytes go out: routes, headers, caches, the one callback."""
