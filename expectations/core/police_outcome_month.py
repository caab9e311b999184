"""What core.police_outcome_month promises to the rates of outcomes."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_not_be_null(
        "area_code", "month_start_date", "offence_group", "is_domestic_abuse"
    ),
    expect.column_values_to_be_between("recorded_count", min_value=0),
    expect.no_repeats(
        "an area's month has each offence group and flag once",
        "area_code, month_start_date, offence_group, is_domestic_abuse",
    ),
    expect.no_rows(
        "a part of the outcomes is never more than all of them",
        """
select area_code, month_start_date, offence_group from {batch}
where prosecution_possible_count > assigned_count or out_of_court_count > prosecution_possible_count
    or unsupported_no_suspect_count + unsupported_suspect_count > assigned_count
""",
    ),
    expect.no_rows(
        "the force's own crimes are all counted once",
        """
select sum(recorded_count) as recorded_count from {batch}
where area_code in (select force_code from core.police_outcome_crime)
having coalesce(sum(recorded_count), 0) <> (select count(*) from core.police_outcome_crime)
""",
    ),
)
