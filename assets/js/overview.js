/* Short cuts of the overview, for what links and fields do as well: Esc takes back the choice that was
   made last, dragging along the months sets the two fields of months. */
(function () {
  "use strict";
  var view = document.getElementById("ansicht");
  var from = document.getElementById("start-von");
  if (!view || !from) return;

  // ------------------------------------------------------------------------- Esc takes back the last

  var order = [];

  function chips() {
    return Array.from(view.querySelectorAll("[data-clause]"), (chip) => chip.dataset.clause);
  }

  /* what came latest stands last; what was there at first stands as it is listed */
  function note() {
    var present = chips();
    order = order.filter((id) => present.includes(id));
    order.push(...present.filter((id) => !order.includes(id)));
  }
  note();
  view.addEventListener("ansicht", note);

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (event.target.matches("select, input[type=text], input[type=search]")) return;
    var chip = document.getElementById("wahl-" + order[order.length - 1]);
    if (chip) chip.click();
  });

  // ---------------------------------------------------------------------- dragging along the months

  var drag = null;

  function monthAt(scale, x) {
    var box = scale.getBoundingClientRect();
    var months = scale.dataset.months.split(",");
    var at = Math.floor(((x - box.left) / box.width) * months.length);
    return months[Math.min(Math.max(at, 0), months.length - 1)];
  }

  view.addEventListener("pointerdown", function (event) {
    var scale = event.target.closest("[data-months]");
    if (!scale || event.button || event.pointerType === "touch") return;
    event.preventDefault();
    drag = { scale: scale, x: event.clientX, mark: document.createElement("span") };
    drag.mark.className = "lanes__drag";
    scale.append(drag.mark);
    draw(event.clientX);
  });

  function draw(x) {
    var box = drag.scale.getBoundingClientRect();
    var ends = [drag.x, x].map((end) => Math.min(Math.max(end, box.left), box.right) - box.left);
    ends.sort((a, b) => a - b);
    drag.mark.style.left = ends[0] + "px";
    drag.mark.style.width = ends[1] - ends[0] + "px";
  }

  window.addEventListener("pointermove", function (event) {
    if (drag) draw(event.clientX);
  });
  window.addEventListener("pointercancel", drop);
  window.addEventListener("pointerup", function (event) {
    if (!drag) return;
    var ends = [drag.x, event.clientX].sort((a, b) => a - b);
    var months = ends.map((x) => monthAt(drag.scale, x));
    var moved = ends[1] - ends[0] > 3;
    drop();
    if (!moved) return;
    var until = document.getElementById("start-bis");
    var first = document.getElementById("start-von");
    first.value = months[0];
    until.value = months[1];
    until.dispatchEvent(new Event("change", { bubbles: true }));
  });

  function drop() {
    if (drag) drag.mark.remove();
    drag = null;
  }
})();
