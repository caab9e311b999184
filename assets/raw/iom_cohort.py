"""Integrated offender management: the cohort's size, and how many of it reoffended.

Grain     one row per quarter, police force area and version of the cohort's definition
Supplier  Constabulary integrated offender management team
Arrives   quarterly, within two months of the quarter, as iom_cohort_YYYY-MM.csv
Rights    OFFICIAL-SENSITIVE; counts of people; no personal data

The cohort is chosen because its members offend much, so that their offending falls by itself: no
before and after may be read out of it. `definition_version` names the rule of selection; when it
changes, a new series begins. A member counts once among `reoffended` whether the reoffence was
proven or alleged, and `proven` counts those of them with a proven one.
"""

from pipelines.contract import Column, Feed, Layout

MARKERS = {"*": "suppressed", "..": "missing", "": "missing"}


def _count(name: str, unit: str, description: str) -> Column:
    return Column(
        name,
        (name,),
        type="bigint",
        minimum=0,
        unit=unit,
        markers=MARKERS,
        keeps_state=True,
        description=description,
    )


FEED = Feed(
    feed_id="iom_cohort",
    title="Integrated offender management cohort",
    supplier="Constabulary",
    owner="Integrated offender management board",
    cadence="quarterly",
    due_days=62,
    rights="OFFICIAL-SENSITIVE; aggregate counts of few people",
    marking="OFFICIAL-SENSITIVE",
    data_to="max(last_day((quarter_start_date + interval 2 month)::date))",
    layouts=(
        Layout(
            table="iom_cohort",
            columns=(
                Column(
                    "quarter_start_date",
                    ("quarter_start_date",),
                    type="date",
                    pattern=r"\d{4}-(01|04|07|10)-01",
                    nullable=False,
                    description="First day of the calendar quarter.",
                ),
                Column("area_code", ("area_code",), pattern=r"[EWX]\d{8}", nullable=False),
                Column("definition_version", ("definition_version",), nullable=False),
                _count("cohort_count", "people", "Members of the cohort in the quarter."),
                _count("reoffended_count", "people", "Of them, those with a reoffence."),
                _count("proven_count", "people", "Of those, the ones with a proven reoffence."),
            ),
            file_patterns=(r".*iom.*\.csv",),
            key=("quarter_start_date", "area_code", "definition_version"),
            partition_by=("quarter_start_date", "area_code"),
            complete_by=("quarter_start_date", "area_code"),
        ),
    ),
)
