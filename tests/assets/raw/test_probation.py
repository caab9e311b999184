"""Probation: tables below their notes, dates day first, and requirements in a file of their own."""

import datetime as dt

from assets.raw import probation_caseload, probation_starts
from pipelines.ingest.intake.profile import profile
from pipelines.ingest.intake.route import owner

NOTE = '"A line of notes, with a comma"\r\n'


def written(tmp_path, name, *lines):
    path = tmp_path / name
    path.write_text("".join(f"{line}\r\n" for line in lines), newline="")
    return {name: path}


def test_the_caseload_begins_below_two_notes_and_its_days_come_first(load_feed, tmp_path):
    files = written(
        tmp_path,
        "caseload.csv",
        "Probation caseload",
        NOTE.strip(),
        "probation_area,supervision_type,sex,date,value",
        'All,Community order,Female,05/06/2019,"10,070"',
        "Wales,Community order,Female,05/06/2019,*",
    )

    loaded = load_feed(probation_caseload.FEED, files)

    assert loaded.rows(
        "select probation_area, caseload_date, person_count, person_count_state "
        "from raw.probation_caseload order by 1"
    ) == [
        {
            "probation_area": "All",
            "caseload_date": dt.date(2019, 6, 5),
            "person_count": 10_070,
            "person_count_state": None,
        },
        {
            "probation_area": "Wales",
            "caseload_date": dt.date(2019, 6, 5),
            "person_count": None,
            "person_count_state": "suppressed",
        },
    ]


def test_starts_and_requirements_fill_tables_of_their_own(load_feed, tmp_path):
    files = written(
        tmp_path,
        "probation_starts_2019.csv",
        *["A note"] * 3,
        "nps_region,supervision_type,sex,date,value",
        "Wales,Community order,Male,Apr-Jun 2019,900",
    ) | written(
        tmp_path,
        "probation_requirements_2019.csv",
        *["A note"] * 3,
        "nps_region,supervision_type,requirement_type,sex,date,value",
        "Wales,Community order,Mental health treatment,Male,Apr-Jun 2019,7",
    )

    loaded = load_feed(probation_starts.FEED, files)

    assert loaded.rows("select quarter, person_count from raw.probation_starts") == [
        {"quarter": "Apr-Jun 2019", "person_count": 900}
    ]
    assert loaded.rows("select requirement_type, person_count from raw.probation_requirements") == [
        {"requirement_type": "Mental health treatment", "person_count": 7}
    ]


def test_a_file_cut_in_its_last_figure_is_refused(load_feed, tmp_path):
    path = tmp_path / "caseload.csv"
    path.write_bytes(
        b"note\nnote\nprobation_area,supervision_type,sex,date,value\n"
        b"All,Community order,Female,30/06/2019,100"
    )

    loaded = load_feed(probation_caseload.FEED, {"caseload.csv": path})

    _, account = loaded.accounts["caseload.csv"]
    assert account.state == "refused"
    assert "cut short" in account.reason


def test_each_file_is_recognised_as_of_its_own_feed(tmp_path):
    head = "supervision_type,sex,date,value"
    files = {
        "probation_caseload": written(
            tmp_path, "caseload_q2.csv", "A note", f"probation_area,{head}", "All,A,B,30/06/2019,5"
        ),
        "probation_starts": written(
            tmp_path, "starts_q2.csv", "A note", f"nps_region,{head}", "All,A,B,Apr-Jun 2019,5"
        ),
    }

    for feed_id, delivered in files.items():
        ((name, path),) = delivered.items()
        feeds = (probation_caseload.FEED, probation_starts.FEED)
        assert [feed.feed_id for feed, _ in owner(feeds, name, path, profile(path))] == [feed_id]
