"""What raw.police_demand promises: one count per day and type."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_rows(
            "answer times stand only beside calls",
            """
select demand_date, area_code, demand_type from {batch}
where (mean_answer_seconds is not null or median_answer_seconds is not null)
    and demand_type not in ('emergency_call', 'non_emergency_call')
""",
        )
    ),
    *expect.warning(
        expect.column_values_to_be_in_set(
            "demand_type",
            [
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
            notes="A new type, or a misspelt one: ask the force's demand hub.",
        )
    ),
]
