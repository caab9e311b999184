"""Stops and searches, exactly as data.police.uk publishes them.

Grain     one row per stop and search of a person, a vehicle or both
Supplier  data.police.uk (Home Office), from each force's monthly return
Arrives   monthly, about two months after the month, as YYYY-MM-<force>-stop-and-search.csv
Rights    Open Government Licence v3.0; places are anonymised by the publisher; no personal data

Only the file's name says whose searches they are. Times are in UTC, so a search at 23:30 in summer is
of the next day here. Whether an object was found is read from the outcome and from its link to the
object of search; where a force fills in neither, it is not known, which is not nought.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table
from pipelines.contract.periods import month_in_path

_SENSITIVE = (
    ("latitude", "Latitude", "double"),
    ("longitude", "Longitude", "double"),
    ("gender", "Gender", "varchar"),
    ("age_range", "Age range", "varchar"),
    ("self_defined_ethnicity", "Self-defined ethnicity", "varchar"),
)
_TIME = (
    r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
    r"(\.\d+)?(Z|[+-]\d\d(:\d\d)?)?"
)

FEED = feed_of_one_table(
    "police_uk_stop_and_search",
    title="Stop and search",
    **source("police_uk"),
    cadence="monthly",
    due_days=62,
    data_to="last_day(max(file_period))",
    columns=(
        Column("search_type", ("Type",), nullable=False),
        Column(
            "searched_at",
            ("Date",),
            pattern=_TIME,
            nullable=False,
            description="Date and time of the search with its offset, as published.",
        ),
        Column(
            "is_part_of_operation",
            ("Part of a policing operation",),
            type="boolean",
            required=False,
        ),
        *(
            Column(name, (header,), type=kind, required=False, sensitive=True)
            for name, header, kind in _SENSITIVE
        ),
        Column("officer_defined_ethnicity", ("Officer-defined ethnicity",), sensitive=True),
        Column("policing_operation", ("Policing operation",), required=False),
        Column("legislation", ("Legislation",), required=False),
        Column("object_of_search", ("Object of search",)),
        Column("outcome", ("Outcome",)),
        Column(
            "is_outcome_linked",
            ("Outcome linked to object of search",),
            type="boolean",
            description="Whether the outcome is about what was searched for.",
        ),
        Column(
            "is_more_than_outer_clothing",
            ("Removal of more than just outer clothing",),
            type="boolean",
            required=False,
        ),
    ),
    file_patterns=(r"(19|20)\d\d-(0[1-9]|1[0-2])-[a-z-]+-stop-and-search\.csv",),
    partition_by=("source_file",),
    period_in_name=month_in_path,
)
