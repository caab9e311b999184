"""What core.out_of_court_disposal promises: each kind of disposal once an area and period."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats(
            "each kind of disposal stands once an area and period",
            "area_code, period_type, period_start_date, disposal_type",
        ),
        expect.column_values_to_match_regex("area_code", regex=r"^[A-Z]\d{8}$"),
        expect.column_values_to_be_between("disposal_count", min_value=0),
        expect.column_values_to_be_in_set("period_type", ["quarter", "calendar_year"]),
    ),
    *expect.warning(
        expect.column_values_to_be_in_set(
            "disposal_type",
            [
                "Caution",
                "Conditional caution",
                "Penalty notice",
                "Cannabis or khat warning",
                "Community resolution",
            ],
        )
    ),
]
