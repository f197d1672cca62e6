"""Everything a visitor or a program takes away: tables in every form, package, calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from dashboard.components.figure_card import about, permalink
from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form, file_name
from dashboard.downloads.interface import OF_DATA, OF_FIGURES, interface
from dashboard.downloads.package import data_tables, datapackage
from dashboard.downloads.records import json_bytes, records
from dashboard.downloads.table import Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Source
from dashboard.pages.timeline import cards as timeline_cards
from dashboard.web.routes import Resolve, asked_card, asked_query
from dashboard.web.security import FOR_ALL
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import Key


def add_files(server: Flask, data: Dataset, resolve: Resolve, origin: Callable[[], str]) -> None:
    """Add every file that a visitor may take: tables of figures, tables of data, calendar."""

    def of_figure(form: Form, figure: str, page: str = "") -> Response:
        query = asked_query()
        form = _asked_form(form, query.pop(Key.FORM, ""))
        card = asked_card(data, resolve, figure, page, query)
        name = "_".join([card.id, *(value for _name, value in card.query), data.version])
        notes = (*about(card, origin()), ("Fassung der Daten", data.version))
        return answer(form, name, card.table, card.sources, notes, origin() + permalink(card))

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
        stem = f"{name}_{data.stand}_{data.version}"
        sources = chosen.sources(data) if form in (Form.WORKBOOK, Form.RECORDS) else ()
        return answer(form, stem, chosen.table, sources, notes, address)

    def answer(
        form: Form,
        name: str,
        table: Table,
        sources: Sequence[Source],
        notes: Iterable[tuple[str, str]],
        address: str,
    ) -> Response:
        if form is Form.WORKBOOK:
            from dashboard.downloads.xlsx import xlsx_bytes

            body = xlsx_bytes(table, sources, notes)
        elif form is Form.RECORDS:
            body = json_bytes(
                records(table, sources, address=address, stand=data.stand, version=data.version)
            )
        else:
            body = csv_bytes(table, form)
            name += f"_{form.value}"
        return _download(body, form, f"{file_name(name)}.{form.suffix}")

    def package() -> Response:
        return Response(datapackage(data), mimetype="application/json", headers=FOR_ALL)

    def described() -> Response:
        body = json_bytes(interface(data, origin()))
        return Response(body, mimetype="application/json", headers=FOR_ALL)

    def calendar() -> Response:
        text, name = timeline_cards.calendar(data, asked_query())
        headers = {"Content-Disposition": f'attachment; filename="{file_name(name)}.ics"'}
        return Response(text, mimetype="text/calendar", headers=headers)

    server.add_url_rule(links.CALENDAR, view_func=calendar)
    for template, form in OF_FIGURES.items():
        view = partial(of_figure, form)
        for rule in links.figure_rules(template):
            server.add_url_rule(rule, f"figure {form}", view)
    for rule, form in OF_DATA.items():
        server.add_url_rule(rule, f"data {form}", partial(of_data, form))
    server.add_url_rule(links.PACKAGE, view_func=package)
    server.add_url_rule(links.INTERFACE, view_func=described)


def _asked_form(form: Form, asked: str) -> Form:
    """Return which of the two kinds of CSV is asked for; other files have one kind."""
    if form is not Form.MACHINE or not asked:
        return form
    if asked not in (Form.MACHINE, Form.OFFICE):
        raise NotFound
    return Form(asked)


def _download(body: bytes, form: Form, name: str) -> Response:
    content_type = form.media_type + ("; charset=utf-8" if form.suffix == "csv" else "")
    headers = {**FOR_ALL, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type=content_type, headers=headers)
