"""What is known of each town's own survey, what is not, and how every survey was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.data_table import scroll_box
from dashboard.components.layout import fact_list, read_as
from dashboard.components.surveys.facts import fact_anchor, joined, period_text
from dashboard.components.surveys.note import (
    NOT_FOUND,
    ROLE,
    STATUS,
    fact_value,
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


def register_table(
    groups: Sequence[tuple[str, Sequence[tuple[Survey, Sequence[SurveyFact]]]]],
    towns: Mapping[str, Town],
) -> Component:
    """Return the surveys with their facts as one table, under headings; a row a survey."""
    heads = ("Befragung", "Ort", "Wer gefragt hat", "Wann", "Wie viele", "Was bekannt ist")
    parts: list[Component] = [
        html.Caption("Befragungen", className="visually-hidden"),
        html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
    ]
    for title, surveys in groups:
        head = html.Th(title, colSpan=len(heads), scope="rowgroup")
        rows = [_row(survey, facts, towns) for survey, facts in surveys]
        parts.append(html.Tbody([html.Tr(head, className="register__group"), *rows]))
    return scroll_box(html.Table(parts, className="data-table register"), "Befragungen")


def _row(survey: Survey, facts: Sequence[SurveyFact], towns: Mapping[str, Town]) -> Component:
    town = towns.get(survey.town)
    place = [town_symbol(town), " ", town.short_name] if town else survey.place
    state = html.Span(
        state_words(survey, facts), className="survey-state", **{"data-state": survey.status.value}
    )
    period = period_text(survey.field_start, survey.field_end)
    cells = (place, *(text or _unknown(survey) for text in (survey.institution, period, survey.n)))
    return html.Tr(
        [
            html.Th(html.A(survey.title, href=links.survey(survey.id)), scope="row"),
            *(html.Td(cell) for cell in (*cells, state)),
        ],
        **({"data-town": town.slug} if town else {}),
    )


def _unknown(survey: Survey) -> Component:
    """Return that something was not found, or that there was nothing to be found."""
    if survey.status is PublicationStatus.NOT_HELD:
        return read_as("–", "keine Befragung")
    return html.Span(NOT_FOUND, className="gap")


def register_rows(
    survey: Survey, facts: Sequence[SurveyFact], rows: Sequence[Comparison]
) -> list[Component | None]:
    """Return what was looked for of a town's survey: known things as text, gaps with the reason."""
    by_row = {row.id: [one for one in facts if one.id in row.facts] for row in rows}
    if survey.status is PublicationStatus.NOT_HELD:
        happened = by_row.get("register-stattgefunden", [])
        return [
            html.P(survey.published),
            *(html.P(one.note, className="small", id=fact_anchor(one)) for one in happened),
        ]
    known = [_known_row(row, survey, by_row[row.id]) for row in rows]
    return [html.Dl(known, className="register__rows"), _remarks(facts, rows)]


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
    """Return which survey it was: who asked, when, how and how many, in one line."""
    word, term = SAMPLING[survey.sampling]
    parts: list[str | Component] = [html.A(survey.title, href=links.survey(survey.id))]
    parts += [
        text
        for text in (
            survey.institution,
            period_text(survey.field_start, survey.field_end),
            ", ".join(part for part in survey.mode.split(", ") if part != word),
            f"{survey.n} Teilnehmende" if survey.n.isdigit() else survey.n,
        )
        if text
    ]
    return joined([*parts, html.A(word, href=links.term(term))])


def method_card(survey: Survey, *, linked: bool = True) -> Component:
    """Return how a survey was made, folded; `linked` shows its source."""
    word, _term = SAMPLING[survey.sampling]
    return html.Details(
        [
            html.Summary([html.B(survey.title), html.Span(f"{survey.place}, {word}")]),
            *method(survey, linked=linked),
        ],
        className="method-card",
        id=survey_anchor(survey),
    )


def method(survey: Survey, *, linked: bool = True) -> list[Component]:
    """Return who asked whom, when and how, and what of it is published; `linked` as above."""
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
    source = [html.P(["Quelle: ", link], className="source")] if linked else []
    return [fact_list(shown), *source]
