"""Text that a visitor cannot read whole: cut by a box, a drawing, the window or its own field."""

from __future__ import annotations

from playwright.sync_api import Page

# Each text as it is laid out is held against every box around it that cuts off what reaches over
# it, a drawing among them. What can be scrolled to is not cut; the window scrolls down only. Hidden
# from view on purpose is what has a clip-path. A choice of a field has lines where the field may.
# What takes its size later than the page, charts and slides on a stage, is looked at if `drawn`.
# Of bold words, as values and their units are, none is torn: hyphens are not had everywhere. In
# text of double size alone there may be no line that holds a long word and its number.
CUT = r"""drawn => {
  const WORD = /(?<=^|[\s("„])[\p{L}\p{N}]{6,}(?=$|[\s.,;:!?)"“])/gu;
  const isDouble = parseFloat(getComputedStyle(document.documentElement).fontSize) >= 32;
  const cuts = value => value === 'hidden' || value === 'clip';
  const scrolls = value => value === 'auto' || value === 'scroll';
  const width = document.documentElement.clientWidth;
  const found = new Set(), looks = new Map(), range = document.createRange();
  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  const look = box => {
    if (!looks.has(box)) {
      const {overflowX, overflowY, clipPath} = getComputedStyle(box);
      const bounds = box.getBoundingClientRect();
      looks.set(box, {across: overflowX, down: overflowY, clip: clipPath, own: bounds});
    }
    return looks.get(box);
  };
  const tell = (why, text, box) => {
    const named = box.closest('[class]')?.getAttribute('class') ?? box.tagName;
    found.add(`${why}: „${text.trim().slice(0, 60)}“ in ${named}`);
  };
  const fault = (rect, parent) => {
    let {left, right, top, bottom} = rect;
    for (let box = parent; box && box !== document.body; box = box.parentElement) {
      const {across, down, clip, own} = look(box);
      if (clip.startsWith('inset(50%')) return null;
      if (cuts(across) && (left < own.left - 1.5 || right > own.right + 1.5)) return 'cut';
      if (cuts(down) && (top < own.top - 2.5 || bottom > own.bottom + 2.5)) return 'cut';
      if (scrolls(across)) left = Math.max(left, own.left), right = Math.min(right, own.right);
      if (scrolls(down)) top = Math.max(top, own.top), bottom = Math.min(bottom, own.bottom);
    }
    if (left < -1.5 || right > width + 1.5) return 'over the edge';
    return null;
  };
  const later = matchMedia('(min-width: 60rem)').matches ? '.chart svg, .talk' : '.chart svg';
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest('script, style, template, option, textarea, title'))
      continue;
    if (!drawn && parent.closest(later)) continue;
    if (!parent.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(one => one.width >= 1 && one.height >= 1);
    for (const rect of rects) {
      const why = fault(rect, parent);
      if (why) { tell(why, node.data, parent); break; }
    }
    if (isDouble || rects.length < 2 || !parent.closest('b, strong')) continue;
    for (const word of node.data.matchAll(WORD)) {
      range.setStart(node, word.index), range.setEnd(node, word.index + word[0].length);
      const tops = [...range.getClientRects()].filter(one => one.width >= 1).map(one => one.top);
      if (Math.max(...tops) > Math.min(...tops) + 4) tell('torn', word[0], parent);
    }
  }
  for (const field of document.querySelectorAll('select, input, textarea')) {
    if (!field.checkVisibility({visibilityProperty: true})) continue;
    const style = getComputedStyle(field);
    const text = field.matches('select') ? field.selectedOptions[0]?.text : field.placeholder;
    if (!text) continue;
    pen.font = style.font;
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const pieces = style.whiteSpace === 'normal' ? text.split(' ') : [text];
    if (pieces.some(one => pen.measureText(one).width > room + 1)
        || field.scrollHeight > field.clientHeight + 2) tell('no room', text, field);
  }
  return [...found];
}"""
UNFOLDED = "document.querySelectorAll('details:not([open])').forEach(one => { one.open = true; })"


def cut_on(page: Page) -> list[str]:
    """Return what is cut on the page as it stands, and with all that folds unfolded."""
    as_it_is = page.evaluate(CUT, True)
    page.evaluate(UNFOLDED)
    return list(dict.fromkeys([*as_it_is, *page.evaluate(CUT, True)]))
