"""What core.court_timeliness promises: each area and kind of court once a period."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats(
            "each area and kind of court stand once a period",
            "area_code, court_type, period_type, period_start_date",
        ),
        expect.column_values_to_match_regex("area_code", regex=r"^[A-Z]\d{8}$"),
        expect.column_values_to_be_between("median_offence_to_completion_days", min_value=0),
    ),
    *expect.warning(
        expect.no_rows(
            "every area name is known",
            "select distinct area_code from {batch} where area_code = 'X99000000'",
            notes="Add the spelling to assets/reference/police_force.csv.",
        ),
        expect.no_rows(
            "the mean is not below half of the median",
            """
select area_code, period_start_date from {batch}
where 2 * mean_offence_to_completion_days < median_offence_to_completion_days
""",
            notes="Means lie above medians of waiting times: columns may have changed places.",
        ),
    ),
]
