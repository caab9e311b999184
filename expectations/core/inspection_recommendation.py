"""What core.inspection_recommendation promises: dates in order, a known type."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("recommendation_id", "raised_date", "register_date"),
        expect.column_values_to_be_in_set(
            "recommendation_type", ["cause of concern", "recommendation", "area for improvement"]
        ),
        expect.no_repeats(
            "no two rows are of the same force name and recommendation identifier",
            "force_name, recommendation_id",
        ),
        expect.no_rows(
            "a recommendation is raised before it is closed",
            "select * from {batch} where closed_date < raised_date",
        ),
    ),
    *expect.warning(
        expect.column_values_to_not_be_null(
            "force_code", notes="A name that is no known force: add its spelling to the reference."
        ),
        expect.no_rows(
            "no recommendation is open for five years",
            """
select * from {batch} where closed_date is null and raised_date < register_date - interval 5 years
""",
            notes="It may have been closed and not entered: ask the inspection lead.",
        ),
    ),
]
