"""What raw.proven_reoffending_by_index_offence promises: proportions, each once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.proven_reoffending_by_index_offence",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["year_ending", "age", "index_offence"], severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="proportion", min_value=0, max_value=1, severity="critical"
        ),
    ],
)
