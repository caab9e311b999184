"""What core.police_demand promises in the small installation: a critical and a warning one."""

from expectations import expect

suite = [
    *expect.critical(expect.column_values_to_not_be_null("demand_count")),
    *expect.warning(
        expect.no_rows(
            "no day has a thousand of anything",
            "select * from {batch} where demand_count > 1000",
        )
    ),
]
