"""What core.probation_supervision promises: each area, supervision and requirement once a period."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats(
            "each figure stands once",
            "measure, area_name, supervision_type, requirement_type, period_start_date",
        ),
        expect.column_values_to_be_in_set("measure", ["caseload", "starts", "requirements"]),
        expect.column_values_to_be_between("person_count", min_value=0),
    ),
    *expect.warning(
        expect.no_rows(
            "every region of probation is known",
            "select distinct area_name from {batch} where area_code is null",
            notes="Add the spelling to assets/reference/probation_area.csv.",
        )
    ),
]
