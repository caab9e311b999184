"""Grant awards: one row an award, in its financial year, for the force area that benefits."""

import datetime as dt

import pytest

QUERY = "assets/core/grant_award.sql"
FORCES = "assets/core/police_force.sql"
AREAS = [
    {"area_code": "E23000005", "area_type": "force", "parent_code": None, "valid_to": None},
    {"area_code": "E22000001", "area_type": "csp", "parent_code": "E23000005", "valid_to": None},
    {
        "area_code": "E08000009",
        "area_type": "district",
        "parent_code": "E22000001",
        "valid_to": dt.date(2030, 3, 31),
    },
    {"area_code": "E08000010", "area_type": "district", "parent_code": "E22000001"},
]


def award(**given):
    return {
        "award_id": "360G-1",
        "title": "A grant",
        "currency": "GBP",
        "amount_awarded": 100,
        "award_date": "2019-04-01",
        "funding_org_id": "GB-1",
        "funding_org_name": "A fund",
        "received_at": dt.datetime(2020, 1, 1),
        **given,
    }


def built(run_sql, *awards):
    return run_sql(QUERY, {"raw.grant_awards": list(awards), "core.area": AREAS}, first=[FORCES])


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2019-03-31", "2018/19"),
        ("2019-04-01", "2019/20"),
        ("2000-03-31T23:00:00Z", "1999/00"),
        ("01/04/2019", "2019/20"),
    ],
)
def test_the_financial_year_runs_from_april_to_march(run_sql, written, year):
    (row,) = built(run_sql, award(award_date=written))

    assert row["financial_year"] == year


def test_an_award_delivered_again_with_another_date_counts_once_as_last_delivered(run_sql):
    later = dt.datetime(2020, 2, 1)

    (row,) = built(
        run_sql,
        award(amount_awarded=100),
        award(amount_awarded=150, award_date="2019-06-01", received_at=later),
    )

    assert (row["amount_awarded"], row["award_date"]) == (150.0, dt.date(2019, 6, 1))


@pytest.mark.parametrize(
    ("given", "area_code"),
    [
        ({"beneficiary_location_code": "E08000009"}, "E23000005"),
        ({"beneficiary_location_code": "E07000999"}, "E07000999"),
        ({"funding_org_id": "GB-LAE-TRF"}, "E23000005"),
        ({"funding_org_name": "Police and Crime Commissioner for Cambridgeshire"}, "E23000023"),
        ({}, "K04000001"),
    ],
)
def test_an_award_belongs_to_the_force_area_that_benefits_as_far_as_it_is_known(
    run_sql, given, area_code
):
    (row,) = built(run_sql, award(**given))

    assert row["area_code"] == area_code


@pytest.mark.parametrize(
    ("places", "area_code"),
    [
        # Two districts of one force area; two of which one is not known; one known twice over.
        ("E08000009; E08000010", "E23000005"),
        ("E08000009; E07000999", "K04000001"),
        ("E08000009; E23000005", "E23000005"),
    ],
)
def test_an_award_to_several_places_is_of_the_force_area_that_holds_them_all(
    run_sql, places, area_code
):
    (row,) = built(run_sql, award(beneficiary_location_code=places))

    assert row["area_code"] == area_code


@pytest.mark.parametrize(
    ("programme", "theme"),
    [
        ("Crime and Disorder Reduction Grants: Offenders", "offenders"),
        ("Victims Services", "victims"),
        ("Voluntary and Community Sector Grants", None),
        (None, None),
    ],
)
def test_a_theme_is_given_only_where_the_programme_names_one(run_sql, programme, theme):
    (row,) = built(run_sql, award(grant_programme_title=programme))

    assert (row["theme"], row["purpose"]) == (theme, programme)


def test_several_recipients_on_one_line_are_not_split_and_a_person_is_not_named(run_sql):
    awards = built(
        run_sql,
        award(recipient_org_name="Sodexo; Change, Grow, Live"),
        award(award_id="360G-2", recipient_individual_name="A Name"),
    )

    several, person = sorted(awards, key=lambda row: row["award_id"])
    assert several["recipient_name"] == "Sodexo; Change, Grow, Live"
    assert person["recipient_name"] == "An individual"
    assert "A Name" not in person.values()


def test_nothing_that_may_name_a_person_or_place_them_is_carried_past_raw(run_sql):
    given = {
        "title": "Bicycle for A Name",
        "description": "A Name of 4 Example Street",
        "beneficiary_location_code": "E08000009",
        "beneficiary_location_name": "Example Street",
    }

    (person,) = built(run_sql, award(recipient_individual_name="A Name", **given))
    (body,) = built(run_sql, award(recipient_org_name="A club", **given))

    assert person["is_individual"]
    assert (person["title"], person["description"]) == ("Award to an individual", None)
    assert person["beneficiary_location_code"] is person["beneficiary_location_name"] is None
    assert person["area_code"] == "E23000005"  # the force area still counts the money
    assert not body["is_individual"]
    assert (body["title"], body["beneficiary_location_code"]) == (given["title"], "E08000009")


def test_an_organisation_without_a_name_is_not_taken_for_a_person(run_sql):
    (row,) = built(run_sql, award(recipient_org_id="GB-CHC-1"))

    assert (row["is_individual"], row["title"]) == (False, "A grant")
    assert row["recipient_name"] == "An organisation that is not named"
