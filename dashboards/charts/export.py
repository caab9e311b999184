"""A chart's figures as CSV: what the picture shows, nothing rounded, every gap with its state."""

from dashboards.charts.spec import Chart
from snapshot.export import csv_text

COLUMNS = ("label", "period_start_date", "value", "lower", "upper", "state", "signal")


def csv(chart: Chart) -> str:
    """Write a row for each point, in the chart's order."""
    return csv_text(
        ("series", *COLUMNS),
        (
            (series.name, *(getattr(point, column) for column in COLUMNS))
            for series in chart.series
            for point in series.points
        ),
    )
