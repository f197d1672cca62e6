/* Lets charts shrink to the sheet: what plotly draws has no viewBox and would be cut off. */
(function () {
  "use strict";
  function onEachDrawing(change) {
    document.querySelectorAll(".chart .main-svg").forEach(change);
  }

  window.addEventListener("beforeprint", function () {
    onEachDrawing(function (svg) {
      var size = [svg.getAttribute("width"), svg.getAttribute("height")];
      svg.setAttribute("viewBox", "0 0 " + size.join(" "));
    });
  });
  window.addEventListener("afterprint", function () {
    onEachDrawing(function (svg) {
      svg.removeAttribute("viewBox");
    });
  });
})();
