/* Moves an entry of an ordered form up or down in its place: the form need not be sent for that. */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".order__move");
    if (!button) return;
    event.preventDefault();
    var entry = button.closest("li");
    var isUp = button === entry.querySelector(".order__move");
    var other = isUp ? entry.previousElementSibling : entry.nextElementSibling;
    if (other) entry.parentNode.insertBefore(isUp ? entry : other, isUp ? other : entry);
    button.focus();
    var place = Array.prototype.indexOf.call(entry.parentNode.children, entry) + 1;
    var name = entry.querySelector("label").textContent;
    entry.closest("form").querySelector("[aria-live]").textContent = name + ": Platz " + place;
  });
})();
