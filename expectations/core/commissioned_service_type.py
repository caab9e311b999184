"""What core.commissioned_service_type promises: each type once, with a service."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_be_unique("contract_type_code"),
        expect.column_values_to_not_be_null("service_name"),
    ),
    *expect.warning(
        expect.no_rows(
            "every service has a name",
            "select contract_type_code from {batch} where service_name = service_code",
            notes="Add it to assets/reference/commissioned_service.csv.",
        )
    ),
]
