// Draws each chart over its static picture when it comes near the window. The picture stays for
// printing, for a browser without scripts, and where drawing fails.
"use strict";
(function () {
  function draw(chart) {
    const source = document.getElementById(chart.dataset.figure);
    const live = chart.querySelector(".live");
    if (!source || !live || !window.Plotly || chart.dataset.drawn) return;
    chart.dataset.drawn = "begun";
    const figure = JSON.parse(source.textContent);
    live.hidden = false;
    const dates = figure.layout.xaxis;
    if (chart.clientWidth < 480 && dates.type && !dates.tickvals) {
      dates.nticks = 3;
      delete dates.dtick;
    }
    chart.classList.add("is-live");
    window.Plotly.newPlot(live, figure.data, figure.layout, figure.config).then(
      function () { chart.dataset.drawn = "yes"; },
      function () {
        live.hidden = true;
        chart.classList.remove("is-live");
        chart.dataset.drawn = "no";
      }
    );
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
