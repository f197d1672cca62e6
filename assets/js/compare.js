/* The comparison: what is hovered, focused or tapped is marked in every chart and table, and the
   form for the visitor's own town writes it into the address. */
(function () {
  "use strict";
  var entry = document.getElementById("react-entry-point");
  if (!entry) return;

  var marked = "";

  function each(nodes, run) {
    Array.prototype.forEach.call(nodes, run);
  }

  /* a chart's traces know their town by `meta`, its labels by `name` */
  function markChart(graph, town) {
    if (!graph._fullLayout) return;
    var traces = (graph._fullData || []).filter(function (trace) {
      return trace.visible === true;
    });
    var known = traces.some(function (trace) {
      return trace.meta === town;
    });
    each(graph.querySelectorAll(".scatterlayer > .trace"), function (node) {
      var data = node.__data__ && node.__data__[0] && node.__data__[0].trace;
      node.classList.toggle("is-dimmed", known && !!data && !!data.meta && data.meta !== town);
    });
    each(graph.querySelectorAll(".annotation"), function (node) {
      var label = (graph.layout.annotations || [])[node.dataset.index] || {};
      node.classList.toggle("is-dimmed", known && !!label.name && label.name !== town);
    });
  }

  function mark(town) {
    if (town === marked) return;
    marked = town;
    each(entry.querySelectorAll(".compare [data-town]"), function (node) {
      if (node.dataset.town === town) node.setAttribute("data-marked", "");
      else node.removeAttribute("data-marked");
    });
    each(entry.querySelectorAll(".compare .js-plotly-plot"), function (graph) {
      markChart(graph, town);
    });
  }

  function townOf(target) {
    var near = target.closest && target.closest(".compare [data-town]");
    var label = target.labels && target.labels[0];
    if (!near && label && label.closest(".compare")) near = label.querySelector("[data-town]");
    return near ? near.dataset.town : "";
  }

  ["mouseover", "focusin", "click"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (!event.target.closest(".js-plotly-plot")) mark(townOf(event.target));
    });
  });

  function listen(graph) {
    if (graph.dataset.linked || !graph.on) return;
    graph.dataset.linked = "";
    function over(event) {
      mark(event.points[0].data.meta || "");
    }
    graph.on("plotly_hover", over);
    graph.on("plotly_click", over);
    graph.on("plotly_unhover", function () {
      mark("");
    });
  }

  /* addresses and citations get the host they are read on */
  function complete(node) {
    var address = node.dataset.address;
    var text = node.textContent;
    if (text.indexOf(address) < 0 || text.indexOf(location.origin + address) >= 0) return;
    node.textContent = text.split(address).join(location.origin + address);
  }

  new MutationObserver(function () {
    each(entry.querySelectorAll(".compare .js-plotly-plot"), listen);
    each(entry.querySelectorAll("[data-address]"), complete);
  }).observe(entry, { childList: true, subtree: true });

  entry.addEventListener("submit", function (event) {
    var form = event.target;
    var key = form.dataset.ownTown;
    if (!key) return;
    event.preventDefault();
    var query = new URLSearchParams();
    var parts = [];
    new FormData(form).forEach(function (value, name) {
      var text = value.trim().replace(/~/g, "-");
      if (name === "stadt") parts.unshift(text);
      else if (name.indexOf("wert-") !== 0) query.set(name, value);
      else if (text) parts.push(name.slice(5), text);
    });
    query.set(key, parts.join("~"));
    var search = query.toString().replace(/%2C/g, ",").replace(/%7E/g, "~");
    history.pushState({}, "", form.getAttribute("action") + "?" + search);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  });
})();
