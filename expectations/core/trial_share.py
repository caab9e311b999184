"""What core.trial_share promises to the measures of effective trials."""

from expectations import expect

suite = expect.critical(
    expect.no_repeats(
        "each part of an area's trials stands once a quarter",
        "court_type, area_code, part, quarter_start_date",
    ),
    expect.no_rows(
        "effective, cracked and ineffective add up to the trials listed",
        """
select court_type, area_code, quarter_start_date from {batch}
group by all having sum(trial_count) filter (part is not null) <> max(listed_count)
""",
    ),
    expect.column_values_to_be_between("trial_count", min_value=0),
    expect.column_values_to_not_be_null("area_code"),
)
