"""What was once hidden stays hidden: earlier figures of measures of people, outside the office."""

import datetime as dt

import pytest

DECEMBER = dt.date(2019, 12, 18)
JANUARY = dt.date(2020, 1, 18)
COUNT = """
select force_code as area_code, month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date, sum(crime_count)::bigint as numerator,
    numerator::double as value,
from core.crime_month group by all
"""
AUGUST, SEPTEMBER = dt.date(2019, 8, 1), dt.date(2019, 9, 1)


def delivery(*counts):
    rows = [f"2019-{month:02d}-01,E23000023,{n}" for month, n in enumerate(counts, 1)]
    return "Month,Force,Crimes\n" + "\n".join(rows) + "\n"


@pytest.fixture
def revised(office):
    """August had 3 people, and 12 after a later delivery; September 40 both times."""
    office.core("crime_month", "select month_start_date, force_code, crime_count from raw.crime")
    for name, disclosure in (("victims", "people"), ("crimes", "none")):
        office.metric(name, COUNT, f'disclosure = "{disclosure}"\n')
    for day, august in ((DECEMBER, 3), (JANUARY, 12)):
        office.deliver("crime/a.csv", delivery(*[40] * 7, august, *[40] * 3))
        office.night(day)
        office.publish(day)
    return office


def register(office, metric_id, audience):
    return office.published(
        "select period_start_date, value from figure_register "
        f"where metric_id = '{metric_id}' and period_type = 'month' "
        f"and period_start_date in ('{AUGUST}', '{SEPTEMBER}') order by all",
        audience,
    )


@pytest.mark.parametrize("audience", ["board", "public"])
def test_a_small_count_of_people_that_has_grown_since_shows_in_no_history(revised, audience):
    assert register(revised, "victims", audience) == [(AUGUST, 12), (SEPTEMBER, 40)]
    history = "select count(*) from revision where metric_id = 'victims'"
    assert revised.published(history, audience) == [(0,)]
    first = (
        "select period_start_date, value, first_published_value from observation "
        "where metric_id = 'victims' and period_type = 'month' "
        f"and period_start_date in ('{AUGUST}', '{SEPTEMBER}') order by all"
    )
    assert revised.published(first, audience) == [(AUGUST, 12, None), (SEPTEMBER, 40, 40)]


def test_the_office_s_own_analysts_keep_the_whole_history(revised):
    wanted = [(AUGUST, 3), (AUGUST, 12), (SEPTEMBER, 40)]
    assert register(revised, "victims", "restricted") == wanted


def test_a_measure_that_counts_no_people_keeps_its_history_everywhere(revised):
    assert register(revised, "crimes", "public") == [(AUGUST, 3), (AUGUST, 12), (SEPTEMBER, 40)]
    history = (
        "select previous_value, value from revision "
        "where metric_id = 'crimes' and period_type = 'month'"
    )
    assert revised.published(history, "public") == [(3, 12)]
