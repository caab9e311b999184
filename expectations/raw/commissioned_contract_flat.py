"""What raw.commissioned_contract_flat promises: each contract once."""

from expectations import expect

suite = expect.critical(expect.column_values_to_be_unique("contract_reference"))
