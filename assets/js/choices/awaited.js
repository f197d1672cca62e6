/* What is said in sight while an answer is awaited and when none comes, and to those who do not see it
   what is shown now. */
(function () {
  "use strict";
  var view = document.getElementById("ansicht");
  if (!view) return;
  var PATIENCE = 200; // milliseconds
  var WAITING = "Wird geladen …";
  var SENTENCES = {
    silent: "Der Server antwortet nicht. Bitte versuchen Sie es noch einmal.",
    foreign:
      "Statt der Antwort kam etwas anderes, vielleicht eine Anmeldung. Bitte laden Sie die Seite neu.",
  };
  var WAYS_OUT = { silent: "Noch einmal versuchen", foreign: "Seite neu laden" };

  function element(name, properties) {
    return Object.assign(document.createElement(name), properties);
  }

  var spoken = element("p", { className: "visually-hidden" });
  var box = element("div", { className: "awaited no-print" });
  var words = element("p");
  var again = element("a", { className: "action" });
  var close = element("button", { className: "action", type: "button", textContent: "Schließen" });
  var patience = 0;
  [spoken, words].forEach(function (one) {
    one.setAttribute("aria-live", "polite");
    one.setAttribute("aria-atomic", "true");
  });
  box.append(words);
  view.after(spoken, box);

  function say(state, text) {
    patience = clearTimeout(patience);
    if (words.textContent !== text) words.textContent = text;
    box.dataset.state = state;
    if (state !== "fault") [again, close].forEach((one) => one.remove());
  }

  function clear() {
    say("", "");
  }

  close.addEventListener("click", clear);

  window.dashboardAwaited = {
    clear: clear,
    wait: function () {
      if (box.dataset.state === "fault") clear();
      if (!patience && !words.textContent) patience = setTimeout(say, PATIENCE, "awaited", WAITING);
    },
    /* `retry` is run at a click; without it the link leads to the address */
    fault: function (kind, address, retry) {
      say("fault", SENTENCES[kind]);
      Object.assign(again, { textContent: WAYS_OUT[kind], href: address, onclick: null });
      if (retry && kind === "silent") {
        again.onclick = function (event) {
          event.preventDefault();
          retry();
        };
      }
      box.append(again, close);
    },
    tell: function (title) {
      spoken.textContent = title;
    },
  };
})();
