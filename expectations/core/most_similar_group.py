"""What core.most_similar_group promises: each force stands once in a group, never in its own."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.most_similar_group",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="group_force_code", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a force stands once in a group, and never in its own",
            unexpected_rows_query="""
select force_code, group_force_code, edition from {batch}
group by all
having count(*) > 1 or force_code = group_force_code
""",
            severity="critical",
        ),
        # A surprise: figures are shown with this beside them.
        gxe.UnexpectedRowsExpectation(
            description="a group has seven other forces, as the inspectorate's have",
            unexpected_rows_query="""
select force_code, edition from {batch} group by all having count(*) <> 7
""",
            severity="warning",
        ),
    ],
)
