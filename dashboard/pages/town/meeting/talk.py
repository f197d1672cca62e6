"""The talk: the slides of one town for its council, in the order of the address."""

from __future__ import annotations

from dashboard.components.paper.legal_line import legal_line
from dashboard.components.paper.slide import Talk, stage
from dashboard.facts.dataset import Dataset
from dashboard.findings.town import full_name
from dashboard.pages.contract import Address, Frame, Menu, Page, View
from dashboard.pages.town.brief import some_paths, town_of
from dashboard.pages.town.meeting.choices import url_state
from dashboard.pages.town.meeting.slides import slides_of
from dashboard.wording import links

PAGE = Page(id="sitzung", path=links.MEETING, name="Folien", menu=Menu.NONE)


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the path of each pilot town, and some that stand for all others."""
    return some_paths(data, PAGE.path)


def view(data: Dataset, address: Address) -> View:
    """Return the talk of the town named in the path."""
    town = town_of(data, address)
    choices, sentences = url_state().read(address.query)
    public = address.public(links.town(town.slug))
    slides = slides_of(data, town, public)
    # a slide that has nothing to say for this town is not there; all, where none of those asked is
    by_number = {one.number: one for one in slides}
    shown = [by_number[one] for one in choices.slides if one in by_number] or list(slides)
    talk = Talk(
        town=town,
        stand=data.stand,
        version=data.version,
        address=public,
        exit=links.town(town.slug),
        plan=links.meeting_plan(town.slug, [one.number for one in shown]),
        dark=choices.colours == "dunkel",
        current=min(int(choices.slide), len(shown)),
        notices=sentences,
        legal=legal_line(data),
    )
    name = full_name(data, town)
    return View(
        title=f"Folien: {name}",
        description=f"Folien zu {name} für Rat und Ausschuss, mit Quellen auf jeder Folie.",
        content=(stage(shown, talk),),
        frame=Frame.SLIDES,
    )
