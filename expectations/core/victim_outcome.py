"""What core.victim_outcome promises: parts within their wholes."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_not_be_null("force_code", "half_year_start_date", "outcome_domain"),
    expect.no_repeats(
        "no two rows are of the same force, half-year, service and domain",
        "force_code, half_year_start_date, service, outcome_domain",
    ),
    expect.no_rows(
        "improved, both scores and ended are each within the next",
        """
select * from {batch} where improved_count > both_scores_count or both_scores_count > ended_count
""",
    ),
    expect.no_rows(
        "no domain has more people improved than any domain has",
        """
select force_code, half_year_start_date, service from {batch} group by all
having max(improved_count) > max(improved_count) filter (outcome_domain = 'any domain')
""",
    ),
)
