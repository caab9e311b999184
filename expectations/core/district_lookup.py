"""What core.district_lookup promises: district, partnership and force, edition by edition."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.district_lookup",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["edition_year", "district_code", "csp_code"], severity="critical"
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="district_code", regex=r"^[EW]\d{8}$", severity="critical"
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="csp_code", regex=r"^[EW]\d{8}$", severity="critical"
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="force_code", regex=r"^[EW]\d{8}$", severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="a partnership lies in one force in each edition",
            unexpected_rows_query="""
select edition_year, csp_code from {batch}
group by all having count(distinct force_code) > 1
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="each whole edition has 43 forces",
            unexpected_rows_query="""
select edition_year from {batch} group by edition_year having count(distinct force_code) <> 43
""",
            severity="warning",
            notes="England and Wales have 43 territorial forces: the edition is of a part, or cut short.",
        ),
    ],
)
