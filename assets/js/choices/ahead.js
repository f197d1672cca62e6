/* Answers fetched ahead and kept: whoever points at a choice will likely make it. */
(function () {
  "use strict";
  var choices = window.dashboardChoices;
  var view = document.getElementById("ansicht");
  var MOST_ANSWERS = 30;
  var DWELL = 65; // milliseconds
  var EARLY = 40; // milliseconds of a press, which takes some eighty
  var answers = new Map();
  var asked = "";
  var send = null;

  function ask(address) {
    if (answers.has(address)) return choices.take(answers.get(address));
    if (address && address !== asked) {
      if (choices.begin) choices.begin(address);
      send(address);
    }
    asked = address;
  }

  /* `sending` asks the server; what comes is given to `arrived` */
  choices.connect = function (sending) {
    send = sending;
    choices.answerWith(ask);
  };
  choices.arrived = function (drawn) {
    if (asked === drawn.asked) asked = "";
    if (!drawn.fault) keep(drawn);
    choices.take(drawn);
    if (!drawn.fault) prepare(drawn);
  };

  function keep(drawn) {
    [drawn.asked, drawn.address].forEach(function (address) {
      answers.delete(address);
      answers.set(address, drawn);
    });
    while (answers.size > MOST_ANSWERS) answers.delete(answers.keys().next().value);
  }

  /* pressing, or pointing for a moment; but whoever has just pressed still points there, and wants
     no second press */
  var pointed = 0;
  var pressed = null;
  var held = 0; // since when a button is down

  function expect(target) {
    if (!send || !choices.isIdle()) return;
    var address = choices.leadsTo(target);
    if (choices.isShown(address)) return;
    if (!answers.has(address)) ask(address);
    else setTimeout(prepare, 0, answers.get(address));
  }

  /* while a button is down, the chart it leads to can be drawn; later, the click would wait for that */
  function prepare(drawn) {
    var isEarly = held && pressed && performance.now() - held < EARLY;
    var isNext = isEarly && choices.isIdle() && choices.leadsTo(pressed) === drawn.asked;
    if (isNext) window.dashboardCharts.prepare(drawn.charts);
  }

  if (navigator.connection && navigator.connection.saveData) return;
  view.addEventListener("pointerdown", function (event) {
    pressed = event.target;
    held = performance.now();
    expect(pressed);
  });
  ["pointerup", "pointercancel"].forEach(function (name) {
    window.addEventListener(name, () => (held = 0));
  });
  view.addEventListener("pointerover", function (event) {
    clearTimeout(pointed);
    if (event.target === pressed) return;
    pressed = null;
    pointed = setTimeout(expect, DWELL, event.target);
  });
  view.addEventListener("focusin", function (event) {
    if (!event.target.matches(":focus-visible")) return;
    clearTimeout(pointed);
    pointed = setTimeout(expect, DWELL, event.target);
  });
})();
