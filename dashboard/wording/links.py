"""Every address of the site and every key of its queries: what is where, and how a link is written.

A template is both the rule under which Flask finds a page and what its links are made of. Whatever
leads to the site passes `to`; what lies outside, and `#…` within one module, is no business of this
one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from urllib.parse import quote, quote_plus, urlencode

from dashboard.facts.fingerprint import digest

# ------------------------------------------- pages: what is there, and the module that draws it

START = "/"  # the overview, linked views of what the towns did: pages/start/page.py
SEARCH = "/suche"  # what was searched for, by kinds: pages/search.py
TOWNS = "/stadt"  # all towns to choose from: pages/towns.py
TOWN = "/stadt/<slug>"  # the profile of a town: pages/town/page.py
FACT_SHEET = "/stadt/<slug>/steckbrief"  # two pages of A4: pages/town/factsheet.py
SIMILAR = "/stadt/<slug>/aehnlich"  # the towns that are like it: pages/town/similar.py
MEETINGS = "/sitzung"  # a town to choose for a meeting: pages/town/meeting/choosing.py
MEETING = "/sitzung/<slug>"  # slides for a council: pages/town/meeting/talk.py
MEETING_PLAN = (
    "/sitzung/<slug>/vorbereiten"  # which slides, what to take: pages/town/meeting/plan.py
)
COMPARISON = "/vergleich"  # one indicator, all towns, seven views: pages/compare/page.py
TIMELINE = "/zeitleiste"  # what the towns did and when: pages/timeline/page.py
SURVEYS = "/befragungen"  # what was asked, and what is published: pages/surveys/page.py
LESSONS = "/erkenntnisse"  # what others can carry over, and a list of it: pages/lessons.py
DATA = "/daten"  # sources, indicators, tables, licences: pages/data/page.py
GLOSSARY = "/glossar"  # words and indicators explained: pages/glossary.py
VERSIONS = "/stand"  # which data these are, and what changed: pages/versions.py
IMPRINT = "/impressum"  # a text of data/texts, as the next four: pages/texts.py
PRIVACY = "/datenschutz"  # the same
ACCESSIBILITY = "/barrierefreiheit"  # the same
EASY_LANGUAGE = "/leichte-sprache"  # the same
EASY_TOWN = "/leichte-sprache/<slug>"  # a town in Leichte Sprache: pages/texts.py
ABOUT = "/ueber"  # the same
ENGLISH = "/en"  # the site in English, on one page: pages/english.py
DEMONSTRATION = "/demo"  # invented surveys, only where settings ask for it: pages/surveys/demo.py

# ------------------------------------------------------------ files that a visitor takes away

CALENDAR = "/zeitleiste.ics"  # the chosen activities with known days: web/routes.py
FIGURE_TABLE = "/figur/<path:page>/<figure>.csv"  # the rows of a figure: web/files.py
FIGURE_WORKBOOK = "/figur/<path:page>/<figure>.xlsx"  # the same with all that is known of them
FIGURE_RECORDS = "/figur/<path:page>/<figure>.json"  # the same for programs
TABLE = "/daten/<name>.csv"  # one table of the data: web/files.py
TABLE_WORKBOOK = "/daten/<name>.xlsx"  # the same with its sources
TABLE_RECORDS = "/daten/<name>.json"  # the same for programs
INTERFACE = "/daten/openapi.json"  # what describes all these files: downloads/interface.py
MEETING_FILE = "/sitzung/<slug>/datei.html"  # slides for a room without network: web/offline.py
PACKAGE = "/daten/datapackage.json"  # what describes all tables: downloads/package.py
CATALOGUE = "/katalog.ttl"  # the tables for data portals: downloads/catalogue.py

MAP_PLACE = "/karte"  # the town next to where the map was pressed: web/routes.py

# ----------------------------------------------------------------- frames of other sites

FRAMES = "/einbetten/"  # begins what other sites may frame, and nothing else: web/security.py
FRAMED_FIGURE = "/einbetten/figur/<path:page>/<figure>"  # a figure alone: web/embedding.py
OEMBED = "/oembed"  # describes a framed figure to machines: web/embedding.py

# ------------------------------------------------------------------ machines and browsers

STATIC = "/static/<path:name>"  # scripts, fonts, pictures by fingerprint: web/delivery.py
HEALTH = "/healthz"  # whether the process lives: Dash, told by web/app.py
READY = "/bereit"  # which data are served: web/service.py, as the next five
ROBOTS = "/robots.txt"
SITEMAP = "/sitemap.xml"  # names the two that follow
SITEMAP_OF_PAGES = "/sitemap/seiten.xml"
SITEMAP_OF_TOWNS = "/sitemap/staedte.xml"
SECURITY_CONTACT = "/.well-known/security.txt"
DASH = "/_dash"  # begins whatever is Dash's
CALLBACKS = "/_dash-update-component"  # a choice in, the part it changes out: web/live.py
DASH_SCRIPTS = "/_dash-component-suites/"  # begins Dash's scripts as they come
DASH_UNUSED = ("/_reload-hash", "/_favicon.ico")  # Dash's as well, refused: web/security.py


class Key(StrEnum):
    """What may stand in a query; the choices of a page name it once more, with what it may be."""

    TOWNS = "staedte"  # start, comparison, timeline
    VIEW = "ansicht"  # start and most others: how it is drawn, or which part
    THEME = "thema"  # comparison, surveys, data, glossary, lessons, town

    INDICATOR = "indikator"  # start, comparison, and of a town the row that is open
    COURSE = "verlauf"  # town: the indicator that is drawn over time

    OTHER_INDICATOR = "indikator2"  # from here to SEARCH: comparison
    BASIS = "bezug"
    DATE = "jahr"
    FIRST = "erste"  # the town that stands out
    OWN = "eigene"  # up to three own towns: AGS, or name and values in one
    OWN_NAME = "eigene-name"  # and the next: of forms, folded into the one above
    OWN_PLACE = "eigene-ort"  # the AGS whose values are changed
    GROUP = "gruppe"  # whom one is compared with
    ORDER = "sortierung"
    SEARCH = "suche"

    CATEGORIES = (
        "kategorie"  # start, as the next two; from here to ACTIVITY: timeline, its calendar
    )
    FROM = "von"
    UNTIL = "bis"
    PARTNER = "partner"
    WORDS = "q"  # and search, data, glossary
    ACTIVITY = "aktivitaet"  # the one whose card is open

    LAND = "land"  # all towns: those of which Land are shown
    KIND = "art"  # search: the one kind that is shown whole; data: the kind of sources
    ADD_TO = "vergleich"  # search: the query of the comparison to which the town is added
    SHOW_ON = "uebersicht"  # search: the query of the overview on which the town is shown

    TOWN = "stadt"  # surveys, data
    SURVEY = "befragung"  # surveys: the one that is shown
    QUESTION = "frage"  # start, surveys: the one that is shown, of a theme or of the survey
    SOURCE = "quelle"  # data: the one that is shown
    ENTRY = "eintrag"  # glossary: the one whose page of the list is shown
    PLACE = "ort"  # demonstration
    LESSONS = "liste"  # lessons: those on the visitor's list

    SLIDES = "folien"  # from here to COLOURS: meeting
    SLIDE = "folie"
    EARLIER = "nach-oben"  # the slide that goes one place up in the plan; and the next, down
    LATER = "nach-unten"
    COLOURS = "farben"

    LENS = "blick"  # similar towns: in which respect
    WEIGHTS = "gewichte"  # similar towns: how many times which trait counts

    SCOPE = "umfang"  # pages that show a part: ALL_OF_IT for the long form
    AFTER = "ab"  # lists shown in pieces: how many entries stand before the first
    ANCHOR = "anker"  # pages that show a part: what stands where is answered with its address

    FORM = "form"  # files: which kind of CSV

    FRAMED = "url"  # from here on: oEmbed, which gave the names
    FORMAT = "format"
    WIDEST = "maxwidth"
    HIGHEST = "maxheight"


GERMAN = "de"  # the language of every page but one
# what the site is in each of its languages, for those who look for another
LANGUAGES = {GERMAN: START, "en": ENGLISH}
ALL_OF_IT = "alles"  # Key.SCOPE: everything on one page, for paper and for searching in it
PRESSED = "punkt-"  # and the width of the map: where it was pressed; browsers add .x and .y
WEIGHT = "gewicht-"  # and an indicator: a field of the form that weighs the traits of towns
OWN_VALUE = "wert-"  # and an indicator: a field of the own town's form
SLIDE_PLACE = "platz-"  # and a slide: a field of the form that orders them

# ----------------------------------------------- places on a page that other modules lead to

CONTENT = "inhalt"  # every page: where the menus are over
TABLES = "tabellen"  # DATA: all tables
METHODS = "methoden"  # DATA: how is counted, and under which licences
SIMILAR_METHOD = "aehnliche-staedte"  # DATA, METHODS: how similar towns are found
OVERVIEW = "ueberblick"  # TOWN: what it is, what happened, a few figures
FIGURES = "kennzahlen"  # TOWN: the values of a theme
COURSE = "verlauf"  # TOWN: one indicator over time
TOWN_SURVEYS = "befragungen"  # TOWN: what was asked there
GAPS = "luecken"  # TOWN, DATA: what is missing
SIMILAR_TOWNS = "aehnlich"  # TOWN: the towns that are like it
ACTIVITIES = "aktivitaeten"  # TOWN: what the town did
PILOTS = "pilotstaedte"  # TOWN, of others: what the pilot towns tried
REGISTER = "register"  # SURVEYS: which surveys there are
CARD = "karte"  # TIMELINE: the card of the activity that is open
SPREAD = "verteilung"  # COMPARISON: all Gemeinden as 50 dots
OWN_TOWN = "meine-stadt"  # COMPARISON: which of the towns is like the visitor's own

FIELD = re.compile(r"<(?:\w+:)?(\w+)>")  # of a template

Pairs = Iterable[tuple[str, str]]


def path(template: str, **values: str) -> str:
    """Return a template with its fields filled: a path as Flask would find it."""
    return FIELD.sub(lambda field: values[field[1]], template)


def is_own(where: str) -> bool:
    """Return whether a path begins with a step with which one of the site's own begins."""
    own = {
        one.split("/")[1]
        for name, one in globals().items()
        if name.isupper() and isinstance(one, str) and one.startswith("/")
    }
    return where.split("/")[1] in own - {""}


def to(where: str, query: Pairs = (), anchor: str = "") -> str:
    """Return the address of a path of the site, as it stands in a link."""
    return quote(where) + written(query) + (f"#{anchor}" if anchor else "")


def written(query: Pairs) -> str:
    """Return a query with its question mark, its commas legible; empty where there are no pairs."""
    text = urlencode(tuple(query), safe=",", quote_via=quote)
    return f"?{text}" if text else ""


def town(slug: str, anchor: str = "") -> str:
    """Return the address of a town's profile."""
    return to(path(TOWN, slug=slug), anchor=anchor)


def value(slug: str, indicator: str) -> str:
    """Return the address at which a value of a town is shown with all that is known of it."""
    return to(path(TOWN, slug=slug), ((Key.INDICATOR, indicator),), value_anchor(indicator))


def value_anchor(indicator: str) -> str:
    """Return the anchor of an indicator's row on a town's profile."""
    return f"zeile-{indicator}"


def whole(where: str, anchor: str = "") -> str:
    """Return the address of a page with everything on it."""
    return to(where, ((Key.SCOPE, ALL_OF_IT),), anchor)


def whole_town(slug: str, anchor: str = "") -> str:
    """Return the address of a town's profile with everything on one page."""
    return whole(path(TOWN, slug=slug), anchor)


def standing(indicator: str, place: str) -> str:
    """Return the address at which a town, by slug or AGS, stands among all for an indicator."""
    whose = Key.OWN if place.isdigit() else Key.FIRST
    return to(COMPARISON, ((Key.INDICATOR, indicator), (whose, place)), SPREAD)


def own_town(ags: str = "") -> str:
    """Return where a visitor adds their own town, or sees which of the towns is like it."""
    return to(COMPARISON, ((Key.OWN, ags),) if ags else (), OWN_TOWN)


def with_own(query: Mapping[str, str], ags: str, page: str = COMPARISON) -> str:
    """Return the address of the comparison with these choices and one own town more.

    The overview has one at most: there it takes the place of another.
    """
    if page == START:
        return to(START, {**query, Key.OWN: ags}.items())
    own = query.get(Key.OWN, "")
    if ags not in own.split(","):
        own = f"{own},{ags}" if own else ags
    return to(COMPARISON, {**query, Key.OWN: own}.items())


def own_text(name: str) -> str:
    """Return the path of a page of data/pages.toml, given the name of its text: pages/texts.py."""
    return f"/{name}"


def easy_town(slug: str) -> str:
    """Return the address of a town in Leichte Sprache."""
    return to(path(EASY_TOWN, slug=slug))


def fact_sheet(slug: str) -> str:
    """Return the address of a town's fact sheet."""
    return to(path(FACT_SHEET, slug=slug))


def meeting(slug: str) -> str:
    """Return the address of a town's slides."""
    return to(path(MEETING, slug=slug))


def meeting_plan(slug: str, slides: Iterable[str] = ()) -> str:
    """Return where slides of a town are chosen and ordered; those named are chosen already."""
    return to(path(MEETING_PLAN, slug=slug), _slides(slides))


def meeting_file(slug: str, slides: Iterable[str] = ()) -> str:
    """Return the address of the file that holds a town's slides."""
    return to(path(MEETING_FILE, slug=slug), _slides(slides))


def _slides(slides: Iterable[str]) -> Pairs:
    order = ",".join(slides)
    return ((Key.SLIDES, order),) if order else ()


def similar(slug: str, lens: str = "") -> str:
    """Return the address of the towns that are like a town, seen through a lens or the first."""
    return to(path(SIMILAR, slug=slug), ((Key.LENS, lens),) if lens else ())


def activity(id_: str) -> str:
    """Return the address at which an activity is shown, whatever else is chosen."""
    return to(TIMELINE, ((Key.ACTIVITY, id_),), CARD)


def activities_of(place: str, start: str = "", end: str = "") -> str:
    """Return the address of what a town did, between two months where they are given."""
    months = ((Key.FROM, start), (Key.UNTIL, end)) if start else ()
    return to(TIMELINE, ((Key.TOWNS, place), *months))


def activity_mark(id_: str) -> str:
    """Return the anchor of an activity's mark on the timeline."""
    return f"zeichen-{id_}"


def lesson(id_: str, theme: str) -> str:
    """Return the address of a lesson, given its theme; its id is its anchor."""
    return to(LESSONS, ((Key.THEME, theme),), id_)


def term(id_: str) -> str:
    """Return the address of a word in the glossary; its id is its anchor."""
    return to(GLOSSARY, ((Key.ENTRY, id_),), id_)


def indicator_term(id_: str) -> str:
    """Return the id under which the glossary explains an indicator."""
    return f"kennzahl-{id_}"


def survey(id_: str, anchor: str = "") -> str:
    """Return the address at which a survey is shown, with all that is known of it."""
    return to(SURVEYS, ((Key.SURVEY, id_.lower()),), anchor)


def surveys_of(town: str) -> str:
    """Return the address of the list of a town's surveys."""
    return to(SURVEYS, ((Key.TOWN, town),), REGISTER)


def source(id_: str) -> str:
    """Return the address of a source among the data."""
    return to(DATA, ((Key.SOURCE, id_),), source_anchor(id_))


def source_anchor(id_: str) -> str:
    """Return the anchor of a source on the page of the data."""
    return f"quelle-{id_}"


def similar_method() -> str:
    """Return the address at which is said how similar towns are found."""
    return to(DATA, ((Key.VIEW, METHODS),), SIMILAR_METHOD)


def gaps(town: str = "", theme: str = "") -> str:
    """Return the address of what is missing: all of it, or what a town or a theme lacks."""
    chosen = ((Key.VIEW, GAPS), (Key.TOWN, town), (Key.THEME, theme))
    return to(DATA, ((key, value) for key, value in chosen if value))


def table(id_: str) -> str:
    """Return the address of a table's entry among the data."""
    return to(DATA, anchor=table_anchor(id_))


def table_anchor(id_: str) -> str:
    """Return the anchor of a table on the page of the data."""
    return f"tabelle-{id_}"


def table_file(name: str, form: str) -> str:
    """Return the address of a table of the data as CSV of a form."""
    return to(path(TABLE, name=name), ((Key.FORM, form),))


def table_workbook(name: str) -> str:
    """Return the address of a table of the data as a workbook."""
    return to(path(TABLE_WORKBOOK, name=name))


def table_records(name: str) -> str:
    """Return the address of a table of the data as JSON."""
    return to(path(TABLE_RECORDS, name=name))


def figure_rules(template: str) -> tuple[str, str]:
    """Return the rules of a template for figures: of any page, and of the start page."""
    return template, template.replace("/<path:page>", "")


def figure_table(page: str, figure: str, query: Pairs, form: str) -> str:
    """Return the address of a figure's rows as CSV of a form; `query` holds the page's choices."""
    return _figure(FIGURE_TABLE, page, figure) + _sent((*query, (Key.FORM, form)))


def figure_records(page: str, figure: str, query: Pairs) -> str:
    """Return the address of a figure's rows as JSON."""
    return _figure(FIGURE_RECORDS, page, figure) + _sent(query)


def figure_workbook(page: str, figure: str, query: Pairs) -> str:
    """Return the address of a figure's rows as a workbook."""
    return _figure(FIGURE_WORKBOOK, page, figure) + _sent(query)


def framed_figure(page: str, figure: str, query: Pairs) -> str:
    """Return the address of a figure alone, for the frame of another site."""
    return _figure(FRAMED_FIGURE, page, figure) + written(query)


def _figure(template: str, page: str, figure: str) -> str:
    of_any_page, of_start = figure_rules(template)
    rule = of_start if page == START else of_any_page
    return to(path(rule, page=page.removeprefix("/"), figure=figure))


def oembed(framed: str) -> str:
    """Return the address that describes a framed figure, given the whole address of its frame."""
    return to(OEMBED) + _sent(((Key.FRAMED, framed),))


def _sent(query: Pairs) -> str:
    """Return a query as a form would send it: for programs, not to be read."""
    text = urlencode(tuple(query), quote_via=quote_plus)
    return f"?{text}" if text else ""


def static_file(name: str, body: bytes) -> str:
    """Return the address of a file of this name and content, which browsers may keep for good."""
    stem, suffix = os.path.splitext(name)
    return to(path(STATIC, name=f"{stem}.{digest(body)}{suffix}"))


def mail(address: str, subject: str) -> str:
    """Return the link that writes a mail."""
    return f"mailto:{address}?subject={quote(subject)}"
