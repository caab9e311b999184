"""What core.lsoa promises: each small area once, in a district."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_be_unique("lsoa_code"),
        expect.column_values_to_match_regex("lsoa_code", regex=r"^[EW]01\d{6}$"),
        expect.column_values_to_not_be_null("district_code", "lsoa_name"),
    ),
    *expect.warning(
        expect.no_rows(
            "every small area lies in a known partnership and force",
            """
select lsoa_code, lsoa_name, district_name from {batch}
where force_code is null or csp_code is null
""",
            notes="Its crimes are counted in the force, as place not known.",
        )
    ),
]
