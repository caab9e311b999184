"""What core.commissioned_subcontract promises: each subcontractor once a contract."""

from expectations import expect

suite = expect.critical(
    expect.compound_columns_to_be_unique("contract_reference", "provider_code"),
    expect.column_values_to_match_regex("provider_code", regex=r"\S"),
)
