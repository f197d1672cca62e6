"""Everything a visitor or a program takes away: tables in every form, package, calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from dashboard.components.figure_card import about, permalink, stem
from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form, file_name
from dashboard.downloads.interface import OF_DATA, OF_FIGURES, interface
from dashboard.downloads.package import data_tables, datapackage
from dashboard.downloads.records import json_bytes, records
from dashboard.downloads.table import Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Source
from dashboard.pages.timeline import cards as timeline_cards
from dashboard.web.routes import Resolve, asked_card, asked_query, refuse
from dashboard.web.security import FOR_ALL
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import Key

ASKED_BEFORE = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match, Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}


def add_files(server: Flask, data: Dataset, resolve: Resolve, origin: Callable[[], str]) -> None:
    """Add every file that a visitor may take: tables of figures, tables of data, calendar."""

    def of_figure(form: Form, figure: str, page: str = "") -> Response:
        query = asked_query()
        form = _asked_form(form, query.pop(Key.FORM, ""))
        card, sentences = asked_card(data, resolve, figure, page, query)
        refuse(sentences)
        name = stem(card, data.version)
        notes = (*about(card, origin()), ("Fassung der Daten", data.version))
        address = origin() + permalink(card)
        return answer(form, name, card.table, (card.sources, card.credits), notes, address)

    def of_data(form: Form, name: str) -> Response:
        form = _asked_form(form, request.args.get(Key.FORM, ""))
        chosen = next((one for one in data_tables(data) if one.id == name), None)
        if chosen is None:
            raise NotFound
        address = origin() + links.table(name)
        notes = (
            ("Titel", chosen.title),
            ("Beschreibung", chosen.description),
            ("Quellen", chosen.source_line),
            ("Adresse", address),
            ("Stand der Daten", date_text(data.stand)),
            ("Fassung der Daten", data.version),
        )
        called = file_name(name, data.stand, data.version)
        table = chosen.table
        sources = chosen.sources(data, table) if form in (Form.WORKBOOK, Form.RECORDS) else ()
        return answer(form, called, table, (sources, (chosen.source_line,)), notes, address)

    def answer(
        form: Form,
        name: str,
        table: Table,
        origins: tuple[Sequence[Source], Sequence[str]],
        notes: Iterable[tuple[str, str]],
        address: str,
    ) -> Response:
        if form in (Form.MACHINE, Form.OFFICE):
            return _download(csv_bytes(table, form), form, f"{name}_{form.value}")
        sources, credits_ = origins
        if form is Form.RECORDS:
            found = records(
                table, sources, credits_, address=address, stand=data.stand, version=data.version
            )
            return _download(json_bytes(found), form, name)
        from dashboard.downloads.xlsx import content_key, xlsx_bytes

        book = xlsx_bytes(table, sources, notes, credits_)
        made = _download(book, form, name)
        made.set_etag(content_key(book), weak=True)
        return made

    def package() -> Response:
        return Response(datapackage(data), mimetype="application/json", headers=FOR_ALL)

    def described() -> Response:
        body = json_bytes(interface(data, origin()))
        return Response(body, mimetype="application/json", headers=FOR_ALL)

    def calendar() -> Response:
        text, name, sentences = timeline_cards.calendar(data, asked_query())
        refuse(sentences)
        headers = {**FOR_ALL, "Content-Disposition": f'attachment; filename="{name}.ics"'}
        return Response(text, mimetype="text/calendar", headers=headers)

    def offer(rule: str, name: str, view: Callable[..., Response]) -> None:
        server.add_url_rule(rule, name, view, provide_automatic_options=False)
        server.add_url_rule(rule, "may be asked for", _may_be_asked_for, methods=["OPTIONS"])

    offer(links.CALENDAR, "calendar", calendar)
    for template, form in OF_FIGURES.items():
        view = partial(of_figure, form)
        for rule in links.figure_rules(template):
            offer(rule, f"figure {form}", view)
    for rule, form in OF_DATA.items():
        offer(rule, f"data {form}", partial(of_data, form))
    offer(links.PACKAGE, "package", package)
    offer(links.INTERFACE, "interface", described)


def _may_be_asked_for(**_values: str) -> Response:
    """Answer a browser that asks, for a script of another site, what it may ask (CORS)."""
    return Response(status=204, headers={**FOR_ALL, **ASKED_BEFORE})


def _asked_form(form: Form, asked: str) -> Form:
    """Return which of the two kinds of CSV is asked for; other files have one kind."""
    if form is not Form.MACHINE or not asked:
        return form
    if asked not in (kinds := (Form.MACHINE, Form.OFFICE)):
        refuse([f"Als {Key.FORM} gibt es nur „{'“ und „'.join(kinds)}“."])
    return Form(asked)


def _download(body: bytes, form: Form, stem: str) -> Response:
    name = f"{stem}.{form.suffix}"
    content_type = form.media_type + ("; charset=utf-8" if form.suffix == "csv" else "")
    headers = {**FOR_ALL, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type=content_type, headers=headers)
