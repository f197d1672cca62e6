/* Choices without loading the page again. What the server has drawn stays where it is; Dash is asked
   for the view of the wanted address, and its answer is laid over what stands there, so that focus,
   opened details, scrolled boxes and charts stay. Whoever points at a choice will likely make it: its
   answer is fetched meanwhile, and answers are kept as long as the page is open. */
(function () {
  "use strict";
  var view = document.getElementById("ansicht");
  if (!view) return;

  /* Dash's first two questions are answered in the page */
  var inlined = { "_dash-layout": "page-layout", "_dash-dependencies": "page-dependencies" };
  var fetchFromNetwork = window.fetch;
  window.fetch = function (resource) {
    var name = String((resource && resource.url) || resource).split("?")[0].split("/").pop();
    var element = inlined[name] && document.getElementById(inlined[name]);
    if (element) {
      var headers = { "Content-Type": "application/json" };
      return Promise.resolve(new Response(element.textContent, { headers: headers }));
    }
    return fetchFromNetwork.apply(window, arguments).then(
      function (answer) {
        if (!answer.ok) unanswered();
        return answer;
      },
      function (reason) {
        unanswered();
        throw reason;
      }
    );
  };

  function here() {
    return location.pathname + location.search;
  }

  /* says what is shown now to those who do not see it */
  var spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  view.after(spoken);

  /* `address` is in the address bar already where `typed`; `text` is what the focused field holds */
  var shown = window.dashboardCharts.address;
  var wanted = { address: shown, typed: true, text: null };
  var MOST_ANSWERS = 30;
  var answers = new Map();
  var tell = null;
  var asked = "";
  var turn = 0;

  function ask(address) {
    if (asked === address || !tell) return;
    asked = address;
    tell([address, (turn += 1)]);
  }

  function want(address, typed) {
    if (address === wanted.address) return;
    var field = document.activeElement;
    wanted = { address: address, typed: typed, text: "value" in field ? field.value : null };
    view.setAttribute("aria-busy", "true");
    if (answers.has(address)) show(answers.get(address));
    else ask(address);
  }

  function take(drawn) {
    if (asked === drawn.asked) asked = "";
    [drawn.asked, drawn.address].forEach(function (address) {
      answers.delete(address);
      answers.set(address, drawn);
    });
    while (answers.size > MOST_ANSWERS) answers.delete(answers.keys().next().value);
    if (drawn.asked === wanted.address) show(drawn);
    else if (view.hasAttribute("aria-busy")) ask(wanted.address);
  }

  function unanswered() {
    asked = "";
    if (!view.hasAttribute("aria-busy")) return;
    view.removeAttribute("aria-busy");
    wanted = { address: shown, typed: true, text: null };
    window.dashboardCharts.sayUnanswered();
    setBack();
  }

  function entry(name, value) {
    return encodeURIComponent(name) + "=" + encodeURIComponent(value);
  }

  /* the address that a form leads to, as it is or with one of its controls clicked */
  function addressOf(form, clicked) {
    var entries = Array.from(new FormData(form), function (pair) {
      return entry(pair[0], pair[1]);
    });
    if (clicked) {
      var own = entry(clicked.name, clicked.value);
      var gone = clicked.type === "radio" ? entry(clicked.name, "") : own;
      entries = entries.filter(function (one) {
        return clicked.type === "radio" ? !one.startsWith(gone) : one !== gone;
      });
      if (!clicked.checked) entries.push(own);
    }
    return form.getAttribute("action") + "?" + entries.sort().join("&");
  }

  /* a page's only chart is what the choice was made for: where it stands already, it is drawn and
     seen before the words around it change */
  var laying = null;
  function show(drawn) {
    if (!wanted.typed && drawn.address !== here()) history.pushState({}, "", drawn.address);
    laying = drawn;
    var ids = Object.keys(drawn.charts);
    var isThere = ids.length === 1 && document.getElementById(ids[0]);
    if (!isThere) showWords(drawn);
    window.dashboardCharts.draw(view, drawn.charts);
    if (!isThere) return;
    requestAnimationFrame(function () {
      setTimeout(function () {
        if (laying === drawn) showWords(drawn);
      });
    });
  }

  function showWords(drawn) {
    laying = null;
    document.title = document.title.replace(/^.*(?= – )/, drawn.title);
    if (spoken.textContent !== drawn.title) spoken.textContent = drawn.title;
    lay(drawn.html);
    view.removeAttribute("aria-busy");
    view.dispatchEvent(new Event("ansicht", { bubbles: true }));
    shown = here();
    wanted = { address: shown, typed: true, text: null };
    arrive();
  }

  function isChanged(control) {
    if (control.tagName === "OPTION") return control.selected !== control.defaultSelected;
    if (control.matches("[type=checkbox], [type=radio]")) {
      return control.checked !== control.defaultChecked;
    }
    return control.value !== control.defaultValue;
  }

  function changedControls() {
    var controls = view.querySelectorAll(".controls input, .controls option");
    return Array.from(controls).filter(isChanged);
  }

  /* the controls show what the server says, not what was clicked last; but what is being typed while
     the answer comes is the visitor's */
  function setBack() {
    changedControls().forEach(function (control) {
      if (control.tagName === "OPTION") control.selected = control.defaultSelected;
      else if (control.matches("[type=checkbox], [type=radio]")) {
        control.checked = control.defaultChecked;
      } else if (control !== document.activeElement || control.value === wanted.text) {
        control.value = control.defaultValue;
      }
    });
  }

  function lay(html) {
    var focused = document.activeElement;
    var fresh = view.cloneNode(false);
    fresh.innerHTML = html;
    window.morphdom(view, fresh, {
      childrenOnly: true,
      onBeforeElUpdated: function (old, now) {
        if (old.isEqualNode(now)) return false;
        if (old.hasAttribute("data-chart")) {
          old.className = now.className;
          return false;
        }
        if (old.tagName === "DETAILS") now.open = old.open || now.open;
        return true;
      },
      onBeforeNodeDiscarded: function (node) {
        if (node.querySelectorAll) window.dashboardCharts.forget(node);
        return true;
      },
    });
    setBack();
    /* what had to move has lost the focus */
    if (document.activeElement !== document.body) return;
    if (!focused.isConnected) focused = document.getElementById(focused.id) || document.body;
    focused.focus({ preventScroll: true });
  }

  /* where a link with a fragment leads once the view is drawn */
  var goal = "";
  function arrive() {
    var target = goal && document.getElementById(goal);
    goal = "";
    if (!target) return;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  }

  view.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && form.matches(".controls")) want(addressOf(form), false);
  });

  var pause = 0;
  view.addEventListener("input", function (event) {
    if (event.target.type !== "search") return;
    clearTimeout(pause);
    pause = setTimeout(function () {
      want(addressOf(event.target.form), false);
    }, 300);
  });

  view.addEventListener("submit", function (event) {
    event.preventDefault();
    want(addressOf(event.target), false);
  });

  view.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-view]");
    var plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
    if (!link || !plain || link.pathname !== location.pathname) return;
    event.preventDefault();
    goal = link.hash.slice(1);
    history.pushState({}, "", link.href);
    want(here(), true);
  });

  window.addEventListener("popstate", function () {
    want(here(), true);
  });

  /* pressing, or pointing for a moment; but whoever has just pressed still points there, and wants
     no second press */
  var DWELL = 65; // milliseconds
  var pointed = 0;
  var pressed = null;

  function choiceAt(target) {
    var link = target.closest("a[data-view]");
    if (link) return link.pathname + link.search;
    var label = target.closest("label");
    var control = label ? label.control : target;
    if (!control || !control.matches(".controls input:is([type=checkbox], [type=radio])")) return "";
    if (control.type === "radio" && control.checked) return "";
    return addressOf(control.form, control);
  }

  function expect(target) {
    var address = choiceAt(target);
    var busy = view.hasAttribute("aria-busy");
    if (address && !busy && address !== here() && !answers.has(address)) ask(address);
  }

  if (!(navigator.connection && navigator.connection.saveData)) {
    view.addEventListener("pointerdown", function (event) {
      pressed = event.target;
      expect(pressed);
    });
    view.addEventListener("pointerover", function (event) {
      clearTimeout(pointed);
      if (event.target === pressed) return;
      pressed = null;
      pointed = setTimeout(expect, DWELL, event.target);
    });
    view.addEventListener("focusin", function (event) {
      if (!event.target.matches(":focus-visible")) return;
      clearTimeout(pointed);
      pointed = setTimeout(expect, DWELL, event.target);
    });
  }

  /* the component that Dash runs: `asked` (address and a running number, so that the same may be
     asked again) goes to the server, `drawn` comes back */
  window.dashboard_parts = {
    AddressedView: function (props) {
      tell = function (question) {
        props.setProps({ asked: question });
      };
      window.React.useEffect(function () {
        window.dashboardCharts.done("ansicht");
        /* what was chosen, or gone back to, before the scripts ran */
        var early = changedControls()[0];
        if (early) want(addressOf(early.closest("form")), false);
        else if (wanted.address !== shown) ask(wanted.address);
        else want(here(), true);
      }, []);
      window.React.useLayoutEffect(
        function () {
          if (props.drawn) take(props.drawn);
        },
        [props.drawn]
      );
      return null;
    },
  };

  new window.DashRenderer();
})();
