"""What raw.commissioned_contract promises: each contract once, in one kind of area."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_rows(
            "no contract names both a probation region and a police area",
            """
select contract_reference from {batch}
where probation_region_code is not null and pcc_area_code is not null
""",
        )
    ),
    *expect.warning(
        expect.no_rows(
            "every contract names a probation region or a police area",
            """
select contract_reference from {batch}
where probation_region_code is null and pcc_area_code is null
""",
        ),
        expect.no_rows(
            "no contract closes before it opens",
            """
select contract_reference from {batch} where left(hide_after, 10) < left(hide_before, 10)
""",
        ),
    ),
]
