"""360Giving as JSON and as a workbook: the same rows as its CSV."""

import json

import pytest

from assets.raw.grant_awards import FEED
from demonstration.workbook import workbook

GRANT = {
    "id": "360G-x-1",
    "title": "Advice",
    "description": "Advice for young people",
    "currency": "GBP",
    "amountAwarded": 12500.5,
    "awardDate": "2019-05-01",
    "plannedDates": [{"startDate": "2019-06-01", "endDate": "2020-05-31", "duration": 12}],
    "recipientOrganization": [
        {
            "id": "GB-CHC-1",
            "name": "Acorn, and Athena",
            "charityNumber": "1",
            "email": "a@b.example",
        }
    ],
    "fundingOrganization": [{"id": "GB-CHC-9", "name": "A Fund"}],
    "beneficiaryLocation": [
        {"name": "Cambridge", "geoCode": "E07000008", "geoCodeType": "LAD"},
        {"name": "Fenland", "geoCode": "E07000010", "geoCodeType": "LAD"},
    ],
    "grantProgramme": [{"code": "YOU", "title": "Youth and Community Fund"}],
    "classifications": [{"title": "Advice"}],
}
READ = (
    "select award_id, amount_awarded::double as amount, recipient_org_name, "
    "recipient_org_charity_number, beneficiary_location_code, funding_org_id, "
    "grant_programme_title, planned_start_date, duration_months from raw.grant_awards "
    "order by award_id"
)


def load(load_feed, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_feed(FEED, {name: path})


def package(*grants):
    return json.dumps({"version": "1.1", "grants": list(grants)})


def test_nested_objects_and_lists_become_one_row_an_award(load_feed, tmp_path):
    loaded = load(load_feed, tmp_path, "grants.json", package(GRANT))

    assert [tuple(row.values()) for row in loaded.rows(READ)] == [
        (
            "360G-x-1", 12500.5, "Acorn, and Athena", "1", "E07000008; E07000010", "GB-CHC-9",
            "Youth and Community Fund", "2019-06-01", "12",
        )
    ]  # fmt: skip


def test_a_grant_to_a_person_keeps_the_name_in_raw_alone(load_feed, tmp_path):
    person = {key: value for key, value in GRANT.items() if key != "recipientOrganization"} | {
        "recipientIndividual": {"id": "P1", "name": "A Name"}
    }

    loaded = load(load_feed, tmp_path, "grants.json", package(person))

    (row,) = loaded.rows("select recipient_individual_name from raw.grant_awards")
    assert row["recipient_individual_name"] == "A Name"
    column = FEED.layouts[0].column("recipient_individual_name")
    assert column.sensitive
    loaded.connection.execute("create table core.area (area_code varchar, area_type varchar, "
                              "parent_code varchar, valid_to date)")  # fmt: skip
    loaded.build("assets/core/police_force.sql", "assets/core/grant_award.sql")
    (award,) = loaded.rows("from core.grant_award")
    assert award["recipient_name"] == "An individual"
    assert "A Name" not in award.values()


def test_a_workbook_is_read_whatever_stands_above_its_header(load_feed, tmp_path):
    header = [
        "Identifier", "Title", "Currency", "Amount Awarded", "Award Date", "Funding Org:Identifier",
        "Funding Org:Name", "Recipient Org:Name", "Beneficiary Location:0:Geographic Code",
        "Beneficiary Location:1:Geographic Code",
    ]  # fmt: skip
    rows = [
        ["#", "skipRows 1"],
        header,
        ["360G-x-1", "Advice", "GBP", 12500.5, "2019-05-01", "GB-CHC-9", "A Fund", "Acorn",
         "E07000008", "E07000010"],
        ["360G-x-2", "Choir", "GBP", 900.0, "2019-05-02", "GB-CHC-9", "A Fund", "Choir",
         "E07000008", None],
    ]  # fmt: skip

    loaded = load(load_feed, tmp_path, "grants.xlsx", workbook("grants", rows))

    found = {row["award_id"]: row for row in loaded.rows(READ)}
    assert found["360G-x-1"]["beneficiary_location_code"] == "E07000008; E07000010"
    assert found["360G-x-2"]["beneficiary_location_code"] == "E07000008"
    assert [row["amount"] for row in found.values()] == [12500.5, 900.0]


def test_a_description_with_line_breaks_is_one_record(load_feed, tmp_path):
    header = "Identifier,Title,Description,Currency,Amount Awarded,Award Date," \
             "Funding Org:Identifier,Funding Org:Name"  # fmt: skip
    body = '360G-x-1,Advice,"Line one\r\nline two",GBP,900,2019-05-01,GB-CHC-9,A Fund'

    loaded = load(load_feed, tmp_path, "grants.csv", f"{header}\r\n{body}\r\n")

    (row,) = loaded.rows(
        "select description, amount_awarded::double as amount from raw.grant_awards"
    )
    assert row["amount"] == 900.0
    assert row["description"].split() == ["Line", "one", "line", "two"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (package(GRANT)[:-40], "is not JSON"),
        ('{"awards": []}', "has no list `grants`"),
        ('{"grants": ["360G-x-1"]}', "has no list `grants`"),
        (package(), "missing 'Identifier'"),
    ],
)
def test_json_that_is_no_whole_package_is_refused(load_feed, tmp_path, content, words):
    loaded = load(load_feed, tmp_path, "grants.json", content)

    _, account = loaded.accounts["grants.json"]
    assert account.state == "refused"
    assert words in account.reason


def test_an_award_in_json_without_an_amount_is_rejected(load_feed, tmp_path):
    many = [GRANT | {"id": f"360G-x-{number}"} for number in range(9)]
    bad = {key: value for key, value in GRANT.items() if key != "amountAwarded"} | {"id": "360G-y"}

    loaded = load(load_feed, tmp_path, "grants.json", package(*many, bad))

    _, account = loaded.accounts["grants.json"]
    assert account.state == "partly_rejected"
    assert account.rejects == [(10, "Amount Awarded", "", "must not be empty")]


def test_the_published_grants_of_trafford(load_feed, shared_data):
    name = "trafford_council_voluntary_sector_grants.csv"

    loaded = load_feed(FEED, {name: shared_data / "grants" / name})

    (row,) = loaded.rows(
        "select count(*) as awards, sum(amount_awarded)::double as pounds, "
        "count(nullif(recipient_org_charity_number, '')) as charities from raw.grant_awards"
    )
    assert tuple(row.values()) == (555, 1_291_436.54, 154)
