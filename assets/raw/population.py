"""Mid-year population estimates, of districts and of police force areas.

Grain     one row per area and mid-year (30 June)
Supplier  Office for National Statistics: mid-year population estimates
Arrives   yearly, about a year after the mid-year
Rights    Open Government Licence v3.0; no personal data

Estimates are rebased: mid-2019 Cambridge is 124,798 before Census 2021 and 143,153 after it, so
the edition is kept. The force area file does not say its year: it is the last year in its name.
Codes arrive with stray (non-breaking) spaces, which core takes off.
"""

import datetime as dt
import re

from assets.sources import source
from pipelines.contract.feed import Column, Feed, Layout

CODE = r"[EWNSK]\d{8}[\s\x{00A0}]*"
PEOPLE = ("population", "all ages", "persons", "value", "obs_value")


def mid_year_in_path(path: str) -> dt.date | None:
    """Read the mid-year from a file's name: the last year named in it, else in its folders."""
    for part in reversed(re.split(r"[/\\!]", path)):
        if years := re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", part):
            return dt.date(int(years[-1]), 6, 30)
    return None


FEED = Feed(
    feed_id="population",
    title="Mid-year population estimates",
    **source("ons_population"),
    cadence="annual",
    due_days=400,
    data_to="make_date(max(population_year)::integer, 6, 30)",
    reference=True,
    layouts=(
        Layout(
            table="population_district",
            columns=(
                Column(
                    "district_code",
                    ("code", "area code", "geography code", r"re:(lad|ltla)(code)?\d\d(cd)?"),
                    pattern=CODE,
                    nullable=False,
                ),
                Column(
                    "district_name", ("name", "area name", "geography", r"re:lad.*n(a)?m(e)?.*")
                ),
                Column(
                    "population_year",
                    ("year", "mid-year", "date"),
                    type="integer",
                    minimum=1801,
                    nullable=False,
                ),
                Column("population", PEOPLE, type="bigint", number=True, minimum=0, nullable=False),
            ),
            key=("district_code", "population_year"),
            partition_by=("source_file",),
        ),
        Layout(
            table="population_force",
            columns=(
                Column(
                    "force_code", (r"re:pfa ?(20)?\d\d ?(code|cd)",), pattern=CODE, nullable=False
                ),
                Column("force_name", (r"re:pfa ?(20)?\d\d ?(name|nm)",)),
                Column("population_year", ("year", "mid-year"), type="integer", required=False),
                Column("population", PEOPLE, type="bigint", number=True, minimum=0, nullable=False),
            ),
            key=("force_code",),
            partition_by=("source_file",),
            period_in_name=mid_year_in_path,
        ),
    ),
)
