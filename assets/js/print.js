/* Puts the address that the page has now on its sheets.
   Lets charts shrink to the sheet: what plotly draws has no viewBox and would be cut off. Drawings
   on slides and sheets of paper have one already. A button with `data-print` prints the page. */
(function () {
  "use strict";
  var changed = [];

  window.addEventListener("beforeprint", function () {
    var address = document.getElementById("adresse-auf-papier");
    if (address) {
      address.textContent = address.textContent.replace(/"[^"]*"/, () => '"' + location.href + '"');
    }
    changed = Array.from(document.querySelectorAll(".chart .main-svg:not([viewBox])"));
    changed.forEach(function (svg) {
      var size = [svg.getAttribute("width"), svg.getAttribute("height")];
      svg.setAttribute("viewBox", "0 0 " + size.join(" "));
    });
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-print]")) window.print();
  });

  window.addEventListener("afterprint", function () {
    changed.forEach(function (svg) {
      svg.removeAttribute("viewBox");
    });
  });
})();
