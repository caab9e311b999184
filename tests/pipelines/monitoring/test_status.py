"""Status in words: how late each feed is, what was refused or rejected, and whom to ask."""

import dataclasses
import datetime as dt

import pytest

from pipelines.cli import terminal
from pipelines.monitoring.status import FeedLine, Status, stretch

ON_TIME = FeedLine(
    feed_id="calls",
    title="Calls",
    supplier="Demand hub",
    last_delivery_at=dt.datetime(2019, 12, 5, 9, 30),
    data_to=dt.date(2019, 10, 31),
    due_date=dt.date(2019, 12, 20),
    days_late=0,
    rows_delivered=1000,
    rows_loaded=1000,
    rows_rejected=0,
    rows_ignored=0,
    files_refused=0,
    state="on_time",
    reason=None,
    is_synthetic=False,
)


def line(**changes):
    """A feed that is on time but for what a test says."""
    return dataclasses.replace(ON_TIME, **changes)


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "1 day"), (90, "90 days"), (91, "3 months"), (400, "13 months"), (731, "2.0 years")],
)
def test_a_stretch_is_said_in_the_unit_that_fits(days, said):
    assert stretch(days) == said


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({}, "on time"),
        ({"due_date": None}, "delivered; no day is set"),
        ({"last_delivery_at": None, "state": "not_delivered"}, "nothing delivered yet"),
        ({"last_delivery_at": None, "files_refused": 1, "state": "refused"}, "1 file refused"),
        ({"days_late": 12}, "12 days late"),
        (
            {"reason": "not delivered between the first and the last period: 2019-07-01"},
            "on time, not complete",
        ),
        ({"rows_rejected": 25, "state": "partly_rejected"}, "2.5% of records rejected"),
        ({"rows_rejected": 1, "rows_delivered": 10**6}, "0.1% of records rejected"),
        (
            {"days_late": 70, "files_refused": 2, "rows_rejected": 500, "state": "refused"},
            "70 days late, 2 files refused, 50.0% of records rejected",
        ),
    ],
)
def test_how_a_feed_stands_is_said_in_words(changes, standing):
    assert line(**changes).standing == standing


def test_a_feed_that_is_late_and_has_trouble_is_told_for_both():
    late, trouble = line(
        days_late=12, state="refused", files_refused=1, reason="calls/a.csv: the file is empty."
    ).problems
    assert late == (
        "calls is 12 days late: due 20 December 2019, holds data to 31 October 2019. Ask Demand hub."
    )
    assert trouble == "calls has trouble: calls/a.csv: the file is empty."


def test_a_feed_that_is_well_has_no_problem_and_one_never_delivered_says_whom_to_ask():
    assert line().problems == []
    assert line(state="not_delivered", last_delivery_at=None).problems == [
        "calls: nothing has been delivered yet. Ask Demand hub."
    ]


def test_every_feed_is_printed_with_its_dates_rows_and_standing_on_one_line(capsys):
    feeds = [line(), line(feed_id="a_feed_with_a_name_longer_than_most_others_have", days_late=12)]
    status = Status(
        "site", dt.date(2019, 12, 18), "20191218T023000Z-a", "2019-12-18T02:30:00Z", "2019-12-18",
        False, feeds,
    )  # fmt: skip
    terminal.print_status(status)
    out = capsys.readouterr().out.splitlines()
    assert out[2].split() == [
        "feed", "last", "delivery", "data", "to", "due", "rows", "rejected", "how", "it", "stands",
    ]  # fmt: skip
    assert out[3].split() == [
        "calls", "2019-12-05", "2019-10-31", "2019-12-20", "1,000", "0", "on", "time",
    ]  # fmt: skip
    assert out[4].split()[0] == "a_feed_with_a_name_longer_than_most_others_have"
    assert out[4].rstrip().endswith("12 days late")
    assert "1 to look at:" in out


def test_for_programs_the_words_stand_beside_the_figures():
    (feed,) = Status("site", dt.date(2019, 12, 18), None, None, None, False, [line()]).as_dict()[
        "feeds"
    ]
    assert feed["standing"] == "on time"
    assert feed["rows_loaded"] == 1000
