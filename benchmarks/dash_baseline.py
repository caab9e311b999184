"""`python -m benchmarks.dash_baseline FOLDER PORT METRIC ...`: a plain Dash app of some charts.

Written as Dash's own guide has it: a function lays the page out each time it is asked for, from
figures read then. It stands beside our pages in the benchmark, and nowhere else.
"""

import sys
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import waitress
from dash import Dash, dcc, html

from dashboards import measures
from dashboards.charts.figure import plotly_figure
from snapshot.published import Published


def make_app(folder: Path, metric_ids: list[str]) -> Dash:
    """Make the app that shows a chart for each measure."""
    published = Published(folder, "board")

    def layout() -> Any:
        blocks: list[Any] = [html.H1("Measures")]
        for metric_id in metric_ids:
            found = measures.measure(published, metric_id)
            if found.chart is not None:
                drawn = plotly_figure(found.chart)
                figure = go.Figure(data=drawn["data"], layout=drawn["layout"])
                blocks += [html.H3(found.finding), dcc.Graph(figure=figure)]
        return html.Div(blocks)

    app = Dash("baseline")
    app.layout = layout
    return app


if __name__ == "__main__":
    made = make_app(Path(sys.argv[1]), sys.argv[3:])
    waitress.serve(made.server, host="127.0.0.1", port=int(sys.argv[2]), threads=8, ident=None)
