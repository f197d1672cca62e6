/* What a visitor asks for, from the first script on. Every action – a choice, a link, a sent form, Back –
   makes an address the wanted one, whatever has already arrived of what is needed to answer it; only
   the last one is asked for. What draws the answers is fetched at the first sign of someone using the
   page: who only reads it needs none of it. If it does not come or does not run, the browser loads the
   page at the wanted address as if there were no script.
   A text field that is being edited belongs to the visitor until they leave it or send it. */
(function () {
  "use strict";
  var view = document.getElementById("ansicht");
  var scripts = document.body.dataset.later;
  if (!view || !scripts) return;
  var SIGNS = [
    "pointermove",
    "pointerdown",
    "keydown",
    "focusin",
    "input",
    "change",
    "scroll",
    "popstate", // Back after the page was loaded again
  ];
  // milliseconds: of typing before a search, before waiting is shown, until an answer is missing,
  // before scripts are fetched again
  var PAUSE = 300;
  var PATIENCE = 200;
  var LIMIT = 20000;
  var AGAIN = 2000;
  var SILENT = "Der Server antwortet nicht. Bitte versuchen Sie es noch einmal.";
  var FOREIGN =
    "Statt der Antwort kam etwas anderes, vielleicht eine Anmeldung. Bitte laden Sie die Seite neu.";
  var root = document.documentElement;
  var charts = window.dashboardCharts;
  var forms = window.dashboardForms;

  function here() {
    return location.pathname + location.search;
  }

  /* the address bar may have gone back already; else it gets the usual form of what it says, for what
     a form makes without scripts is long */
  var usual = document.body.dataset.usual;
  var visit = performance.getEntriesByType("navigation")[0];
  var isBack = visit && visit.name.split("#")[0] !== location.href.split("#")[0];
  if (!isBack && usual !== here()) history.replaceState(history.state, "", usual + location.hash);

  var shown = isBack ? usual : here();
  var bar = shown; // what the address bar says, its fragment left out
  var base = shown; // what changes of the controls are written into; a link on its way included
  var wanted = shown;
  var late = ""; // given up, and shown if it comes and nothing else is wanted
  var goal = ""; // the fragment that a link leads to
  var edited = null;
  var sent = new Map(); // text field → what a form that is asked by its button told of it
  var ask = null;
  var isFetching = false;
  var isMissing = false; // the scripts did not come yet
  var isNative = false; // they came and do not run
  var pause = 0;
  var patience = 0;
  var limit = 0;

  function load(address) {
    if (address === here()) location.reload();
    else location.assign(address);
  }

  // ------------------------------------------------------------------ what is said about it, in sight

  function element(name, properties) {
    return Object.assign(document.createElement(name), properties);
  }

  /* `spoken` says what is shown now to those who do not see it */
  var spoken = element("p", { className: "visually-hidden" });
  var box = element("div", { className: "awaited no-print" });
  var words = element("p");
  var again = element("a", { className: "action" });
  var close = element("button", { className: "action", type: "button", textContent: "Schließen" });
  [spoken, words].forEach(function (region) {
    region.setAttribute("role", "status");
  });
  box.append(words);
  view.after(spoken, box);

  function say(state, text) {
    if (words.textContent !== text) words.textContent = text;
    box.dataset.state = state;
    if (state !== "fault") [again, close].forEach((one) => one.remove());
  }

  function sayFault(text, address) {
    say("fault", text);
    again.textContent = text === FOREIGN ? "Seite neu laden" : "Noch einmal versuchen";
    again.href = address;
    box.append(again, close);
  }

  close.addEventListener("click", function () {
    say("", "");
  });
  again.addEventListener("click", function (event) {
    if (isNative || words.textContent === FOREIGN) return;
    event.preventDefault();
    want(again.pathname + again.search);
  });

  // ------------------------------------------------------------------------------ wanted until shown

  function isAwaited() {
    return wanted !== shown;
  }

  function want(address, fragment) {
    if (address === wanted && !fragment) return;
    wanted = address;
    goal = fragment || "";
    late = "";
    if (!isAwaited()) return settle();
    if (isNative) return load(address);
    view.setAttribute("aria-busy", "true");
    if (box.dataset.state === "fault") say("", "");
    if (!patience) patience = setTimeout(say, PATIENCE, "awaited", "Wird geladen …");
    clearTimeout(limit);
    limit = setTimeout(function () {
      if (ask || isMissing) fail(SILENT);
      else goNative();
    }, LIMIT);
    if (ask) ask(address);
    else if (!isFetching) fetchScripts();
  }

  /* nothing more is wanted: the controls show what the server has drawn */
  function settle() {
    clearTimeout(limit);
    patience = clearTimeout(patience);
    wanted = base = shown;
    view.removeAttribute("aria-busy");
    say("", "");
    setBack();
    arrive();
  }

  function fail(sentence) {
    var missed = wanted;
    var focused = document.activeElement;
    /* what was sent with Enter is still in the visitor's hands */
    if (view.contains(focused) && forms.isText(focused)) edited = focused;
    sent.clear();
    goal = "";
    settle();
    late = missed;
    if (ask) ask("");
    sayFault(sentence, missed);
  }

  function setBack() {
    view.querySelectorAll("input, select, textarea").forEach(function (control) {
      var isAsked = isOfControls(control) || sent.get(control) === control.value;
      if (isAsked && control !== edited) forms.setBack(control);
    });
    sent.clear();
  }

  /* where a link with a fragment leads once the view is drawn */
  function arrive() {
    var target = goal && document.getElementById(goal);
    goal = "";
    if (!target || edited) return;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  }

  // --------------------------------------------------------------------------------- what visitors do

  /* what is half typed is asked for when it is left, but for a search */
  function addressOf(form, clicked) {
    return forms.changesOf(form, base, edited && edited.type !== "search" && edited, clicked);
  }

  /* what a link, or a form that is asked by its button, tells is all there is, not what was changed */
  function wantAll(values, fragment) {
    var present = forms.query(shown);
    base = forms.merged(base, present, values);
    want(forms.merged(wanted, present, values), fragment);
  }

  function isOfControls(control) {
    return control.form && control.form.matches(".controls");
  }

  function left(field) {
    edited = null;
    clearTimeout(pause);
    if (isOfControls(field)) want(addressOf(field.form));
    if (!isAwaited()) setBack();
  }

  ["compositionstart", "input"].forEach(function (name) {
    view.addEventListener(name, function (event) {
      var field = event.target;
      if (!forms.isText(field) || field !== document.activeElement) return;
      edited = field;
      if (field.type !== "search" || isNative) return;
      clearTimeout(pause);
      pause = setTimeout(function () {
        if (edited === field) want(addressOf(field.form));
      }, PAUSE);
    });
  });

  /* a window that loses the focus leaves its field the active one */
  view.addEventListener("focusout", function (event) {
    if (event.target === edited && edited !== document.activeElement) left(edited);
  });

  view.addEventListener("change", function (event) {
    var control = event.target;
    var isTyped = forms.isText(control) && control === document.activeElement;
    if (isOfControls(control) && !isTyped) want(addressOf(control.form));
  });

  function isLeftToBrowser() {
    return isNative || isMissing;
  }

  view.addEventListener("submit", function (event) {
    var form = event.target;
    if (isLeftToBrowser()) return;
    event.preventDefault();
    edited = null;
    clearTimeout(pause);
    if (form.matches(".controls")) return want(addressOf(form));
    Array.from(form.elements).forEach(function (control) {
      sent.set(control, control.value);
    });
    wantAll(forms.valuesNow(form));
  });

  view.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-view]");
    var plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
    if (!link || !plain || link.pathname !== location.pathname || isLeftToBrowser()) return;
    event.preventDefault();
    wantAll(forms.query(link.search), link.hash.slice(1));
  });

  /* a step to a fragment of the same view is none of ours */
  function goBack() {
    if (here() === bar) return;
    bar = base = here();
    edited = null;
    setBack();
    want(bar);
  }
  window.addEventListener("popstate", goBack);

  /* back from another page, as it was left */
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) settle();
  });

  // ---------------------------------------------------------------------------- what draws the answers

  function listen() {
    SIGNS.forEach(function (sign) {
      window.addEventListener(sign, fetchScripts, { capture: true, passive: true });
    });
  }

  function fetchScripts() {
    isFetching = true;
    SIGNS.forEach(function (sign) {
      window.removeEventListener(sign, fetchScripts, true);
    });
    charts.awaits("ansicht");
    scripts.split(" ").forEach(function (address, number, all) {
      var script = element("script", { src: address, async: false }); // each needs the one before
      script.onerror = tryAgain;
      if (number === all.length - 1) {
        script.onload = function () {
          if (!window.dashboardChoices.isRunning) goNative();
        };
      }
      document.head.append(script);
    });
  }

  function tryAgain() {
    charts.done("ansicht");
    isMissing = true;
    root.dataset.choices = "ohne";
    if (isAwaited()) sayFault(SILENT, wanted);
    setTimeout(function () {
      isFetching = false;
      if (isAwaited()) fetchScripts();
      else listen();
    }, AGAIN);
  }

  function goNative() {
    isNative = true;
    root.dataset.choices = "ohne";
    charts.done("ansicht");
    if (isAwaited()) load(wanted);
  }

  window.dashboardChoices = {
    isAwaiting: function () {
      return isAwaited() || late !== "";
    },
    /* the address that a click on a link or a box would ask for, "" for anything else */
    leadsTo: function (target) {
      var link = target.closest("a[data-view]");
      if (link) return forms.merged(wanted, forms.query(shown), forms.query(link.search));
      var label = target.closest("label");
      var control = label ? label.control : target;
      if (!control || !control.matches(".controls :is([type=checkbox], [type=radio])")) return "";
      if (control.type === "radio" && control.checked) return "";
      return addressOf(control.form, control);
    },
    /* `question` asks the server for an address; what comes is given to `take` */
    answerWith: function (question) {
      ask = question;
      isMissing = false;
      root.dataset.choices = "da";
      charts.done("ansicht");
      if (isAwaited()) ask(wanted);
    },
    take: function (drawn) {
      if (drawn.fault && isAwaited() && drawn.asked === wanted) {
        return fail(drawn.fault === "foreign" ? FOREIGN : SILENT);
      }
      var isWanted = drawn.asked === (isAwaited() ? wanted : late);
      if (!isWanted || drawn.fault) return;
      wanted = drawn.asked;
      late = "";
      /* Back has brought the wanted address into the bar already */
      var move = bar === wanted ? "replaceState" : "pushState";
      if (drawn.address !== bar) history[move]({}, "", drawn.address + (goal && "#" + goal));
      bar = here();
      window.dashboardChoices.attempt(window.dashboardChoices.lay, drawn);
    },
    /* what goes wrong in drawing, the browser does */
    attempt: function (run, drawn) {
      try {
        run(drawn);
      } catch (reason) {
        console.error(reason);
        load(drawn.address);
      }
    },
    /* called once the view is laid */
    laid: function (drawn) {
      document.title = document.title.replace(/^.*(?= – )/, () => drawn.title);
      if (spoken.textContent !== drawn.title) spoken.textContent = drawn.title;
      if (base === shown) base = drawn.address;
      shown = drawn.address;
      if (wanted === drawn.asked || wanted === shown) settle();
      view.dispatchEvent(new Event("ansicht", { bubbles: true }));
    },
    isText: forms.isText,
    shown: function () {
      return shown;
    },
  };
  root.dataset.choices = "da";
  listen();

  /* what was done before this script ran */
  if (isBack) return goBack();
  var early = Array.from(view.querySelectorAll(".controls :is(input, select)")).filter(forms.isChanged);
  var typed = document.activeElement;
  if (early.includes(typed) && forms.isText(typed)) typed.dispatchEvent(new Event("input", { bubbles: true }));
  if (early.some((control) => control !== edited)) want(addressOf(early[0].form));
})();
