"""English texts are of an entry, of its German text as it is now, and say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.facts.dataset import DataError, Dataset, load
from dashboard.facts.english import FIELDS, digest_of, english, german_texts

TOWN = "towns/musterau"


def block(data: Dataset, id_: str, **changed: str) -> str:
    """Return a block with the German texts themselves as English, but for what is changed."""
    german = german_texts(data, id_)
    assert german
    lines = {**german, "german": digest_of(german), **changed}
    return f'["{id_}"]\n' + "".join(f"{name} = '''{text}'''\n" for name, text in lines.items())


def fault_of(folder: Path, text: str) -> tuple[str, str, str, str]:
    (folder / "english.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load(folder)
    (fault,) = caught.value.faults
    assert fault.line
    return fault.file, fault.value, fault.message, fault.remedy


def test_a_sound_text_is_found_and_none_need_be(tiny_data: Path, tiny: Dataset) -> None:
    assert english(tiny, "towns", "musterau") is None
    (tiny_data / "english.toml").write_text(block(tiny, TOWN), encoding="utf-8")
    found = english(load(tiny_data), "towns", "musterau")
    assert found
    assert found.happened == tiny.towns["musterau"].happened


@pytest.mark.parametrize("id_", ["towns/nowhere", "sources/seed", "project/x"])
def test_a_text_of_nothing_is_a_fault(tiny_data: Path, id_: str) -> None:
    file, value, message, _ = fault_of(tiny_data, f'["{id_}"]\ngerman = "x"\n')
    assert (file, value) == ("english.toml", id_)
    assert "gibt es nicht" in message


def test_a_text_goes_out_of_date_with_its_german(tiny_data: Path, tiny: Dataset) -> None:
    text = block(tiny, TOWN)
    towns = tiny_data / "towns.toml"
    before = tiny.towns["musterau"].unknown
    towns.write_text(
        towns.read_text(encoding="utf-8").replace(before, f"Neu: {before}", 1), encoding="utf-8"
    )
    _, _, message, remedy = fault_of(tiny_data, text)
    assert "nicht mehr" in message
    new = {**(german_texts(tiny, TOWN) or {}), "unknown": f"Neu: {before}"}
    assert f'german = "{digest_of(new)}"' in remedy


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"said_by": ""}, "fehlt"),
        ({"said_by": "this website"}, "ein anderer"),
        ({"statement": "They were 1,234."}, "Zahlen"),
    ],
)
def test_a_lesson_keeps_speaker_and_numbers(
    tiny_data: Path, tiny: Dataset, changed: dict[str, str], wrong: str
) -> None:
    id_ = next(one.id for one in tiny.lessons.values() if one.said_in)
    _, _, message, _ = fault_of(tiny_data, block(tiny, f"lessons/{id_}", **changed))
    assert wrong in message


def test_all_of_the_project_is_said_in_english(shipped: Dataset) -> None:
    wanted = ["project", *(f"towns/{one.slug}" for one in shipped.in_project)]
    wanted += [f"lesson_themes/{one}" for one in shipped.lesson_themes]
    wanted += [f"lessons/{one}" for one in shipped.lessons]
    assert [one for one in wanted if one not in shipped.english] == []
    assert any(one.startswith("indicators/") for one in shipped.english)
    assert {one.partition("/")[0] for one in shipped.english} == set(FIELDS)
