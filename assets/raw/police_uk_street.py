"""Street-level crime and anti-social behaviour, exactly as data.police.uk publishes it.

Grain     one row per recorded crime or anti-social behaviour incident, place anonymised
Supplier  data.police.uk (Home Office), from each force's monthly return
Arrives   monthly, about two months after the month it is about
Rights    Open Government Licence v3.0; places are anonymised by the publisher; no personal data

Anti-social behaviour rows have no Crime ID and no outcome. A month's rows of a force are revised
whole by a later archive. Some releases carry no rows without a place: a step of about 3 per cent
from month to month that is not crime.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table

MONTH = Column(
    "month_start_date",
    ("Month",),
    type="date",
    date_format="%Y-%m",
    pattern=r"(19|20)\d\d-(0[1-9]|1[0-2])",
    nullable=False,
    description="Month the crime was recorded in, as its first day.",
)
PLACE = (
    Column("reported_by", ("Reported by",)),
    Column("falls_within", ("Falls within",), nullable=False),
    Column("longitude", ("Longitude",), type="double"),
    Column("latitude", ("Latitude",), type="double"),
    Column("location", ("Location",)),
    Column("lsoa_code", ("LSOA code",), pattern=r"[A-Z0-9]{8,9}"),
    Column("lsoa_name", ("LSOA name",)),
)

FEED = feed_of_one_table(
    "police_uk_street",
    title="Street-level crime",
    **source("police_uk"),
    cadence="monthly",
    due_days=62,
    data_to="last_day(max(month_start_date))",
    columns=(
        Column("crime_id", ("Crime ID",)),
        MONTH,
        *PLACE,
        Column("crime_type", ("Crime type",), nullable=False),
        Column("last_outcome_category", ("Last outcome category",), required=False),
        Column("context", ("Context",), required=False),
    ),
    file_patterns=(r".*street.*\.csv",),
    partition_by=("month_start_date", "falls_within"),
    month="month_start_date",
    bulk=True,
)
