"""A chart's figures as CSV: what the picture shows, nothing rounded, every gap with its state."""

import csv as csv_module
import io

from dashboards.charts.spec import Chart

COLUMNS = ("series", "label", "period_start_date", "value", "lower", "upper", "state", "signal")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: object) -> object:
    """Keep a text from being run as a formula by a spreadsheet."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def csv(chart: Chart) -> str:
    """Write a row for each point, in the chart's order."""
    out = io.StringIO(newline="")
    writer = csv_module.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for series in chart.series:
        for p in series.points:
            writer.writerow(
                safe(cell)
                for cell in (
                    series.name,
                    p.label,
                    p.period_start_date,
                    p.value,
                    p.lower,
                    p.upper,
                    p.state,
                    p.signal,
                )
            )
    return out.getvalue()
