/* What draws the answers is fetched at the first sign of someone using the page: who only reads it needs
   none of it. Until it is there, and where it does not come or does not run, a link, a button and the
   "Anzeigen" of the controls do what they do without scripts. */
(function () {
  "use strict";
  var addresses = document.body.dataset.later;
  if (!addresses) return;
  var SIGNS = [
    "pointermove",
    "pointerdown",
    "keydown",
    "focusin",
    "input",
    "change",
    "scroll",
    "popstate", // Back after the page was loaded again
  ];
  var AGAIN = 2000; // milliseconds
  var root = document.documentElement;
  var charts = window.dashboardCharts;
  var isComing = false;

  var later = (window.dashboardLater = {
    isRunning: false,
    isBroken: false, // it came and does not run
    hasFailed: false, // it did not come; it is tried again
    isNeeded: null,
    lacking: null, // called when it is broken or has failed
    fetch: fetchAll,
    running: function () {
      later.isRunning = true;
      later.hasFailed = false;
      root.dataset.choices = "da";
      charts.done("ansicht");
    },
    /* whether the browser does what a link or a button says */
    isLeftToBrowser: function () {
      return later.isBroken || later.hasFailed;
    },
    broken: function () {
      later.isBroken = true;
      lacks();
    },
  });

  function listen() {
    SIGNS.forEach(function (sign) {
      window.addEventListener(sign, seen, { capture: true, passive: true });
    });
  }

  function seen(event) {
    /* a page that comes under a pointer at rest is told of it, too */
    if (event.type !== "pointermove" || event.movementX || event.movementY) fetchAll();
  }

  function fetchAll() {
    if (isComing) return;
    isComing = true;
    SIGNS.forEach(function (sign) {
      window.removeEventListener(sign, seen, true);
    });
    charts.awaits("ansicht");
    addresses.split(" ").forEach(function (address, number, all) {
      var script = document.createElement("script");
      script.src = address;
      script.async = false; // each needs the one before
      script.onerror = fail;
      if (number === all.length - 1) script.onload = check;
      document.head.append(script);
    });
  }

  function check() {
    if (!window.dashboardChoices.isWhole) later.broken();
  }

  function fail() {
    later.hasFailed = true;
    lacks();
    setTimeout(function () {
      isComing = false;
      if (later.isNeeded()) fetchAll();
      else listen();
    }, AGAIN);
  }

  function lacks() {
    root.dataset.choices = "ohne";
    charts.done("ansicht");
    later.lacking();
  }

  root.dataset.choices = "da";
  listen();
})();
