/* The comparison: what is hovered, focused or tapped is marked in every chart and table, and a town
   that is taken away fades at once, before the answer is there. */
(function () {
  "use strict";
  var compare = document.querySelector(".compare");
  if (!compare) return;

  var marked = "";

  function each(nodes, run) {
    Array.prototype.forEach.call(nodes, run);
  }

  /* a trace tells by `meta` whose it is, or whose each of its points; a label by `name` */
  function eachMark(graph, run) {
    if (!graph._fullLayout) return;
    each(graph.querySelectorAll(".scatterlayer > .trace"), function (node) {
      var owner = node.__data__[0].trace.meta;
      if (!Array.isArray(owner)) return run(node, owner || "");
      each(node.querySelectorAll(".point, .textpoint"), function (point) {
        run(point, owner[point.__data__.i]);
      });
    });
    each(graph.querySelectorAll(".annotation"), function (node) {
      var label = (graph.layout.annotations || [])[node.dataset.index] || {};
      run(node, label.name || "");
    });
  }

  function markChart(graph, town) {
    var known = (graph._fullData || []).some(function (trace) {
      return trace.visible === true && [].concat(trace.meta).includes(town);
    });
    eachMark(graph, function (node, own) {
      node.classList.toggle("is-dimmed", known && !!own && own !== town);
    });
  }

  function mark(town) {
    if (town === marked) return;
    marked = town;
    each(compare.querySelectorAll("[data-town]"), function (node) {
      if (node.dataset.town === town) node.setAttribute("data-marked", "");
      else node.removeAttribute("data-marked");
    });
    each(compare.querySelectorAll(".js-plotly-plot"), function (graph) {
      markChart(graph, town);
    });
  }

  function townOf(target) {
    var near = target.closest("[data-town]");
    var label = target.labels && target.labels[0];
    if (!near && label) near = label.querySelector("[data-town]");
    return near && compare.contains(near) ? near.dataset.town : "";
  }

  ["mouseover", "focusin", "click"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (!event.target.closest(".js-plotly-plot")) mark(townOf(event.target));
    });
  });

  compare.addEventListener("change", function (event) {
    var box = event.target;
    if (box.type !== "checkbox" || box.checked) return;
    /* where the answer was there, the chart is drawn by then, and the town is no longer in it */
    setTimeout(function () {
      each(compare.querySelectorAll(".js-plotly-plot"), function (graph) {
        eachMark(graph, function (node, own) {
          if (own === box.value) node.classList.add("is-dimmed");
        });
      });
    });
  });

  /* on a small screen the choices open over its lower half: what they change moves above them */
  compare.addEventListener(
    "toggle",
    function (event) {
      var choices = event.target;
      if (!choices.matches(".folded[open]") || getComputedStyle(choices).position !== "sticky") return;
      var chart = compare.querySelector(".figure-card__chart");
      if (!chart) return;
      var place = chart.getBoundingClientRect();
      var covered = place.bottom - choices.getBoundingClientRect().top + 8;
      if (covered > 0) window.scrollBy(0, Math.min(covered, place.top - 8));
    },
    true
  );

  /* what is drawn anew is marked anew, and each chart tells what is pointed at in it */
  compare.addEventListener("gezeichnet", function (event) {
    var graph = event.target;
    markChart(graph, marked);
    if (graph.dataset.linked) return;
    graph.dataset.linked = "ja";
    function over(found) {
      var point = found.points[0];
      var owner = point.data.meta || "";
      mark(Array.isArray(owner) ? owner[point.pointNumber] : owner);
    }
    graph.on("plotly_hover", over);
    graph.on("plotly_click", over);
    graph.on("plotly_unhover", function () {
      mark("");
    });
  });
  compare.addEventListener("ansicht", function () {
    var town = marked;
    marked = "";
    mark(town);
  });
})();
