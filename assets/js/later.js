/* What choices need is fetched at the first sign of someone using the page: who only reads it needs
   none of it. What was chosen before it is there is not lost, see choices.js. */
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
  window.dashboardCharts.address = location.pathname + location.search;
  window.dashboardCharts.sayUnanswered = function () {
    var sentence = document.createElement("p");
    sentence.textContent = "Der Server antwortet nicht. Bitte versuchen Sie es noch einmal.";
    document.querySelector("#ansicht .notices").replaceChildren(sentence);
  };

  function wait() {
    SIGNS.forEach(function (sign) {
      window.addEventListener(sign, fetchAll, { capture: true, passive: true });
    });
  }

  function fetchAll() {
    SIGNS.forEach(function (sign) {
      window.removeEventListener(sign, fetchAll, true);
    });
    window.dashboardCharts.awaits("ansicht");
    addresses.split(" ").forEach(function (address) {
      var script = document.createElement("script");
      script.src = address;
      script.async = false; // each needs the one before
      script.onerror = failed;
      document.head.append(script);
    });
  }

  /* the next sign tries again */
  function failed() {
    window.dashboardCharts.sayUnanswered();
    window.dashboardCharts.done("ansicht");
    wait();
  }

  wait();
})();
