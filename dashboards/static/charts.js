// Draws each chart over its static picture when it comes near the window. The picture stays for
// printing, for a browser without scripts, and where drawing fails.
"use strict";
(function () {
  const SMALLER = 0.7; // marks where there is little room
  const REST = 100; // milliseconds

  // A chart knows where its words stand in a wide window and in a narrow one.
  function laidOut(figure, isNarrow) {
    if (!isNarrow) return { data: figure.data, layout: figure.layout };
    const data = figure.data.map(function (trace) {
      if (!trace.marker || !Array.isArray(trace.marker.size)) return trace;
      const size = trace.marker.size.map((pixels) => pixels * SMALLER);
      return Object.assign({}, trace, { marker: Object.assign({}, trace.marker, { size: size }) });
    });
    return { data: data, layout: Object.assign({}, figure.layout, figure.narrow) };
  }

  function draw(chart) {
    const source = document.getElementById(chart.dataset.figure);
    const live = chart.querySelector(".live");
    if (!source || !live || !window.Plotly || chart.dataset.drawn) return;
    chart.dataset.drawn = "begun";
    const figure = JSON.parse(source.textContent);
    let width = 0;
    let waiting = null;
    live.hidden = false;
    chart.classList.add("is-live");
    layOut(window.Plotly.newPlot).then(
      function () {
        if ("ResizeObserver" in window) new ResizeObserver(turn).observe(chart);
      },
      function () {
        live.hidden = true;
        chart.classList.remove("is-live");
        chart.dataset.drawn = "no";
      }
    );

    // The width is given, not left to plotly: where it finds the width itself it forgets the height.
    function layOut(by) {
      width = chart.clientWidth;
      const isNarrow = width < figure.wide_from;
      const { data, layout } = laidOut(figure, isNarrow);
      return by(live, data, Object.assign({}, layout, { width: width }), figure.config).then(
        function () { chart.dataset.drawn = isNarrow ? "narrow" : "wide"; }
      );
    }

    // A window made narrow or wide, or a tablet turned: laid out anew when it has come to rest.
    function turn() {
      clearTimeout(waiting);
      waiting = setTimeout(function () {
        if (chart.clientWidth && chart.clientWidth !== width) layOut(window.Plotly.react);
      }, REST);
    }
  }

  const charts = Array.from(document.querySelectorAll(".chart"));
  if (!("IntersectionObserver" in window)) {
    charts.forEach(draw);
    return;
  }
  const near = new IntersectionObserver(function (entries) {
    entries.filter((entry) => entry.isIntersecting).forEach(function (entry) {
      near.unobserve(entry.target);
      draw(entry.target);
    });
  }, { rootMargin: "600px" });
  charts.forEach((chart) => near.observe(chart));
})();
