"""Every published row of a measure as CSV, stamped where the data is synthetic."""

import csv
import io

from dashboards.charts.export import safe
from dashboards.published import Published


def rows_csv(published: Published, metric_id: str) -> str:
    """Write the measure's rows of `observation`, in period order, for this audience."""
    rows = published.rows(
        """
        select *
        from observation
        where metric_id = ?
        order by period_type, period_start_date, period_end_date, area_code, breakdown_value
        """,
        [metric_id],
    )
    snapshot = published.snapshot
    stamp = {"snapshot_id": published.snapshot_id}
    if snapshot["is_synthetic"]:
        stamp["note"] = "Synthetic demonstration data"
    out = io.StringIO(newline="")
    names = [*(rows[0] if rows else ("metric_id",)), *stamp]
    writer = csv.DictWriter(out, names, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: safe(cell) for name, cell in (row | stamp).items()})
    return out.getvalue()
