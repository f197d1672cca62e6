/* Addresses and citations get the host they are read on; buttons copy them. */
(function () {
  "use strict";

  function complete() {
    document.querySelectorAll("[data-address]").forEach(function (node) {
      var address = node.dataset.address;
      var text = node.textContent;
      if (text.indexOf(address) < 0 || text.indexOf(location.origin + address) >= 0) return;
      node.textContent = text.split(address).join(location.origin + address);
    });
  }

  complete();
  document.addEventListener("ansicht", complete);

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
