"""The page about the data's version: what is in force, what changed."""

from __future__ import annotations

from dataclasses import replace

from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Change, ChangedCell, Version
from dashboard.pages import versions
from dashboard.pages.contract import Address
from dashboard.wording.dates import date_text

ADDRESS = Address(path="/stand")


def test_version_in_force_is_named(shipped: Dataset) -> None:
    text = to_html(versions.view(shipped, ADDRESS).content)
    assert shipped.version in text
    assert date_text(shipped.stand) in text


def test_every_version_of_the_data_is_listed(shipped: Dataset) -> None:
    text = to_html(versions.view(shipped, ADDRESS).content)
    assert list(shipped.versions)
    for version in shipped.versions.values():
        assert version.title in text


def test_changed_entries_are_shown_with_their_cells_and_reason(tiny: Dataset) -> None:
    cells = (ChangedCell("Wert", "1,5", ""), ChangedCell("Bemerkung", "alt", "neu"))
    changes = (
        Change("a.csv", "Ort, 2021", "Tippfehler", cells),
        Change("b.csv", "Treffen: im Rathaus", "Nachtrag", (ChangedCell("", "", "vorhanden"),)),
    )
    version = Version(id="x", date="2027-01-02", title="T", summary="S", changes=changes)
    data = replace(tiny, versions={"x": version})
    text = to_html(versions.view(data, ADDRESS).content)
    for part in (
        "2. Januar 2027",
        "Ort, 2021</th><td>Wert: bisher 1,5, jetzt nicht vorhanden; "
        "Bemerkung: bisher alt, jetzt neu</td>",
        "Treffen: im Rathaus</th><td>neu</td>",
        "Tippfehler",
        "Nachtrag",
    ):
        assert part in text.replace("\u00a0", " ")
    assert text.count("<tr") == 3, "one row an entry and one of heads"
