"""A month or an area that never came is named, and a feed that did not come is late."""

import datetime as dt

import pytest

from pipelines.publish.feed_status import holes, sentence
from pipelines.store.warehouse import Warehouse
from tests.pipelines.conftest import crime_feed

OURS, THEIRS = "E23000023", "E23000036"


def delivery(*rows):
    return "Month,Force,Crimes\n" + "".join(f"{day},{force},1\n" for day, force in rows)


@pytest.fixture
def missing(office):
    """Deliver rows; return the combinations that the contract expects and nothing holds."""

    def missing(*rows, complete_by=("month_start_date", "force_code"), **changes):
        office.feeds = [crime_feed(complete_by=complete_by, **changes)]
        office.deliver("crime/a.csv", delivery(*rows))
        office.night()
        with Warehouse(office.site) as warehouse:
            return [hole.values for hole in holes(warehouse, office.feeds[0])]

    return missing


def test_a_month_of_one_force_that_never_came_is_named(missing):
    found = missing(
        ("2019-01-01", OURS), ("2019-02-01", OURS), ("2019-03-01", OURS),
        ("2019-01-01", THEIRS), ("2019-03-01", THEIRS),
    )  # fmt: skip
    assert found == [("2019-02", THEIRS)]


def test_a_month_that_came_from_nobody_is_named_for_every_force(missing):
    found = missing(
        ("2019-01-01", OURS), ("2019-02-01", OURS), ("2019-04-01", OURS), ("2019-01-01", THEIRS)
    )
    assert found == [
        ("2019-02", THEIRS), ("2019-03", OURS), ("2019-03", THEIRS), ("2019-04", THEIRS),
    ]  # fmt: skip


def test_quarters_are_a_quarter_apart(missing):
    found = missing(
        ("2019-01-01", OURS), ("2019-04-01", OURS), ("2019-10-01", OURS),
        complete_by=("month_start_date",),
    )  # fmt: skip
    assert found == [("2019-07",)]


def test_nothing_is_missing_where_every_combination_came(missing):
    assert missing(("2019-01-01", OURS), ("2019-02-01", OURS)) == []


def test_nothing_is_expected_where_the_contract_does_not_say_so(missing):
    assert missing(("2019-01-01", OURS), ("2019-09-01", OURS), complete_by=()) == []


def test_what_is_missing_is_said_in_a_sentence_with_the_first_few(office):
    office.feeds = [crime_feed(complete_by=("month_start_date", "force_code"))]
    days = [(f"2019-0{n}-01", OURS) for n in (1, 2, 7)]
    office.deliver("crime/a.csv", delivery(*days))
    office.night()
    with Warehouse(office.site) as warehouse:
        said = sentence(holes(warehouse, office.feeds[0]))
    assert said == (
        "not delivered between the first and the last period: 2019-03, E23000023; "
        "2019-04, E23000023; 2019-05, E23000023 and 1 more"
    )


def status(office, business_date):
    office.night(business_date)
    office.publish(business_date)
    return office.published("select state, due_date, reason from feed_status")[0]


def test_a_feed_whose_next_delivery_was_due_before_the_business_date_is_late_and_says_so(office):
    office.deliver("crime/a.csv", delivery(("2019-10-01", OURS)))
    assert status(office, dt.date(2019, 12, 18)) == (
        "late", dt.date(2019, 12, 5), "due on 5 December 2019, not delivered",
    )  # fmt: skip


def test_a_feed_is_not_late_on_the_day_it_is_due(office):
    office.deliver("crime/a.csv", delivery(("2019-10-01", OURS)))
    assert status(office, dt.date(2019, 12, 5)) == ("on_time", dt.date(2019, 12, 5), None)


def test_a_feed_that_came_with_holes_says_which(office):
    office.feeds = [crime_feed(complete_by=("month_start_date",))]
    days = [(f"2019-{n}-01", OURS) for n in ("08", "09", "11")]
    office.deliver("crime/a.csv", delivery(*days))
    assert status(office, dt.date(2019, 12, 18))[2] == (
        "not delivered between the first and the last period: 2019-10"
    )


def test_a_quarantined_delivery_is_trouble_of_its_feed(office):
    office.feeds = [crime_feed(partition_by=("month_start_date",))]
    rows = [("2019-11-01", f"E230000{n}") for n in range(10, 50)]
    office.deliver("crime/a.csv", delivery(*rows))
    office.night()
    office.deliver("crime/b.csv", delivery(*rows[:5]))
    state, _, reason = status(office, dt.date(2019, 12, 18))
    assert state == "refused"
    assert reason.startswith("crime/b.csv: holds 5 records")
