"""Bank holidays of each part of the United Kingdom.

Grain     one row per division and holiday
Supplier  Government Digital Service: https://www.gov.uk/bank-holidays.json
Arrives   yearly; the published file holds the last years and the next two
Rights    Open Government Licence v3.0; no personal data

A later file replaces the years that it holds and leaves those it no longer does.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assets.sources import source
from pipelines.contract.feed import Column, Records, feed_of_one_table
from pipelines.ingest.readers.headed import read_json

HEADER = ["division", "title", "date", "notes", "bunting", "year"]


def read_bank_holidays(path: Path) -> Records:
    """Flatten the divisions' events into one record each."""
    delivered = read_json(path, "Fetch it again from its address.")
    if not isinstance(delivered, dict) or not all(map(_is_division, delivered.values())):
        return Records(list(delivered)[:20] if isinstance(delivered, dict) else [], [])
    return Records(HEADER, _records(delivered))


def _is_division(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("events"), list)


def _records(delivered: dict[str, Any]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    for key, division in delivered.items():
        for event in division["events"]:
            number += 1
            given = event if isinstance(event, dict) else {}
            texts = [_text(given.get(name)) for name in ("title", "date", "notes", "bunting")]
            yield number, [_text(division.get("division")) or key, *texts, texts[1][:4]]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


FEED = feed_of_one_table(
    "bank_holidays",
    title="Bank holidays",
    **source("bank_holidays"),
    cadence="annual",
    due_days=0,
    data_to="make_date(max(holiday_year), 12, 31)",
    reference=True,
    columns=(
        Column(
            "division", values=("england-and-wales", "scotland", "northern-ireland"), nullable=False
        ),
        Column("title", nullable=False),
        Column("holiday_date", ("date",), type="date", nullable=False),
        Column("notes"),
        Column("has_bunting", ("bunting",), type="boolean"),
        Column("holiday_year", ("year",), type="integer", minimum=1970, nullable=False),
    ),
    file_patterns=(r".*\.json",),
    key=("division", "holiday_date", "title"),
    partition_by=("division", "holiday_year"),
    reader=read_bank_holidays,
    looks_ahead=True,
)
