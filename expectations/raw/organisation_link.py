"""What raw.organisation_link promises: two identifiers of one organisation."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.organisation_link",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="org_id_a", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="org_id_b", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no organisation is linked to itself",
            unexpected_rows_query="""
select * from {batch} where org_id_a = org_id_b
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same org identifier a, org identifier b and source file",
            unexpected_rows_query="""
select org_id_a, org_id_b, source_file, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="warning",
            notes="A link listed twice is kept once.",
        ),
    ],
)
