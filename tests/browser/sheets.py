"""Which rules match what stands in a page though it was not sent them, as the browser matches."""

from __future__ import annotations

from playwright.sync_api import Response

from dashboard import ROOT
from dashboard.web.stylesheets import style_sheets

SHEETS = style_sheets(ROOT / "assets", {}, str)
# selectors of sheets that match something; what only a pointer or the focus brings counts as there
MATCHED = r"""sheets => {
  const found = [];
  const look = (name, rules) => {
    for (const rule of rules) {
      if (rule.selectorText) {
        const always = rule.selectorText.replace(
          /::[\w-]+|:(hover|focus-visible|focus-within|focus|target|checked|active)\b/g, '')
          .replace(/:has\(\)/g, '');
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


def not_sent_with(answer: Response | None) -> list[tuple[str, str]]:
    """Return name and CSS of the sheets that a page was not sent."""
    assert answer is not None
    sent = answer.text().partition("</style>")[0]
    unsent = [(one.name, one.css) for one in SHEETS.by_name.values() if one.css[:400] not in sent]
    assert 0 < len(unsent) < len(SHEETS.by_name)
    return unsent
