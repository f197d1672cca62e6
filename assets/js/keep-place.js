/* Links that only change the view (data-view) do so without loading the page again, and what a
   callback draws anew keeps the visitor's place: the focus and the opened details. */
(function () {
  "use strict";
  var entry = document.getElementById("react-entry-point");
  if (!entry) return;

  /* where a link with a fragment leads once the view is drawn */
  var wanted = "";

  function arrive() {
    var target = wanted && document.getElementById(wanted);
    if (!target || location.hash.slice(1) !== wanted) return;
    wanted = "";
    focused = null;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-view]");
    var plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
    if (!link || !plain || link.pathname !== location.pathname || !entry.contains(link)) return;
    event.preventDefault();
    wanted = link.hash.slice(1);
    history.pushState({}, "", link.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  });

  /* forms of controls work without scripts by their button; with scripts every change works */
  document.addEventListener("submit", function (event) {
    if (event.target.matches(".controls") && entry.contains(event.target)) event.preventDefault();
  });

  function nameOf(element) {
    if (element.id) return element.tagName + "#" + element.id;
    var figure = element.closest("[data-figure]");
    return [
      element.tagName, element.id, element.getAttribute("href"), element.getAttribute("aria-label"),
      figure && figure.dataset.figure, element.textContent.slice(0, 80),
    ].join("|");
  }

  function twin(name, selector) {
    return Array.prototype.find.call(entry.querySelectorAll(selector), function (element) {
      return nameOf(element) === name;
    });
  }

  var focused = null;
  var opened = new Set();
  entry.addEventListener("focusin", function (event) {
    focused = { element: event.target, name: nameOf(event.target) };
  });
  entry.addEventListener(
    "toggle",
    function (event) {
      var name = nameOf(event.target.querySelector("summary"));
      if (!event.target.isConnected) return;
      if (event.target.open) opened.add(name);
      else opened.delete(name);
    },
    true
  );

  /* how far the visitor has scrolled a box, by the name it is read out with */
  var scrolled = {};
  entry.addEventListener(
    "scroll",
    function (event) {
      var label = event.target.getAttribute && event.target.getAttribute("aria-label");
      if (label) scrolled[label] = event.target.scrollLeft;
    },
    true
  );

  function scrollBack() {
    entry.querySelectorAll("[role='region'][aria-label]").forEach(function (box) {
      var before = scrolled[box.getAttribute("aria-label")];
      if (before && !box.scrollLeft) box.scrollLeft = before;
    });
  }

  new MutationObserver(function () {
    scrollBack();
    entry.querySelectorAll("details:not([open]) > summary").forEach(function (summary) {
      if (opened.has(nameOf(summary)) && !summary.dataset.seen) summary.parentElement.open = true;
      summary.dataset.seen = "";
    });
    arrive();
    if (!focused || focused.element.isConnected || document.activeElement !== document.body) return;
    var again = twin(focused.name, focused.element.tagName);
    focused = null;
    if (again) again.focus({ preventScroll: true });
  }).observe(entry, { childList: true, subtree: true });
})();
