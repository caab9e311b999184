"""What is remembered of each night's checks, and the query behind each measure, worked out by hand."""

import datetime as dt

import pytest

from expectations import expect

DECEMBER = dt.date(2019, 12, 18)
JANUARY = dt.date(2020, 1, 18)
CRIMES = """
select force_code as area_code, month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date, crime_count as numerator,
    numerator::double as value,
from core.crime_month
"""
NIGHT = (
    "select layer, table_count, good_table_count, check_count, passed_count, broken_count, "
    "surprise_count, raised_count, late_feed_count, refused_file_count, rejected_row_count "
    "from quality_history where business_date = date '{}' order by layer"
)


def delivery(*counts):
    rows = [f"2019-{month:02d}-01,E23000023,{n}" for month, n in enumerate(counts, 1)]
    return "Month,Force,Crimes\n" + "\n".join(rows) + "\n"


@pytest.fixture
def office(office):
    """An office whose one core table makes three promises, of which a delivery may break two."""
    office.core("crime_month", "select month_start_date, force_code, crime_count from raw.crime")
    office.metric("crimes", CRIMES)
    office.promise(
        "core.crime_month",
        expect.critical(
            expect.column_values_to_not_be_null("force_code"),
            expect.column_values_to_be_between("crime_count", min_value=1),
        ),
        expect.warning(expect.column_values_to_be_between("crime_count", max_value=5000)),
    )
    office.deliver("crime/a.csv", delivery(*[1000] * 10))
    office.night()
    office.publish(DECEMBER)
    return office


def test_a_good_night_is_remembered_by_layer(office):
    nothing = (None, None, None)
    assert office.published(NIGHT.format(DECEMBER)) == [
        ("core", 1, 1, 3, 3, 0, 0, 0, *nothing),
        ("metrics", 1, 1, 0, 0, 0, 0, 0, *nothing),
        ("raw", 1, 1, 0, 0, 0, 0, 0, 1, 0, 0),  # due on 5 December, so late on the eighteenth
    ]


def test_a_bad_night_shows_what_broke_what_surprised_and_what_was_refused(office):
    office.deliver("crime/b.csv", delivery(0, 9000, *[1000] * 9))
    office.deliver("crime/c.csv", "nothing like it\n1\n")
    office.deliver("crime/d.csv", delivery(*[1000] * 11) + "2019-13-01,E23000023,1\n")
    office.night(JANUARY)
    office.publish(JANUARY)

    core, metrics, raw = office.published(NIGHT.format(JANUARY))

    state, _, _, rejected, _, _ = office.account("crime/d.csv")
    assert (state, rejected) == ("partly_rejected", 1)
    assert raw[-2:] == (1, 1)
    assert core[:3] == ("core", 1, 1)  # the later of the deliveries replaced the broken one
    assert metrics[:3] == ("metrics", 1, 1)
    assert office.published("select count(distinct business_date) from quality_history") == [(2,)]


def test_a_broken_promise_is_counted_on_its_night_and_the_night_before_stays_as_it_was(office):
    office.deliver("crime/b.csv", delivery(0, 9000, *[1000] * 9))
    office.night(JANUARY)
    office.publish(JANUARY)

    core, metrics, _ = office.published(NIGHT.format(JANUARY))

    assert core == ("core", 1, 0, 3, 1, 1, 1, 0, None, None, None)
    assert metrics[:3] == ("metrics", 1, 0)  # withheld, for its table upstream broke
    assert office.published(NIGHT.format(DECEMBER))[0][:6] == ("core", 1, 1, 3, 3, 0)


def test_a_night_run_again_is_remembered_once_with_the_snapshot_that_stands(office):
    snapshot_id = office.publish(DECEMBER)

    found = office.published("select distinct business_date, snapshot_id from quality_history")

    assert found == [(DECEMBER, snapshot_id)]


def test_analysts_read_the_query_of_each_measure_and_what_its_last_run_gave(office):
    (row,) = office.published("select * from metric_query", "restricted")

    metric_id, query, reads, state, row_count, business_date = row
    assert query.split() == CRIMES.split()
    assert (metric_id, reads, state, row_count) == ("crimes", "core.crime_month", "good", 10)
    assert business_date == DECEMBER


@pytest.mark.parametrize("audience", ["board", "public"])
def test_the_queries_are_in_no_other_file(office, audience):
    named = office.published("select table_name from duckdb_tables()", audience)
    assert ("metric_query",) not in named and ("quality_history",) in named
