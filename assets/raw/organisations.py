"""Organisations by their identifiers: charity and company numbers, and names they also go by.

Grain     one row per identifier and name (organisation_name); one row per pair of identifiers of one
          organisation (organisation_link)
Supplier  org-id.guide identifiers, as joined by findthatcharity: charity regulators, Companies House
Arrives   irregularly
Rights    Open Government Licence v3.0; names of organisations; no personal data

An identifier is a list and a number: GB-CHC- is the Charity Commission for England and Wales, GB-COH-
Companies House, GB-NIC- Northern Ireland, GB-SC- Scotland. A list that was cut short gives all its
whole records; the last, broken one is rejected by name.
"""

from pathlib import Path

from assets.sources import source
from pipelines.contract.feed import Column, Feed, Layout, Records
from pipelines.ingest.readers.headed import first_cells, folded, headed_tables

ORG_ID = r"[A-Z]{2}-[A-Z]+-[A-Za-z0-9./-]+"


def read_organisations(path: Path) -> Records:
    """Read a list of organisations; its last line may lack an end."""
    for found in headed_tables(path, _is_header, may_lack_last_newline=True):
        header = _without_empty_end(found.header, 0)
        rows = ((line, _without_empty_end(cells, len(header))) for line, cells in found.rows)
        return Records(header, rows)
    return Records(first_cells(path), iter(()))


def _without_empty_end(cells: list[str], width: int) -> list[str]:
    """Drop empty cells beyond the width: the header of the published list ends with a comma."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _is_header(row: list[str]) -> bool:
    return bool({"org_id", "org_id_a"} & {folded(cell) for cell in row})


FEED = Feed(
    feed_id="organisations",
    title="Organisations",
    **source("organisations"),
    cadence="irregular",
    due_days=0,
    data_to="max(received_at)::date",
    reference=True,
    layouts=(
        Layout(
            table="organisation_name",
            columns=(
                Column("org_id", pattern=ORG_ID, nullable=False),
                Column("name", ("alternative_name", "name"), nullable=False),
                Column("is_primary", ("set_as_primary",), required=False),
            ),
            file_patterns=(r".*\.csv",),
            partition_by=("source_file",),
            always_ends_with_newline=False,
            reader=read_organisations,
        ),
        Layout(
            table="organisation_link",
            columns=(
                Column("org_id_a", pattern=ORG_ID, nullable=False),
                Column("org_id_b", pattern=ORG_ID, nullable=False),
                Column("name"),
            ),
            file_patterns=(r".*\.csv",),
            partition_by=("source_file",),
            always_ends_with_newline=False,
            reader=read_organisations,
        ),
    ),
)
