"""What core.antisocial_behaviour_incident promises: each force and year ending March once."""

from expectations import expect
from expectations.shared import forces_have_codes

suite = [
    *expect.critical(
        expect.compound_columns_to_be_unique("force_code", "period_end_date"),
        expect.column_values_to_not_be_null("force_code", "period_start_date", "source_release"),
        expect.column_values_to_be_between("incident_count", min_value=0),
        forces_have_codes(),
        expect.no_rows(
            "every year ends on 31 March",
            """
select distinct period_end_date from {batch}
where month(period_end_date) <> 3 or day(period_end_date) <> 31
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "every year has 43 territorial forces",
            """
select period_end_date from {batch} where left(force_code, 1) <> 'X'
group by all having count(*) <> 43
""",
            notes="A name that is not known was left out. Add it to assets/reference/police_force.csv.",
        )
    ),
]
