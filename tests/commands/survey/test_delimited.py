"""Text files in every encoding and with every separator."""

from __future__ import annotations

import pytest

from dashboard.commands.survey.cells import has_thousands, number_of
from dashboard.commands.survey.delimited import delimited

TEXT = 'Straße;Größe\r\n"häufig";"a; b"\r\n\r\nmüßig;c\r\n'
ROWS = [["häufig", "a; b"], ["müßig", "c"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_every_encoding_is_read(encoding: str) -> None:
    found = delimited(TEXT.encode(encoding))
    assert (found.header, found.rows, found.remarks) == (["Straße", "Größe"], ROWS, ())
    assert found.numbers == [2, 4]  # the third line is blank


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_every_separator_is_found_or_told(mark: str) -> None:
    text = f"a{mark}b\n1{mark}2\n"
    told = f"sep={mark}\n{text}" if mark == "|" else text
    found = delimited(told.encode())
    assert (found.header, found.rows) == (["a", "b"], [["1", "2"]])


def test_a_cell_in_another_encoding_is_repaired_and_said() -> None:
    content = "Größe;Ort\nweiß;Mölln\n".encode() + "groß;Mölln\n".encode("cp1252")
    found = delimited(content)
    assert found.rows == [["weiß", "Mölln"], ["groß", "Mölln"]]
    assert len(found.remarks) == 2
    assert "„Größe“: 1 Zellen" in found.remarks[0]


def test_a_very_long_text_is_no_damage() -> None:
    assert len(delimited(b'a;b\n1;"' + b"x" * 300_000 + b'"\n').rows[0][1]) == 300_000


@pytest.mark.parametrize(
    ("text", "thousands", "expected"),
    [
        ("1.200", True, 1200),
        ("1.200", False, None),
        ("1.200,5", True, 1200.5),
        ("7,5 %", False, 7.5),
        ("2.5", False, 2.5),
        ("ca. 20", False, None),
        ("1,2,3", False, None),
        ("#NV", False, None),
        ("#DIV/0!", False, None),
        ("-3", False, -3),
    ],
)
def test_numbers_in_german_and_english(text: str, thousands: bool, expected: float | None) -> None:
    assert number_of(text, thousands=thousands) == expected


def test_a_point_means_thousands_only_if_no_other_cell_says_otherwise() -> None:
    assert has_thousands(["1.200", "800", "2.000"])
    assert not has_thousands(["1.200", "2.5"])
    assert not has_thousands(["800"])
