"""Which small area lies in which district, and which district in which police force area.

Grain     one row per lower-layer super output area (area_lsoa), or per district and community
          safety partnership (area_district), in each edition of a lookup
Supplier  Office for National Statistics: Open Geography lookups
Arrives   yearly, and when boundaries change
Rights    Open Government Licence v3.0; no personal data

Every edition is kept: districts are abolished and renamed, and old files name old districts. The
edition is the year of the districts (LAD19), read from the file's name.
"""

import datetime as dt
import re

from pipelines.contract import Column, Feed, Layout

DISTRICT_CODE = (r"re:(lad|ltla|la)\d\dcd", r"re:(lad|ltla)[-_ ]?code", "ladcd")
DISTRICT_NAME = (r"re:(lad|ltla|la)\d\dnm", r"re:(lad|ltla)[-_ ]?name", "ladnm")
CODE = r"[EW]\d{8}[\s\x{00A0}]*"
_OF_DISTRICTS = re.compile(r"(?:lad|ltla)_?(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def edition_in_path(path: str) -> dt.date | None:
    """Read the year of the districts from a file's name: `lad19`, or else the last year it names.

    ONS names a lookup from the smallest area to the largest, each with its year, so the last year
    is that of the largest: `LSOA_(2011)_to_LAD_(December_2020)` is of 2020.
    """
    for part in reversed([part.casefold() for part in re.split(r"[/\\!]", path)]):
        if found := _OF_DISTRICTS.findall(part):
            return dt.date(2000 + int(found[-1]), 1, 1)
        if years := _YEAR.findall(part):
            return dt.date(int(years[-1]), 1, 1)
    return None


FEED = Feed(
    feed_id="area",
    title="Area lookups",
    supplier="Office for National Statistics",
    owner="Performance analyst, OPCC",
    cadence="irregular",
    due_days=0,
    rights="Open Government Licence v3.0",
    reference=True,
    doc=__doc__,
    fetch_from="https://geoportal.statistics.gov.uk/",
    layouts=(
        Layout(
            table="area_lsoa",
            columns=(
                Column("lsoa_code", (r"re:lsoa\d\dcd",), pattern=r"[EW]01\d{6}", nullable=False),
                Column("lsoa_name", (r"re:lsoa\d\dnm",), nullable=False),
                Column("ward_code", (r"re:wd\d\dcd",), required=False),
                Column("ward_name", (r"re:wd\d\dnm",), required=False),
                Column("district_code", DISTRICT_CODE, pattern=CODE, nullable=False),
                Column("district_name", DISTRICT_NAME, nullable=False),
            ),
            key=("lsoa_code",),
            partition_by=("source_file",),
            period_in_name=edition_in_path,
        ),
        Layout(
            table="area_district",
            always_ends_with_newline=False,
            columns=(
                Column("district_code", DISTRICT_CODE, pattern=CODE, nullable=False),
                Column("district_name", DISTRICT_NAME, nullable=False),
                Column(
                    "csp_code",
                    (r"re:csp\d\dcd", r"re:csp[-_ ]?code"),
                    pattern=CODE,
                    nullable=False,
                ),
                Column("csp_name", (r"re:csp\d\dnm", r"re:csp[-_ ]?name"), nullable=False),
                Column(
                    "force_code",
                    (r"re:pfa\d\dcd", r"re:pfa[-_ ]?code"),
                    pattern=CODE,
                    nullable=False,
                ),
                Column("force_name", (r"re:pfa\d\dnm", r"re:pfa[-_ ]?name"), nullable=False),
            ),
            key=("district_code", "csp_code"),
            delimiters=",;",
            partition_by=("source_file",),
            period_in_name=edition_in_path,
        ),
    ),
)
