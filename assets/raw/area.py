"""Which small area lies in which district, and which district in which police force area; where.

Grain     one row per lower-layer super output area (area_lsoa), or per district and community
          safety partnership (area_district), in each edition of a lookup; one row per area and
          edition of its boundary (area_boundary)
Supplier  Office for National Statistics: Open Geography lookups and boundaries
Arrives   yearly, and when boundaries change
Rights    Open Government Licence v3.0; no personal data

Every edition is kept: districts are abolished and renamed, and old files name old districts. The
edition is the year of the districts (LAD19), read from the file's name.

Boundaries arrive as GeoJSON, of one kind of area to a file (districts, partnerships or police force
areas), in degrees (EPSG:4326) or on the British National Grid (EPSG:27700). A property such as
LAD23CD, CSP23CD or PFA23CD is the area's code, and says the kind and the edition. A generalised set
(BUC or BGC) is enough: outlines are simplified for a map, neighbours keeping the edge they share. A
boundary that crosses itself is mended, and the mending is told. A later file of the same kind and
edition replaces the earlier one whole.
"""

import datetime as dt
import re

from assets.sources import source
from pipelines.contract.feed import Column, Feed, Layout
from pipelines.ingest.readers.boundaries import KINDS, read_boundaries

DISTRICT_CODE = (r"re:(lad|ltla|la)\d\dcd", r"re:(lad|ltla)[-_ ]?code", "ladcd")
DISTRICT_NAME = (r"re:(lad|ltla|la)\d\dnm", r"re:(lad|ltla)[-_ ]?name", "ladnm")
CODE = r"[EW]\d{8}[\s\x{00A0}]*"
_OF_DISTRICTS = re.compile(r"(?:lad|ltla)_?(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
BOUNDARY = Layout(
    table="area_boundary",
    reader=read_boundaries,
    file_patterns=(r".*\.geojson", r".*boundar.*\.json"),
    columns=(
        Column("area_code", ("LAD23CD", rf"re:({KINDS})\d\dcd"), pattern=CODE, nullable=False),
        Column("area_name", ("LAD23NM", rf"re:({KINDS})\d\dnm"), nullable=False),
        Column("kind", nullable=False, description="Read from the name of the code."),
        Column("edition_year", ("edition year",), type="integer", nullable=False),
        Column("mended", description="What was wrong with the shape; null if nothing."),
        Column("left_m", ("left",), type="integer", nullable=False, unit="metres"),
        Column("top_m", ("top",), type="integer", nullable=False, unit="metres"),
        Column("right_m", ("right",), type="integer", nullable=False, unit="metres"),
        Column("bottom_m", ("bottom",), type="integer", nullable=False, unit="metres"),
        Column("label_x_m", ("label x",), type="integer", nullable=False, unit="metres"),
        Column("label_y_m", ("label y",), type="integer", nullable=False, unit="metres"),
        Column(
            "outline",
            nullable=False,
            pattern=r"(M-?\d+,-?\d+l[-\d, ]+z)+",
            description="Path of SVG in whole metres of the British National Grid, y downwards.",
        ),
        Column("note", ("NOTE",), required=False, description="What the publisher says of it."),
    ),
    key=("area_code",),
    partition_by=("kind", "edition_year"),
)


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
    **source("ons_geography"),
    cadence="irregular",
    due_days=0,
    reference=True,
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
                    "csp_code", (r"re:csp\d\dcd", r"re:csp[-_ ]?code"), pattern=CODE, nullable=False
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
        BOUNDARY,
    ),
)
