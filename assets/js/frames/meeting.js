/* A talk from the keyboard: all slides are in the page, so turning one asks nobody for anything. */
(function () {
  "use strict";
  var talk = document.querySelector(".talk");
  if (!talk) return;
  var slides = Array.prototype.slice.call(talk.querySelectorAll(".slide"));
  var current = Math.min(Number(talk.dataset.current), slides.length);
  var leftFullScreen = 0;

  function remember(changes) {
    var address = new URL(location.href);
    Object.keys(changes).forEach(function (key) {
      if (changes[key]) address.searchParams.set(key, changes[key]);
      else address.searchParams.delete(key);
    });
    try {
      history.replaceState(null, "", address);
    } catch (_reason) {
      // a file opened from a stick has no address to write to
    }
  }

  function show(number, focus) {
    current = Math.max(1, Math.min(slides.length, number));
    closeOthers();
    slides.forEach(function (slide, position) {
      slide.toggleAttribute("data-shown", position + 1 === current);
    });
    talk.querySelector(".bar__at").textContent = current;
    remember({ folie: current > 1 ? String(current) : "" });
    if (focus) window.dashboardReach(slides[current - 1].querySelector(".slide__title"));
    window.scrollTo(0, 0);
  }

  function closeOthers() {
    talk.querySelectorAll(".slide__others").forEach(function (others) {
      others.hidden = true;
    });
    talk.removeAttribute("data-asking");
  }

  function toggleOthers() {
    var asking = talk.hasAttribute("data-asking");
    closeOthers();
    if (asking) return;
    slides[current - 1].querySelector(".slide__others").hidden = false;
    talk.setAttribute("data-asking", "");
  }

  function overview(on) {
    closeOthers();
    document.documentElement.toggleAttribute("data-overview", on);
    if (on) slides[current - 1].querySelector(".slide__link").focus();
    else show(current, true);
  }

  function isOverview() {
    return document.documentElement.hasAttribute("data-overview");
  }

  function toggleColours() {
    talk.dataset.colours = talk.dataset.colours === "dunkel" ? "hell" : "dunkel";
    remember({ farben: talk.dataset.colours === "dunkel" ? "dunkel" : "" });
  }

  function toggleFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  }

  function leave() {
    var open = talk.querySelector(".picker[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (talk.hasAttribute("data-asking")) closeOthers();
    else if (isOverview()) overview(false);
    else if (Date.now() - leftFullScreen > 500) location.href = talk.dataset.exit;
  }

  var actions = {
    zurueck: function () { show(current - 1, true); },
    weiter: function () { show(current + 1, true); },
    anfang: function () { show(1, true); },
    ende: function () { show(slides.length, true); },
    uebersicht: function () { overview(!isOverview()); },
    andere: toggleOthers,
    farben: toggleColours,
    vollbild: toggleFullScreen,
    verlassen: leave,
  };
  var keys = {
    ArrowRight: "weiter", ArrowDown: "weiter", PageDown: "weiter", " ": "weiter",
    ArrowLeft: "zurueck", ArrowUp: "zurueck", PageUp: "zurueck", Home: "anfang", End: "ende",
    Escape: "verlassen", o: "uebersicht", v: "andere", d: "farben", f: "vollbild",
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    var inForm = event.target.closest("select, input, textarea");
    if (inForm && event.key !== "Escape") return;
    if (event.key === " " && event.target.closest("button, summary")) return;
    /* a single letter counts only on a slide itself (WCAG 2.1.4) */
    var isLetter = /^[a-z]$/i.test(event.key);
    if (isLetter && !event.target.closest(".slide")) return;
    var name = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (event.key === " " && event.shiftKey) name = "zurueck";
    if (!name) return;
    event.preventDefault();
    if (isOverview() && (name === "weiter" || name === "zurueck")) {
      current = Math.max(1, Math.min(slides.length, current + (name === "weiter" ? 1 : -1)));
      slides[current - 1].querySelector(".slide__link").focus();
    } else actions[name]();
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-do]");
    var link = event.target.closest(".slide__link");
    if (button) actions[button.dataset.do]();
    if (!link) return;
    event.preventDefault();
    current = Number(link.closest(".slide").dataset.slide);
    overview(false);
  });

  var start = null;
  document.addEventListener("touchstart", function (event) {
    start = event.touches.length === 1 ? event.touches[0] : null;
  }, { passive: true });
  document.addEventListener("touchend", function (event) {
    var end = event.changedTouches[0];
    if (!start || isOverview()) return;
    var across = end.clientX - start.clientX;
    var down = end.clientY - start.clientY;
    start = null;
    if (Math.abs(across) > 60 && Math.abs(across) > 2 * Math.abs(down)) {
      actions[across < 0 ? "weiter" : "zurueck"]();
    }
  }, { passive: true });

  document.addEventListener("fullscreenchange", function () {
    if (!document.fullscreenElement) leftFullScreen = Date.now();
  });

  document.documentElement.setAttribute("data-talk", "");
  show(current, true);
})();
