"""What core.area promises to every figure that names an area."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_be_unique("area_code"),
        expect.column_values_to_match_regex("area_code", regex=r"^[A-Z]\d{8}$"),
        expect.column_values_to_not_be_null("area_name", "area_type"),
        expect.no_rows(
            "no area ends before it begins",
            "select area_code from {batch} where valid_to < valid_from",
        ),
        expect.no_rows(
            "no area lies in itself", "select area_code from {batch} where parent_code = area_code"
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "every area lies in one that is listed",
            """
select area_code, parent_code from {batch}
where parent_code not in (select area_code from {batch})
""",
            notes="Names of the areas above it cannot be shown.",
        )
    ),
]
