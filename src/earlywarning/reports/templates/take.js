// Puts the typeface, the title and the source into a chart that is taken away, and gives it as a PNG as well.
(function () {
  "use strict";
  var ROW = 18, TIMES = 3, LETTERS = 0.15;

  function element(parent, name, given, text) {
    var made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.keys(given).forEach(function (key) { made.setAttribute(key, given[key]); });
    made.textContent = text || "";
    parent.appendChild(made);
    return made;
  }
  function rows(text, most) {
    return text.split(" ").reduce(function (kept, word) {
      var last = kept[kept.length - 1];
      if (kept.length && (last + " " + word).length <= most) { kept[kept.length - 1] = last + " " + word; }
      else { kept.push(word); }
      return kept;
    }, []);
  }
  function faces() {
    if (typeof TYPEFACE === "undefined") { return ""; }
    return Object.keys(TYPEFACE).map(function (weight) {
      return "@font-face{font-family:'Source Sans Pro';font-weight:" + weight +
        ";src:url(data:font/otf;base64," + TYPEFACE[weight] + ")}";
    }).join("");
  }
  function alone(drawing, told) {
    var own = drawing.viewBox.baseVal, copy = drawing.cloneNode(true);
    var above = rows(told.title, own.width * LETTERS), below = rows(told.told || "", own.width * LETTERS);
    var top = ROW * above.length + 8, high = top + own.height + ROW * below.length + 8;
    copy.textContent = "";
    element(copy, "style", {}, faces());
    element(copy, "rect", {width: own.width, height: high, fill: "#ffffff"});
    above.forEach(function (line, at) {
      element(copy, "text", {x: 4, y: ROW * (at + 1) - 2, "font-size": 14, "font-weight": "bold", fill: "#1b2430"}, line);
    });
    var inside = element(copy, "g", {transform: "translate(0 " + top + ")"});
    Array.prototype.forEach.call(drawing.childNodes, function (part) { inside.appendChild(part.cloneNode(true)); });
    below.forEach(function (line, at) {
      element(copy, "text", {x: 4, y: top + own.height + ROW * (at + 1) - 4, "font-size": 12, fill: "#4a5666"}, line);
    });
    copy.setAttribute("viewBox", "0 0 " + own.width + " " + high);
    copy.setAttribute("width", own.width);
    copy.setAttribute("height", high);
    return new XMLSerializer().serializeToString(copy);
  }
  function address(text) { return "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text); }
  function painted(text, give) {
    var image = new Image();
    image.onload = function () {
      var canvas = document.createElement("canvas");
      canvas.width = TIMES * image.width;
      canvas.height = TIMES * image.height;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      give(canvas.toDataURL("image/png"));
    };
    image.src = address(text);
  }

  Array.prototype.forEach.call(document.querySelectorAll(".away"), function (place) {
    var drawing = place.parentNode.querySelector(".drawing svg"), link = place.querySelector("[download$='.svg']");
    if (!drawing || !link) { return; }
    link.addEventListener("click", function () { link.href = address(alone(drawing, place.dataset)); });
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = "PNG";
    button.appendChild(link.querySelector(".hidden").cloneNode(true));
    button.addEventListener("click", function () {
      painted(alone(drawing, place.dataset), function (picture) {
        var given = document.createElement("a");
        given.href = picture;
        given.download = link.download.replace(/svg$/, "png");
        given.click();
      });
    });
    place.appendChild(button);
  });
})();
