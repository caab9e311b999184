"""Stop and search files of data.police.uk: whose searches, of which local month, and what they found."""

import datetime as dt

import pytest

from assets.raw.police_uk_stop_and_search import FEED

HEADER = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,"
    "Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,"
    "Outcome linked to object of search,Removal of more than just outer clothing"
)
NOTHING = "A no further action disposal,False"


def search(when, outcome="Arrest,True", ethnicity="White"):
    """Write one search as published, its place and person included."""
    return (
        f"Person search,{when},False,,52.2,0.12,Male,18-24,White - British,{ethnicity},"
        f"Misuse of Drugs Act 1971 (section 23),Controlled drugs,{outcome},False"
    )


@pytest.fixture
def deliver(load_feed, tmp_path):
    """Write files of these lines under their names, load them and build the core table."""

    def deliver(**files):
        paths = {}
        for name, lines in files.items():
            month, force, *edition = name.removeprefix("m").split("__")
            file_name = f"{month.replace('_', '-')}-{force.replace('_', '-')}-stop-and-search.csv"
            folder = "-".join(edition) or "archive"
            path = tmp_path / folder / file_name
            path.parent.mkdir(exist_ok=True)
            path.write_text("\r\n".join((HEADER, *lines)) + "\r\n", encoding="utf-8", newline="")
            paths[f"{folder}/{file_name}"] = path
        loaded = load_feed(FEED, paths)
        return loaded.build("assets/core/police_force.sql", "assets/core/stop_and_search.sql")

    return deliver


def months(loaded):
    return {
        (row["force_code"], row["month_start_date"], row["is_delivered"]): row["searches"]
        for row in loaded.rows(
            "select force_code, month_start_date, is_delivered, sum(search_count)::bigint as searches "
            "from core.stop_and_search group by all"
        )
    }


JULY, AUGUST = dt.date(2019, 7, 1), dt.date(2019, 8, 1)


def test_a_search_late_on_a_summer_evening_in_utc_is_of_the_next_day(deliver):
    loaded = deliver(
        m2019_07__cambridgeshire=[
            search("2019-06-30T23:30:00+00:00"),
            search("2019-07-31T22:30:00+00:00"),
            search("2019-07-31T23:30:00+00:00"),
        ]
    )

    # 31 July 23:30 UTC is 1 August here; August's own file has not come, so it is but a stray.
    assert months(loaded) == {
        ("E23000023", JULY, True): 2,
        ("E23000023", AUGUST, False): 1,
    }


def test_a_month_of_which_only_a_stray_has_come_has_no_find_rate(deliver):
    loaded = deliver(m2019_07__cambridgeshire=[search("2019-07-31T23:30:00+00:00")])

    assert loaded.run("assets/metrics/communities/stop_and_search_find_rate.sql") == []


@pytest.mark.parametrize(
    "when", ["2019-12-31T23:30:00+00:00", "2019-12-31T23:30:00Z", "2019-12-31 23:30:00"]
)
def test_a_search_late_on_a_winter_evening_is_of_that_day(deliver, when):
    loaded = deliver(m2019_12__cambridgeshire=[search(when)])

    assert months(loaded) == {("E23000023", dt.date(2019, 12, 1), True): 1}


def test_the_name_of_the_file_says_whose_searches_they_are(deliver):
    loaded = deliver(
        m2019_07__devon_and_cornwall=[search("2019-07-02T10:00:00+00:00")],
        m2019_07__metropolitan=[search("2019-07-02T10:00:00+00:00")] * 3,
        m2019_07__atlantis=[search("2019-07-02T10:00:00+00:00")] * 2,
    )

    assert months(loaded) == {
        ("E23000035", JULY, True): 1,
        ("E23000001", JULY, True): 3,
        ("X99000000", JULY, True): 2,
    }


def test_the_same_month_in_two_archives_counts_once(deliver):
    one = search("2019-07-02T10:00:00+00:00")
    loaded = deliver(
        m2019_07__cambridgeshire__2019_08=[one], m2019_07__cambridgeshire__2019_09=[one] * 4
    )

    assert months(loaded) == {("E23000023", JULY, True): 4}


def test_a_search_finds_something_when_an_outcome_is_linked_to_what_was_searched_for(deliver):
    when = "2019-07-02T10:00:00+00:00"
    loaded = deliver(
        m2019_07__cambridgeshire=[
            search(when),
            search(when, "Community resolution,True", "Asian"),
            search(when, "Arrest,False"),
            search(when, NOTHING),
            search(when, "A no further action disposal,True"),
            search(when, "Nothing found - no further action,"),
            search(when, ",", "Asian"),
            search(when, "Arrest,", ""),
        ]
    )

    rows = loaded.run("assets/metrics/communities/stop_and_search_find_rate.sql")

    # Two found of the six that say so; the last two say neither, and are left out of both.
    found = {row["breakdown_value"]: (row["numerator"], row["denominator"]) for row in rows}
    assert found == {None: (2, 6), "White": (1, 5), "Asian": (1, 1)}


def test_a_month_of_which_the_force_says_nothing_is_missing_and_not_nought(deliver):
    loaded = deliver(m2019_07__cambridgeshire=[search("2019-07-02T10:00:00+00:00", ",")])

    (row,) = loaded.run("assets/metrics/communities/stop_and_search_find_rate.sql")

    assert (row["value"], row["state"]) == (None, "missing")


def test_a_date_that_is_none_is_rejected(deliver):
    good = [search("2019-07-02T10:00:00+00:00")] * 9
    loaded = deliver(m2019_07__cambridgeshire=[*good, search("2019-13-02T10:00:00+00:00")])

    ((_, account),) = loaded.accounts.values()
    assert (account.rows_loaded, account.rows_rejected) == (9, 1)
    assert account.rejects[0][1] == "Date"


def test_places_and_people_are_marked_so_that_they_stay_inside():
    sensitive = {column.name for column in FEED.layouts[0].columns if column.sensitive}

    assert {"latitude", "longitude", "age_range", "gender", "self_defined_ethnicity"} <= sensitive
