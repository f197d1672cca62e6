"""All slides of a town, in their usual order."""

from __future__ import annotations

from dashboard.components.paper.slide import Slide
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde, Town
from dashboard.pages.town.meeting.common import sources_of, standing, together, who
from dashboard.pages.town.meeting.guest import slides_of_guest
from dashboard.pages.town.meeting.pilot import slides_of_pilot

NUMBERS = tuple("123456798")  # the names of all slides; the sources come last


def slides_of(data: Dataset, town: Gemeinde, public: str) -> tuple[Slide, ...]:
    """Return every slide of a town, in the usual order; one that would be empty is left out.

    A town that was not in the project has the pilot towns' experience where they have their own.
    """
    own = slides_of_pilot(data, town) if isinstance(town, Town) else slides_of_guest(data, town)
    same = (who(data, town), *standing(data, town), together(data, town))
    slides = sorted((*same, *own), key=lambda slide: NUMBERS.index(slide.number))
    return (*slides, sources_of(data, town, slides, public))
