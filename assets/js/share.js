/* Copies addresses and code to embed; the addresses in a page get their host in compare.js. */
(function () {
  "use strict";

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy-address], [data-copy]");
    if (!button) return;
    var field = document.getElementById(button.dataset.copy);
    var text = field ? field.value : location.origin + button.dataset.copyAddress;
    navigator.clipboard.writeText(text).then(function () {
      var label = button.textContent;
      button.textContent = "Kopiert";
      setTimeout(function () {
        button.textContent = label;
      }, 2000);
    });
  });
})();
