"""The first use of a word leads to the glossary, the others do not."""

from __future__ import annotations

from dash import html
from flask.testing import FlaskClient

from dashboard.components.layout import disclosure
from dashboard.components.live_part import live_part
from dashboard.components.markup import to_html
from dashboard.components.terms import with_terms
from dashboard.facts.model import Term

WORDS = {
    "stichtag": Term(id="stichtag", word="Stichtag", meaning="x", also=("Stichtags",), linked=True),
    "panel": Term(id="panel", word="Panel", meaning="x"),
}
LINK = '<a class="term" href="/glossar?eintrag=stichtag#stichtag">'


def test_only_the_first_use_in_any_form_is_linked() -> None:
    tree = [
        html.H2("Stichtag"),
        html.P("Wegen des Stichtags …"),
        html.P("Ein Stichtag, ein Panel."),
    ]
    shown = to_html(with_terms(tree, WORDS))
    assert shown == (
        f"<h2>Stichtag</h2><p>Wegen des {LINK}Stichtags</a> …</p><p>Ein Stichtag, ein Panel.</p>"
    )
    assert "href" not in to_html(tree), "the tree itself stays as it was"


def test_a_word_within_a_link_a_field_or_another_word_is_left_alone() -> None:
    tree = [
        html.A("Stichtag", href="/"),
        html.P("Stichtagsregel, Zähl-Stichtag"),
        html.Textarea("Zum Stichtag"),
        html.Details([html.Summary("Mehr"), html.P("Ein Stichtag.")]),
        disclosure("Mehr", [html.P("Ein Stichtag.")], alone=True),
    ]
    assert "glossar" not in to_html(with_terms(tree, WORDS))


def test_what_choices_change_is_the_same_alone_and_on_its_page() -> None:
    part = live_part([html.P("Ein Stichtag.")])
    alone = to_html(with_terms(part, WORDS))
    assert alone in to_html(with_terms([html.P("Der Stichtag."), part], WORDS))
    assert LINK in alone


def test_pages_lead_to_the_glossary_and_it_not_to_itself(draft: FlaskClient) -> None:
    assert 'class="term"' in draft.get("/zeitleiste").text
    for path in ("/glossar", "/leichte-sprache/moelln"):
        assert 'class="term"' not in draft.get(path).text
