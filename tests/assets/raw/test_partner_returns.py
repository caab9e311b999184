"""Returns of partners and Fingertips downloads: noughts, hidden counts and blanks are three things."""

import pytest

from assets.raw import (
    accommodation_on_release,
    drug_treatment,
    duty_to_refer,
    iom_cohort,
    mental_health_treatment_requirements,
    rehabilitative_services,
)

FEEDS = (duty_to_refer, iom_cohort, mental_health_treatment_requirements, rehabilitative_services)


def template(feed):
    return ",".join(column.header[0] for column in feed.layouts[0].columns)


@pytest.mark.parametrize(
    ("cell", "count", "state"), [("0", 0, None), ("*", None, "suppressed"), ("", None, "missing")]
)
def test_nought_hidden_and_not_known_are_told_apart(load_feed, tmp_path, cell, count, state):
    feed = duty_to_refer.FEED
    path = tmp_path / "duty_to_refer_2019-06.csv"
    path.write_text(f"{template(feed)}\n2019-04-01,E06000031,{cell},0,0\n")

    loaded = load_feed(feed, {path.name: path})

    assert loaded.rows("select referral_count, referral_count_state from raw.duty_to_refer") == [
        {"referral_count": count, "referral_count_state": state}
    ]


@pytest.mark.parametrize("module", FEEDS, ids=lambda module: module.FEED.feed_id)
def test_a_quarter_that_begins_in_no_quarter_is_refused(load_feed, tmp_path, module):
    feed = module.FEED
    cells = {
        "quarter_start_date": "2019-05-01", "area_code": "E23000023", "district_code": "E06000031",
        "sex": "female", "lot_code": "ACC",
    }  # fmt: skip
    row = ",".join(cells.get(column.name, "5") for column in feed.layouts[0].columns)
    path = tmp_path / f"{feed.feed_id}_2019-06.csv"
    path.write_text(f"{template(feed)}\n{row}\n")

    loaded = load_feed(feed, {path.name: path})

    _, account = loaded.accounts[path.name]
    assert account.state == "refused"
    assert "quarter_start_date '2019-05-01'" in account.reason


@pytest.mark.parametrize("period", ["Apr-Jun 2019", "April to June 2019", "2018/19", "2018-19"])
def test_releases_come_by_quarter_or_by_financial_year(load_feed, tmp_path, period):
    path = tmp_path / "accommodation.csv"
    path.write_text(
        "Period,Region,Probation Delivery Unit,Measured at,Settled,Not settled,Homeless,"
        "Status not known,Releases\n"
        f"{period},East of England,All,First night,60,20,*,10,100\n"
    )

    loaded = load_feed(accommodation_on_release.FEED, {path.name: path})

    assert loaded.rows(
        "select settled_count, homeless_count, homeless_count_state "
        "from raw.accommodation_on_release"
    ) == [{"settled_count": 60, "homeless_count": None, "homeless_count_state": "suppressed"}]


def test_a_fingertips_download_keeps_its_limits_and_its_withheld_counts(load_feed, tmp_path):
    path = tmp_path / "indicators.data.csv"
    path.write_text(
        "Indicator ID,Indicator Name,Parent Code,Area Code,Area Name,Area Type,Sex,Age,Time period,"
        "Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note\n"
        "92544,C20 - treatment after release from prison,E12000006,E06000031,Peterborough,UA,Persons,"
        "18+ yrs,2018/19,28.67,21.9,36.5,,,\n"
    )

    loaded = load_feed(drug_treatment.FEED, {path.name: path})

    assert loaded.rows(
        "select value_percent, upper_limit_percent, engaged_count from raw.drug_treatment"
    ) == [{"value_percent": 28.67, "upper_limit_percent": 36.5, "engaged_count": None}]
