/* The address to which a form or a link leads. Only what a visitor has changed is taken from it and
   written into the address that is on its way: of two quick actions neither undoes the other. */
(function () {
  "use strict";

  /* values by key; those that share a key are one list, as the server reads them */
  function folded(pairs) {
    var values = new Map();
    pairs.forEach(function (pair) {
      var before = values.get(pair[0]);
      values.set(pair[0], before && pair[1] ? before + "," + pair[1] : before || pair[1]);
    });
    return values;
  }

  function query(address) {
    return folded(Array.from(new URLSearchParams(address.split("?")[1] || "")));
  }

  function isBox(control) {
    return control.type === "checkbox" || control.type === "radio";
  }

  function isText(control) {
    return control.matches("textarea, input:not([type=checkbox], [type=radio], [type=hidden])");
  }

  function drawnOption(select) {
    var drawn = Array.from(select.options).find(function (option) {
      return option.defaultSelected;
    });
    return drawn || select.options[0];
  }

  /* the value that the server drew; null for a box without its tick */
  function drawnValue(control) {
    if (control.tagName === "SELECT") return drawnOption(control).value;
    if (isBox(control) && !control.defaultChecked) return null;
    return isBox(control) ? control.value : control.defaultValue;
  }

  function presentValue(control) {
    return isBox(control) && !control.checked ? null : control.value;
  }

  function isChanged(control) {
    return presentValue(control) !== drawnValue(control);
  }

  function valuesOf(form, value) {
    var pairs = Array.from(form.elements, function (control) {
      return [control.name, control.name ? value(control) : null];
    });
    return folded(
      pairs.filter(function (pair) {
        return pair[1] !== null;
      })
    );
  }

  /* `address` with what differs between two queries */
  function merged(address, from, to) {
    var values = query(address);
    var changed = false;
    new Set([...from.keys(), ...to.keys()]).forEach(function (key) {
      if (from.get(key) === to.get(key)) return;
      changed = true;
      if (to.has(key)) values.set(key, to.get(key));
      else values.delete(key);
    });
    if (!changed) return address;
    var search = new URLSearchParams(Array.from(values)).toString().replace(/%2C/g, ",");
    return address.split("?")[0] + (search && "?" + search);
  }

  window.dashboardForms = {
    isText: isText,
    isChanged: isChanged,
    query: query,
    merged: merged,
    valuesNow: function (form) {
      return valuesOf(form, presentValue);
    },
    /* `address` with what was changed in a form; a control that is `clicked` counts as clicked, and
       what is still `edited` as not yet typed */
    changesOf: function (form, address, edited, clicked) {
      function value(control) {
        if (clicked && clicked.name === control.name && isBox(control)) {
          if (clicked.type === "radio") return control === clicked ? control.value : null;
          if (control === clicked) return control.checked ? null : control.value;
        }
        return control === edited ? drawnValue(control) : presentValue(control);
      }
      var changed = merged(address, valuesOf(form, drawnValue), valuesOf(form, value));
      /* what a list in pieces is made of has changed: it begins anew */
      return changed === address ? address : merged(changed, new Map([["ab", "0"]]), new Map());
    },
    /* shows what the server has drawn */
    setBack: function (control) {
      if (!isChanged(control)) return;
      if (control.tagName === "SELECT") drawnOption(control).selected = true;
      else if (isBox(control)) control.checked = control.defaultChecked;
      else control.value = control.defaultValue;
    },
  };
})();
