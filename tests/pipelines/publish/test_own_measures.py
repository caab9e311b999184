"""The measures of the pipeline itself: what it remembers of its nights, worked out by hand."""

import datetime as dt
import shutil

import pytest

from tests.conftest import ROOT

OWN = ROOT / "assets" / "metrics" / "transformation"
SOURCES = ROOT / "assets" / "sources"
DECEMBER = dt.date(2019, 12, 18)
JANUARY = dt.date(2020, 1, 18)
CRIMES = """
select force_code as area_code, month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date, sum(crime_count)::bigint as numerator,
    numerator::double as value,
from core.crime_month group by all
"""


def delivery(*counts):
    rows = [f"2019-{month:02d}-01,E23000023,{n}" for month, n in enumerate(counts, 1)]
    return "Month,Force,Crimes\n" + "\n".join(rows) + "\n"


@pytest.fixture
def office(office):
    """An office with a feed that is delivered, one that is not, and the pipeline's own measures."""
    office.core("crime_month", "select month_start_date, force_code, crime_count from raw.crime")
    office.metric("crimes", CRIMES)
    theme = office.assets / "metrics" / OWN.name
    theme.mkdir()
    for name in ("feeds_on_time_rate", "figures_right_first_time_rate", "material_revision_rate"):
        shutil.copy(OWN / f"{name}.sql", theme)
    shutil.copytree(SOURCES, office.assets / "sources")
    office.deliver("crime/a.csv", delivery(*[1000] * 11))
    office.night()
    return office


def figures(office, metric_id):
    return office.published(
        "select period_end_date, numerator, denominator, value from observation "
        f"where metric_id = '{metric_id}' order by period_end_date"
    )


def test_each_published_night_adds_a_point_to_the_feeds_on_time(office):
    # Delivered to November, due within five days of December's end: on time in December, late
    # nineteen days into January.
    office.publish(DECEMBER)
    assert figures(office, "feeds_on_time_rate") == [(DECEMBER, 1, 1, 100)]
    office.publish(JANUARY)
    assert figures(office, "feeds_on_time_rate") == [(DECEMBER, 1, 1, 100), (JANUARY, 0, 1, 0)]


def test_a_night_published_twice_is_one_night(office):
    office.publish(DECEMBER)
    office.publish(DECEMBER)
    assert len(figures(office, "feeds_on_time_rate")) == 1
    assert len(figures(office, "figures_right_first_time_rate")) == 1


def test_a_revision_beyond_a_hundredth_is_logged_with_old_and_new_and_counted_the_next_night(
    office,
):
    office.publish(DECEMBER)
    office.deliver("crime/a.csv", delivery(1005, 1200, *[1000] * 9))
    office.night(JANUARY)
    office.publish(JANUARY)
    revised = office.published(
        "select period_start_date, previous_value, value, is_material, business_date "
        "from revision where metric_id = 'crimes' and period_type = 'month' "
        "order by period_start_date"
    )
    assert revised == [
        (dt.date(2019, 1, 1), 1000, 1005, False, JANUARY),  # half of a hundredth
        (dt.date(2019, 2, 1), 1000, 1200, True, JANUARY),
    ]
    office.publish(JANUARY + dt.timedelta(days=1))
    # Eleven months were published in December; in January one of the eleven was revised.
    assert figures(office, "material_revision_rate") == [
        (dt.date(2019, 12, 31), 0, 11, 0),
        (dt.date(2020, 3, 31), 1, 11, pytest.approx(100 / 11)),
    ]


def test_the_pipeline_s_own_measures_are_no_part_of_what_deliveries_touch(office):
    catalogue = office.catalogue()
    assert "metrics.feeds_on_time_rate" in catalogue.own
    assert "metrics.feeds_on_time_rate" not in catalogue.tables
    office.publish(DECEMBER)
    assert office.night() == {}


def test_an_office_to_which_nothing_was_delivered_has_no_rate_of_revisions_and_no_broken_table(
    office,
):
    (office.site.landing / "crime" / "a.csv").unlink()
    office.night()
    office.publish(JANUARY)
    assert figures(office, "material_revision_rate") == []
    broken = "select table_name from table_state where state <> 'good'"
    assert office.published(broken) == []
