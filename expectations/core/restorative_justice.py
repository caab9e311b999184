"""What core.restorative_justice promises to the figures by half-year."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_not_be_null("area_code", "period_start_date", "referral_count"),
    expect.column_values_to_match_regex("area_code", regex=r"^[EW]\d{8}$"),
    expect.no_repeats(
        "no two rows are of the same area code, period start date and offence group",
        "area_code, period_start_date, offence_group",
    ),
    expect.no_rows(
        "no more people are informed than were referred",
        "select * from {batch} where informed_count > referral_count",
    ),
    expect.column_values_to_be_in_set("month_count", [3, 6]),
)
