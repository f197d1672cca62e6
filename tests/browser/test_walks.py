"""Fifteen walks: what people come with, and what they must have read at the end.

Five each for who advises the programme, who prepares a council, who lives there. Everything is
found by what it is called in sight; some walks have no scripts, some no mouse, some a phone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.wording.numbers import count_text
from tests.browser.visit import errors_on, settle
from tests.made.shipped import shipped_data

DATA = shipped_data()
COUNT = count_text(len(DATA.towns))
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Person:
    """Someone at a screen, who sees what is in sight and knows nothing of the site."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.errors = errors_on(self.page)
        self.site = site

    def comes(self, path: str = "/") -> None:
        self.page.goto(self.site + path)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def follows(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Click the first link that is called so and can be seen."""
        exact = {"exact": True} if isinstance(name, str) else {}
        links = (within or self.page).get_by_role("link", name=name, **exact)
        links.locator("visible=true").first.click()

    def opens(self, name: str) -> None:
        """Unfold what is called so."""
        self.main.locator("summary:visible", has_text=name).first.click()

    def town_field(self, name: str) -> Locator:
        """Return the field in which a town is searched for."""
        return self.main.get_by_label(name, exact=True).locator("visible=true")

    def adds_town(self, field: str, name: str) -> None:
        """Type the name of a town and take the suggestion."""
        self.town_field(field).fill(name)
        self.page.get_by_role("option", name=name).first.click()

    def searches(self, words: str) -> None:
        """Search the site as its header offers it, on a phone in the menu."""
        field = self.page.get_by_role("searchbox", name="Diese Website durchsuchen")
        if not field.locator("visible=true").count():
            self.page.get_by_role("button", name="Menü").click()
        field.locator("visible=true").first.fill(words)
        self.page.keyboard.press("Enter")

    def tabs_to(self, reached: Locator, most: int = 60) -> None:
        """Press Tab until something has the focus."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if reached.evaluate("one => one === document.activeElement"):
                return
        pytest.fail(f"{reached} is not reached in {most} presses of Tab")

    def reads(self, *words: str | re.Pattern[str], within: Locator | None = None) -> None:
        """See the words, all of them without opening anything more."""
        for text in words:
            found = (within or self.main).get_by_text(text).locator("visible=true")
            expect(found.first).to_be_visible()

    def arrives(self, heading: str | re.Pattern[str]) -> None:
        """See a page, or a part of one, that is called so."""
        found = self.page.get_by_role("heading", name=heading)
        expect(found.locator("visible=true").first).to_be_visible()


Comes = Callable[..., Person]


@pytest.fixture
def someone(browser: Browser, page: Page, site: str) -> Iterator[Comes]:
    """People who come; whatever goes wrong in a page they saw is a fault."""
    people: list[Person] = []

    def comes(device: dict[str, object] = DESKTOP, *, scripts: bool = True) -> Person:
        usual = device is DESKTOP and scripts
        own = page if usual else browser.new_page(**device, java_script_enabled=scripts)  # type: ignore[arg-type]
        people.append(Person(own, site))
        return people[-1]

    yield comes
    faults = [fault for one in people for fault in one.errors]
    for one in people:
        if one.page is not page:
            one.page.close()
    assert faults == []


# ------------------------------------------------------- who advises and accompanies the programme


def test_bbsr_which_of_the_towns_is_most_like_ours_and_what_should_we_read(someone: Comes) -> None:
    one = someone()
    one.comes()
    one.follows(f"Welche der {COUNT} ähnelt Ihrer?")
    one.arrives(f"Welche der {COUNT} ähnelt Ihrer Stadt?")
    one.adds_town("Ihre Gemeinde dazunehmen", "Sulingen")
    one.arrives("Sulingen")
    one.reads("Am nächsten in den meisten Angaben", "Das gilt für diese Angaben, nicht im Ganzen.")
    one.follows(re.compile("^Was .* versucht hat$"))
    one.arrives(re.compile("^Was .* getan hat$"))
    one.searches("Sulingen")
    one.follows("Sulingen")
    one.arrives("Zuerst lesen")
    one.follows("Klein anfangen und ausprobieren")
    one.arrives("Klein anfangen und ausprobieren")
    one.reads("Gesagt von")


def test_bbsr_where_does_this_number_come_from_and_may_i_use_it(someone: Comes) -> None:
    one = someone(scripts=False)
    one.comes("/stadt/wittenberge")
    one.follows(re.compile("^Breitband ab 1.000"))
    row = one.page.locator(".value-rows__detail")
    one.reads("Quelle", within=row)
    source = DATA.sources[DATA.latest("wittenberge", "broadband_1000").source]  # type: ignore[union-attr]
    one.searches(source.title)
    one.follows(source.title)
    one.reads("Lizenz", source.publisher)


def test_bbsr_may_answers_of_different_surveys_be_compared(someone: Comes) -> None:
    one = someone()
    one.comes()
    one.follows("Befragungen", one.page.get_by_label("Diagramm wählen"))
    one.page.wait_for_url("**ansicht=befragungen**")
    one.reads(re.compile("[Vv]ergleichbar|vergleichen"), within=one.page.locator("#diagramm"))
    one.follows("Befragungen", one.page.get_by_role("navigation", name="Hauptmenü"))
    one.arrives("Was es gibt und was fehlt")
    one.follows(re.compile("^Pendlerumfrage Homeoffice"))
    one.arrives("Pendlerumfrage Homeoffice")
    one.reads("Ammersee Denkerhaus eG", "61")


def test_bbsr_who_met_at_the_workshops_and_how_sure_are_the_dates(someone: Comes) -> None:
    one = someone()
    one.comes()
    one.page.get_by_label("Art", exact=True).select_option(label="Transferwerkstatt (5)")
    one.page.wait_for_url("**kategorie=transferwerkstatt**")
    one.reads(re.compile(f"Transferwerkstatt.*: {len(DATA.project.workshops)} Aktivitäten"))
    one.follows(re.compile("Alle .* auf der Zeitleiste"))
    one.follows(re.compile("2. Transferwerkstatt in Dießen"), one.main)
    one.arrives("2. Transferwerkstatt in Dießen")
    card = one.page.locator(".activity-card")
    one.reads("auf den Tag genau", "Rathaus Dießen am Ammersee", "CoWorkLand eG", within=card)


def test_bbsr_what_is_missing_and_where_is_all_of_it_as_a_file(someone: Comes) -> None:
    one = someone(scripts=False)
    one.comes()
    one.follows("Daten")
    one.follows("Was fehlt")
    one.page.get_by_label("Stadt", exact=True).select_option(label="Dippoldiswalde")
    one.page.get_by_role("button", name="Anzeigen").click()
    one.opens("Ein- und Auspendelnde der Städte")
    one.reads("Was sie schließen kann:")
    one.follows("Tabellen", one.main)
    with one.page.expect_download() as taken:
        one.follows("Was fehlt: CSV")
    assert taken.value.suggested_filename.endswith(".csv")


# --------------------------------------------------------------------------- who prepares a council


def test_council_a_meeting_is_prepared_in_ten_minutes(someone: Comes) -> None:
    one = someone()
    one.comes()
    one.follows("Sitzung")
    one.follows("Dippoldiswalde", one.main)
    one.arrives("Sitzung vorbereiten")
    one.page.get_by_label("Was die Menschen sagten", exact=True).uncheck()
    one.page.get_by_role("button", name="„Was ausprobiert wurde“ nach oben").click()
    agenda = one.page.get_by_role("textbox", name="Text für die Tagesordnung").input_value()
    assert "Beschlussvorschlag" in agenda
    assert "Quellen:" in agenda
    one.page.get_by_role("button", name="Folien zeigen").click()
    one.arrives("Was ausprobiert wurde")
    titles = one.page.locator(".slide h2").all_text_contents()
    assert "Was die Menschen sagten" not in titles
    settle(one.page)
    one.page.keyboard.press("PageDown")
    one.arrives("Dippoldiswalde in Kürze")
    one.page.keyboard.press("Escape")
    one.page.wait_for_url("**/dippoldiswalde*")


def test_council_of_another_town_has_slides_of_its_own_by_keyboard_alone(someone: Comes) -> None:
    one = someone()
    one.comes("/sitzung")
    one.tabs_to(one.town_field("Stadt oder Gemeinde"))
    one.page.keyboard.type("Büsum")
    one.page.get_by_role("option", name="Büsum").wait_for()
    one.page.keyboard.press("ArrowDown")
    one.page.keyboard.press("Enter")
    one.arrives("Sitzung vorbereiten")
    show = one.page.get_by_role("button", name="Folien zeigen")
    one.tabs_to(show)
    one.page.keyboard.press("Enter")
    one.arrives("Büsum in Kürze")
    settle(one.page)
    one.page.keyboard.press("PageDown")
    one.reads(re.compile("nahm am Projekt .* nicht teil"))


def test_council_takes_a_sheet_of_paper_along(someone: Comes) -> None:
    one = someone(scripts=False)
    one.comes()
    one.follows("Oestrich-Winkel")
    one.follows("Steckbrief zum Drucken")
    one.arrives(re.compile("Oestrich-Winkel"))
    assert one.page.locator(".sheet").count() == 2
    one.reads("Quellen:")


def test_council_makes_a_list_of_what_to_do(someone: Comes) -> None:
    one = someone(PHONE)
    one.comes("/erkenntnisse")
    one.follows(re.compile("^Neue Arbeitsorte"))
    for title in ("Coworking lebt von Gemeinschaft", "Alternative für Pendelnde"):
        lesson = one.page.get_by_role("article").filter(has_text=title).first
        lesson.get_by_role("link", name="Auf unsere Liste").click()
        lesson.get_by_role("link", name="Von der Liste nehmen").wait_for()
    one.reads("Auf Ihrer Liste: 2 Erkenntnisse")
    one.follows("Zur Liste")
    one.reads(re.compile("2 Sätze auf Ihrer Liste, unser Rat und kein Zitat"))


def test_council_sees_the_own_town_beside_the_others(someone: Comes) -> None:
    one = someone()
    one.comes()
    one.adds_town("Ihre Kleinstadt daneben", "Penzberg")
    one.page.wait_for_url("**eigene=**")
    one.reads("Penzberg", within=one.page.locator("#diagramm"))
    one.follows("Vergleichen")
    one.arrives("Städte vergleichen")
    one.reads(re.compile("Penzberg und .* Städten"))


# --------------------------------------------------------------------------------- who lives there


def test_public_what_happened_here_and_did_it_help(someone: Comes) -> None:
    one = someone(PHONE)
    one.comes()
    one.follows("Mölln", one.page.locator(".overview-towns"))
    one.arrives("Mölln")
    one.reads("Was geschah", "Was blieb", "Was nicht bekannt ist", re.compile("^Hat es geholfen?"))
    one.follows("Aktivitäten", one.main)
    one.follows(re.compile("^Themenwoche"), one.page.locator("#aktivitaeten"))
    one.arrives(re.compile("Themenwoche"))
    one.reads("Quellen:", within=one.page.locator(".activity-card"))


def test_public_who_finds_long_sentences_hard_is_told_in_easy_ones(someone: Comes) -> None:
    one = someone(PHONE, scripts=False)
    one.comes("/stadt/moelln")
    one.follows("In Leichter Sprache", one.main)
    one.arrives(re.compile("Mölln"))
    one.reads("Leichter Sprache")


def test_public_an_everyday_word_leads_to_the_official_one(someone: Comes) -> None:
    one = someone(PHONE, scripts=False)
    one.comes()
    one.searches("Einwohner")
    one.follows("Bevölkerung", one.main)
    one.arrives(re.compile("Städte vergleichen"))
    one.reads(re.compile("Bevölkerung"), within=one.page.locator("figure[data-figure]").first)


def test_public_what_was_going_on_in_diessen_in_2022_by_keyboard(someone: Comes) -> None:
    one = someone()
    one.comes()
    one.tabs_to(one.page.get_by_role("checkbox", name=re.compile("Dießen")))
    one.page.keyboard.press("Space")
    one.page.wait_for_url("**staedte=diessen**")
    one.tabs_to(one.page.get_by_label("Von", exact=True))
    one.page.keyboard.type("Januar", delay=20)
    one.page.keyboard.press("Tab")
    one.page.wait_for_url("**von=2022-01**")
    one.reads(re.compile(r"Dießen, alle Arten, Januar 2022 bis März 2023: \d+ Aktivitäten"))
    one.tabs_to(one.page.get_by_role("link", name=re.compile("^Januar 2022 bis März 2023")))
    one.page.keyboard.press("Escape")
    one.page.wait_for_url(lambda url: "von=" not in url)
    one.page.keyboard.press("Escape")
    one.page.wait_for_url(f"{one.site}/")
    one.reads(re.compile("^Alle Städte, alle Arten"))


def test_public_an_old_link_from_a_newspaper_still_leads_there(someone: Comes) -> None:
    one = someone(PHONE)
    report = DATA.sources["seed"]
    one.comes("/daten#quelle-seed")
    one.reads(report.title)
    one.comes("/erkenntnisse#l-ausprobieren")
    one.arrives("Klein anfangen und ausprobieren")
    one.comes("/stadt/diessen#zeile-vacancy_rate")
    expect(one.page.locator("#zeile-vacancy_rate")).to_be_in_viewport()
