"""What raw.commissioned_service_type promises: each type once."""

from expectations import expect

suite = expect.critical(expect.column_values_to_be_unique("contract_type_code"))
