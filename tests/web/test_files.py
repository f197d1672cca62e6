"""Files over HTTP: what the description promises is what comes."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from dashboard.downloads.interface import examples
from dashboard.downloads.package import data_tables
from dashboard.facts.dataset import Dataset
from dashboard.wording import links


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
    rule = links.FIELD.sub(lambda field: f"{{{field[1]}}}", links.TABLE_RECORDS)
    (name,) = interface["paths"][rule]["get"]["parameters"]
    assert name["schema"]["enum"] == [one.id for one in data_tables(shipped)]
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
