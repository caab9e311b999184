"""What raw.police_demand promises: one count per day and type."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.police_demand",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="demand_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="demand_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="demand_count", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a day has each type once for an area",
            unexpected_rows_query="""
select demand_date, area_code, csp_code, demand_type, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="answer times stand only beside calls",
            unexpected_rows_query="""
select demand_date, area_code, demand_type from {batch}
where (mean_answer_seconds is not null or median_answer_seconds is not null)
    and demand_type not in ('emergency_call', 'non_emergency_call')
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="demand_count", min_value=0, severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[EWX]\d{8}$", severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToBeInSet(
            column="demand_type",
            value_set=[
                "emergency_call",
                "emergency_call_answered_within_10_seconds",
                "non_emergency_call",
                "non_emergency_call_abandoned",
                "incident",
                "crime",
                "arrest",
                "dwelling_burglary",
                "theft",
                "theft_from_vehicle",
                "robbery",
                "violence",
                "domestic_incident",
                "mental_health_incident",
                "missing_person",
                "road_collision_with_casualty",
                "breath_test",
                "antisocial_behaviour_incident",
            ],
            severity="warning",
            notes="A new type, or a misspelt one: ask the force's demand hub.",
        ),
    ],
)
