"""What raw.commissioned_subcontractor_flat promises: each subcontractor once a contract."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.commissioned_subcontractor_flat",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["contract_reference", "provider_code"], severity="critical"
        ),
    ],
)
