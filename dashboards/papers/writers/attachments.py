"""The data behind each chart as CSV, attached to the PDF."""

import csv
import io
from typing import Any

from dashboards.papers.blocks import Paper, Picture

HEADER = ("series", "label", "period_start_date", "value", "lower", "upper", "state")


def chart_csv(picture: Picture) -> str:
    """Write a chart's points as CSV, unrounded; a point without a figure keeps its reason."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(HEADER)
    for series in picture.chart.series:
        for point in series.points:
            start = point.period_start_date
            writer.writerow(
                [
                    _inert(series.name), _inert(point.label), start.isoformat() if start else "",
                    _plain(point.value), _plain(point.lower), _plain(point.upper), point.state,
                ]
            )  # fmt: skip
    return written.getvalue()


def attachments(paper: Paper) -> list[dict[str, str]]:
    """List the files that the PDF carries, one for each chart, in reading order."""
    return [
        {
            "name": f"{picture.label}.csv",
            "text": chart_csv(picture),
            "description": f"The figures behind {picture.number}: {picture.chart.subtitle}",
        }
        for picture in paper.pictures
    ]


def _plain(value: Any) -> str:
    return "" if value is None else repr(float(value))


def _inert(text: str) -> str:
    """Keep a spreadsheet from reading a label as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
