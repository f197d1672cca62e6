"""No page shows anything for which it lacks the rules, as the browser itself matches them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from dashboard import ROOT
from dashboard.web.stylesheets import style_sheets
from tests.browser.visit import KINDS, settle

SHEETS = style_sheets(ROOT / "assets", {}, str)
# selectors of sheets that match something; what only a pointer or the focus brings counts as there
MATCHED = r"""sheets => {
  const found = [];
  const look = (name, rules) => {
    for (const rule of rules) {
      if (rule.selectorText) {
        const always = rule.selectorText.replace(
          /::[\w-]+|:(hover|focus|focus-visible|focus-within|target|checked|active)\b/g, '');
        if (always.match(/\.[a-z]/i) && document.querySelector(always)) {
          found.push(name + ': ' + rule.selectorText);
        }
      }
      look(name, rule.cssRules ?? []);
    }
  };
  for (const [name, css] of sheets) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    look(name, sheet.cssRules);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    yield opened
    opened.close()


def opened(tab: Page, address: str) -> list[tuple[str, str]]:
    """Open an address and return name and CSS of the sheets that it was not sent."""
    answer = tab.goto(address)
    assert answer is not None
    settle(tab)
    sent = answer.text().partition("</style>")[0]
    unsent = [(one.name, one.css) for one in SHEETS.by_name.values() if one.css[:400] not in sent]
    assert 0 < len(unsent) < len(SHEETS.by_name)
    return unsent


@pytest.mark.parametrize("route", KINDS)
def test_nothing_on_a_page_has_a_rule_in_a_sheet_that_was_not_sent(
    route: str, tab: Page, site: str
) -> None:
    unsent = opened(tab, site + route)
    assert tab.evaluate(MATCHED, unsent) == []


def test_nothing_in_an_answer_has_a_rule_in_a_sheet_that_was_not_sent(tab: Page, site: str) -> None:
    unsent = opened(tab, f"{site}/vergleich")
    views = tab.locator("input[name=ansicht]").evaluate_all("all => all.map(one => one.id)")
    assert len(views) > 5
    for view in [*views[1:], views[0]]:
        before = tab.title()
        tab.locator(f"#{view}").check()
        tab.wait_for_function("before => document.title !== before", arg=before)
        settle(tab)
        assert tab.evaluate(MATCHED, unsent) == [], view
