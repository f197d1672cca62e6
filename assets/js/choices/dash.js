/* Dash's renderer runs the site's one callback: an address in, its view out. */
(function () {
  "use strict";
  var choices = window.dashboardChoices;
  var PARTS = { "_dash-layout": "page-layout", "_dash-dependencies": "page-dependencies" };
  var MIME_TYPE = { headers: { "Content-Type": "application/json" } };
  var prefix = JSON.parse(document.getElementById("_dash-config").textContent).requests_pathname_prefix;
  var pending = { asked: null };

  /* What the renderer fetches with where it is bundled with this. Its first two questions are answered in
     the page. Of an answer that is late or not ours it would say nothing, so it gets one that tells. */
  choices.fetch = function (resource, options) {
    var name = String(resource).split("?")[0].split("/").pop();
    choices.begin = begin;
    if (PARTS[name]) {
      var part = document.getElementById(PARTS[name]);
      return Promise.resolve(new Response(part.textContent, MIME_TYPE));
    }
    var asked = JSON.parse(options.body).inputs[0].value[0];
    if (pending.asked !== asked) begin(asked);
    pending.asked = null; // whoever asks once more has a new answer
    return pending.drawn.then(function (drawn) {
      var body = { multi: true, response: { ansicht: { drawn: drawn } } };
      return { status: 200, json: () => Promise.resolve(body) };
    });
  };

  /* Sends the question that a renderer bundled with this is about to send: what it does before that takes a
     phone as long as half the way to the server. Who asks for the next address waits no longer for the one
     before. */
  function begin(asked) {
    if (pending.stop) pending.stop.abort();
    var stop = new AbortController();
    var question = {
      output: "ansicht.drawn",
      outputs: { id: "ansicht", property: "drawn" },
      inputs: [{ id: "ansicht", property: "asked", value: [asked, 0] }],
      changedPropIds: ["ansicht.asked"],
    };
    var sending = { method: "POST", body: JSON.stringify(question), signal: stop.signal };
    var drawn = window
      .fetch(prefix + "_dash-update-component", Object.assign(sending, MIME_TYPE))
      .then(function (answer) {
        if (answer.status >= 500) throw new Error(answer.status);
        return answer.text();
      })
      .then(
        (text) => ours(text, asked) || { asked: asked, fault: "foreign" },
        () => ({ asked: asked, fault: "silent" })
      );
    pending = { asked: asked, stop: stop, drawn: drawn };
  }

  /* the answer to a question; null for a login page, and for whatever else does not fit this page */
  function ours(text, asked) {
    try {
      var drawn = JSON.parse(text).response.ansicht.drawn;
      var isWhole = ["html", "title"].every((name) => typeof drawn[name] === "string");
      var isHere = drawn.address.split("?")[0] === location.pathname;
      return drawn.asked === asked && isWhole && isHere && drawn.charts instanceof Object ? drawn : null;
    } catch (reason) {
      return null;
    }
  }

  /* the component that Dash runs: `asked` (address and a running number, so that the same may be
     asked again) goes to the server, `drawn` comes back */
  var turn = 0;
  window.dashboard_parts = {
    AddressedView: function (props) {
      window.React.useEffect(function () {
        choices.connect(function (address) {
          props.setProps({ asked: [address, (turn += 1)] });
        });
      }, []);
      window.React.useLayoutEffect(
        function () {
          if (props.drawn) choices.arrived(props.drawn);
        },
        [props.drawn]
      );
      return null;
    },
  };

  new window.DashRenderer();
  choices.isWhole = true;
})();
