"""What core.release_share promises to the measures of accommodation and employment."""

from expectations import expect

suite = expect.critical(
    expect.no_repeats(
        "each part of an area's releases stands once a period",
        "outcome, area_code, part, period_type, period_start_date",
    ),
    expect.column_pair_values_a_to_be_greater_than_b("whole_count", "part_count", or_equal=True),
    expect.no_rows(
        "a share that cannot be given says why",
        """
select * from {batch}
where (part_count is null or whole_count is null or whole_count = 0) <> (state is not null)
    or (state is null) <> (reason is null)
""",
    ),
    expect.column_values_to_not_be_null("area_code"),
)
