"""Organisations and bank holidays as they are published."""

import json

from assets.raw import bank_holidays, organisations

EASTER = {"title": "Easter Monday", "date": "2019-04-22", "notes": "", "bunting": True}
FRIDAY = {"title": "Good Friday", "date": "2019-04-19", "notes": "", "bunting": False}
PUBLISHED = {
    "england-and-wales": {"division": "england-and-wales", "events": [FRIDAY, EASTER]},
    "scotland": {"division": "scotland", "events": [FRIDAY]},
}


def holidays(load_feed, tmp_path, content):
    path = tmp_path / "bank-holidays.json"
    path.write_text(content, encoding="utf-8")
    return load_feed(bank_holidays.FEED, {"bank-holidays.json": path})


def test_every_division_has_its_own_holidays(load_feed, tmp_path):
    loaded = holidays(load_feed, tmp_path, json.dumps(PUBLISHED))

    rows = loaded.rows(
        "select division, title, holiday_date::varchar as day, has_bunting, holiday_year "
        "from raw.bank_holidays order by division, day"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("england-and-wales", "Good Friday", "2019-04-19", False, 2019),
        ("england-and-wales", "Easter Monday", "2019-04-22", True, 2019),
        ("scotland", "Good Friday", "2019-04-19", False, 2019),
    ]


def test_a_file_of_holidays_that_was_cut_is_refused(load_feed, tmp_path):
    loaded = holidays(load_feed, tmp_path, json.dumps(PUBLISHED)[:-9])

    _, account = loaded.accounts["bank-holidays.json"]
    assert account.state == "refused"
    assert "is not JSON" in account.reason


def test_other_json_is_no_file_of_holidays(load_feed, tmp_path):
    loaded = holidays(load_feed, tmp_path, '{"grants": [1]}')

    assert loaded.accounts["bank-holidays.json"][1].state == "refused"


def test_the_header_of_the_published_names_ends_with_a_comma_its_records_lack(load_feed, tmp_path):
    path = tmp_path / "charity-names.csv"
    path.write_text(
        "org_id,alternative_name,set_as_primary,\n"
        "GB-CHC-1199596,Mission 44,\n"
        'GB-NIC-100008,"Advice, NI",true\n'
    )

    loaded = load_feed(organisations.FEED, {"charity-names.csv": path})

    rows = loaded.rows("select org_id, name, is_primary from raw.organisation_name order by org_id")
    assert [tuple(row.values()) for row in rows] == [
        ("GB-CHC-1199596", "Mission 44", None),
        ("GB-NIC-100008", "Advice, NI", "true"),
    ]


def test_the_published_lists_load_but_for_the_record_that_was_cut(load_feed, shared_data):
    files = {
        name: shared_data / "reference" / name
        for name in ("charity-names.csv", "charity-company-numbers.csv")
    }

    loaded = load_feed(organisations.FEED, files)

    # The file of names ends within an identifier: `GB-NIC-`.
    table, names = loaded.accounts["charity-names.csv"]
    assert (table, names.rows_in_file, names.rows_loaded) == ("organisation_name", 2286, 2285)
    assert names.rejects[0][:3] == (2287, "(the record)", "GB-NIC-")
    table, links = loaded.accounts["charity-company-numbers.csv"]
    assert (table, links.state, links.rows_loaded) == ("organisation_link", "loaded", 4399)
    loaded.build("assets/core/organisation.sql")
    (row,) = loaded.rows("select * from core.organisation where org_id = 'GB-CHC-1000611'")
    assert (row["name"], row["company_id"]) == (
        "DENTON BURN COMMUNITY ASSOCIATION",
        "GB-COH-08591698",
    )
