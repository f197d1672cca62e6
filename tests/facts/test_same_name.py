from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.facts.same_name import faults
from tests.made.faults import faults_of, replaced


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kleinstadtakademie", "Kleinstadt Akademie (Geschäftsstelle)"),
        ("TH Musterau", "TH-Musterau"),
        ("Werkstatt", "Werkstatt e.V."),
        ("Genossenschaft Ufer eG", "Genossenschaft Ufer"),
        ("Task Force", "Task force"),
    ],
)
def test_a_name_spelt_in_two_ways_is_a_fault_in_the_second_line(one: str, other: str) -> None:
    (fault,) = faults([("activities.csv", 3, one), ("actors.csv", 7, other)])
    assert (fault.file, fault.line) == ("actors.csv", 7)
    assert f"„{one}“" in fault.message


def test_two_bodies_in_one_name_are_a_fault_where_each_is_named_elsewhere() -> None:
    named = ["BMI", "BMWSB", "BMI/BMWSB", "Stadtmarketing / Citymanagement Mölln"]
    (fault,) = faults([("activities.csv", line, name) for line, name in enumerate(named)])
    assert (fault.value, "Semikolon" in fault.remedy) == ("BMI/BMWSB", True)


def test_a_body_and_its_part_in_brackets_are_not_two_spellings() -> None:
    names = ["Land Schleswig-Holstein", "Land Schleswig-Holstein (Innenministerium)", "Land Hessen"]
    assert not list(faults([("actors.csv", line, name) for line, name in enumerate(names)]))


def test_the_tables_are_looked_through_together(tiny_data: Path) -> None:
    replaced(tiny_data / "actors.csv", "Stadt Musterau,Erfundene", "Stadt-Musterau,Erfundene")
    (fault,) = faults_of(tiny_data)
    assert (fault.file, fault.line, fault.value) == ("actors.csv", 2, "Stadt-Musterau")
