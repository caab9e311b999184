"""What raw.commissioned_subcontractor_flat promises: each subcontractor once a contract."""

from expectations import expect

suite = expect.critical(expect.compound_columns_to_be_unique("contract_reference", "provider_code"))
