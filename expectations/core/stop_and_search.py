"""What core.stop_and_search promises to the find rate."""

from expectations import expect
from expectations.shared import forces_are_known, forces_have_codes, month_starts

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null(
            "force_code",
            "month_start_date",
            "search_type",
            "object_of_search",
            "officer_defined_ethnicity",
        ),
        expect.no_repeats(
            "no two rows count the same searches",
            "force_code, month_start_date, is_delivered, search_type, object_of_search, "
            "officer_defined_ethnicity",
        ),
        expect.no_rows(
            "found is of known, and known of searches",
            """
select force_code, month_start_date from {batch}
where not (0 <= found_count and found_count <= known_count and known_count <= search_count)
""",
        ),
        month_starts(),
        forces_have_codes(),
    ),
    *expect.warning(
        forces_are_known(),
        expect.no_rows(
            "no more than one search in a hundred is of a month whose file has not come",
            """
select force_code from {batch} group by force_code
having sum(search_count) filter (where not is_delivered) > 0.01 * sum(search_count)
    and sum(search_count) > 1000
""",
            notes="Files named for another month than they hold: ask the publisher.",
        ),
    ),
]
