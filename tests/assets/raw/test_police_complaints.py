"""Complaints by force: annual tables and bulletins, before the reform of 2020 and after it."""

import pytest

from assets.raw.police_complaints import FEED

BEFORE = "Police force,Complaint cases recorded,Allegations recorded,Number of employees\n"
AFTER = "Force,Complaint cases logged,Allegations logged,Employees,Financial year\n"
READ = "select force_name, period, complaint_count, employee_count from raw.police_complaints"


def loaded_rows(load_feed, tmp_path, content, name="police_complaints.csv"):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    loaded = load_feed(FEED, {name: path})
    return loaded.accounts[name][1], [tuple(row.values()) for row in loaded.rows(READ)]


@pytest.mark.parametrize(
    ("title", "name", "period"),
    [
        ('"Table 1: Complaints recorded, 2018/19",,,\n', "tables.csv", "2018/19"),
        ("Complaints recorded by force,,,\n", "police-complaints-2018-19.csv", "2018/19"),
        ("Quarter 2 2018/19,,,\n", "tables.csv", "Q2 2018/19"),
        ("Information bulletin 2018/19 Q3,,,\n", "tables.csv", "Q3 2018/19"),
    ],
)
def test_the_period_is_that_of_the_titles_or_of_the_name(load_feed, tmp_path, title, name, period):
    body = 'Cambridgeshire,560,"1,092",2330\n'

    account, rows = loaded_rows(load_feed, tmp_path, f"{title}{BEFORE}{body}", name)

    assert account.state == "loaded"
    assert rows == [("Cambridgeshire", period, 560, 2330.0)]


def test_complaints_are_recorded_before_the_reform_and_logged_after_it(load_feed, tmp_path):
    account, rows = loaded_rows(
        load_feed, tmp_path, f'{AFTER}Cambridgeshire,"1,204","1,950",2610.5,2020/21\n'
    )

    assert account.state == "loaded"
    assert rows == [("Cambridgeshire", "2020/21", 1204, 2610.5)]


def test_a_dash_is_none_and_a_mark_is_no_figure(load_feed, tmp_path):
    _, rows = loaded_rows(
        load_feed,
        tmp_path,
        f"{AFTER}City of London,-,-,1200,2020/21\nNorfolk,[x],[x],[x],2020/21\n",
    )

    assert [row[2:] for row in rows] == [(0, 1200.0), (None, None)]


def test_a_table_without_employees_is_refused(load_feed, tmp_path):
    account, rows = loaded_rows(
        load_feed, tmp_path, "Police force,Complaint cases recorded\nCambridgeshire,560\n"
    )

    assert (account.state, rows) == ("refused", [])
