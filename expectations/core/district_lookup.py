"""What core.district_lookup promises: district, partnership and force, edition by edition."""

from expectations import expect

suite = [
    *expect.critical(
        expect.compound_columns_to_be_unique("edition_year", "district_code", "csp_code"),
        expect.column_values_to_match_regex(
            "district_code", "csp_code", "force_code", regex=r"^[EW]\d{8}$"
        ),
        expect.no_rows(
            "a partnership lies in one force in each edition",
            """
select edition_year, csp_code from {batch}
group by all having count(distinct force_code) > 1
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "each whole edition has 43 forces",
            """
select edition_year from {batch} group by edition_year having count(distinct force_code) <> 43
""",
            notes="England and Wales have 43 territorial forces: the edition is of a part, or cut short.",
        )
    ),
]
