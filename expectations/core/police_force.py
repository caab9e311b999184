"""What core.police_force promises to every table that names a force."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_not_be_null("force_code", "force_name", "name", "name_key"),
    expect.column_values_to_be_unique("name"),
    expect.column_values_to_match_regex("force_code", regex=r"^[EWX]\d{8}$"),
    expect.no_rows(
        "a name, however typed, stands for one force",
        "select name_key from {batch} group by name_key having count(distinct force_code) > 1",
    ),
    expect.no_rows(
        "no two forces share an area for what is not placed",
        """
select unknown_code from {batch} group by unknown_code having count(distinct force_code) > 1
""",
    ),
)
