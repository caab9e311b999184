"""What a measure says of itself that readers are shown: one declaration for each field.

From these are made the columns of the snapshot's table `metric`, the facts of a measure's page and of
its entry in the data dictionary, and what exports say of it. The order is that of the columns: a new
field is added at the end, here and in the header that `pipelines.catalogue.metrics` reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class MetricField:
    """One fact of a measure's header, as it is published.

    `kind` is its DuckDB type and `meaning` the comment of its column. With a `label` it is listed
    among the facts of the measure, under that name; without one, pages say it in a place of its own.
    """

    name: str
    kind: str
    meaning: str
    label: str = ""


METRIC_FIELDS = (
    MetricField("metric_id", "varchar", "Name of the measure; never changes.", "Measure id"),
    MetricField("title", "varchar", "Title as printed."),
    MetricField("definition", "varchar", "What is counted, over what."),
    MetricField("theme", "varchar", "Plan theme: victims, offenders, communities, transformation."),
    MetricField("objective_id", "varchar", "Objective of the plan it serves."),
    MetricField("priority_id", "varchar", "Priority for action it serves, if one."),
    MetricField(
        "unit",
        "varchar",
        "count, percent, per_1000, per_10000, per_100000, per_day, ratio, gbp, gbp_each, people, days.",
        "Unit",
    ),
    MetricField(
        "better_when",
        "varchar",
        "higher, lower or neither: alone decides colour and wording.",
        "Which way is better",
    ),
    MetricField("basis", "varchar", "flow, cohort, stock, survey, audit or estimate.", "Basis"),
    MetricField("population", "varchar", "Who or what is counted.", "Population"),
    MetricField("geography", "varchar", "What the area codes are areas of.", "Geography"),
    MetricField("numerator_name", "varchar", "What the numerator counts.", "What is counted"),
    MetricField(
        "denominator_name", "varchar", "What the denominator counts; null for a count.", "Over"
    ),
    MetricField("frequency", "varchar", "Shortest period published.", "Published each"),
    MetricField(
        "lag_months",
        "integer",
        "Months from the end of a period to its figure.",
        "Figures come after",
    ),
    MetricField("publisher", "varchar", "Who publishes the source.", "Publisher of the source"),
    MetricField("owner", "varchar", "Who answers for the measure.", "Owner"),
    MetricField("caveats", "varchar", "What must print with it, one per line."),
    MetricField("disclosure", "varchar", "Disclosure rule that applies.", "Disclosure"),
    MetricField("marking", "varchar", "Classification marking.", "Marking"),
    MetricField(
        "version",
        "varchar",
        "Fingerprint of its definition and query.",
        "Version of its definition",
    ),
    MetricField(
        "breakdown_note",
        "varchar",
        "How its breakdown values relate (overlap, sum).",
        "How parts relate",
    ),
    MetricField("chart", "varchar", "trend, bars or dots."),
    MetricField(
        "numerator_unit", "varchar", "What one of the numerator is: offence, person, trial."
    ),
    MetricField("denominator_unit", "varchar", "What one of the denominator is; null for a count."),
    MetricField(
        "aggregation",
        "varchar",
        "sum (periods add up), last (a stock) or none (periods may not be combined).",
        "How periods combine",
    ),
    MetricField(
        "maturity_months",
        "integer",
        "Months until a period's figure is no longer immature.",
        "Too early to judge until",
    ),
    MetricField("breaks", "varchar", "Dates and words of what divides the series, one per line."),
    MetricField(
        "target", "double", "The target, in the measure's unit; null where none is set.", "Target"
    ),
    MetricField("target_source", "varchar", "Who set the target."),
    MetricField(
        "context_only",
        "boolean",
        "True where it may stand beside others as context only.",
        "Beside other measures",
    ),
    MetricField(
        "breakdown_total", "varchar", "sum where its parts add up to the total, else none."
    ),
)
# How the facts of a measure are read. A labelled field that is named in neither stands between the
# two; exports have places of their own for those that are.
_READ_FIRST = (
    *("numerator_name", "denominator_name", "unit", "better_when", "target", "basis", "population"),
    *("geography", "frequency", "lag_months", "maturity_months", "aggregation", "breakdown_note"),
    "context_only",
)
_READ_LAST = ("disclosure", "publisher", "owner", "marking", "metric_id", "version")


def in_reading_order() -> list[MetricField]:
    """List the labelled fields as a reader meets them."""
    place = {name: number for number, name in enumerate(_READ_FIRST)}
    place |= {name: len(place) + 1 + number for number, name in enumerate(_READ_LAST)}
    labelled = [field for field in METRIC_FIELDS if field.label]
    return sorted(labelled, key=lambda field: place.get(field.name, len(_READ_FIRST)))


def further_facts(metric: Mapping[str, Any]) -> list[str]:
    """Say, for an export, each labelled field that it has no place of its own for."""
    placed = {*_READ_FIRST, *_READ_LAST}
    further = [field for field in in_reading_order() if field.name not in placed]
    said = ((field.label, plain_text(metric.get(field.name))) for field in further)
    return [f"{label}: {text}" for label, text in said if text]


def plain_text(value: object) -> str | None:
    """Write a field as it stands, what is kept one to a line by semicolons; None where it is empty."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    text = "" if value is None else f"{value:,}" if isinstance(value, int | float) else str(value)
    return "; ".join(line.strip() for line in text.splitlines() if line.strip()) or None
