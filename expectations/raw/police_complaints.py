"""What raw.police_complaints promises: each force once a period, with the people it employs."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_rows(
            "employees are people, at least a hundred",
            "select * from {batch} where employee_count < 100",
        )
    ),
    *expect.warning(
        expect.no_rows(
            "a force logs fewer complaints than it has employees",
            """
select * from {batch} where complaint_count > employee_count and not regexp_matches(period, '(?i)q')
""",
            notes="Columns may have been exchanged: ask the force.",
        )
    ),
]
