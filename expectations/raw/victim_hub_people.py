"""What raw.victim_hub_people promises: each partnership once a quarter."""

from expectations import expect

suite = expect.warning(
    expect.no_rows(
        "no more needs are assessed than people were referred",
        "select * from {batch} where needs_assessment_count > referral_count",
        notes="People referred in the quarter before may be assessed in this one.",
    )
)
