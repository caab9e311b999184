"""What raw.organisation_name promises: identifiers of the form of org-id.guide."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.organisation_name",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="org_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="name", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="org_id", regex=r"^[A-Z]{2}-[A-Z]+-", severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same org identifier, name and source file",
            unexpected_rows_query="""
select org_id, name, source_file, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="warning",
            notes="A name listed twice is kept once.",
        ),
    ],
)
