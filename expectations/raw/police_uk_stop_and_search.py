"""What raw.police_uk_stop_and_search promises: a search, its time and the month of its file."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("file_period"),
        expect.no_rows(
            "every file's name says whose searches it holds",
            """
select distinct source_file from {batch}
where not regexp_matches(lower(source_file), '[0-9]{{4}}-[0-9]{{2}}-[a-z-]+-stop-and-search')
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "a search is of its file's month, or within a day of it",
            """
select distinct file_period, left(searched_at, 10) as searched_on from {batch}
where try_cast(left(searched_at, 10) as date)
    not between file_period - 1 and last_day(file_period) + 1
""",
            notes="A search in the file of another month counts in the month of its own date.",
        ),
        expect.no_rows(
            "a force says of most searches whether they found anything",
            """
select source_file from {batch} group by source_file
having count(*) filter (where is_outcome_linked is null and outcome is null) > 0.2 * count(*)
""",
            notes="Searches of which nothing is said are left out of the find rate.",
        ),
    ),
]
