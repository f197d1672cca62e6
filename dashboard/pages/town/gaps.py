"""Surveys, what is missing, towns like it and near it: what follows the figures of a town."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import disclosure, section
from dashboard.components.surveys.note import ROLE, STATUS, survey_notes
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Confidence, Gemeinde, Observation, Town
from dashboard.facts.survey_model import Exactness, PublicationStatus, SurveyRole
from dashboard.findings.absence import absences
from dashboard.findings.location import near_towns
from dashboard.findings.town import gaps_of, surveys_of
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import counted, number, value_text

FEW = 4  # so many are named in sight, more are folded
NO_SURVEY = "Eine Befragung am Ort wurde nicht gefunden."


def surveys(data: Dataset, town: Town) -> Component:
    """Return all that is known of the surveys in a town."""
    nothing = html.P(NO_SURVEY, className="missing")
    notes = survey_notes(surveys_of(data, town)) or [nothing]
    return section(links.TOWN_SURVEYS, "Befragungen", notes)


def surveys_in_short(data: Dataset, town: Town) -> Component:
    """Return a line a survey, and where its values stand."""
    found = surveys_of(data, town)
    if not found:
        return section(links.TOWN_SURVEYS, "Befragungen", [html.P(NO_SURVEY, className="missing")])
    lines = []
    for survey, values in found:
        held = survey.status is not PublicationStatus.NOT_HELD
        published = sum(one.exactness is not Exactness.NOT_FOUND for one in values)
        told = [
            "" if survey.role is SurveyRole.PROJECT else ROLE[survey.role],
            STATUS[survey.status] if held else "",
            f"beteiligt: {survey.n}" if survey.n else "",
            f"{counted(published, 'Angabe', 'Angaben')} veröffentlicht"
            if held and published
            else "",
        ]
        words = "; ".join(filter(None, told))
        lines.append(
            html.Li(
                [
                    html.B(survey.title),
                    f": {words}." if words else ".",
                ]
            )
        )
    link = html.A("Ergebnisse, Umstände und Quellen", href=links.surveys_of(town.slug))
    return section(
        links.TOWN_SURVEYS,
        "Befragungen",
        [html.Ul(lines, className="plain-list"), html.P(link)],
    )


def gaps(data: Dataset, town: Town, *, whole: bool) -> Component:
    """Return what is missing for a town of the project, in the short form as a count."""
    found = gaps_of(data, town)
    listed = html.Ul(
        [html.Li([html.B(gap.label), f": {gap.reason} ", html.Span(gap.remedy)]) for gap in found],
        className="missing-list",
    )
    local = [
        one
        for one in data.observations
        if one.town == town.slug and one.confidence is Confidence.LOW
    ]
    children: list[Component] = [listed]
    if not whole:
        themes = Counter(data.themes[gap.theme].label for gap in found)
        told = ", ".join(f"{label} {number(count)}" for label, count in themes.items())
        children = [
            html.P(f"{counted(len(found), 'Angabe fehlt', 'Angaben fehlen', 'Eine')}: {told}."),
            disclosure("Was fehlt, warum, und wo es zu finden wäre", [listed], alone=True),
        ]
    if local:
        title = "Einzelne Angaben, die nicht zum Vergleichen taugen"
        about = html.P(
            "Sie stammen aus Presse oder örtlichen Berichten und stehen in keinem Vergleich."
        )
        sources = dict.fromkeys(one.source for one in local)
        claims = html.Ul(
            [
                _local_claims(data, source, [one for one in local if one.source == source])
                for source in sources
            ],
            className="missing-list",
        )
        if whole:
            children += [html.H3(title), about, claims]
        else:
            told = f"{title} ({number(len(local))})"
            children.append(disclosure(told, [about, claims], alone=True))
    return section(links.GAPS, "Was fehlt", children)


def absent(data: Dataset, town: Gemeinde, *, whole: bool) -> Component:
    """Return which indicators have no value here and why, and what is missing for every town."""
    found = absences(data, town)
    count = sum(len(one.indicators) for one in found)
    entries = [
        html.Li(
            html.Details(
                [
                    html.Summary(f"{one.count}: {one.reason}"),
                    html.P("; ".join(indicator.label for indicator in one.indicators) + "."),
                ]
            )
            if len(one.indicators) > FEW
            else f"{'; '.join(each.label for each in one.indicators)}: {one.reason}."
        )
        for one in found
    ]
    listed = html.Ul(entries, className="missing-list")
    everywhere = html.Ul(
        [html.Li([html.B(gap.label), ": ", gap.remedy]) for gap in gaps_of(data, town)],
        className="missing-list",
    )
    title = "Was für keine Stadt vorliegt, und wo es zu finden wäre"
    have = "Kennzahl dieser Seite hat", "Kennzahlen dieser Seite haben"
    return section(
        links.GAPS,
        "Was fehlt",
        [
            html.P(f"{counted(count, *have)} für {town.name} keinen Wert."),
            *(
                [listed, html.H3(title), everywhere]
                if whole
                else [
                    disclosure("Welche das sind, und warum", [listed], alone=True),
                    disclosure(title, [everywhere], alone=True),
                ]
            ),
        ],
    )


def near(data: Dataset, town: Gemeinde) -> Component:
    """Return the way to the small towns nearby."""
    found = [html.A(one.name, href=links.town(one.slug)) for one in near_towns(data, town)]
    return html.Nav(
        [
            html.P("Kleinstädte in der Nähe"),
            html.Ul([html.Li(one) for one in found], className="near-towns__list"),
        ],
        className="near-towns no-print",
        **{"aria-label": "Kleinstädte in der Nähe"},
    )


def _local_claims(data: Dataset, source: str, claims: Sequence[Observation]) -> Component:
    """Return what a source says, and the source once."""
    told = []
    for one in claims:
        indicator = data.indicators[one.indicator]
        value = value_text(one, indicator, data.units[indicator.unit])
        note = f" ({one.note})" if one.note else ""
        told.append(f"{indicator.label}, {date_text(one.date)}: {value}{note}. ")
    return html.Li([*told, html.A(data.sources[source].name, href=data.sources[source].url)])


def pager(data: Dataset, town: Town) -> Component:
    """Return the way to the towns before and after this one."""
    towns = list(data.towns.values())
    position = towns.index(town)
    before, after = towns[position - 1], towns[(position + 1) % len(towns)]
    return html.Nav(
        [
            html.A(
                ["← ", before.name],
                href=links.town(before.slug),
                rel="prev",
                **{"aria-label": f"Vorige Stadt: {before.name}"},
            ),
            html.A(
                [after.name, " →"],
                href=links.town(after.slug),
                rel="next",
                **{"aria-label": f"Nächste Stadt: {after.name}"},
            ),
        ],
        className="pager no-print",
        **{"aria-label": "Andere Städte"},
    )
