"""Write to stdout what this site uses of KERN: `python trim.py < kern.min.css` of the package.

Kept are the light theme and the classes below; of custom properties, those that are read.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

CLASSES = {"btn", "btn--primary", "label"}
THEME = (":root", "[data-kern-theme=light]")
NESTED = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
PROPERTY = re.compile(rf"(?<=[{{;])\s*(--[\w-]+):(?:[^;{{}}()]|{NESTED})*;?")


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield head and body of each outermost rule."""
    depth = start = opened = 0
    for position, letter in enumerate(css):
        if letter == "{":
            opened = opened if depth else position
            depth += 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : position]
                start = position + 1


def is_used(selector: str) -> bool:
    """Return whether the selector names nothing but parts in use."""
    names = set(re.findall(r"\.kern-([\w-]+)", selector))
    return bool(names or selector in THEME) and names <= CLASSES


def kept(css: str) -> str:
    """Return the rules in use, those inside media queries too."""
    out = []
    for head, body in rules(css):
        if head.startswith("@media"):
            inner = "" if "prefers-color-scheme" in head else kept(body)
        elif head.startswith("@"):
            inner = ""
        else:
            head = ",".join(filter(is_used, re.split(r",(?![^(]*\))", head)))
            inner = body if head else ""
        if inner:
            out.append(f"{head}{{{inner}}}")
    return "".join(out)


def without_unread_properties(css: str) -> str:
    """Drop custom properties that nobody reads, and those read only by them."""
    read = set(re.findall(r"var\(\s*(--[\w-]+)", css))
    fewer = PROPERTY.sub(lambda match: match[0] if match[1] in read else "", css)
    if fewer != css:
        return without_unread_properties(fewer)
    while (fewer := re.sub(r"[^{}]+\{\}", "", css)) != css:
        css = fewer
    return css


print("/*! @kern-ux/native 2.7.2, EUPL-1.2; changed: trimmed by trim.py, see ../README.md */")
print(without_unread_properties(kept(sys.stdin.read())))
