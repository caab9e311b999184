"""What core.commissioned_contract promises: each contract once, in one kind of area."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_be_unique("contract_reference"),
        expect.column_values_to_not_be_null("prime_provider_code"),
        expect.no_rows(
            "no contract names both a probation region and a police area",
            """
select contract_reference from {batch}
where probation_region_code is not null and pcc_area_code is not null
""",
        ),
    ),
    *expect.warning(
        expect.column_values_to_not_be_null("region_code"),
        expect.no_rows(
            "every prime provider is in the list of providers",
            """
select contract_reference, prime_provider_code from {batch}
where prime_provider_code not in (
    select provider_code from core.commissioned_provider where provider_code is not null
)
""",
            notes="A contract and the list of providers may arrive on different days.",
        ),
    ),
]
