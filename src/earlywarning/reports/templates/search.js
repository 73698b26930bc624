// Filters the list of authorities as somebody types. Without this script the list is there, whole.
(function () {
  "use strict";
  var form = document.querySelector("form.find");
  var box = document.getElementById("find");
  var told = document.getElementById("found");
  var results = document.getElementById("results");
  var most = 12;
  if (!form || !box || !told || !results || typeof AUTHORITIES === "undefined") { return; }

  function flat(text) {
    var plain = text.toLowerCase();
    if (plain.normalize) { plain = plain.normalize("NFD").replace(/[\u0300-\u036f]/g, ""); }
    return plain.replace(/&/g, "and").replace(/[^a-z0-9]+/g, " ").trim();
  }

  // Letters to add, drop, change or swap with the next until one word is the other, up to `most`.
  function apart(one, other, most) {
    if (Math.abs(one.length - other.length) > most) { return most + 1; }
    var before = null, row = [], i, j;
    for (j = 0; j <= other.length; j += 1) { row.push(j); }
    for (i = 1; i <= one.length; i += 1) {
      var next = [i];
      for (j = 1; j <= other.length; j += 1) {
        var same = one[i - 1] === other[j - 1] ? 0 : 1;
        var least = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
        if (before && i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          least = Math.min(least, before[j - 2] + 1);
        }
        next.push(least);
      }
      before = row;
      row = next;
    }
    return row[other.length];
  }

  function allowed(word) { return word.length < 4 ? 0 : word.length < 8 ? 1 : 2; }

  // A word may be half typed: it is also held against the beginning of the other.
  function near(word, other) {
    var most = allowed(word), cut;
    if (!most) { return false; }
    for (cut = word.length - most; cut <= word.length + most; cut += 1) {
      if (apart(word, other.slice(0, cut), most) <= most) { return true; }
    }
    return false;
  }

  var list = AUTHORITIES.map(function (one) {
    var name = flat(one.name);
    return {
      path: one.path, name: one.name, all: name + " " + flat(one.region) + " " + flat(one.codes.join(" ")) + " " + flat((one.before || []).join(" ")),
      words: name.split(" ").concat(flat(one.region).split(" ")), joined: name.replace(/ /g, "")
    };
  });

  function begins(one, words) {
    return words.every(function (word) { return (" " + one.all).indexOf(" " + word) >= 0; });
  }
  function almost(one, words) {
    var whole = words.join("");
    return near(whole, one.joined) || words.every(function (word) {
      return one.words.some(function (other) { return other.indexOf(word) === 0 || near(word, other); });
    });
  }

  function matching(text) {
    var words = flat(text).split(" ");
    if (!words[0]) { return { rows: list, isNear: false, all: true }; }
    var exact = list.filter(function (one) { return begins(one, words); });
    if (exact.length) { return { rows: exact, isNear: false }; }
    return { rows: list.filter(function (one) { return almost(one, words); }), isNear: true };
  }

  function say(found) {
    if (found.all) { return ""; }
    var many = found.rows.length;
    if (!many) { return "Nothing found. Clear the box to see all."; }
    var what = many === 1 ? "1 authority" : many + " authorities";
    var shown = many > most ? " The first " + most + " are shown." : "";
    return (found.isNear ? "Nothing is written so. Near to it: " + what + "." : what + " found.") + shown;
  }

  function show() {
    var found = matching(box.value);
    results.textContent = "";
    if (!found.all) {
      found.rows.slice(0, most).forEach(function (one) {
        var item = document.createElement("li"), link = document.createElement("a");
        link.href = one.path;
        link.textContent = one.name;
        item.appendChild(link);
        results.appendChild(item);
      });
    }
    told.textContent = say(found);
    return found;
  }

  // The region that was opened last is offered again; kept by the browser alone, if it keeps any.
  function remembered(region) {
    try {
      if (region) { window.localStorage.setItem("region", JSON.stringify(region)); }
      return JSON.parse(window.localStorage.getItem("region"));
    } catch (nothingKept) { return null; }
  }
  document.querySelectorAll("#regions h3 a").forEach(function (link) {
    link.addEventListener("click", function () {
      remembered({ path: link.getAttribute("href"), name: link.textContent });
    });
  });
  var own = remembered(null), place = document.getElementById("own-region");
  var known = own && document.querySelector('#regions h3 a[href="' + String(own.path).replace(/[^a-z0-9\/.-]/g, "") + '"]');
  if (known && place) {
    var link = document.createElement("a");
    link.href = known.getAttribute("href");
    link.textContent = "Your region: " + known.textContent;
    place.appendChild(link);
    place.hidden = false;
  }

  box.addEventListener("input", show);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var found = show();
    if (!found.all && found.rows.length === 1) { window.location.href = found.rows[0].path; }
  });
  form.hidden = false;
  if (box.value) { show(); }
  box.focus();
}());
