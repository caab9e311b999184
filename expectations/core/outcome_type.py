"""What core.outcome_type promises: each published outcome is the police's, a court's or neither."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_be_unique("outcome_type"),
    expect.column_values_to_not_be_null(
        "outcome_name", "is_police_outcome", "is_court_result", "is_charged", "is_positive"
    ),
    expect.no_rows(
        "no outcome is both the police's and a court's, and only the police's are positive",
        """
select outcome_type from {batch}
where (is_police_outcome and is_court_result) or (is_positive and not is_police_outcome)
    or (is_charged and not is_positive)
""",
    ),
)
