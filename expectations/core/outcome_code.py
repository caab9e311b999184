"""What core.outcome_code promises: Home Office outcomes 1 to 22, each with its groups."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_be_unique("outcome_code"),
    expect.column_values_to_not_be_null(
        "description",
        "outcome_group",
        "is_charged",
        "is_positive",
        "is_out_of_court",
        "is_prosecution_possible",
    ),
    expect.no_rows(
        "every outcome of the Home Office is listed: 1 to 22, and 1A, 2A and 3A",
        """
with listed as (
    select unnest(range(1, 23))::varchar as outcome_code union all select unnest(['1A', '2A', '3A'])
)
select outcome_code from listed
where outcome_code not in (select outcome_code from {batch}) and exists (from {batch})
""",
    ),
    expect.no_rows(
        "a charge is positive and a prosecution possible, and never a disposal out of court",
        """
select outcome_code from {batch}
where (is_charged and not (is_positive and is_prosecution_possible)) or (is_charged and is_out_of_court)
""",
    ),
)
