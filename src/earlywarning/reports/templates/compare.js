// Lays out figures of the authorities that are named in the address, in order of their names.
(function () {
  "use strict";
  var form = document.getElementById("choose"), box = document.getElementById("add");
  var told = document.getElementById("chosen-told"), list = document.getElementById("chosen");
  var place = document.getElementById("comparison"), without = document.getElementById("without");
  if (!form || !box || !told || !list || !place || typeof COMPARED === "undefined") { return; }

  function named(codes) {
    return COMPARED.authorities.filter(function (one) { return codes.indexOf(one.code) >= 0; });
  }
  function chosen() {
    var codes = window.location.hash.replace(/^#/, "").split(",");
    return named(codes).slice(0, COMPARED.most);
  }
  function keep(rows) {
    var codes = rows.map(function (one) { return one.code; }).join(",");
    window.history.replaceState(null, "", codes ? "#" + codes : "#");
  }
  function make(name, text, parent) {
    var made = document.createElement(name);
    if (text) { made.textContent = text; }
    if (parent) { parent.appendChild(made); }
    return made;
  }
  function linked(name, path, parent) {
    var link = make("a", name, parent);
    link.href = path;
    return link;
  }
  function cell(row, figure) {
    var made = make("td", figure.length ? figure[0] : "not known", row);
    made.className = figure.length ? "num" : "num small";
    if (figure[1]) { make("br", "", made); make("span", figure[1], made).className = "small"; }
  }

  function lay(rows) {
    place.textContent = "";
    place.hidden = !rows.length;
    if (!rows.length) { return; }
    var table = make("table", "", place), head = make("tr", "", make("thead", "", table));
    var body = null, stage = "", columns = rows.concat([COMPARED.nation]);
    table.className = "compared";
    table.insertBefore(make("caption", "Newest figures; an older period stands under its figure."), table.firstChild);
    make("th", "Indicator", head).scope = "col";
    columns.forEach(function (one) {
      var top = make("th", one.path ? "" : one.name, head);
      top.scope = "col";
      top.className = "num";
      if (one.path) { linked(one.name, one.path, top); }
    });
    COMPARED.indicators.forEach(function (indicator, at) {
      if (indicator.stage !== stage) {
        stage = indicator.stage;
        body = make("tbody", "", table);
        var over = make("th", stage, make("tr", "", body));
        over.scope = "rowgroup";
        over.colSpan = columns.length + 1;
        over.parentNode.className = "pillar";
      }
      var row = make("tr", "", body), first = make("th", "", row);
      first.scope = "row";
      linked(indicator.name, indicator.path, first);
      make("span", [indicator.unit, indicator.period].filter(Boolean).join(", "), make("div", "", first)).className = "small";
      columns.forEach(function (one) { cell(row, one.figures[at]); });
    });
  }

  function remove(one) {
    keep(chosen().filter(function (other) { return other.code !== one.code; }));
    show(one.name + " was taken out. ");
    box.focus();
  }
  function show(before) {
    var rows = chosen();
    list.textContent = "";
    rows.forEach(function (one) {
      var button = make("button", "Take out " + one.name, make("li", "", list));
      button.type = "button";
      button.className = "button";
      button.addEventListener("click", function () { remove(one); });
    });
    var many = rows.length === 1 ? "1 authority is" : (rows.length || "No") + (rows.length ? " authorities are" : " authority is");
    told.textContent = (before || "") + many + " shown.";
    lay(rows);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var wanted = box.value.trim().toLowerCase(), rows = chosen();
    var found = COMPARED.authorities.filter(function (one) { return one.name.toLowerCase() === wanted || one.code === wanted; });
    if (!found.length) { show("No authority has the name “" + box.value.trim() + "”. "); return; }
    if (rows.length >= COMPARED.most) { show("No more than " + COMPARED.most + " fit: take one out first. "); return; }
    keep(rows.concat(found));
    box.value = "";
    show(found[0].name + " was added. ");
  });
  window.addEventListener("hashchange", function () { show(""); });
  form.hidden = false;
  without.hidden = true;
  show("");
}());
