"""The snapshot's tables of feeds, deliveries and kept or broken promises."""

from assets.published.table import PublishedTable

QUALITY = (
    PublishedTable(
        "quality_check",
        "Grain: one row per expectation, as last evaluated.",
        {
            "table_name": ("varchar", "Table that promises."),
            "expectation": ("varchar", "The promise, in words."),
            "severity": ("varchar", "critical (a broken promise) or warning (a surprise)."),
            "passed": ("boolean", "True where the promise holds."),
            "raised": ("boolean", "True where the check itself failed: our fault, not the data's."),
            "unexpected_count": ("bigint", "Rows that break it."),
            "sample": ("varchar", "A few of the values that break it."),
            "business_date": ("date", "Business date of the night that evaluated it."),
            "notes": ("varchar", "Why the threshold stands where it stands."),
        },
    ),
    PublishedTable(
        "table_state",
        "Grain: one row per table of the warehouse: what state it is in.",
        {
            "table_name": ("varchar", "The table."),
            "state": ("varchar", "good, broken or withheld."),
            "reason": ("varchar", "Why it is not good."),
            "business_date": ("date", "Business date of the last attempt."),
            "row_count": ("bigint", "Rows it holds (the last good ones)."),
        },
    ),
    PublishedTable(
        "feed_status",
        "Grain: one row per feed.",
        {
            "feed_id": ("varchar", "The feed."),
            "title": ("varchar", "Its name in words."),
            "supplier": ("varchar", "Who delivers it."),
            "cadence": ("varchar", "daily, weekly, monthly, quarterly, annual or irregular."),
            "last_delivery_at": ("timestamp", "When its newest accepted delivery arrived, UTC."),
            "data_to": ("date", "Last day it holds data for."),
            "due_date": ("date", "Day the next delivery is due."),
            "rows_delivered": ("bigint", "Records in its files."),
            "rows_loaded": ("bigint", "Records loaded."),
            "rows_rejected": ("bigint", "Records rejected."),
            "rows_ignored": ("bigint", "Records ignored, with a reason."),
            "files_refused": ("bigint", "Files refused whole."),
            "state": ("varchar", "on_time, late, refused, partly_rejected or not_delivered."),
            "reason": ("varchar", "Why it is not on time and whole."),
            "is_synthetic": ("boolean", "True where any of its loaded deliveries is synthetic."),
            "marking": ("varchar", "Classification marking."),
        },
    ),
    PublishedTable(
        "delivery",
        "Grain: one row per delivered file: records in file = loaded + rejected + ignored.",
        {
            "feed_id": ("varchar", "The feed."),
            "table_name": ("varchar", "Raw table the file fills; null if none."),
            "file_name": ("varchar", "Path under landing/, with ! before a member of a zip."),
            "sha256": ("varchar", "Fingerprint of its bytes."),
            "bytes": ("bigint", "Size."),
            "rows_in_file": ("bigint", "Records in it, header excluded."),
            "rows_loaded": ("bigint", "Records loaded."),
            "rows_rejected": ("bigint", "Records rejected."),
            "rows_ignored": ("bigint", "Records ignored."),
            "received_at": ("timestamp", "When it was first seen, UTC."),
            "state": (
                "varchar",
                "loaded, partly_rejected, refused, quarantined, duplicate, superseded, ignored "
                "or withdrawn.",
            ),
            "reason": ("varchar", "Why it is not simply loaded."),
            "is_synthetic": ("boolean", "True where pcplan itself made it for demonstration."),
        },
    ),
    PublishedTable(
        "rejected_record",
        "Grain: one row per rejected record (at most 100 a file).",
        {
            "feed_id": ("varchar", "The feed."),
            "file_name": ("varchar", "The file."),
            "line": ("bigint", "Line the record starts on."),
            "column_name": ("varchar", "The publisher's column."),
            "value": ("varchar", "What stood there."),
            "rule": ("varchar", "What the contract asks."),
        },
        audiences=("restricted",),
    ),
    PublishedTable(
        "promise",
        "Grain: one row per business-intelligence item that a priority for action promises.",
        {
            "priority_id": ("varchar", "The priority for action."),
            "item": ("varchar", "The item, in the plan's words."),
            "metric_id": ("varchar", "The measure that keeps it; null where none does."),
            "reason": ("varchar", "Why there is no figure; null where there is one."),
            "state": (
                "varchar",
                "kept; no_figure (no measure keeps it); not_available (its measure has no figure now).",
            ),
            "position": ("integer", "Order in the plan."),
        },
    ),
)
