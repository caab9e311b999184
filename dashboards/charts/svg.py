"""A chart as a static picture: SVG 1.1 that stands alone, the same bytes wherever it is drawn."""

from functools import lru_cache

from dashboards.charts import canvas, columns, rows, trend
from dashboards.charts.spec import Chart

WIDE = 760


@lru_cache(maxsize=512)
def svg(chart: Chart, width: float = WIDE) -> str:
    """Draw a chart; a specification that was drawn before is not drawn again."""
    if chart.form == "trend":
        height, body = trend.draw(chart, width)
    elif chart.is_over_time:
        height, body = columns.draw(chart, width)
    else:
        height, body = rows.draw(chart, width)
    return canvas.document(width, height, chart.finding, chart.summary, body)
