"""What core.street_antisocial_behaviour promises: one row for each area of a month, none below nought."""

from expectations import expect

suite = expect.critical(
    expect.no_repeats("each area stands once a month", "month_start_date, area_code"),
    expect.column_values_to_not_be_null("area_code"),
    expect.column_values_to_be_between("incident_count", min_value=0),
)
