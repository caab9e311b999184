"""What core.police_workforce promises: one number for each force, kind of worker, measure and day."""

from expectations import expect
from expectations.shared import forces_have_codes

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null(
            "force_code", "as_at_date", "worker_type", "measure", "source_release"
        ),
        expect.column_values_to_be_between("worker_count", min_value=0),
        expect.no_repeats(
            "a force has one number for a kind of worker, measure and day",
            "force_code, as_at_date, worker_type, measure",
        ),
        forces_have_codes(),
        expect.column_values_to_be_in_set("measure", ["full_time_equivalent", "headcount"]),
    ),
    *expect.warning(
        expect.no_rows(
            "every day has the 43 territorial forces",
            """
select as_at_date, worker_type, measure from {batch} where left(force_code, 1) <> 'X'
group by all having count(*) <> 43
""",
            notes="A name that is not known was left out. Add it to assets/reference/police_force.csv.",
        )
    ),
]
