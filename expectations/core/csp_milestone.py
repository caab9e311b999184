"""What core.csp_milestone promises: each milestone once, of a known partnership."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("csp_code", "due_date", "return_date"),
        expect.no_repeats(
            "no two rows are of the same csp code, activity and milestone",
            "csp_code, activity, milestone",
        ),
        expect.column_values_to_be_in_set("stage", ["Understand", "Plan", "Do", "Review"]),
        expect.no_rows(
            "what is met on time is done",
            "select * from {batch} where is_met_on_time and done_date is null",
        ),
    ),
    *expect.warning(
        expect.column_values_to_not_be_null(
            "force_code", notes="A partnership that is in no lookup: check its code."
        )
    ),
]
