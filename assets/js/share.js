/* Addresses to take away: puts the site's own address in front, and copies them. */
(function () {
  "use strict";

  function complete(element) {
    if (element.dataset.completed !== undefined) return;
    element.dataset.completed = "";
    var address = element.dataset.address;
    element.textContent = element.textContent.split(address).join(location.origin + address);
    if (element.value !== undefined) element.value = element.textContent;
  }

  /* only when it is read: most visitors never open it */
  document.addEventListener(
    "toggle",
    function (event) {
      if (event.target.open) event.target.querySelectorAll("[data-address]").forEach(complete);
    },
    true
  );

  function copied(button) {
    var label = button.textContent;
    button.textContent = "Kopiert";
    setTimeout(function () {
      button.textContent = label;
    }, 2000);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy-address], [data-copy]");
    if (!button) return;
    var field = document.getElementById(button.dataset.copy);
    if (field) complete(field);
    var text = field ? field.value : location.origin + button.dataset.copyAddress;
    navigator.clipboard.writeText(text).then(function () {
      copied(button);
    });
  });
})();
