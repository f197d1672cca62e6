"""Which view of the comparison is drawn by which module."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components.comparison.level import level_card
from dashboard.components.comparison.scene import Scene, Shown
from dashboard.components.figure_card import FigureCard
from dashboard.pages.compare.course import course_card
from dashboard.pages.compare.crossing import crossing_card
from dashboard.pages.compare.profile import profile_card
from dashboard.pages.compare.tables import gaps_card, map_card, table_card

VIEWS: dict[Shown, Callable[[Scene], FigureCard]] = {
    Shown.LEVEL: level_card,
    Shown.COURSE: course_card,
    Shown.PROFILE: profile_card,
    Shown.MAP: map_card,
    Shown.CROSSING: crossing_card,
    Shown.TABLE: table_card,
    Shown.GAPS: gaps_card,
}


def card_of_view(scene: Scene) -> FigureCard:
    """Return the figure of the view; at least one place is chosen."""
    return VIEWS[scene.view](scene)
