"""The Youth and Community Fund: its awards by half-year, for the force area and each district."""

import datetime as dt

QUERY = "assets/metrics/communities/youth_fund_awarded_gbp.sql"


def award(title, amount, day, *, district="E07000008", currency="GBP", purpose="Communities"):
    return {
        "title": title,
        "purpose": purpose,
        "currency": currency,
        "amount_awarded": amount,
        "award_date": day,
        "area_code": "E23000023",
        "beneficiary_location_code": district,
        "source_file": "grants.csv",
    }


def test_awards_of_the_fund_are_summed_by_half_year_and_place(run_sql):
    rows = run_sql(
        QUERY,
        {
            "core.grant_award": [
                award("Youth and community fund: a boxing club", 1500.0, dt.date(2019, 6, 1)),
                award("Boxing", 500.25, dt.date(2019, 9, 30), purpose="Youth & Community Fund"),
                award(
                    "Youth and Community Fund: scouts", 900.0, dt.date(2020, 3, 31), district=None
                ),
                award("Youth work in the community", 70_000.0, dt.date(2019, 6, 1)),
                award(
                    "Youth and community fund: abroad", 10.0, dt.date(2019, 6, 1), currency="EUR"
                ),
            ]
        },
    )

    found = {(row["area_code"], row["period_start_date"]): row["value"] for row in rows}
    assert found == {
        ("E23000023", dt.date(2019, 4, 1)): 2000.25,
        ("E07000008", dt.date(2019, 4, 1)): 2000.25,
        ("E23000023", dt.date(2019, 10, 1)): 900.0,
    }


def test_an_award_to_several_places_is_of_the_force_area_alone(run_sql):
    two_places = award(
        "Youth and community fund: choirs",
        800.0,
        dt.date(2019, 6, 1),
        district="E07000008; E07000010",
    )

    rows = run_sql(QUERY, {"core.grant_award": [two_places]})

    assert [row["area_code"] for row in rows] == ["E23000023"]
