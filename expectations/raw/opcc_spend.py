"""What raw.opcc_spend promises: every payment has a date and an amount."""

from expectations import expect

suite = expect.warning(
    expect.column_values_to_not_be_null(
        "supplier_name", notes="A supplier without a name is taken as redacted."
    )
)
