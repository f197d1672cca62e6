"""Which view of the comparison is drawn by which module."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components.comparison.level import level_card
from dashboard.components.comparison.scene import Scene, Shown, theme_level
from dashboard.components.figure_card import FigureCard
from dashboard.facts.model import Level
from dashboard.findings.comparison import can_be_drawn, dates
from dashboard.pages.compare.course import course_card
from dashboard.pages.compare.crossing import crossing_card
from dashboard.pages.compare.map import map_card
from dashboard.pages.compare.profile import profile_card, shown_in_profile
from dashboard.pages.compare.tables import gaps_card, table_card

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


def unfilled(scene: Scene) -> dict[Shown, str]:
    """Return the views in which the choices in force show nothing, each with the reason."""
    found = {}
    if not can_be_drawn(scene.indicator):
        found[Shown.COURSE] = found[Shown.CROSSING] = "die Quelle nennt Klassen, keine Zahlen"
    elif len(dates(scene.data, scene.towns or scene.data.towns, scene.indicator.id)) < 2:
        found[Shown.COURSE] = "es gibt nur einen Stichtag"
    if not any(scene.against(one).spread for one in shown_in_profile(scene)):
        districts = theme_level(scene.themed()) is Level.KREIS
        found[Shown.PROFILE] = (
            "die Werte gelten für Kreise, verglichen werden Gemeinden"
            if districts
            else "es gibt keine Werte aller Gemeinden"
        )
    return {shown: found[shown] for shown in Shown if shown in found}
