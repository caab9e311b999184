"""Which quarter end is the table by court about? It carries no date, so its sum must say."""

import datetime as dt

QUERY = "assets/core/crown_court_caseload_by_court.sql"
CASELOAD = "assets/core/crown_court_caseload.sql"
SEPTEMBER, DECEMBER = dt.date(2025, 9, 30), dt.date(2025, 12, 31)
TRAJECTORY = [
    {"quarter_end": SEPTEMBER, "open_cases": 500},
    {"quarter_end": DECEMBER, "open_cases": 530},
]
RECEIVED = dt.datetime(2026, 4, 1, 2, 30)


def court(name, latest, year_ago=None, file="by_court.csv", received=RECEIVED):
    return {
        "region": "South East",
        "court": name,
        "open_latest": latest,
        "open_year_ago": year_ago,
        "source_file": file,
        "received_at": received,
    }


def built(run_sql, courts, ratio=()):
    tables = {
        "raw.crown_court_trajectory": TRAJECTORY,
        "raw.crown_court_case_age_summary": [],
        "raw.crown_court_by_court": courts,
        "raw.crown_court_backlog_ratio": list(ratio),
    }
    rows = run_sql(QUERY, tables, first=[CASELOAD])
    return {(row["court_name"], row["quarter_end_date"]): row for row in rows}


def test_courts_that_add_up_to_a_quarter_are_of_that_quarter(run_sql):
    # 470 + 30 = 500: the open caseload of 30 September, although December is known too.
    rows = built(run_sql, [court("Cambridge", 470), court("Luton", 30)])

    assert rows["Cambridge", SEPTEMBER]["open_count"] == 470
    assert rows["Cambridge", SEPTEMBER]["is_reconciled"]
    assert ("Cambridge", DECEMBER) not in rows


def test_courts_that_add_up_to_nothing_known_are_of_the_latest_quarter_and_say_so(run_sql):
    rows = built(run_sql, [court("Cambridge", 470)])

    assert not rows["Cambridge", DECEMBER]["is_reconciled"]


def test_the_column_for_the_year_before_is_of_the_same_day_a_year_earlier(run_sql):
    rows = built(run_sql, [court("Cambridge", 530, year_ago=510)])

    assert rows["Cambridge", dt.date(2024, 12, 31)]["open_count"] == 510
    assert rows["Cambridge", dt.date(2024, 12, 31)]["is_year_ago"]


def test_yearly_disposals_stand_beside_the_caseload_they_were_published_with(run_sql):
    ratio = [
        {"region": "South East", "court": "Cambridge", "open_latest": 530, "annual_disposals": 900}
    ]

    rows = built(run_sql, [court("Cambridge", 530, year_ago=510)], ratio)

    assert rows["Cambridge", DECEMBER]["annual_disposal_count"] == 900
    assert rows["Cambridge", dt.date(2024, 12, 31)]["annual_disposal_count"] is None
