"""The timeline's lanes: which marks stand in which, and the drawing on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.lanes import TimeAxis, lanes, legend
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import NETWORK, Activity
from dashboard.figures import lanes as drawing
from dashboard.findings.activities import (
    Choices,
    changes_of_office,
    counted,
    counts_by_town,
    days,
    grouped,
    parts,
    short_name,
)


def drawn_lanes(
    data: Dataset,
    choices: Choices,
    shown: Sequence[Activity],
    width: float,
    *,
    labelled: bool = True,
) -> list[drawing.Lane]:
    """Return the lanes of the chosen places; an umbrella is open while it, or a part, is chosen.

    Marks are `labelled` unless there are too many for any label.
    """
    held = parts(shown)
    opened = next(
        (id_ for id_, group in held.items() if choices.chosen in (id_, *(o.id for o in group))), ""
    )
    top = counted(shown)
    by_town = grouped(top, lambda one: (one.town,))
    labelled = labelled and len(top) <= drawing.LABELLED
    return [
        drawing.lane(
            place,
            by_town.get(place, ()),
            drawing.span(*days(choices)),
            parts=held,
            opened=opened,
            labelled=labelled,
            width=width,
        )
        for place in (NETWORK, *data.towns)
        if not choices.towns or place in choices.towns
    ]


def lanes_section(
    data: Dataset, choices: Choices, shown: Sequence[Activity], address: Callable[[str], str]
) -> Component:
    """Return the drawing; `address` leads to an activity's card.

    Where labels would take more room than is seen together, symbols stand alone.
    """
    drawn = drawing.span(*days(choices))
    found = counts_by_town(data, shown)
    rows = drawn_lanes(data, choices, shown, drawing.WIDTH)
    labelled = sum(one.rows for one in rows) <= drawing.LABEL_ROWS
    if not labelled:
        rows = drawn_lanes(data, choices, shown, drawing.WIDTH, labelled=False)
    workshops = [data.activity(id_) for id_ in data.project.workshops]
    start, end = data.project.start, data.project.end
    axis = TimeAxis(
        ticks=drawing.ticks(drawn),
        project=(drawn.share(start), drawn.share(end, after=True)),
        beats=drawing.beats(workshops, drawn),
    )
    offices = sorted(changes_of_office(data, choices), key=lambda one: one.start)
    kinds = [one for one in data.categories.values() if any(o.category == one.id for o in shown)]
    box = lanes(
        [(lane, found[lane.place]) for lane in rows],
        offices,
        axis,
        towns=data.towns,
        names=partial(short_name, data),
        categories=data.categories,
        sources=data.sources,
        address=address,
        chosen=choices.chosen,
    )
    return html.Section(
        [
            html.Div(
                [
                    html.H2("In der Zeit", id="bahnen-titel"),
                    html.P(_about(labelled), className="small no-print"),
                ],
                className="timeline-lanes__head",
            ),
            box,
            legend(kinds, shown, axis.beats),
        ],
        className="timeline-lanes",
        id="bahnen",
    )


def _about(labelled: bool) -> str:
    opens = "Jedes Zeichen öffnet die Karte der Aktivität."
    if labelled:
        return opens
    return f"{opens} So viele stehen ohne Namen, die Liste nennt sie."
