"""The Home Office's offence codes: what each code is called, and the groups it is counted in.

Grain     one row per offence code, and per period of validity where its name or group changed
Supplier  Home Office: the reference sheet of the recorded crime open data, or the office's own list
Arrives   when the Home Office changes its classification, usually each April
Rights    Open Government Licence v3.0; no personal data

A code without dates is valid throughout. The office's own list is a CSV file with the headers
offence_code, offence_description, offence_group, offence_subgroup, valid_from and valid_to; the
reference sheet of the Home Office's workbook is taken as it is.
"""

from pathlib import Path

from assets.raw.home_office_recorded_crime import joined_sheets
from assets.sources import source
from pipelines.contract.feed import Column, Feed, Layout, Records

COLUMNS = (
    Column("offence_code", ("Offence Code", "offence_code", "Code"), nullable=False),
    Column(
        "offence_description",
        ("Offence Description", "offence_description", "Offence"),
        nullable=False
    ),
    Column(
        "offence_group",
        ("Offence Group", "offence_group", "PRC Offence Group", "New ONS Offence Group"),
        nullable=False
    ),
    Column(
        "offence_subgroup",
        (
            "Offence Subgroup", "offence_subgroup", "Offence Sub-group", "PRC Offence Subgroup",
            "New ONS sub-offence group"
        )
    ),
    Column("valid_from", ("valid_from", "Valid from"), type="date", required=False),
    Column("valid_to", ("valid_to", "Valid to"), type="date", required=False),
)  # fmt: skip


def read_reference(path: Path) -> Records:
    """Find the reference sheet: it has codes and descriptions, and neither forces nor counts."""
    counted = frozenset({"force name", "force", "financial year", "financial quarter"})
    return joined_sheets(path, {"offence code", "offence description"}, counted)


FEED = Feed(
    feed_id="offence_codes",
    title="Offence codes",
    **source("home_office_crime"),
    cadence="irregular",
    due_days=0,
    reference=True,
    layouts=(
        Layout(
            table="offence_codes",
            columns=COLUMNS,
            file_patterns=(r".*offence.*codes?.*\.csv",),
            revision="restate",
        ),
        Layout(
            table="offence_codes_workbook",
            columns=COLUMNS,
            file_patterns=(r".*\.(xlsx|xls|ods)",),
            revision="restate",
            reader=read_reference,
        ),
    ),
)
