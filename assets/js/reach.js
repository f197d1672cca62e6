/* Gives the focus to what has none of its own, for as long as it stays there. What could always take
   it, readers call clickable, as clicks are listened to on the whole page. */
window.dashboardReach = function (target) {
  "use strict";
  if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) {
    target.tabIndex = -1;
    target.addEventListener("blur", () => target.removeAttribute("tabindex"), { once: true });
  }
  target.focus({ preventScroll: true });
};
