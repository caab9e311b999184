"""360Giving: any funder, any order of columns, most of them optional."""

from assets.raw.grant_awards import FEED

TRAFFORD = (
    "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,"
    "Recipient Org:Name,Recipient Org:Charity Number,Beneficiary Location:Geographic Code,"
    "Funding Org:Identifier,Funding Org:Name,Grant Programme:Title\n"
    "360G-t-1,A choir,Singing,GBP,2266,2013-01-18,360G-r-1,The Choir,,E08000009,"
    "GB-LAE-TRF,Trafford Council,Voluntary Sector Grants\n"
)
OTHER = (
    "Award Date,Amount Awarded,Currency,Funding Org:0:Name,Funding Org:0:Identifier,Title,"
    "Identifier,Recipient Org:0:Name,Beneficiary Location:0:Geographic Code\n"
    '2019-05-01T00:00:00Z,"12,500.50",GBP,A Fund,GB-CHC-1,Advice,'
    '360G-f-1,"Acorn, and Athena",E07000008\n'
)


def test_a_file_with_the_columns_of_another_funder_is_read(load_feed, tmp_path):
    (tmp_path / "t.csv").write_text(TRAFFORD)
    (tmp_path / "o.csv").write_text(OTHER)

    loaded = load_feed(FEED, {"trafford.csv": tmp_path / "t.csv", "other.csv": tmp_path / "o.csv"})

    rows = loaded.rows(
        "select award_id, amount_awarded::double as amount, funding_org_id, recipient_org_name, "
        "beneficiary_location_code, grant_programme_title from raw.grant_awards order by award_id"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("360G-f-1", 12500.5, "GB-CHC-1", "Acorn, and Athena", "E07000008", None),
        ("360G-t-1", 2266.0, "GB-LAE-TRF", "The Choir", "E08000009", "Voluntary Sector Grants"),
    ]


def test_an_award_without_an_amount_is_rejected_with_its_line(load_feed, tmp_path):
    many = [TRAFFORD.splitlines()[1].replace("360G-t-1", f"360G-t-{n}") for n in range(9)]
    bad = many[0].replace(",2266,", ",to follow,")
    (tmp_path / "t.csv").write_text("\n".join([TRAFFORD.splitlines()[0], *many, bad]) + "\n")

    _, account = load_feed(FEED, {"t.csv": tmp_path / "t.csv"}).accounts["t.csv"]

    assert account.state == "partly_rejected"
    assert account.rejects == [(11, "Amount Awarded", "to follow", "is not a number")]
