// What the browser tests measure in a page. Each function returns plain data, so that the tests say
// what is right; axe judges the page's own text, and these judge what axe does not: the charts.
"use strict";
window.probes = (function () {
  const CHARTS = ".chart, .map, .multiples li";
  const MARKS = ".live .points path, .live .bars path, .live .lines path, .live .errorbars path, " +
    ".live .shapelayer path, .still polyline, .still circle, .still polygon, .still line, .still rect[stroke], " +
    ".map path, .map circle, .map polygon, .multiples polyline, .multiples circle, .multiples polygon, " +
    ".multiples rect[stroke]";

  function isShown(element) {
    const box = element.getBoundingClientRect();
    if (!(box.width && box.height)) return false;
    return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  }

  // --- colours -------------------------------------------------------------------------------
  function parse(colour) {
    const found = /^rgba?\(([^)]+)\)$/.exec(colour);
    if (!found) return null;
    const parts = found[1].split(/[\s,/]+/).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
  }

  function over(paint, below) {
    return paint.rgb.map((value, i) => value * paint.alpha + below[i] * (1 - paint.alpha));
  }

  function luminance(rgb) {
    const [r, g, b] = rgb.map(function (value) {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one, other) {
    const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  }

  function opacity(element) {
    let product = 1;
    for (let at = element; at; at = at.parentElement) product *= Number(getComputedStyle(at).opacity);
    return product;
  }

  function paint(element, name) {
    const style = getComputedStyle(element);
    const found = parse(style[name]);
    if (!found) return null;
    const own = name === "color" ? 1 : Number(style[name + "Opacity"]);
    return { rgb: found.rgb, alpha: found.alpha * own * opacity(element) };
  }

  // The page's own colour behind an element, then every shape painted before it that covers it.
  // Other marks are no ground: points of one line may touch.
  function behind(element, root, isMark) {
    let colour = [255, 255, 255];
    const plain = [];
    for (let at = root; at; at = at.parentElement) plain.unshift(parse(getComputedStyle(at).backgroundColor));
    plain.filter(Boolean).forEach(function (found) { colour = over(found, colour); });
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    for (const shape of root.querySelectorAll("rect, path, circle, polygon")) {
      if (shape === element || shape.contains(element)) continue;
      if (isMark && shape.matches(MARKS)) continue;
      if (!(shape.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
      const edge = shape.getBoundingClientRect();
      if (!(edge.left <= x && x <= edge.right && edge.top <= y && y <= edge.bottom)) continue;
      const fill = isShown(shape) && paint(shape, "fill");
      if (fill && fill.alpha) colour = over(fill, colour);
    }
    return colour;
  }

  function drawings() {
    return Array.from(document.querySelectorAll(CHARTS)).filter(isShown);
  }

  function name(chart) {
    return chart.dataset.figure || chart.id || chart.className;
  }

  // Each text of each chart with its contrast.
  function texts() {
    return drawings().flatMap(function (chart) {
      return Array.from(chart.querySelectorAll("svg text")).filter(isShown)
        .filter((text) => text.textContent.trim())
        .map(function (text) {
          const ground = behind(text, chart);
          const ink = paint(text, "fill");
          const size = parseFloat(getComputedStyle(text).fontSize);
          return {
            chart: name(chart), text: text.textContent.trim(), size: size,
            contrast: ink ? contrast(over(ink, ground), ground) : 0,
          };
        });
    });
  }

  // Each mark of each chart with the better contrast of its edge and its inside. Grid lines are no
  // marks: they carry nothing that the axis does not say, and the tests leave them out by colour.
  function marks() {
    return drawings().flatMap(function (chart) {
      return Array.from(chart.querySelectorAll(MARKS)).filter(isDrawn)
        .map(function (mark) {
          const ground = behind(mark, chart, true);
          const found = ["fill", "stroke"].map((kind) => paint(mark, kind))
            .filter((ink) => ink && ink.alpha)
            .map((ink) => contrast(over(ink, ground), ground));
          return {
            chart: name(chart), mark: mark.outerHTML.slice(0, 160),
            stroke: getComputedStyle(mark).stroke, contrast: Math.max(0, ...found),
          };
        });
    });
  }

  // A level line has no height, so it has no box of both sides: ask for either.
  function isDrawn(mark) {
    const box = mark.getBoundingClientRect();
    return (box.width || box.height) &&
      mark.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  }

  // Text of the page itself that is too faint for its size (WCAG 2.2, 1.4.3): each look once.
  function faint() {
    const looks = new Map();
    for (const element of document.body.querySelectorAll("*")) {
      if (element.closest("svg, script, noscript, .vh, .skip, option")) continue;
      const own = Array.from(element.childNodes).some((n) => n.nodeType === 3 && n.data.trim());
      if (!own || !isShown(element)) continue;
      const style = getComputedStyle(element);
      let ground = [255, 255, 255];
      const above = [];
      for (let at = element; at; at = at.parentElement) above.unshift(at);
      above.forEach(function (at) {
        const found = parse(getComputedStyle(at).backgroundColor);
        if (found) ground = over(found, ground);
      });
      const look = [style.color, ground, style.fontSize, style.fontWeight, opacity(element)].join();
      if (looks.has(look)) continue;
      const ink = paint(element, "color");
      const size = parseFloat(style.fontSize);
      const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      const found = ink ? contrast(over(ink, ground), ground) : 0;
      looks.set(look, found < needed ? [element.outerHTML.slice(0, 120), found] : null);
    }
    return Array.from(looks.values()).filter(Boolean);
  }

  // --- places --------------------------------------------------------------------------------
  // Texts of one chart that lie over each other, or that its edge cuts.
  function collisions() {
    const found = [];
    for (const chart of drawings()) {
      const shown = Array.from(chart.querySelectorAll("svg text")).filter(isShown)
        .filter((text) => text.textContent.trim())
        .map((text) => ({ text: text.textContent.trim(), box: text.getBoundingClientRect() }));
      const frame = chart.getBoundingClientRect();
      shown.forEach(function (one, index) {
        const edge = Math.max(frame.left - one.box.left, one.box.right - frame.right,
          frame.top - one.box.top, one.box.bottom - frame.bottom);
        if (edge > 1) found.push([name(chart), one.text, "cut by the edge", Math.round(edge)]);
        for (const other of shown.slice(index + 1)) {
          const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
          const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
          if (across > 1 && down > 3) found.push([name(chart), one.text, other.text, Math.round(across), Math.round(down)]);
        }
      });
    }
    return found;
  }

  // What reaches beyond the window's width: apart from what scrolls in a region of its own.
  function sideways() {
    const wide = document.documentElement.clientWidth;
    const scrolls = document.documentElement.scrollWidth > wide;
    if (!scrolls) return [];
    return Array.from(document.body.querySelectorAll("*"))
      .filter((element) => element.getBoundingClientRect().right > wide + 1 && !element.closest(".wide, pre, .vh"))
      .map((element) => element.outerHTML.slice(0, 120)).slice(0, 5);
  }

  // --- keyboard ------------------------------------------------------------------------------
  const REACHED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  function reachable() {
    return Array.from(document.querySelectorAll(REACHED))
      .filter((element) => element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }))
      .map(label);
  }

  function label(element) {
    const all = Array.from(document.querySelectorAll(REACHED));
    const said = element.getAttribute("aria-label") || element.textContent || element.name || "";
    return all.indexOf(element) + " " + element.tagName.toLowerCase() + " " + said.trim().replace(/\s+/g, " ").slice(0, 50);
  }

  function focused() {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const rim = parse(style.outlineColor);
    const width = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
    const shape = element.namespaceURI.endsWith("svg") && element.querySelector("path");
    if (shape) return Object.assign(spot(element, box), rimOf(getComputedStyle(shape)));
    return Object.assign(spot(element, box), {
      outline: width, contrast: rim && width ? contrast(over(rim, [255, 255, 255]), [255, 255, 255]) : 0,
    });
  }

  function rimOf(style) {
    const rim = parse(style.stroke);
    return {
      outline: parseFloat(style.strokeWidth),
      contrast: rim ? contrast(over(rim, [255, 255, 255]), [255, 255, 255]) : 0,
    };
  }

  function spot(element, box) {
    const within = element.closest("details");
    return {
      label: label(element), tag: element.tagName.toUpperCase(), isOpen: Boolean(within && within.open),
      isDate: element.type === "date",
      inWindow: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
  }

  return { texts, marks, faint, collisions, sideways, reachable, focused };
})();
