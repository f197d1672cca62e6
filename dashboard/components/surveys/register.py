"""What is known of each town's own survey, what is not, and how every survey was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import fact_list
from dashboard.components.surveys.facts import fact_anchor, joined, period_text
from dashboard.components.surveys.note import (
    NOT_FOUND,
    ROLE,
    STATUS,
    fact_value,
    source_title,
    survey_anchor,
)
from dashboard.components.town_style import town_symbol
from dashboard.facts.model import Town
from dashboard.facts.survey_model import (
    Comparison,
    Exactness,
    PublicationStatus,
    SamplingType,
    Survey,
    SurveyFact,
)
from dashboard.findings.survey_answers import uncertainty
from dashboard.wording import links

ALWAYS_NAMED = ("Durchgeführt von", "Zeit", "Art der Erhebung", "Gefragt wurden", "Teilgenommen")
SAMPLING = {  # the word and its entry in glossary.toml
    SamplingType.PROBABILITY: ("Zufallsauswahl", "zufallsauswahl"),
    SamplingType.CENSUS: ("Vollerhebung", "vollerhebung"),
    SamplingType.PANEL: ("Panel", "panel"),
    SamplingType.SELF_SELECTED: ("Selbstauswahl", "selbstauswahl"),
    SamplingType.TALLY: ("Strichliste", "strichliste"),
    SamplingType.INTERVIEWS: ("Interviewstudie", "interviews"),
    SamplingType.INVENTORY: ("Bestandserhebung", "bestand"),
    SamplingType.UNKNOWN: ("Auswahl unbekannt", "auswahl-unbekannt"),
}
# rows of the register: the block of comparability.toml with its gaps, and the survey's own field
FIELDS: Mapping[str, str] = {
    "register-titel": "title",
    "register-art": "mode",
    "register-eingeladen": "invited",
    "register-teilnehmende": "n",
}


def state_words(survey: Survey, facts: Sequence[SurveyFact]) -> str:
    """Return what is known of the results: „ein Prozentwert gefunden“ where it is exactly one."""
    shares = [one for one in facts if one.unit == "percent"]
    if survey.status is PublicationStatus.TOPLINE and len(shares) == 1:
        return "ein Prozentwert gefunden"
    return STATUS[survey.status]


def register_card(
    town: Town, survey: Survey, facts: Sequence[SurveyFact], rows: Sequence[Comparison]
) -> Component:
    """Return a town's card: known things as text, unknown ones as hatched gaps with the reason."""
    held = survey.status is not PublicationStatus.NOT_HELD
    by_row = {row.id: [one for one in facts if one.id in row.facts] for row in rows}
    head = html.Header(
        [
            html.H3([town_symbol(town), html.A(town.name, href=links.town(town.slug))]),
            html.P(
                state_words(survey, facts),
                className="survey-state",
                **{"data-state": survey.status.value},
            ),
        ]
    )
    happened = by_row.get("register-stattgefunden", [])
    body: list[Component] = []
    if held:
        known = [_known_row(row, survey, by_row[row.id]) for row in rows]
        body = [
            html.Dl([*known, *_who(survey)], className="register__rows"),
            _remarks(facts, rows),
        ]
    else:
        body = [
            html.P(survey.published),
            *(html.P(one.note, className="small", id=fact_anchor(one)) for one in happened),
        ]
    source = html.P(
        [
            "Quelle: ",
            html.A(source_title(survey, facts), href=survey.source_url),
            ". ",
            html.A("Methodenkarte", href=f"#{survey_anchor(survey)}") if held else None,
        ],
        className="source",
    )
    return html.Article(
        [head, *body, source],
        className="register__card" if held else "register__card register__card--none",
        # a survey that took place has its anchor at its method card
        **{"data-town": town.slug, **({} if held else {"id": survey_anchor(survey)})},
    )


def _known_row(row: Comparison, survey: Survey, facts: Sequence[SurveyFact]) -> Component:
    gaps = [one for one in facts if one.exactness is Exactness.NOT_FOUND]
    said = [one for one in facts if one.exactness is not Exactness.NOT_FOUND]
    known = period_text(survey.field_start, survey.field_end) if row.id == "register-zeit" else ""
    if row.id == "register-stattgefunden" and not said:
        known = "durchgeführt"
    elif FIELDS.get(row.id) and not gaps:
        known = getattr(survey, FIELDS[row.id])
    parts: list[Component] = [html.Span(known)] if known else []
    parts += [
        html.Span(
            [f"{fact_value(one)} (", html.A("Quelle", href=one.source_url), ")"],
            id=fact_anchor(one),
        )
        for one in said
    ]
    if not parts and not gaps:
        parts = [html.Span(NOT_FOUND, className="gap")]
    parts += [
        html.Span(NOT_FOUND, className="gap", id=fact_anchor(one), title=one.question)
        for one in gaps
    ]
    return html.Div([html.Dt(row.label), html.Dd(parts)])


def _who(survey: Survey) -> list[Component]:
    entries = (("Durchgeführt von", survey.institution), ("Auskunft gibt", survey.contact))
    return [html.Div([html.Dt(term), html.Dd(text)]) for term, text in entries if text]


def _remarks(facts: Sequence[SurveyFact], rows: Sequence[Comparison]) -> Component | None:
    """Say what is to be said about the gaps; what holds for several is said once."""
    labels = {id_: row.label for row in rows for id_ in row.facts}
    by_note: dict[str, list[str]] = {}
    for one in facts:
        if one.note and one.exactness is Exactness.NOT_FOUND:
            by_note.setdefault(one.note, []).append(labels[one.id])
    if not by_note:
        return None
    texts = [note if len(about) > 1 else f"{about[0]}: {note}" for note, about in by_note.items()]
    return html.Div([html.P(text) for text in texts], className="small")


def method_line(survey: Survey) -> list[str | Component]:
    """Return who asked whom, when and how, in one line with a link to the method card."""
    word, term = SAMPLING[survey.sampling]
    parts: list[str | Component] = [
        text
        for text in (
            survey.institution,
            period_text(survey.field_start, survey.field_end),
            ", ".join(part for part in survey.mode.split(", ") if part != word),
            f"{survey.n} Teilnehmende" if survey.n.isdigit() else survey.n,
        )
        if text
    ]
    parts += [
        html.A(word, href=links.term(term)),
        html.A(
            "Methode",
            href=f"#{survey_anchor(survey)}",
            **{"aria-label": f"Methode: {survey.title}"},
        ),
    ]
    return joined(parts)


def method_card(survey: Survey, *, linked: bool = True) -> Component:
    """Return how a survey was made, folded; `linked` shows its source."""
    word, term = SAMPLING[survey.sampling]
    entries: Iterable[tuple[str, str | Component]] = (
        ("Einordnung", ROLE[survey.role]),
        ("Ort", survey.place),
        ("Durchgeführt von", survey.institution),
        ("Zeit", period_text(survey.field_start, survey.field_end)),
        ("Art der Erhebung", survey.mode),
        ("Auswahl", html.A(word, href=links.term(term))),
        ("Genauigkeit", uncertainty(survey) if survey.n else ""),
        ("Gefragt wurden", survey.population),
        ("Eingeladen", survey.invited),
        ("Teilgenommen", survey.n),
        ("Veröffentlicht", survey.published),
        ("Auskunft gibt", survey.contact),
    )
    shown = [
        (term_, text or html.Span("nicht bekannt", className="missing"))
        for term_, text in entries
        if text or term_ in ALWAYS_NAMED
    ]
    link = html.A(survey.source_url, href=survey.source_url)
    source = html.P(["Quelle: ", link], className="source")
    return html.Details(
        [
            html.Summary([html.Strong(survey.title), html.Span(f"{survey.place} · {word}")]),
            fact_list(shown),
            source if linked else None,
        ],
        className="method-card",
        id=survey_anchor(survey),
    )
