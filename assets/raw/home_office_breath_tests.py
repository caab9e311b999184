"""Roadside breath tests by force and month, as the Home Office publishes them.

Grain     one row per police force, month and result (positive or refused; negative)
Supplier  Home Office: Police powers and procedures, roadside breath test open data
Arrives   yearly, about eleven months after December
Rights    Open Government Licence v3.0; counts by force area; no personal data

The number of tests stands in both rows of a month. Where a force counted more positive tests than
tests, the publisher's negative ones are below nought; they are kept as published. A row of NA alone
stands for nothing and is left out.
"""

from assets.raw.home_office_outcomes import MARKERS
from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

_NOT_GIVEN = {**MARKERS, "NA": "missing", "N/A": "missing"}

FEED = feed_of_one_table(
    "home_office_breath_tests",
    title="Roadside breath tests",
    **source("home_office_powers"),
    cadence="annual",
    due_days=335,
    data_to="make_date(max(test_year)::integer, 12, 31)",
    columns=(
        Column(
            "test_year", ("year", "Calendar year"), type="integer", minimum=1990, nullable=False
        ),
        Column(
            "force_name", ("force", "Force name", "force_name", "Police force area"), nullable=False
        ),
        Column("quarter", required=False),
        Column(
            "month_name",
            ("month",),
            pattern=r"(?i)\s*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s*",
            nullable=False,
        ),
        Column(
            "test_count",
            ("tests", "Number of tests", "Breath tests"),
            type="bigint",
            number=True,
            unit="tests",
            markers=_NOT_GIVEN,
        ),
        Column(
            "result",
            ("type", "result", "Test result"),
            pattern=r"(?i)\s*(positive|negative).*",
            nullable=False,
        ),
        Column(
            "result_count",
            ("count", "Number"),
            type="bigint",
            number=True,
            unit="tests",
            markers=_NOT_GIVEN,
            description="Tests with this result; may be below nought.",
        ),
    ),
    file_patterns=(r".*breath.*\.csv",),
    partition_by=("test_year", "force_name"),
    ignore=("NA", r"(notes?|source|total)\b.*"),
)
