/* An answer is laid over what stands there, so that focus, opened details, scrolled boxes and charts
   stay. What a control shows, and what is typed in it, is not an answer's to change: only what the
   server last drew of it is noted here, and `asking.js` shows that when nothing else is wanted. */
(function () {
  "use strict";
  var choices = window.dashboardChoices;
  var charts = window.dashboardCharts;
  var view = document.getElementById("ansicht");
  var STATES = ["INPUT.checked", "INPUT.value", "OPTION.selected", "TEXTAREA.value"];
  var laying = null;

  /* a page's only chart is what the choice was made for: where it stands already, it is drawn and
     seen before the words around it change */
  choices.lay = function (drawn) {
    laying = drawn;
    var isThere = charts.onlyBox(drawn.charts);
    if (!isThere) layWords(drawn);
    charts.draw(view, drawn.charts);
    if (!isThere) return;
    requestAnimationFrame(function () {
      setTimeout(function () {
        if (laying === drawn) choices.attempt(layWords, drawn);
      });
    });
  };

  function layWords(drawn) {
    var focused = document.activeElement;
    var fresh = view.cloneNode(false);
    laying = null;
    fresh.innerHTML = drawn.html;
    window.Idiomorph.morph(view, fresh.childNodes, {
      morphStyle: "innerHTML",
      callbacks: {
        beforeNodeMorphed: prepare,
        beforeAttributeUpdated: function (name, element) {
          return !STATES.includes(element.tagName + "." + name);
        },
        afterNodeMorphed: noteDrawn,
        beforeNodeRemoved: letGo,
      },
    });
    /* what had to move, or was replaced, has lost the focus */
    if (document.activeElement === document.body && focused !== document.body) {
      if (!focused.isConnected) focused = document.getElementById(focused.id) || document.body;
      window.dashboardReach(focused);
    }
    choices.laid(drawn);
  }

  function prepare(old, now) {
    if (old.isEqualNode(now)) return false;
    if (old.nodeType !== Node.ELEMENT_NODE) return true;
    if (old.hasAttribute("data-chart")) {
      old.className = now.className;
      return false;
    }
    if (old.tagName === "DETAILS") now.open = old.open || now.open;
    return true;
  }

  function noteDrawn(old, now) {
    if (old.tagName === "OPTION") old.defaultSelected = now.defaultSelected;
    if (old.tagName !== "INPUT") return;
    old.defaultValue = now.defaultValue;
    old.defaultChecked = now.defaultChecked;
  }

  /* what a visitor has typed and not sent keeps its place */
  function letGo(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return true;
    var fields = Array.from(node.querySelectorAll("input"));
    if (node.tagName === "INPUT") fields.push(node);
    if (fields.some((field) => choices.isText(field) && field.value !== field.defaultValue)) return false;
    charts.forget(node);
    return true;
  }
})();
