/* Suggestions where a town is searched for; without them the form asks the server. The names come at
   the first focus, with the tables of the rules in wording/search.py, which are followed here. */
(function () {
  "use strict";
  var MOST = 10; // suggestions
  var MOST_WORDS = 12;
  var PAUSE = 1000; // milliseconds of no typing before their number is said
  var ANY_TOWN = "00000000";
  var WORD = /[a-zäöüß]+|\d+/g;
  var KEPT = /[äöüß]/;
  var shows = new WeakMap(); // field → what shows its suggestions
  var index = null;
  var isAsked = false;

  /* ---------------------------------------------------------------------------- the rules */

  function reader(rules) {
    var units = new RegExp(Object.keys(rules.spellings).join("|") + "|.", "g");

    function plain(letter) {
      var small = letter.toLowerCase()[0];
      if (KEPT.test(small)) return small;
      small = small.normalize("NFD")[0];
      return rules.otherLetters[small] || small;
    }

    function wordsOf(text) {
      text = text.normalize("NFC");
      var letters = Array.from(text.split(""), plain).join("");
      return Array.from(letters.matchAll(WORD), function (found) {
        var end = found.index + found[0].length;
        var written = text.slice(found.index, end).toLowerCase();
        return { start: found.index, letters: found[0], written: written };
      });
    }

    function typedWords(query) {
      var words = wordsOf(query).slice(0, MOST_WORDS);
      var letters = words.map((one) => one.letters).join("");
      if (/^\d+$/.test(letters)) words = [{ start: 0, letters: letters, written: letters }];
      words.forEach(function (word) {
        var parts = word.letters.match(units).map((unit) => rules.spellings[unit] || unit);
        /* spreadsheets drop the nought with which many official keys begin */
        var nought = /^\d{7}$/.test(word.letters) ? "0?" : "";
        word.pattern = new RegExp("^" + nought + parts.join(""));
      });
      return words;
    }

    function fit(typed, word) {
      var found = word.match(typed.pattern);
      if (found) return found[0].length;
      var forms = rules.shortForms[word] || [];
      return forms.some((form) => typed.pattern.test(form)) ? word.length : 0;
    }

    function hit(entry, typed) {
      var sizes = new Map();
      var isLiteral = true;
      var beside = 0;
      for (var number = 0; number < typed.length; number++) {
        var one = typed[number];
        var fits = new Map();
        entry.words.forEach(function (word, i) {
          var size = fit(one, word.letters);
          if (size) fits.set(i, size);
        });
        if (fits.size) {
          var places = Array.from(fits.keys());
          var i = places.find((place) => !sizes.has(place));
          if (i === undefined) i = places[0];
          sizes.set(i, Math.max(fits.get(i), sizes.get(i) || 0));
          var word = entry.words[i];
          var isAbbreviated = !one.pattern.test(word.letters);
          isLiteral = isLiteral && (isAbbreviated || word.written.startsWith(one.written));
        } else if (!entry.numbers.some((known) => one.pattern.test(known))) {
          if (!number || !entry.beside.some((word) => fit(one, word.letters))) return null;
          beside += 1;
        }
      }
      var at = Array.from(sizes.keys()).sort((a, b) => a - b);
      var isComplete = at.every((i) => sizes.get(i) === entry.words[i].letters.length);
      var isWhole = isComplete && at.length === entry.words.length && !beside;
      return {
        entry: entry,
        marks: at.map((i) => [entry.words[i].start, entry.words[i].start + sizes.get(i)]),
        rank: [beside, !isLiteral, !isWhole, at[0] !== 0, !isComplete],
      };
    }

    function compared(a, b) {
      for (var i = 0; i < a.rank.length; i++) {
        if (a.rank[i] !== b.rank[i]) return a.rank[i] - b.rank[i];
      }
      if (a.entry.key !== b.entry.key) return a.entry.key < b.entry.key ? -1 : 1;
      return a.entry.ags - b.entry.ags;
    }

    function fitting(entries, typed) {
      if (!typed.length) return [];
      return entries.map((entry) => hit(entry, typed)).filter(Boolean);
    }

    return {
      wordsOf: wordsOf,
      find: function (entries, query) {
        var typed = typedWords(query);
        var found = fitting(entries, typed);
        var named = typed.filter((one) => !rules.needless.includes(one.letters));
        if (!found.length && named.length < typed.length) found = fitting(entries, named);
        return found.sort(compared);
      },
    };
  }

  /* as sort_key of wording/search.py */
  function sortKey(text) {
    return text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/\p{M}/gu, "");
  }

  function summed(differences, digits) {
    var sum = 0;
    return differences.map(function (difference) {
      sum += difference;
      return String(sum).padStart(digits, "0");
    });
  }

  function indexed(file) {
    var rules = reader(file);
    var plz = summed(file.plz, 5);
    var kreise = file.kreise.split("\n");
    var names = file.names.split("\n");
    var kreis = -1;
    var before = "";
    var entries = summed(file.ags, 8).map(function (ags, at) {
      if (ags.slice(0, 5) !== before) kreis += 1;
      before = ags.slice(0, 5);
      return {
        ags: ags,
        name: names[at],
        key: sortKey(names[at]),
        place: kreise[kreis] + ", " + file.laender[ags.slice(0, 2)],
        words: rules.wordsOf(names[at]),
        beside: rules.wordsOf(kreise[kreis]),
        numbers: [ags, plz[at]],
      };
    });
    return { find: (query) => rules.find(entries, query) };
  }

  /* ---------------------------------------------------------------------------- the field */

  function fetchNames() {
    if (isAsked) return;
    isAsked = true;
    fetch(document.body.dataset.names)
      .then((answer) => answer.json())
      .then(function (file) {
        index = window.dashboardTowns = indexed(file);
        var show = shows.get(document.activeElement);
        if (show) show();
      })
      .catch(function () {
        isAsked = false; // tried again at the next focus
      });
  }

  function made(tag, name, text) {
    var node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  }

  function option(found, goal) {
    var link = made("a");
    link.setAttribute("role", "option");
    link.href = goal.replace(ANY_TOWN, found.entry.ags);
    link.tabIndex = -1;
    var name = found.entry.name;
    var at = 0;
    found.marks.forEach(function (mark) {
      link.append(name.slice(at, mark[0]), made("b", "", name.slice(mark[0], mark[1])));
      at = mark[1];
    });
    link.append(name.slice(at), " ", made("span", "town-search__place", found.entry.place));
    return link;
  }

  function numberOf(count) {
    if (!count) return "Keine Vorschläge. Die Eingabetaste sucht in allen Gemeinden.";
    var number = count > MOST ? MOST + " von " + count : count;
    return number + (count === 1 ? " Vorschlag" : " Vorschläge") + ", mit Pfeiltasten zu wählen.";
  }

  function equip(field) {
    var form = field.closest(".town-search");
    var list = made("div", "town-search__options");
    list.id = field.id + "-vorschlaege";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Vorschläge");
    list.hidden = true;
    var status = form.querySelector("[aria-live]");
    var box = null;
    var saying = 0;

    /* again where an answer to a choice was laid over the form */
    function attach() {
      field.parentNode.after(list);
      box = new ComboboxNav.default(field, list, { tabInsertsSuggestions: false });
    }

    function say(text) {
      clearTimeout(saying);
      status.textContent = "";
      if (text) saying = setTimeout(() => (status.textContent = text), PAUSE);
    }

    function hide() {
      if (!list.hidden) box.stop();
      list.hidden = true;
      say("");
    }

    function show() {
      if (!index) return;
      var hits = index.find(field.value);
      var shown = hits.slice(0, MOST);
      hide();
      if (!list.isConnected) attach();
      list.replaceChildren(...shown.map((found) => option(found, field.dataset.goal)));
      if (shown.length) {
        list.hidden = false;
        box.start();
      }
      if (field.value.trim()) say(numberOf(hits.length));
    }

    attach();
    shows.set(field, show);
    field.addEventListener("input", show);
    field.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !list.hidden) {
        hide();
        event.preventDefault();
      } else if (event.key === "ArrowDown" && list.hidden) show();
    });
    list.addEventListener("click", hide);
    form.addEventListener("focusout", function (event) {
      // where no other element takes the focus, a screen reader may be reading the list
      if (event.relatedTarget && !form.contains(event.relatedTarget)) hide();
    });
    document.addEventListener("pointerdown", function (event) {
      if (!form.contains(event.target)) hide();
    });
    window.addEventListener("pagehide", hide);
  }

  document.addEventListener("focusin", function (event) {
    var field = event.target;
    if (!field.matches(".town-search .form-control")) return;
    if (!shows.has(field)) equip(field);
    fetchNames();
  });
  if (document.activeElement && document.activeElement !== document.body) {
    document.activeElement.dispatchEvent(new Event("focusin", { bubbles: true }));
  }
})();
