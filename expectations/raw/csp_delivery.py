"""What raw.csp_delivery promises: one return of one day for each partnership."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_rows(
            "nothing is done after the day of the return",
            "select * from {batch} where done_date > return_date",
        ),
        expect.no_rows(
            "the return of a partnership has one date",
            "select csp_code from {batch} group by csp_code having count(distinct return_date) > 1",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "what is done has evidence",
            "select * from {batch} where done_date is not null and not has_evidence",
            notes="Ask the partnership for it.",
        )
    ),
]
