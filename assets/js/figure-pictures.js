/* Saves a chart as SVG or PNG with its title, finding, source and date of the data in the picture. */
(function () {
  "use strict";
  var WIDTH = 1200;

  function wrapped(text, length) {
    var lines = [""];
    text.split(/\s+/).forEach(function (word) {
      var line = lines[lines.length - 1];
      if (line && (line + " " + word).length > length) lines.push(word);
      else lines[lines.length - 1] = line ? line + " " + word : word;
    });
    return lines;
  }

  function text(figure, selector) {
    var element = figure.querySelector(selector);
    return element ? element.textContent.trim() : "";
  }

  function save(figure, format, name) {
    var graph = figure.querySelector(".js-plotly-plot");
    if (!graph) return;
    var heading = wrapped(text(figure, ".figure-card__title"), 80);
    var source = wrapped(text(figure, ".source"), 150);
    var height = graph.offsetHeight * (WIDTH / graph.offsetWidth > 1.6 ? 1.25 : 1);
    var top = 30 + heading.length * 30;
    var bottom = 20 + source.length * 17;
    var layout = JSON.parse(JSON.stringify(graph.layout));
    var margin = Object.assign({ l: 60, r: 30, t: 10, b: 40 }, layout.margin);
    layout.autosize = false;
    layout.width = WIDTH;
    layout.height = height + top + bottom;
    layout.margin = Object.assign({}, margin, { t: margin.t + top, b: margin.b + bottom });
    layout.paper_bgcolor = "#ffffff";
    layout.annotations = (layout.annotations || []).concat([
      {
        text: heading.join("<br>"), xref: "paper", yref: "paper", x: 0, y: 1, xanchor: "left",
        yanchor: "top", xshift: -margin.l + 16, yshift: margin.t + top - 12, showarrow: false,
        align: "left", font: { size: 24, color: "#131525", weight: 600 },
      },
      {
        text: source.join("<br>"), xref: "paper", yref: "paper", x: 0, y: 0, xanchor: "left",
        yanchor: "bottom", xshift: -margin.l + 16, yshift: -(margin.b + bottom) + 8,
        showarrow: false, align: "left", font: { size: 12, color: "#3f4357" },
      },
    ]);
    var size = { format: format, width: WIDTH, height: layout.height, filename: name };
    var drawing = { data: graph.data, layout: layout, config: { locale: "de" } };
    if (format === "png") window.Plotly.downloadImage(drawing, Object.assign(size, { scale: 2 }));
    else window.Plotly.toImage(drawing, size).then(placed).then(hand.bind(null, size.filename + ".svg"));
  }

  /* plotly places the lines of a text by dy, which LibreOffice and others pass over where y stands
     beside it: each line gets its own place, and every program keeps the spaces */
  function placed(address) {
    var code = decodeURIComponent(address.slice(address.indexOf(",") + 1));
    var picture = new DOMParser().parseFromString(code, "image/svg+xml");
    picture.querySelectorAll("text").forEach(function (text) {
      text.setAttribute("xml:space", "preserve");
      text.querySelectorAll("tspan.line[dy]").forEach(function (line) {
        var step = parseFloat(line.getAttribute("dy")) * parseFloat(text.style.fontSize);
        line.setAttribute("x", line.getAttribute("x") || text.getAttribute("x"));
        line.setAttribute("y", parseFloat(line.getAttribute("y") || text.getAttribute("y")) + step);
        line.removeAttribute("dy");
      });
    });
    return new XMLSerializer().serializeToString(picture);
  }

  function hand(name, code) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([code], { type: "image/svg+xml" }));
    link.download = name;
    link.click();
    setTimeout(URL.revokeObjectURL, 60000, link.href);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button[data-picture]");
    if (!button) return;
    var figure = document.querySelector('figure[data-figure="' + button.dataset.of + '"]');
    if (figure) save(figure, button.dataset.picture, button.dataset.name);
  });
})();
