/* Lets charts shrink to the sheet: what plotly draws has no viewBox and would be cut off. Drawings
   on slides and sheets of paper have one already. */
(function () {
  "use strict";
  var changed = [];

  window.addEventListener("beforeprint", function () {
    changed = Array.from(document.querySelectorAll(".chart .main-svg:not([viewBox])"));
    changed.forEach(function (svg) {
      var size = [svg.getAttribute("width"), svg.getAttribute("height")];
      svg.setAttribute("viewBox", "0 0 " + size.join(" "));
    });
  });
  window.addEventListener("afterprint", function () {
    changed.forEach(function (svg) {
      svg.removeAttribute("viewBox");
    });
  });
})();
