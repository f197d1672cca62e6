/* Draws the charts that a page holds as data: on slides and sheets of paper once, at a size that
   scales with them as a vector; elsewhere as wide as there is room, what is in sight first. */
(function () {
  "use strict";
  var root = document.documentElement;
  var source = document.getElementById("charts");
  var frame = document.body.dataset.frame;
  var SMALLEST = 13; // pixels: the smallest text of our figures; on a slide it becomes 1rem
  var NARROWEST = 360; // pixels: labels are placed for no narrower drawing
  var isScaled = frame === "folien" || frame === "blatt";

  function charts() {
    return JSON.parse(source.textContent);
  }

  /* plotly knows no colour that depends on the scheme, so what it has drawn is given one: in the
     dark the colour that figures/theme.py reckons. Pictures to take away stay as they are. */
  var dark = matchMedia("(prefers-color-scheme: dark)");
  var COLOURS = ["fill", "stroke", "text-shadow"];
  function turn(graph, within) {
    if (!dark.matches && frame !== "folien") return;
    graph.querySelectorAll(within + " [style]").forEach(function (one) {
      COLOURS.forEach(function (name) {
        var value = one.style.getPropertyValue(name);
        if (!/^(rgb\(|#)/.test(value)) return;
        one.style.setProperty(name, value.replace(/rgb\([^)]*\)|#\w{6}/g, function (colour) {
          return "light-dark(" + colour + ",hsl(from " + colour + " h s calc(100 - 0.92 * l)))";
        }));
      });
    });
  }
  dark.addEventListener("change", function () {
    document.querySelectorAll(".graph").forEach((graph) => turn(graph, "svg"));
  });

  /* how many pixels of a drawing stand for one of its box */
  function unit(box) {
    if (frame === "blatt") return Math.max(1, NARROWEST / box.clientWidth);
    var stage = matchMedia("(min-width: 60rem)").matches;
    if (!stage) return 1;
    return SMALLEST / parseFloat(getComputedStyle(root).fontSize);
  }

  /* what plotly draws into stands beside the picture of the chart, not around it */
  function graphOf(box) {
    var graph = box.querySelector(".graph");
    if (!graph) {
      graph = document.createElement("div");
      graph.className = "graph";
      box.prepend(graph);
    }
    return graph;
  }

  function drawScaled(box, figure, config) {
    var width = Math.round(box.clientWidth * unit(box));
    var height = Math.round(box.clientHeight * unit(box));
    if (!width || !height) return Promise.resolve();
    var layout = Object.assign({}, figure.layout, { width: width, height: height, autosize: false });
    config = Object.assign({}, config, { staticPlot: true, responsive: false });
    return window.Plotly.newPlot(graphOf(box), figure.data, layout, config).then(function () {
      box.querySelectorAll(".main-svg").forEach(function (svg) {
        svg.setAttribute("viewBox", "0 0 " + width + " " + height);
        svg.removeAttribute("width");
        svg.removeAttribute("height");
      });
    });
  }

  /* told its size, plotly need not draw twice when the box has changed its height; forgotten again,
     the size follows the window */
  function drawFilling(box, figure, config) {
    var graph = graphOf(box);
    var size = graph.clientWidth && { width: graph.clientWidth, height: graph.clientHeight };
    var layout = Object.assign({}, figure.layout, size, { autosize: true });
    return window.Plotly.react(graph, figure.data, layout, config).then(function () {
      delete layout.width;
      delete layout.height;
    });
  }

  function setRules(box, chart) {
    Object.entries(chart[2] || {}).forEach(function (rule) {
      box.style.setProperty(rule[0], rule[1]);
    });
  }

  /* the picture that the server sent makes room once its chart is there */
  function drawOne(box, chart) {
    var draw = isScaled ? drawScaled : drawFilling;
    setRules(box, chart);
    return draw(box, chart[0], chart[1]).then(function () {
      var graph = graphOf(box);
      turn(graph, "svg");
      /* what plotly measures with is no picture; it is there once something was measured */
      var tester = document.getElementById("js-plotly-tester");
      if (tester) tester.setAttribute("aria-hidden", "true");
      /* one that has no room, on a slide out of sight, is drawn later */
      if (graph.on && !graph.isTurned) {
        graph.isTurned = true;
        graph.on("plotly_afterplot", () => turn(graph, "svg"));
        graph.on("plotly_hover", () => turn(graph, ".hoverlayer"));
      }
      box.querySelectorAll(".picture").forEach(function (picture) {
        picture.remove();
      });
      box.dataset.drawn = "";
      graph.dispatchEvent(new Event("gezeichnet", { bubbles: true }));
    });
  }

  function isInSight(box) {
    var place = box.getBoundingClientRect();
    return place.bottom > 0 && place.top < window.innerHeight;
  }

  /* one chart a task, so that a visitor's click never waits for more than one; a newer order to
     draw a box replaces the older one */
  var waiting = new Map();
  function next() {
    var boxes = Array.from(waiting.keys());
    if (!boxes.length) return proceed();
    var box = (boxes.length > 1 && boxes.find(isInSight)) || boxes[0];
    var chart = waiting.get(box);
    waiting.delete(box);
    if (box.isConnected) drawOne(box, chart).then(proceed);
    else proceed();
  }
  function proceed() {
    if (waiting.size) setTimeout(next);
    else window.dashboardCharts.done("grafiken");
  }

  /* What a press leads to is drawn while the button is down, out of sight and as large as it will be: once
     it is wanted, the two only change places. */
  var ahead = null;
  var spare = null; // what the chart was drawn into before they did
  function withdraw() {
    if (!ahead) return;
    spare = graphOf(ahead.room);
    ahead.room.remove();
    ahead = null;
  }
  function takePlace(box) {
    var graph = graphOf(ahead.room);
    var before = graphOf(box);
    setRules(box, ahead.chart);
    before.replaceWith(graph);
    ahead.room.append(before);
    withdraw();
    graph.dispatchEvent(new Event("gezeichnet", { bubbles: true }));
  }

  window.dashboardCharts = {
    /* the box of the only chart that is given, where it stands already */
    onlyBox: function (given) {
      var ids = Object.keys(given);
      return ids.length === 1 ? document.getElementById(ids[0]) : null;
    },
    prepare: function (given) {
      var box = this.onlyBox(given);
      withdraw();
      if (!box || !("drawn" in box.dataset)) return;
      var room = box.cloneNode(false);
      room.removeAttribute("id");
      room.classList.add("chart--ahead");
      room.style.width = box.clientWidth + "px";
      if (spare) room.append(spare);
      box.after(room);
      ahead = { room: room, chart: given[box.id] };
      drawOne(room, ahead.chart);
    },
    /* a part's only chart is drawn at once */
    draw: function (part, given) {
      var only = this.onlyBox(given);
      if (only && ahead && ahead.chart === given[only.id]) return takePlace(only);
      withdraw();
      var boxes = Object.keys(given).map(function (id) {
        return document.getElementById(id);
      });
      boxes.forEach(function (box) {
        if (box) waiting.set(box, given[box.id]);
      });
      if (part !== document && boxes.length === 1) next();
      else setTimeout(next);
    },
    forget: function (part) {
      part.querySelectorAll(".graph").forEach((graph) => window.Plotly.purge(graph));
    },
    /* says that one more thing has yet to come */
    awaits: function (name) {
      root.dataset.loading = ((root.dataset.loading || "") + " " + name).trim();
    },
    /* says that one of the things named in data-loading is there */
    done: function (name) {
      var rest = (root.dataset.loading || "").split(" ").filter(function (one) {
        return one && one !== name;
      });
      if (rest.length) root.dataset.loading = rest.join(" ");
      else root.removeAttribute("data-loading");
    },
  };

  function drawAll() {
    window.dashboardCharts.draw(document, charts());
  }

  if (!source || !window.Plotly) {
    window.dashboardCharts.done("grafiken");
    return;
  }
  document.fonts.ready.then(drawAll);
  var asked = 0;
  if (frame === "folien") {
    window.addEventListener("resize", function () {
      clearTimeout(asked);
      asked = setTimeout(drawAll, 150);
    });
  }
})();
