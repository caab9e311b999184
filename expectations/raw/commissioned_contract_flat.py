"""What raw.commissioned_contract_flat promises: each contract once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.commissioned_contract_flat",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="contract_reference", severity="critical"),
    ],
)
