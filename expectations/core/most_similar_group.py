"""What core.most_similar_group promises: each force stands once in a group, never in its own."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("force_code", "group_force_code"),
        expect.no_rows(
            "a force stands once in a group, and never in its own",
            """
select force_code, group_force_code, edition from {batch}
group by all
having count(*) > 1 or force_code = group_force_code
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "a group has seven other forces, as the inspectorate's have",
            "select force_code, edition from {batch} group by all having count(*) <> 7",
        )
    ),
]
