"""What core.offence_code promises: each code once at a time."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_not_be_null("offence_code", "offence_description", "offence_group"),
    expect.no_repeats("a code begins only once on a day", "offence_code, valid_from"),
)
