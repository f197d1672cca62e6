"""The scale bar of a map: how long it is, where it lies and what it covers, in metres."""

from __future__ import annotations

from dataclasses import dataclass

WINDOW = (26_000, 22_000)  # metres: of every map with boundaries, the least of one with points
LENGTHS = (50_000, 20_000, 10_000, 5_000)  # metres; the longest that is short enough is drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleBar:
    """A bar from `left` to `right` at the height `base`, its ends bent up by `tick`.

    All are metres from the middle of the map, north up; with its length in words it covers what
    lies between `west`, `east`, `south` and `north`.
    """

    text: str
    left: float
    right: float
    base: float
    tick: float
    west: float
    east: float
    south: float
    north: float

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of what it covers."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2


def scale_bar(width: float, height: float) -> ScaleBar:
    """Return the bar for a map so wide and high: in its corner, as large as on every map."""
    length = next(one for one in LENGTHS if one <= width / 5 or one == LENGTHS[-1])
    scale = width / WINDOW[0]
    left, base = -width / 2 + 800 * scale, -height / 2 + 600 * scale
    return ScaleBar(
        text=f"{length // 1000} km",
        left=left,
        right=left + length,
        base=base,
        tick=400 * scale,
        west=left - 400 * scale,
        east=left + length + 400 * scale,
        south=base - 300 * scale,
        north=base + 1500 * scale,
    )
