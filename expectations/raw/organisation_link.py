"""What raw.organisation_link promises: two identifiers of one organisation."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_rows(
            "no organisation is linked to itself", "select * from {batch} where org_id_a = org_id_b"
        )
    ),
    *expect.warning(
        expect.no_repeats(
            "no two rows are of the same org identifier a, org identifier b and source file",
            "org_id_a, org_id_b, source_file",
            notes="A link listed twice is kept once.",
        )
    ),
]
