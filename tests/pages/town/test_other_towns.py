"""Pages, slides and sheets of towns that were not in the project: true, marked, never a partner."""

from __future__ import annotations

import csv
import random
import re
from functools import cache

import pytest
from flask.testing import FlaskClient

from dashboard import ROOT
from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.facts.gemeinden import SmallTown
from dashboard.facts.model import Flag, ShownIn
from dashboard.findings import first_reads
from dashboard.findings.absence import absences
from dashboard.findings.comparison import reason_missing
from dashboard.findings.town import full_name, key_figures
from dashboard.pages.contract import Address, PageModule, UnknownAddressError
from dashboard.pages.town import factsheet, page
from dashboard.pages.town.meeting import talk as meeting
from dashboard.pages.town.meeting.slides import slides_of
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import FLAG_WORDS, number_from
from tests.made.hardest import hardest
from tests.made.shipped import shipped_data
from tests.made.showing import showing

HARD = tuple(hardest())
FEW = HARD[:4]
SAMPLE = tuple(
    one.slug for one in random.Random(16).sample(shipped_data().gemeinden.towns, 50)
)  # fmt: skip
MODULES: tuple[PageModule, ...] = (page, meeting, factsheet)
# said of those who took part, and of nobody else
OF_PARTNERS = ("Partnerstadt", "Partnerkommune", "Rolle im Verbund", "Leadkommune", "Stadtspitze",
               "Was blieb", "getan hat", "Befragung des Projekts")  # fmt: skip


def some(slugs: tuple[str, ...], few: int) -> list[object]:
    """Return the slugs as parameters, all but a few of them only where time does not matter."""
    rest = [pytest.param(one, marks=pytest.mark.hurts) for one in slugs[few:]]
    return [*slugs[:few], *rest]


def text_of(module: PageModule, data: Dataset, slug: str, **query: str) -> str:
    path = links.path(module.PAGE.path, slug=slug)
    view = module.view(
        data,
        Address(path=path, origin="https://a.example.de", values={"slug": slug}, query=query),
    )
    return to_html(view.content)


@cache
def raw() -> dict[str, dict[tuple[str, str], str]]:
    """Return the cells of the tables as they stand in the files, by AGS."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    folder = ROOT / "data" / "gemeinden"
    with (folder / "spalten.csv").open(encoding="utf-8", newline="") as file:
        tables = {row["table"] for row in csv.DictReader(file)}
    for table in tables:
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                ags = row.pop("ags")
                for key, cell in row.items():
                    indicator, _, date = key.partition("@")
                    if cell:
                        found.setdefault(ags, {})[indicator, date] = cell
    return found


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("slug", some(HARD, len(FEW)))
def test_nothing_says_that_the_town_took_part(
    shipped: Dataset, module: PageModule, slug: str
) -> None:
    told = text_of(module, shipped, slug)
    assert [words for words in OF_PARTNERS if words in told] == []
    town = shipped.gemeinde(slug)
    assert town is not None
    name = town.name.replace("&", "&amp;")
    assert f"{name} nahm am Projekt „{shipped.project.title}“ nicht teil." in told


@pytest.mark.parametrize("slug", some(HARD, len(FEW)))
def test_no_slide_of_another_town_speaks_as_the_town(shipped: Dataset, slug: str) -> None:
    told = re.sub("<[^>]+>", " ", text_of(meeting, shipped, slug))
    assert re.findall(r"(?i)\b(?:wir|uns|unser\w*)\b", told) == []


@pytest.mark.parametrize("slug", some(SAMPLE, 3))
def test_every_value_of_the_page_is_that_of_its_table(shipped: Dataset, slug: str) -> None:
    town = shipped.gemeinde(slug)
    assert town is not None
    cards, _replaced = page.cards(shipped, Address(path=links.town(slug), values={"slug": slug}))
    rows = {
        (row[0], row[2]): str(row[1])
        for id_, draw in cards.items()
        if id_.removeprefix(f"{slug}-") in shipped.themes
        for row in draw().table.rows
    }
    cells = raw()[town.ags]
    newest = {indicator: max(d for i, d in cells if i == indicator) for indicator, _ in cells}
    shown = 0
    for id_, date in newest.items():
        indicator = shipped.indicators[id_]
        said = rows[indicator.label, date]
        found = re.search(r"-?−?[\d.]+(?:,\d+)?", said)
        assert found, said
        value = number_from(found[0])
        assert value is not None
        assert value == pytest.approx(float(cells[id_, date]), abs=0.5 * 10**-indicator.decimals)
        shown += 1
    assert shown > 30 or absences(shipped, town)


BAND_ROW = re.compile(
    r'<th scope="row"><span>(?P<label>[^<]+)</span>'
    r'<div class="band-table__meta">(?P<meta>[^<]*)</div></th>'
    r'<td class="number band-table__value">(?P<value>[^<]+)</td>'
)


@pytest.mark.parametrize("slug", some(SAMPLE, 3))
@pytest.mark.parametrize("module", [meeting, factsheet], ids=["slides", "sheet"])
def test_every_value_on_paper_is_that_of_its_table(
    shipped: Dataset, module: PageModule, slug: str
) -> None:
    town = shipped.gemeinde(slug)
    assert town is not None
    cells = raw()[town.ags]
    labels = {one.label: one for one in shipped.indicators.values()}
    found = list(BAND_ROW.finditer(text_of(module, shipped, slug)))
    assert found
    for row in found:
        indicator = labels[row["label"]]
        date = max(day for id_, day in cells if id_ == indicator.id)
        assert row["meta"].startswith(date_text(date))
        said = re.match(r"−?[\d.]+(?:,\d+)?", row["value"])
        value = number_from(said[0]) if said else None
        assert value == pytest.approx(
            float(cells[indicator.id, date]), abs=0.5 * 10**-indicator.decimals
        )


@pytest.mark.parametrize("slug", some(HARD, len(FEW)))
def test_every_indicator_is_shown_or_named_with_the_reason(shipped: Dataset, slug: str) -> None:
    town = shipped.gemeinde(slug)
    assert town is not None
    comparable = [one.id for one in shipped.indicators.values() if one.comparable]
    shown = {figure.indicator.id for figure in key_figures(shipped, town, comparable)}
    missing = [one.id for each in absences(shipped, town) for one in each.indicators]
    assert len(missing) == len(set(missing))
    assert shown | set(missing) == set(comparable)
    assert not shown & set(missing)
    told = text_of(page, shipped, slug)
    for each in absences(shipped, town):
        assert each.reason in told
        assert all(one.label in told for one in each.indicators)


def flagged(flag: Flag) -> tuple[str, str]:
    """Return a town, by slug, and an indicator whose newest value carries the flag."""
    tables = shipped_data().gemeinden
    return next(
        (tables.towns[at].slug, id_)
        for (id_, date), column in tables.columns.items()
        for at, found in column.flags.items()
        if found is flag and date == tables.dates(id_)[-1]
    )


@pytest.mark.parametrize("flag", [Flag.VERBAND, Flag.TERRITORY])
def test_a_value_that_is_not_the_towns_own_says_so(shipped: Dataset, flag: Flag) -> None:
    slug, id_ = flagged(flag)
    town = shipped.gemeinde(slug)
    assert town is not None
    (figure,) = key_figures(shipped, town, [id_])
    assert figure.observation.flag is flag
    assert (figure.quarter is None) == (flag is Flag.TERRITORY)
    theme = figure.indicator.theme
    cards, _replaced = page.cards(shipped, Address(path=links.town(slug), values={"slug": slug}))
    table = to_html(cards[f"{slug}-{theme}"]().chart)
    row = table.partition(f"<span>{figure.indicator.label}</span>")[2].partition("</tr>")[0]
    assert FLAG_WORDS[flag] in row


def test_an_impossible_value_is_named_only_as_that(shipped: Dataset) -> None:
    slug, id_ = flagged(Flag.IMPOSSIBLE)
    town = shipped.gemeinde(slug)
    assert town is not None
    assert key_figures(shipped, town, [id_]) == []
    reasons = [one.reason for one in absences(shipped, town)]
    assert [one for one in reasons if one.startswith("veröffentlicht, aber unmöglich")]


def test_values_of_another_territory_stand_alone_and_hollow(shipped: Dataset) -> None:
    tables = shipped.gemeinden
    slug = next(slug for slug, why in hardest().items() if "territory" in why)
    town = shipped.gemeinde(slug)
    assert town is not None
    cards, _replaced = page.cards(shipped, Address(path=links.town(slug), values={"slug": slug}))
    card = cards[f"{slug}-bevoelkerung-verlauf"]()
    assert isinstance(card.chart, dict)
    elsewhere = {
        date
        for date in tables.dates("population")
        if tables.columns["population", date].flags.get(tables.by_ags[town.ags]) is Flag.TERRITORY
    }
    assert elsewhere
    for trace in card.chart["data"]:
        hollow = trace["marker"]["symbol"].endswith("-open")
        assert hollow == bool(set(trace["x"]) & elsewhere)
        assert not hollow or len(trace["x"]) == 1
    assert "Hohle Zeichen: damals anderes Gebiet" in card.note


def test_every_town_has_a_title_of_its_own(shipped: Dataset) -> None:
    towns = shipped.gemeinden.towns
    assert len({full_name(shipped, one) for one in towns}) == len(towns)


def test_a_page_has_one_address(shipped: Dataset) -> None:
    town = shipped.gemeinde(FEW[0])
    assert isinstance(town, SmallTown)
    for module in MODULES:
        for slug in (town.ags, "nirgendwo"):
            with pytest.raises(UnknownAddressError):
                module.view(shipped, Address(path="", values={"slug": slug}))


def test_few_towns_stand_for_all_where_every_page_is_visited(shipped: Dataset) -> None:
    for module in MODULES:
        found = module.addresses(shipped)
        assert {links.path(module.PAGE.path, slug=slug) for slug in shipped.towns} < set(found)
        assert len(found) < 3 * len(shipped.towns)


@pytest.mark.parametrize("slug", some(HARD, len(FEW)))
def test_what_to_read_first_has_its_reason(shipped: Dataset, slug: str) -> None:
    town = shipped.gemeinde(slug)
    assert town is not None
    found, of = first_reads.alike(shipped, town)
    values = {one.indicator: one.value or 0.0 for one in first_reads.compared(shipped, town)}
    assert {one.town.slug for one in found} == set(shipped.towns)
    for one in found:
        assert len(one.near) <= of
        for near in one.near:
            there = next(values[near.indicator.id] - by for at, by, _ in near.distances
                         if at == one.town.slug)  # fmt: skip
            assert abs(near.value - there) <= first_reads.CLOSE * near.spread
    for read in first_reads.first_reads(shipped, found):
        assert read.activity.town == read.town.slug
        assert read.activity.id in read.lesson.supported_by
        assert read.alike.near


def test_without_a_near_town_nothing_is_put_first(
    shipped: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_reads, "CLOSE", -1.0)
    for module in MODULES:
        told = text_of(module, shipped, FEW[0], umfang=links.ALL_OF_IT)
        assert "Die Aktivität zeigt" not in told
        assert "keinem" in told


def test_a_slide_without_anything_to_say_is_left_out(shipped: Dataset) -> None:
    town = shipped.gemeinde(FEW[0])
    assert town is not None
    data = showing(shipped, dwelling_size=ShownIn.SLIDES)  # only the five have a value
    numbers = [one.number for one in slides_of(data, town, "")]
    assert numbers == list("12456798")
    path = links.path(links.MEETING, slug=town.slug)
    address = Address(path=path, values={"slug": town.slug}, query={"folie": "9"})
    assert 'data-current="8"' in to_html(meeting.view(data, address).content)


def test_each_page_says_its_one_address(public: FlaskClient) -> None:
    for path in (links.town(FEW[0]), links.meeting(FEW[0]), links.fact_sheet(FEW[0])):
        head = public.get(f"{path}?utm=x").text.partition("</head>")[0]
        assert f'<link rel="canonical" href="https://kleinstadt.example.de{path}">' in head


def test_a_comparison_says_why_a_small_town_has_no_value(shipped: Dataset) -> None:
    town = shipped.gemeinde(next(slug for slug, why in hardest().items() if why == "youngest"))
    assert town is not None
    indicator = next(one for each in absences(shipped, town) for one in each.indicators)
    said = reason_missing(shipped, town.ags, indicator.id)
    assert said.startswith("keine Angabe: ")
    assert any(each.reason in said for each in absences(shipped, town))
