"""Which nights are due, by a clock that the test hands in: each business date once, oldest first."""

import datetime as dt
import itertools
import json

import pytest

from pipelines.nightly import missed_nights, schedule
from pipelines.nightly.missed_nights import (
    ASKED,
    BEGAN,
    CAUGHT_UP,
    FAILED,
    ON_THE_DAY,
    PUBLISHED,
    QUIET,
    Due,
)
from pipelines.nightly.processes import ownership_tags
from pipelines.site.site import Site
from snapshot import snapshots

UTC = dt.UTC
SPRING = dt.date(2027, 3, 28)  # at 01:00 UTC the clocks go on to 02:00 in Europe/London
AUTUMN = dt.date(2027, 10, 31)  # at 01:00 UTC they go back to 01:00


@pytest.fixture
def site(tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "landing").mkdir()
    (tmp_path / "site.toml").write_text('force_code = "E23000023"\n', encoding="utf-8")
    return Site(tmp_path)


def day(text):
    return dt.date.fromisoformat(text)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=UTC)


def done(site, date, event=PUBLISHED, how=ON_THE_DAY):
    """Write down that the night of a date was begun and ended half a minute later."""
    date = day(date) if isinstance(date, str) else date
    moment = missed_nights.moment(site, date)
    missed_nights.write(site, Due(date, how), BEGAN, moment, owner={})
    missed_nights.write(site, Due(date, how), event, moment + dt.timedelta(seconds=30))


def dates(site, moment):
    return [str(due.business_date) for due in missed_nights.due(site, moment)]


def test_a_new_site_has_only_tonight_to_run(site):
    assert missed_nights.due(site, at("2027-02-10T02:30")) == [Due(day("2027-02-10"))]


def test_three_nights_that_were_missed_are_run_oldest_first_and_then_todays(site):
    done(site, "2027-02-06")
    found = missed_nights.due(site, at("2027-02-10T02:30"))
    assert [(str(due.business_date), due.how) for due in found] == [
        ("2027-02-07", CAUGHT_UP),
        ("2027-02-08", CAUGHT_UP),
        ("2027-02-09", CAUGHT_UP),
        ("2027-02-10", ON_THE_DAY),
    ]
    # A missed night takes what had come by its own moment; today's takes all there is.
    assert [due.received_by for due in found] == [
        at("2027-02-07T02:30"), at("2027-02-08T02:30"), at("2027-02-09T02:30"), None,
    ]  # fmt: skip


def test_each_date_is_run_once(site):
    done(site, "2027-02-06")
    for due in missed_nights.due(site, at("2027-02-10T02:30")):
        done(site, due.business_date, QUIET, due.how)
    assert dates(site, at("2027-02-10T02:31")) == ["2027-02-10"]
    assert dates(site, at("2027-02-11T02:30")) == ["2027-02-11"]


@pytest.mark.parametrize(
    ("date", "moments"),
    [
        # 02:30 local is 02:30 UTC in winter and 01:30 UTC in summer; it never falls in the gap.
        (SPRING, ["2027-03-27T02:30", "2027-03-28T01:30", "2027-03-29T01:30"]),
        (AUTUMN, ["2027-10-30T01:30", "2027-10-31T02:30", "2027-11-01T02:30"]),
    ],
)
def test_over_a_clock_change_each_date_has_one_night_at_half_past_two_local(site, date, moments):
    found = [missed_nights.moment(site, date + dt.timedelta(days=days)) for days in (-1, 0, 1)]
    assert found == [at(text) for text in moments]
    assert {moment.astimezone(site.time_zone).time() for moment in found} == {dt.time(2, 30)}


@pytest.mark.parametrize("date", [SPRING, AUTUMN])
def test_nights_missed_over_a_clock_change_are_each_run_once(site, date):
    done(site, date - dt.timedelta(days=2))
    late = missed_nights.moment(site, date + dt.timedelta(days=1)) + dt.timedelta(hours=6)
    found = missed_nights.due(site, late)
    assert [(due.business_date - date).days for due in found] == [-1, 0, 1]
    for due in found:
        done(site, due.business_date, PUBLISHED, due.how)
    assert [due.business_date for due in missed_nights.due(site, late)] == [
        date + dt.timedelta(days=1)
    ]


@pytest.mark.parametrize("date", [SPRING, AUTUMN])
@pytest.mark.parametrize("night_time", ["01:30", "02:30"])
def test_counted_minute_by_minute_each_date_comes_due_exactly_once(site, date, night_time):
    """Even at 01:30, which one clock change skips and the other repeats."""
    (site.root / "site.toml").write_text(f'nightly_time = "{night_time}"\n', encoding="utf-8")
    site = Site(site.root)
    begin = dt.datetime.combine(date - dt.timedelta(days=1), dt.time(12), UTC)
    seen = [
        missed_nights.latest_moment(site, begin + dt.timedelta(minutes=minute))
        for minute in range(0, 60 * 48, 1)
    ]
    turns = [seen[0]] + [b for a, b in itertools.pairwise(seen) if a != b]
    assert turns == [date + dt.timedelta(days=days) for days in (-1, 0, 1)]


def test_a_business_date_follows_the_local_day_not_utc(site):
    # Half past midnight on 1 July in London is still 30 June in UTC.
    assert dates(site, at("2027-06-30T23:30")) == ["2027-07-01"]


def test_a_night_that_failed_is_due_again_until_a_later_one_is_done(site):
    done(site, "2027-02-06")
    done(site, "2027-02-07", FAILED)
    assert dates(site, at("2027-02-08T02:30")) == ["2027-02-07", "2027-02-08"]
    done(site, "2027-02-08")
    assert dates(site, at("2027-02-09T02:30")) == ["2027-02-09"]


def test_a_night_that_was_cut_off_is_due_again(site):
    done(site, "2027-02-06")
    missed_nights.write(site, Due(day("2027-02-07")), BEGAN, at("2027-02-07T02:30"), owner={})
    assert dates(site, at("2027-02-08T02:30")) == ["2027-02-07", "2027-02-08"]


def test_a_night_of_a_date_that_somebody_named_is_no_night_of_the_schedule(site):
    done(site, "2027-02-06")
    asked = missed_nights.asked_for(site, day("2026-12-31"), at("2027-02-06T12:00"))
    assert asked == Due(day("2026-12-31"), ASKED)
    done(site, "2026-12-31", how=ASKED)
    done(site, "2031-01-01", how=ASKED)  # a slip of the keyboard hides no night to come
    assert dates(site, at("2027-02-08T02:30")) == ["2027-02-07", "2027-02-08"]
    todays = missed_nights.asked_for(site, day("2027-02-08"), at("2027-02-08T12:00"))
    assert todays == Due(day("2027-02-08"))


def test_after_a_clock_that_was_years_ahead_nights_go_on(site):
    done(site, "2027-02-06")
    done(site, "2035-02-07")
    assert dates(site, at("2027-02-08T02:30")) == ["2027-02-07", "2027-02-08"]


def test_after_a_long_absence_the_last_month_is_run_night_by_night(site):
    done(site, "2026-02-06")
    found = dates(site, at("2027-02-10T02:30"))
    assert len(found) == 31 + 1
    assert (found[0], found[-1]) == ("2027-01-10", "2027-02-10")


def test_a_demonstration_site_stands_at_one_date_and_catches_nothing_up(site):
    with (site.root / "site.toml").open("a", encoding="utf-8") as file:
        file.write("[demonstration]\nbusiness_date = 2019-12-18\n")
    site = Site(site.root)
    done(site, "2019-12-01")
    assert dates(site, at("2027-02-10T02:30")) == ["2019-12-18"]
    assert schedule.overdue(site, at("2027-02-10T12:00")).run_key is None


def snapshot(site, business_date, published_at):
    folder = site.published / "snapshots" / "20270206T023010Z-abc"
    folder.mkdir(parents=True)
    said = snapshots.sealed(
        {"business_date": business_date, "published_at": published_at, "files": {}}
    )
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    pointer = site.published / "CURRENT.json"
    pointer.write_text(json.dumps({"snapshot_id": folder.name}), encoding="utf-8")


def test_before_nights_were_written_down_the_published_snapshot_says_which_was_the_last(site):
    snapshot(site, "2027-02-06", "2027-02-06T02:30:10Z")
    assert dates(site, at("2027-02-08T02:30")) == ["2027-02-07", "2027-02-08"]


def test_a_snapshot_as_at_a_day_long_past_is_no_night_to_go_on_from(site):
    snapshot(site, "2019-12-18", "2027-02-06T02:30:10Z")
    assert dates(site, at("2027-02-08T02:30")) == ["2027-02-08"]


def test_a_line_cut_off_by_a_crash_is_passed_over_and_mended(site):
    done(site, "2027-02-06")
    path = site.state / "nights.jsonl"
    with path.open("a", encoding="utf-8") as file:
        file.write('{"business_date": "2027-02-0')
    assert missed_nights.last_done(site, at("2027-02-08T02:30")) == day("2027-02-06")
    done(site, "2027-02-08")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4
    assert all(json.loads(line) for line in lines)


def test_the_file_of_nights_stays_short(site):
    path = site.state / "nights.jsonl"
    done(site, "2027-02-06")
    line = path.read_text(encoding="utf-8").splitlines()[1]
    path.write_text(f"{line}\n" * (missed_nights.MOST_LINES + 1), encoding="utf-8")
    done(site, "2027-02-07")
    assert len(path.read_text(encoding="utf-8").splitlines()) == missed_nights.MOST_LINES // 2 + 2
    assert missed_nights.last_done(site, at("2027-02-08T02:30")) == day("2027-02-07")


def test_how_a_night_ends_is_written_down_with_its_reason(site):
    tonight = Due(day("2027-02-06"))
    clock = iter([at("2027-02-06T02:30"), at("2027-02-06T02:31")]).__next__
    with pytest.raises(KeyboardInterrupt), missed_nights.written_down(site, tonight, clock):
        assert missed_nights.read(site)[-1].is_under_way
        raise KeyboardInterrupt
    began, ended = missed_nights.read(site)
    assert (began.event, ended.event, ended.reason) == (BEGAN, FAILED, "KeyboardInterrupt: ")
    assert ended.at - began.at == dt.timedelta(minutes=1)


def test_the_schedule_asks_for_the_night_by_its_local_date(site):
    # The tick of 1 July, 02:30 in London.
    wish = schedule.scheduled(site, at("2027-07-01T01:30"))
    assert wish.run_key == "2027-07-01"


def test_a_night_in_progress_is_not_asked_for_again(site):
    from pipelines.site import lock

    with lock.hold(site):
        assert schedule.scheduled(site, at("2027-07-01T01:30")).run_key is None
        assert schedule.overdue(site, at("2027-07-01T03:30")).run_key is None
        seen = schedule.delivered(site, None).cursor
        assert schedule.delivered(site, seen).run_key is None
    assert schedule.delivered(site, seen).run_key is not None


def test_a_missed_night_is_asked_for_at_most_three_times_and_not_at_once_again(site):
    done(site, "2027-02-06")
    assert schedule.overdue(site, at("2027-02-07T02:40")).run_key is None  # it is on its way
    keys = []
    for minutes in range(0, 12 * 60, 5):
        moment = at("2027-02-07T02:45") + dt.timedelta(minutes=minutes)
        wish = schedule.overdue(site, moment)
        if wish.run_key:
            keys.append(wish.run_key)
            tonight = Due(day("2027-02-07"))
            missed_nights.write(site, tonight, BEGAN, moment, owner={})
            missed_nights.write(
                site, tonight, FAILED, moment + dt.timedelta(minutes=1), reason="no disk"
            )
    assert keys == ["2027-02-07/1/02", "2027-02-07/2/03", "2027-02-07/3/03"]
    assert "tried 3 times" in schedule.overdue(site, at("2027-02-07T15:00")).why
    done(site, "2027-02-07")
    assert schedule.overdue(site, at("2027-02-07T15:00")).why == "The night of 2027-02-07 is done."


def test_a_night_that_still_runs_is_not_overdue(site):
    done(site, "2027-02-06")
    missed_nights.write(
        site, Due(day("2027-02-07")), BEGAN, at("2027-02-07T02:30"), owner=ownership_tags()
    )
    assert missed_nights.read(site)[-1].is_under_way
    assert schedule.overdue(site, at("2027-02-07T02:50")).run_key is None


def test_a_delivery_is_asked_for_once_it_has_kept_still(site):
    def look(cursor):
        wish = schedule.delivered(site, cursor)
        return wish.run_key is not None, wish.cursor

    asked, cursor = look(None)
    asked, cursor = look(cursor)
    assert asked  # a daemon that is new to the site looks once
    asked, cursor = look(cursor)
    assert not asked

    path = site.landing / "police_demand" / "january.csv"
    path.parent.mkdir()
    path.write_text("half", encoding="utf-8")
    asked, cursor = look(cursor)
    assert not asked
    path.write_text("half and the other half", encoding="utf-8")
    asked, cursor = look(cursor)
    assert not asked  # it was still being written
    asked, cursor = look(cursor)
    assert asked
    assert look(cursor) == (False, cursor)
    (path.parent / "february.csv.part").write_text("", encoding="utf-8")
    assert look(cursor) == (False, cursor)  # on its way, under a name that says so
