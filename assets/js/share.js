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

  function say(button, words) {
    var label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    button.textContent = words;
    setTimeout(function () {
      button.textContent = label;
    }, 2000);
  }

  /* without https there is no clipboard, and one may be refused: what is selected is copied, or left
     selected for the visitor to copy */
  function copy(text, field, button) {
    function bySelection() {
      var from = field || document.createElement("textarea");
      if (!field) {
        from.value = text;
        from.readOnly = true;
        from.setAttribute("aria-label", "Zum Kopieren");
        button.after(from);
        from.addEventListener("blur", () => from.remove());
      }
      from.focus();
      from.select();
      if (!document.execCommand("copy")) throw new Error("not copied");
      if (!field) button.focus();
    }
    if (!navigator.clipboard) return new Promise((done) => done(bySelection()));
    return navigator.clipboard.writeText(text).catch(bySelection);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy-address], [data-copy]");
    if (!button) return;
    var field = document.getElementById(button.dataset.copy);
    var text = field ? field.value : location.origin + button.dataset.copyAddress;
    copy(text, field, button).then(
      function () { say(button, "Kopiert"); },
      function () { say(button, "Bitte die Auswahl kopieren"); }
    );
  });
})();
