/* Draws the charts of a page without Dash: on slides and sheets of paper once, at a size that
   scales with them as a vector; in a frame or a file as wide as there is room. */
(function () {
  "use strict";
  var source = document.getElementById("charts");
  if (!source || !window.Plotly) return;
  var SMALLEST = 12; // pixels: the smallest text of our figures; on a slide it becomes 1rem
  var frame = document.body.dataset.frame;
  var darkColours = JSON.parse(document.getElementById("dark-colours").textContent);

  function figures() {
    var text = source.textContent;
    if (document.querySelector("[data-colours='dunkel']")) {
      text = text.replace(/#[0-9a-fA-F]{6}\b/g, function (colour) {
        return darkColours[colour] || colour;
      });
    }
    return JSON.parse(text);
  }

  function unit() {
    var stage = frame === "folien" && matchMedia("(min-width: 60rem)").matches;
    if (!stage) return 1;
    return SMALLEST / parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  function drawScaled(box, figure, config) {
    var width = Math.round(box.clientWidth * unit());
    var height = Math.round(box.clientHeight * unit());
    if (!width || !height) return;
    var layout = Object.assign({}, figure.layout, { width: width, height: height, autosize: false });
    config = Object.assign({}, config, { staticPlot: true, responsive: false });
    window.Plotly.newPlot(box, figure.data, layout, config).then(function () {
      box.querySelectorAll(".main-svg").forEach(function (svg) {
        svg.setAttribute("viewBox", "0 0 " + width + " " + height);
        svg.removeAttribute("width");
        svg.removeAttribute("height");
      });
      box.dataset.drawn = "";
    });
  }

  function draw() {
    var scaled = frame === "folien" || frame === "blatt";
    Object.entries(figures()).forEach(function (entry) {
      var box = document.getElementById(entry[0]);
      if (scaled) drawScaled(box, entry[1][0], entry[1][1]);
      else
        window.Plotly.newPlot(box, entry[1][0].data, entry[1][0].layout, entry[1][1]).then(
          function () {
            box.dataset.drawn = "";
          }
        );
    });
  }

  var asked = 0;
  function drawAgain() {
    clearTimeout(asked);
    asked = setTimeout(draw, 150);
  }

  document.fonts.ready.then(draw);
  document.addEventListener("farben", draw);
  if (frame === "folien") window.addEventListener("resize", drawAgain);
})();
