"""What raw.crown_court_by_court promises: each row once."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_be_between("open_latest", "open_year_ago", min_value=0)
    ),
    *expect.warning(
        expect.no_rows(
            "change is the difference of the two dates",
            "select court from {batch} where change <> open_latest - open_year_ago",
        )
    ),
]
