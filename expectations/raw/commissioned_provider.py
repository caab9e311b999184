"""What raw.commissioned_provider promises: each provider once."""

from expectations import expect

suite = expect.warning(
    expect.column_values_to_be_unique(
        "provider_name", notes="Two codes for one name may be one organisation."
    )
)
