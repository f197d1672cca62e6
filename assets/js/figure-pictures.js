/* Saves a chart as SVG or PNG with its title, note, source and date of the data in the picture. */
(function () {
  "use strict";
  var WIDTH = 1200;
  var EDGE = 24; // pixels beside the drawing

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

  /* where the picture comes from; a file from a stick has no address that others could open */
  function linesOf(address) {
    return location.protocol === "file:" ? [] : (location.origin + address).match(/.{1,150}/g);
  }

  function save(figure, format, name, address) {
    var graph = figure.querySelector(".js-plotly-plot");
    if (!graph) return;
    var heading = wrapped(text(figure, ".figure-card__title"), 80);
    var about = [".figure-card__note", ".source"].flatMap(function (selector) {
      var found = text(figure, selector);
      return found ? wrapped(found, 150) : [];
    }).concat(linesOf(address));
    var height = graph.offsetHeight * (WIDTH / graph.offsetWidth > 1.6 ? 1.25 : 1);
    var top = 30 + heading.length * 30;
    var bottom = 20 + about.length * 17;
    var layout = JSON.parse(JSON.stringify(graph.layout));
    /* the room that axes and legend have come to take, and some for wider letters than ours */
    var taken = graph._fullLayout._size;
    var margin = { l: taken.l + EDGE, r: taken.r + EDGE, t: taken.t + top, b: taken.b + bottom };
    layout.autosize = false;
    layout.width = WIDTH;
    layout.height = height + top + bottom;
    layout.margin = Object.assign({}, layout.margin, margin);
    layout.paper_bgcolor = "#ffffff";
    layout.annotations = (layout.annotations || []).concat([
      {
        text: heading.join("<br>"), xref: "paper", yref: "paper", x: 0, y: 1, xanchor: "left",
        yanchor: "top", xshift: 16 - margin.l, yshift: margin.t - 12, showarrow: false,
        align: "left", font: { size: 24, color: "#131525", weight: 600 },
      },
      {
        text: about.join("<br>"), xref: "paper", yref: "paper", x: 0, y: 0, xanchor: "left",
        yanchor: "bottom", xshift: 16 - margin.l, yshift: 8 - margin.b,
        showarrow: false, align: "left", font: { size: 12, color: "#3f4357" },
      },
    ]);
    var size = { format: format, width: WIDTH, height: layout.height, filename: name };
    /* room behind each name of the legend for wider letters than ours */
    var data = graph.data.map(function (trace) {
      return trace.name ? Object.assign({}, trace, { name: trace.name + "\u00a0\u00a0" }) : trace;
    });
    var drawing = { data: data, layout: layout, config: { locale: "de" } };
    if (format === "png") window.Plotly.downloadImage(drawing, Object.assign(size, { scale: 2 }));
    else {
      window.Plotly.toImage(drawing, size).then(function (address) {
        hand(size.filename + ".svg", placed(address, layout.annotations));
      });
    }
  }

  /* plotly places the lines of a text by dy, which LibreOffice and others pass over where y stands
     beside it: each line gets its own place, and every program keeps the spaces */
  function placed(address, notes) {
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
    picture.querySelectorAll(".annotation").forEach(function (one) {
      var box = one.querySelector("rect.bg");
      var from = parseFloat(box.getAttribute("x"));
      var side = notes[one.dataset.index].xanchor;
      if (side === "left") hold(one, "start", from + 1);
      if (side === "right") hold(one, "end", from + parseFloat(box.getAttribute("width")) - 1);
    });
    /* the box that cuts the legend off is as wide as its names are in our font */
    picture.querySelectorAll(".legend [clip-path]").forEach(function (one) {
      one.removeAttribute("clip-path");
    });
    /* LibreOffice leaves out texts of a group that is seen through, such as a watermark */
    picture.querySelectorAll(".annotation").forEach(function (one) {
      one.querySelectorAll("text").forEach(function (text) {
        text.style.fillOpacity = one.style.opacity || 1;
      });
      one.style.opacity = "";
    });
    picture.querySelectorAll(".bartext-outside").forEach(function (one) {
      hold(one.parentNode, "start", -widthOf(one) / 2);
    });
    return new XMLSerializer().serializeToString(picture);
  }

  /* plotly centres texts on a place reckoned for its own font; held at the end that is to stay, they
     cross nothing in a program that has another */
  function hold(part, anchor, x) {
    part.querySelectorAll("text").forEach(function (text) {
      if (text.getAttribute("text-anchor") !== "middle") return;
      text.setAttribute("text-anchor", anchor);
      [text].concat(Array.from(text.querySelectorAll("tspan.line"))).forEach(function (one) {
        one.setAttribute("x", x);
      });
    });
  }

  var canvas = document.createElement("canvas").getContext("2d");
  function widthOf(text) {
    var bold = text.style.fontWeight || (text.querySelector("[style*=bold]") ? "bold" : "normal");
    canvas.font = bold + " " + text.style.fontSize + " " + text.style.fontFamily;
    return canvas.measureText(text.textContent).width;
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
    if (figure) save(figure, button.dataset.picture, button.dataset.name, button.dataset.link);
  });
})();
