/* Dash takes over a page that the server has already drawn: without asking for the layout again,
   without flicker, and without losing what the visitor has opened or focused meanwhile. */
(function () {
  "use strict";
  var entry = document.getElementById("react-entry-point");
  var served = document.getElementById("server-view");
  if (!entry || !served) return;

  var inlined = { "_dash-layout": "page-layout", "_dash-dependencies": "page-dependencies" };
  var fetchFromNetwork = window.fetch;
  window.fetch = function (resource) {
    var name = String((resource && resource.url) || resource).split("?")[0].split("/").pop();
    var element = inlined[name] && document.getElementById(inlined[name]);
    if (!element) return fetchFromNetwork.apply(window, arguments);
    return Promise.resolve(
      new Response(element.textContent, { headers: { "Content-Type": "application/json" } })
    );
  };

  function drawn() {
    if (!entry.querySelector("[data-page]")) return false;
    return Array.prototype.every.call(entry.querySelectorAll(".dash-graph"), function (graph) {
      return graph.querySelector(".main-svg");
    });
  }

  function takeOver() {
    var focusable = "a[href], button, input, select, summary, [tabindex='0']";
    var before = Array.prototype.slice.call(served.querySelectorAll(focusable));
    var focused = before.indexOf(document.activeElement);
    var opened = Array.prototype.map.call(served.querySelectorAll("details"), function (details) {
      return details.open;
    });
    served.remove();
    entry.classList.remove("dash-pending");
    entry.removeAttribute("aria-hidden");
    entry.querySelectorAll("details").forEach(function (details, position) {
      if (opened[position]) details.open = true;
    });
    if (focused >= 0) {
      var after = entry.querySelectorAll(focusable);
      if (after[focused]) after[focused].focus({ preventScroll: true });
    }
    document.documentElement.setAttribute("data-live", "");
  }

  var observer = new MutationObserver(function () {
    if (!drawn()) return;
    observer.disconnect();
    takeOver();
  });
  observer.observe(entry, { childList: true, subtree: true });

  /* deferred scripts, the controls among them, have all run by then */
  document.addEventListener("DOMContentLoaded", function () {
    new window.DashRenderer();
  });
})();
