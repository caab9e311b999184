"""What raw.reference_commissioned_service promises: each service has one name."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_be_unique("service_code"),
    expect.column_values_to_not_be_null("service_name"),
)
