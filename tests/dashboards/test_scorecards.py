"""What a scorecard reads out of a snapshot: copies set aside, holes, and the order of what to do."""

import datetime as dt

import pytest

from dashboards.scorecards.cards import scorecards
from dashboards.scorecards.write import write_scorecards
from snapshot.published import Published


class NoContracts:
    """Contracts that say nothing of any column."""

    def is_sensitive(self, feed_id, header):
        return False

    def example(self, feed_id, header):
        return ""


@pytest.fixture
def cards(publish, snapshot_tables):
    """Publish the rows with a test's changes to feeds and files; return the scorecards."""

    def cards(feed=None, file=None, read_on=None):
        snapshot_tables["feed_status"][1].update(feed or {})
        snapshot_tables["delivery"][1].update(file or {})
        published = Published(publish(snapshot_tables), "restricted", read_on=read_on)
        try:
            return scorecards(published, NoContracts())
        finally:
            published.close()

    return cards


def test_a_supplier_has_one_card_with_all_its_feeds(cards):
    (card,) = cards()
    assert card.supplier == "Cambridgeshire Constabulary"
    assert [one.feed["feed_id"] for one in card.feeds] == ["police_demand", "police_outcomes"]
    assert card.summary == "2 feeds, 1 late; 2 files, 1 refused; 1,000 records, 7 (0.7%) rejected."


def test_what_to_do_begins_with_what_is_late_then_refused_then_rejected(cards):
    first, second, third = cards()[0].actions
    assert first.startswith("Police demand is 12 days late: it was due on 6 December 2019")
    assert second == (
        "Police demand: police_demand_2019-11.csv was refused whole. Missing demand_type; found type"
    )
    assert third.startswith(
        "Police outcomes: in the column outcome_date the value a date as YYYY-MM-DD in 1 record"
    )


def test_lateness_is_counted_to_the_day_it_is_read(cards):
    (card,) = cards(read_on=dt.date(2020, 1, 15))
    assert [one.standing for one in card.feeds] == ["40 days late", "5 days late"]


def test_a_copy_of_another_period_is_told_as_set_aside(cards):
    (card,) = cards(file={"state": "quarantined", "reason": "It holds the rows of October."})
    assert len(card.feeds[0].refused) == 1
    assert (
        "Police demand: police_demand_2019-11.csv was set aside. It holds the rows of October."
        in card.actions
    )


def test_a_hole_is_asked_after(cards):
    reason = "not delivered between the first and the last period: 2019-07-01; 2019-08-01"
    (card,) = cards(feed={"reason": reason})
    assert (
        "Police demand: between its first and its last period nothing came for 2019-07-01; "
        "2019-08-01. Please send it, or tell us that there is nothing to send." in card.actions
    )


def test_two_suppliers_whose_names_look_alike_have_files_of_their_own(
    publish, snapshot_tables, tmp_path
):
    for feed, supplier in zip(snapshot_tables["feed_status"], ("A & B", "A B"), strict=True):
        feed["supplier"] = supplier
    published = Published(publish(snapshot_tables), "restricted")
    found = scorecards(published, NoContracts())
    written = write_scorecards(published, found, tmp_path / "out", listing=True)
    published.close()
    names = [path.name for path in written if path.suffix == ".html"]
    assert names == ["index.html", "a-b.html", "a-b-2.html"]
