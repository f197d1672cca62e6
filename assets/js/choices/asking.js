/* What a visitor asks for, from the first script on. Every action – a choice, a link, a sent form, Back –
   makes an address the wanted one, whatever has yet to come of what is needed to answer it, and only the
   last one is asked for. What does not come or does not run is left to the browser, which loads the page
   at the wanted address. A text field that is being edited belongs to the visitor until they leave it or
   send it. */
(function () {
  "use strict";
  var view = document.getElementById("ansicht");
  var later = window.dashboardLater;
  if (!view || !later) return;
  var PAUSE = 300; // milliseconds of not typing, then a search is asked for
  var LIMIT = 20000; // milliseconds, then an answer is missing
  var forms = window.dashboardForms;
  var awaited = window.dashboardAwaited;

  function here() {
    return location.pathname + location.search;
  }

  function load(address) {
    if (address === here()) location.reload();
    else location.assign(address);
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
  var pause = 0;
  var limit = 0;

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
    if (later.isBroken) return load(address);
    view.setAttribute("aria-busy", "true");
    awaited.wait();
    clearTimeout(limit);
    limit = setTimeout(giveUp, LIMIT);
    if (ask) ask(address);
    else later.fetch();
  }

  function giveUp() {
    if (ask || later.hasFailed) fail("silent");
    else later.broken();
  }

  /* nothing more is wanted: the controls show what the server has drawn */
  function settle() {
    clearTimeout(limit);
    wanted = base = shown;
    view.removeAttribute("aria-busy");
    awaited.clear();
    setBack();
    arrive();
  }

  function fail(kind) {
    var missed = wanted;
    var focused = document.activeElement;
    /* what was sent with Enter is still in the visitor's hands */
    if (view.contains(focused) && forms.isText(focused)) edited = focused;
    sent.clear();
    goal = "";
    /* after Back the address bar says what did not come */
    if (bar !== shown) history.replaceState({}, "", (bar = shown));
    settle();
    late = missed;
    if (ask) ask("");
    awaited.fault(kind, missed, () => want(missed));
  }

  function setBack() {
    view.querySelectorAll("input, select").forEach(function (control) {
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
    var reached = [target, ...target.children].find((one) => "reached" in one.dataset);
    if (reached) window.dashboardReach(reached);
    else target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  }

  // --------------------------------------------------------------------------------- what visitors do

  function isOfControls(control) {
    return control.form && control.form.matches(".controls");
  }

  /* what is half typed is asked for when it is left, but for a search */
  function addressOf(form, clicked) {
    return forms.changesOf(form, base, edited && edited.type !== "search" && edited, clicked);
  }

  /* a link, or a form that is asked by its button, tells all there is, not what was changed */
  function wantAll(values, fragment) {
    var present = forms.query(shown);
    base = forms.merged(base, present, values);
    want(forms.merged(wanted, present, values), fragment);
  }

  function endEdit() {
    clearTimeout(pause);
    edited = null;
  }

  ["compositionstart", "input"].forEach(function (name) {
    view.addEventListener(name, function (event) {
      var field = event.target;
      if (!forms.isText(field) || field !== document.activeElement) return;
      edited = field;
      clearTimeout(pause);
      if (field.type !== "search" || later.isBroken) return;
      pause = setTimeout(() => want(addressOf(field.form)), PAUSE);
    });
  });

  /* a window that loses the focus leaves its field the active one */
  view.addEventListener("focusout", function (event) {
    var field = event.target;
    if (field !== edited || field === document.activeElement) return;
    endEdit();
    if (isOfControls(field)) want(addressOf(field.form));
    if (!isAwaited()) setBack();
  });

  view.addEventListener("change", function (event) {
    var control = event.target;
    var isTyped = forms.isText(control) && control === document.activeElement;
    if (isOfControls(control) && !isTyped) want(addressOf(control.form));
  });

  view.addEventListener("submit", function (event) {
    var form = event.target;
    /* one that leads to another page is none of ours */
    if (form.action.split("?")[0] !== location.origin + location.pathname) return;
    if (later.isLeftToBrowser()) return;
    event.preventDefault();
    endEdit();
    if (form.matches(".controls")) return want(addressOf(form));
    Array.from(form.elements).forEach((control) => sent.set(control, control.value));
    wantAll(forms.valuesNow(form));
  });

  /* a link tells what it changes of what is shown; one to "alles" is wanted as it stands */
  view.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-view]");
    var plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
    if (!link || !plain || link.pathname !== location.pathname || later.isLeftToBrowser()) return;
    event.preventDefault();
    if (link.dataset.view === "alles") want((base = link.pathname + link.search));
    else wantAll(forms.query(link.search), link.hash.slice(1));
  });

  /* a step to a fragment of the same view is none of ours */
  function goBack() {
    if (here() === bar) return;
    bar = base = here();
    endEdit();
    setBack();
    want(bar);
  }
  window.addEventListener("popstate", goBack);

  /* back from another page, as it was left */
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) settle();
  });

  // ---------------------------------------------------------------------------- what draws the answers

  later.isNeeded = isAwaited;
  later.lacking = function () {
    if (!isAwaited()) return;
    if (later.isBroken) load(wanted);
    else awaited.fault("silent", wanted, later.fetch);
  };

  var choices = (window.dashboardChoices = {
    isText: forms.isText,
    isWhole: false, // set by the last of the scripts that come later
    isIdle: function () {
      return !isAwaited() && !late;
    },
    /* the address that a click on a link or a box would ask for; what is shown, where it asks nothing */
    leadsTo: function (target) {
      var link = target.closest("a[data-view]");
      if (link) return forms.merged(shown, forms.query(shown), forms.query(link.search));
      var label = target.closest("label");
      var control = label ? label.control : target;
      var isBox = control && control.matches(".controls :is([type=checkbox], [type=radio])");
      return isBox ? addressOf(control.form, control) : shown;
    },
    isShown: function (address) {
      return address === shown;
    },
    /* `question` asks the server for an address; what comes is given to `take` */
    answerWith: function (question) {
      ask = question;
      later.running();
      if (isAwaited()) ask(wanted);
    },
    take: function (drawn) {
      if (drawn.asked !== (isAwaited() ? wanted : late)) return;
      if (drawn.fault && isAwaited()) fail(drawn.fault);
      if (drawn.fault) return;
      wanted = drawn.asked;
      late = "";
      choices.attempt(choices.lay, drawn);
    },
    /* what goes wrong in drawing, the browser does */
    attempt: function (draw, drawn) {
      try {
        draw(drawn);
      } catch (reason) {
        console.error(reason);
        load(drawn.address);
      }
    },
    /* called once the view is laid: the address, which no chart waits for, says what is shown */
    laid: function (drawn) {
      /* Back has brought the wanted address into the bar already */
      var move = bar === drawn.asked ? "replaceState" : "pushState";
      if (drawn.address !== bar) history[move]({}, "", drawn.address + (goal && "#" + goal));
      bar = here();
      var whole = document.title.replace(/^.*(?= – )/, () => drawn.title);
      if (whole !== document.title) awaited.tell(drawn.title);
      document.title = whole;
      if (base === shown) base = drawn.address;
      shown = drawn.address;
      if (wanted === drawn.asked || !isAwaited()) settle();
      view.dispatchEvent(new Event("ansicht", { bubbles: true }));
    },
  });

  // --------------------------------------------------------------- what was done before this script ran

  if (isBack) return goBack();
  var early = Array.from(view.querySelectorAll(".controls :is(input, select)")).filter(forms.isChanged);
  var typed = document.activeElement;
  /* where Tab leads, all of a text is selected: what was typed there before has been left since */
  var isTyping = early.includes(typed) && typed.selectionStart === typed.selectionEnd;
  if (isTyping) typed.dispatchEvent(new Event("input", { bubbles: true }));
  if (early.some((control) => control !== edited)) want(addressOf(early[0].form));
})();
