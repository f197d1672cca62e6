/* Tells the page around the frame how high the figure is: {type: "kleinstadt-hoehe", …}. */
(function () {
  "use strict";
  if (document.body.dataset.frame !== "einbettung" || window.parent === window) return;
  var figure = document.querySelector("[data-figure]");

  function tell() {
    window.parent.postMessage(
      {
        type: "kleinstadt-hoehe",
        figure: figure && figure.dataset.figure,
        height: Math.ceil(document.body.getBoundingClientRect().height),
      },
      "*"
    );
  }

  new ResizeObserver(tell).observe(document.body);
})();
