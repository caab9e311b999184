"""Street and outcome files of data.police.uk: what is loaded, what is rejected, from any force."""

import datetime as dt

import pytest

from assets.raw.police_uk_outcomes import FEED as OUTCOMES
from assets.raw.police_uk_street import FEED as STREET

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
CRIME = (
    "ab12,2018-10,Kent Police,Kent Police,0.5,51.2,On or near High Street,E01024000,Ashford 001A,"
    "Burglary,Under investigation,"
)
INCIDENT = ",2018-10,Kent Police,Kent Police,,,No Location,,,Anti-social behaviour,,"
NAME = "2018-10/2018-10-kent-street.csv"


@pytest.fixture
def deliver(load_feed, tmp_path):
    """Write one street file of these lines, load it, and return what was loaded and the account."""

    def deliver(*lines, end="\n"):
        path = tmp_path / "2018-10-kent-street.csv"
        path.write_bytes((end.join(lines) + end).encode())
        loaded = load_feed(STREET, {NAME: path})
        return loaded.rows("from raw.police_uk_street"), loaded.accounts[NAME][1]

    return deliver


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_crime_and_incidents_are_loaded_with_either_line_end(deliver, end):
    rows, account = deliver(HEADER, CRIME, INCIDENT, end=end)

    assert account.state == "loaded"
    assert [row["crime_id"] for row in rows] == ["ab12", None]
    assert {row["month_start_date"] for row in rows} == {dt.date(2018, 10, 1)}
    assert rows[1]["lsoa_code"] is None


def test_an_edition_without_the_context_column_is_loaded(deliver):
    rows, _ = deliver(HEADER.removesuffix(",Context"), CRIME.removesuffix(","))

    assert [row["context"] for row in rows] == [None]


def test_a_renamed_column_is_a_problem_named_in_the_publishers_words():
    _, problems = STREET.layouts[0].bind(HEADER.replace("Crime type", "Type").split(","))

    assert problems == ["missing 'Crime type'"]


def test_a_total_row_is_rejected_and_not_counted(deliver):
    rows, account = deliver(HEADER, *[CRIME] * 9, "Total,9,,,,,,,,,,")

    assert len(rows) == 9
    assert account.rows_rejected == 1


def test_a_month_that_is_no_month_is_rejected(deliver):
    rows, account = deliver(HEADER, *[CRIME] * 9, CRIME.replace("2018-10", "2018-13"))

    assert len(rows) == 9
    assert account.rejects[0][1] == "Month"


def test_the_real_street_files_give_every_row(load_feed, shared_data):
    paths = sorted(shared_data.glob("police_uk/2018-10/*street.csv"))
    loaded = load_feed(STREET, {path.name: path for path in paths})

    (row,) = loaded.rows(
        "select count(*) as rows, count(*) filter (crime_type = 'Anti-social behaviour') as asb "
        "from raw.police_uk_street"
    )

    assert row == {"rows": 6_930, "asb": 1_195}


def test_the_real_outcome_file_of_october_2019_gives_every_row(load_feed, shared_data):
    path = shared_data / "police_uk/2019-10/2019-10-cambridgeshire-outcomes.csv"
    loaded = load_feed(OUTCOMES, {path.name: path})

    (row,) = loaded.rows(
        "select count(*) as rows, count(distinct crime_id) as crimes from raw.police_uk_outcomes"
    )

    assert row == {"rows": 6_128, "crimes": 6_024}
