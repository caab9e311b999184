"""What core.public_confidence promises: each area once a year, a percentage of a base."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("year_end_date", "area_name"),
        expect.no_rows(
            "each area stands once a year",
            """
select area_code, year_end_date from {batch}
where area_code is not null group by all having count(*) > 1
""",
        ),
        expect.no_rows(
            "an area code has nine characters",
            """
select area_code from {batch} where not regexp_full_match(area_code, '[A-Z][0-9]{{8}}')
""",
        ),
        expect.column_values_to_be_between("percent_good", min_value=1, max_value=100),
    ),
    *expect.warning(
        expect.column_values_to_not_be_null(
            "area_code", notes="A name that is no known force: a region, or a new spelling."
        )
    ),
]
