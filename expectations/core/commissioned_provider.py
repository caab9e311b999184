"""What core.commissioned_provider promises: each provider once."""

from expectations import expect

suite = [
    *expect.critical(expect.column_values_to_be_unique("provider_code")),
    *expect.warning(expect.column_values_to_not_be_null("provider_name")),
]
