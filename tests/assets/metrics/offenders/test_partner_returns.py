"""Partners' returns: funnels are counted by stage, and a hidden part is never given away by a sum."""

import datetime as dt

REFERRALS = "assets/metrics/offenders/duty_to_refer_referral_count.sql"
REQUIREMENTS = "assets/metrics/offenders/mental_health_treatment_requirement_count.sql"
COHORT = "assets/metrics/offenders/iom_cohort_reoffending_rate.sql"
SERVICES = "assets/metrics/offenders/rehabilitative_service_outcome_rate.sql"
QUARTER = {
    "quarter_start_date": dt.date(2019, 4, 1),
    "quarter_end_date": dt.date(2019, 6, 30),
    "source_file": "return.csv",
}


def by_part(rows, area="E23000023"):
    return {
        row["breakdown_value"]: (row["numerator"], row["state"])
        for row in rows
        if row["area_code"] == area
    }


def referred(district, made, accepted, housed, **given):
    return {
        **QUARTER,
        "district_code": district,
        "force_code": "E23000023",
        "referral_count": made,
        "referral_count_state": None,
        "accepted_count": accepted,
        "accepted_count_state": None,
        "accommodated_count": housed,
        "accommodated_count_state": None if housed is not None else "suppressed",
        **given,
    }


def test_districts_add_up_to_the_force_unless_one_of_them_hides_a_figure(run_sql):
    rows = run_sql(
        REFERRALS,
        {
            "core.duty_to_refer": [
                referred("E06000031", 39, 28, 12),
                referred("E07000009", 7, 5, None),
            ]
        },
    )

    assert by_part(rows) == {
        None: (46, None),
        "Accepted": (33, None),
        "Accommodated": (None, "suppressed"),
    }
    assert by_part(rows, "E06000031")[None] == (39, None)
    assert by_part(rows, "E07000009")["Accommodated"] == (None, "suppressed")


def test_a_force_of_which_one_district_sent_nothing_is_missing(run_sql):
    later = {"quarter_start_date": dt.date(2019, 7, 1), "quarter_end_date": dt.date(2019, 9, 30)}
    rows = run_sql(
        REFERRALS,
        {
            "core.duty_to_refer": [
                referred("E06000031", 39, 28, 12),
                referred("E07000009", 7, 5, 2),
                referred("E06000031", 40, 30, 14, **later),
            ]
        },
    )

    assert {
        (row["period_start_date"].month, row["numerator"], row["state"])
        for row in rows
        if row["area_code"] == "E23000023" and row["breakdown_value"] is None
    } == {(4, 46, None), (7, None, "missing")}


def requirement(**given):
    return {
        **QUARTER,
        "source": "local return",
        "area_code": "E23000023",
        "court_name": "Peterborough Magistrates' Court",
        "sex": "female",
        "assessed_suitable_count": 7,
        "made_count": 6,
        "ended_count": 2,
        "completed_count": 1,
        "is_suppressed": False,
        **given,
    }


def test_requirements_made_are_the_figure_and_the_other_stages_stand_beside_it(run_sql):
    rows = run_sql(
        REQUIREMENTS,
        {
            "core.mental_health_treatment_requirement": [
                requirement(),
                requirement(court_name="Cambridge Magistrates' Court", made_count=1, ended_count=0),
            ]
        },
    )

    # 6 at Peterborough and 1 at Cambridge were made; 2 and 0 ended.
    found = by_part(rows)
    assert (found[None], found["Ended"]) == ((7, None), (2, None))
    assert found["Assessed as suitable"] == (14, None)


def test_the_national_statistics_count_requirements_made_and_no_other_stage(run_sql):
    national = requirement(
        source="national statistics",
        area_code="K04000001",
        court_name=None,
        sex=None,
        made_count=170,
        assessed_suitable_count=None,
        ended_count=None,
        completed_count=None,
    )

    rows = run_sql(REQUIREMENTS, {"core.mental_health_treatment_requirement": [national]})

    assert by_part(rows, "K04000001") == {None: (170, None)}


def member(version, cohort, again, newest, start=dt.date(2019, 4, 1), **given):
    return {
        "area_code": "E23000023",
        "quarter_start_date": start,
        "quarter_end_date": dt.date(start.year, start.month + 2, 28),
        "definition_version": version,
        "is_newest_definition": newest,
        "cohort_count": cohort,
        "reoffended_count": again,
        "is_suppressed": False,
        "source_file": "iom.csv",
        **given,
    }


def test_the_total_never_runs_over_a_change_of_definition(run_sql):
    rows = run_sql(
        COHORT,
        {
            "core.iom_cohort": [
                member("2014", 200, 80, newest=False, start=dt.date(2018, 1, 1)),
                member("2018", 160, 48, newest=True),
            ]
        },
    )

    assert {(row["breakdown_value"], row["numerator"], row["value"]) for row in rows} == {
        ("2014", 80, 40.0),
        ("2018", 48, 30.0),
        (None, 48, 30.0),
    }


def service(lot, referred_count, started, achieved, **given):
    return {
        **QUARTER,
        "area_code": "E23000023",
        "delivery_unit": "Cambridgeshire and Peterborough",
        "lot_name": lot,
        "provider_code": "A",
        "referral_count": referred_count,
        "start_count": started,
        "outcome_count": achieved,
        "is_suppressed": False,
        **given,
    }


def test_outcomes_are_of_those_who_started_by_lot_and_together(run_sql):
    rows = run_sql(
        SERVICES,
        {
            "core.rehabilitative_service": [
                service("Accommodation", 100, 80, 40),
                service("Accommodation", 50, 20, 10, provider_code="B"),
                service("Women's services", 30, 25, 20),
            ]
        },
    )

    assert {row["breakdown_value"]: (row["numerator"], row["denominator"]) for row in rows} == {
        "Accommodation": (50, 100),
        "Women's services": (20, 25),
        None: (70, 125),
        "Started, of all referred": (125, 180),
    }
