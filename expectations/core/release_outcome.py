"""What core.release_outcome promises to the measures of accommodation and employment."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats(
            "each area stands once a period and time after release",
            "outcome, time_after_release, area_name, area_kind, period_type, period_start_date",
        ),
        expect.column_pair_values_a_to_be_greater_than_b(
            "known_count", "good_count", or_equal=True
        ),
        expect.column_pair_values_a_to_be_greater_than_b(
            "release_count", "known_count", or_equal=True
        ),
        expect.column_values_to_be_in_set("outcome", ["accommodation", "employment"]),
    ),
    *expect.warning(
        expect.no_rows(
            "every region and delivery unit is known",
            "select distinct area_name from {batch} where area_code is null",
            notes="A delivery unit that is no police force area has no figure of its own.",
        ),
        expect.no_rows(
            "the time after release is one that is published",
            """
select distinct time_after_release from {batch}
where time_after_release not in ('first night', '3 months', '6 weeks', '6 months')
""",
            notes="A new time after release is shown as a part of its own.",
        ),
    ),
]
