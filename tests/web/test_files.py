"""Files over HTTP: what the description promises is what comes."""

from __future__ import annotations

import io
import json
import random
from datetime import datetime, timezone
from types import SimpleNamespace
from typing import Any

import jsonschema
import openpyxl
import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from openpyxl.writer import excel

from dashboard.downloads import xlsx
from dashboard.downloads.forms import Form
from dashboard.downloads.interface import examples
from dashboard.downloads.package import data_tables
from dashboard.downloads.table import Column, Table
from dashboard.facts.dataset import Dataset
from dashboard.pages.timeline.cards import PICTURE
from dashboard.wording import links
from dashboard.wording.links import Key


@pytest.fixture(scope="module")
def interface(draft: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(draft.get(links.INTERFACE).data)
    return found


def records_schema(interface: dict[str, Any]) -> dict[str, Any]:
    return {**interface, "$ref": "#/components/schemas/Records"}


def test_the_description_is_valid(interface: dict[str, Any]) -> None:
    assert list(OpenAPIV31SpecValidator(interface).iter_errors()) == []


def test_a_wrong_description_would_be_noticed(interface: dict[str, Any]) -> None:
    wrong = {**interface, "info": {"title": interface["info"]["title"]}}  # without version
    assert list(OpenAPIV31SpecValidator(wrong).iter_errors())


def test_every_example_answers_as_described(
    interface: dict[str, Any], shipped: Dataset, draft: FlaskClient
) -> None:
    for one in examples(shipped):
        answer = draft.get(one.address)
        assert answer.status_code == 200, one
        found = json.loads(answer.data)
        jsonschema.validate(found, records_schema(interface))
        assert found["rows"]
        assert set(found["rows"][0]) == {column["id"] for column in found["columns"]}


def test_every_table_named_there_can_be_had_by_programs_of_other_sites(
    interface: dict[str, Any], shipped: Dataset, draft: FlaskClient
) -> None:
    rule = links.FIELD.sub(lambda field: f"{{{field[1]}}}", links.TABLE_WORKBOOK)
    name, *_headers = interface["paths"][rule]["get"]["parameters"]
    assert name["schema"]["enum"] == [one.id for one in data_tables(shipped)]
    assert {links.table_records(one.id) for one in data_tables(shipped)} <= {*interface["paths"]}
    answer = draft.get(links.table_records("quellen"))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["ETag"]


def test_a_page_stays_closed_to_other_sites(draft: FlaskClient) -> None:
    assert "Access-Control-Allow-Origin" not in draft.get(links.DATA).headers


def test_what_is_not_there_is_not_found(draft: FlaskClient) -> None:
    for address in (links.table_records("nichts"), links.table_workbook("nichts")):
        assert draft.get(address).status_code == 404
    wrong = links.figure_records(links.COMPARISON, "nichts", ())
    assert draft.get(wrong).status_code == 404


def test_a_wrong_choice_is_said_and_never_answered_with_something_else(draft: FlaskClient) -> None:
    wrong = links.figure_records(
        links.COMPARISON, "vergleich-stand", ((Key.INDICATOR, "erfunden"),)
    )
    answer = draft.get(wrong)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found = json.loads(answer.data)
    assert found["status"] == 400
    assert "„erfunden“" in found["detail"]
    as_sheet = draft.get(wrong.replace(".json", ".xlsx"))
    assert as_sheet.status_code == 400
    assert "„erfunden“" in as_sheet.text
    assert draft.get(links.table_file("quellen", "pdf")).status_code == 400


@pytest.mark.parametrize("key", [Key.TOWNS, Key.CATEGORIES, Key.FROM])
def test_a_calendar_of_a_wrong_choice_is_none_of_everything(key: Key, draft: FlaskClient) -> None:
    assert draft.get(links.CALENDAR).mimetype == "text/calendar"
    answer = draft.get(links.CALENDAR, query_string={key: "erfunden"})
    assert answer.status_code == 400
    assert "„erfunden“" in answer.text


def test_what_means_nothing_here_changes_nothing(draft: FlaskClient) -> None:
    asked = links.figure_records(links.COMPARISON, "vergleich-stand", ())
    assert draft.get(f"{asked}?utm_source=x").data == draft.get(asked).data


def test_scripts_of_other_sites_may_ask_whether_an_answer_still_holds(draft: FlaskClient) -> None:
    address = links.table_records("quellen")
    may = draft.options(address, headers={"Origin": "https://andere.example"})
    assert may.status_code == 204
    assert "If-None-Match" in may.headers["Access-Control-Allow-Headers"]
    assert may.headers["Access-Control-Allow-Origin"] == "*"
    first = draft.get(address)
    assert "ETag" in first.headers["Access-Control-Expose-Headers"]
    again = draft.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    head = draft.head(address)
    assert (head.status_code, head.data) == (200, b"")


def test_every_table_has_the_columns_that_the_description_names(
    interface: dict[str, Any], shipped: Dataset, draft: FlaskClient
) -> None:
    for one in random.Random(3).sample(data_tables(shipped), 3):
        path = links.table_records(one.id)
        (content,) = interface["paths"][path]["get"]["responses"]["200"]["content"].values()
        found = json.loads(draft.get(path).data)
        jsonschema.validate(found, {**interface, **content["schema"]})
        fault = {**found, "rows": [{**found["rows"][0], one.columns[0].id: True}]}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(fault, {**interface, **content["schema"]})


def test_a_workbook_made_anew_is_known_to_be_the_same(
    draft: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = links.table_workbook("luecken")
    first = draft.get(address)
    later = SimpleNamespace(now=lambda tz: datetime(2030, 1, 1, tzinfo=tz))
    monkeypatch.setattr(excel, "datetime", SimpleNamespace(datetime=later, timezone=timezone))
    again = draft.get(f"{address}?neu=1")
    assert first.data != again.data
    assert first.headers["ETag"] == again.headers["ETag"]
    assert draft.get(links.table_workbook("brueche")).headers["ETag"] != first.headers["ETag"]


def test_a_workbook_of_another_value_or_note_is_another() -> None:
    column = Column(id="value", label="Wert", decimals=0)
    books = [
        xlsx.xlsx_bytes(Table(caption="Probe", columns=(column,), rows=((value,),)), (), notes)
        for value in (1, 2)
        for notes in ([], [("Stand", "heute")])
    ]
    assert len({*map(xlsx.content_key, books)}) == len(books)


@pytest.mark.parametrize("form", Form)
def test_signs_that_no_file_may_hold_spoil_none(form: Form, draft: FlaskClient) -> None:
    query = ((Key.WORDS, "\x00\x01\ufffeBürger"),)
    address = {
        Form.WORKBOOK: links.figure_workbook(links.TIMELINE, PICTURE, query),
        Form.RECORDS: links.figure_records(links.TIMELINE, PICTURE, query),
    }.get(form) or links.figure_table(links.TIMELINE, PICTURE, query, form)
    answer = draft.get(address)
    assert answer.status_code == 200
    assert "_Buerger" in answer.headers["Content-Disposition"]
    assert b"\x01" not in answer.data or form is Form.WORKBOOK
    if form is Form.WORKBOOK:
        openpyxl.load_workbook(io.BytesIO(answer.data))
