"""Choices to address and back; nothing is raised, whatever is typed."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from dashboard.pages.choices import UrlState, free_text, one_of, query_of, several
from dashboard.wording.links import written

TOWNS = ("moelln", "wittenberge", "diessen")
VIEWS = ("stand", "verlauf", "karte")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    towns: tuple[str, ...]
    view: str
    words: str


STATE = UrlState(
    Choices,
    {
        "towns": several("staedte", "Die Stadt", TOWNS),
        "view": one_of("ansicht", "Die Ansicht", VIEWS, "stand"),
        "words": free_text("q"),
    },
)
CHOICES = st.builds(
    Choices,
    towns=st.lists(st.sampled_from(TOWNS), unique=True).map(
        lambda chosen: tuple(town for town in TOWNS if town in chosen)
    ),
    view=st.sampled_from(VIEWS),
    words=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=60),
)


@given(CHOICES)
def test_choices_survive_the_address(choices: Choices) -> None:
    assert STATE.read(query_of(written(STATE.query(choices)))) == (choices, ())


@given(st.dictionaries(st.sampled_from(["staedte", "ansicht", "q", "x"]), st.text()))
def test_any_query_gives_a_valid_view(query: dict[str, str]) -> None:
    choices, _notices = STATE.read(query)
    assert set(choices.towns) <= set(TOWNS)
    assert choices.view in VIEWS
    assert len(choices.words) <= 60


@given(st.text())
def test_any_search_can_be_read(search: str) -> None:
    assert isinstance(query_of(search), dict)


def test_default_view_has_an_empty_address() -> None:
    assert written(STATE.query(STATE.read({})[0])) == ""


def test_only_what_differs_is_written() -> None:
    choices = Choices(towns=TOWNS, view="karte", words="")
    assert parse_qs(written(STATE.query(choices))[1:]) == {"ansicht": ["karte"]}


def test_no_town_is_a_choice_too() -> None:
    choices, notices = STATE.read({"staedte": ""})
    assert choices.towns == ()
    assert notices == ()
    assert written(STATE.query(choices)) == "?staedte="


def test_misspelt_value_becomes_the_nearest_and_says_so() -> None:
    choices, notices = STATE.read({"ansicht": "verlauv", "staedte": "mölln,diessen"})
    assert choices.view == "verlauf"
    assert choices.towns == ("moelln", "diessen")
    assert len(notices) == 2
    assert "„verlauv“" in notices[0] or "„verlauv“" in notices[1]


def test_nonsense_becomes_the_default_and_says_so() -> None:
    choices, notices = STATE.read({"staedte": "atlantis"})
    assert choices.towns == TOWNS
    assert notices == ("Die Stadt „atlantis“ gibt es nicht.",)


def test_what_is_too_long_to_be_read_is_said() -> None:
    long = "moelln," * 57 + "," + "atlantis"  # cut between two
    choices, notices = STATE.read({"staedte": long})
    assert choices.towns == ("moelln",)
    assert len(notices) == 1
    assert "400 Zeichen" in notices[0]


def test_repeated_keys_are_one_choice() -> None:
    assert query_of("?staedte=moelln&staedte=diessen") == {"staedte": "moelln,diessen"}
