"""The style sheets under `assets/css`, and which of them a page needs: those with its classes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

KERN = "vendor/kern/kern.min.css"
# A rule beats all of the layers before its own, however exact they are. The layer of a sheet is the
# folder in which it lies, or its own name.
LAYERS = ("kern", "tokens", "base", "layout", "components", "pages", "frames", "print")
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
IMPORT = re.compile(r'@import "([^"]+)";')


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One style sheet, named by its path under `assets/css` without ending.

    `needs` holds for each selector the classes without which it matches nothing. Where the sheet
    is sent, those that it `imports` are sent too.
    """

    name: str
    css: str
    needs: frozenset[frozenset[str]]
    imports: tuple[str, ...]

    @property
    def layer(self) -> str:
        """Return the name of the sheet's cascade layer."""
        return self.name.partition("/")[0]

    def is_for(self, classes: frozenset[str]) -> bool:
        """Return whether a rule can match in a page with these classes; one without needs none."""
        return any(needed <= classes for needed in self.needs) or not self.needs


@dataclass(frozen=True, slots=True)
class StyleSheets:
    """All style sheets by name, in the order in which they are sent."""

    by_name: Mapping[str, Sheet]

    def named(self, html: str) -> tuple[str, ...]:
        """Return the names of the sheets that a page of this HTML is sent."""
        classes = frozenset(" ".join(re.findall(r'\sclass="([^"]*)"', html)).split())
        wanted: set[str] = set()
        self._add((name for name, one in self.by_name.items() if one.is_for(classes)), wanted)
        return tuple(name for name in self.by_name if name in wanted)

    def css(self, html: str) -> str:
        """Return the CSS that a page of this HTML is sent."""
        sheets = (self.by_name[name] for name in self.named(html))
        return "\n".join([f"@layer {','.join(LAYERS)};", *(one.css for one in sheets)])

    def _add(self, names: Iterable[str], wanted: set[str]) -> None:
        for name in names:
            if name not in wanted:
                wanted.add(name)
                self._add(self.by_name[name].imports, wanted)


def style_sheets(
    assets: Path, made: Mapping[str, str], finish: Callable[[str], str]
) -> StyleSheets:
    """Return the sheets of the folder `assets`.

    Args:
        assets: where `css/` and the sheet of KERN lie.
        made: name of a sheet → CSS made from data, which follows its own.
        finish: what is done to the CSS of each sheet at last.
    """
    folder = assets / "css"
    paths = {
        path.relative_to(folder).with_suffix("").as_posix(): path for path in folder.rglob("*.css")
    }
    texts = {
        name: path.read_text("utf-8") for name, path in {"kern": assets / KERN, **paths}.items()
    }
    sheets = [_sheet(name, text, made.get(name, ""), finish) for name, text in texts.items()]
    ordered = sorted(sheets, key=lambda one: (LAYERS.index(one.layer), one.name))
    return StyleSheets({one.name: one for one in ordered})


def _sheet(name: str, text: str, made: str, finish: Callable[[str], str]) -> Sheet:
    """Return the sheet without comments, other than on a licence, and indentation."""
    css = re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*(?!!).*?\*/", "", text, flags=re.DOTALL))
    folder, layer = posixpath.dirname(name), name.partition("/")[0]
    return Sheet(
        name=name,
        css=f"@layer {layer}{{{finish(IMPORT.sub('', css).strip() + made)}}}",
        needs=frozenset(filter(None, map(frozenset, map(CLASS.findall, _selectors(css))))),
        imports=tuple(
            posixpath.normpath(posixpath.join(folder, path)).removesuffix(".css")
            for path in IMPORT.findall(css)
        ),
    )


def _selectors(css: str) -> Iterator[str]:
    """Yield all selectors, each of `:is(…)` and `:has(…)` on its own, other brackets left out."""
    for head in re.findall(r"(?<=[{};\n])\s*([^@{};][^{};]*)\{", f"\n{css}"):
        yield from _alternatives(head)


def _alternatives(selectors: str) -> Iterator[str]:
    plain = re.sub(r":(?!is|where|has)[\w-]+\([^()]*\)", "", selectors)
    if plain != selectors:
        yield from _alternatives(plain)
    elif found := re.search(r":(?:is|where|has)\(([^()]*)\)", selectors):
        for one in found[1].split(","):
            yield from _alternatives(selectors[: found.start()] + one + selectors[found.end() :])
    else:
        yield from selectors.split(",")
