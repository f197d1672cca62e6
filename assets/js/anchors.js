/* Leads to what an anchor names: opens what is folded around it; where the page shows another part,
   the server is asked which one. Links of this site name the part themselves, old ones may not. */
(function () {
  "use strict";

  function follow() {
    var name = decodeURIComponent(location.hash.slice(1));
    if (!name) return;
    var target = document.getElementById(name);
    if (target) return show(target);
    if (!("anchors" in document.body.dataset)) return;
    var query = new URLSearchParams(location.search);
    query.set("anker", name);
    location.replace(location.pathname + "?" + query);
  }

  function show(target) {
    var isFolded = false;
    for (var node = target; node; node = node.parentElement) {
      if (node.tagName !== "DETAILS" || node.open) continue;
      node.open = isFolded = true;
    }
    if (isFolded) target.scrollIntoView();
  }

  follow();
  window.addEventListener("hashchange", follow);
})();
